import { writtenSentences } from "../engine/report/prose/sentences.ts"
import type { Fact, Report } from "../engine/report/report.ts"
import { cellName, figure } from "../engine/rules/names.ts"
import { keyOf, wordsOf } from "../engine/text/plain.ts"

/** Something that stands in one version as `from`, in the other as `to`; null where it does not stand. */
export interface Change {
  readonly from: string | null
  readonly to: string | null
}

/** What is different between two versions of a report. How they are laid out, numbered and spaced does not count. */
export interface Differences {
  /** The report's title, with its body and year; null if it is the same. */
  readonly title: Change | null
  /** Figures by fact id, in the order of the format; a cell without a figure is given as written. */
  readonly changes: readonly (Change & { readonly id: string; readonly label: string })[]
  /** Titles of sections, by their id in the format. */
  readonly sections: readonly (Change & { readonly id: string })[]
  /** Sentences that only one of the two has, section by section; the first that has gone beside the first that has come, and so on. */
  readonly text: readonly (Change & { readonly section: string | null })[]
}

/** Compares two versions of a report. */
export function compareReports(old: Report, now: Report): Differences {
  const title = keyOf(old.title) === keyOf(now.title) ? null : { from: old.title, to: now.title }
  return { title, changes: changedFigures(old, now), sections: changedSections(old, now), text: changedSentences(old, now) }
}

function changedFigures(old: Report, now: Report): Differences["changes"] {
  const [before, after] = [old, now].map(({ facts }) => new Map([...facts.values()].map(fact => [fact.id, fact]))) as [Map<string, Fact>, Map<string, Fact>]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(id => {
    const [from, to] = [shownAs(before.get(id)), shownAs(after.get(id))]
    return from === to ? [] : [{ id, label: cellName((after.get(id) ?? before.get(id))!), from, to }]
  })
}

const shownAs = (fact: Fact | undefined): string | null => (fact ? (fact.value ? figure(fact.value) : fact.text.trim()) : null)

function changedSections(old: Report, now: Report): Differences["sections"] {
  const titlesOf = ({ text, sections }: Report): Map<string, string> => new Map(sections.flatMap(({ id, title }) => (id === null ? [] : [[id, text.slice(title.from, title.to).trim()]])))
  const [before, after] = [titlesOf(old), titlesOf(now)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(id => {
    const [from, to] = [before.get(id) ?? null, after.get(id) ?? null]
    return from !== null && to !== null && keyOf(from) === keyOf(to) ? [] : [{ id, from, to }]
  })
}

interface Said {
  readonly section: string | null
  readonly text: string
}

/** A sentence that stands twice and now once is one that has gone. */
function changedSentences(old: Report, now: Report): Differences["text"] {
  const [before, after] = [sentencesOf(old), sentencesOf(now)]
  const [gone, come] = [bySection(without(before, after)), bySection(without(after, before))]
  return [...new Set([...gone.keys(), ...come.keys()])].flatMap(section => {
    const [own, others] = [gone.get(section) ?? [], come.get(section) ?? []]
    return Array.from({ length: Math.max(own.length, others.length) }, (_, i) => ({ section, from: own[i] ?? null, to: others[i] ?? null }))
  })
}

function bySection(sentences: readonly Said[]): Map<string | null, string[]> {
  const found = new Map<string | null, string[]>()
  for (const { section, text } of sentences) {
    if (!found.has(section)) found.set(section, [])
    found.get(section)!.push(text)
  }
  return found
}

const sentencesOf = (report: Report): Said[] => writtenSentences(report).map(({ section, from, to }) => ({ section, text: report.text.slice(from, to).replace(/\s+/g, " ").trim() }))

function without(sentences: readonly Said[], others: readonly Said[]): Said[] {
  const left = new Map<string, number>()
  for (const { text } of others) left.set(wordsOf(text), (left.get(wordsOf(text)) ?? 0) + 1)
  return sentences.filter(({ text }) => {
    const count = left.get(wordsOf(text)) ?? 0
    left.set(wordsOf(text), count - 1)
    return count <= 0
  })
}
