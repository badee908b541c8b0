/**
 * CJK radicals that text copied from a PDF carries in place of the characters they look like and that NFKC leaves alone.
 * (The Kangxi radicals, ⼀ ⾏ ⼈, are mapped by NFKC itself.)
 */
const RADICALS: Readonly<Record<string, string>> = {
  "⺠": "民", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻘": "青",
  "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻥": "鱼", "⻦": "鸟",
  "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟", "⺟": "母", "⺼": "肉", "⻄": "西",
}

const ASCII = /^[\x20-\x7e]*$/
const RADICAL = /[⺀-⻳]/g

/** One character (or a few) in its plain form: half width, no radical, NBSP and ideographic space as a space. */
function plainPart(text: string): string {
  return text.normalize("NFKC").replace(RADICAL, radical => RADICALS[radical] ?? radical)
}

/** The text in plain form: NFKC, radicals as characters, every kind of blank a space. Lengths may differ from the original's. */
export function toPlain(text: string): string {
  return ASCII.test(text) ? text : plainPart(text).replace(/[\s​﻿]/g, " ")
}

/** As `toPlain`, but a character whose plain form has another length stays as it is: offsets hold for both texts. */
export function toPlainInPlace(text: string): string {
  const plain = toPlain(text)
  if (plain.length === text.length) return plain
  let result = ""
  for (const char of text) {
    const part = toPlain(char)
    result += part.length === char.length ? part : char
  }
  return result
}

/** A number before a label or heading: 一、 （一） 1. 1、 １． ㈠ (1) */
const NUMBERING = /^\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}\s*[、.,:]|\d{1,2}\s*[、.,)]?(?!\d))\s*/

/** What a reader takes for the same words: white space, punctuation, quotes and other signs do not count. */
const NOISE = /[\s\p{P}\p{S}\p{C}]+/gu

/** Splits a plain text into its numbering (perhaps empty) and the rest. */
export function splitNumbering(plain: string): { numbering: string; rest: string } {
  const numbering = NUMBERING.exec(plain)?.[0] ?? ""
  return { numbering, rest: plain.slice(numbering.length) }
}

/** The words of a label or heading in the form in which they are compared: plain, without numbering, blanks and punctuation. */
export function keyOf(text: string): string {
  return wordsOf(splitNumbering(toPlain(text)).rest)
}

/** Like `keyOf`, for a piece of a label: what looks like a numbering stays, for it may be the middle of a word. */
export function wordsOf(text: string): string {
  return toPlain(text).replace(NOISE, "")
}

/** The compared form of a text with, for each of its units, the range that it stands for in the original. */
export interface MappedKey {
  readonly key: string
  /** from[i] and to[i]: where unit i of the key stands in the text. */
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** As `keyOf`, with a map back into the text. */
export function mappedKeyOf(text: string): MappedKey {
  let words = ""
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (const char of text) {
    const part = wordsOf(char)
    for (let i = 0; i < part.length; i++) {
      from.push(at)
      to.push(at + char.length)
    }
    words += part
    at += char.length
  }
  const numbering = words.length - keyOf(text).length
  return { key: words.slice(numbering), from: from.slice(numbering), to: to.slice(numbering) }
}
