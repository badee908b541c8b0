import type { Range } from "../../text/range.ts"
import type { Clause } from "./clauses.ts"
import type { Figure } from "./figures.ts"
import { ITEM, opens } from "./listParts.ts"
import type { PlacedPercentage } from "./percentages.ts"
import type { RateReader } from "./rateReader.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny, withoutWords } from "./words.ts"

/** Percentages and what they are told to make: 31%、24%、18%，三者合计占 73%. */
export interface SumOfShares {
  readonly sum: Figure
  /** All that may belong to it, in order. */
  readonly parts: readonly Figure[]
}

/** A share of a whole. */
export interface SharePart {
  readonly percent: Figure
  /** What has the share, if that is of no other whole: the figure in front of 占. */
  readonly part: Figure | null
  /** True if nothing else is left: 其他占 20%. */
  readonly isRest: boolean
}


/** What the percentages before one are told to make; two at least, up to a full stop. */
export function sumOf({ text, clauses, places, vocabulary }: RateReader, { figure: sum, clause, lead, bound }: PlacedPercentage): SumOfShares | null {
  if (!sum || bound !== "exact" || lead.includes("%") || !holdsAny(lead, vocabulary.format.lists.sums)) return null
  const before = clauses.slice(Math.max(0, places.get(clause)! - MAX_SHARES), places.get(clause)!).flatMap(({ figures }) => figures).filter(({ kind, to }) => kind === "percent" && to < sum.from && !/[。!?]/.test(text.slice(to, sum.from)))
  return before.length > 1 && before.every(percent => percent.bound === "exact") ? { sum, parts: before } : null
}

const MAX_SHARES = 16
/** So far before 占 may the figure stand that has the share. */
const MAX_APART = 20

/** The figure in front of 占: 38 件，占 61.3%; null for a share of something else, 占全县的 12%. */
function partBefore({ text, clauses, vocabulary }: RateReader, clause: Clause, word: Range, percent: Figure): Figure | null {
  if (withoutWords(text.slice(word.to, percent.from), vocabulary.format.shares.wholes) !== "") return null
  const own = clause.figures.findLast(({ kind, to }) => kind === "count" && to <= word.from)
  if (own || text.slice(clause.from, word.from) !== "") return own ?? null
  const last = clause.isFirst ? clause.outer : clauses[clauses.indexOf(clause) - 1]
  return last?.figures.findLast(({ kind, to }) => kind === "count" && to < clause.from && to >= clause.from - MAX_APART) ?? null
}

/** 其次为网站 20%; 其余 12.5% 为 …: shares without 占. */
function goesOnWithShare(text: string, { from, tokens: [first], figures: [figure] }: Clause, { format }: ProseVocabulary): boolean {
  return format.shares.next.some(next => text.startsWith(next, from)) || (first?.from === from && first.roles.list === "rest" && figure?.kind === "percent")
}

const IN_WORDS = /分之|[一二三四五六七八九]成|[一过]半/

const isShareInWords = (text: string, { figures, to }: Clause, word: Range): boolean => figures.every(({ kind }) => kind !== "percent") && IN_WORDS.test(text.slice(word.to, to))

function sharePart(reader: RateReader, clause: Clause, word: Range | undefined, percent: Figure, last: number): SharePart {
  const isRest = clause.tokens.some(({ roles, from }) => roles.list === "rest" && from < percent.from && from >= last)
  return { percent, part: partBefore(reader, clause, word ?? { from: percent.from, to: percent.from }, percent), isRest }
}

/** The percentages of a clause from a place on that tell no growth. */
const sharesIn = ({ text, words }: RateReader, { figures, from: start }: Clause, from: number): readonly Figure[] => figures.filter(figure => figure.kind === "percent" && figure.from >= from && !words.grown.test(text.slice(start, figure.from)))

/** 予以公开 18 件（占 45%）、部分公开 …: each bracket says a share of the list around it. */
const levelOf = (clause: Clause): number => (clause.outer && clause.isFirst && !clause.tokens.some(opens) ? clause.outer.group : clause.group)

/** Shares of one whole that stand side by side: those of a list within another are by themselves. */
export function sharesOf(reader: RateReader): SharePart[][] {
  const { text, clauses, vocabulary } = reader
  const runs: SharePart[][] = []
  const open = new Map<number, SharePart[]>()
  const inWords = new Set<number>()
  for (const clause of clauses) {
    const word = clause.tokens.find(({ roles }) => roles.isShare)
    const level = levelOf(clause)
    if (clause.tokens.some(opens) || ITEM.test(text.slice(clause.from, clause.from + 2))) open.delete(level)
    // 占三分之一左右（34.1%），…占 27.6%: one share is told in words.
    if (word && isShareInWords(text, clause, word)) inWords.add(level)
    const shares = word || (open.has(level) && goesOnWithShare(text, clause, vocabulary)) ? sharesIn(reader, clause, word?.to ?? clause.from) : []
    if (shares.length > 0) {
      const run = open.get(level) ?? []
      if (run.length === 0 && !inWords.has(level)) runs.push(run)
      open.set(level, run)
      for (const percent of shares) run.push(sharePart(reader, clause, word, percent, run.at(-1)?.percent.to ?? 0))
    }
    if (clause.endsSentence) {
      open.delete(clause.group)
      inWords.delete(clause.group)
    }
  }
  return runs.filter(run => run.length > 1)
}
