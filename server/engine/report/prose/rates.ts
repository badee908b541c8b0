import type { Range } from "../../text/range.ts"
import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { Figure } from "./figures.ts"
import { ITEM, opens } from "./listParts.ts"
import { percentagesIn, type Percentage, type PlacedPercentage } from "./percentages.ts"
import { pointsOf, portionOf, ranksOf, turnsOf, type PointsChange, type Portion, type Turn } from "./portions.ts"
import { countsAround, countsByClause, ratePatterns, type RatePatterns, type RateReader } from "./rateReader.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { haveCommon, holdsAny, proseForm, withoutBrackets, withoutWords } from "./words.ts"

/** By how much something has grown or shrunk, and what stands beside it in the sentence. */
export interface Growth {
  /** Null where only counts tell: 上年 8 次, 今年 12 次, 多 4 次. */
  readonly percent: Percentage | null
  readonly direction: "up" | "down"
  readonly difference: Count | null
  /** What it may be the growth of: the last one named first. */
  readonly nows: readonly Count[]
  /** What another year counted. */
  readonly befores: readonly Count[]
}

/** 办结率 96%: a percentage whose name says what of a whole it is. */
export interface Rate {
  readonly percent: Percentage
  readonly name: string
  /** True if no other percentage stands between it and the figures before it. */
  readonly isFirst: boolean
  /** What bears the name (办结 300 件), the last one first; and all that stand before it. */
  readonly parts: readonly Count[]
  /** What is counted as the contrary: 不合格 3 件 beside 合格率. */
  readonly opposites: readonly Count[]
  readonly others: readonly Count[]
  /** True if it speaks only of what was due: 按时办结率. */
  readonly isOfDue: boolean
  /** True if the sentence says that something is still open. */
  readonly hasOpen: boolean
}

export interface RatesOfSentence {
  readonly growths: readonly Growth[]
  readonly rates: readonly Rate[]
  readonly portions: readonly Portion[]
  readonly points: readonly PointsChange[]
  readonly turns: readonly Turn[]
  /** Shares of one whole that stand side by side. */
  readonly shares: readonly (readonly SharePart[])[]
  readonly sums: readonly SumOfShares[]
}

/** Percentages and what they are told to make: 31%、24%、18%，三者合计占 73%. */
export interface SumOfShares {
  readonly sum: Figure
  /** All that may belong to it, in order. */
  readonly parts: readonly Figure[]
}

/** A share of a whole. */
export interface SharePart {
  readonly percent: Figure
  /** What has the share, if that is of no other whole: the figure in front of 占. */
  readonly part: Figure | null
  /** True if nothing else is left: 其他占 20%. */
  readonly isRest: boolean
}

export const NO_RATES: RatesOfSentence = { growths: [], rates: [], portions: [], points: [], turns: [], shares: [], sums: [] }

/** What a sentence says of rates. `counts` are those of its clauses, in order. */
export function ratesOf(text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): RatesOfSentence {
  const words = ratePatterns(vocabulary)
  const percentages = clauses.flatMap(clause => percentagesIn({ text, words, vocabulary }, clause))
  const ranks = ranksOf(text, vocabulary)
  if (percentages.length === 0 && ranks.length === 0 && !counts.some(({ lead }) => words.grown.test(lead) || words.reached.test(lead))) return NO_RATES
  const reader: RateReader = { text, clauses, counts, words, vocabulary, latest: latestYear(clauses, vocabulary), places: new Map(clauses.map((clause, i) => [clause, i])), countsAt: countsByClause(clauses, counts) }
  const roles = rolesOf(reader)
  return {
    growths: growthsOf(reader, roles, percentages),
    rates: percentages.flatMap(percentage => rateOf(reader, roles, percentage) ?? []),
    portions: percentages.flatMap(percentage => portionOf(reader, percentage) ?? []),
    points: [...pointsOf(reader, percentages), ...ranks],
    turns: turnsOf(reader),
    shares: sharesOf(reader),
    sums: percentages.flatMap(percentage => sumOf(reader, percentage) ?? []),
  }
}

