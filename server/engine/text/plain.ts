/**
 * CJK radicals that text copied from a PDF carries in place of the characters they look like and that NFKC leaves alone.
 * (The Kangxi radicals, ⼀ ⾏ ⼈, are mapped by NFKC itself.)
 */
const RADICALS: Readonly<Record<string, string>> = {
  "⺠": "民", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻘": "青",
  "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻥": "鱼", "⻦": "鸟",
  "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟", "⺟": "母", "⺼": "肉", "⻄": "西",
}

/** What a reader takes for the same words: white space, punctuation, quotes and other signs do not count. */
const NOISE = /[\s\p{P}\p{S}\p{C}]+/gu
const BLANK = /[\s\u00AD\u200B-\u200F\u2060\uFEFF]/g

function plainUnit(unit: string): string {
  return (RADICALS[unit] ?? unit.normalize("NFKC")).replace(BLANK, " ")
}

const UNKNOWN = 0
const SAME = 1
const OTHER = 2

/** Maps every UTF-16 unit by itself, each worked out once; surrogates go through unchanged. */
function unitMap(map: (unit: string) => string): (text: string) => string {
  const states = new Uint8Array(0x10000)
  const others = new Map<number, string>()
  const learn = (unit: string, code: number): number => {
    const mapped = map(unit)
    if (mapped !== unit) others.set(code, mapped)
    return (states[code] = mapped === unit ? SAME : OTHER)
  }
  return text => {
    let result = ""
    let unchanged = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const state = states[code] === UNKNOWN ? learn(text[i]!, code) : states[code]
      if (state === SAME) continue
      result += text.slice(unchanged, i) + others.get(code)!
      unchanged = i + 1
    }
    return unchanged === 0 ? text : result + text.slice(unchanged)
  }
}

const isSurrogate = (unit: string): boolean => unit >= "\ud800" && unit <= "\udfff"

/** The text in plain form: NFKC, radicals as characters, every kind of blank a space. Lengths may differ from the original's. */
export const toPlain = unitMap(unit => (isSurrogate(unit) ? unit : plainUnit(unit)))

/** As `toPlain`, but a character whose plain form has another length stays as it is: offsets hold for both texts. */
export const toPlainInPlace = unitMap(unit => {
  const plain = isSurrogate(unit) ? unit : plainUnit(unit)
  return plain.length === 1 ? plain : unit
})

/** Characters that something else is in plain form, too: radicals, and what is there for compatibility. */
const TWINS = [[0x2e80, 0x2fdf], [0xf900, 0xfaff], [0xff00, 0xffef]] as const
const twins = new Set<string>()

/** True if another character has this one as its plain form. */
export function hasTwin(char: string): boolean {
  if (twins.size === 0) for (const [from, to] of TWINS) for (let code = from; code <= to; code++) twins.add(plainUnit(String.fromCharCode(code)))
  return twins.has(char)
}

/** The letters and digits of a text in plain form; for a piece of a label, where what looks like a numbering may be the middle of a word. */
export const wordsOf = unitMap(unit => (isSurrogate(unit) ? unit : plainUnit(unit).replace(NOISE, "")))

/** A number before a label or heading: 一、 （一） 1. 1、 １． ㈠ (1) */
const NUMBERING = /^\s*(?:\(\s*[一二三四五六七八九十\d]{1,3}\s*\)|[一二三四五六七八九十]{1,3}\s*[、.,:]|\d{1,2}\s*[、.,)]?(?!\d))\s*/
const MAY_BE_NUMBERED = /^[\s(（㈠-㈩⑴-⒇一二三四五六七八九十⼀⼆⼋⼗\d０-９①-⑳Ⅰ-Ⅻ]/

/** Splits a plain text into its numbering (perhaps empty) and the rest. */
export function splitNumbering(plain: string): { numbering: string; rest: string } {
  const numbering = NUMBERING.exec(plain)?.[0] ?? ""
  return { numbering, rest: plain.slice(numbering.length) }
}

/** The words of a label or heading in the form in which they are compared: plain, without numbering, blanks and punctuation. */
export function keyOf(text: string): string {
  return MAY_BE_NUMBERED.test(text) ? wordsOf(splitNumbering(toPlain(text)).rest) : wordsOf(text)
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
  for (let at = 0; at < text.length; at++) {
    const part = wordsOf(text[at]!)
    from.push(...new Array<number>(part.length).fill(at))
    to.push(...new Array<number>(part.length).fill(at + 1))
    words += part
  }
  const numbering = words.length - keyOf(text).length
  return { key: words.slice(numbering), from: from.slice(numbering), to: to.slice(numbering) }
}
