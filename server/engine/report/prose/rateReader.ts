import { memoize } from "../../text/memoize.ts"
import type { Clause } from "./clauses.ts"
import type { Count } from "./counts.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { patternOfWords, proseForm, undivided, withoutBrackets, withYear } from "./words.ts"

/** A sentence with its counts by clause, as rates are read. */
export interface RateReader {
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

/** Makes a sentence ready to be read for rates. `counts` are those of its clauses, in order. */
export const rateReader = (text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): RateReader => ({
  text, clauses, counts, vocabulary, words: ratePatterns(vocabulary), latest: latestYear(clauses, vocabulary), places: new Map(clauses.map((clause, i) => [clause, i])), countsAt: countsByClause(clauses, counts),
})

/** The year that a sentence speaks of: the latest of several, else the report's. */
function latestYear(clauses: readonly Clause[], { year }: ProseVocabulary): bigint {
  const years = new Set(clauses.flatMap(({ figures }) => figures.flatMap(({ kind, value }) => (kind === "year" ? [value.units] : []))))
  return years.size > 1 ? [...years].reduce((a, b) => (a > b ? a : b)) : BigInt(year ?? 0)
}

/** The counts of each clause, in the order of the clauses. */
export function countsByClause(clauses: readonly Clause[], counts: readonly Count[]): Count[][] {
  const byClause = new Map(clauses.map((clause): [Clause, Count[]] => [clause, []]))
  for (const count of counts) byClause.get(count.clause)!.push(count)
  return [...byClause.values()]
}

/** The counts of a clause and of so many before and behind it: no sentence that anyone wrote tells of one thing for longer. */
export function countsAround({ places, countsAt }: RateReader, clause: Clause): readonly Count[] {
  const at = places.get(clause)!
  return countsAt.slice(Math.max(0, at - MAX_CLAUSES), at + MAX_CLAUSES + 1).flat().slice(0, MAX_COUNTS)
}

const MAX_CLAUSES = 6
const MAX_COUNTS = 48

/** The format's words, as they are looked for. */
export interface RatePatterns {
  /** A word of growth with which a text ends. */
  readonly grown: RegExp
  readonly down: RegExp
  /** 更正为: what stands behind is what another year's figure should have been. */
  readonly corrected: RegExp
  /** 增至, 减少到: what stands behind is what something has become. */
  readonly reached: RegExp
  /** The same, with a few words between: 提高到本年的. */
  readonly reachedBy: RegExp
  /** 较: what stands behind is what something else had. */
  readonly against: RegExp
  /** 上年的, in front of what another year had. */
  readonly was: RegExp
  /** Words for another year, and for this one, unless they end another's (2021年底). */
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
  /** 完成目标任务 1.5 万人的 with which a text ends. */
  readonly fulfilled: RegExp
  readonly start: RegExp
  /** 持平, where no word says that it is nearly so. */
  readonly level: RegExp
  /** 新增: what came, which is no growth where something went as well. */
  readonly came: RegExp
  readonly went: RegExp
  /** 第二批比首批多: two names that are compared. */
  readonly comparison: RegExp
}

export const ratePatterns = memoize(({ format, year }: ProseVocabulary): RatePatterns => {
  const { stocks } = format
  const rates = { ...format.rates, fill: undivided(format.rates.fill), namely: undivided(format.rates.namely) }
  const any = (words: readonly string[]): string => `(?:${patternOfWords(words.flatMap(word => withYear(word, year)))})`
  const fill = `${any(rates.fill)}*`
  const idle = any([...rates.idle, ...rates.before, ...rates.own, ...rates.up, ...rates.down, ...rates.fill])
  return {
    grown: new RegExp(`(?:${any([...rates.up, ...rates.down])}${fill}|(?:${any(rates.compared)}[^,;。\\d]{0,8}|^[,;]?)[多少]${any(rates.acts)})$`),
    down: new RegExp(`(?:${any(rates.down)}${fill}|少${any(rates.acts)})$`),
    corrected: new RegExp(`${any(rates.corrected)}$`),
    reached: new RegExp(`${any(rates.reached)}${fill}$`),
    reachedBy: new RegExp(`${any(rates.reached)}[^,;。\\d]{0,6}$`),
    against: new RegExp(`(?<!同)${any(rates.compared.filter(word => word !== "同比"))}`),
    was: new RegExp(`(?:${any(rates.before)}|20\\d\\d年)[^,;。\\d]{0,6}$`),
    before: new RegExp(any(rates.before), "g"),
    own: new RegExp(`(?<![\\d上去])${any(rates.own)}`, "g"),
    idle: new RegExp(idle, "g"),
    multiples: new RegExp(any(Object.keys(rates.multiples)), "g"),
    percentOf: Object.fromEntries(Object.entries(rates.multiples).map(([word, percent]) => [proseForm(word), percent])),
    times: new RegExp(`(?:${any(rates.before)}|20\\d\\d年)[^,;。]*的$`),
    due: new RegExp(any(rates.due)),
    open: new RegExp(any(rates.open)),
    // 上年平均 is of one year.
    apart: new RegExp(`(?<![上去今本当前])${any(rates.apart)}`),
    namely: new RegExp(`^${any(rates.namely)}*$`),
    named: new RegExp(`([^,;。:、()\\d%]{0,10})${any(rates.suffixes)}${fill}$`),
    fulfilled: new RegExp(`(${any(rates.fulfilled)})[^,;:。]{0,8}${any(rates.targets)}[^,;:。]{0,24}的$`),
    start: new RegExp(`${any(rates.start)}[^,;。]*$`),
    level: new RegExp(`(?<!${any(rates.roughly)}[^,;。]{0,2})${any(rates.level)}`),
    came: new RegExp(any(stocks.added)),
    comparison: new RegExp(`^[,;:、]?([^,;:、\\d]{2,8})[比较]([^,;:、\\d]{2,8}?)(?:${any([...rates.up, ...rates.down])}|[多少]${any(rates.acts)})了?$`),
    went: new RegExp(any([...stocks.removed, ...stocks.idle])),
  }
})

/** What words speak of, without years and words of growth. */
export const subjectOf = ({ idle }: RatePatterns, lead: string): string => withoutBrackets(lead).replace(idle, "").replace(/[^\p{Script=Han}]/gu, "")
/** True if they speak of nothing of their own: 同比增长. */
export const isIdle = (words: RatePatterns, lead: string): boolean => subjectOf(words, lead) === ""
