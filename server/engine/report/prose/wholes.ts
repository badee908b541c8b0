import { add, equals, subtract, ZERO, type Decimal } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import { isLess } from "./candidates.ts"
import type { Clause, Token } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { ListWords } from "./proseFormat.ts"
import { numberAt } from "./numerals.ts"
import { saysNoOthers, splitsOf } from "./splits.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny, patternOfWords } from "./words.ts"

/**
 * A whole and its parts, as the text puts them together. All forms of lists are read into this one: behind 其中, 包括, a colon or in a bracket,
 * in the sentence after the whole, before it (…，共 18 件), or without a word, where the parts are of one known kind (channels, applicants).
 */
export interface Whole {
  readonly whole: Count
  readonly parts: readonly Count[]
  readonly closing: Closing
  /** True if more may follow of which it is not clear whether it belongs to the list: what is missing proves nothing then. */
  readonly mayGoOn: boolean
}

/**
 * How sure the text makes it that the parts are all there are: `closed` by words (包括, a colon, 其他, 共 behind them), `held` by a word that
 * mostly says so (含), `told` where the whole names the parts or says how many there are (三项合计), `open` (其中), `left` where what is left is told (其余 2 个), so that it is complete if it is a list of parts, or `bare`: no
 * word at all, so that the parts may overlap or belong elsewhere, though they are of one kind; `loose` if not even that is certain. `more`: 等 says that there are others.
 */
export type Closing = "closed" | "told" | "held" | "open" | "left" | "bare" | "loose" | "more"

/** Where a list begins, and its whole. */
interface Opening {
  readonly from: number
  readonly clause: Clause
  readonly closing: Closing
  readonly whole: Count
  /** A change between the whole and the list, whose parts they may be as well. */
  readonly change: Count | null
}

/** So many clauses without a count may stand between a whole and its list. */
const MAX_GAP = 2
/** So many words may stand between a figure and a bracket with its parts. */
const MAX_NOUN = 8

/** All wholes of a sentence. `counts` are those of its clauses, in order. */
export function wholesOf(text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): Whole[] {
  if (counts.length < 2) return []
  const opened: Whole[] = []
  let seen = 0
  for (const [i, clause] of clauses.entries()) {
    while (seen < counts.length && counts[seen]!.clause.from < clause.from) seen++
    if (!mayOpen(text, clause)) continue
    const near = { text, clauses: clauses.slice(Math.max(0, i - REACH_BACK), i + REACH_ON), counts: counts.slice(Math.max(0, seen - REACH_BACK), seen + REACH_ON), vocabulary }
    const opening = openingOf(near, clause)
    const whole = opening && readParts(near, opening)
    // 培训 4 次，参训人员分别为 56 人、63 人 …: they are no parts of the 4.
    if (whole && (whole.whole.figure.kind === "count" || whole.parts.some(part => isAlike(part, whole.whole)))) opened.push(whole)
  }
  const reader: Reader = { text, clauses, counts, vocabulary }
  const taken = new Set(opened.flatMap(({ parts }) => parts))
  const behind = wholesBehind(reader, taken)
  const told = [...opened, ...behind]
  const found = [...told, ...splitsOf(reader, told)]
  const known = new Set(found.map(({ whole }) => whole))
  return [...found, ...partsAmong(reader).filter(({ whole, parts }) => parts.length === 1 || !known.has(whole))]
}

/** No list that anyone wrote reaches over more clauses or counts, back to its whole and on to its last part: the work on one has a limit. */
export const REACH_BACK = 24
export const REACH_ON = 64

const mayOpen = (text: string, clause: Clause): boolean => clause.isFirst || clause.tokens.some(opens) || text.slice(clause.from, clause.to).includes(":")

/** A sentence with what is read of it so far. */
export interface Reader {
  readonly text: string
  readonly clauses: readonly Clause[]
  readonly counts: readonly Count[]
  readonly vocabulary: ProseVocabulary
}

const opens = ({ roles }: Token): boolean => roles.list === "open" || roles.list === "closed"

