import type { Decimal } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import type { Range } from "../../text/range.ts"
import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { Figure } from "./figures.ts"
import { numberAt } from "./numerals.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny, patternOfWords, proseForm, withoutWords, withYear } from "./words.ts"

/** A percentage, or words that stand for one (翻一番, 四分之一, 三成): places count in the sentence. */
export interface Percentage {
  /** In hundredths. */
  readonly value: Decimal
  /** How far off the words may be: half a digit of what they are given in, in hundredths; null for digits with a percent sign, which are rounded to their last one. */
  readonly slack: number | null
  readonly bound: Figure["bound"]
  readonly from: number
  readonly to: number
  /** The percentage as a figure, if its digits can be replaced. */
  readonly figure: Figure | null
}

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

/** By how many points a percentage has changed: 由 61% 提高到 68%，提高 7 个百分点. */
export interface PointsChange {
  readonly before: Figure
  readonly now: Figure
  readonly points: Figure
}

/** A percentage with the part and the whole that it is said to be of: 92.9%（13/14）; 占总量（140 件）的四分之一, 占总数 2650 条的 22%，共 583 条. */
export interface Portion {
  readonly percent: Percentage
  readonly part: Operand
  readonly whole: Operand
}

/** A number that something is worked out from: places count in the sentence. */
export interface Operand {
  readonly value: Decimal
  readonly digits: Range
}

export interface RatesOfSentence {
  readonly growths: readonly Growth[]
  readonly rates: readonly Rate[]
  readonly portions: readonly Portion[]
  readonly points: readonly PointsChange[]
  /** Shares of one whole that stand side by side. */
  readonly shares: readonly (readonly SharePart[])[]
}

/** A share of a whole. */
export interface SharePart {
  readonly percent: Figure
  /** True if nothing else is left: 其他占 20%. */
  readonly isRest: boolean
}

export const NO_RATES: RatesOfSentence = { growths: [], rates: [], portions: [], points: [], shares: [] }

/** What a sentence says of rates. `counts` are those of its clauses, in order. */
export function ratesOf(text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): RatesOfSentence {
  const words = ratePatterns(vocabulary)
  const percentages = clauses.flatMap(clause => percentagesIn({ text, words, vocabulary }, clause))
  if (percentages.length === 0 && !counts.some(({ lead }) => words.grown.test(lead))) return NO_RATES
  const reader: Reader = { text, clauses, counts, words, vocabulary, latest: latestYear(clauses, vocabulary), places: new Map(clauses.map((clause, i) => [clause, i])), countsAt: countsByClause(clauses, counts) }
  const roles = rolesOf(reader)
  return {
    growths: growthsOf(reader, roles, percentages),
    rates: percentages.flatMap(percentage => rateOf(reader, roles, percentage) ?? []),
    portions: percentages.flatMap(percentage => portionOf(reader, percentage) ?? []),
    points: pointsOf(reader, percentages),
    shares: sharesOf(reader),
  }
}

interface Reader {
  readonly text: string
  readonly clauses: readonly Clause[]
  readonly counts: readonly Count[]
  readonly words: RatePatterns
  readonly vocabulary: ProseVocabulary
  readonly latest: bigint
  /** The numbers of the clauses, and the counts of each. */
  readonly places: ReadonlyMap<Clause, number>
  readonly countsAt: readonly (readonly Count[])[]
}

function countsByClause(clauses: readonly Clause[], counts: readonly Count[]): Count[][] {
  const byClause = new Map(clauses.map((clause): [Clause, Count[]] => [clause, []]))
  for (const count of counts) byClause.get(count.clause)!.push(count)
  return [...byClause.values()]
}

/** The counts of a clause and of so many before and behind it: no sentence that anyone wrote tells of one thing for longer. */
function countsAround({ places, countsAt }: Reader, clause: Clause): readonly Count[] {
  const at = places.get(clause)!
  return countsAt.slice(Math.max(0, at - MAX_CLAUSES), at + MAX_CLAUSES + 1).flat().slice(0, MAX_COUNTS)
}

const MAX_CLAUSES = 6
const MAX_COUNTS = 48

