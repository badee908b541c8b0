import { distance } from "../text/distance.ts"
import { fromOrdinal } from "../text/ordinal.ts"
import { toPlain, toPlainInPlace, wordsOf } from "../text/plain.ts"
import type { Heading } from "./block.ts"
import { isLabelPiece, isOrdinalLabel, sectionsIn, type KindWords, type SectionTitles, type Vocabulary } from "./vocabulary.ts"

const OPENING = /^[\s#*>]*(?:(第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}(?=\s*[、.,:]|\s)|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[㈠-㈩⑴-⒇]|(?:\d{1,2}|[Ⅰ-Ⅹ]|[IVX]{1,4})(?=\s*[、.,]))(?:\s*[、.,:])?\s*)?/
/** A number that nothing parts from the title: 五存在的主要问题. */
const GLUED_NUMBER = /^[\s#*>]*([一二三四五六七八九十]{1,3})/
const CLOSING = /[\s#*。.:;,、]/
/** （单位：万元） */
const UNIT = /\((?:计量|金额)?单位[:,]?[^()]{1,8}\)$/
const CONTENTS_ENTRY = /[.…·_\s]{2,}\d{1,3}\s*$/
const SENTENCE = /[，。；：？！,;:?!]/
const GLUED = /^\s*[。:\s(]/

/** More of a line than any heading needs. */
const MAX_LINE = 120
/** A heading longer than this is a sentence. */
const MAX_TITLE = 30
/** Titles of this length are taken for a heading with any number before them, or with none. */
const UNMISTAKABLE = 10

/** Reads a line as a section heading; null if it is none. A line of a table of contents is none. */
export function parseHeading(line: string, vocabulary: Vocabulary): Heading | null {
  const plain = toPlainInPlace(line.slice(0, MAX_LINE))
  const opening = openingOf(plain, vocabulary)
  const numeral = opening[1] ?? ""
  const from = opening[0].length
  if (from === plain.length) return null
  const to = line.length > MAX_LINE ? plain.length : endOfTitle(plain)
  // Most lines have no number, and are no heading unless they are a title word for word.
  if ((numeral === "" && !vocabulary.titleKeys.has(titleWords(line.slice(from, to)))) || CONTENTS_ENTRY.test(plain)) return null
  const ordinal = numeral === "" ? NaN : fromOrdinal(toPlain(numeral).replace(/第|部分|章|[()]/g, ""))
  const numberFrom = numeral === "" ? from : plain.indexOf(numeral)
  const number = { from: numberFrom, to: plain.slice(0, from).trimEnd().length }
  // A title below （一） is mostly a heading within a section; where the section itself is missing, it may be meant.
  if (/^[(㈠-㈩⑴-⒇]/.test(numeral)) {
    const words = wordsOf(line.slice(from, to))
    const inBrackets = sectionsIn(vocabulary).filter(({ keys }) => keys.includes(words))
    return inBrackets.length > 0 ? { sections: [], inBrackets, number, ordinal, title: { from, to }, to: line.length } : null
  }
  const found = vocabulary.kinds.flatMap(kind => findTitle(line.slice(from, to), numeral, ordinal, kind) ?? [])
  if (found.length > 0) {
    const { length } = found[0]!
    const sections = found.filter(other => other.length === length).map(({ section }) => section)
    const end = length === undefined ? { title: to, line: line.length } : { title: from + length, line: from + length }
    return { sections, number, ordinal, title: { from, to: end.title }, to: end.line }
  }
  const isCandidate = /^[第一二三四五六七八九十]/.test(numeral) && /[、.,:章分]\s*$/.test(plain.slice(0, from)) && to - from >= 2 && to - from <= MAX_TITLE && !SENTENCE.test(plain.slice(from, to))
  if (!isCandidate || isOrdinalLabel(plain, vocabulary) || isRowLabel(line.slice(from, to), ordinal, vocabulary)) return null
  return { sections: [], number, ordinal, title: { from, to }, to: line.length }
}

/** True for a piece of a row's label, unless the title of the section with that number begins so: 六、其他. */
function isRowLabel(text: string, ordinal: number, vocabulary: Vocabulary): boolean {
  const words = titleWords(text)
  return !vocabulary.kinds.some(({ sections }) => sections[ordinal - 1]?.titles.some(title => wordsOf(title).startsWith(words))) && isLabelPiece(text, vocabulary)
}

function openingOf(plain: string, { titleKeys }: Vocabulary): RegExpExecArray {
  const opening = OPENING.exec(plain)!
  const glued = opening[1] === undefined ? GLUED_NUMBER.exec(plain) : null
  return glued && titleKeys.has(titleWords(plain.slice(glued[0].length))) ? glued : opening
}

/** Signs behind a title are no part of it, nor is the unit of a table that follows. */
function endOfTitle(plain: string): number {
  const to = endOfWords(plain, plain.length)
  const unit = UNIT.exec(plain.slice(0, to))
  return unit ? endOfWords(plain, unit.index) : to
}

function endOfWords(plain: string, from: number): number {
  let to = from
  while (to > 0 && CLOSING.test(plain[to - 1]!)) to--
  return to
}

/** The words of a text that is short enough for a title. */
function titleWords(text: string): string {
  return text.length <= 2 * MAX_TITLE ? wordsOf(text) : ""
}

interface FoundTitle {
  readonly section: SectionTitles
  /** Set where body text follows on the same line: how much of it is the title. */
  readonly length?: number
}

function findTitle(text: string, numeral: string, ordinal: number, { sections }: KindWords): FoundTitle | null {
  const chinese = numeral !== "" && !/^[\dⅠ-ⅩIVX]/.test(numeral)
  const words = titleWords(text)
  for (const [index, section] of sections.entries()) {
    const sure = chinese || ordinal === index + 1
    if (words !== "" && section.keys.includes(words) && (sure || numeral === "" || words.length >= UNMISTAKABLE)) return { section }
    const glued = sure ? section.titles.find(title => text.startsWith(title) && GLUED.test(toPlainInPlace(text.slice(title.length)))) : undefined
    if (glued) return { section, length: glued.length }
  }
  if (!chinese || words.length > MAX_TITLE) return null
  const near = sections.find(({ keys }) => keys.some(key => distance(words, key, misspelling(key)) <= misspelling(key)))
  return near ? { section: near } : null
}

/** How many wrong characters a title may have: 主动公开政府政府情况 still means 主动公开政府信息情况. */
function misspelling(key: string): number {
  return key.length < 4 ? 0 : key.length < 7 ? 1 : 2
}
