import type { Decimal } from "../../text/decimal.ts"
import type { Clause } from "./clauses.ts"
import type { Figure } from "./figures.ts"
import { numberAt } from "./numerals.ts"
import type { RateReader } from "./rateReader.ts"
import { holdsAny, withoutBrackets } from "./words.ts"

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

/** A percentage with its clause and what the clause says in front of it. */
export interface PlacedPercentage extends Percentage {
  readonly clause: Clause
  readonly lead: string
  /** True for words that speak of growth by themselves: 翻一番, 是上年的 2 倍. */
  readonly isGrowth: boolean
}

const FRACTION = /([一二三四五六七八九十]+)分之([一二三四五六七八九十]+)/g
const TENTHS = /([一二三四五六七八九])成/g
const TIMES = /(\d+(?:\.\d+)?|[一二两三四五六七八九十])倍/g
/** Most clauses have none of these words. */
const HALF = /(?<!超过|多)(?:半数|一半)/g
const IN_WORDS = /[倍番成半]|分之/

export function percentagesIn({ text, words, vocabulary }: Pick<RateReader, "text" | "words" | "vocabulary">, clause: Clause): PlacedPercentage[] {
  const leadTo = (at: number): string => withoutBrackets(text.slice(clause.from, at))
  const digits = clause.figures.filter(({ kind }) => kind === "percent").map((figure): PlacedPercentage => (
    { from: figure.digits.from, to: figure.digits.to, value: figure.value, slack: null, bound: figure.bound, figure, clause, lead: leadTo(figure.from), isGrowth: false }
  ))
  const all = text.slice(clause.from, clause.to)
  if (!IN_WORDS.test(all)) return digits
  const worded = (index: number, word: string, value: Decimal, slack: number, isGrowth: boolean): PlacedPercentage[] => {
    const from = clause.from + index
    const bound = vocabulary.bounds.before.longestAt(text, from)
    if (withoutBrackets(all.slice(0, index)).includes("(")) return []
    return [{ from, to: from + word.length, value, slack, bound: bound?.value ?? "exact", figure: null, clause, lead: leadTo(bound?.to ?? from), isGrowth }]
  }
  return [
    ...digits,
    ...[...all.matchAll(FRACTION)].flatMap(({ index, 0: word, 1: below, 2: above }) => worded(index, word, fraction(unitsOf(above!), unitsOf(below!)), 2.5, false)),
    ...[...all.matchAll(HALF)].flatMap(({ index, 0: word }) => worded(index, word, { units: 50n, scale: 0 }, holdsAny(all.slice(0, index), vocabulary.format.rates.exactly) ? 1 : 2.5, false)),
    ...[...all.matchAll(TENTHS)].flatMap(({ index, 0: word, 1: tenths }) => worded(index, word, { units: unitsOf(tenths!) * 10n, scale: 0 }, 5, false)),
    // 由 6 个增加到 13 个，翻番: more than that is as right, and a little less.
    ...[...all.matchAll(words.multiples)].flatMap(({ index, 0: word }) => worded(index, word, { units: BigInt(words.percentOf[word]!) - LESS, scale: 0 }, 10, true).map(multiple => (multiple.bound === "exact" ? { ...multiple, bound: "lower" as const } : multiple))),
    ...[...all.matchAll(TIMES)].flatMap(({ index, 0: word, 1: times }) => {
      const { units, scale } = numberAt(times!, 0)?.value ?? { units: 0n, scale: 0 }
      const isOfBefore = words.times.test(all.slice(0, index))
      // 是上年的 2 倍: twice as much has grown by once as much.
      const slack = holdsAny(all.slice(0, index), vocabulary.format.rates.exactly) ? 1 : scale === 0 ? 20 : 50 / 10 ** scale
      return worded(index, word, { units: units * 100n - (isOfBefore ? 100n * 10n ** BigInt(scale) : 0n), scale }, slack, isOfBefore)
    }),
  ]
}

/** So many hundredths may be lacking where something is said to have doubled. */
const LESS = 10n

const unitsOf = (written: string): bigint => numberAt(written, 0)?.value.units ?? 0n
const fraction = (above: bigint, below: bigint): Decimal => (below > 0n ? { units: (above * 10000n) / below, scale: 2 } : { units: 0n, scale: 0 })
