import { memoize } from "../../text/memoize.ts"
import { shift, type Range } from "../../text/range.ts"
import type { Report } from "../report.ts"
import { rangeIn } from "./passage.ts"
import { proseOf } from "./prose.ts"
import type { PassageSentence } from "./readPassage.ts"
import type { SentenceReading } from "./readSentence.ts"

/** A sentence where it stands in a report. */
export interface PlacedSentence extends PassageSentence {
  /** Id of the section; null before the first. */
  readonly section: string | null
  /** What the ranges of the passage count from, in the report. */
  readonly from: number
}

/**
 * What a look at each sentence finds, in the order of the text. Prose that an edit left alone is not even gone through again.
 * `look` must be the same function whenever the same is looked for.
 */
export function foundIn<T>(report: Report, look: (sentence: SentenceReading) => readonly T[]): { readonly placed: PlacedSentence; readonly found: T }[] {
  const everywhere: { placed: PlacedSentence; found: T }[] = []
  const lookAt = lookerOf(look)
  for (const { from, section, sentences } of proseOf(report)) {
    for (const { sentence, found } of lookAt(sentences)) everywhere.push({ placed: { ...sentence, section, from }, found: found as T })
  }
  return everywhere
}

interface Found {
  readonly sentence: PassageSentence
  readonly found: unknown
}

const NOTHING: readonly Found[] = []

const lookerOf = memoize((look: (sentence: SentenceReading) => readonly unknown[]) => memoize((sentences: readonly PassageSentence[]) => {
  const everything: Found[] = []
  for (const sentence of sentences) for (const found of look(sentence.reading)) everything.push({ sentence, found })
  return everything.length > 0 ? everything : NOTHING
}))

/** Where units of a sentence stand in the report. */
export function rangeOf({ passage, at, from }: PlacedSentence, units: Range): Range {
  return shift(rangeIn(passage, at + units.from, at + units.to), from)
}

const FULL_STOP = /[。!?]/g

/** A sentence cut at every full stop: those that were read as one, and those in brackets. */
export const singleSentences = memoize(({ text }: SentenceReading): readonly Range[] => {
  const sentences: Range[] = []
  let from = 0
  for (const { index } of text.matchAll(FULL_STOP)) {
    sentences.push({ from, to: index + 1 })
    from = index + 1
  }
  if (from < text.length) sentences.push({ from, to: text.length })
  return sentences
})
