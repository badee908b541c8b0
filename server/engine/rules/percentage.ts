import { add, decimal, equals, format, isLess, magnitude, negate, percentOf, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { confrontClaim, totalsIn } from "../report/prose/candidates.ts"
import type { Figure } from "../report/prose/figures.ts"
import type { SharePart, SumOfShares } from "../report/prose/shares.ts"
import type { SentenceReading, Share } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { isSlip, slippedParts } from "../report/prose/slips.ts"
import type { Report } from "../report/report.ts"
import { figureFix } from "./figureFix.ts"
import { shareFindings } from "./shareCells.ts"
import type { Finding, Rule } from "./rule.ts"
import { fits, spanOf } from "./spans.ts"

export const percentage: Rule = {
  id: "percentage",
  severity: "warning",
  docs: {
    zh: `文字或表格中的百分比与数字算出来的不一致。

“予以公开 25 件，占 62.5%”：按本句前面的总数、表格中的新收与总计重新计算，只要符合其中一个就不报。末位相差 1 以内（多半是舍入），或“占……的”另外写明了总数是什么的，只作提示，否则警告。并列的几项占比加起来超过 100%，或以“其他”“其余”结尾而不足 100%（舍入的误差除外），或“三者合计占 73%”与各项之和只差一处笔误，也报告；“38 件，占 61.3%；24 件，占 37.8%”这样各占各项之和的几成、只有一个不符的，同样报告（要有三项，或百分比写到小数）。修改是写上按最近的总数算出的百分比，不“安全”，因为总数是哪一个要由起草人判断。

表格中的“占比”“比重”“办结率”等列，只有报告格式写明是哪两个数之比的才核对，例如由正确报告学来的格式；末位相差 1 以内的不报，多数行都对不上的也不报（占的是别的数）。`,
    en: `A percentage of the text or of a table differs from what the figures give.

予以公开 25 件，占 62.5%: the share is worked out anew against the wholes named before it and the totals of the table, and is right if it fits one of them. One unit of its last digit off is only hinted at (it was rounded the other way), and so is a share of something that the text names in words of its own; else it is a warning. Shares side by side that make up more than 100%, or less though 其他 or 其余 ends them, beyond what rounding explains, are reported too, and so is 三者合计占 73% where one slip parts it from what they make; of 38 件，占 61.3%；24 件，占 37.8% all shares but one are of what the parts come to (three shares, or decimals, are needed to know it). The fix writes the share of the nearest whole; it is not safe, since only the author knows which whole is meant.

Columns of a table such as 占比, 比重 and 办结率 are checked where the report's format says what of what they are (\`shares\`), as formats learnt from right reports do. One unit of the last digit off is not said, nor is a column that most rows do not fit: it is a share of something else.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息40条，其中公告25条，占67.5%。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息40条，其中公告25条，占62.5%。\n",

  *check(report) {
    for (const { placed, found: share } of foundIn(report, sharesOf)) {
      const finding = confront(report, share, placed)
      if (finding) yield finding
    }
    yield* shareFindings(report)
    for (const { placed, found } of foundIn(report, runsIn)) yield sumFinding(placed, found)
    for (const { placed, found } of foundIn(report, wrongSumsIn)) yield togetherFinding(placed, found)
    for (const { placed, found } of foundIn(report, strayShares)) yield strayFinding(placed, found)
  },
}

/** Those that no other finding is of. */
const sharesOf = (sentence: SentenceReading): readonly Share[] => {
  const strays = sentence.shares.length === 0 ? NONE : strayShares(sentence)
  return strays.length === 0 ? sentence.shares : sentence.shares.filter(({ percent }) => !strays.some(stray => stray.percent === percent))
}

/** Shares of one whole that make up too much, or not all of it though nothing is left. */
interface Run {
  readonly shares: readonly SharePart[]
  readonly sum: Decimal
  readonly isOver: boolean
}

const HUNDRED = decimal(100)
const NONE: readonly never[] = []

const runsIn = ({ rates: { shares } }: SentenceReading): readonly Run[] => (shares.length === 0 ? NONE : shares.flatMap(run => (strayShare(run) ? [] : (runOf(run) ?? []))))

/** Where the first ones make 100%, those behind them are of something else. */
function runOf(shares: readonly SharePart[]): Run | null {
  let from = 0
  for (const [i] of shares.entries()) {
    const { isOver, isUnder } = compared(shares.slice(from, i + 1))
    if (i > from && !isOver && !isUnder) from = i + 1
  }
  const rest = shares.slice(from)
  const last = rest[rest.length - 1]
  if (!last || rest.length < 2 || rest.some(({ percent }) => percent.bound !== "exact")) return null
  const { sum, isOver, isUnder } = compared(rest)
  // Two shares may be of two kinds: 省级占 13.4%；自然人占 91.3%.
  const isOneSlip = slippedParts(rest.map(({ percent }) => percent), subtract(sum, HUNDRED)).length > 0 || (rest.length > 2 && !isLess(decimal(MOST), sum))
  if (isOver) return (rest.length > 2 || from === 0) && isOneSlip && isLess(sum, decimal(2 * MOST)) ? { shares: rest, sum, isOver } : null
  return isUnder && last.isRest && rest.length > 2 ? { shares: rest, sum, isOver } : null
}

/** Shares that make up more overlap, if no slip of the hand explains it. */
const MOST = 110

/** What shares make up, and how that stands to 100% as each may have been rounded or cut off. */
function compared(shares: readonly SharePart[]): { readonly sum: Decimal; readonly isOver: boolean; readonly isUnder: boolean } {
  const sum = shares.map(({ percent }) => percent.value).reduce(add, ZERO)
  const units = shares.map(({ percent }): Decimal => ({ units: 1n, scale: percent.value.scale })).reduce(add, ZERO)
  const gap = subtract(sum, HUNDRED)
  return { sum, isOver: isLess(units, add(gap, gap)), isUnder: isLess(units, negate(gap)) }
}

const wrongSumsIn = ({ rates: { sums } }: SentenceReading): readonly SumOfShares[] => (sums.length === 0 ? NONE : sums.filter(isWrongSum))

/** True if no last ones of the shares make what they are told to make, but all do with one slip of the hand. */
function isWrongSum({ sum, parts }: SumOfShares): boolean {
  const sums = parts.slice(0, -1).map((_, i) => parts.slice(i).map(({ value }) => value).reduce(add))
  const isNear = (value: Decimal): boolean => !isLess({ units: BigInt(parts.length), scale: sum.value.scale }, magnitude(subtract(value, sum.value)))
  return !sums.some(value => (sum.value.scale > 0 ? isNear(value) : equals(value, sum.value))) && isSlip(format(sum.value), format(sums[0]!))
}

/** A share of what some parts come to, where the others are theirs. */
interface StrayShare {
  readonly percent: Figure
  readonly part: Figure
  readonly whole: Decimal
  readonly wanted: Decimal
}

/** 38 件，占 61.3%；24 件，占 37.8%: of what the parts come to, all shares but one, which one slip of the hand explains. */
const strayShares = memoize(({ rates: { shares } }: SentenceReading): readonly StrayShare[] => (shares.length === 0 ? NONE : shares.flatMap(run => strayShare(run) ?? [])))

function strayShare(run: readonly SharePart[]): StrayShare | null {
  if (run.length < 2 || (run.length < 3 && run.some(({ percent }) => percent.value.scale === 0)) || run.some(({ percent, part }) => percent.bound !== "exact" || part?.bound !== "exact") || new Set(run.map(({ part }) => part)).size < run.length) return null
  const whole = run.map(({ part }) => part!.value).reduce(add)
  if (whole.units === 0n) return null
  const found = run.map(({ percent, part }): StrayShare => ({ percent, part: part!, whole, wanted: percentOf(part!.value, whole, percent.value.scale) }))
  const [stray, ...others] = found.filter(({ percent, wanted }) => !equals(percent.value, wanted))
  // One unit of the last digit off was rounded, or makes them add up to 100%.
  const isOff = stray !== undefined && isLess({ units: 1n, scale: stray.percent.value.scale }, magnitude(subtract(stray.percent.value, stray.wanted)))
  return isOff && others.length === 0 && (isSlip(format(stray.percent.value), format(stray.wanted)) || isOneOff(stray)) ? stray : null
}

/** 10.9% for 9.9%: one more of a digit changes those before it, too. */
const isOneOff = ({ percent, wanted }: StrayShare): boolean => equals(magnitude(subtract(percent.value, wanted)), decimal(1))

function strayFinding(placed: PlacedSentence, { percent, part, whole, wanted }: StrayShare): Finding {
  const sum = `${format(part.value)}÷${format(whole)} = ${format(wanted)}%`
  return {
    range: rangeOf(placed, percent.digits),
    message: { zh: `${sum}，文字写 ${format(percent.value)}%；其余各项占比与这个总数相符。请核对。`, en: `${sum}, but the text says ${format(percent.value)}%; the other shares are of this whole. Check it.` },
    related: [{ range: rangeOf(placed, part.digits), message: { zh: `这一项：${format(part.value)}`, en: `The part: ${format(part.value)}` } }],
    fixes: figureFix(placed, percent, wanted, insert => ({ zh: `改为 ${insert}%`, en: `Change it to ${insert}%` })),
  }
}

function togetherFinding(placed: PlacedSentence, { sum, parts }: SumOfShares): Finding {
  const wanted = parts.map(({ value }) => value).reduce(add)
  const terms = `${parts.map(({ value }) => `${format(value)}%`).join("+")} = ${format(wanted)}%`
  return {
    range: rangeOf(placed, sum.digits),
    message: { zh: `${terms}，文字写“${format(sum.value)}%”。请核对各项占比。`, en: `${terms}, but the text says “${format(sum.value)}%”. Check the shares.` },
    related: parts.map(({ digits, value }) => ({ range: rangeOf(placed, digits), message: { zh: `其中一项：${format(value)}%`, en: `A share: ${format(value)}%` } })),
    fixes: figureFix(placed, sum, wanted, insert => ({ zh: `改为 ${insert}%`, en: `Change it to ${insert}%` })),
  }
}

function sumFinding(placed: PlacedSentence, { shares, sum, isOver }: Run): Finding {
  const terms = shares.map(({ percent }) => `${format(percent.value)}%`).join("+")
  const percents = shares.map(({ percent }) => percent)
  return {
    range: rangeOf(placed, percents[percents.length - 1]!.digits),
    message: {
      zh: `${terms} = ${format(sum)}%，${isOver ? "大于" : "小于"} 100%。请核对各项占比。`,
      en: `${terms} = ${format(sum)}%, ${isOver ? "more" : "less"} than 100%. Check the shares.`,
    },
    related: percents.map(({ digits, value }) => ({ range: rangeOf(placed, digits), message: { zh: `其中一项：${format(value)}%`, en: `A share: ${format(value)}%` } })),
    fixes: slippedParts(percents, subtract(sum, HUNDRED)).flatMap(({ part, wanted }) => figureFix(placed, part, wanted, insert => ({ zh: `其中的 ${format(part.value)}% 改为 ${insert}%`, en: `Change the share ${format(part.value)}% to ${insert}%` }))),
  }
}

function confront(report: Report, share: Share, placed: PlacedSentence): Finding | null {
  const { percent, part } = share
  const { named, others } = wholesOf(report, share)
  if (named.length === 0) return null
  const shareBy = (whole: Decimal): bigint => percentOf(part.value, whole, percent.value.scale).units
  const written = { value: percent.value, slack: null, bound: percent.bound }
  if ([...named, ...others].some(whole => (percent.bound === "exact" ? shareBy(whole) === percent.value.units : fits(written, spanOf(part), { low: whole, high: whole })))) return null
  const sums = share.joined.map((_, i) => share.joined.slice(i).map(({ value }) => value).reduce(add, part.value))
  if (sums.some(sum => [...named, ...others].some(whole => percentOf(sum, whole, percent.value.scale).units === percent.value.units))) return null
  const options = namedShares(named, percent, shareBy)
  const [nearest] = options
  const range = rangeOf(placed, percent.digits)
  const reckoned = options.map(({ whole, wanted }) => `${format(part.value)}÷${format(whole)} = ${wanted}%`)
  return {
    range,
    severity: nearest!.gap <= 1n || share.isOfNamed ? "hint" : "warning",
    message: {
      zh: `${reckoned.join("，")}，${reckoned.length > 1 ? "都不是文中的" : "文字写"} ${format(percent.value)}%。请核对。`,
      en: `${reckoned.join(", ")}, but the text says ${format(percent.value)}%. Check which is meant.`,
    },
    fixes: options.map(({ wanted }) => ({ title: { zh: `改为 ${wanted}%`, en: `Change it to ${wanted}%` }, safe: false, preferred: false, edits: [{ ...range, insert: wanted }] })),
  }
}

/** So many wholes are named that the text may mean. */
const MAX_NAMED = 3

/** What a part is of each whole, those apart that come out alike, the nearest to what is written first. */
function namedShares(wholes: readonly Decimal[], { value }: Figure, shareBy: (whole: Decimal) => bigint): { readonly whole: Decimal; readonly wanted: string; readonly gap: bigint }[] {
  const options = wholes.map(whole => {
    const exact = shareBy(whole)
    return { whole, wanted: format({ units: exact, scale: value.scale }), gap: exact > value.units ? exact - value.units : value.units - exact }
  })
  return options.filter(({ wanted }, i) => options.findIndex(other => other.wanted === wanted) === i).sort((a, b) => (a.gap < b.gap ? -1 : 1)).slice(0, MAX_NAMED)
}

/** What the figure may be a share of: figures before it in the text and, if it states a cell, the totals of the table; else those are good enough to fit. */
function wholesOf(report: Report, { part, partClaim, wholes, isCertain }: Share): { named: Decimal[]; others: Decimal[] } {
  const isWhole = (value: Decimal): boolean => value.units > 0n && !isLess(value, part.value)
  if (isCertain) return { named: wholes.map(({ value }) => value).filter(isWhole), others: [] }
  const inText = wholes.filter(({ kind }) => kind === part.kind).map(({ value }) => value).filter(isWhole)
  const totals = totalsOf(report).filter(isWhole)
  return partClaim && !confrontClaim(report.facts, partClaim) ? { named: [...inText, ...totals], others: [] } : { named: inText, others: totals }
}

const totalsOf = memoize(({ facts, format }: Report): Decimal[] => totalsIn(facts, format.prose!))
