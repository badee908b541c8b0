import { shift, type Range } from "../text/range.ts"
import { readGrid } from "../tables/read.ts"
import type { Fact, PlacedTable, Report, RowReading, Section } from "../report/report.ts"

/** A figure where it stands in the report. */
export interface FigurePlace {
  readonly fact: Fact
  readonly range: Range
}

/** True if the offset lies in the range or at either of its ends. */
export function touches({ from, to }: Range, offset: number): boolean {
  return from <= offset && offset <= to
}

/** The figure, blank or not, in whose cell the offset lies. Rows whose cells have no certain place have none. */
export function figureAt(report: Report, offset: number): FigurePlace | null {
  let found: FigurePlace | null = null
  for (const { from, reading } of report.tables) {
    if (reading.state !== "read" || !isNear(report, shift(reading.range, from), offset)) continue
    for (const row of reading.rows) {
      if (!row.isPlaced) continue
      for (const fact of row.facts) {
        const range = { from: from + fact.from, to: from + fact.to }
        if (range.from <= offset && offset < range.to) return { fact, range }
        if (touches(range, offset) || (fact.state === "blank" && isBlankBetween(report.text, offset, range.from))) found ??= { fact, range }
      }
    }
  }
  return found
}

/** A blank cell at the end of a table may reach beyond its range, but not beyond its line. */
function isNear({ text }: Report, range: Range, offset: number): boolean {
  return touches(range, offset) || (offset > range.to && isBlankBetween(text, range.to, offset))
}

function isBlankBetween(text: string, a: number, b: number): boolean {
  return /^[  　]*$/.test(text.slice(Math.min(a, b), Math.max(a, b)))
}

/** The row whose label or figures are at the offset, in the table where it stands. */
export function rowAt(report: Report, offset: number): { row: RowReading; table: PlacedTable } | null {
  for (const table of report.tables) {
    const { from, reading } = table
    if (reading.state !== "read" || !touches(reading.range, offset - from)) continue
    const row = reading.rows.find(row => touches(rowRange(row), offset - from))
    if (row) return { row, table }
  }
  return null
}

/** All that belongs to a row, counted from its table: its label may stand above, below or among its figures. */
export function rowRange({ range, label, facts, isPlaced }: RowReading): Range {
  let { from, to } = range
  for (const part of [...(label ? [label] : []), ...(isPlaced ? facts : [])]) {
    from = Math.min(from, part.from)
    to = Math.max(to, part.to)
  }
  return { from, to }
}

/** The table that is there in the draft, readable or not, at the offset. */
export function tableAt(report: Report, offset: number): PlacedTable | null {
  return report.tables.find(({ from, reading: { state, range } }) => state !== "absent" && touches(range, offset - from)) ?? null
}

/** The section in which the offset lies, heading included. */
export function sectionAt({ sections, text }: Report, offset: number): Section | null {
  return sections.find(({ from, to }) => from <= offset && (offset < to || to === text.length)) ?? null
}

/** A cell of a table as written. */
export interface WrittenCell extends Range {
  readonly text: string
}

/** The cell of any table at the offset, heads and labels included; null outside of tables and in blank cells. */
export function cellAt(report: Report, offset: number): WrittenCell | null {
  const placed = report.blocks.find(({ block, from, to }) => block.kind === "table" && from <= offset && offset <= to)
  if (!placed) return null
  const at = offset - placed.from
  for (const row of readGrid(placed.block).rows) {
    const cell = row.find(cell => cell.text !== "" && touches(cell, at))
    if (cell) return { from: placed.from + cell.from, to: placed.from + cell.to, text: cell.text }
  }
  return null
}

/** The range without the blank lines at its end. A TAB there is the edge of a blank cell. */
export function trimmedEnd(text: string, { from, to }: Range): Range {
  let end = to
  while (end > from && /[^\S\t]/.test(text[end - 1]!)) end--
  return { from, to: end }
}
