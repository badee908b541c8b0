import { leafColumns, leafRows, type ColumnFormat, type LeafRow, type PartFormat, type RowFormat, type Text } from "../report/format.ts"
import type { Fact, PlacedTable, RowReading, TableReading } from "../report/report.ts"
import { cellName } from "../rules/names.ts"
import { layoutOf } from "../tables/read.ts"
import { shift, type Range } from "../text/range.ts"
import type { Diagnostic } from "./diagnose.ts"
import type { FormCell, FormRow, TableForm } from "./tableForm.ts"

/** A table of a report in the form that the notice prescribes, merged cells and all. Plain data; ranges count from the start of the report. */
export interface OfficialTable extends TableForm {
  readonly id: string
  readonly name: Text
  readonly state: TableReading["state"]
  /** Where it stands in the draft; empty, at its section, for one that is not there. */
  readonly range: Range
  /** True if a blank cell can be seen in the layout that it is written in. */
  readonly showsBlanks: boolean
  readonly rows: readonly OfficialRow[]
}

export interface OfficialRow extends FormRow {
  /** True for a row of the format that the draft does not have. */
  readonly isMissing: boolean
  readonly cells: readonly OfficialCell[]
}

export interface OfficialCell extends FormCell {
  /** Of a label or figure that the draft has, where it stands. A blank figure has an empty range. */
  readonly range: Range | null
  /** Of a figure that the draft has. */
  readonly fact: OfficialFact | null
  /** The findings about this cell, by their places in the list that was given. */
  readonly findings: readonly number[]
}

export interface OfficialFact {
  readonly id: string
  readonly state: Fact["state"]
  /** How people call it: “（一）予以公开”自然人. */
  readonly name: string
}

/** The official form of a table, with the findings of its report (whose ranges count from the start of the report). */
export function officialTable(placed: PlacedTable, findings: readonly Diagnostic[] = []): OfficialTable {
  return layOut(placed, shownRows(placed.reading), findingsNear(placed, findings))
}

/** The same without the rows that the draft does not have. */
export function writtenTable(placed: PlacedTable): OfficialTable {
  const { reading } = placed
  return layOut(placed, shownRows(reading).filter(row => rowOf(reading, row)), [])
}

/** The rows of the format as this draft has them: a group that it states as one row takes the place of its rows. */
function shownRows({ table, groupsAsOneRow }: TableReading): LeafRow[] {
  const asOne = new Set(groupsAsOneRow.map(({ id }) => id))
  return leafRows(table).filter(({ id, isGroup, replacedBy }) => (isGroup ? asOne.has(id) : !(replacedBy !== null && asOne.has(replacedBy))))
}

function rowOf({ table, byLeaf }: TableReading, row: LeafRow): RowReading | undefined {
  return byLeaf[leafRows(table).indexOf(row)]
}

interface IndexedFinding {
  readonly index: number
  readonly finding: Diagnostic
}

/** Only findings on the table's own text, or which blame its cells, can be about one of its cells. */
function findingsNear({ from, reading: { table, range } }: PlacedTable, findings: readonly Diagnostic[]): IndexedFinding[] {
  const own = shift(range, from)
  return findings
    .map((finding, index) => ({ index, finding }))
    .filter(({ finding }) => (finding.range.from <= own.to && own.from <= finding.range.to) || (finding.cells ?? []).some(id => id.startsWith(`${table.id}/`)))
}

function layOut({ from, reading }: PlacedTable, shown: readonly LeafRow[], findings: readonly IndexedFinding[]): OfficialTable {
  const { table, state, range } = reading
  const width = Math.max(...table.parts.map(part => depthOf(part.rows) + leafColumns(part.columns).length))
  const cellsOf = cellMaker(from, findings)
  const rows = table.parts.flatMap(part => {
    const own = shown.filter(row => row.part === part)
    return own.length === 0 ? [] : [...headOf(part), ...bodyOf(part, own, row => rowOf(reading, row), cellsOf)].map(row => widened(row, part, width))
  })
  return { id: table.id, name: table.name, state, range: shift(range, from), width, showsBlanks: reading.layout !== null && layoutOf(reading.layout).showsBlanks, rows }
}

/** How many columns the labels of rows take. */
function depthOf(rows: readonly RowFormat[]): number {
  return rows.every(({ label }) => label === "") ? 0 : 1 + Math.max(0, ...rows.map(({ rows }) => (rows ? depthOf(rows) : 0)))
}

