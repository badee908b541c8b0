import { memoize } from "../../text/memoize.ts"
import type { Report, Section } from "../report.ts"
import type { Passage } from "./passage.ts"
import type { AspectFormat } from "./proseFormat.ts"
import { passagesHold, passagesIn } from "./sentences.ts"
import { proseForm } from "./words.ts"

/** The passages of a section; none if it is empty. A lone 无 looks like a cell, and is one passage too. */
export function sectionPassages(report: Report, { from, to, body }: Section): Passage[] {
  const passages = passagesIn(report).filter(placed => placed.section !== null && placed.from >= from && placed.from < to).map(({ passage }) => passage)
  if (passages.length > 0) return passages
  const text = proseForm(report.text.slice(body.from, body.to))
  return text === "" ? [] : [{ text, runs: [], isNumbered: false }]
}

/** All passages of the report. */
export function allPassages(report: Report): Passage[] {
  return passagesIn(report).map(({ passage }) => passage)
}

/** True if a word of the aspect occurs other than in a phrase that means something else. */
export function isCovered(aspect: AspectFormat, passages: readonly Passage[]): boolean {
  const covers = coverersOf(aspect)
  return passages.some(covers)
}

const coverersOf = memoize(({ words, except = [] }: AspectFormat) => memoize((passage: Passage) => {
  const { text } = passage
  const rest = except.some(phrase => text.includes(phrase)) ? { ...passage, text: except.reduce((left, phrase) => left.replaceAll(phrase, ""), text) } : passage
  return passagesHold([rest], words)
}))
