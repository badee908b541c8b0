import type { Range } from "../../text/range.ts"
import type { Clause, Token } from "./clauses.ts"
import type { Figure } from "./figures.ts"
import { eachMatch, reach, type Course, type Pattern } from "./pattern.ts"
import type { QuantityFormat, StatementFormat } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"

/** A figure of prose and the cells that it states. */
export interface Claim {
  readonly quantity: QuantityFormat
  readonly figure: Figure
  /** Columns that `@` in the quantity's cells may stand for; the first is what the words say. */
  readonly columns: readonly (readonly string[])[]
  /** Further sums of cells that the sentence makes possible. */
  readonly furtherCells: readonly string[]
  /** Set where the words name another scope than the whole report may have. */
  readonly scope: "whole" | "own" | null
  readonly from: number
  readonly to: number
}

/** Words by which cells must be 0. */
export interface StatementClaim {
  readonly statement: StatementFormat
  readonly columns: readonly string[]
  readonly from: number
  readonly to: number
}

/** What is known of a sentence where a clause of it begins. */
export interface Sentence {
  /** What it is about. */
  topic: string | null
  /** True if it has turned to another year. */
  isOtherYear: boolean
  /** True if it speaks of things that no table counts. */
  isBarred: boolean
  readonly stated: Set<string>
  /** Quantities that a bar has kept from being compared: 区级部门受理 83 件，街道受理 34 件. */
  readonly barred: Set<string>
  readonly applicants: (readonly string[])[]
  scope: "whole" | "own" | null
}

/** A text with its brackets, as patterns see it. */
export interface Ground {
  readonly text: string
  readonly groups: ReadonlyMap<number, number>
  readonly vocabulary: ProseVocabulary
  /** The place on the other side of a bracketed group that ends there, or begins there; else the place itself. */
  readonly backOver: (at: number) => number
  readonly onOver: (at: number) => number
}

export function groundOf(text: string, groups: ReadonlyMap<number, number>, vocabulary: ProseVocabulary): Ground {
  return {
    text,
    groups,
    vocabulary,
    backOver: at => {
      const from = groups.size > 0 && text[at - 1] === ")" ? (groups.get(at - 1) ?? at) : at
      return from < at && WIDENS.test(text.slice(from, at)) ? at : from
    },
    onOver: at => (groups.size > 0 && text[at] === "(" ? (groups.get(at) ?? at) : at),
  }
}

/** 予以公开（含部分公开）25 件: words in a bracket by which the figure counts something else. */
const WIDENS = /^\((?:不?含|不?包括|不?包含|扣除|剔除|除)[^\d()]+\)$/

const PUNCTUATION = /[,;。:、()!?]/
/** Marks behind a figure with which nothing more is said of it. */
const ENDS = /[,;。:、)!?]/
const JOINERS = /[、和及与或并]/

/** The topic at a place of a clause: the last one named before. */
export function topicAt(clause: Clause, sentence: Sentence, at: number): string | null {
  let topic = sentence.topic
  for (const { from, roles } of clause.tokens) if (from < at && roles.topic !== undefined) topic = roles.topic
  return topic
}

const NO_BARS: ReadonlySet<string> = new Set()
const ALL_BARRED: ReadonlySet<string> = new Set(["always"])

export const barsSentence = ({ roles }: Token): boolean => roles.bar === "sentence"

/** The bars of a clause: words that keep its figures from being compared. Those of `sentence` do so to the end of the sentence. */
export function barsOf(clause: Clause, text: string, sentence: Sentence): ReadonlySet<string> {
  if (sentence.isBarred || clause.tokens.some(barsSentence)) return ALL_BARRED
  if (clause.figures.length === 0 && !clause.tokens.some(({ roles }) => roles.bar !== undefined)) return NO_BARS
  const bars = new Set<string>()
  for (const { roles } of clause.tokens) if (roles.bar !== undefined) bars.add(roles.bar)
  if (clause.figures.some(figure => figure.kind === "month" && !isWholeYear(figure, text))) bars.add("always")
  return bars
}

/** 1—12月 */
const isWholeYear = ({ from, value }: Figure, text: string): boolean => value.units === 12n && /1月?[-—~至到]$/.test(text.slice(Math.max(0, from - 4), from))

