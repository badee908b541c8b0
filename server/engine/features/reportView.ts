import type { PlacedTable, Report } from "../report/report.ts"
import type { Text } from "../report/format.ts"
import type { Severity } from "../rules/rule.ts"
import { withoutMarkup } from "../text/markup.ts"
import type { Range } from "../text/range.ts"
import type { Diagnostic } from "./diagnose.ts"
import { officialTable, type OfficialTable } from "./officialTable.ts"

/** A report as it is shown to people: its text with marks, its tables in their official form, its findings. Plain data; ranges count from the start of the report. */
export interface ReportView {
  readonly title: string
  readonly findings: readonly ViewFinding[]
  readonly parts: readonly ViewPart[]
  /** How many characters of text were left out at the end. */
  readonly omitted: number
}

export interface ViewFinding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly range: Range
  /** Titles of its fixes. */
  readonly fixes: readonly string[]
}

export type ViewPart = TextPart | { readonly kind: "table"; readonly table: OfficialTable; readonly name: string }

export interface TextPart {
  /** `raw` is a table, or what looks like one, that could not be read: as written. */
  readonly kind: "title" | "heading" | "paragraph" | "raw"
  readonly pieces: readonly Piece[]
}

/** A run of text about which the same is said. */
export interface Piece {
  readonly text: string
  readonly from: number
  /** Places in the list of findings. */
  readonly findings: readonly number[]
}

/** What marks a heading in Markdown is not part of it. */
const HEAD_MARK = /^\uFEFF?\s*(?:#+\s*)?/

/** The view of a report with its findings, which are in the order of the text. Of very long reports no more than `maxText` characters beside the tables are shown. */
export function reportView(report: Report, findings: readonly Diagnostic[], locale: keyof Text, maxText = Infinity): ReportView {
  const parts: ViewPart[] = []
  const drawn = new Set<PlacedTable>()
  const marks = new Marks(findings)
  let left = maxText
  let omitted = 0
  for (const { block, from, to } of report.blocks) {
    if (block.kind === "blank") continue
    const table = block.kind === "table" ? report.tables.find(placed => isIn(placed, from, to)) : undefined
    if (table && !drawn.has(table)) {
      drawn.add(table)
      parts.push({ kind: "table", table: officialTable(table, findings), name: table.reading.table.name[locale] })
    }
    if (table?.reading.state === "read") continue
    const isHead = block.kind === "title" || block.kind === "heading"
    const start = from + (isHead ? HEAD_MARK.exec(block.text)![0].length : 0)
    const text = withoutMarkup(report.text.slice(start, to)).trimEnd()
    const shown = text.slice(0, Math.max(0, left))
    omitted += text.length - shown.length
    left -= shown.length
    if (shown !== "") parts.push({ kind: block.kind === "table" ? "raw" : block.kind, pieces: marks.cut(shown, start) })
  }
  return { title: report.title || report.format.reportTitle, findings: findings.map(finding => viewOf(finding, locale)), parts, omitted }
}

function viewOf({ rule, severity, message, range, fixes }: Diagnostic, locale: keyof Text): ViewFinding {
  return { rule, severity, message: message[locale], range, fixes: fixes.map(({ title }) => title[locale]) }
}

function isIn({ from, reading: { state, range } }: PlacedTable, start: number, end: number): boolean {
  return state !== "absent" && start <= from + range.to && from + range.from < end
}

/** Cuts a report's text, block after block, where a finding begins or ends. */
class Marks {
  readonly #findings: readonly Diagnostic[]
  #next = 0
  #open: number[] = []

  constructor(findings: readonly Diagnostic[]) {
    this.#findings = findings
  }

  cut(text: string, from: number): Piece[] {
    const to = from + text.length
    const cuts = [from]
    this.#open = this.#open.filter(index => this.#findings[index]!.range.to > from)
    for (const index of this.#open) cuts.push(Math.min(to, this.#findings[index]!.range.to))
    for (let i = this.#next; i < this.#findings.length && this.#findings[i]!.range.from < to; i++) {
      const { range } = this.#findings[i]!
      if (range.from >= from) cuts.push(range.from, Math.min(to, range.to))
    }
    const sorted = [...new Set(cuts)].sort((a, b) => a - b)
    return sorted.flatMap((start, i) => {
      this.#moveTo(start)
      const piece = text.slice(start - from, (sorted[i + 1] ?? to) - from)
      return piece === "" ? [] : [{ text: piece, from: start, findings: [...this.#open] }]
    })
  }

  #moveTo(at: number): void {
    this.#open = this.#open.filter(index => this.#findings[index]!.range.to > at)
    for (; this.#next < this.#findings.length && this.#findings[this.#next]!.range.from <= at; this.#next++) if (this.#findings[this.#next]!.range.to > at) this.#open.push(this.#next)
  }
}