/** The format's words, as they are looked for. */
interface RatePatterns {
  /** A word of growth with which a text ends. */
  readonly grown: RegExp
  readonly down: RegExp
  /** 更正为: what stands behind is what another year's figure should have been. */
  readonly corrected: RegExp
  /** 增至, 减少到: what stands behind is what something has become. */
  readonly reached: RegExp
  /** The same, with a few words between: 提高到本年的. */
  readonly reachedBy: RegExp
  /** Words for another year, and for this one; a year in digits. */
  readonly before: RegExp
  readonly own: RegExp
  /** All that a clause may say besides that something has grown, without a subject of its own. */
  readonly idle: RegExp
  readonly multiples: RegExp
  readonly percentOf: Readonly<Record<string, number>>
  /** 是上年的, in front of 2 倍. */
  readonly times: RegExp
  readonly due: RegExp
  readonly open: RegExp
  readonly apart: RegExp
  /** All that stands in front of a count which a percentage told before: 共. */
  readonly namely: RegExp
  /** 办结率 with which a text ends. */
  readonly named: RegExp
  readonly start: RegExp
}

const ratePatterns = memoize(({ format, year }: ProseVocabulary): RatePatterns => {
  const { rates } = format
  const any = (words: readonly string[]): string => `(?:${patternOfWords(words.flatMap(word => withYear(word, year)))})`
  const fill = `${any(rates.fill)}*`
  const idle = any([...rates.idle, ...rates.before, ...rates.own, ...rates.up, ...rates.down, ...rates.fill])
  return {
    grown: new RegExp(`${any([...rates.up, ...rates.down])}${fill}$`),
    down: new RegExp(`${any(rates.down)}${fill}$`),
    corrected: new RegExp(`${any(rates.corrected)}$`),
    reached: new RegExp(`${any(rates.reached)}${fill}$`),
    reachedBy: new RegExp(`${any(rates.reached)}[^,;。\\d]{0,6}$`),
    before: new RegExp(any(rates.before), "g"),
    own: new RegExp(any([...rates.own]), "g"),
    idle: new RegExp(idle, "g"),
    multiples: new RegExp(any(Object.keys(rates.multiples)), "g"),
    percentOf: rates.multiples,
    times: new RegExp(`(?:${any(rates.before)}|20\\d\\d年)[^,;。]*的$`),
    due: new RegExp(any(rates.due)),
    open: new RegExp(any(rates.open)),
    apart: new RegExp(any(rates.apart)),
    namely: new RegExp(`^${any(rates.namely)}*$`),
    named: new RegExp(`([^,;。:、()\\d%]{0,10})${any(rates.suffixes)}${fill}$`),
    start: new RegExp(`${any(rates.start)}[^,;。]*$`),
  }
})

/** A percentage with its clause and what the clause says in front of it. */
interface PlacedPercentage extends Percentage {
  readonly clause: Clause
  readonly lead: string
  /** True for words that speak of growth by themselves: 翻一番, 是上年的 2 倍. */
  readonly isGrowth: boolean
}

const FRACTION = /([一二三四五六七八九十]+)分之([一二三四五六七八九十]+)/g
const TENTHS = /([一二三四五六七八九])成/g
const TIMES = /(\d+(?:\.\d+)?|[一二两三四五六七八九十])倍/g
/** Most clauses have none of these words. */
const IN_WORDS = /[倍番成半]|分之/
const BRACKETED = /\([^()]*\)/g