function openingOf(reader: Reader, clause: Clause): Opening | null {
  const { text, counts, vocabulary } = reader
  const own = counts.filter(count => count.clause === clause)
  const colonAt = text.indexOf(":", clause.from)
  const word = clause.tokens.find(token => opens(token) && !isDealtOut(text.slice(own.findLast(({ figure }) => figure.to <= token.from)?.figure.to ?? clause.from, token.from), vocabulary))
  const named = own.filter(({ figure, isChange }) => !isChange && text[figure.to] === ":")
  const colon = word ? undefined : (named[0] ?? beforeColon(text, clause, own))
  if (colon) return { from: text.indexOf(":", colon.figure.to) + 1, clause, closing: "closed", whole: colon, change: null }
  if (!word && !clause.isFirst && colonAt >= 0 && colonAt < clause.to && own.some(({ figure }) => figure.from > colonAt) && own.every(({ figure }) => figure.spelled || figure.from > colonAt)) return behindColon(reader, clause, colonAt)
  if (!word && !(clause.isFirst && own.some(({ figure }) => figure.from > clause.from || figure.to < clause.to))) return null
  const from = word?.from ?? clause.from
  const wording = word ? text.slice(word.from, word.to) : ""
  const closing = word?.roles.list === "closed" ? "closed" : holdsAny(wording, vocabulary.format.lists.held) ? "held" : "open"
  const before = clause.isFirst ? beforeBracket(reader, clause) : wholeBefore(reader, clause, from)
  return before && !isJoined(reader, before.whole) ? { from, clause, closing, ...before } : null
}

/** 公开 640 条，由两部分组成：…: a colon in the clause behind the whole. */
function behindColon(reader: Reader, clause: Clause, colon: number): Opening | null {
  const isMadeOf = holdsAny(reader.text.slice(clause.from, colon), reader.vocabulary.format.lists.madeOf)
  const before = wholeBefore(reader, clause, clause.from)
  // 由两部分组成: two parts.
  if (!before || isJoined(reader, before.whole) || reader.text[clause.from - 1] !== ",") return null
  return { from: colon + 1, clause, closing: isMadeOf ? "closed" : "open", ...before }
}

/** 4 件申请全部了结：…: the only count before a colon. */
function beforeColon(text: string, { from, to }: Clause, own: readonly Count[]): Count | undefined {
  const colon = text.slice(from, to).indexOf(":") + from
  const before = own.filter(({ figure }) => figure.to <= colon)
  return colon > from && before.length === 1 && before.length < own.length && isPlain(before[0]!) && !before[0]!.figure.spelled ? before[0] : undefined
}

/** 许可、处罚分别为 3 件、5 件: the figures are dealt out to the words in front. */
const isDealtOut = (before: string, { format }: ProseVocabulary): boolean => before.includes("、") || holdsAny(before, format.listing.joiners)

function beforeBracket({ text, counts }: Reader, clause: Clause): Pick<Opening, "whole" | "change"> | null {
  const whole = counts.findLast(({ figure, clause: outer }) => outer === clause.outer && figure.to <= clause.from)
  if (!whole || !/^[^,;。:、()]*$/.test(text.slice(whole.figure.to, clause.from - 1)) || clause.from - whole.figure.to > MAX_NOUN) return null
  return { whole, change: null }
}

/** 平均用时 1.8 个工作日: of it there are no parts. */
const isMean = ({ lead }: Count, { format }: ProseVocabulary): boolean => holdsAny(lead, format.lists.each) || holdsAny(lead, format.products.mean)

function wholeBefore({ clauses, counts, vocabulary }: Reader, clause: Clause, from: number): Pick<Opening, "whole" | "change"> | null {
  const level = counts.filter(count => count.clause.group === clause.group && count.figure.to <= from)
  const last = level.findLast(({ isChange }) => !isChange)
  if (!last) return null
  // 对 62 个部门开展两轮测评，其中优秀 20 个: of the figures of one clause the parts are of the one with their unit.
  const part = counts.find(({ figure }) => figure.from >= from)
  const alike = part && !isAlike(part, last) ? level.findLast(count => !count.isChange && isAlike(count, part) && (count.clause === last.clause || isMean(last, vocabulary))) : undefined
  const whole = alike ?? last
  // What flows in and out of requests is one account, which flow-mismatch judges: the parts may be of any of its figures, or of their sum.
  if (whole.flow !== null && level.filter(count => count.flow !== null && isAlike(count, whole)).length > 1) return null
  const change = level.findLast(count => count.isChange && count.figure.from > whole.figure.from) ?? null
  const inBetween = clauses.filter(({ group, from: at }) => group === clause.group && at > whole.clause.from && at < clause.from).length
  return inBetween <= MAX_GAP ? { whole, change } : null
}

/** So many words of a figure may stand before what joins it to the next. */
const MAX_JOINED = 4

/** 文件 12 件、解读 15 篇，其中 …: it is not clear which of them, or both, has the parts. */
function isJoined({ counts, text, vocabulary }: Reader, { figure, clause }: Count): boolean {
  const last = counts.findLast(count => count.clause === clause && count.figure.to <= figure.from)
  const between = last && text.slice(last.figure.to, figure.from).slice(0, MAX_JOINED)
  return between !== undefined && !/[,;。:]/.test(between) && isDealtOut(between, vocabulary)
}

