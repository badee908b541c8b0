import { parseNumeral } from "../text/decimal.ts"
import { distance, tolerance } from "../text/distance.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import { isFigureCell } from "../tables/cell.ts"
import type { Cell, LayoutId } from "../tables/grid.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import { align, type AlignedRow, type Label, type WrittenRow } from "./align.ts"
import { labelsOf, leafColumns, leafRows, type LeafRow, type ReportFormat, type TableFormat } from "./format.ts"
import { place, type Placement } from "./place.ts"
import type { Fact, LabelReading, PlacedBlock, RowReading, Section, TableReading } from "./report.ts"

/** A row of a table block, and the section that it stands in. */
export interface SectionRow extends WrittenRow {
  readonly layout: LayoutId
  readonly section: string | null
}

/** A table of which less than this share of rows has figures is called unreadable as a whole. */
const READABLE_SHARE = 0.5

/** The rows of all table blocks of a report, in order. */
export function rowsOf(blocks: readonly PlacedBlock[], sections: readonly Section[]): SectionRow[] {
  const rows: SectionRow[] = []
  let next = 0
  for (const { block, from } of blocks) {
    while (next < sections.length && sections[next]!.from <= from) next++
    if (block.kind !== "table") continue
    const { layout, rows: cells } = readGrid(block)
    const { showsBlanks } = layoutOf(layout)
    for (const row of cells) rows.push({ cells: row, base: from, showsBlanks, layout, section: sections[next - 1]?.id ?? null })
  }
  return rows
}

/** How many cells are worded as labels that only this format has. */
export function evidenceFor(format: ReportFormat, formats: readonly ReportFormat[], rows: readonly SectionRow[]): number {
  const own = distinctLabels(formats).get(format)!
  let count = 0
  for (const { cells } of rows) for (const { kind, key } of cells) if (kind === "text" && own.has(key)) count++
  return count
}

const distinctLabels = memoize((formats: readonly ReportFormat[]) => {
  const keys = new Map(formats.map(format => [format, new Set(format.tables.flatMap(labelsOf).map(keyOf))]))
  const isElsewhere = (own: ReportFormat, key: string): boolean => formats.some(format => format !== own && keys.get(format)!.has(key))
  return new Map(formats.map(format => [format, new Set([...keys.get(format)!].filter(key => !isElsewhere(format, key)))]))
})

/** Reads all tables of the format from the rows of a report. */
export function readTables(format: ReportFormat, rows: readonly SectionRow[], sections: readonly Section[]): TableReading[] {
  const owners = ownersOf(format, rows)
  return format.tables.map(table => {
    const own = rows.filter((_, i) => owners[i] === table.id)
    const atHome = own.filter(({ section }) => section === table.section)
    return readTable(table, atHome.length > 0 ? atHome : own, sections)
  })
}

/** Labels that are in one table only, nor a piece of a label of another (其他 may be half of 其他结果). */
const tellingLabels = memoize((format: ReportFormat): Map<string, string> => {
  const words = format.tables.map(table => ({ id: table.id, keys: [...new Set(labelsOf(table).map(keyOf))] }))
  const telling = words.flatMap(({ id, keys }) => {
    const others = words.filter(other => other.id !== id).flatMap(other => other.keys).join("\n")
    return keys.filter(key => !others.includes(key)).map(key => [key, id] as const)
  })
  return new Map(telling)
})

/** To which table each row belongs: its labels say so, else the row above, else the section. */
function ownersOf(format: ReportFormat, rows: readonly SectionRow[]): (string | null)[] {
  const owner = tellingLabels(format)
  const bySection = new Map(format.tables.map(table => [table.section, table.id]))
  let section: string | null = null
  let current: string | null = null
  return rows.map(row => {
    if (row.section !== section || current === null) {
      section = row.section
      current = section === null ? current : (bySection.get(section) ?? null)
    }
    const voter = row.cells.find(({ key }) => key !== "" && owner.has(key))
    if (voter) current = owner.get(voter.key)!
    return current
  })
}

