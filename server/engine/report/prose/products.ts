import { decimal, isLess, type Decimal } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import { unitOf, type Count } from "./counts.ts"
import { lastMonthsIn } from "./dateSpans.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isEach, sumOfCounts } from "./wholes.ts"
import { holdsAny, patternOfWords } from "./words.ts"

/** So many of something with so many each: 8 期，每期 2500 册，共 2 万册; 平均每季度 5 场. */
export interface Product {
  readonly each: Count
  /** How many there may be: counts, or how many of a time the year has (每季度: 4). */
  readonly times: readonly Times[]
  /** What may be all of it together. */
  readonly totals: readonly Count[]
  /** True for a mean, which is rounded. */
  readonly isMean: boolean
  /** True if it is a mean of the year of what is told right before it: 全年访问量 128 万次，日均 3500 次. */
  readonly isTold: boolean
}

export interface Times {
  readonly value: Decimal
  /** Null for the parts of a year. */
  readonly count: Count | null
}

/** The products of a sentence in compared form. `counts` are those of its clauses, in order. */
export function productsOf(text: string, counts: readonly Count[], vocabulary: ProseVocabulary): Product[] {
  if (!counts.some(({ lead }) => lead.includes("各") || eachPatterns(vocabulary).each.test(lead))) return NONE
  return counts.flatMap((each, i) => {
    const near = counts.slice(Math.max(0, i - REACH), i + REACH + 1)
    const of = timesOf(text, each, near, vocabulary)
    if (!of || (each.figure.bound !== "exact" && !(of.isMean && each.figure.bound === "vague"))) return []
    const alike = near.filter(count => count !== each && count.unit === each.unit)
    // 每季度 1 次，年中和年末又各加开 1 次: not all of it is told by the one.
    if (alike.some(count => count !== each && isOfEach(count, vocabulary))) return []
    const totals = alike.filter(count => count.figure.bound === "exact" && !eachPatterns(vocabulary).each.test(count.lead) && !isEach(count, vocabulary))
    return of.times.length > 0 && totals.length > 0 ? [{ each, totals, isTold: alike.filter(({ figure }) => figure.to <= each.figure.from).length === 1 && isTold(each, counts[i - 1], of.times, vocabulary), ...of }] : []
  })
}

/** What readers do they do on every day of the year. */
const isTold = ({ lead, figure }: Count, before: Count | undefined, times: readonly Times[], vocabulary: ProseVocabulary): boolean =>
  before !== undefined && times.every(({ count }) => count === null) && unitOf(before.figure) === unitOf(figure) && lead.replace(eachPatterns(vocabulary).each, "").replace(/^[,;:]/, "") === "" && holdsAny(before.lead, vocabulary.format.lists.audiences) && isOfYear(before.lead, vocabulary)

const isOfYear = (lead: string, vocabulary: ProseVocabulary): boolean => holdsAny(lead, vocabulary.format.years.own) || eachPatterns(vocabulary).year.test(lead)

const isOfEach = ({ lead }: Count, { format }: ProseVocabulary): boolean => holdsAny(lead.slice(-4).replace(/各[类种项级]/, ""), format.lists.eachLast)

const NONE: Product[] = []
/** So far behind a mean it may say by what it is counted. */
const MAX_BASIS = 12
/** So many counts before and behind may be how many there are, or all of it. */
const REACH = 12

interface EachPatterns {
  readonly each: RegExp
  readonly mean: RegExp
  readonly people: RegExp
  /** The report's year, and no day of it. */
  readonly year: RegExp
}

const eachPatterns = memoize(({ format, year }: ProseVocabulary): EachPatterns => {
  const { each, mean, people, means, units } = format.products
  return { each: new RegExp(`(?:${patternOfWords([...each, ...people, ...units, ...Object.keys(means)])})`), mean: new RegExp(patternOfWords(mean)), people: new RegExp(`(?:${patternOfWords(people)})`), year: new RegExp(`${String(year)}年(?!\\d)`) }
})

