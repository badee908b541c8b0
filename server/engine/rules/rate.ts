import { add, cutPercentOf, decimal, equals, format, isLess, isNegative, isZero, magnitude, percentOf, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { unitOf, type Count } from "../report/prose/counts.ts"
import { valueBeside, written, type Figure } from "../report/prose/figures.ts"
import type { Product } from "../report/prose/products.ts"
import type { Percentage } from "../report/prose/percentages.ts"
import type { Operand, PointsChange, Portion, Turn } from "../report/prose/portions.ts"
import type { Growth, Level } from "../report/prose/growths.ts"
import type { Rate } from "../report/prose/rates.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { sumOfCounts } from "../report/prose/wholes.ts"
import { mayMakeUp } from "../report/prose/wholes.ts"
import { isSlip } from "../report/prose/slips.ts"
import { figureFix } from "./figureFix.ts"
import type { Finding, Rule, Severity, Text } from "./rule.ts"
import { fits, spanOf, type Span } from "./spans.ts"

export const rate: Rule = {
  id: "rate",
  severity: "warning",
  docs: {
    zh: `文字中的比率、增长与旁边的数字合不上。

“制发公文 512 件，主动公开 486 件，公开率 96.92%”：公开率、办结率、答复率、满意率等，按旁边写明的两个数重新计算。“18450 件，较上年增加 2310 件，增长 16.31%”“上年 420 条，今年 525 条，增长 20%”：今年、上年、增减数、增减率四个数，知道任何两个就能算出其余的。百分比旁边写明分子分母的（92.9%（13/14））、“占总数的三分之二”、两个百分比相差的百分点、位次升降、“与上年（21 件）持平”、“第二批比首批多 4 个”“公众号 1420 条，比网站的 1185 条多 235 条”“每期 2500 册，共 8 期”“向 16 个乡镇各送 400 份”“平均每季度 5 场”“日均 3500 次”“8 月至 12 月共 35 件，月均 7 件”“完成目标任务 1.5 万人的 112%”也同样计算；“由 1.32% 上升至 0.87%”这样增减写反的也报。四舍五入和直接截尾都算对，“约”“近”“超”只作上下限，“翻一番”“四分之一”“三成”只作大致核对；句子里有几个数可能是基数的，只要有一个算得对就不报。按时办结率等 100% 时可以不含未到期的。末位相差 1 的只作提示。修改是写上算出来的数，不“安全”，因为错的是哪一个要由起草人判断。`,
    en: `A rate, or the growth of something, does not agree with the figures beside it.

制发公文 512 件，主动公开 486 件，公开率 96.92%: 公开率, 办结率, 答复率, 满意率 and the like are worked out anew from the two figures named beside them. 18450 件，较上年增加 2310 件，增长 16.31% and 上年 420 条，今年 525 条，增长 20%: of what there is now, what there was, the difference and the rate, any two give the others. So it is with 92.9%（13/14）, 占总数的三分之二, points between two percentages, ranks, 与上年（21 件）持平, 第二批比首批多 4 个 and 公众号 1420 条，比网站的 1185 条多 235 条, and so many of so many each (8 期，每期 2500 册; 向 16 个乡镇各送 400 份; 平均每季度 5 场; 日均 3500 次; 8 月至 12 月共 35 件，月均 7 件) and 完成目标任务 1.5 万人的 112%; 由 1.32% 上升至 0.87% goes the other way than it says. Figures may be rounded or cut off; 约, 近 and 超 are bounds, and 翻一番, 四分之一 and 三成 only roughly what they say; where a sentence has several figures that may be the base, one that fits is enough. 按时办结率 100% may leave out what is not due. One unit of the last digit off is only hinted at. The fix writes what was worked out; it is not safe, since only the author knows which figure is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年公开信息525条，较上年增加105条，增长20%。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年公开信息525条，较上年增加105条，增长25%。\n",

  *check(report) {
    for (const { placed, found } of foundIn(report, faultsIn)) yield finding(placed, found)
  },
}

/** A figure that others beside it contradict, and how they were reckoned. */
interface Fault {
  readonly blamed: Percentage | Figure
  /** What it should be; null if the words beside it are wrong. */
  readonly wanted: Decimal | null
  /** (525−420)÷420. */
  readonly sum: string
  readonly isPercent: boolean
  readonly severity: Severity
  readonly others: readonly Operand[]
}

const NONE: readonly never[] = []

const faultsIn = ({ rates: { growths, rates, portions, points, turns, levels }, products }: SentenceReading): readonly Fault[] =>
  growths.length + rates.length + portions.length + points.length + turns.length + levels.length + products.length === 0
    ? NONE
    : [...growths.flatMap(growth => growthFault(growth) ?? []), ...rates.flatMap(one => rateFault(one) ?? []), ...portions.flatMap(one => portionFault(one) ?? []), ...points.flatMap(one => pointsFault(one) ?? []), ...turns.map(turnedFault), ...levels.flatMap(one => levelFault(one) ?? []), ...products.flatMap(one => productFault(one) ?? [])]

const minus = (a: Span, b: Span): Span => ({ low: subtract(a.low, b.high), high: subtract(a.high, b.low) })
const plus = (a: Span, b: Span): Span => ({ low: add(a.low, b.low), high: add(a.high, b.high) })
/** What two spans that overlap have in common. */
const within = (a: Span, b: Span): Span => ({ low: isLess(a.low, b.low) ? b.low : a.low, high: isLess(a.high, b.high) ? a.high : b.high })
const isIn = (value: Span, { low, high }: Span): boolean => !isLess(value.high, low) && !isLess(high, value.low)

const isExact = ({ figure }: Count): boolean => figure.bound === "exact"

/** An operand as the draft writes it. */
const shown = (operand: Operand | Figure): string => ("text" in operand ? written(operand) : format(operand.value))

function growthFault(growth: Growth): Fault | null {
  const { percent, direction, difference, nows, befores } = growth
  if (![...nows, ...befores, ...(difference ? [difference] : [])].every(isExact)) return null
  const pairs = befores.flatMap(before => nows.filter(now => unitOf(now.figure) === unitOf(before.figure)).map(now => ({ now: now.figure, before: before.figure })))
  if (pairs.length > 0) {
    const faults = pairs.map(({ now, before }) => faultOfPair(growth, now, before))
    return faults.some(fault => fault === null) ? null : (faults[0] ?? null)
  }
  if (!percent || !difference) return null
  const change = spanOf(difference.figure)
  const bases = [
    ...befores.map(({ figure }) => ({ base: spanOf(figure), sum: `${shown(difference.figure)}÷${shown(figure)}`, others: [figure, difference.figure] })),
    ...nows.map(({ figure }) => ({
      base: direction === "up" ? minus(spanOf(figure), change) : plus(spanOf(figure), change),
      sum: `${shown(difference.figure)}÷(${shown(figure)}${direction === "up" ? "−" : "+"}${shown(difference.figure)})`,
      others: [figure, difference.figure],
    })),
  ]
  const possible = bases.filter(({ base }) => isLess(ZERO, base.low))
  const [nearest] = possible
  if (!nearest || possible.some(({ base }) => fits(percent, change, base))) return null
  return percentFault(percent, percentOf(difference.figure.value, middle(nearest.base), scaleOf(percent)), nearest.sum, nearest.others)
}

const middle = ({ low, high }: Span): Decimal => (equals(low, high) ? low : { units: add(low, high).units * 5n, scale: add(low, high).scale + 1 })
const scaleOf = ({ value, slack }: Percentage): number => (slack === null ? value.scale : 1)

function faultOfPair({ percent, direction, difference }: Growth, now: Figure, before: Figure): Fault | null {
  const change = direction === "up" ? minus(spanOf(now), spanOf(before)) : minus(spanOf(before), spanOf(now))
  const [more, less] = direction === "up" ? [now, before] : [before, now]
  const sum = `${shown(more)}−${shown(less)}`
  if (difference && !isIn(spanOf(difference.figure), change)) {
    return { blamed: difference.figure, wanted: isNegative(change.low) ? null : subtract(more.value, less.value), sum, isPercent: false, severity: "warning", others: [now, before] }
  }
  // 63.8 万，上年 58 万，多出 5.8 万: the difference tells more digits.
  const told = difference ? within(change, spanOf(difference.figure)) : change
  if (!percent || fits(percent, told, spanOf(before))) return null
  if (isNegative(change.high)) return { blamed: percent, wanted: null, sum, isPercent: true, severity: "warning", others: [now, before] }
  if (isZero(before.value)) return null
  return percentFault(percent, percentOf(subtract(more.value, less.value), before.value, scaleOf(percent)), `(${sum})÷${shown(before)}`, [now, before])
}

function percentFault(percent: Percentage, wanted: Decimal, sum: string, others: readonly Operand[], severity: Severity = "warning"): Fault {
  const gap = magnitude(subtract(wanted, percent.value))
  const isLastDigit = percent.slack === null && gap.scale === percent.value.scale && gap.units <= 1n
  return { blamed: percent, wanted, sum, isPercent: true, severity: isLastDigit ? "hint" : severity, others }
}

/** So many hundredths may lie between a rate that is meant and what is written for it by more than a slip of one digit. */
const NEAR = 5

function rateFault(rate: Rate): Fault | null {
  const { percent, isFirst, parts, others, isOfDue, hasOpen } = rate
  const isWhole100 = equals(percent.value, HUNDRED)
  if (isRightRate(rate) || (isWhole100 && (isOfDue || hasOpen))) return null
  // 许可公示 12 条，处罚公示 3 条: where several bear the name of the rate, neither is known to be its part.
  if (parts.length > 1 && isWhole100) return null
  const [contrary] = rate.opposites
  if (parts.length === 0 && contrary && rate.opposites.length === 1) return faultOfRate(rate, contrary, true, true)
  const named = parts.length === 1 ? parts[0] : undefined
  // Where none is named it can only be the last one, and what it is of the one before.
  const part = named ?? (isOfDue || !isFirst ? undefined : others.at(-1))
  return part ? faultOfRate(rate, part, named !== undefined) : null
}

/** A fault of a rate of a part, or of all but it: 不合格 3 件 beside 合格率. */
function faultOfRate({ percent, others }: Rate, part: Count, isNamed: boolean, isContrary = false): Fault | null {
  const isOver100 = isLess(HUNDRED, percent.value)
  const larger = (isNamed ? others : others.slice(-2)).filter(other => other !== part && (isOver100 ? isLess(other.figure.value, part.figure.value) : isLess(part.figure.value, other.figure.value)))
  const alike = larger.filter(other => unitOf(other.figure) === unitOf(part.figure))
  const nearest = nearestWhole(percent, part, alike.length > 0 ? alike : larger, isContrary)
  if (!nearest) return null
  const isOneSlip = isSlip(format(percent.value), format(nearest.wanted))
  if (!(isNamed && alike.length > 0) && !isOneSlip) return null
  const isLoud = isNamed && (nearest.gap <= NEAR || isOneSlip || equals(percent.value, HUNDRED))
  const [of, whole] = [shown(part.figure), shown(nearest.whole)]
  return percentFault(percent, nearest.wanted, isContrary ? `(${whole}−${of})÷${whole}` : `${of}÷${whole}`, [nearest.whole, part.figure], isLoud ? "warning" : "information")
}

/** True if some part and whole among the figures beside a rate make it, or what is the contrary makes the rest of 100%. */
function isRightRate(rate: Rate): boolean {
  const { percent, opposites, others } = rate
  const sums = accounts(others)
  const makes = (written: Percentage, part: Count, whole: Span): boolean => (!isLess(whole.high, part.figure.value) || isLess(HUNDRED, written.value)) && fits(written, spanOf(part.figure), whole)
  const rest: Percentage = { ...percent, value: subtract(HUNDRED, percent.value) }
  // 预算 1.2 亿元，成交 1.08 亿元，节约率 10%: where no figure bears the name, it may be of what is left.
  if (rate.parts.length === 0 && others.some(whole => others.some(part => whole !== part && makes(rest, part, spanOf(whole.figure))))) return true
  if (others.some(whole => opposites.some(part => whole !== part && makes(rest, part, spanOf(whole.figure))))) return true
  // 转载 61 篇、原创 35 篇，原创率 36.5%: of both.
  const together = (part: Count): readonly Decimal[] => {
    const all = others.filter(({ clause, unit }) => clause === part.clause && unit === part.unit)
    return all.length > 1 ? [sumOfCounts(all)] : []
  }
  return others.some(part => others.some(whole => whole !== part && makes(percent, part, spanOf(whole.figure))) || [...(part.flow === "received" ? [] : sums), ...together(part)].some(sum => makes(percent, part, { low: sum, high: sum })))
}

const HUNDRED = decimal(100)

interface WholeOfRate {
  readonly whole: Figure
  readonly wanted: Decimal
  /** In hundredths. */
  readonly gap: number
}

/** Of several wholes that by which a part comes nearest to a rate. */
function nearestWhole(percent: Percentage, part: Count, wholes: readonly Count[], isContrary: boolean): WholeOfRate | null {
  const options = wholes.map(({ figure }): WholeOfRate => {
    const wanted = percentOf(isContrary ? subtract(figure.value, part.figure.value) : part.figure.value, figure.value, percent.value.scale)
    return { whole: figure, wanted, gap: Math.abs(Number(format(wanted)) - Number(format(percent.value))) }
  })
  return options.reduce<WholeOfRate | null>((best, option) => (best && best.gap <= option.gap ? best : option), null)
}

function portionFault({ percent, part, wholes }: Portion): Fault | null {
  const [whole] = wholes
  if (isZero(whole.value) || (isLess(whole.value, part.value) && !isLess(HUNDRED, percent.value)) || wholes.some(({ value }) => fits(percent, { low: part.value, high: part.value }, { low: value, high: value }))) return null
  return percentFault(percent, percentOf(part.value, whole.value, scaleOf(percent)), `${shown(part)}÷${shown(whole)}`, [part, whole])
}

function pointsFault({ before, now, points, direction }: PointsChange): Fault | null {
  const wanted = magnitude(subtract(now.value, before.value))
  if (equals(wanted, points.value)) {
    const isTurned = !isZero(wanted) && isLess(now.value, before.value) === (direction === "up")
    return isTurned ? { blamed: points, wanted: null, sum: `${shown(direction === "up" ? now : before)}−${shown(direction === "up" ? before : now)}`, isPercent: false, severity: "warning", others: [before, now] } : null
  }
  const [more, less] = isLess(before.value, now.value) ? [now, before] : [before, now]
  // Rounded percentages may be one of the last digit off.
  const gap = magnitude(subtract(wanted, points.value))
  if (gap.units <= 1n && gap.scale > 0) return null
  return { blamed: points, wanted, sum: `${shown(more)}−${shown(less)}`, isPercent: false, severity: "warning", others: [before, now] }
}

const turnedFault = ({ now, less, more }: Turn): Fault => ({ blamed: now, wanted: null, sum: `${shown(less)}−${shown(more)}`, isPercent: now.kind === "percent", severity: "warning", others: [less, more].filter(figure => figure !== now) })

/** 24 件，与上年（21 件）持平; what is within a tenth may be called so. */
function levelFault({ words, now, before }: Level): Fault | null {
  if (isRoughly(now.value, before.value)) return null
  const [more, less] = isLess(now.value, before.value) ? [before, now] : [now, before]
  const said: Percentage = { ...words, value: ZERO, slack: null, bound: "exact", figure: null }
  return { blamed: said, wanted: subtract(more.value, less.value), sum: `${shown(more)}−${shown(less)}`, isPercent: false, severity: "warning", others: [now, before] }
}

const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale })

/** 约, 持平: within a tenth. */
const isRoughly = (said: Decimal, value: Decimal): boolean => !isLess(value, times(magnitude(subtract(said, value)), { units: 10n, scale: 0 }))

/** So many others may be told beside what is of each. */
const MAX_BESIDE = 4

const timesOf = ({ count, value }: Product["times"][number]): string => (count ? written(count.figure) : format(value))

/** Only what one slip of the hand explains, but of a mean of what is told right before it: a total beside a mean may be of something else. */
function productFault({ each, times: numbers, totals, isMean, isTold }: Product): Fault | null {
  const options = numbers.flatMap(number => totals.filter(total => total !== number.count).map(total => ({ number, total })))
  // As exact as what it is beside: 107.2 万 tells thousands.
  const step = 10n ** BigInt(Math.max(0, each.figure.precision))
  const mean = (number: Decimal, total: Decimal): Decimal => {
    const { units, scale } = percentOf(total, times(number, { units: 100n * step, scale: 0 }), each.figure.value.scale)
    return { units: units * step, scale }
  }
  const isRight = ({ number, total }: (typeof options)[number]): boolean => {
    const span = spanOf(total.figure)
    const product = times(number.value, each.figure.value)
    if (isIn({ low: product, high: product }, span)) return true
    // 6 期，每期 1500 册，另加印合订本 200 册，共 9200 册
    if (mayMakeUp(subtract(total.figure.value, product), totals.filter(other => other !== total).slice(0, MAX_BESIDE))) return true
    const cut = cutPercentOf(total.figure.value, times(number.value, { units: 100n, scale: 0 }), each.figure.value.scale)
    if (each.figure.bound === "vague" && isRoughly(each.figure.value, mean(number.value, total.figure.value))) return true
    return isMean && (isIn({ low: cut, high: cut }, spanOf(each.figure)) || [mean(number.value, total.figure.value), cut].some(value => equals(value, each.figure.value)))
  }
  if (options.some(option => isZero(option.number.value)) || options.some(isRight)) return null
  for (const { number, total } of options) {
    const others = [number.count?.figure, total.figure, each.figure].flatMap(figure => figure ?? [])
    const wanted = mean(number.value, total.figure.value)
    if (isMean && (isTold || isSlip(format(each.figure.value), format(wanted)))) return { blamed: each.figure, wanted, sum: `${shown(total.figure)}÷${timesOf(number)}`, isPercent: false, severity: "warning", others: others.filter(figure => figure !== each.figure) }
    const product = times(number.value, each.figure.value)
    // 48.3 万次，按 365 天计算，日均 1200 次
    if (isMean && number.count && isSlip(format(total.figure.value), format(product))) return { blamed: total.figure, wanted: product, sum: `${timesOf(number)}×${shown(each.figure)}`, isPercent: false, severity: "warning", others: others.filter(figure => figure !== total.figure) }
    // 12 个，每个 2000 册，共 3.6 万册
    if (!isMean && number.count && equals(times(number.value, wanted), total.figure.value) && isSlip(format(each.figure.value), format(wanted)) && !isSlip(format(total.figure.value), format(product))) return { blamed: each.figure, wanted, sum: `${shown(total.figure)}÷${timesOf(number)}`, isPercent: false, severity: "warning", others: others.filter(figure => figure !== each.figure) }
    // 每期 500 册，12 期，另有专刊 1 期: which of them it is times is not clear.
    if (!isMean && numbers.filter(({ count }) => count !== total).length === 1 && isSlip(format(total.figure.value), format(product))) return { blamed: total.figure, wanted: product, sum: `${timesOf(number)}×${shown(each.figure)}`, isPercent: false, severity: "warning", others: others.filter(figure => figure !== total.figure) }
  }
  return null
}

/** What was received with what was carried in, and without what was carried out, may be the base as well. */
function accounts(counts: readonly Count[]): Decimal[] {
  const sumOf = (flow: Count["flow"]): Decimal => counts.filter(count => count.flow === flow).map(({ figure }) => figure.value).reduce(add, ZERO)
  const received = sumOf("received")
  return [add(received, sumOf("carriedIn")), subtract(add(received, sumOf("carriedIn")), sumOf("carriedOut")), subtract(received, sumOf("carriedOut"))].filter(value => isLess(ZERO, value))
}

function finding(placed: PlacedSentence, { blamed, wanted, sum, isPercent, severity, others }: Fault): Finding {
  const { text } = placed.sentence.reading
  const range = "digits" in blamed ? blamed.digits : blamed
  const figure = "figure" in blamed ? blamed.figure : blamed
  // 3.52万次: the digits alone are another number.
  const told = (figure && figure.power > 0 ? figure.text : text.slice(range.from, range.to)) + (isPercent && (!("figure" in blamed) || blamed.figure) ? "%" : "")
  return {
    range: rangeOf(placed, range),
    severity,
    message: messageOf(told, wanted && (isPercent ? `${format(wanted)}%` : figure ? valueBeside(figure, wanted) : format(wanted)), sum),
    related: others.map(other => ({ range: rangeOf(placed, other.digits), message: { zh: `文中的 ${shown(other)}`, en: `The text's ${shown(other)}` } })),
    fixes: figure && wanted ? figureFix(placed, figure, wanted, insert => ({ zh: `改为 ${insert}${isPercent ? "%" : ""}`, en: `Change it to ${insert}${isPercent ? "%" : ""}` })) : [],
  }
}

function messageOf(written: string, wanted: string | null, sum: string): Text {
  if (!wanted) {
    return {
      zh: `按文中的数字 ${sum} 小于 0，增减写反了，或数字有误，文字写“${written}”。请核对。`,
      en: `By the text's figures ${sum} is less than 0: growth and decline are exchanged, or a figure is wrong, where the text says “${written}”. Check them.`,
    }
  }
  return { zh: `${sum} = ${wanted}，文字写“${written}”。请核对这几个数。`, en: `${sum} = ${wanted}, but the text says “${written}”. Check these figures.` }
}