const words = (kind: OfficialCell["kind"], text: string, colSpan: number, rowSpan: number): OfficialCell => ({ kind, text, colSpan, rowSpan, range: null, fact: null, findings: [] })

function headOf(part: PartFormat): OfficialRow[] {
  const depth = depthOf(part.rows)
  const width = leafColumns(part.columns).length
  const levels = heightOf(part.columns)
  const rows: OfficialCell[][] = Array.from({ length: levels }, () => [])
  fillHeads(part.columns, rows, 0)
  if (part.header) rows.unshift([words("column", part.header, width, 1)])
  if (depth > 0) rows[0]!.unshift(words("stub", part.stub ?? "", depth, rows.length))
  const title: OfficialRow[] = part.title ? [{ kind: "title", isMissing: false, cells: [words("title", part.title, depth + width, 1)] }] : []
  return [...title, ...rows.map((cells): OfficialRow => ({ kind: "head", isMissing: false, cells }))]
}

function heightOf(columns: readonly ColumnFormat[]): number {
  return 1 + Math.max(0, ...columns.map(({ columns }) => (columns ? heightOf(columns) : 0)))
}

/** Heads of single columns reach down to the figures. */
function fillHeads(columns: readonly ColumnFormat[], rows: OfficialCell[][], level: number): void {
  for (const column of columns) {
    rows[level]!.push(words("column", column.label, column.columns ? leafColumns(column.columns).length : 1, column.columns ? 1 : rows.length - level))
    if (column.columns) fillHeads(column.columns, rows, level + 1)
  }
}

type CellMaker = ReturnType<typeof cellMaker>

function bodyOf(part: PartFormat, rows: readonly LeafRow[], readingOf: (row: LeafRow) => RowReading | undefined, { label, figure }: CellMaker): OfficialRow[] {
  const depth = depthOf(part.rows)
  return rows.map((row, i): OfficialRow => {
    const reading = readingOf(row)
    const above = rows[i - 1]?.groups ?? []
    const isNew = (level: number): boolean => row.groups.slice(0, level + 1).some((group, k) => group !== above[k])
    const groups = row.groups.flatMap((group, level) => (isNew(level) ? [words("label", group, 1, heightOfGroup(rows, i, level))] : []))
    const own = depth === 0 ? [] : [label(row, depth - row.groups.length, reading)]
    return { kind: "figures", isMissing: !reading, cells: [...groups, ...own, ...row.columns.map((_, k) => figure(reading?.facts[k]))] }
  })
}

/** How many of the rows from the one at `start` stand in the same group of a level. */
function heightOfGroup(rows: readonly LeafRow[], start: number, level: number): number {
  const wanted = rows[start]!.groups.slice(0, level + 1).join("\n")
  const end = rows.findIndex((row, i) => i > start && row.groups.slice(0, level + 1).join("\n") !== wanted)
  return (end < 0 ? rows.length : end) - start
}

function cellMaker(base: number, findings: readonly IndexedFinding[]) {
  const on = (range: Range): number[] => findings.filter(({ finding: { cells = [], range: { from, to } } }) => cells.length === 0 && range.from <= from && to <= range.to).map(({ index }) => index)
  const blaming = (id: string): number[] => findings.filter(({ finding: { cells = [] } }) => cells.includes(id)).map(({ index }) => index)
  return {
    label({ label }: LeafRow, colSpan: number, reading: RowReading | undefined): OfficialCell {
      const range = reading?.label ? { from: reading.label.from + base, to: reading.label.to + base } : null
      return { ...words("label", label, colSpan, 1), range, findings: range ? on(range) : [] }
    },
    figure(fact: Fact | undefined): OfficialCell {
      if (!fact) return words("figure", "", 1, 1)
      const range = { from: fact.from + base, to: fact.to + base }
      return { ...words("figure", fact.text, 1, 1), range, fact: { id: fact.id, state: fact.state, name: cellName(fact) }, findings: [...blaming(fact.id), ...on(range)] }
    },
  }
}

/** A part with fewer columns than the table has a wider last one. */
function widened(row: OfficialRow, part: PartFormat, width: number): OfficialRow {
  const missing = width - depthOf(part.rows) - leafColumns(part.columns).length
  const last = row.cells[row.cells.length - 1]
  if (missing === 0 || !last) return row
  return { ...row, cells: [...row.cells.slice(0, -1), { ...last, colSpan: last.colSpan + missing }] }
}