function timesOf(text: string, each: Count, counts: readonly Count[], vocabulary: ProseVocabulary): Pick<Product, "times" | "isMean"> | null {
  const words = eachPatterns(vocabulary)
  const found = words.each.exec(each.lead)
  if (!found) return toEach(each, counts)
  // 每天每条线路 1 批: by both.
  if (words.each.test(each.lead.slice(found.index + found[0].length))) return null
  const isMean = words.mean.test(each.lead.replace(/均为$/, ""))
  const of = (units: readonly string[]): Times[] => counts.flatMap(count => (count !== each && !words.each.test(count.lead) && (units.includes(unitOf(count.figure)) || (unitOf(count.figure) === "个" && units.some(unit => count.tail.startsWith(unit)))) && count.figure.bound === "exact" ? [{ value: count.figure.value, count }] : []))
  if (words.people.test(each.lead)) return { times: of(vocabulary.format.products.persons), isMean }
  // 条均 is by 条.
  if (vocabulary.format.products.units.includes(found[0])) return { times: of([found[0].slice(0, -1)]), isMean: true }
  const ofYear = monthsTold(text.slice(0, each.figure.from), vocabulary.format.products.means[found[0]], vocabulary)
  if (ofYear !== undefined && ofYear[0]! > MONTHS) {
    // 提前 7 天公告
    const days = [...of(DAYS).filter(({ value }) => !isLess(value, decimal(MIN_DAYS))), ...counts.flatMap(count => (holdsAny(unitOf(count.figure), WORKING_DAYS) && count.lead.endsWith("按") ? [{ value: count.figure.value, count }] : []))]
    if (days.length > 0) return { times: days, isMean: true }
    // 日均 0.5 万次（按工作日计）: of how many days is not told.
    if (holdsAny(each.lead + text.slice(each.figure.to, each.figure.to + MAX_BASIS), WORKING_DAYS)) return null
    // 日均: a year has so many days only where the whole year is told.
    if (!counts.some(count => count !== each && isOfYear(count.lead, vocabulary))) return null
  }
  if (ofYear !== undefined) return { times: ofYear.map(number => ({ value: decimal(number), count: null })), isMean: true }
  const behind = found.index + found[0].length
  const part = Object.entries(vocabulary.format.products.parts).find(([word]) => each.lead.startsWith(word, behind))
  if (part) return { times: [{ value: decimal(part[1]), count: null }], isMean }
  const unit = vocabulary.units.longestAt(each.lead, behind)
  if (unit) return { times: of([each.lead.slice(behind, unit.to)]), isMean }
  // 13 个行政村每村 24 条
  const noun = each.lead[behind]
  const named = noun === undefined || !HAN.test(noun) ? [] : counts.filter(({ figure, tail }) => unitOf(figure) === "个" && figure.bound === "exact" && tail.slice(0, MAX_NOUN).includes(noun))
  return named.length > 0 ? { times: named.map(count => ({ value: count.figure.value, count })), isMean } : null
}

const MONTHS = 12

/** 8 月至 12 月共 35 件，月均 7 件: of the months that are told; none where it began within the year. */
function monthsTold(before: string, ofYear: readonly number[] | undefined, { format }: ProseVocabulary): readonly number[] | undefined {
  if (ofYear?.[0] !== MONTHS) return ofYear
  const months = lastMonthsIn(before)
  // 4 月至 6 月开展宣传，全年 240 件，月均 20 件
  if (!months || holdsAny(before.slice(months.to), format.years.own)) return !months && SINCE.test(before) ? undefined : ofYear
  // 上半年 600 条，其中 4 月至 6 月 360 条，月均 100 条
  return holdsAny(before, format.years.part) ? undefined : months.count > 1 ? [months.count, ...ofYear] : ofYear
}
const SINCE = /\d月(?:底|末|\d{1,2}日)?(?:起|以来|开始|上线|启动)/
const DAYS = ["天", "日"]
/** By fewer days nobody divides what a year has. */
const MIN_DAYS = 28
/** 日均（按 250 个工作日计）: else working days are a time limit. */
const WORKING_DAYS = ["工作日"]

/** 向 18 个乡镇各派送 500 份 */
function toEach(each: Count, counts: readonly Count[]): Pick<Product, "times" | "isMean"> | null {
  const before = counts[counts.indexOf(each) - 1]
  if (!before || before.clause !== each.clause || before.figure.bound !== "exact" || !TO_EACH.test(each.lead)) return null
  // 22 个村、3 个社区各设 1 处
  const level = counts.filter(({ clause, figure }) => clause === each.clause && figure.to <= before.figure.to)
  const first = level.findLastIndex(({ lead, figure }, i) => i === 0 || figure.bound !== "exact" || !JOINED.test(lead))
  return { times: [{ value: sumOfCounts(level.slice(first)), count: before }], isMean: false }
}

const JOINED = /^(?:[^,;:。、]{0,6}[和及与])?$/

const TO_EACH = /^[^,;:。、各]{0,8}各[^,;:。、种类级项界地方单位部门自]{1,3}[^,;:。、]{0,12}$/

/** So many characters from a figure on may name what is counted. */
const MAX_NOUN = 5
const HAN = /\p{Script=Han}/u