function readTable(table: TableFormat, written: readonly SectionRow[], sections: readonly Section[]): TableReading {
  const leaves = leafRows(table)
  const isUnlabelled = leaves.length === 1 && leaves[0]!.label === ""
  const aligned = isUnlabelled ? onlyRow(written, leaves[0]!) : align(written, leaves)
  const { kept, groups } = chooseForm(aligned)
  const head = readHead(table, written, kept)
  const placements = place(kept, head.surplusColumns)
  const rows = kept.map((row, i) => readRow(table, row, placements[i]!))
  const used = new Set(kept.map(({ row }) => row.id))
  const isMissing = (leaf: LeafRow): boolean => !leaf.isGroup && !used.has(leaf.id) && !groups.some(({ id }) => id === leaf.replacedBy)
  const placed = rows.filter(({ isPlaced }) => isPlaced).length
  const wanted = leaves.filter(leaf => !leaf.isGroup).length
  const isTrace = written.some(({ cells }) => cells.some(isFigureCell)) || aligned.length >= wanted * READABLE_SHARE
  const isRead = placed > 0 && placed >= wanted * READABLE_SHARE
  return {
    table,
    state: isRead ? "read" : isTrace && written.length > 0 ? "unreadable" : "absent",
    layout: written[0]?.layout ?? null,
    range: rangeOf(written, sections.find(({ id }) => id === table.section)),
    rows,
    missing: leaves.filter(isMissing),
    heads: head.readings,
    surplusHeads: head.surplus,
    groupsAsOneRow: groups,
  }
}

function rangeOf(written: readonly SectionRow[], section: Section | undefined): Range {
  const first = written[0]?.cells[0]
  const last = written[written.length - 1]
  if (!first || !last) return section ? section.headingRange : { from: 0, to: 0 }
  return { from: written[0]!.base + first.from, to: last.base + last.cells[last.cells.length - 1]!.to }
}

/** A table without row labels: the row with as many figures as columns, else all its figures together. */
function onlyRow(written: readonly SectionRow[], leaf: LeafRow): AlignedRow[] {
  const withFigures = written.filter(({ cells }) => cells.some(isFigureCell) || isBlankRow(cells, leaf.columns.length))
  const firstField = ({ cells }: WrittenRow): number => cells.findLastIndex((cell, i) => cell.kind === "text" && i < cells.findIndex(isFigureCell)) + 1
  const filled = (row: WrittenRow): number => row.cells.filter(isFigureCell).length
  const exact = withFigures.find(row => filled(row) === leaf.columns.length)
  const best = exact ?? withFigures.find(row => row.cells.length - firstField(row) === leaf.columns.length) ?? (withFigures.length === 1 ? withFigures[0] : undefined)
  if (best) return [{ row: leaf, label: null, written: best, firstField: firstField(best) }]
  const [first] = withFigures
  if (!first) return []
  const cells = withFigures.flatMap(row => row.cells.filter(isFigureCell).map(cell => ({ ...cell, from: cell.from + row.base - first.base, to: cell.to + row.base - first.base })))
  return [{ row: leaf, label: null, written: { ...first, cells, showsBlanks: false }, firstField: 0 }]
}

function isBlankRow(cells: readonly Cell[], columns: number): boolean {
  return cells.length === columns && cells.every(({ kind }) => kind === "blank")
}

/** A group stated as one row counts only where none of its rows has figures. */
function chooseForm(aligned: readonly AlignedRow[]): { kept: AlignedRow[]; groups: LeafRow[] } {
  const hasFigures = ({ written, firstField }: AlignedRow): boolean => written.cells.slice(firstField).some(isFigureCell)
  const groups = aligned.flatMap(aligned => (aligned.row.isGroup && hasFigures(aligned) ? [aligned.row] : []))
  const asOne = groups.filter(group => !aligned.some(({ row }) => row.replacedBy === group.id))
  return { kept: aligned.filter(({ row }) => !row.isGroup || asOne.includes(row)), groups: asOne }
}

