import { writtenSentences } from "../report/prose/sentences.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { moveFinding, type Related } from "../rules/rule.ts"
import { format, trimZeros } from "../text/decimal.ts"
import { hashOf } from "../text/hash.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"
import { wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import { lastUpTo } from "../text/search.ts"
import type { Diagnostic } from "./diagnose.ts"

/** A finding by which it is known again. */
export interface Fingerprinted extends Diagnostic {
  /** 16 hex digits, another one for each finding of the report. */
  readonly fingerprint: string
}

/**
 * The findings of a report with their fingerprints: made of the rule, the report's body and year, the cells or the words of the sentence,
 * and the figures that they speak of; so they stay as they are when something else is edited, or the draft gets another layout or
 * file name. `all` are all its findings, whose ranges count from a place `from` units before the report; of those that are alike
 * the second one counts as such. `previous` is what the report was compared with.
 */
export function withFingerprints(report: Report, from: number, all: readonly Diagnostic[], previous?: Report): Fingerprinted[] {
  const counts = new Map<string, number>()
  return all.map(finding => {
    const subject = subjectOf(report, moveFinding(finding, -from), previous)
    const count = (counts.get(subject) ?? 0) + 1
    counts.set(subject, count)
    return { ...finding, fingerprint: hashOf(`${subject}\n${count}`) }
  })
}

/** What a finding is about, as one text. Line ends stand between its parts, which have none. */
function subjectOf(report: Report, { rule, range, cells = [], about = [], related = [] }: Diagnostic, previous: Report | undefined): string {
  const ids = [...new Set([...cells, ...about])].sort().map(id => figureAt(report, id))
  const sentences = about.length > 0 ? [] : sentencesAt(report, range)
  // Of a cell its id says all.
  const isCell = ids.length > 0 && sentences.length === 0
  const words = isCell ? [] : [...sentences, wordsAt(report, range)]
  return [rule, report.body, report.year ?? "", ...ids, ...words, ...related.flatMap(place => relatedWords(report, place, previous))].join("\n")
}

function figureAt({ facts }: Report, id: string): string {
  const fact = facts.get(id)
  return fact ? `${id}=${figureOf(fact)}` : id
}

const figureOf = ({ value, state, text }: Fact): string => (value ? format(trimZeros(value)) : state === "unreadable" ? wordsOf(text) : state)

function relatedWords(report: Report, { range, inPrevious }: Related, previous: Report | undefined): string[] {
  const at = inPrevious ? previous : report
  if (!at) return []
  const fact = factsByPlace(at).get(range.from)
  return [fact ? figureAt(at, fact.id) : wordsAt(at, range)]
}

/** Of a web page without its tags, which another writing does not have. */
const wordsAt = ({ text }: Report, { from, to }: Range): string => wordsOf(withoutMarkup(text.slice(from, to)))

const factsByPlace = memoize((report: Report): ReadonlyMap<number, Fact> => new Map([...report.facts.values()].map(fact => [factRange(report, fact).from, fact])))

/** The sentences that a range touches, in the form in which they are compared; none where it lies in no prose. */
function sentencesAt(report: Report, range: Range): string[] {
  const sentences = writtenSentences(report)
  const end = Math.max(range.to, range.from + 1)
  const touched: string[] = []
  for (let i = lastUpTo(sentences, range.from, ({ to }) => to) + 1; i < sentences.length && sentences[i]!.from < end; i++) touched.push(wordsOf(sentences[i]!.text))
  return touched
}
