import { add, equals, subtract, type Decimal } from "../../text/decimal.ts"
import { isLess } from "./candidates.ts"
import type { Clause, Token } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import { isCounting } from "./figures.ts"
import { isNearSum } from "./slips.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isPlain, REACH_BACK, REACH_ON, sumOfCounts, type Closing, type Reader, type Whole } from "./wholes.ts"
import { holdsAny } from "./words.ts"

/** Where a list begins, and its whole. */
interface Opening {
  readonly from: number
  readonly clause: Clause
  readonly closing: Closing
  readonly whole: Count
  /** True if the whole stands where nothing else can be it. */
  readonly isCertain: boolean
  /** Other counts in its unit before the list, of which the parts may be, if they are more than it. */
  readonly others: readonly Count[]
  /** True if the whole is one of several figures of an account of requests: the parts may be of another of them, or of some together. */
  readonly isOfAccount: boolean
  /** A change between the whole and the list, whose parts they may be as well. */
  readonly change: Count | null
}

/** So many clauses without a count may stand between a whole and its list. */
const MAX_GAP = 2
/** So many words may stand between a figure and a bracket with its parts. */
const MAX_NOUN = 8

/** The lists of a sentence that words, a colon or a bracket open. */
export function openedLists(reader: Reader): Whole[] {
  const { clauses, counts } = reader
  const opened: Whole[] = []
  let seen = 0
  for (const [i, clause] of clauses.entries()) {
    while (seen < counts.length && counts[seen]!.clause.from < clause.from) seen++
    if (!mayOpen(reader, clause)) continue
    const near = { ...reader, clauses: clauses.slice(Math.max(0, i - REACH_BACK), i + REACH_ON), counts: counts.slice(Math.max(0, seen - REACH_BACK), seen + REACH_ON) }
    const opening = openingOf(near, clause)
    const whole = opening && readParts(near, opening)
    // 培训 4 次，参训人员分别为 56 人、63 人 …: they are no parts of the 4.
    if (whole && (whole.whole.figure.kind === "count" || whole.parts.some(part => isAlike(part, whole.whole)))) opened.push(whole)
  }
  return opened
}

const mayOpen = (reader: Reader, clause: Clause): boolean => clause.isFirst || openerOf(reader, clause) !== undefined || reader.text.slice(clause.from, clause.to).includes(":") || saysAmong(reader.text, clause)

const opens = ({ roles }: Token): boolean => roles.list === "open" || roles.list === "closed"

/** The word with which a clause opens a list: 主要为招生、收费等内容 without a figure behind it tells what something is about. */
function openerOf({ text, countsOf }: Pick<Reader, "text" | "countsOf">, clause: Clause): Token | undefined {
  const last = countsOf.get(clause)?.at(-1)?.figure.from ?? -1
  return clause.tokens.find(token => opens(token) && (last >= token.to || token.to === clause.to || text[clause.to - 1] === ":"))
}

function openingOf(reader: Reader, clause: Clause): Opening | null {
  const { text, countsOf, vocabulary } = reader
  const own = countsOf.get(clause) ?? []
  const opener = openerOf(reader, clause)
  const word = opener && !isDealtOut(text.slice(own.findLast(({ figure }) => figure.to <= opener.from)?.figure.to ?? clause.from, opener.from), vocabulary) ? opener : undefined
  const opening = word ? openedBy(word, reader, clause) : (behindColon(reader, clause, own) ?? inBracket(reader, clause, own) ?? ofWhatWasSaid(reader, clause, own))
  return opening && (opening.isCertain || !isJoined(reader, opening.whole)) ? opening : null
}

function openedBy(word: Token, reader: Reader, clause: Clause): Opening | null {
  const { text, vocabulary } = reader
  const closing = word.roles.list === "closed" ? "closed" : holdsAny(text.slice(word.from, word.to), vocabulary.format.lists.held) ? "held" : "open"
  const before = clause.isFirst ? beforeBracket(reader, clause) : wholeBefore(reader, clause, word.from)
  return before && { from: word.from, clause, closing, isCertain: false, ...before }
}

function inBracket(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  if (!clause.isFirst || !own.some(({ figure }) => figure.from > clause.from || figure.to < clause.to)) return null
  const before = beforeBracket(reader, clause)
  return before && { from: clause.from, clause, closing: "open", isCertain: false, ...before }
}

/** 在公开的信息中，文件 7 条 …: parts of what the sentence before has counted. */
function ofWhatWasSaid(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  if (!saysAmong(reader.text, clause) || own.length > 0) return null
  const whole = wholeBefore(reader, clause, clause.from)
  return whole && { from: clause.to, clause, closing: "open", isCertain: false, ...whole }
}

