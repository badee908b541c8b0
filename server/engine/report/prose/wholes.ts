import { add, equals, subtract, ZERO, type Decimal } from "../../text/decimal.ts"
import { isLess } from "./candidates.ts"
import type { Clause, Token } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { ListWords } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny } from "./words.ts"

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
 * mostly says so (含), `open` (其中), or `bare`: no word at all, so that the parts may overlap or belong elsewhere, though they are of one kind;
 * `loose` if not even that is certain. `more`: 等 says that there are others.
 */
export type Closing = "closed" | "held" | "open" | "bare" | "loose" | "more"

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
    if (whole) opened.push(whole)
  }
  const reader: Reader = { text, clauses, counts, vocabulary }
  const taken = new Set(opened.flatMap(({ parts }) => parts))
  const found = [...opened, ...wholesBehind(reader, taken), ...bareSplits(reader, taken)]
  const known = new Set(found.map(({ whole }) => whole))
  return [...found, ...partsAmong(reader).filter(({ whole, parts }) => parts.length === 1 || !known.has(whole))]
}

/** No list that anyone wrote reaches over more clauses or counts, back to its whole and on to its last part: the work on one has a limit. */
const REACH_BACK = 24
const REACH_ON = 64

const mayOpen = (text: string, clause: Clause): boolean => clause.isFirst || clause.tokens.some(opens) || clause.figures.some(({ to }) => text[to] === ":")

interface Reader {
  readonly text: string
  readonly clauses: readonly Clause[]
  readonly counts: readonly Count[]
  readonly vocabulary: ProseVocabulary
}

const opens = ({ roles }: Token): boolean => roles.list === "open" || roles.list === "closed"

function openingOf(reader: Reader, clause: Clause): Opening | null {
  const { text, counts, vocabulary } = reader
  const own = counts.filter(count => count.clause === clause)
  const word = clause.tokens.find(token => opens(token) && !isDealtOut(text.slice(own.findLast(({ figure }) => figure.to <= token.from)?.figure.to ?? clause.from, token.from), vocabulary))
  const colon = word ? undefined : own.find(({ figure, isChange }) => !isChange && text[figure.to] === ":")
  if (colon) return { from: colon.figure.to + 1, clause, closing: "closed", whole: colon, change: null }
  if (!word && !(clause.isFirst && own.some(({ figure }) => figure.from > clause.from || figure.to < clause.to))) return null
  const from = word?.from ?? clause.from
  const wording = word ? text.slice(word.from, word.to) : ""
  const closing = word?.roles.list === "closed" ? "closed" : holdsAny(wording, vocabulary.format.lists.held) ? "held" : "open"
  const before = clause.isFirst ? beforeBracket(reader, clause) : wholeBefore(reader, clause, from)
  return before && !isJoined(reader, before.whole) ? { from, clause, closing, ...before } : null
}

/** 许可、处罚分别为 3 件、5 件: the figures are dealt out to the words in front. */
const isDealtOut = (before: string, { format }: ProseVocabulary): boolean => before.includes("、") || holdsAny(before, format.listing.joiners)

function beforeBracket({ text, counts }: Reader, clause: Clause): Pick<Opening, "whole" | "change"> | null {
  const whole = counts.findLast(({ figure, clause: outer }) => outer === clause.outer && figure.to <= clause.from)
  if (!whole || !/^[^,;。:、()]*$/.test(text.slice(whole.figure.to, clause.from - 1)) || clause.from - whole.figure.to > MAX_NOUN) return null
  return { whole, change: null }
}