function readParts(reader: Reader, opening: Opening): Whole | null {
  const { text, clauses, counts } = reader
  const { clause: first, whole, change } = opening
  const parts: Count[] = []
  const withVerbs = hasVerb(first, opening.from)
  let mayGoOn = false
  let hasMore = false
  let last: Clause = first
  for (const clause of clauses) {
    if (clause.group !== first.group || clause.from < first.from) continue
    if (clause !== first) {
      const end = endBefore(text, clause, last, parts, withVerbs, whole)
      if (end !== "no") {
        mayGoOn = end === "perhaps"
        break
      }
    }
    last = clause
    const found = counts.filter(count => count.clause === clause && count.figure.from >= opening.from && (!count.isChange || (opening.closing === "closed" && isYear(count))))
    parts.push(...found)
    if (clause.tokens.some(({ from, roles }) => roles.list === "more" && from >= opening.from)) hasMore = true
    if (parts[parts.length - 1]?.isRest) {
      mayGoOn = makesUp(counts.filter(count => count.clause.group === first.group && count.figure.from > parts[parts.length - 1]!.figure.from), subtract(whole.figure.value, sumOfCounts(parts)))
      break
    }
  }
  if (parts.length === 0 || parts.some(({ isSecond }) => isSecond)) return null
  if (change && !isLess(change.figure.value, sumOfCounts(parts))) return null
  return { whole, parts, closing: hasMore ? "more" : parts.length > 1 && parts[parts.length - 1]!.isRest ? "closed" : opening.closing, mayGoOn }
}

/** 2020 年 1 件，2021 年 2 件: years are the names of parts. */
const isYear = ({ lead }: Count): boolean => /^[,;:、]?20\d\d年度?$/.test(lead)

/** True if the first ones of some counts add up to a value. */
const makesUp = (counts: readonly Count[], value: Decimal): boolean => counts.some((_, i) => equals(sumOfCounts(counts.slice(0, i + 1)), value))

const breaks = (clause: Clause, from: number): readonly Token[] => clause.tokens.filter(token => token.from >= from && token.roles.list === "break")
/** 含新制定 7 件，修改 6 件: where the first part has a verb, the others may. */
const hasVerb = (clause: Clause, from: number): boolean => breaks(clause, from).some(({ roles }) => roles.isComparison === undefined)

/** Whether a list ends before a clause: for certain, or perhaps. */
function endBefore(text: string, clause: Clause, last: Clause, parts: readonly Count[], withVerbs: boolean, whole: Count): "no" | "yes" | "perhaps" {
  if (last.endsSentence || clause.tokens.some(opens)) return "yes"
  const firstBreak = breaks(clause, clause.from).find(({ roles }) => !roles.isComparison)
  if (firstBreak) return withVerbs ? "no" : "perhaps"
  if (text[last.to] === ";" && new Set(parts.map(part => part.clause)).size + countIn(last, parts) > 2 && !isSameKind(clause, parts)) return isLess(sumOfCounts(parts), whole.figure.value) ? "perhaps" : "yes"
  return "no"
}

const countIn = (clause: Clause, parts: readonly Count[]): number => parts.filter(part => part.clause === clause).length
const isSameKind = ({ tokens }: Clause, parts: readonly Count[]): boolean => tokens.some(({ roles }) => roles.columns) && parts.some(({ clause }) => clause.tokens.some(({ roles }) => roles.columns))

export const sumOfCounts = (counts: readonly Count[]): Decimal => counts.map(({ figure }) => figure.value).reduce(add, ZERO)

/** True for an exact count of the year that says what is there. */
export const isPlain = ({ figure, isChange, isSecond }: Count): boolean => figure.bound === "exact" && !isChange && !isSecond

