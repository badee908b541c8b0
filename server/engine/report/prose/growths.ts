import type { Range } from "../../text/range.ts"
import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { Figure } from "./figures.ts"
import type { Percentage, PlacedPercentage } from "./percentages.ts"
import { countsAround, isIdle, subjectOf, type RateReader } from "./rateReader.ts"
import { COMPARED, isBefore, isPartOfList, type Role } from "./growthRoles.ts"
import { haveCommon } from "./words.ts"

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

/** What has grown in a sentence. `percentages` are all of it, `roles` those of its counts. */
export function growthsOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, percentages: readonly PlacedPercentage[]): Growth[] {
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

/** 15 个压减至 10 个，其中关停 2 个，合并减少 3 个: the second part, with a verb of its own. */
function isFurtherPart({ clauses, places, words, text }: RateReader, { clause, lead }: Count): boolean {
  const last = clauses[places.get(clause)! - 1]
  return last !== undefined && last.group === clause.group && text[last.to] === "," && last.tokens.some(({ roles }) => roles.list === "open") && !words.against.test(lead) && subjectOf(words, lead) !== ""
}

/** 24 件，与上年（21 件）持平: what there is now is said to be as much as there was. */
export interface Level {
  /** Where 持平 stands. */
  readonly words: Range
  readonly now: Figure
  readonly before: Figure
}

/** Where a clause says so, of the one count of another year in it and the last one before it. */
export function levelsOf(reader: RateReader, roles: ReadonlyMap<Count, Role>): Level[] {
  const { text, clauses, words, places } = reader
  return clauses.flatMap((clause): Level[] => {
    const told = words.level.exec(text.slice(clause.from, clause.to))
    if (!told) return []
    const around = countsAround(reader, clause)
    const [before, ...others] = around.filter(count => (count.clause === clause || count.clause.outer === clause) && count.figure.from < clause.from + told.index)
    if (!before || others.length > 0 || roles.get(before) !== "before") return []
    const now = around.findLast(count => count.figure.to <= clause.from && count.clause.group === clause.group)
    if (!now || roles.get(now) !== "now" || now.isSecond || now.unit !== before.unit || places.get(clause)! - places.get(now.clause)! > 1 || [now, before].some(({ figure }) => figure.bound !== "exact")) return []
    const from = clause.from + told.index
    return [{ words: { from, to: from + told[0].length }, now: now.figure, before: before.figure }]
  })
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

/** What a growth is compared with, by name: 较预算少 2 家. */
const AGAINST = /(?<!同)[比较]([^,;:、\d比较多少增减]{2,8}?)(?:[多少增减高低]|[上提]升|[下压缩]降|提高|降低)[^比较\d]{0,4}$/

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
