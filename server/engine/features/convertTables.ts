import { readReports } from "../index.ts"
import { labelsOf, type ReportFormat, type Text } from "../report/format.ts"
import type { PlacedBlock, PlacedTable, Report } from "../report/report.ts"
import { isFigureCell } from "../tables/cell.ts"
import type { Cell, LayoutId } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import { writeRow, writeTable, type CellText } from "../tables/write.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf, wordsOf } from "../text/plain.ts"
import { applyEdits, type Range, type TextEdit } from "../text/range.ts"
import { displayWidth } from "../text/width.ts"
import { writtenTable } from "./officialTable.ts"
import { gridOf, type FormCell, type TableForm } from "./tableForm.ts"
import { tableHtml } from "./tableHtml.ts"

/** The layouts in which a table can be written anew. */
export const TARGETS = ["tsv", "pipes", "cell-line", "html"] as const
export type Target = (typeof TARGETS)[number]

/** What writes tables anew, and those that stay as they are because not all of them could be read, or could not be in that layout. */
export interface Conversion {
  readonly edits: readonly TextEdit[]
  readonly untouched: readonly Text[]
}

/** A table that can be written anew. */
export interface Rewriting {
  readonly placed: PlacedTable
  /** What takes the place of the table as the draft has it; it may be the same text. */
  readonly edit: TextEdit
}

/**
 * Writes tables of a report anew in a layout, in the form of the notice; the figures stay as written, and nothing but the tables changes.
 * Each is read again and left alone if any figure of the report would come out otherwise.
 */
export function convertTables(report: Report, tables: readonly PlacedTable[], target: Target, formats: readonly ReportFormat[]): Conversion {
  const source = sourceOf(report)
  const { rewritings, untouched } = rewriteTables(report, tables, target, formats)
  return { edits: rewritings.map(({ edit }) => edit).filter(({ from, to, insert }) => source.slice(from, to) !== insert), untouched }
}

/** The same table by table. */
export function rewriteTables(report: Report, tables: readonly PlacedTable[], target: Target, formats: readonly ReportFormat[]): { readonly rewritings: readonly Rewriting[]; readonly untouched: readonly Text[] } {
  const source = sourceOf(report)
  const rewritings: Rewriting[] = []
  const untouched: Text[] = []
  for (const placed of tables) {
    const { state, table: { name } } = placed.reading
    if (state === "absent") continue
    const edit = rewriting(report, placed, target)
    if (edit && areSame(report, applyEdits(source, [...rewritings.map(({ edit }) => edit), edit]), formats)) rewritings.push({ placed, edit })
    else untouched.push(name)
  }
  return { rewritings, untouched }
}

/** The report as the draft has it, markup and all. */
const sourceOf = ({ blocks }: Report): string => blocks.map(({ block }) => block.text).join("")

function rewriting(report: Report, placed: PlacedTable, target: Target): TextEdit | null {
  const blocks = blocksOf(report, placed)
  if (!blocks || !isReadWhole(report, placed, blocks)) return null
  const { from, to } = trimmed(sourceOf(report), { from: blocks[0]!.from, to: blocks[blocks.length - 1]!.to })
  return { from, to, insert: write(placed, target).replace(/[\r\n]+$/, "") }
}

/** The blocks of a table, if nothing else stands in them. */
function blocksOf({ blocks, tables }: Report, { from, reading }: PlacedTable): PlacedBlock[] | null {
  const range = { from: from + reading.range.from, to: from + reading.range.to }
  const own = blocks.filter(block => block.from <= range.to && range.from < block.to)
  const isAlone = tables.every(({ from, reading: { state, range, table } }) => table === reading.table || state === "absent" || own.every(block => block.to <= from + range.from || from + range.to <= block.from))
  const isOnlyTable = own.every(({ block: { kind, lines } }) => kind === "table" || (kind === "blank" && lines.every(line => line.kind === "blank")))
  const last = own.findLastIndex(({ block }) => block.kind === "table")
  return last >= 0 && isAlone && isOnlyTable ? own.slice(own.findIndex(({ block }) => block.kind === "table"), last + 1) : null
}

const keysOfTable = memoize((table: PlacedTable["reading"]["table"]) => labelsOf(table).map(keyOf))

