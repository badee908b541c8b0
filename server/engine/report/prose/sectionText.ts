import { memoize } from "../../text/memoize.ts"
import type { Report, Section } from "../report.ts"
import { proseOf, type Chunk } from "./prose.ts"
import type { AspectFormat } from "./proseFormat.ts"
import { holdsAny, proseForm } from "./words.ts"

/** The words of a sentence, as compared. */
export interface Wording {
  readonly text: string
}

/** The sentences of a section; none if it is empty. A lone 无 looks like a cell, and is one too. */
export function sentencesOfSection(report: Report, { from, to, body }: Section): Wording[] {
  const sentences = proseOf(report).filter(chunk => chunk.section !== null && chunk.from >= from && chunk.from < to).flatMap(readingsOf)
  if (sentences.length > 0) return sentences
  const text = proseForm(report.text.slice(body.from, body.to))
  return text === "" ? [] : [{ text }]
}

/** All sentences of the report. */
export function allSentences(report: Report): Wording[] {
  return proseOf(report).flatMap(readingsOf)
}

const readingsOf = ({ sentences }: Chunk): Wording[] => sentences.map(({ reading }) => reading)

const holdersOf = memoize((words: readonly string[]) => memoize(({ text }: Wording) => holdsAny(text, words)))

/** True if one of the sentences holds one of the words; looked up once for each sentence. */
export function anyHolds(sentences: readonly Wording[], words: readonly string[]): boolean {
  return sentences.some(holdersOf(words))
}

/** True if a word of the aspect occurs other than in a phrase that means something else. */
export function isCovered(aspect: AspectFormat, sentences: readonly Wording[]): boolean {
  return sentences.some(coverersOf(aspect))
}

const coverersOf = memoize(({ words, except = [] }: AspectFormat) => memoize(({ text }: Wording) => holdsAny(except.reduce((left, phrase) => left.replaceAll(phrase, ""), text), words)))