/** 动态 11 篇、公告 3 篇，共 14 件: what stands before 共 in the sentence is all that makes it up; 共清理 14 件 mostly so. */
function wholesBehind({ text, counts, vocabulary }: Reader, taken: ReadonlySet<Count>): Whole[] {
  return counts.flatMap((whole, i) => {
    const told = numberTold(whole, vocabulary)
    const closing = told > 1 ? "told" : totalAt(whole, vocabulary.format.lists)
    if (closing === null || whole.figure.bound !== "exact" || taken.has(whole)) return []
    const before: Count[] = []
    for (const count of counts.slice(Math.max(0, i - REACH_BACK), i).reverse()) {
      if (count.clause.group !== whole.clause.group) continue
      if (/[。!?]/.test(text.slice(count.figure.to, whole.figure.from))) break
      before.unshift(count)
    }
    // 公众号、微博各 1 个，发布 320 条、150 条，共 470 条: those with the unit of the whole, if they are the last.
    if (told > 1) {
      const named = before.slice(-told)
      return named.length === told && named.every(count => isPlain(count) || (count.figure.bound === "exact" && OF_YEARS.test(whole.lead))) && !named.some(count => taken.has(count)) ? [{ whole, parts: named, closing: "told" as const, mayGoOn: false }] : []
    }
    const other = before.findLastIndex(count => !isAlike(count, whole))
    const parts = before.length - other > 2 ? before.slice(other + 1) : before
    if (closing === "loose" && whole.flow !== null && !parts.some(({ flow }) => flow === whole.flow)) return []
    if (parts.length < 2 || !parts.every(isPlain) || parts.some(count => taken.has(count))) return []
    // 信息 320 条，图文 22 条、视频 9 条，共计 31 条: the last ones make it up.
    if (parts.some((_, from) => from > 0 && from < parts.length - 1 && equals(sumOfCounts(parts.slice(from)), whole.figure.value))) return []
    const alike = parts.filter(count => isAlike(count, whole)).length
    const isOfOneKind = alike === parts.length || (closing === "closed" && parts.length > 2 && whole.figure.kind === "count")
    return isOfOneKind ? [{ whole, parts, closing, mayGoOn: alike > 0 && alike < parts.length }] : []
  })
}

/** True if two counts have one unit: 人次 and 人 count alike. */
export const isAlike = (a: Count, b: Count): boolean => plainUnit(a) === plainUnit(b)
const plainUnit = ({ figure }: Count): string => unitOf(figure).replace(/(.)次$/, "$1")

/** 三年累计: its parts are those of single years. */
const OF_YEARS = /^[,;:、]?[两二三四五\d]年/

/** How many parts a total says that it has: 三项合计, 上述四种形式的总量; 0 if it does not say. */
function numberTold({ lead }: Count, { format }: ProseVocabulary): number {
  const found = numbersTold(format.lists).exec(lead)
  return found ? Number(numberAt(found[1]!, 0)?.value.units ?? 0) : 0
}

const numbersTold = memoize(({ numbered, ofNumbered }: ListWords) => new RegExp(`^[,;:、]?(?:${patternOfWords(ofNumbered.before)})?(\\d|[两二三四五六七八九十])(?:${patternOfWords(ofNumbered.units)})[^,;:。]{0,10}?(?:${patternOfWords(numbered)})`))

/** So many words may stand before 合计 (双公示合计), and behind 共 (共清理文件). */
const MAX_BEFORE = 4
const MAX_BEHIND = 8

function totalAt({ lead, isRest }: Count, { totals, sums, adds, loose }: ListWords): Closing | null {
  // 其他科室合计 58 篇 is a part.
  if (isRest) return null
  const words = lead.replace(/^[,;:、]/, "")
  if (totals.includes(words)) return "closed"
  if (sums.some(word => words.endsWith(word) && words.length - word.length <= MAX_BEFORE)) return "closed"
  if (adds.some(word => words.startsWith(word))) return "left"
  return loose.some(word => words.slice(0, MAX_BEFORE + word.length).includes(word) && words.length - words.indexOf(word) - word.length <= MAX_BEHIND) ? "loose" : null
}

/** 收到的 18 份意见中，采纳 20 份: the figures behind are parts, of which the others may overlap the first. */
function partsAmong({ text, counts, vocabulary }: Reader): Whole[] {
  const { among, notAmong } = vocabulary.format.lists
  return counts.flatMap((whole, i): Whole[] => {
    if (!isPlain(whole) || !among.some(word => whole.tail.endsWith(word)) || notAmong.some(word => whole.tail.endsWith(word))) return []
    const parts: Count[] = []
    for (const count of counts.slice(i + 1, i + REACH_ON)) {
      if (count.clause.group !== whole.clause.group) continue
      if (!isPlain(count) || !isAlike(count, whole) || /[。!?]/.test(text.slice(whole.figure.to, count.figure.from))) break
      parts.push(count)
    }
    const [first] = parts
    if (!first) return []
    if (parts.length > 1 && saysNoOthers({ text, vocabulary }, parts[parts.length - 1]!)) return [{ whole, parts, closing: "closed", mayGoOn: false }]
    return [{ whole, parts: [first], closing: "open", mayGoOn: false }, ...(parts.length > 2 ? [{ whole, parts, closing: "loose" as const, mayGoOn: false }] : [])]
  })
}
