import { memoize, memoizeText } from "../text/memoize.ts"
import { isPageMark } from "../text/pageMark.ts"
import { toPlainInPlace, wordsOf } from "../text/plain.ts"
import type { LineClass } from "./block.ts"
import { parseHeading } from "./heading.ts"
import { isLabelPiece, isOrdinalLabel, type Vocabulary } from "./vocabulary.ts"

const BLANK: LineClass = { kind: "blank" }
const PAGE_MARK: LineClass = { kind: "pageMark" }
const TITLE: LineClass = { kind: "title" }
const STRONG: LineClass = { kind: "row", strong: true }
const WEAK: LineClass = { kind: "row", strong: false }
const SHORT: LineClass = { kind: "text", short: true }
const TEXT: LineClass = { kind: "text" }

const SENTENCE = /[。；？！]/
const TITLE_WORDS = /信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)(?:\d{4}年度?)?$/
/** Every title has it as it stands. */
export const TITLE_SIGN = "公"
const TITLE_STOPS = /[，。；？！《》〈〉|\t]/
const FIGURE = /^(?:[-−－]?[\d０-９][\d０-９,，.．]*(?:件|万?元)?|[-—–―－/／]{1,2}|无)$/
const HAS_FIGURE = /[\d０-９/／无—–―－-]/
const ORDINAL_LINE = /^[\s#*>]*[一二三四五六七八九十⼀⼆⼗⼋]{1,3}\s*[、.．,，:：]/

/** A pipe, also of a drawn table, or a line drawn between its rows. */
const PIPE_OR_RULE = /[|｜│┃║]|^[+┌├└┏┣┗╔╠╚╒╞╘╓╟╙][-+=:─-╿]{5,}$/

const LESS_THAN = 0x3c
const HTML_TABLE = /<\/?(?:table|thead|tbody|tfoot|tr|td|th|colgroup|col)\b/i
/** What may stand in a cell of an HTML table. */
const HTML_CONTENT = /^<\/?(?:p|span|div|b|strong|font|br|o:p)\b/i

/** Longer lines are prose, or a table that no reader could make out. */
const MAX_TITLE = 80
const MAX_LABEL = 60

/** True for a token that stands for a figure: digits, or a sign that people write for none. */
export function isFigure(token: string): boolean {
  return FIGURE.test(token)
}

/** What a line, without its line end, is by itself. */
export const classifierOf = memoize((vocabulary: Vocabulary) => memoizeText(line => classify(line, vocabulary)))

function classify(line: string, vocabulary: Vocabulary): LineClass {
  const hasTab = line.includes("\t")
  const text = line.trim()
  if (text === "" || text === "﻿") return hasTab ? STRONG : BLANK
  if (isPageMark(text)) return PAGE_MARK
  const tag = classifyTag(text)
  if (tag) return tag
  if (isOrdinalRow(text, vocabulary)) return hasTab || endsInFigures(text) ? STRONG : WEAK
  const heading = hasTab && /[^\t]\t/.test(line) ? null : parseHeading(line, vocabulary)
  if (heading && (heading.section !== null || !endsInFigures(text))) return { kind: "heading", heading }
  if (isTitle(text)) return TITLE
  if (hasTab) return isTabbedProse(line) ? TEXT : STRONG
  if (PIPE_OR_RULE.test(text)) return STRONG
  if (text.length > MAX_LABEL * 3) return TEXT
  return classifyWords(text, vocabulary)
}

function classifyTag(text: string): LineClass | null {
  if (text.charCodeAt(0) !== LESS_THAN) return null
  return HTML_TABLE.test(text) ? STRONG : HTML_CONTENT.test(text) ? SHORT : null
}

function isOrdinalRow(text: string, vocabulary: Vocabulary): boolean {
  if (!ORDINAL_LINE.test(text) || text.length > 200) return false
  const label = text.replace(/[\t|｜│┃║].*$/s, "").replace(/[\s\d０-９]+$/, "")
  return isOrdinalLabel(label, vocabulary) || wordsOf(label).length < 2
}

function endsInFigures(text: string): boolean {
  return FIGURE.test(text.slice(Math.max(text.lastIndexOf(" "), text.lastIndexOf("　"), text.lastIndexOf("\t")) + 1))
}

/** True for a line, without blanks around it, that is worded like a title; as a row or a heading it is none all the same. */
export function isTitle(text: string): boolean {
  if (text.length > MAX_TITLE || TITLE_STOPS.test(text) || !text.includes(TITLE_SIGN)) return false
  return TITLE_WORDS.test(wordsOf(text))
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

const BODY_NAME = /(?:政府|办|办公室|局|委|厅|处|部|院|会|中心|镇|乡|街道|所|站|署|司|区|县|市|旗|公司|学校|大学|医院|\d{4}年度?)$/

/** True for a line that only names the body or the year: the first half of a title broken over two lines. */
export function isTitleStart(line: string): boolean {
  const text = toPlainInPlace(line).trim()
  return text.length >= 3 && text.length <= 40 && !TITLE_STOPS.test(text) && BODY_NAME.test(wordsOf(text))
}

/** True for a title that names no body: 政府信息公开工作年度报告, perhaps with the year. */
export function isHalfTitle(line: string): boolean {
  return /^(?:\d{4}年度?)?政府信息公开/.test(wordsOf(line))
}