/** What a count is where something has grown: what there is now, what another year had, by how much they differ. */
type Role = "now" | "before" | "difference"

function rolesOf(reader: RateReader): ReadonlyMap<Count, Role> {
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

/** 15 个压减至 10 个，其中关停 2 个，合并减少 3 个: the second part, with a verb of its own. */
function isFurtherPart({ clauses, places, words, text }: RateReader, { clause, lead }: Count): boolean {
  const last = clauses[places.get(clause)! - 1]
  return last !== undefined && last.group === clause.group && text[last.to] === "," && last.tokens.some(({ roles }) => roles.list === "open") && !words.against.test(lead) && subjectOf(words, lead) !== ""
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
const AGAINST = /(?<!同)[比较]([^,;:、\d比较多少增减]{2,8}?)(?:[多少增减高低]|[上提]升|[下压缩]降|提高|降低)[^比较\d]{0,4}$/
const COMPARED = /^[,;]?[比较][^,;:、\d]{2,12}的?$/
const MORE = /^[多少]了?出?$/

/** 其中 3 件: a word before it opens a list. */
const isPartOfList = ({ clause, figure }: Count): boolean => clause.tokens.some(({ from, roles }) => roles.list === "open" && from < figure.from)

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
function isBefore({ words: { before, own }, latest }: RateReader, words: string): boolean | null {
  const last = (pattern: RegExp): number => [...words.matchAll(pattern)].at(-1)?.index ?? -1
  const year = [...words.matchAll(YEAR)].at(-1)
  const isEarlier = year !== undefined && BigInt(year[1]!) < latest
  const other = Math.max(last(before), isEarlier ? year.index : -1)
  const mine = Math.max(last(own), year !== undefined && !isEarlier ? year.index : -1)
  return other < 0 && mine < 0 ? null : other > mine
}

const YEAR = /(20\d\d)年/g

/** The year that a sentence speaks of: the latest of several, else the report's. */
function latestYear(clauses: readonly Clause[], { year }: ProseVocabulary): bigint {
  const years = new Set(clauses.flatMap(({ figures }) => figures.flatMap(({ kind, value }) => (kind === "year" ? [value.units] : []))))
  return years.size > 1 ? [...years].reduce((a, b) => (a > b ? a : b)) : BigInt(year ?? 0)
}

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

function growthsOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, percentages: readonly PlacedPercentage[]): Growth[] {
  const { text, counts, words } = reader
  const grown = percentages.filter(({ lead, isGrowth }) => isGrowth || words.grown.test(lead))
  const explained = new Set<Count>()
  const found = grown.flatMap((percent): Growth[] => {
    const { clause, lead } = percent
    if (words.apart.test(lead) || grown.some(other => other !== percent && other.clause === clause) || isOfUnread(reader, percent)) return []
    const difference = differenceOf(reader, roles, percent)
    if (difference) explained.add(difference)
    const growth = growthWith(reader, roles, clause, percent.from, words.down.test(lead) ? "down" : "up", percent, difference)
    // 增长 6.9%，与 2019 年的 850 条相比增长 25.8%: each has its own.
    return [{ ...growth, befores: growth.befores.filter(before => before.clause === clause || !grown.some(other => other.clause === before.clause)) }]
  })
  // 删减 17 项、新增 29 项后较上年的 314 项净增 12 项: the last one is what it comes to.
  const isLast = (count: Count): boolean => !counts.some(other => other.clause === count.clause && other.figure.from > count.figure.from && roles.get(other) === "difference")
  const alone = counts.filter(count => roles.get(count) === "difference" && !explained.has(count) && !words.apart.test(count.lead) && !count.isRest && isLast(count) && !isPartOfList(count) && !isFurtherPart(reader, count))
  // 由 137 项减少到 129 项；占比由 55.5%（76 项）升至 62%（80 项），增加 4 项: what stands behind the semicolon has figures of its own.
  const isOfOther = ({ difference, befores }: Growth): boolean => {
    const from = difference ? text.lastIndexOf(";", difference.figure.from) : -1
    return from >= 0 && befores.every(({ figure }) => figure.to <= from) && countsAround(reader, difference!.clause).some(({ figure }) => figure.from > from && figure.to <= difference!.figure.from)
  }
  // 多媒体解读材料较上年增加 22 个，上年为 52 个, behind its parts: how many there are now is told before.
  const isOfNone = ({ difference, nows: [now] }: Growth): boolean => {
    const named = difference ? subjectOf(words, difference.lead.slice(0, Math.max(0, difference.lead.search(/[比较]/)))) : ""
    return named.length >= MIN_SUBJECT && now !== undefined && !haveCommon(named, now.lead + now.tail)
  }
  return [...found, ...alone.map(count => comparedIn(reader, count) ?? growthWith(reader, roles, count.clause, count.figure.from, words.down.test(count.lead) ? "down" : "up", null, count))]
    .filter(growth => growth.befores.length > 0 ? growth.percent !== null || !(isOfOther(growth) || isOfNone(growth)) : growth.percent !== null && growth.difference !== null)
}

/** 浓度 31 微克，同比下降 6%: of what stands before, which no unit tells; at the beginning of a sentence of what the text is about, if that is not too far. */
function isOfUnread({ text, clauses, places, words }: RateReader, { clause, lead }: PlacedPercentage): boolean {
  if (!isIdle(words, clause.figures.reduce((left, figure) => left.replace(figure.text, ""), lead))) return false
  const at = places.get(clause)!
  const last = clauses[at - 1]
  if (!last || text[last.to] === "。") return at > FAR
  return last.group === clause.group && last.figures.length > 0 && last.figures.every(({ kind }) => kind === "none" || kind === "year")
}

/** Shorter names are words for many things. */
const MIN_SUBJECT = 4

/** So many clauses behind it nobody knows what a growth is of. */
const FAR = 6

const PAIR = ["前者", "后者"]

/** 第二批比首批多 5 个: what is compared is what bears these names before. */
function comparedIn(reader: RateReader, difference: Count): Growth | null {
  const { text, words } = reader
  const told = words.comparison.exec(difference.lead)
  if (!told) return null
  const before = countsAround(reader, difference.clause).filter(count => count.figure.to < difference.figure.from && unitOf(count.figure) === unitOf(difference.figure))
  // 872 条，735 条，前者比后者多 137 条
  const named = (name: string): Count | undefined => (PAIR.includes(name) ? before.at(PAIR.indexOf(name) - PAIR.length) : before.findLast(count => (count.lead + count.tail).includes(name)))
  const [more, less] = [named(told[1]!), named(told[2]!)]
  if (!more || !less || more === less || text.slice(more.figure.to, difference.figure.from).includes("。")) return null
  return { percent: null, direction: words.down.test(difference.lead) ? "down" : "up", difference, nows: [more], befores: [less] }
}

function growthWith(reader: RateReader, roles: ReadonlyMap<Count, Role>, clause: Clause, at: number, direction: Growth["direction"], percent: PlacedPercentage | null, difference: Count | null): Growth {
  const { text, words } = reader
  const around = countsAround(reader, clause)
  const outer = clause.outer ?? clause
  const unit = difference && unitOf(difference.figure)
  const countsHere = around.some(count => count.clause === clause && count.figure.to <= at)
  const subject = percent && difference === null && !countsHere ? subjectOf(words, percent.lead) : ""
  const isNear = (count: Count): boolean => count.clause.group === clause.group || count.clause.group === outer.group || count.clause.outer === clause
  const near = around.filter(count => isNear(count) && !count.isSecond && (unit === null || unitOf(count.figure) === unit))
  const isOfSubject = (count: Count): boolean => subject === "" || count.clause === clause || haveCommon(subject, subjectOf(words, count.lead + count.tail))
  // 环节压减 73%，跑动次数由 5 次降到 1 次: of something else.
  const isOfOtherSubject = (count: Count): boolean => {
    const named = subjectOf(words, around.find(other => other.clause === count.clause)!.lead)
    return subject !== "" && named.length > 1 && !haveCommon(subject, named)
  }
  const nows = near.filter(count => roles.get(count) === "now" && (count.figure.from < at ? isOfSubject(count) : words.reached.test(count.lead) && !isOfOtherSubject(count) && !/[;。]/.test(text.slice(at, count.figure.from)))).reverse()
  const own = nows.find(now => now.figure.from < at) ?? nows.at(-1)
  // 74 家，较预算少 2 家: what it is compared with bears that name.
  const compared = subjectOf(words, AGAINST.exec((difference ?? percent)?.lead ?? "")?.[1] ?? "")
  const isOfOne = (before: Count): boolean => {
    const named = subjectOf(words, before.lead)
    if (compared.length > 1 && !haveCommon(compared, named + subjectOf(words, before.tail))) return false
    return named === "" || (before.clause === clause && COMPARED.test(before.lead)) || nows.some(now => now.clause === before.clause || isOfSameSubject(named, subjectOf(words, now.lead + now.tail)))
  }
  // 594 条，增长一成；其中补贴 217 条，是上年 103 条的两倍: what stands behind another count of this year is beside that one.
  const isOfOther = (before: Count): boolean => {
    // 网站 320 条，较上年的 280 条增加 40 条，公众号 150 条，较上年增加 30 条: what is compared with is beside the count in front of it, 从 280 条增至 320 条 in front of its own.
    const owner = words.against.test(before.lead) ? near.findLast(count => roles.get(count) === "now" && count.figure.from < before.figure.from) : near.find(count => roles.get(count) === "now" && count.clause === before.clause && count.figure.from > before.figure.from)
    // 1024 条，较上年减少 176 条；其中涉及划转的上年为 203 条: of a part.
    if (own && ((owner && owner !== own) || (isPartOfList(before) && !isPartOfList(own) && isBefore(reader, before.lead)))) return true
    const mark = before.figure.from > at ? at + text.slice(at, before.figure.from).lastIndexOf(";") : -1
    return mark > at && near.some(count => roles.get(count) === "now" && count.figure.from > mark && count.figure.from < before.figure.from)
  }
  // 与上年的 514 条、436 条之和相比: it is not one figure that has grown.
  if (near.some(count => roles.get(count) === "before" && words.apart.test(count.lead + count.tail))) return { percent: null, direction, difference: null, nows, befores: [] }
  return { percent, direction, difference, nows, befores: near.filter(count => roles.get(count) === "before" && isOfOne(count) && !isOfOther(count)) }
}

/** What words speak of, without years and words of growth. */
const subjectOf = ({ idle }: RatePatterns, lead: string): string => withoutBrackets(lead).replace(idle, "").replace(/[^\p{Script=Han}]/gu, "")
const isIdle = (words: RatePatterns, lead: string): boolean => subjectOf(words, lead) === ""

/** Of a subject of one character nothing is left but a piece of its verb: 作出. */
const isOfSameSubject = (a: string, b: string): boolean => b.length < 2 || haveCommon(a, b)

/** The difference that a percentage puts in other words: in its clause, or in the one before or behind it if its own has no subject. */
function differenceOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, { clause, lead }: PlacedPercentage): Count | null {
  const { text, clauses, places, words } = reader
  // 优良天数多 9 天，浓度 31 微克，同比下降 6%: what has grown has not shrunk.
  const around = countsAround(reader, clause).filter(count => roles.get(count) !== "difference" || words.down.test(count.lead) === words.down.test(lead))
  const within = around.filter(count => roles.get(count) === "difference" && count.clause === clause)
  if (within.length > 0) return within.length === 1 ? within[0]! : null
  const at = places.get(clause)!
  if (isIdle(words, lead)) {
    const before = around.findLast(count => count.figure.to <= clause.from && count.clause.group === clause.group)
    if (before && roles.get(before) === "difference" && at - places.get(before.clause)! <= 2) return before
  }
  const next = clauses[at + 1]
  const behind = next && next.group === clause.group && !clause.endsSentence ? around.find(count => count.clause === next) : undefined
  return behind && roles.get(behind) === "difference" && isIdle(words, text.slice(next!.from, behind.figure.from)) ? behind : null
}

function rateOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, { clause, lead, ...percent }: PlacedPercentage): Rate | null {
  const { text, words, vocabulary } = reader
  const name = words.named.exec(lead)?.[1]
  if (name === undefined || words.grown.test(lead) || percent.slack !== null || words.apart.test(lead)) return null
  // 不合格率 2%，其中食用农产品不合格率 3%: of a whole that is not told.
  if (clause.tokens.some(({ roles }) => roles.list === "open") && clause.figures[0] === percent.figure && lead.length > MAX_OWN) return null
  const around = countsAround(reader, clause).filter(count => roles.get(count) === "now" && count.figure.bound === "exact" && (count.clause.group === clause.group || count.clause.group === clause.outer?.group))
  const all = around.filter(count => count.figure.to <= percent.from)
  const beside = all.filter(count => !text.slice(count.figure.to, percent.from).includes(";"))
  const before = beside.length > 1 ? beside : all
  // 回收率 94%，发放 1500 份，回收 1410 份: what a rate is of may follow it.
  const near = before.length > 0 ? before : around.filter(count => !/[。!?;]/.test(text.slice(percent.to, count.figure.from)))
  const told = Object.entries(vocabulary.format.rates.names).find(([ending]) => name.endsWith(proseForm(ending)))?.[1] ?? [name.slice(-2)]
  const narrowed = vocabulary.format.rates.narrower.flatMap(word => told.map(stem => word + stem)).find(narrow => name.endsWith(narrow))
  const stems = narrowed ? [narrowed] : told
  const isOfDue = words.due.test(name)
  const { ought, narrower, unlike } = vocabulary.format.rates
  // 应公开 46 家 is what 实际公开 45 家 is a part of, and 基本满意 12 票 is not 满意.
  const holds = (words: string, stem: string): boolean => stem !== "" && [...ought, ...narrower].reduce((left, word) => left.replaceAll(word + stem, ""), withoutWords(words, unlike)).includes(stem)
  const bearing = near.filter(count => stems.some(stem => holds(count.lead + count.tail, stem) && !isDenied(count.lead, stem)))
  const exact = bearing.filter(count => (count.lead + count.tail).includes(name))
  const named = exact.length > 0 ? exact : bearing
  // 按时办结率 is no rate of what was done late.
  const parts = isOfDue ? named.filter(count => words.due.test(count.lead)) : named
  // 应公开的 54 家均已公开: all that was due.
  const isAllDue = named.some(count => ought.some(word => count.lead.includes(word)) && text.slice(count.figure.to, percent.from).includes("均"))
  const opposites = narrowed ? [] : near.filter(count => stems.some(stem => narrower.some(word => (count.lead + count.tail).includes(word + stem))))
  // 办结率 99.69%，满意率 98.7%: another rate stands between the figures and this one.
  const isFirst = !text.slice(near.at(-1)?.figure.to ?? percent.from, percent.from).includes("%")
  return { percent, name, isFirst, parts: parts.reverse(), opposites, others: near, isOfDue: isOfDue || isAllDue, hasOpen: words.open.test(text) }
}

