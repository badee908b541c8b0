import { memoize, memoizeText } from "../text/memoize.ts"
import { closeGaps, withoutMarkup } from "../text/markup.ts"
import { isPageMark } from "../text/pageMark.ts"
import { toPlainInPlace, wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { LineClass } from "./block.ts"
import { splitFields } from "../text/fields.ts"
import { parseHeading } from "./heading.ts"
import { isLabelPiece, isOrdinalLabel, titledKind, type Vocabulary } from "./vocabulary.ts"

const BLANK: LineClass = { kind: "blank" }
const PAGE_MARK: LineClass = { kind: "pageMark" }
const TITLE: LineClass = { kind: "title" }
const STRONG: LineClass = { kind: "row", strong: true }
const WEAK: LineClass = { kind: "row", strong: false }
const SHORT: LineClass = { kind: "text", short: true }
const TEXT: LineClass = { kind: "text" }

const SENTENCE = /[。；？！]/
const TITLE_STOPS = /[，。；？！《》〈〉|\t]/
const FIGURE = /^(?:[-−－]?[\d０-９][\d０-９,，.．]*(?:件|万?元)?|[-—–―－/／]{1,2}|无)$/
const HAS_FIGURE = /[\d０-９/／无—–―－-]/
const ORDINAL_LINE = /^[\s#*>]*[一二三四五六七八九十⼀⼆⼗⼋]{1,3}\s*[、.．,，:：]/

/** A pipe, also of a drawn table. */
const PIPE = /[|｜│┃║]/
/** A line drawn between the rows of a table. */
const RULE = /^[+┌├└┏┣┗╔╠╚╒╞╘╓╟╙][-+=:─-╿]{5,}$/

const HTML_TABLE = /<\/?(?:table|thead|tbody|tfoot|tr|td|th|colgroup|col)\b/i

/** Longer lines are prose, or a table that no reader could make out. */
const MAX_TITLE = 80
const MAX_LABEL = 60
/** Nor does a converter draw a row wider than this. */
const MAX_DRAWN = 4000
/** A line of a sheet has no more characters. */
const MAX_SHEET_ROW = 2000

/** True for a token that stands for a figure: digits, or a sign that people write for none. */
export function isFigure(token: string): boolean {
  return FIGURE.test(token)
}

/** What a line, without its line end, is by itself. */
export const classifierOf = memoize((vocabulary: Vocabulary) => memoizeText(line => classify(line, vocabulary)))

function classify(line: string, vocabulary: Vocabulary): LineClass {
  if (line.includes("<") && HTML_TABLE.test(line)) return STRONG
  const shown = withoutMarkup(line)
  if (shown !== line) return classifyMarkup(line, shown, vocabulary)
  const content = contentOf(shown)
  if (content.length < shown.length) {
    const found = classifyContent(content, vocabulary)
    // A sheet ends every line in separators: what is a heading or a sentence without them is no row.
    if (found.kind === "heading") return { kind: "heading", heading: { ...found.heading!, to: found.heading!.to === content.length ? line.length : found.heading!.to } }
    if (found.kind === "title" || (found.kind === "text" && SENTENCE.test(content) && !found.short)) return found
    return STRONG
  }
  return isSheetRow(shown, vocabulary) ? STRONG : classifyContent(shown, vocabulary)
}

/** A line of a web page: what a reader sees of it. Tags alone end nothing. */
function classifyMarkup(line: string, shown: string, vocabulary: Vocabulary): LineClass {
  const { text, offsets } = closeGaps(shown)
  const found = classifyContent(text, vocabulary)
  if (!found.heading) return found
  const { number, title, to, ...heading } = found.heading
  const at = (offset: number): number => (offset < offsets.length ? offsets[offset]! : shown.length)
  const moved = (range: Range): Range => ({ from: at(range.from), to: range.to > range.from ? endOfCharacter(line, at(range.to - 1)) : at(range.from) })
  return { kind: "heading", heading: { ...heading, number: moved(number), title: moved(title), to: to < text.length ? at(to) : shown.length } }
}

/** Where a character of a page's source ends, which may be written as an entity. */
function endOfCharacter(line: string, from: number): number {
  const entity = line.charCodeAt(from) === AMPERSAND ? ENTITY.exec(line.slice(from, from + MAX_ENTITY)) : null
  return from + (entity?.[0].length ?? 1)
}

const AMPERSAND = 0x26
const ENTITY = /^&#?\w+;/
const MAX_ENTITY = 12

/** Fewer commas at the end of a line are no empty fields. */
const MIN_EMPTY_FIELDS = 3
const TAB = 9
const COMMA = 0x2c
const QUOTE = 0x22

/** A line of a sheet without the separators at its end, if it has no other; else the line as it is. */
function contentOf(line: string): string {
  const separator = line.charCodeAt(line.length - 1)
  if (separator !== TAB && separator !== COMMA) return line
  let end = line.length
  while (end > 0 && line.charCodeAt(end - 1) === separator) end--
  if (end === 0 || (separator === COMMA && line.length - end < MIN_EMPTY_FIELDS)) return line
  const isQuoted = line.charCodeAt(0) === QUOTE && line.charCodeAt(end - 1) === QUOTE && end > 2
  const content = isQuoted ? ` ${line.slice(1, end - 1)} ` : line.slice(0, end)
  return !isQuoted && content.includes(String.fromCharCode(separator)) ? line : content
}

/** True for fields between commas of which each is blank, a figure or a piece of a label. */
function isSheetRow(line: string, vocabulary: Vocabulary): boolean {
  if (!line.includes(",") || line.length > MAX_SHEET_ROW) return false
  const fields = splitFields(line)
  return fields.length > 1 && fields.every(field => field === "" || isFigure(field.replace(/[%％]$/, "")) || (isLabelPiece(field, vocabulary) && /\p{L}/u.test(field)))
}

function classifyContent(line: string, vocabulary: Vocabulary): LineClass {
  const hasTab = line.includes("\t")
  const text = line.trim()
  if (text === "" || text === "﻿") return hasTab ? STRONG : BLANK
  if (isPageMark(text)) return PAGE_MARK
  if (isOrdinalRow(text, vocabulary)) return hasTab || endsInFigures(text) ? STRONG : WEAK
  const heading = hasTab && /[^\t]\t/.test(line) ? null : parseHeading(line, vocabulary)
  if (heading && (heading.sections.length > 0 || !endsInFigures(text))) return { kind: "heading", heading }
  if (isTitle(text, vocabulary)) return TITLE
  if (hasTab) return isTabbedProse(line) ? TEXT : STRONG
  if (PIPE.test(text) || RULE.test(text)) return STRONG
  if (text.length > MAX_LABEL * 3 && isLong(text)) return TEXT
  return classifyWords(text, vocabulary)
}

/** True for a line too long for a row, the blanks between its cells not counted. */
function isLong(text: string): boolean {
  let count = 0
  for (let at = 0; at < text.length; at++) if (!isBlank(text.charCodeAt(at)) && ++count > MAX_LABEL * 3) return true
  return text.length > MAX_DRAWN
}

const isBlank = (code: number): boolean => code <= 32 || code === 0xa0 || code === 0x3000

function isOrdinalRow(text: string, vocabulary: Vocabulary): boolean {
  if (!ORDINAL_LINE.test(text) || text.length > 200) return false
  const label = text.replace(/[\t|｜│┃║].*$/s, "").replace(/[\s\d０-９]+$/, "")
  return isOrdinalLabel(label, vocabulary) || wordsOf(label).length < 2
}

function endsInFigures(text: string): boolean {
  return FIGURE.test(text.slice(Math.max(text.lastIndexOf(" "), text.lastIndexOf("　"), text.lastIndexOf("\t")) + 1))
}

/** True for a line, without blanks around it, that is worded like a title; as a row or a heading it is none all the same. */
export function isTitle(text: string, vocabulary: Vocabulary): boolean {
  if (text.length > MAX_TITLE || text.search(vocabulary.titleSign) < 0 || TITLE_STOPS.test(text)) return false
  return titledKind(text, vocabulary) !== null
}

/** A paragraph that is only indented by a tab. */
function isTabbedProse(line: string): boolean {
  return SENTENCE.test(line) && !/[^\t]\t/.test(line)
}

function classifyWords(text: string, vocabulary: Vocabulary): LineClass {
  const tokens = text.split(/\s+/)
  const figures = countFigures(tokens)
  if (figures === tokens.length) return STRONG
  if (SENTENCE.test(text)) return TEXT
  const words = tokens.slice(0, tokens.length - figures)
  if (figures >= 3) return STRONG
  if (isKnown(words, vocabulary)) return figures > 0 ? STRONG : WEAK
  const glued = /^(.*\D)[\d０-９]+$/.exec(words[words.length - 1]!)
  if (glued && figures > 0 && isKnown([...words.slice(0, -1), glued[1]!], vocabulary)) return STRONG
  return text.length <= MAX_LABEL ? SHORT : TEXT
}

function countFigures(tokens: readonly string[]): number {
  let count = 0
  while (count < tokens.length && HAS_FIGURE.test(tokens[tokens.length - 1 - count]!) && isFigure(tokens[tokens.length - 1 - count]!)) count++
  return count
}

function isKnown(words: readonly string[], vocabulary: Vocabulary): boolean {
  return words.every(word => isLabelPiece(word, vocabulary)) || isLabelPiece(words.join(""), vocabulary)
}

const BODY_NAME = /(?:政府|馆|室|队|社|团|园|场|校|台|集团|银行|监狱|办|局|委|厅|处|部|院|会|中心|镇|乡|街道|所|站|署|司|区|县|市|旗|公司|大学|医院|\d{4}年度?)$/

/** True for a line that only names the body or the year: the first half of a title broken over two lines. */
export function isTitleStart(line: string): boolean {
  const text = toPlainInPlace(line).trim()
  return text.length >= 3 && text.length <= 40 && !TITLE_STOPS.test(text) && BODY_NAME.test(wordsOf(text))
}

/** True for a line that only names the year. */
export function isYear(line: string): boolean {
  return /^\d{4}年度?$/.test(wordsOf(line))
}

/** True for a line that is the last piece of a title whose words begin on the line above: 2023年政府信息公开工作 / 年度报告. */
export function isTitleEnd(line: string, above: string, vocabulary: Vocabulary): boolean {
  const words = line.length <= MAX_TITLE ? wordsOf(line) : ""
  return vocabulary.titleEnds.has(words) && isTitle(above.trim() + words, vocabulary)
}

/** True for a title that names no body: 政府信息公开工作年度报告, perhaps with the year. */
export function isHalfTitle(line: string, { kinds }: Vocabulary): boolean {
  const words = wordsOf(line)
  return kinds.some(({ bareTitle }) => bareTitle.test(words))
}
