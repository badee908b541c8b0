import { add, isLess, isZero, negate, subtract, type Decimal } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import { unitOf, type Count } from "./counts.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { mayMakeUp, sumOfCounts, type Whole } from "./wholes.ts"
import { patternOfWords, withYear } from "./words.ts"

/** What there was of something, what came to it and went from it, and what there is now: 年初 27 件，新增 4 件，废止 2 件，年末 29 件. */
export interface Stock {
  /** Null for a net change: 新增 3 个，关停 9 个，净减少 6 个. */
  readonly start: Count | null
  readonly added: readonly Count[]
  readonly removed: readonly Count[]
  readonly end: Count
}

type Part = "start" | "from" | "added" | "removed" | "end" | "net" | "idle"

/** The stocks of a sentence: of each unit at most one, and only where each of its counts is known to be one of these. `counts` are those of its clauses, `wholes` those that words put together with their parts. */
export function stocksOf(text: string, counts: readonly Count[], wholes: readonly Whole[], vocabulary: ProseVocabulary): Stock[] {
  if (counts.length < 3) return NONE
  const words = stockPatterns(vocabulary)
  const parts = new Set(wholes.flatMap(whole => (tellsOfChanges(whole, vocabulary) ? [] : whole.parts)))
  const byUnit = new Map<string, Placed[]>()
  for (const [i, count] of counts.entries()) {
    if (count.isSecond || count.clause.group !== 0) continue
    const unit = unitOf(count.figure)
    const known = byUnit.get(unit)
    // 新制定 15 件，其中 3 件到期重新印发: a part of what came may be of what went as well.
    const placed: Placed = parts.has(count) ? { count, part: "idle" } : { count, part: partOf(timed(text, count), words) ?? (words.from.test(count.lead) && counts.slice(i + 1, i + MAX_REACH).some(({ lead }) => words.end.test(lead)) ? "from" : null) }
    if (known) known.push(placed)
    else byUnit.set(unit, [placed])
  }
  // 年末 4 个：关停 2 个，新开 1 个: what is behind the colon is what came and went, whatever else is not understood.
  const isToldByChanges = ({ end }: Stock): boolean => wholes.some(({ whole, parts }) => whole === end && parts.some(part => ["added", "removed"].includes(partOf(part, words)!)))
  return [...[...byUnit.values()].flatMap(all => stockOf(all) ?? []).filter(stock => !isToldByChanges(stock)), ...changesInBrackets(counts, words)]
}

/** 131 件：年初 142 件，新增 9 件，废止 20 件; 原有 24 项，其中下放 6 项，新承接 2 项，现有 20 项: what came and went, and no parts. */
export function tellsOfChanges({ whole, parts }: Whole, vocabulary: ProseVocabulary): boolean {
  const words = stockPatterns(vocabulary)
  const told = new Set(parts.map(count => partOf(count, words)))
  return (told.has("start") && (told.has("removed") || parts.length === 1)) || (told.has("end") && ((told.has("added") && told.has("removed")) || ((told.has("added") || told.has("removed")) && partOf(whole, words) === "start")))
}

/** 2022 年初，现行有效 183 件: a clause with nothing but a time says of when the count behind it is. */
function timed(text: string, count: Count): Count {
  const { clause, figure, lead } = count
  // 年初有公众号、微博账号共 19 个: the time stands at the beginning of the clause.
  const begun = clause.figures[0] === figure ? text.slice(clause.from, figure.from) : lead
  if (begun.length > lead.length) return { ...count, lead: begun }
  const time = clause.figures.find(({ kind }) => kind !== "year" && kind !== "month") === figure ? TIME.exec(text.slice(Math.max(0, clause.from - MAX_TIME), clause.from))?.[1] : undefined
  return time === undefined ? count : { ...count, lead: time + lead }
}

/** So many counts farther on something may still be told of one. */
const MAX_REACH = 16

const TIME = /(?:^|[,;。])([^,;。:、]*[年月][初末底]),$/
const MAX_TIME = 12

/** A count and what it is of a stock. */
interface Placed {
  readonly count: Count
  readonly part: Part | null
}

/** 较年初减少 9 个（新设 3 个，注销 12 个） */
function changesInBrackets(counts: readonly Count[], words: StockPatterns): Stock[] {
  return counts.flatMap((end, i): Stock[] => {
    const first = counts[i + 1]
    if (!end.isChange || end.isOfOtherYear || end.figure.bound !== "exact" || !first?.clause.isFirst || first.clause.outer !== end.clause) return []
    const inside = counts.slice(i + 1, i + MAX_REACH).filter(({ clause: { group } }) => group === first.clause.group).map((count): Placed => ({ count, part: partOf(count, words) }))
    const of = (part: Part): Count[] => inside.flatMap(one => (one.part === part ? [one.count] : []))
    const [added, removed] = [of("added"), of("removed")]
    const isWhole = added.length > 0 && removed.length > 0 && added.length + removed.length === inside.length
    return isWhole && inside.every(({ count: { figure } }) => figure.bound === "exact" && unitOf(figure) === unitOf(end.figure)) ? [{ start: null, end, added, removed }] : []
  })
}