/** 其中按时办结率 */
const MAX_OWN = 8

/** 未作解读的 1 件 */
const isDenied = (lead: string, stem: string): boolean => /[未没][^,;:、\d]{0,2}$/.test(lead.slice(0, Math.max(0, lead.lastIndexOf(stem))))

/** What the percentages before one are told to make; two at least, up to a full stop. */
function sumOf({ text, clauses, places, vocabulary }: RateReader, { figure: sum, clause, lead, bound }: PlacedPercentage): SumOfShares | null {
  if (!sum || bound !== "exact" || lead.includes("%") || !holdsAny(lead, vocabulary.format.lists.sums)) return null
  const before = clauses.slice(Math.max(0, places.get(clause)! - MAX_SHARES), places.get(clause)!).flatMap(({ figures }) => figures).filter(({ kind, to }) => kind === "percent" && to < sum.from && !/[。!?]/.test(text.slice(to, sum.from)))
  return before.length > 1 && before.every(percent => percent.bound === "exact") ? { sum, parts: before } : null
}

const MAX_SHARES = 16

/** The figure in front of 占: 38 件，占 61.3%; null for a share of something else, 占全县的 12%. */
function partBefore({ text, clauses, vocabulary }: RateReader, clause: Clause, word: Range, percent: Figure): Figure | null {
  if (withoutWords(text.slice(word.to, percent.from), vocabulary.format.shares.wholes) !== "") return null
  const own = clause.figures.findLast(({ kind, to }) => kind === "count" && to <= word.from)
  if (own || text.slice(clause.from, word.from) !== "") return own ?? null
  const last = clause.isFirst ? clause.outer : clauses[clauses.indexOf(clause) - 1]
  return last?.figures.findLast(({ kind, to }) => kind === "count" && to < clause.from && to >= clause.from - MAX_NOUN) ?? null
}

