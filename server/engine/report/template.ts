import { lineEnd } from "../text/lines.ts"
import { toOrdinal } from "../text/ordinal.ts"
import type { LayoutId } from "../tables/grid.ts"
import { writeRow, writeTable, type CellText } from "../tables/write.ts"
import { leafColumns, leafRows, type ColumnFormat, type LeafColumn, type LeafRow, type PartFormat, type ReportFormat, type RowFormat, type TableFormat } from "./format.ts"
import type { Report } from "./report.ts"

/** The figure to be written into a cell. */
export type FigureOf = (row: LeafRow, column: LeafColumn) => string

/** A table of a format as rows of cells, heads included; null is the rest of a merged cell. All rows are of one length. */
export function templateRows(table: TableFormat, figureOf: FigureOf): CellText[][] {
  const leaves = leafRows(table)
  const rows = table.parts.flatMap(part => partRows(part, leaves.filter(leaf => leaf.part === part), figureOf))
  const width = Math.max(...rows.map(({ length }) => length))
  return rows.map(row => [...row, ...new Array<null>(width - row.length).fill(null)])
}

/** The row of a format as cells, without the labels of the groups above it. */
function templateRow(row: LeafRow, figureOf: FigureOf): CellText[] {
  const depth = depthOf(row.part.rows)
  const label = row.label === "" ? [] : [...new Array<null>(row.groups.length).fill(null), row.label, ...new Array<null>(depth - row.groups.length - 1).fill(null)]
  return [...label, ...row.columns.map(column => figureOf(row, column))]
}

function depthOf(rows: readonly RowFormat[]): number {
  return rows.every(({ label }) => label === "") ? 0 : 1 + Math.max(0, ...rows.map(({ rows }) => (rows ? depthOf(rows) : 0)))
}

function partRows(part: PartFormat, leaves: readonly LeafRow[], figureOf: FigureOf): CellText[][] {
  const depth = depthOf(part.rows)
  const width = leafColumns(part.columns).length
  const rows: CellText[][] = []
  if (part.title) rows.push([part.title, ...new Array<null>(depth + width - 1).fill(null)])
  const heads = headRows(part.columns)
  if (part.header) heads.unshift([part.header, ...new Array<null>(width - 1).fill(null)])
  for (const [i, head] of heads.entries()) rows.push([...stubCells(i === 0 ? part.stub : undefined, depth), ...head])
  const written = new Set<string>()
  for (const leaf of leaves.filter(leaf => !leaf.isGroup)) {
    const groups = leaf.groups.map(group => (written.has(group) ? null : group))
    for (const group of leaf.groups) written.add(group)
    const rest = depth - leaf.groups.length - (leaf.label === "" ? 0 : 1)
    const label = leaf.label === "" ? [] : [leaf.label]
    rows.push([...groups, ...label, ...new Array<null>(rest).fill(null), ...leaf.columns.map(column => figureOf(leaf, column))])
  }
  return rows
}

function stubCells(stub: string | undefined, depth: number): CellText[] {
  return depth === 0 ? [] : [stub ?? null, ...new Array<null>(depth - 1).fill(null)]
}

/** The heads of columns, a row for each level. */
function headRows(columns: readonly ColumnFormat[]): CellText[][] {
  const levels = 1 + Math.max(0, ...columns.map(({ columns }) => (columns ? headRows(columns).length : 0)))
  const rows: CellText[][] = Array.from({ length: levels }, () => [])
  for (const column of columns) {
    const below = column.columns ? headRows(column.columns) : []
    const width = column.columns ? leafColumns(column.columns).length : 1
    rows[0]!.push(column.label, ...new Array<null>(width - 1).fill(null))
    for (let level = 1; level < levels; level++) rows[level]!.push(...(below[level - 1] ?? new Array<null>(width).fill(null)))
  }
  return rows
}

const zero: FigureOf = () => "0"

/** True if a line begins with #. */
function isMarkdown(text: string): boolean {
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) if (at === 0 || /[\r\n\u2028\u2029]/.test(text[at - 1]!)) return true
  return false
}

/** The layout in which the draft's tables are written; TSV where it has none. */
export function layoutOfReport({ tables, text }: Report): LayoutId {
  return tables.find(({ reading: { state, layout } }) => state === "read" && layout)?.reading.layout ?? (isMarkdown(text) ? "pipes" : "tsv")
}

/** A table filled with zeros, in the draft's own layout, ready to be inserted. */
export function zeroTable(report: Report, table: TableFormat): string {
  return writeTable(templateRows(table, zero), layoutOfReport(report), lineEnd(report.text), isMarkdown(report.text))
}

/** A row filled with zeros, or with given figures, in the layout of its table. */
export function newRow(report: Report, row: LeafRow, layout: LayoutId, figureOf: FigureOf = zero): string {
  return writeRow(templateRow(row, figureOf), layout, lineEnd(report.text))
}

/** The signs of Markdown, and the blank behind them, that stand before the draft's first section heading; empty if there are none. */
export function headingMark({ text, sections }: Report): string {
  return /^\s*(#+\s*)/.exec(text.slice(sections[0]?.from ?? 0))?.[1] ?? ""
}

/** 三、收到和处理政府信息公开申请情况 */
export function headingOf(format: ReportFormat, section: string): string {
  const index = format.sections.findIndex(({ id }) => id === section)
  return `${toOrdinal(index + 1)}、${format.sections[index]!.title}`
}
