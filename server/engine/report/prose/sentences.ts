import { memoize } from "../../text/memoize.ts"
import { shift, type Range } from "../../text/range.ts"
import type { Facts } from "../facts.ts"
import type { Report } from "../report.ts"
import { rangeIn } from "./passage.ts"
import { proseOf, type Chunk } from "./prose.ts"
import type { PassageSentence } from "./readPassage.ts"
import type { SentenceReading } from "./readSentence.ts"

/** A sentence where it stands in a report. */
export interface PlacedSentence {
  readonly chunk: Chunk
  readonly sentence: PassageSentence
}

/** Something found in a sentence. */
export interface FoundIn<T> {
  readonly placed: PlacedSentence
  readonly found: T
}

/**
 * What a look at each sentence finds, in the order of the text. Prose that an edit left alone is not even gone through again.
 * `look` must be the same function whenever the same is looked for.
 */
export function foundIn<T>(report: Report, look: (sentence: SentenceReading) => readonly T[]): FoundIn<T>[] {
  const seat = seatOf(look)
  return gather(report, (seats, sentences) => (seats[seat] ??= findAll(sentences, look)) as readonly Found<T>[])
}

/**
 * As `foundIn`, for what is found only beside the figures of the tables: what `look` has found in the text is held against them by `decide`, and once
 * more where one of them has changed. Both must be the same functions whenever the same is looked for.
 */
export function foundBeside<T, U>(report: Report, look: (sentence: SentenceReading) => readonly T[], decide: (found: T, facts: Facts) => U | null): FoundIn<U>[] {
  const { facts } = report
  const [lookSeat, decideSeat] = [seatOf(look), seatOf(decide)]
  return gather(report, (seats, sentences) => {
    const inText = (seats[lookSeat] ??= findAll(sentences, look)) as readonly Found<T>[]
    if (inText.length === 0) return NOTHING
    const last = seats[decideSeat] as LastFound | undefined
    if (last?.facts === facts) return last.found as readonly Found<U>[]
    const found = inText.flatMap(({ sentence, found: one }) => {
      const decided = decide(one, facts)
      return decided === null ? [] : [{ sentence, found: decided }]
    })
    seats[decideSeat] = { facts, found } satisfies LastFound
    return found
  })
}

interface LastFound {
  readonly facts: Facts
  readonly found: readonly Found<unknown>[]
}

let looks = 0
/** The place of a look among all. */
const seatOf = memoize<object, number>(() => looks++)
/** What each look has found in a stretch of prose, by its place: there are many of both, so that one list takes far less than a memory for each. */
const seatsOf = memoize<readonly PassageSentence[], unknown[]>(() => new Array<unknown>(looks))

interface Found<T> {
  readonly sentence: PassageSentence
  readonly found: T
}

const NOTHING: readonly Found<never>[] = []

function findAll<T>(sentences: readonly PassageSentence[], look: (sentence: SentenceReading) => readonly T[]): readonly Found<T>[] {
  const all: Found<T>[] = []
  for (const sentence of sentences) for (const found of look(sentence.reading)) all.push({ sentence, found })
  return all.length > 0 ? all : NOTHING
}

/** The prose of a report with what its looks have found in it. */
const seatedOf = memoize((report: Report) => proseOf(report).map(chunk => ({ chunk, seats: seatsOf(chunk.sentences) })))

function gather<T>(report: Report, findingsIn: (seats: unknown[], sentences: readonly PassageSentence[]) => readonly Found<T>[]): FoundIn<T>[] {
  const everywhere: FoundIn<T>[] = []
  for (const { chunk, seats } of seatedOf(report)) {
    const all = findingsIn(seats, chunk.sentences)
    if (all.length > 0) for (const { sentence, found } of all) everywhere.push({ placed: { chunk, sentence }, found })
  }
  return everywhere
}

/** Where units of a sentence stand in the report. */
export function rangeOf({ chunk, sentence: { passage, at } }: PlacedSentence, units: Range): Range {
  return shift(rangeIn(passage, at + units.from, at + units.to), chunk.from)
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

/** A sentence, up to its full stop, where it stands in a report. */
export interface WrittenSentence extends Range {
  /** Id of its section; null before the first. */
  readonly section: string | null
  /** In the form in which prose is compared. */
  readonly text: string
}

/** All sentences of a report, in their order. */
export const writtenSentences = memoize((report: Report): readonly WrittenSentence[] =>
  proseOf(report).flatMap(chunk => chunk.sentences.flatMap(sentence => singleSentences(sentence.reading).map(units => (
    { ...rangeOf({ chunk, sentence }, units), section: chunk.section, text: sentence.reading.text.slice(units.from, units.to) }
  )))))
