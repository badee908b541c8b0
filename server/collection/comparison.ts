import { reportView, type ReportView } from "../engine/features/reportView.ts"
import type { Diagnostic } from "../engine/features/diagnose.ts"
import type { Text } from "../engine/report/format.ts"
import { factRange, type Report } from "../engine/report/report.ts"
import { compareReports, type Change, type Differences } from "./compare.ts"

/** A figure that differs: what it was, what it has become, and by how much. */
export interface FigureRow {
  readonly id: string
  readonly label: string
  readonly from: string
  readonly to: string
  /** As +2 (+66.7%); empty where there are no two figures. */
  readonly growth: string
}

/** Words that differ: of the title, of a section's title, or a sentence of a section. */
export interface WordsRow {
  readonly where: string
  readonly from: string
  readonly to: string
}

/** Two reports side by side: what differs, and the tables of both, in which changed figures are marked. */
export interface Comparison {
  readonly figures: readonly FigureRow[]
  readonly words: readonly WordsRow[]
  readonly old: ReportView
  readonly now: ReportView
}

/** Compares two versions of a report, or the reports of two years, for which `hasWords` is false: all of their words differ. */
export function comparisonOf(old: Report, now: Report, locale: keyof Text, hasWords = true): Comparison {
  const differences = compareReports(old, now)
  const viewOf = (report: Report): ReportView => reportView(report, marksIn(report, differences.changes), locale)
  return { figures: figureRows(differences, locale), words: hasWords ? wordsRows(differences, now, locale) : [], old: viewOf(old), now: viewOf(now) }
}

/** The figures that differ. */
export function figureRows({ changes }: Differences, locale: keyof Text): FigureRow[] {
  return changes.map(change => ({ id: change.id, label: change.label, from: shown(change.from, locale), to: shown(change.to, locale), growth: growthOf(change) }))
}

/** The words that differ. `now` is the newer report. */
export function wordsRows({ title, sections, text }: Differences, now: Report, locale: keyof Text): WordsRow[] {
  const titleOf = (section: string): string => now.format.sections.find(({ id }) => id === section)?.title ?? section
  const row = (where: string, { from, to }: Change): WordsRow => ({ where, from: shown(from, locale), to: shown(to, locale) })
  return [
    ...(title ? [row(TITLE[locale], title)] : []),
    ...sections.map(change => row(`${titleOf(change.id)} ${TITLE[locale]}`, change)),
    ...text.map(change => row(change.section === null ? "" : titleOf(change.section), change)),
  ]
}

const TITLE: Text = { zh: "标题", en: "title" }
const BLANK: Text = { zh: "空白", en: "blank" }

const shown = (words: string | null, locale: keyof Text): string => (words === null ? "∅" : words === "" ? BLANK[locale] : words)

/** By how much a figure grew, and by how much of what it was. */
function growthOf({ from, to }: Change): string {
  const [before, after] = [from, to].map(text => (text !== null && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN)) as [number, number]
  const by = Number((after - before).toFixed(6))
  if (Number.isNaN(by)) return ""
  const share = before === 0 ? "" : ` (${signed(Number(((by / Math.abs(before)) * 100).toFixed(1)))}%)`
  return `${signed(by)}${share}`
}

const signed = (value: number): string => `${value > 0 ? "+" : ""}${value}`

/** The changed figures of a report as marks on its cells. */
function marksIn(report: Report, changes: Differences["changes"]): Diagnostic[] {
  const marks = changes.flatMap((change): Diagnostic[] => {
    const fact = report.facts.get(change.id)
    const says = (locale: keyof Text): string => `${shown(change.from, locale)} → ${shown(change.to, locale)} ${growthOf(change)}`.trim()
    return fact ? [{ rule: "", severity: "information", message: { zh: says("zh"), en: says("en") }, range: factRange(report, fact), cells: [change.id], fixes: [] }] : []
  })
  return marks.sort((a, b) => a.range.from - b.range.from)
}
