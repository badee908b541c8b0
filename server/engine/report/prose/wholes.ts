import { add, isZero, subtract, ZERO, type Decimal } from "../../text/decimal.ts"
import type { Clause } from "./clauses.ts"
import type { Count } from "./counts.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny } from "./words.ts"

/**
 * A whole and its parts, as the text puts them together. All forms of lists are read into this one: behind 其中, 包括, a colon or in a bracket,
 * in the sentence after the whole, before it (…，共 18 件), or without a word, where the parts are of one known kind (channels, applicants).
 */
export interface Whole {
  readonly whole: Count
  readonly parts: readonly Count[]
  readonly closing: Closing
  /** True if more may follow of which it is not clear whether it belongs to the list: what is missing proves nothing then. */
  readonly mayGoOn: boolean
}

/**
 * How sure the text makes it that the parts are all there are: `closed` by words (包括, a colon, 其他, 共 behind them), `held` by a word that
 * mostly says so (含), `told` where the whole names the parts or says how many there are (三项合计), `open` (其中), `apart` where they are of a kind of which nothing is in two (线上, 线下), `left` where what is left is told (其余 2 个), so that it is complete if it is a list of parts, or `bare`: no
 * word at all, so that the parts may overlap or belong elsewhere, though they are of one kind; `loose` if not even that is certain. `more`: 等 says that there are others; `settled`: the parts are of other figures than the whole, which they make up.
 */
export type Closing = "closed" | "told" | "held" | "open" | "apart" | "left" | "bare" | "loose" | "more" | "settled"

/** A sentence with what is read of it so far. */
export interface Reader {
  readonly text: string
  readonly clauses: readonly Clause[]
  readonly counts: readonly Count[]
  /** The counts of each clause that has some. */
  readonly countsOf: ReadonlyMap<Clause, readonly Count[]>
  readonly vocabulary: ProseVocabulary
}

/** No list that anyone wrote reaches over more clauses or counts, back to its whole and on to its last part: the work on one has a limit. */
export const REACH_BACK = 24
export const REACH_ON = 64

export const sumOfCounts = (counts: readonly Count[]): Decimal => counts.map(({ figure }) => figure.value).reduce(add, ZERO)

/** True if a value is what some counts come to, each of them added, taken away or left out. */
export function mayMakeUp(value: Decimal, counts: readonly Count[]): boolean {
  return counts.reduce<readonly Decimal[]>((sums, { figure }) => sums.flatMap(sum => [sum, add(sum, figure.value), subtract(sum, figure.value)]), [value]).some(isZero)
}

/** True for an exact count of the year that says what is there, and no mean of it. */
export const isPlain = ({ figure, lead, isChange, isSecond }: Count): boolean => figure.bound === "exact" && !isChange && !isSecond && !lead.endsWith("平均")

/** What another year left may be a whole, too: 对 2020 年以前的 214 件进行清理. */
export const mayBeWhole = (count: Count): boolean => isPlain(count) || (count.isOfOtherYear && count.figure.bound === "exact" && !count.isSecond)

/** 2 件，再无其他情形: the list that ends with the count is complete. */
export const saysNoOthers = ({ figure }: Count, text: string, { format }: ProseVocabulary): boolean => holdsAny(text.slice(figure.to, figure.to + MAX_CLOSER), format.lists.noOthers)

const MAX_CLOSER = 20

/** 每期, 各建 1 个: what there is of each. */
export const isEach = ({ lead }: Count, { format }: ProseVocabulary): boolean => holdsAny(lead, format.lists.each) || holdsAny(lead.slice(-2), format.lists.eachLast)

/** True if two counts have one unit. */
export const isAlike = (a: Count, b: Count): boolean => a.unit === b.unit