const NONE: Stock[] = []

function stockOf(all: readonly Placed[]): Stock | null {
  // A count in words that are not known may be another that came or went.
  if (all.some(({ count, part }) => part === null || count.figure.bound !== "exact")) return null
  const of = (part: Part): Count[] => all.flatMap(one => (one.part === part ? [one.count] : []))
  const known = of("start")
  const [starts, ends, nets, idle] = [known.length > 0 ? known : of("from"), of("end"), of("net"), of("idle")]
  const [added, removed] = [of("added"), of("removed")]
  const isBothWays = added.length > 0 && removed.length > 0
  const [net] = nets
  if (net && nets.length === 1 && starts.length + ends.length === 0 && isBothWays) return { start: null, end: net, added, removed }
  // 年初 21460 人，净增 3870 人，年末 25330 人; 较上年底的 15.2 万净增 5.4 万 is growth, which rate reads.
  if (net && (nets.length > 1 || added.length + removed.length > 0 || all.some(({ count }) => count.isOfOtherYear || (count !== net && count.isChange)))) return null
  if (net) (isNetLoss(net) ? removed : added).push(net)
  const [[start, ...otherStarts], [end, ...otherEnds]] = [starts, ends]
  if (!start || !end || otherStarts.length + otherEnds.length > 0 || added.length + removed.length === 0) return null
  // 由去年的 3 人增加到 5 人，新增 3 人: growth, too.
  return known.length > 0 || isBothWays ? ifComplete({ start, end, added, removed }, idle) : null
}

/** A stock, unless not all of it is told. */
function ifComplete(stock: Stock & { readonly start: Count }, idle: readonly Count[]): Stock | null {
  const { start, end, added, removed } = stock
  // 由年初的 46 个调整为 38 个，新增 5 个
  if (start.clause === end.clause && (isLess(end.figure.value, start.figure.value) ? removed : added).length === 0) return null
  // 新增 5 件、废止 3 件，另有 2 件划转其他部门管理: it went, in words that say something else.
  const gap = subtract(changedStock(stock), stock.end.figure.value)
  return idle.length > 0 && idle.length <= MAX_IDLE && !isZero(gap) && mayMakeUp(gap, idle) ? null : stock
}

/** With more of them, some add up by chance. */
const MAX_IDLE = 3

/** What there must be after what came and went. */
export function changedStock({ start, added, removed, end }: Stock): Decimal {
  const change = subtract(sumOfCounts(added), sumOfCounts(removed))
  return start ? add(start.figure.value, change) : isNetLoss(end) ? negate(change) : change
}

/** 净减少 6 个 */
export const isNetLoss = ({ lead }: Count): boolean => /[减少降]/.test(lead)
const NET = /净(?:增|减)[^,;:]{0,2}$/

type StockPatterns = Readonly<Record<Exclude<Part, "net"> | "unchanged", RegExp>>

const stockPatterns = memoize(({ format, year }: ProseVocabulary): StockPatterns => {
  const any = (words: readonly string[]): RegExp => new RegExp(patternOfWords(words.flatMap(word => withYear(word, year))))
  const { start, added, removed, end, idle } = format.stocks
  return { start: any(start), added: any(added), removed: any(removed), end: any([...end, ...format.rates.reached]), idle: any(idle), unchanged: any(idle.filter(word => [...added, ...removed].some(other => word.includes(other)))), from: new RegExp(`(?:${patternOfWords(format.rates.start)})(?:${patternOfWords(format.rates.before.flatMap(word => withYear(word, year)))}|20\\d\\d年[底末]?)?的?$`) }
})

const BESIDES = /^[,;]?(?:另有|另|还有|有)$/
const PLANNED = /[拟待将]|计划|明年|下年|次年/

/** What a count is of a stock, by the words in front of it. */
function partOf({ lead, tail }: Count, { start, added, removed, end, idle, unchanged }: StockPatterns): Part | null {
  if (NET.test(lead)) return "net"
  // 重新印发
  if (unchanged.test(lead)) return "idle"
  if (start.test(lead)) return "start"
  if (end.test(lead)) return "end"
  if (removed.test(lead)) return "removed"
  if (added.test(lead)) return "added"
  // 另有 6 件有效期届满自动失效
  if (BESIDES.test(lead) && removed.test(tail) && !PLANNED.test(tail)) return "removed"
  return idle.test(lead + tail) ? "idle" : null
}