/** True for 在…中 alone between a full stop and a comma. */
const saysAmong = (text: string, { from, to, figures }: Clause): boolean => figures.length === 0 && text[to] === "," && text[to - 1] === "中" && to - from < MAX_AMONG && /^$|[。!?]/.test(text[from - 1] ?? "")
const MAX_AMONG = 20

/** 188 条：…; 4 件申请全部了结：…, the only count before it; 640 条，由两部分组成：…, the one in the clause before. */
function behindColon(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  const { text, vocabulary } = reader
  const named = own.find(({ figure, isChange }) => !isChange && text[figure.to] === ":")
  if (named) return { from: named.figure.to + 1, clause, closing: "closed", isCertain: true, whole: named, others: [], isOfAccount: false, change: null }
  const colon = clause.from + text.slice(clause.from, clause.to).indexOf(":")
  const before = own.filter(({ figure }) => figure.to <= colon)
  if (colon < clause.from || before.length === own.length) return null
  const [only, second] = before
  if (only && !second && isPlain(only) && !only.figure.spelled) return { from: colon + 1, clause, closing: "closed", isCertain: true, whole: only, others: [], isOfAccount: false, change: null }
  // 由两部分组成 counts the parts.
  if (clause.isFirst || !before.every(({ figure }) => figure.spelled) || text[clause.from - 1] !== ",") return null
  const closing = holdsAny(text.slice(clause.from, colon), vocabulary.format.lists.madeOf) ? "closed" : "open"
  const whole = wholeBefore(reader, clause, clause.from)
  return whole && { from: colon + 1, clause, closing, isCertain: false, ...whole }
}

/** 许可、处罚分别为 3 件、5 件: the figures are dealt out to the words in front. */
const isDealtOut = (before: string, { format }: ProseVocabulary): boolean => before.includes("、") || holdsAny(before, format.listing.joiners)

function beforeBracket({ text, counts }: Reader, clause: Clause): Pick<Opening, "whole" | "others" | "isOfAccount" | "change"> | null {
  const whole = counts.findLast(({ figure, clause: outer }) => outer === clause.outer && figure.to <= clause.from)
  // 较年初减少 9 个（新设 3 个，注销 12 个）: parts of a change go both ways.
  if (!whole || whole.isChange || !/^[^,;。:、()]*$/.test(text.slice(whole.figure.to, clause.from - 1)) || clause.from - whole.figure.to > MAX_NOUN) return null
  return { whole, others: [], isOfAccount: false, change: null }
}

/** 平均用时 1.8 个工作日: of it there are no parts. */
const isMean = ({ lead }: Count, { format }: ProseVocabulary): boolean => holdsAny(lead, format.lists.each) || holdsAny(lead, format.products.mean)

function wholeBefore({ clauses, counts, vocabulary }: Reader, clause: Clause, from: number): Pick<Opening, "whole" | "others" | "isOfAccount" | "change"> | null {
  const level = counts.filter(count => count.clause.group === clause.group && count.figure.to <= from)
  // 126 份，罚没 318.6 万元；其中 64 件 …: what is counted in money has parts in money.
  const next = counts.find(({ figure }) => figure.from >= from)
  const last = level.findLast(({ isChange, figure }) => !isChange && (figure.kind !== "money" || next?.figure.kind === "money"))
  if (!last) return null
  // 对 62 个部门开展两轮测评，其中优秀 20 个: of the figures of one clause the parts are of the one with their unit.
  const part = next
  const alike = part && !isAlike(part, last) ? level.findLast(count => !count.isChange && isAlike(count, part) && (count.clause === last.clause || isMean(last, vocabulary) || unitOf(count.figure) === unitOf(part.figure))) : undefined
  const whole = alike ?? last
  // What flows in and out of requests is one account, which flow-mismatch judges: outcomes may be of any of its figures, or of their sum.
  const isOfAccount = whole.flow !== null && level.some(count => count !== whole && count.flow !== null && isAlike(count, whole))
  if (isOfAccount && part?.flow === "outcome") return null
  const change = level.findLast(count => count.isChange && count.figure.from > whole.figure.from) ?? null
  const inBetween = clauses.filter(({ group, from: at }) => group === clause.group && at > whole.clause.from && at < clause.from).length
  const others = level.filter(count => count !== whole && !count.isChange && isAlike(count, whole))
  return inBetween <= MAX_GAP ? { whole, others, isOfAccount, change } : null
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
  const { whole, change } = opening
  const { parts, further, mayGoOn, hasMore } = collectParts(reader, opening)
  if (parts.length === 0 || parts.some(({ isSecond }) => isSecond)) return null
  const sum = sumOfCounts(parts)
  if (change && !isLess(change.figure.value, sum)) return null
  const isOver = isLess(whole.figure.value, sum)
  if (opening.isOfAccount) return isOfOthers(sum, [whole, ...opening.others]) ? { whole, parts, closing: "settled", mayGoOn } : { whole, parts, closing: "bare", mayGoOn }
  // 发布 61 条，更新 6 条，其中 …: of which of them the parts are is not clear.
  if (isOver && opening.others.some(other => !isLess(other.figure.value, sum))) return { whole, parts, closing: "loose", mayGoOn }
  // Clauses that begin with a verb may go on with the list: if one slip explains why all of them do not make it up, they do.
  const all = [...parts, ...further]
  if (further.length > 0 && !isOver && !equals(sum, whole.figure.value) && isNearSum(whole.figure, all.map(({ figure }) => figure), sumOfCounts(all))) return { whole, parts: all, closing: "loose", mayGoOn: false }
  const apart = opening.closing === "closed" ? [] : apartFrom(parts, whole, reader)
  if (apart.length > 1) return { whole, parts: apart, closing: "apart", mayGoOn }
  const isClosedByRest = parts.length > 1 && parts.some(({ isRest }) => isRest)
  const closing = hasMore ? "more" : isClosedByRest ? "closed" : opening.closing
  return { whole, parts, closing, mayGoOn }
}

