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
  /** What was left out at the end: characters of text, findings. */
  readonly omitted: Limits
}

/** How many characters beside the tables, and how many findings. */
export interface Limits {
  readonly text: number
  readonly findings: number
}

/** No more is shown while one types: more no page draws between two keys. */
export const WHILE_TYPING: Limits = { text: 200_000, findings: 1000 }
/** Nobody reads more in one file. */
const IN_A_FILE: Limits = { text: Infinity, findings: 10_000 }

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

/** The end of a paragraph of a web page. */
const PAGE_END = /<\/(?:p|div|h[1-6]|li|section|article)\s*>|<br\s*\/?>/i

/** The view of a report with its findings, which are in the order of the text. Of a web page's source its text is shown, of any other draft every character. */
export function reportView(report: Report, found: readonly Diagnostic[], locale: keyof Text, limits: Limits = IN_A_FILE): ReportView {
  const findings = found.slice(0, limits.findings)
  const isPage = report.blocks.some(({ block: { kind, text } }) => kind !== "table" && text.includes("<") && PAGE_END.test(text))
  const parts: ViewPart[] = []
  const drawn = new Set<PlacedTable>()
  const marks = new Marks(findings)
  let left = limits.text
  let omitted = 0
  for (const { block, from, to } of report.blocks) {
    // A line of tags alone is blank to a reader of a page.
    if (block.kind === "blank" && (isPage || block.text.trim() === "")) continue
    const tables = block.kind === "table" ? report.tables.filter(placed => isIn(placed, from, to)) : []
    for (const table of tables.filter(table => !drawn.has(table)).sort((a, b) => startOf(a) - startOf(b))) {
      drawn.add(table)
      parts.push({ kind: "table", table: withShortCells(officialTable(table, findings)), name: table.reading.table.name[locale] })
    }
    if (tables.length > 0 && tables.every(({ reading }) => reading.state === "read")) continue
    const isHead = block.kind === "title" || block.kind === "heading"
    const start = from + (isHead ? HEAD_MARK.exec(block.text)![0].length : 0)
    if (left <= 0) {
      omitted += to - start
      continue
    }
    const written = report.text.slice(start, to)
    const text = (isPage ? withoutMarkup(written) : written).trimEnd()
    const shown = text.slice(0, Math.max(0, left))
    omitted += text.length - shown.length
    left -= shown.length
    if (shown !== "") parts.push({ kind: block.kind === "table" ? "raw" : block.kind === "blank" ? "paragraph" : block.kind, pieces: marks.cut(shown, start) })
  }
  return { title: report.title || report.format.reportTitle, findings: findings.map(finding => viewOf(finding, locale)), parts, omitted: { text: omitted, findings: found.length - findings.length } }
}

/** What stands in a cell is cut to the length of the longest label that anyone writes. */
const MAX_CELL = 200

function withShortCells(table: OfficialTable): OfficialTable {
  if (!table.rows.some(({ cells }) => cells.some(({ text }) => text.length > MAX_CELL))) return table
  return { ...table, rows: table.rows.map(row => ({ ...row, cells: row.cells.map(cell => (cell.text.length > MAX_CELL ? { ...cell, text: `${cell.text.slice(0, MAX_CELL)}…` } : cell)) })) }
}

function viewOf({ rule, severity, message, range, fixes }: Diagnostic, locale: keyof Text): ViewFinding {
  return { rule, severity, message: message[locale], range, fixes: fixes.map(({ title }) => title[locale]) }
}

const startOf = ({ from, reading: { range } }: PlacedTable): number => from + range.from

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