function percentagesIn({ text, words, vocabulary }: Pick<Reader, "text" | "words" | "vocabulary">, clause: Clause): PlacedPercentage[] {
  const leadTo = (at: number): string => text.slice(clause.from, at).replace(BRACKETED, "")
  const digits = clause.figures.filter(({ kind }) => kind === "percent").map((figure): PlacedPercentage => (
    { from: figure.digits.from, to: figure.digits.to, value: figure.value, slack: null, bound: figure.bound, figure, clause, lead: leadTo(figure.from), isGrowth: false }
  ))
  const all = text.slice(clause.from, clause.to)
  if (!IN_WORDS.test(all)) return digits
  const worded = (index: number, word: string, value: Decimal, slack: number, isGrowth: boolean): PlacedPercentage[] => {
    const from = clause.from + index
    const bound = vocabulary.bounds.before.longestAt(text, from)
    if (all.slice(0, index).replace(BRACKETED, "").includes("(")) return []
    return [{ from, to: from + word.length, value, slack, bound: bound?.value ?? "exact", figure: null, clause, lead: leadTo(bound?.to ?? from), isGrowth }]
  }
  return [
    ...digits,
    ...[...all.matchAll(FRACTION)].flatMap(({ index, 0: word, 1: below, 2: above }) => worded(index, word, fraction(unitsOf(above!), unitsOf(below!)), 2.5, false)),
    ...[...all.matchAll(TENTHS)].flatMap(({ index, 0: word, 1: tenths }) => worded(index, word, { units: unitsOf(tenths!) * 10n, scale: 0 }, 5, false)),
    ...[...all.matchAll(words.multiples)].flatMap(({ index, 0: word }) => worded(index, word, { units: BigInt(words.percentOf[word]!), scale: 0 }, 10, true)),
    ...[...all.matchAll(TIMES)].flatMap(({ index, 0: word, 1: times }) => {
      const { units, scale } = numberAt(times!, 0)?.value ?? { units: 0n, scale: 0 }
      const isOfBefore = words.times.test(all.slice(0, index))
      // 是上年的 2 倍: twice as much has grown by once as much.
      const slack = holdsAny(all.slice(0, index), vocabulary.format.rates.exactly) ? 1 : scale === 0 ? 20 : 50 / 10 ** scale
      return worded(index, word, { units: units * 100n - (isOfBefore ? 100n * 10n ** BigInt(scale) : 0n), scale }, slack, isOfBefore)
    }),
  ]
}

const unitsOf = (written: string): bigint => numberAt(written, 0)?.value.units ?? 0n
const fraction = (above: bigint, below: bigint): Decimal => (below > 0n ? { units: (above * 10000n) / below, scale: 2 } : { units: 0n, scale: 0 })

/** What a count is where something has grown: what there is now, what another year had, by how much they differ. */
type Role = "now" | "before" | "difference"

function rolesOf(reader: Reader): ReadonlyMap<Count, Role> {
  const { counts, words } = reader
  const roles = new Map<Count, Role>()
  for (const [i, count] of counts.entries()) {
    const { lead, flow } = count
    // What is carried over from last year is no count of last year.
    if (flow?.startsWith("carried")) continue
    const next = counts[i + 1]
    // 由年报中的 5216 条更正为 4987 条: the first holds no more.
    if (next && words.corrected.test(next.lead)) continue
    if (words.grown.test(lead)) roles.set(count, "difference")
    else if (words.reached.test(lead)) roles.set(count, "now")
    else if (words.start.test(lead) && next && words.reached.test(next.lead)) roles.set(count, "before")
    else roles.set(count, isBefore(reader, lead) ?? isBefore(reader, outside(reader, count)) ?? false ? "before" : "now")
  }
  return roles
}