function readRow(table: TableFormat, { row, label, written }: AlignedRow, placement: Placement): RowReading {
  const { base, cells } = written
  const moved = (cell: Cell): Range => ({ from: base + cell.from, to: base + cell.to })
  const last = moved(cells[cells.length - 1]!)
  const from = label?.from ?? base + (cells.find(isFigureCell) ?? cells[0]!).from
  const range = { from: Math.min(from, last.from), to: Math.max(last.to, label?.to ?? 0) }
  const facts = row.columns.map((column, i): Fact => {
    const cell = placement.cells?.[i]
    const id = row.factIds[i]!
    if (!cell) return { id, table, row, column, state: "unreadable", value: null, text: "", isSpaced: false, ...range }
    const numeral = cell.kind === "number" ? parseNumeral(cell.text) : null
    const state = cell.kind === "text" ? "unreadable" : cell.kind
    return { id, table, row, column, state, value: numeral?.value ?? null, text: cell.text, isSpaced: numeral?.spaced ?? false, ...moved(cell) }
  })
  return { row, label, range, isPlaced: placement.cells !== null, filled: placement.filled, surplus: placement.surplus.map(moved), facts }
}

interface Head {
  readonly readings: LabelReading[]
  readonly surplus: Range[]
  /** Places of the surplus heads among the figures, both of the two that are alike. */
  readonly surplusColumns: number[]
}

/** The heads above the rows: which are misworded, and which stand twice in the place of a column. */
function readHead(table: TableFormat, written: readonly SectionRow[], rows: readonly AlignedRow[]): Head {
  const used = new Set<WrittenRow>(rows.map(row => row.written))
  const headRows = written.filter(row => !used.has(row)).slice(0, 40)
  const known = keysOfTable(table)
  const columns = columnsOfTable(table)
  const readings: LabelReading[] = []
  for (const { cells, base } of headRows) {
    for (const cell of cells) {
      const official = cell.kind === "text" ? misworded(cell.key, columns, known) : null
      const label: Label = { from: base + cell.from, to: base + cell.to, text: cell.text, exact: false }
      if (official) readings.push({ label, official })
    }
  }
  return { readings, ...surplusHeads(table, headRows) }
}

const keysOfTable = memoize((table: TableFormat) => new Set(labelsOf(table).map(keyOf)))
const columnsOfTable = memoize((table: TableFormat) => table.parts.flatMap(part => leafColumns(part.columns)))

function misworded(key: string, columns: readonly { label: string; keys: readonly string[] }[], known: ReadonlySet<string>): string | null {
  if (key === "" || key.length > 40 || known.has(key)) return null
  const found = columns.find(({ keys }) => keys.some(label => label.length >= 5 && distance(key, label, tolerance(label.length)) <= tolerance(label.length)))
  return found?.label ?? null
}

/** A head of the last column of a group that stands once more beside it (其他 twice): a column too many. */
function surplusHeads(table: TableFormat, headRows: readonly SectionRow[]): Pick<Head, "surplus" | "surplusColumns"> {
  const none = { surplus: [], surplusColumns: [] }
  const [part] = table.parts
  if (table.parts.length > 1 || !part) return none
  const columns = columnsOfTable(table)
  const first = columns[0]!.keys
  const heads = headRows.flatMap(({ cells, base, showsBlanks }) => (showsBlanks ? cells.flatMap((cell, index) => (cell.kind === "text" ? [{ key: cell.key, index, range: { from: base + cell.from, to: base + cell.to } }] : [])) : []))
  const origin = heads.find(({ key }) => first.includes(key))
  for (const column of columns.slice(1, -1)) {
    const same = heads.filter(({ key }) => column.keys.includes(key)).sort((a, b) => a.index - b.index)
    if (!origin || same.length !== 2 || columns.filter(other => other.label === column.label).length > 1) continue
    return { surplus: [same[1]!.range], surplusColumns: same.map(({ index }) => index - origin.index) }
  }
  return none
}
