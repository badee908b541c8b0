import { linesOf } from "../../text/lines.ts"
import { withoutMarkup } from "../../text/markup.ts"
import { memoize } from "../../text/memoize.ts"
import { isPageMark } from "../../text/pageMark.ts"
import type { Report, Section } from "../report.ts"
import { proseOf, type Chunk } from "./prose.ts"
import type { AspectFormat } from "./proseFormat.ts"
import { holdsAny, proseForm } from "./words.ts"

/** Sentences of which only the words matter, those that were read together as one object. */
export type Wording = readonly (readonly { readonly reading: { readonly text: string } }[])[]

/** A section of more characters in which no sentence was read is nothing that anyone wrote. */
const MAX_SECTION = 131_072

/** The sentences of a section; none if it is empty, or too long to be read. A lone 无 looks like a cell, and is one too. */
export function wordingOfSection(report: Report, { from, to, body }: Section): Wording {
  const sentences = proseOf(report).filter(chunk => chunk.section !== null && chunk.from >= from && chunk.from < to).map(sentencesOf)
  if (sentences.length > 0) return sentences
  if (body.to - body.from > MAX_SECTION) return []
  const shown = withoutMarkup(report.text.slice(body.from, body.to))
  const lines = linesOf(shown).map(line => shown.slice(line.from, line.to))
  const text = proseForm(lines.filter(line => !isPageMark(line)).join("\n"))
  return text === "" ? [] : [[{ reading: { text } }]]
}

/** All sentences of the report. */
export function wordingOf(report: Report): Wording {
  return proseOf(report).map(sentencesOf)
}

const sentencesOf = ({ sentences }: Chunk): Wording[number] => sentences

const holdersOf = memoize((words: readonly string[]) => memoize((sentences: Wording[number]) => sentences.some(({ reading }) => holdsAny(reading.text, words))))

/** True if one of the sentences holds one of the words; looked up again only where prose has changed. */
export function anyHolds(sentences: Wording, words: readonly string[]): boolean {
  return sentences.some(holdersOf(words))
}

/** True if a word of the aspect occurs other than in a phrase that means something else. */
export function isCovered(aspect: AspectFormat, sentences: Wording): boolean {
  return sentences.some(coverersOf(aspect))
}

const coverersOf = memoize(({ words, except = [] }: AspectFormat) =>
  memoize((sentences: Wording[number]) => sentences.some(({ reading }) => holdsAny(except.reduce((left, phrase) => left.replaceAll(phrase, ""), reading.text), words))),
)
