import { equals, subtract, type Decimal } from "../../text/decimal.ts"
import { isLess } from "./candidates.ts"
import type { Clause, Token } from "./clauses.ts"
import type { Count } from "./counts.ts"
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
  /** A change between the whole and the list, whose parts they may be as well. */
  readonly change: Count | null
}

/** So many clauses without a count may stand between a whole and its list. */
const MAX_GAP = 2
/** So many words may stand between a figure and a bracket with its parts. */
const MAX_NOUN = 8

/** The lists of a sentence that words, a colon or a bracket open. */
export function openedLists({ text, clauses, counts, vocabulary }: Reader): Whole[] {
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
  return opened
}

const mayOpen = (text: string, clause: Clause): boolean => clause.isFirst || clause.tokens.some(opens) || text.slice(clause.from, clause.to).includes(":")

const opens = ({ roles }: Token): boolean => roles.list === "open" || roles.list === "closed"

function openingOf(reader: Reader, clause: Clause): Opening | null {
  const { text, counts, vocabulary } = reader
  const own = counts.filter(count => count.clause === clause)
  const word = clause.tokens.find(token => opens(token) && !isDealtOut(text.slice(own.findLast(({ figure }) => figure.to <= token.from)?.figure.to ?? clause.from, token.from), vocabulary))
  const opening = word ? openedBy(word, reader, clause) : (behindColon(reader, clause, own) ?? inBracket(reader, clause, own))
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

/** 188 条：…; 4 件申请全部了结：…, the only count before it; 640 条，由两部分组成：…, the one in the clause before. */
function behindColon(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  const { text, vocabulary } = reader
  const named = own.find(({ figure, isChange }) => !isChange && text[figure.to] === ":")
  if (named) return { from: named.figure.to + 1, clause, closing: "closed", isCertain: true, whole: named, change: null }
  const colon = clause.from + text.slice(clause.from, clause.to).indexOf(":")
  const before = own.filter(({ figure }) => figure.to <= colon)
  if (colon < clause.from || before.length === own.length) return null
  const [only, second] = before
  if (only && !second && isPlain(only) && !only.figure.spelled) return { from: colon + 1, clause, closing: "closed", isCertain: true, whole: only, change: null }
  // 由两部分组成 counts the parts.
  if (clause.isFirst || !before.every(({ figure }) => figure.spelled) || text[clause.from - 1] !== ",") return null
  const closing = holdsAny(text.slice(clause.from, colon), vocabulary.format.lists.madeOf) ? "closed" : "open"
  const whole = wholeBefore(reader, clause, clause.from)
  return whole && { from: colon + 1, clause, closing, isCertain: false, ...whole }
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
