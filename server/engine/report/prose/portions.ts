import { isLess } from "../../text/decimal.ts"
import type { Decimal } from "../../text/decimal.ts"
import type { Range } from "../../text/range.ts"
import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import { figureAt, type Figure } from "./figures.ts"
import type { Percentage, PlacedPercentage } from "./percentages.ts"
import { countsAround, type RatePatterns, type RateReader } from "./rateReader.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isPlain } from "./wholes.ts"
import { holdsAny, withoutWords } from "./words.ts"

/** By how many points a percentage has changed: 由 61% 提高到 68%，提高 7 个百分点; 8.1%，较上年的 9.3% 下降 1.2 个百分点. */
export interface PointsChange {
  readonly direction: "up" | "down"
  readonly before: Operand
  readonly now: Operand
  readonly points: Figure
}

/** A percentage with the part and the whole that it is said to be of: 92.9%（13/14）; 占总量（140 件）的四分之一, 占总数 2650 条的 22%，共 583 条. */
export interface Portion {
  readonly percent: Percentage
  readonly part: Operand
  /** What it may be of, the likeliest first. */
  readonly wholes: readonly [Operand, ...Operand[]]
}

/** A number that something is worked out from: places count in the sentence. */
export interface Operand {
  readonly value: Decimal
  readonly digits: Range
}

