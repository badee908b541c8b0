import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import { countsAround, isIdle, type RatePatterns, type RateReader } from "./rateReader.ts"

/** What a count is where something has grown: what there is now, what another year had, by how much they differ. */
export type Role = "now" | "before" | "difference"

/** The roles of the counts of a sentence; those that are none of them are left out. */
export function rolesOf(reader: RateReader): ReadonlyMap<Count, Role> {
  const { counts, words } = reader
  const roles = new Map<Count, Role>()
  let outer: Count | undefined
  for (const [i, count] of counts.entries()) {
    const { lead, flow } = count
    // What is carried over from last year is no count of last year.
    if (flow?.startsWith("carried")) continue
    const next = counts[i + 1]
    // 由年报中的 5216 条更正为 4987 条: the first holds no more.
    if (next && words.corrected.test(next.lead)) continue
    if (isGross(count, reader)) continue
    // 年初 27 件，其中 2 件涉密，新增 4 件: a part of another year's count is of that year.
    if (isPartOfList(count) && outer && roles.get(outer) === "before" && isHead(reader, outer) && isRightBehind(reader, outer.clause, count.clause)) {
      roles.set(count, "before")
      continue
    }
    roles.set(count, roleByVerb(count, counts[i - 1], next, words) ?? (isBefore(reader, lead) ?? isBefore(reader, outside(reader, count)) ?? false ? "before" : "now"))
    if (!isPartOfList(count)) outer = count
  }
  return roles
}

/** True if nothing of its unit is told before it in its sentence, and it is not what something is compared with. */
function isHead({ text, counts, words }: RateReader, { figure, lead, clause }: Count): boolean {
  const last = counts[counts.findIndex(count => count.figure === figure) - 1]
  return clause.group === 0 && !words.against.test(lead) && (!last || unitOf(last.figure) !== unitOf(figure) || /[。;]/.test(text.slice(last.figure.to, figure.from)))
}

const isRightBehind = ({ text, places }: RateReader, first: Clause, second: Clause): boolean => places.get(second)! - places.get(first)! < 2 && text[first.to] !== ";"

/** What the verb in front of a count makes it, or that in front of the next one; null if they say nothing. */
function roleByVerb(count: Count, last: Count | undefined, next: Count | undefined, words: RatePatterns): Role | null {
  if (isChangedTo(count, last, words)) return "now"
  if (words.grown.test(count.lead)) return "difference"
  if (words.reached.test(count.lead)) return "now"
  if (!next) return null
  const isLeft = words.start.test(count.lead) && (words.reached.test(next.lead) || isChangedTo(next, count, words))
  return isLeft || isComparedWith(count, next, words) ? "before" : null
}

/** 由 31 个压减为 22 个: whatever the verb, it tells what became of the first. */
const isChangedTo = ({ lead, figure, clause }: Count, last: Count | undefined, words: RatePatterns): boolean =>
  last !== undefined && last.clause === clause && words.start.test(last.lead) && unitOf(last.figure) === unitOf(figure) && CHANGED_TO.test(lead) && words.grown.test(lead)
const CHANGED_TO = /^[^,;:、\d]{1,6}[到至为成]$/

/** 比门户网站的 1185 条多 253 条 */
const isComparedWith = ({ lead, figure, clause }: Count, next: Count, words: RatePatterns): boolean =>
  next.clause === clause && COMPARED.test(lead) && words.against.test(lead) && unitOf(next.figure) === unitOf(figure) && (MORE.test(next.lead) || (words.grown.test(next.lead) && isIdle(words, next.lead)))
/** What stands in front of a figure that another one is compared with. */
export const COMPARED = /^[,;]?[比较][^,;:、\d]{2,12}的?$/
const MORE = /^[多少]了?出?$/

/** 其中 3 件: a word before it opens a list. */
export const isPartOfList = ({ clause, figure }: Count): boolean => clause.tokens.some(({ from, roles }) => roles.list === "open" && from < figure.from)

/** 由 41 个优化为 38 个，新增 2 个，整合 5 个: each is but one side of what has changed. */
function isGross(count: Count, reader: RateReader): boolean {
  const { came, went, reached } = reader.words
  if (reached.test(count.lead)) return false
  const other = came.test(count.lead.slice(-MAX_VERB)) ? went : went.test(count.lead.slice(-MAX_VERB)) ? came : null
  return other !== null && countsAround(reader, count.clause).some(({ figure, lead }) => figure !== count.figure && unitOf(figure) === unitOf(count.figure) && other.test(lead.slice(-MAX_VERB)) && !reached.test(lead))
}

/** So long are a verb and what it is done to. */
const MAX_VERB = 8

/** Whether the last year that some words name is another one; null if they name none. */
export function isBefore({ words: { before, own, against }, latest }: RateReader, words: string): boolean | null {
  const last = (pattern: RegExp): number => [...words.matchAll(pattern)].at(-1)?.index ?? -1
  const year = [...words.matchAll(YEAR)].at(-1)
  // 24 件，比 2022 年的 30 件减少 6 件，2021 年为 24 件: the latest of the years that are named may be one that is compared with.
  const isEarlier = year !== undefined && (BigInt(year[1]!) < latest || against.test(words.slice(0, year.index)))
  const other = Math.max(last(before), isEarlier ? year.index : -1)
  const mine = Math.max(last(own), year !== undefined && !isEarlier ? year.index : -1)
  return other < 0 && mine < 0 ? null : other > mine
}

const YEAR = /(20\d\d)年/g

/** What may name the year of a count that does not name it: what stands before its bracket, or a clause with nothing but a year before its own. */
function outside(reader: RateReader, { clause, figure }: Count): string {
  const { text, clauses, places } = reader
  if (clause.isFirst) {
    const words = /(?:20\d\d年)?[^,;。:、()\d]*$/.exec(text.slice(Math.max(0, clause.from - MAX_NOUN), clause.from - 1))![0]
    return reader.words.grown.test(words) || reader.words.against.test(words) ? text.slice(Math.max(0, clause.from - MAX_YEAR), clause.from - 1) : words
  }
  const before = clause.figures[0] === figure ? clauses[places.get(clause)! - 1] : undefined
  return before && before.group === clause.group && before.to - before.from <= MAX_YEAR && before.figures.every(({ kind }) => kind === "year") && !before.endsSentence ? text.slice(before.from, before.to) : ""
}

/** 上年惠企专题浏览量（0.6 万次） */
const MAX_NOUN = 20

/** So long are the words for a year: 2022年度. */
const MAX_YEAR = 8