/** 其次为网站 20%; 其余 12.5% 为 …: shares without 占. */
function goesOnWithShare(text: string, { from, tokens: [first], figures: [figure] }: Clause, { format }: ProseVocabulary): boolean {
  return format.shares.next.some(next => text.startsWith(next, from)) || (first?.from === from && first.roles.list === "rest" && figure?.kind === "percent")
}

const IN_WORDS = /分之|[一二三四五六七八九]成|[一过]半/

const isShareInWords = (text: string, { figures, to }: Clause, word: Range): boolean => figures.every(({ kind }) => kind !== "percent") && IN_WORDS.test(text.slice(word.to, to))

function sharePart(reader: RateReader, clause: Clause, word: Range | undefined, percent: Figure, last: number): SharePart {
  const isRest = clause.tokens.some(({ roles, from }) => roles.list === "rest" && from < percent.from && from >= last)
  return { percent, part: partBefore(reader, clause, word ?? { from: percent.from, to: percent.from }, percent), isRest }
}

/** The percentages of a clause from a place on that tell no growth. */
const sharesIn = ({ text, words }: RateReader, { figures, from: start }: Clause, from: number): readonly Figure[] => figures.filter(figure => figure.kind === "percent" && figure.from >= from && !words.grown.test(text.slice(start, figure.from)))