/** Whether the last year that some words name is another one; null if they name none. */
function isBefore({ words: { before, own }, latest }: Reader, words: string): boolean | null {
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
function outside({ text, clauses, places }: Reader, { clause, figure }: Count): string {
  if (clause.isFirst) return text.slice(Math.max(0, clause.from - MAX_YEAR), clause.from - 1)
  const before = clause.figures[0] === figure ? clauses[places.get(clause)! - 1] : undefined
  return before && before.group === clause.group && before.to - before.from <= MAX_YEAR && !before.endsSentence ? text.slice(before.from, before.to) : ""
}

/** So long are the words for a year: 2022年度. */
const MAX_YEAR = 8

function growthsOf(reader: Reader, roles: ReadonlyMap<Count, Role>, percentages: readonly PlacedPercentage[]): Growth[] {
  const { counts, words } = reader
  const grown = percentages.filter(({ lead, isGrowth }) => isGrowth || words.grown.test(lead))
  const explained = new Set<Count>()
  const found = grown.flatMap((percent): Growth[] => {
    const { clause, lead } = percent
    if (words.apart.test(lead) || grown.some(other => other !== percent && other.clause === clause)) return []
    const difference = differenceOf(reader, roles, percent)
    if (difference) explained.add(difference)
    return [growthWith(reader, roles, clause, percent.from, words.down.test(lead) ? "down" : "up", percent, difference)]
  })
  const alone = counts.filter(count => roles.get(count) === "difference" && !explained.has(count) && !words.apart.test(count.lead))
  return [...found, ...alone.map(count => growthWith(reader, roles, count.clause, count.figure.from, words.down.test(count.lead) ? "down" : "up", null, count))]
    .filter(({ percent, difference, befores }) => befores.length > 0 || (percent !== null && difference !== null))
}

function growthWith(reader: Reader, roles: ReadonlyMap<Count, Role>, clause: Clause, at: number, direction: Growth["direction"], percent: PlacedPercentage | null, difference: Count | null): Growth {
  const { words } = reader
  const around = countsAround(reader, clause)
  const outer = clause.outer ?? clause
  const unit = difference && unitOf(difference.figure)
  const countsHere = around.some(count => count.clause === clause && count.figure.to <= at)
  const subject = percent && difference === null && !countsHere ? subjectOf(words, percent.lead) : ""
  const isNear = (count: Count): boolean => count.clause.group === clause.group || count.clause.group === outer.group || count.clause.outer === clause
  const near = around.filter(count => isNear(count) && !count.isSecond && (unit === null || unitOf(count.figure) === unit))
  const isOfSubject = (count: Count): boolean => subject === "" || count.clause === clause || haveCommon(subject, subjectOf(words, count.lead + count.tail))
  const nows = near.filter(count => roles.get(count) === "now" && (count.figure.from < at ? isOfSubject(count) : words.reached.test(count.lead))).reverse()
  const isOfOne = (before: Count): boolean => {
    const own = subjectOf(words, before.lead)
    return own === "" || nows.some(now => now.clause === before.clause || isOfSameSubject(own, subjectOf(words, now.lead + now.tail)))
  }
  // 与上年的 514 条、436 条之和相比: it is not one figure that has grown.
  if (near.some(count => roles.get(count) === "before" && words.apart.test(count.lead + count.tail))) return { percent: null, direction, difference: null, nows, befores: [] }
  return { percent, direction, difference, nows, befores: near.filter(count => roles.get(count) === "before" && isOfOne(count)) }
}

/** What words speak of, without years and words of growth. */
const subjectOf = ({ idle }: RatePatterns, lead: string): string => lead.replace(BRACKETED, "").replace(idle, "").replace(/[^\p{Script=Han}]/gu, "")
const isIdle = (words: RatePatterns, lead: string): boolean => subjectOf(words, lead) === ""

const isOfSameSubject = (a: string, b: string): boolean => b === "" || haveCommon(a, b)

/** True if two subjects have two neighbouring characters in common. */
const haveCommon = (a: string, b: string): boolean => [...a].some((_, i) => i + 2 <= a.length && b.includes(a.slice(i, i + 2)))

/** The difference that a percentage puts in other words: in its clause, or in the one before or behind it if its own has no subject. */
function differenceOf(reader: Reader, roles: ReadonlyMap<Count, Role>, { clause, lead }: PlacedPercentage): Count | null {
  const { text, clauses, places, words } = reader
  const around = countsAround(reader, clause)
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

function rateOf(reader: Reader, roles: ReadonlyMap<Count, Role>, { clause, lead, ...percent }: PlacedPercentage): Rate | null {
  const { text, words, vocabulary } = reader
  const name = words.named.exec(lead)?.[1]
  if (name === undefined || words.grown.test(lead) || percent.slack !== null || words.apart.test(lead)) return null
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
  const bearing = near.filter(count => stems.some(stem => holds(count.lead + count.tail, stem)))
  const exact = bearing.filter(count => (count.lead + count.tail).includes(name))
  const named = exact.length > 0 ? exact : bearing
  // 按时办结率 is no rate of what was done late.
  const parts = isOfDue ? named.filter(count => words.due.test(count.lead)) : named
  const opposites = narrowed ? [] : near.filter(count => stems.some(stem => narrower.some(word => (count.lead + count.tail).includes(word + stem))))
  // 办结率 99.69%，满意率 98.7%: another rate stands between the figures and this one.
  const isFirst = !text.slice(near.at(-1)?.figure.to ?? percent.from, percent.from).includes("%")
  return { percent, name, isFirst, parts: parts.reverse(), opposites, others: near, isOfDue, hasOpen: words.open.test(text) }
}

/** 13/14 behind a percentage. */
const QUOTIENT = /^[^,;。:、()\d]{0,3}[(,]?[^,;。:、()\d]{0,3}(\d+)[^,;。:、()\d]{0,2}[/÷](\d+)[^\d/]/

/** What a percentage is of, where the text puts the part and the whole beside it in a way that no other rule reads. */
function portionOf(reader: Reader, { clause, lead, ...percent }: PlacedPercentage): Portion | null {
  const { text, words, places, clauses } = reader
  const quotient = percent.figure ? QUOTIENT.exec(text.slice(percent.figure.to, percent.figure.to + MAX_QUOTIENT)) : null
  if (quotient) {
    const at = percent.figure!.to + quotient[0].indexOf(quotient[1]!)
    const behind = percent.figure!.to + quotient[0].lastIndexOf(quotient[2]!)
    const operand = (digits: string, from: number): Operand => ({ value: { units: BigInt(digits), scale: 0 }, digits: { from, to: from + digits.length } })
    return { percent, part: operand(quotient[1]!, at), whole: operand(quotient[2]!, behind) }
  }
  const word = clause.tokens.findLast(token => token.roles.isShare && token.to <= percent.from)
  if (!word || words.grown.test(lead) || words.apart.test(lead)) return null
  const around = countsAround(reader, clause)
  const told = around.filter(count => count.figure.from >= word.to && count.figure.to <= percent.from && (count.clause === clause || count.clause.outer === clause))
  const [whole] = told
  const next = clauses[places.get(clause)! + 1]
  const before = around.findLast(count => count.clause === clause && count.figure.to <= word.from)
    ?? (text.slice(clause.from, word.from) === "" ? around.findLast(count => count.figure.to === clause.from - 1) : undefined)
  if (!whole || told.length > 1 || (percent.figure && before && whole.clause === clause)) return null
  const part = before ?? (clause.endsSentence ? undefined : around.find(count => count.clause === next && words.namely.test(count.lead)))
  return part && part.figure.bound === "exact" && whole.figure.bound === "exact" ? { percent, part: part.figure, whole: whole.figure } : null
}

const MAX_QUOTIENT = 24

/** Points beside two percentages of which the words say which was before. */
function pointsOf({ text, clauses, places, words }: Reader, percentages: readonly PlacedPercentage[]): PointsChange[] {
  const written = percentages.filter(({ figure, bound }) => figure !== null && bound === "exact")
  const before = (percent: PlacedPercentage): PlacedPercentage | undefined => written.findLast(other => other.to < percent.from && places.get(percent.clause)! - places.get(other.clause)! <= 1)
  return written.flatMap(now => {
    const earlier = words.reachedBy.test(now.lead) ? before(now) : undefined
    const at = places.get(now.clause)!
    if (!earlier || !words.start.test(earlier.lead)) return []
    const points = clauses.slice(at, at + 2).flatMap(({ figures }) => figures).find(({ kind, from }) => kind === "points" && from > now.to)
    const between = points && text.slice(now.to, points.from)
    return points?.bound === "exact" && !between!.includes("%", 1) ? [{ before: earlier.figure!, now: now.figure!, points }] : []
  })
}

/** Shares of one whole that stand side by side: those of a list within another are by themselves. */
function sharesOf({ text, clauses, words, vocabulary }: Reader): SharePart[][] {
  const runs: SharePart[][] = []
  const open = new Map<number, SharePart[]>()
  for (const clause of clauses) {
    const word = clause.tokens.find(({ roles }) => roles.isShare)
    const opensList = clause.tokens.some(({ roles }) => roles.list === "open" || roles.list === "closed")
    // 予以公开 18 件（占 45%）、部分公开 …: each bracket says a share of the list around it.
    const level = clause.isFirst && !opensList ? (clause.outer?.group ?? 0) : clause.group
    if (opensList) open.delete(level)
    const goesOn = !word && open.has(level) && vocabulary.format.shares.next.some(next => text.startsWith(next, clause.from))
    const shares = word || goesOn ? clause.figures.filter(figure => figure.kind === "percent" && figure.from >= (word?.to ?? clause.from) && !words.grown.test(text.slice(clause.from, figure.from))) : []
    if (shares.length > 0) {
      const run = open.get(level) ?? []
      if (run.length === 0) runs.push(run)
      open.set(level, run)
      for (const percent of shares) {
        const from = run.at(-1)?.percent.to ?? 0
        run.push({ percent, isRest: clause.tokens.some(token => token.roles.list === "rest" && token.from < percent.from && token.from >= from) })
      }
    }
    if (clause.endsSentence) open.delete(clause.group)
  }
  return runs.filter(run => run.length > 1)
}
