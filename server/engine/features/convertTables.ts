import { readReports } from "../index.ts"
import { labelsOf, type ReportFormat, type Text } from "../report/format.ts"
import type { PlacedBlock, PlacedTable, Report } from "../report/report.ts"
import { isFigureCell } from "../tables/cell.ts"
import { readGrid } from "../tables/read.ts"
import { writeRow, writeTable, type CellText } from "../tables/write.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import { applyEdits, type Range, type TextEdit } from "../text/range.ts"
import { displayWidth } from "../text/width.ts"
import { gridOf, writtenTable, type OfficialCell } from "./officialTable.ts"
import { tableHtml } from "./tableHtml.ts"

/** The layouts in which a table can be written anew. */
export const TARGETS = ["tsv", "pipes", "cell-line", "html"] as const
export type Target = (typeof TARGETS)[number]

/** What writes tables anew, and those that stay as they are because not all of them could be read, or could not be in that layout. */
export interface Conversion {
  readonly edits: readonly TextEdit[]
  readonly untouched: readonly Text[]
}

/**
 * Writes tables of a report anew in a layout, in the form of the notice; the figures stay as written, and nothing but the tables changes.
 * Each is read again and left alone if any figure of the report would come out otherwise.
 */
export function convertTables(report: Report, tables: readonly PlacedTable[], target: Target, formats: readonly ReportFormat[]): Conversion {
  const source = sourceOf(report)
  const edits: TextEdit[] = []
  const untouched: Text[] = []
  for (const table of tables) {
    const { state, table: { name } } = table.reading
    if (state === "absent") continue
    const edit = rewriting(report, table, target)
    if (!edit || !areSame(report, applyEdits(source, [...edits, edit]), formats)) untouched.push(name)
    else if (source.slice(edit.from, edit.to) !== edit.insert) edits.push(edit)
  }
  return { edits, untouched }
}

/** The report as the draft has it, markup and all. */
const sourceOf = ({ blocks }: Report): string => blocks.map(({ block }) => block.text).join("")

function rewriting(report: Report, placed: PlacedTable, target: Target): TextEdit | null {
  const blocks = blocksOf(report, placed)
  if (!blocks || !isReadWhole(placed, blocks)) return null
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
function isReadWhole({ from, reading }: PlacedTable, blocks: readonly PlacedBlock[]): boolean {
  const { state, rows, table, repeated, surplusHeads, heads } = reading
  if (state !== "read" || repeated.length > 0 || surplusHeads.length > 0 || rows.some(({ isPlaced, surplus }) => !isPlaced || surplus.length > 0)) return false
  const known = [...keysOfTable(table), ...rows.flatMap(({ label }) => (label ? [keyOf(label.text)] : [])), ...heads.map(({ label }) => keyOf(label.text))]
  const figures = new Set(rows.flatMap(({ facts }) => facts.map(fact => fact.from + from)))
  return blocks.filter(({ block }) => block.kind === "table").every(({ block, from }) =>
    readGrid(block).rows.every(row => row.every(cell => figures.has(cell.from + from) || (cell.kind === "text" ? known.some(key => key.includes(cell.key)) : cell.kind === "blank" || !isFigureCell(cell)))),
  )
}

/** Without the line ends at its end, and without the blanks that only seem to stand there: a TAB is the edge of a cell. */
function trimmed(text: string, { from, to }: Range): Range {
  let end = to
  while (end > from && /[\r\n]/.test(text[end - 1]!)) end--
  return { from, to: end }
}

function write(placed: PlacedTable, target: Target): string {
  const table = writtenTable(placed)
  const { lineEnd } = placed.reading
  if (target === "html") return tableHtml(table, lineEnd)
  const grid = gridOf(table)
  return target === "pipes" ? alignedPipes(grid, lineEnd) : writeTable(grid.map(row => row.map(textOf)), target, lineEnd)
}

const textOf = (cell: OfficialCell | null): CellText => cell && cell.text.replace(/\s+/g, " ")

/** A Markdown table whose pipes stand below each other where Chinese characters are twice as wide as others. A head over several columns makes none of them wider. */
function alignedPipes(grid: readonly (readonly (OfficialCell | null)[])[], eol: string): string {
  const escaped = grid.map(row => row.map(cell => (textOf(cell) ?? "").replaceAll("|", "\\|")))
  const isWideHead = (cell: OfficialCell | null): boolean => cell !== null && cell.colSpan > 1 && cell.kind !== "label"
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

function factsIn({ facts, sections }: Report): string {
  return JSON.stringify([[...facts.values()].map(({ id, state, text }) => [id, state, text.replace(/\s+/g, " ")]).sort(), sections.map(({ id }) => id)])
}