/** 13/14 behind a percentage. */
const QUOTIENT = /^[^,;。:、()\d]{0,3}[(,]?[^,;。:、()\d]{0,3}(\d+)[^,;。:、()\d]{0,2}[/÷](\d+)[^\d/]/

/** What a percentage is of, where the text puts the part and the whole beside it in a way that no other rule reads. */
export function portionOf(reader: RateReader, { clause, lead, ...percent }: PlacedPercentage): Portion | null {
  const { text, words } = reader
  const quotient = quotientBehind(text, percent)
  if (quotient) return quotient
  const fulfilled = fulfilledIn(reader, clause, percent)
  if (fulfilled) return ofTarget(reader, clause, fulfilled, percent)
  const word = clause.tokens.findLast(token => token.roles.isShare && token.to <= percent.from)
  if (!word) return !percent.figure && holdsAny(lead, reader.vocabulary.format.rates.exactly) ? exactHalf(reader, clause, percent) : null
  // 占比由 55.5%（76 项）升至 62%: a share that has changed.
  if (words.grown.test(lead) || words.apart.test(lead) || text.slice(word.to, percent.from).includes("%")) return null
  return beside(reader, clause, word, percent)
}

/** 完成目标任务 1.5 万人的 112%: it is of what was to be reached. */
function fulfilledIn({ text, words }: RateReader, { from }: Clause, percent: Percentage): Range | undefined {
  const found = words.fulfilled.exec(text.slice(from, percent.from))
  return found ? { from: from + found.index, to: from + found.index + found[1]!.length } : undefined
}

/** What was to be reached stands in the words, what was is the only count in its unit before. */
function ofTarget(reader: RateReader, clause: Clause, { from, to }: Range, percent: Percentage): Portion | null {
  const around = countsAround(reader, clause).filter(({ clause: { group } }) => group === clause.group)
  const target = around.find(({ figure }) => figure.from >= to && figure.to <= percent.from)
  const [part, ...others] = target ? around.filter(count => count.figure.to <= from && isAlike(count, target)) : []
  return target && part && others.length === 0 && isPlain(part) && isPlain(target) ? { percent, part: part.figure, wholes: [target.figure] } : null
}

/** What stands before 占 and between it and the percentage, or behind: 占总数 2650 条的 22%，共 583 条. */
function beside(reader: RateReader, clause: Clause, word: Range, percent: Percentage): Portion | null {
  const { text, words, places, clauses } = reader
  const around = countsAround(reader, clause)
  const told = around.filter(count => count.figure.from >= word.to && count.figure.to <= percent.from && (count.clause === clause || count.clause.outer === clause))
  const [whole] = told
  const next = clauses[places.get(clause)! + 1]
  const before = around.findLast(count => count.clause === clause && count.figure.to <= word.from) ?? partBefore(reader, clause, word.from, around, percent.figure !== null)
  if (!whole && !percent.figure && before && namesWhole(withoutWords(text.slice(word.to, percent.from), reader.vocabulary.format.shares.wholes), around)) return ofWholeBefore(percent, before, around)
  if (!whole || told.length > 1 || (percent.figure && before && whole.clause === clause)) return null
  const part = before ?? (clause.endsSentence ? undefined : around.find(count => count.clause === next && words.namely.test(count.lead)))
  return part && part.figure.bound === "exact" && whole.figure.bound === "exact" ? { percent, part: part.figure, wholes: [whole.figure] } : null
}

/** 32 个乡镇中 24 个建成，占全部乡镇的四分之三 */
const namesWhole = (words: string, around: readonly Count[]): boolean => words === "" || (words.length > 1 && around.some(({ tail }) => tail.startsWith(words)))

/** What stands before the comma in front of 占: for a percentage right before it. */
function partBefore({ text, places, clauses }: RateReader, clause: Clause, at: number, around: readonly Count[], isRightBefore: boolean): Count | undefined {
  if (text.slice(clause.from, at) !== "") return undefined
  const last = clauses[places.get(clause)! - 1]
  return around.findLast(count => (isRightBefore ? count.figure.to === clause.from - 1 : count.clause === last && last.group === clause.group))
}

/** 92.9%（13/14） */
function quotientBehind(text: string, percent: Percentage): Portion | null {
  const quotient = percent.figure ? QUOTIENT.exec(text.slice(percent.figure.to, percent.figure.to + MAX_QUOTIENT)) : null
  if (!quotient) return null
  const at = percent.figure!.to + quotient[0].indexOf(quotient[1]!)
  const behind = percent.figure!.to + quotient[0].lastIndexOf(quotient[2]!)
  return { percent, part: operand(quotient[1]!, at), wholes: [operand(quotient[2]!, behind)] }
}

const operand = (digits: string, from: number): Operand => ({ value: { units: BigInt(digits), scale: 0 }, digits: { from, to: from + digits.length } })

/** 恰为半数，即 42 件 */
function exactHalf(reader: RateReader, clause: Clause, percent: Percentage): Portion | null {
  const around = countsAround(reader, clause).filter(count => count.clause.group === clause.group)
  const namely = around.find(count => count.figure.from >= percent.to)
  return namely && /^,?[即计共为]/.test(reader.text.slice(percent.to, namely.figure.from)) ? ofWholeBefore(percent, namely, around.filter(count => count.figure.to <= percent.from)) : null
}

/** 120 家，已走访 90 家，占总数的四分之三: a fraction in words, of some count before in the unit of the part. */
function ofWholeBefore(percent: Percentage, part: Count, around: readonly Count[]): Portion | null {
  const [last, ...others] = around.filter(count => count.figure.to <= part.figure.from && isAlike(count, part) && isPlain(count) && !isLess(count.figure.value, part.figure.value)).map(({ figure }) => figure).reverse()
  return last && isPlain(part) ? { percent, part: part.figure, wholes: [last, ...others] } : null
}

const MAX_QUOTIENT = 24

/** Points beside two percentages of which the words say which was before. */
export function pointsOf({ text, clauses, places, words }: RateReader, percentages: readonly PlacedPercentage[]): PointsChange[] {
  const written = percentages.filter(({ figure, bound }) => figure !== null && bound === "exact")
  if (written.length < 2) return NONE
  return clauses.flatMap((clause, place) => clause.figures.flatMap((points, i): PointsChange[] => {
    const lead = text.slice(clause.figures[i - 1]?.to ?? clause.from, points.from)
    if (points.kind !== "points" || points.bound !== "exact" || !words.grown.test(lead)) return []
    const beside = written.filter(({ to, clause: own }) => to <= points.from && place - places.get(own)! <= MAX_BESIDE)
    const second = beside.at(-1)
    // 54.69%，比全市平均的 51.3% 高 3.39 个百分点，比上年的 49.2% 提高 …: what is compared with something else is neither.
    const first = beside.slice(0, -1).findLast(percent => wasBefore(percent, words) || !words.against.test(ownLead(percent)))
    if (!first || !second || percentages.some(({ from, to }) => from > second.to && to < points.from)) return []
    // 较上年的 97.2% 提高 1.4 个百分点，较前年提高 2.1 个百分点
    if (words.against.test(text.slice(second.to, points.from))) return []
    const [wasFirst, wasSecond] = [wasBefore(first, words), wasBefore(second, words)]
    const [earlier, now] = wasSecond ? [second, first] : [first, second]
    // 由 61% 提高到 68%; 8.1%，较上年的 9.3%
    if (!(wasSecond ? !wasFirst : wasFirst && (words.reachedBy.test(ownLead(now).replace(/\d/g, "")) || now.clause !== earlier.clause))) return []
    return [{ before: earlier.figure!, now: now.figure!, points, direction: words.down.test(lead) ? "down" : "up" }]
  }))
}

/** So many clauses before the points may their percentages stand. */
const MAX_BESIDE = 2
const NONE: PointsChange[] = []

const ownLead = ({ lead }: PlacedPercentage): string => lead.slice(lead.lastIndexOf("%") + 1)

/** 由, 较上年的 in front of a percentage. */
function wasBefore(percent: PlacedPercentage, words: RatePatterns): boolean {
  const own = ownLead(percent)
  return !words.reachedBy.test(own.replace(/\d/g, "")) && (words.start.test(own) || words.was.test(own))
}

/** 由 1.32% 上升至 0.87%: figures whose change goes the other way than its verb says. */
export function turnsOf({ text, clauses, words }: RateReader): Turn[] {
  return clauses.flatMap(({ from, figures }) => figures.flatMap((before, i): Turn[] => {
    const now = figures[i + 1]
    if (!now || now.kind !== before.kind || unitOf(now) !== unitOf(before) || [before, now].some(({ bound }) => bound !== "exact")) return []
    const verb = text.slice(before.to, now.from)
    if (!words.start.test(text.slice(figures.slice(0, i).findLast(({ kind }) => kind !== "year")?.to ?? from, before.from)) || !words.reachedBy.test(verb)) return []
    const isUp = UP.test(verb)
    const [less, more] = isUp ? [now, before] : [before, now]
    return isUp !== DOWN.test(verb) && isLess(less.value, more.value) ? [{ now, less, more }] : []
  }))
}

/** What is told to have become more is `less` than what it was, or the other way round. */
export interface Turn {
  readonly now: Figure
  readonly less: Figure
  readonly more: Figure
}

const UP = /[增升提扩涨延]/
const DOWN = /[降减缩压]/

/** 由第 9 位上升到第 4 位，前进 5 位: ranks differ by what is told. */
export function ranksOf(text: string, vocabulary: ProseVocabulary): PointsChange[] {
  if (!text.includes("第")) return NONE
  return [RANKS, RANKS_BACK].flatMap(ranks => [...text.matchAll(ranks)].flatMap(({ index, 0: all, 1: first, 2: second, 3: written }): PointsChange[] => {
    const points = figureAt(text, index + all.length - written!.length, vocabulary)
    const told = [operand(first!, index + 1), operand(second!, index + all.lastIndexOf(`第${second!}`) + 1)] as const
    const [before, now] = ranks === RANKS ? told : [told[1], told[0]]
    return points?.bound === "exact" ? [{ before, now, points, direction: isLess(before.value, now.value) ? "up" : "down" }] : []
  }))
}

const RANKS = /第(\d{1,3})[位名](?:[^,;。\d]{0,8}20\d\d年)?[^,;。\d]{0,10}第(\d{1,3})[位名][^,;。\d]{0,6},(?:排名|位次|名次|共|累计|一年|一举|较上年|比上年|同比){0,3}[^,;。\d]?[升进跃降退滑落][^,;。\d]{0,3}(\d{1,3})(?=个?[位名])/g
/** 列第 5 位，由上年的第 11 位上升了 6 位 */
const RANKS_BACK = /第(\d{1,3})[位名],[由从较比](?:上年度?|去年|20\d\d年)[^,;。\d]{0,4}第(\d{1,3})[位名][升进跃降退滑落上前下后提]{1,2}了?(\d{1,3})(?=个?[位名])/g