function wholeBefore({ clauses, counts }: Reader, clause: Clause, from: number): Pick<Opening, "whole" | "change"> | null {
  const level = counts.filter(count => count.clause.group === clause.group && count.figure.to <= from)
  const last = level.findLast(({ isChange }) => !isChange)
  if (!last) return null
  // 对 62 个部门开展两轮测评，其中优秀 20 个: of the figures of one clause the parts are of the one with their unit.
  const part = counts.find(({ figure }) => figure.from >= from)
  const alike = part && unitOf(part.figure) !== unitOf(last.figure) ? level.findLast(count => count.clause === last.clause && !count.isChange && unitOf(count.figure) === unitOf(part.figure)) : undefined
  const whole = alike ?? last
  // What flows in and out of requests is one account, which flow-mismatch judges: the parts may be of any of its figures, or of their sum.
  if (whole.flow !== null && level.filter(({ flow }) => flow !== null).length > 1) return null
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
    const found = counts.filter(count => count.clause === clause && count.figure.from >= opening.from && !count.isChange)
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

const isPlain = ({ figure, isChange, isSecond }: Count): boolean => figure.bound === "exact" && !isChange && !isSecond

/** 动态 11 篇、公告 3 篇，共 14 件: what stands before 共 in the sentence is all that makes it up; 共清理 14 件 mostly so. */
function wholesBehind({ text, counts, vocabulary }: Reader, taken: ReadonlySet<Count>): Whole[] {
  return counts.flatMap((whole, i) => {
    const closing = totalAt(whole, vocabulary.format.lists)
    if (closing === null || whole.figure.bound !== "exact" || taken.has(whole)) return []
    const before: Count[] = []
    for (const count of counts.slice(Math.max(0, i - REACH_BACK), i).reverse()) {
      if (count.clause.group !== whole.clause.group) continue
      if (/[。!?]/.test(text.slice(count.figure.to, whole.figure.from))) break
      before.unshift(count)
    }
    // 公众号、微博各 1 个，发布 320 条、150 条，共 470 条: those with the unit of the whole, if they are the last.
    const other = before.findLastIndex(count => !isAlike(count, whole))
    const parts = before.length - other > 2 ? before.slice(other + 1) : before
    if (parts.length < 2 || !parts.every(isPlain) || parts.some(count => taken.has(count))) return []
    // 信息 320 条，图文 22 条、视频 9 条，共计 31 条: the last ones make it up.
    if (parts.some((_, from) => from > 0 && from < parts.length - 1 && equals(sumOfCounts(parts.slice(from)), whole.figure.value))) return []
    const alike = parts.filter(count => isAlike(count, whole)).length
    const isOfOneKind = alike === parts.length || (closing === "closed" && parts.length > 2 && whole.figure.kind === "count")
    return isOfOneKind ? [{ whole, parts, closing, mayGoOn: alike > 0 && alike < parts.length }] : []
  })
}

const isAlike = (a: Count, b: Count): boolean => unitOf(a.figure) === unitOf(b.figure)

/** So many words may stand before 合计 (双公示合计), and behind 共 (共清理文件). */
const MAX_BEFORE = 4
const MAX_BEHIND = 8

function totalAt({ lead, flow, isRest }: Count, { totals, sums, loose }: ListWords): Closing | null {
  // 其他科室合计 58 篇 is a part.
  if (isRest) return null
  const words = lead.replace(/^[,;:、]/, "")
  if (totals.includes(words)) return "closed"
  if (sums.some(word => words.endsWith(word) && words.length - word.length <= MAX_BEFORE)) return "closed"
  return flow === null && loose.some(word => words.slice(0, MAX_BEFORE + word.length).includes(word) && words.length - words.indexOf(word) - word.length <= MAX_BEHIND) ? "loose" : null
}

/** 收到的 18 份意见中，采纳 20 份: the figures behind are parts, of which the others may overlap the first. */
function partsAmong({ text, counts, vocabulary }: Reader): Whole[] {
  const { among, notAmong } = vocabulary.format.lists
  return counts.flatMap((whole, i) => {
    if (!isPlain(whole) || !among.some(word => whole.tail.endsWith(word)) || notAmong.some(word => whole.tail.endsWith(word))) return []
    const parts: Count[] = []
    for (const count of counts.slice(i + 1, i + REACH_ON)) {
      if (count.clause.group !== whole.clause.group) continue
      if (!isPlain(count) || !isAlike(count, whole) || /[。!?]/.test(text.slice(whole.figure.to, count.figure.from))) break
      parts.push(count)
    }
    const [first] = parts
    if (!first) return []
    return [{ whole, parts: [first], closing: "open" as const, mayGoOn: false }, ...(parts.length > 2 ? [{ whole, parts, closing: "loose" as const, mayGoOn: false }] : [])]
  })
}

/** 收到 12 件，网站提交 9 件、来信 3 件: parts of one known kind behind a whole that is not of it. */
function bareSplits({ text, counts, vocabulary }: Reader, taken: ReadonlySet<Count>): Whole[] {
  const kindOf = ({ lead, tail, clause }: Count): string | undefined =>
    clause.tokens.some(({ roles }) => roles.columns) && /^.{0,12}$/.test(lead) ? "applicants" : Object.entries(vocabulary.format.lists.splits).find(([, words]) => holdsAny(lead + tail, words))?.[0]
  const found: Whole[] = []
  const level = counts.filter(count => !taken.has(count))
  for (let i = 0; i < level.length; i++) {
    const parts: Count[] = []
    const kind = level[i + 1] && kindOf(level[i + 1]!)
    const whole = level[i]!
    const row = rowBehind(text, whole, level, i)
    if (row) {
      found.push({ whole, parts: row, closing: "loose", mayGoOn: false })
      i += row.length
      continue
    }
    if (kind === undefined || kindOf(whole) !== undefined || !isPlain(whole)) continue
    while (level[i + 1] && kindOf(level[i + 1]!) === kind && level[i + 1]!.clause.group === whole.clause.group) parts.push(level[++i]!)
    if (parts.length > 1 && parts.every(count => isPlain(count) && unitOf(count.figure) === unitOf(whole.figure))) found.push({ whole, parts, closing: "bare", mayGoOn: false })
  }
  return found
}

/** 公开 93 条，人事 8 条、财务 14 条、业务 71 条: three or more in a row in the clause behind. */
function rowBehind(text: string, whole: Count, level: readonly Count[], at: number): Count[] | null {
  const first = level[at + 1]
  if (!first || !isPlain(whole) || first.clause === whole.clause || first.clause.group !== whole.clause.group || text[whole.clause.to] !== "," || first.clause.from !== whole.clause.to + 1) return null
  const row: Count[] = []
  for (const count of level.slice(at + 1, at + REACH_ON)) {
    if (count.clause !== first.clause || !isPlain(count) || unitOf(count.figure) !== unitOf(whole.figure)) break
    if (row.length > 0 && text.slice(row[row.length - 1]!.figure.to, count.figure.from).indexOf("、") !== 0) break
    row.push(count)
  }
  return row.length > 2 ? row : null
}