/** 予以公开 18 件（占 45%）、部分公开 …: each bracket says a share of the list around it. */
const levelOf = (clause: Clause): number => (clause.outer && clause.isFirst && !clause.tokens.some(opens) ? clause.outer.group : clause.group)

/** Shares of one whole that stand side by side: those of a list within another are by themselves. */
function sharesOf(reader: RateReader): SharePart[][] {
  const { text, clauses, vocabulary } = reader
  const runs: SharePart[][] = []
  const open = new Map<number, SharePart[]>()
  const inWords = new Set<number>()
  for (const clause of clauses) {
    const word = clause.tokens.find(({ roles }) => roles.isShare)
    const level = levelOf(clause)
    if (clause.tokens.some(opens) || ITEM.test(text.slice(clause.from, clause.from + 2))) open.delete(level)
    // 占三分之一左右（34.1%），…占 27.6%: one share is told in words.
    if (word && isShareInWords(text, clause, word)) inWords.add(level)
    const shares = word || (open.has(level) && goesOnWithShare(text, clause, vocabulary)) ? sharesIn(reader, clause, word?.to ?? clause.from) : []
    if (shares.length > 0) {
      const run = open.get(level) ?? []
      if (run.length === 0 && !inWords.has(level)) runs.push(run)
      open.set(level, run)
      for (const percent of shares) run.push(sharePart(reader, clause, word, percent, run.at(-1)?.percent.to ?? 0))
    }
    if (clause.endsSentence) {
      open.delete(clause.group)
      inWords.delete(clause.group)
    }
  }
  return runs.filter(run => run.length > 1)
}
