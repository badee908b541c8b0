import { memoize } from "../../text/memoize.ts"
import type { Range } from "../../text/range.ts"
import type { Report } from "../report.ts"
import { rangeIn, type Passage } from "./passage.ts"
import { proseOf } from "./prose.ts"
import type { PassageReading } from "./readPassage.ts"
import { proseForm } from "./words.ts"

/** A passage of a report with its section, and where it stands. */
export interface PlacedPassage {
  readonly passage: Passage
  /** Id of the section; null before the first. */
  readonly section: string | null
  /** What the ranges of the passage count from, in the report. */
  readonly from: number
}

/** All passages of a report in order. */
export const passagesIn = memoize((report: Report): readonly PlacedPassage[] => proseOf(report).flatMap(({ from, section, readings }) => readings.map(({ passage }) => ({ passage, section, from }))))

/**
 * What a look at each passage finds, in the order of the text. Every passage is looked at once, and prose that an edit left
 * alone is not even gone through again. `look` must be the same function whenever the same is looked for.
 */
export function* foundIn<T>(report: Report, look: (passage: Passage) => readonly T[]): Generator<{ readonly placed: PlacedPassage; readonly found: T }> {
  for (const { from, section, readings } of proseOf(report)) {
    for (const { passage, found } of lookedAt(look)(readings)) yield { placed: { passage, section, from }, found: found as T }
  }
}

const lookedAt = memoize((look: (passage: Passage) => readonly unknown[]) =>
  memoize((readings: readonly PassageReading[]) => readings.flatMap(({ passage }) => look(passage).map(found => ({ passage, found })))),
)

/** The range of units of a passage in the report. */
export function rangeOf({ passage, from }: PlacedPassage, start: number, end: number): Range {
  const range = rangeIn(passage, start, end)
  return { from: range.from + from, to: range.to + from }
}

const FULL_STOP = /[。!?]/g

/** The sentences of a passage, their full stops included. */
export const sentencesOf = memoize(({ text }: Passage): readonly Range[] => {
  const sentences: Range[] = []
  let from = 0
  for (const { index } of text.matchAll(FULL_STOP)) {
    sentences.push({ from, to: index + 1 })
    from = index + 1
  }
  if (from < text.length) sentences.push({ from, to: text.length })
  return sentences
})

const plainWords = memoize((words: readonly string[]) => words.map(proseForm))

const holdersOf = memoize((words: readonly string[]) => memoize(({ text }: Passage) => holdsAny(text, words)))

/** True if one of the passages holds one of the words; looked up once for each passage. */
export function passagesHold(passages: readonly Passage[], words: readonly string[]): boolean {
  const holds = holdersOf(words)
  return passages.some(holds)
}

/** True if a text in compared form holds one of the words. */
export function holdsAny(text: string, words: readonly string[]): boolean {
  return plainWords(words).some(word => text.includes(word))
}
