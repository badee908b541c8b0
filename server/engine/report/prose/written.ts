import { hashNumberOf } from "../../text/hash.ts"
import { withoutMarkup } from "../../text/markup.ts"
import { wordsOf } from "../../text/plain.ts"
import type { Range } from "../../text/range.ts"
import type { Report } from "../report.ts"

/** A sentence that nobody writes twice by chance, by which it is known in other reports. */
export interface KnownSentence extends Range {
  /** Its words without figures and its own body's name, as a hash. */
  readonly key: number
}

/** Shorter sentences, in characters, are alike by chance. */
const MIN_WORDS = 20
/** From one end of a sentence to the next; a line end is one, too. */
const SENTENCE = /[^。！？!?；;\r\n]+/g

/** The sentences of a text that are long enough to be known again. `body` is the body that it is of. Reads nothing else of the text, so that it is quick. */
export function knownSentences(text: string, body: string): KnownSentence[] {
  return [...withoutMarkup(text).matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => {
    if (sentence.length < MIN_WORDS) return []
    const words = wordsOf(sentence).replaceAll(body === "" ? "\n" : body, "").replace(/\d+/g, "0")
    return words.length < MIN_WORDS ? [] : [{ key: hashNumberOf(words), from: index, to: index + sentence.length }]
  })
}

/** Those of a report in the sections that each body writes for itself; ranges count from the report's beginning. */
export function ownSentences({ text, body: own, sections, format }: Report): KnownSentence[] {
  const written = format.prose?.acrossYears.written ?? []
  return sections.filter(({ id }) => id !== null && written.includes(id)).flatMap(({ body: { from, to } }) =>
    knownSentences(text.slice(from, to), own).map(sentence => ({ ...sentence, from: sentence.from + from, to: sentence.to + from })),
  )
}