/** The claim that a figure of a clause makes, if any. `isPart` tells whether a quantity may stand there. */
export function claimOf(ground: Ground, clause: Clause, sentence: Sentence, figure: Figure, bars: ReadonlySet<string>, isPart: (quantity: QuantityFormat) => boolean): Claim | null {
  return bestClaim(ground, clause, sentence, { figure, isPart, wordsFrom: 0, wordsTo: figure.from, figureTo: figure.to }, bars)
}

/** As `claimOf`, for words that do not stand at the figure: 许可、处罚分别为3件、5件. */
export function distributedClaim(ground: Ground, clause: Clause, sentence: Sentence, figure: Figure, bars: ReadonlySet<string>, words: Range): Claim | null {
  return bestClaim(ground, clause, sentence, { figure, isPart: () => true, wordsFrom: words.from, wordsTo: words.to, figureTo: null }, bars)
}

/** A figure and where the words are that may say what it counts. */
interface Asked {
  readonly figure: Figure
  readonly isPart: (quantity: QuantityFormat) => boolean
  readonly wordsFrom: number
  readonly wordsTo: number
  /** Where words behind the figure begin; null if it does not stand at its words. */
  readonly figureTo: number | null
}

function bestClaim(ground: Ground, clause: Clause, sentence: Sentence, asked: Asked, bars: ReadonlySet<string>): Claim | null {
  const { figure, isPart, wordsFrom, wordsTo, figureTo } = asked
  if (figure.bound === "vague" || bars.has("always") || (figure.kind !== "count" && figure.kind !== "money")) return null
  let best: { quantity: QuantityFormat; match: Range } | null = null
  let longest = 0
  const course = { text: ground.text, from: wordsTo, jump: ground.backOver, limit: wordsFrom }
  const unitBehind = figureTo === null ? NaN : ground.text.charCodeAt(ground.onOver(figureTo))
  eachMatch(ground.vocabulary.quantities[figure.kind], course, unitBehind, ({ quantity, pattern }, from) => {
    const match = matchAt(ground, pattern, from, asked)
    if (!match) return
    // 处理 within 不予处理 says nothing of its own, even where 不予处理 may not stand.
    longest = Math.max(longest, match.to - match.from)
    if (isBarred(quantity, bars)) sentence.barred.add(quantity.id)
    if (sentence.barred.has(quantity.id) || !isPart(quantity) || (best && !isBetter(match, quantity, best, ground))) return
    const topic = topicAt(clause, sentence, Math.max(match.to, wordsTo))
    if (!quantity.topics || (topic !== null && quantity.topics.includes(topic))) best = { quantity, match }
  })
  const found = best as { quantity: QuantityFormat; match: Range } | null
  return found && found.match.to - found.match.from === longest && !isOfOtherYear(ground, clause, sentence, found.match) ? claim(clause, sentence, figure, found.quantity, found.match) : null
}

/** The longer match wins; of equal ones, the quantity that the format names first. */
function isBetter(match: Range, quantity: QuantityFormat, best: { quantity: QuantityFormat; match: Range }, { vocabulary }: Ground): boolean {
  const gain = match.to - match.from - (best.match.to - best.match.from)
  if (gain !== 0) return gain > 0
  const { quantities } = vocabulary.format
  return quantities.indexOf(quantity) < quantities.indexOf(best.quantity)
}

const isBarred = ({ bars = [] }: { bars?: readonly string[] }, found: ReadonlySet<string>): boolean => found.size > 0 && (found.has("always") || bars.some(bar => found.has(bar)))

function matchAt(ground: Ground, { before, behind }: Pattern, from: number, { wordsTo, figureTo }: Asked): Range | null {
  if (behind.length > 0 && (figureTo === null || (!behind[0]!.optional && ENDS.test(ground.text[figureTo] ?? "。")))) return null
  if (!isBorderBefore(ground, from, before.length > 0, figureTo === null)) return null
  if (figureTo === null) return { from, to: wordsTo }
  const to = reach(behind, onwards(ground, figureTo))
  return to !== null && isBorderBehind(ground, to) ? { from, to } : null
}

const onwards = (ground: Ground, from: number): Course => ({ text: ground.text, from, jump: ground.onOver, limit: ground.text.length })