/** True if some of an account's figures together are as much. */
const isOfOthers = (sum: Decimal, counts: readonly Count[]): boolean => counts.some((one, i) => equals(one.figure.value, sum) || counts.slice(i + 1).some(other => equals(add(one.figure.value, other.figure.value), sum)))

/** 线上 2 期、线下 3 期: nothing is both. */
function apartFrom(parts: readonly Count[], whole: Count, { vocabulary }: Reader): readonly Count[] {
  const { splits, exclusive } = vocabulary.format.lists
  const alike = parts.filter(part => isAlike(part, whole))
  return exclusive.some(kind => alike.every(({ lead, tail }) => holdsAny(lead + tail, splits[kind]!))) ? alike : []
}

interface Collected {
  readonly parts: readonly Count[]
  /** What follows in the sentence where it is not clear that the list has ended. */
  readonly further: readonly Count[]
  readonly mayGoOn: boolean
  readonly hasMore: boolean
}

function collectParts(reader: Reader, opening: Opening): Collected {
  const { clauses, counts, countsOf } = reader
  const { clause: first, whole } = opening
  const parts: Count[] = []
  const further: Count[] = []
  const withVerbs = hasVerb(first, opening.from)
  const countsIn = (clause: Clause): Count[] => (countsOf.get(clause) ?? []).filter(count => count.figure.from >= opening.from && (!count.isChange || (opening.closing === "closed" && isYear(count))))
  let mayGoOn = false
  let hasMore = false
  let last: Clause = first
  for (const clause of clauses) {
    if (clause.group !== first.group || clause.from < first.from) continue
    const own = countsIn(clause)
    const end = clause === first ? "no" : mayGoOn ? (last.endsSentence || openerOf(reader, clause) ? "yes" : "perhaps") : endBefore(reader, clause, last, parts, withVerbs, whole)
    last = clause
    // 其余为区级媒体采用: what is left has no figure.
    if (end !== "yes" && own.length === 0 && clause !== first && clause.tokens.some(({ roles }) => roles.list === "rest")) return { parts, further: [], mayGoOn: true, hasMore }
    if (end === "yes") break
    if (end === "perhaps") {
      if (!mayGoOn && own.length > 0 && !own.some(count => isAlike(count, whole))) break
      mayGoOn = true
      further.push(...own.filter(count => isPlain(count) && isAlike(count, whole)))
      continue
    }
    parts.push(...own)
    // 含上年转来的 4 件，办结 73 件: the list is the 4.
    if (clause === first && own.length === 0 && (countsOf.get(clause) ?? []).some(count => count.figure.from >= opening.from)) break
    if (clause.tokens.some(({ from, roles }) => roles.list === "more" && from >= (own[own.length - 1]?.figure.to ?? opening.from))) hasMore = true
    if (parts[parts.length - 1]?.isRest) {
      const behind = counts.filter(count => count.clause.group === first.group && count.figure.from > parts[parts.length - 1]!.figure.from)
      return { parts, further: [], mayGoOn: makesUp(behind, subtract(whole.figure.value, sumOfCounts(parts))), hasMore }
    }
  }
  return { parts, further, mayGoOn, hasMore }
}