/** True if every cell that is written was understood: as a figure in its place, or as (a piece of) a label. */
function isReadWhole(report: Report, placed: PlacedTable, blocks: readonly PlacedBlock[]): boolean {
  const { from, reading } = placed
  const { state, rows, table, repeated, surplusHeads, heads } = reading
  if (state !== "read" || repeated.length > 0 || surplusHeads.length > 0 || rows.some(({ isPlaced, surplus }) => !isPlaced || surplus.length > 0)) return false
  // In the notice's words the figures would count something else.
  if (heads.some(({ label, official }) => isOtherUnit(label.text, official))) return false
  const known = [...keysOfTable(table), ...rows.flatMap(({ label }) => (label ? [keyOf(label.text)] : [])), ...heads.map(({ label }) => keyOf(label.text))]
  // Labels of a table of no format are written shortened and in plain form.
  const written = report.format.isLoose ? new Set(writtenTable(placed).rows.flatMap(({ cells }) => cells.map(textOf))) : null
  // A text that is too long for a label has an empty key, and so has a mere number; only the latter is a piece of every label.
  const isUnderstood = ({ text, key }: Cell): boolean => (key !== "" || keyOf(text) === "") && (written?.has(oneLine(text)) ?? known.some(label => label.includes(key)))
  const figures = new Set(rows.flatMap(({ facts }) => facts.map(fact => fact.from + from)))
  return blocks.filter(({ block }) => block.kind === "table").every(({ block, from }) =>
    readGrid(block).rows.every(row => row.every(cell => figures.has(cell.from + from) || (cell.kind === "text" ? isUnderstood(cell) : cell.kind === "blank" || !isFigureCell(cell)))),
  )
}

const MONEY = /[万亿千百]*元/

/** True for a head that names another unit of money than the notice's. */
function isOtherUnit(written: string, official: string): boolean {
  const unit = MONEY.exec(wordsOf(written))?.[0]
  return unit !== undefined && unit !== MONEY.exec(official)?.[0]
}

/** Without the line ends at its end, and without the blanks that only seem to stand there: a TAB is the edge of a cell. */
function trimmed(text: string, { from, to }: Range): Range {
  let end = to
  while (end > from && /[\r\n]/.test(text[end - 1]!)) end--
  return { from, to: end }
}

function write(placed: PlacedTable, target: Target): string {
  return writeForm(writtenTable(placed), target, placed.reading.lineEnd)
}

/** A table as text in a layout, with a line end behind each line. */
export function writeForm(table: TableForm, target: LayoutId, eol: string): string {
  if (target === "html") return tableHtml(table, eol)
  const grid = gridOf(table)
  return target === "pipes" ? alignedPipes(grid, eol) : writeTable(grid.map(row => row.map(textOf)), target, eol)
}

const textOf = (cell: FormCell | null): CellText => cell && oneLine(cell.text)
const oneLine = (text: string): string => text.replace(/\s+/g, " ")

/** A Markdown table whose pipes stand below each other where Chinese characters are twice as wide as others. A head over several columns makes none of them wider. */
function alignedPipes(grid: readonly (readonly (FormCell | null)[])[], eol: string): string {
  const escaped = grid.map(row => row.map(cell => (textOf(cell) ?? "").replaceAll("|", "\\|")))
  const isWideHead = (cell: FormCell | null): boolean => cell !== null && cell.colSpan > 1 && cell.kind !== "label"
  const widths = escaped[0]!.map((_, i) => Math.max(3, ...escaped.flatMap((row, r) => (isWideHead(grid[r]![i]!) ? [] : [displayWidth(row[i]!)]))))
  const lines = escaped.map(row => writeRow(row.map((cell, i) => cell + " ".repeat(Math.max(0, widths[i]! - displayWidth(cell)))), "pipes", eol))
  lines.splice(1, 0, `|${widths.map(width => ` ${"-".repeat(width)} |`).join("")}${eol}`)
  return lines.join("")
}

/** True if a text is the same report with the same figures. */
function areSame(report: Report, text: string, formats: readonly ReportFormat[]): boolean {
  const [other, ...more] = readReports(text, formats)
  return other !== undefined && more.length === 0 && other.from === 0 && factsIn(other.report) === factsIn(report)
}

/** The figures of a report and its sections as a text to be compared: equal for two writings of one report. */
export function factsIn({ facts, sections }: Report): string {
  return JSON.stringify([[...facts.values()].map(({ id, state, text }) => [id, state, text.replace(/\s+/g, " ")]).sort(), sections.map(({ id }) => id)])
}