/** Nothing before the words may turn them round, or join them to others that the figure counts too. */
function isBorderBefore({ text, vocabulary, groups }: Ground, from: number, hasWords: boolean, isDistributed: boolean): boolean {
  const before = text[from - 1] === ")" ? (groups.get(from - 1) ?? from) : from
  const unit = text[before - 1]
  if (unit === undefined) return true
  if (JOINERS.test(unit)) return isDistributed || endsInUnit(text, text[before - 2] === ")" ? (groups.get(before - 2) ?? before - 1) : before - 1, vocabulary)
  return hasWords ? vocabulary.negations.longestAt(text, before) === null : PUNCTUATION.test(unit)
}

function endsInUnit(text: string, to: number, { units }: ProseVocabulary): boolean {
  return /[\d零一二两三四五六七八九十余多]/.test(text[to - 2] ?? "") && units.longestAt(text, to - 1)?.to === to
}

/** The clause ends there, or goes on without saying more of what was counted. */
function isBorderBehind(ground: Ground, to: number): boolean {
  const at = ground.onOver(to)
  const unit = ground.text[at]
  return unit === undefined || PUNCTUATION.test(unit) || JOINERS.test(unit) || ground.vocabulary.continuations.longestAt(ground.text, at) !== null
}

/** The years named in a clause outside a match, in order. */
export function yearsIn(clause: Clause, year: number | null, spans: readonly Range[]): { readonly from: number; readonly isOther: boolean }[] {
  if (!clause.namesYears) return []
  const isOutside = ({ from }: { from: number }): boolean => !spans.some(span => span.from <= from && from < span.to)
  const words = clause.tokens.filter(token => token.roles.year !== undefined && isOutside(token)).map(({ from, roles }) => ({ from, isOther: roles.year !== "own" }))
  const figures = clause.figures.filter(figure => figure.kind === "year" && isOutside(figure)).map(({ from, value }) => ({ from, isOther: year !== null && value.units !== BigInt(year) }))
  return [...words, ...figures].sort((a, b) => a.from - b.from)
}

function isOfOtherYear({ vocabulary }: Ground, clause: Clause, sentence: Sentence, match: Range): boolean {
  const named = yearsIn(clause, vocabulary.year, [match]).filter(({ from }) => from < match.from)
  return named.length > 0 ? named[named.length - 1]!.isOther : sentence.isOtherYear
}

function claim(clause: Clause, sentence: Sentence, figure: Figure, quantity: QuantityFormat, match: Range): Claim {
  return {
    quantity,
    figure,
    columns: columnsAt(clause, sentence, Math.max(match.to, figure.from)),
    furtherCells: Object.entries(quantity.after ?? {}).flatMap(([id, cells]) => (sentence.stated.has(id) ? cells : [])),
    scope: scopeAt(clause, sentence),
    ...match,
  }
}

function columnsAt(clause: Clause, sentence: Sentence, at: number): (readonly string[])[] {
  const own = clause.tokens.flatMap(({ from, roles }) => (roles.columns && from < at ? [roles.columns] : []))
  if (own.length === 0) return [[], ...sentence.applicants]
  const all = [...new Set(own.flat())]
  return own.length === 1 ? [all] : [all, own[own.length - 1]!]
}

function scopeAt(clause: Clause, sentence: Sentence): Claim["scope"] {
  return clause.tokens.find(({ roles }) => roles.scope)?.roles.scope ?? sentence.scope
}

/** The statements that begin in a clause. */
export function statementsOf(ground: Ground, clause: Clause, sentence: Sentence, bars: ReadonlySet<string>): StatementClaim[] {
  const found: StatementClaim[] = []
  for (const { from, roles } of clause.tokens) {
    if (!roles.statements || ground.vocabulary.negations.longestAt(ground.text, from)) continue
    let best: StatementClaim | null = null
    for (const { statement, pattern } of roles.statements) {
      const to = isBarred(statement, bars) ? null : reach(pattern.behind, onwards(ground, from))
      if (to === null || !isBorderBehind(ground, to) || (best && to <= best.to)) continue
      const topic = topicAt(clause, sentence, to)
      if (statement.topics && (topic === null || !statement.topics.includes(topic))) continue
      if (isOfOtherYear(ground, clause, sentence, { from, to })) continue
      best = { statement, columns: columnsAt(clause, sentence, to)[0]!, from, to }
    }
    if (best) found.push(best)
  }
  return found
}