/** 2020 年 1 件，2021 年 2 件: years are the names of parts. */
const isYear = ({ lead }: Count): boolean => /^[,;:、]?20\d\d年度?$/.test(lead)

/** True if the first ones of some counts add up to a value. */
const makesUp = (counts: readonly Count[], value: Decimal): boolean => counts.some((_, i) => equals(sumOfCounts(counts.slice(0, i + 1)), value))

const breaks = (clause: Clause, from: number): readonly Token[] => clause.tokens.filter(token => token.from >= from && token.roles.list === "break")
/** 含新制定 7 件，修改 6 件: where the first part has a verb, the others may. */
const hasVerb = (clause: Clause, from: number): boolean => breaks(clause, from).some(({ roles }) => roles.isComparison === undefined)

/** Whether a list ends before a clause: for certain, or perhaps. */
function endBefore(reader: Reader, clause: Clause, last: Clause, parts: readonly Count[], withVerbs: boolean, whole: Count): "no" | "yes" | "perhaps" {
  const { text } = reader
  if (last.endsSentence || openerOf(reader, clause)) return "yes"
  if (text[last.to] === ";" && parts.some(({ isRest }) => isRest)) return "yes"
  // 其中，新闻发布会举行 12 场: the first part.
  if (parts.length === 0) return "no"
  // 其中在网站发布 12 条，通过公众号累计发布 30 条: clauses alike.
  if (isParallel(clause, parts[0]!, text, reader.vocabulary)) return "no"
  if (startsFlow(clause, parts, reader)) return "perhaps"
  // 一审 4 件，其中 …，二审 2 件: as the whole is worded.
  if (isSibling(clause, whole, parts, reader)) return "perhaps"
  const firstCount = clause.figures.find(figure => isCounting(figure) && !figure.spelled)?.from ?? clause.to
  const firstBreak = breaks(clause, clause.from).find(({ from, roles }) => !roles.isComparison && from < firstCount && (from === clause.from || !isTotal(text.slice(from, from + MAX_NOUN), reader.vocabulary)))
  if (firstBreak) return withVerbs ? "no" : "perhaps"
  if (text[last.to] === ";" && new Set(parts.map(part => part.clause)).size + countIn(last, parts) > 2 && !isSameKind(clause, parts)) return isLess(sumOfCounts(parts), whole.figure.value) ? "perhaps" : "yes"
  return "no"
}

/** True if a clause counts something that is named as the whole is, but for a character or two. */
function isSibling(clause: Clause, whole: Count, parts: readonly Count[], { countsOf }: Reader): boolean {
  const name = ({ lead }: Count): string => lead.replace(/^[,;:、]+/, "")
  const own = countsOf.get(clause)?.[0]
  if (!own || name(own).length !== name(whole).length || name(own).length < 4) return false
  return name(own).slice(2) === name(whole).slice(2) && parts.every(part => name(part).slice(-2) !== name(whole).slice(-2))
}

/** 解读信息共计 97 条: inside a clause it opens nothing. */
const isTotal = (words: string, { format }: ProseVocabulary): boolean => format.lists.totals.some(word => words.startsWith(word))

/** True if a clause begins as the first part does: 在, 通过. */
function isParallel({ from }: Clause, { clause: first }: Count, text: string, { format }: ProseVocabulary): boolean {
  const { along } = format.lists
  const start = text.slice(first.from, first.to).replace(/^(?:[,;:、]|其中)+/, "")
  return along.some(word => start.startsWith(word)) && along.some(word => text.startsWith(word, from))
}

/** 74 件，含上年转来的 4 件，办结 73 件: what was done is no part beside what came. */
function startsFlow(clause: Clause, parts: readonly Count[], { text, countsOf, vocabulary }: Reader): boolean {
  const { done } = vocabulary.format.flows
  return parts.length > 0 && parts.every(({ flow }) => flow === null) && (countsOf.get(clause) ?? []).some(({ flow }) => flow === "done") && done.some(word => text.startsWith(word, clause.from))
}

const countIn = (clause: Clause, parts: readonly Count[]): number => parts.filter(part => part.clause === clause).length
const isSameKind = ({ tokens }: Clause, parts: readonly Count[]): boolean => tokens.some(({ roles }) => roles.columns) && parts.some(({ clause }) => clause.tokens.some(({ roles }) => roles.columns))
