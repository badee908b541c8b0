import { distance, tolerance } from "../text/distance.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { AlignedRow, Label, WrittenRow } from "./align.ts"
import { labelsOf, leafColumns, type TableFormat } from "./format.ts"
import type { HeadColumns } from "./place.ts"
import type { LabelReading } from "./report.ts"

/** How many cells are worded as a label or head of the table. */
export function countHeads(table: TableFormat, written: readonly WrittenRow[]): number {
  const known = keysOfTable(table)
  return written.reduce((count, { cells }) => count + cells.filter(({ key }) => key !== "" && known.has(key)).length, 0)
}

/** What the rows of heads say. */
export interface Head extends HeadColumns {
  readonly readings: LabelReading[]
  readonly surplus: Range[]
}

/** The heads above the rows: which are misworded, and which stand twice in the place of a column. */
export function readHead(table: TableFormat, written: readonly WrittenRow[], rows: readonly AlignedRow[]): Head {
  const used = new Set(rows.flatMap(({ written: { cells, base } }) => (cells[0] ? [base + cells[0].from] : [])))
  const headRows = written.filter(({ cells, base }) => !cells.some(({ from }) => used.has(base + from)))
  const known = keysOfTable(table)
  const columns = columnsOfTable(table)
  const readings: LabelReading[] = []
  for (const [i, { cells, base }] of headRows.entries()) {
    for (const cell of cells) {
      const found = cell.kind === "text" ? misworded(cell.key, columns, known) : null
      const official = found && runsOn(cell.key, keyOf(found), headRows[i + 1]) ? null : found
      const label: Label = { from: base + cell.from, to: base + cell.to, text: cell.text, exact: false }
      if (official) readings.push({ label, official })
    }
  }
  return { readings, ...surplusHeads(table, headRows), indexes: headIndexes(columns, headRows), emptyEnd: emptyEnd(written) }
}

/** How many empty fields stand at the end of every row. */
function emptyEnd(written: readonly WrittenRow[]): number {
  let least = Infinity
  for (const { cells, showsBlanks } of written) {
    if (!showsBlanks) return 0
    const last = cells.findLastIndex(({ kind }) => kind !== "blank")
    // A line of one cell is a title or a note.
    if (cells.length > 1 && last >= 0) least = Math.min(least, cells.length - 1 - last)
  }
  return least === Infinity ? 0 : least
}

const keysOfTable = memoize((table: TableFormat) => new Set(labelsOf(table).map(keyOf)))
const columnsOfTable = memoize((table: TableFormat) => table.parts.flatMap(part => leafColumns(part.columns)))

/** Where in their rows heads of columns stand. */
function headIndexes(columns: readonly { readonly keys: readonly string[] }[], headRows: readonly WrittenRow[]): ReadonlySet<number> {
  const keys = new Set(columns.flatMap(({ keys }) => keys))
  const found = new Set<number>()
  for (const { cells, showsBlanks } of headRows) {
    if (showsBlanks) for (let i = 0; i < cells.length; i++) if (cells[i]!.kind === "text" && keys.has(cells[i]!.key)) found.add(i)
  }
  return found
}

function misworded(key: string, columns: readonly { label: string; keys: readonly string[] }[], known: ReadonlySet<string>): string | null {
  if (key === "" || key.length > 40 || known.has(key)) return null
  const found = columns.find(({ keys }) => keys.some(label => label.length >= 5 && distance(key, label, tolerance(label.length)) <= tolerance(label.length)))
  return found?.label ?? null
}

/** True for a head that is broken over lines: the rest of it stands below. */
function runsOn(key: string, official: string, below: WrittenRow | undefined): boolean {
  return official.startsWith(key) && (below?.cells.some(cell => cell.key === official.slice(key.length)) ?? false)
}

/** A head of the last column of a group that stands once more beside it (其他 twice): a column too many. */
function surplusHeads(table: TableFormat, headRows: readonly WrittenRow[]): Pick<Head, "origin" | "surplus" | "surplusColumns"> {
  const [part] = table.parts
  if (table.parts.length > 1 || !part) return { origin: null, surplus: [], surplusColumns: [] }
  const columns = columnsOfTable(table)
  const first = columns[0]!.keys
  const heads = headRows.flatMap(({ cells, base, showsBlanks }) => (showsBlanks ? cells.flatMap((cell, index) => (cell.kind === "text" ? [{ key: cell.key, index, range: { from: base + cell.from, to: base + cell.to } }] : [])) : []))
  const origin = heads.find(({ key }) => first.includes(key))
  for (const column of columns.slice(1, -1)) {
    const same = heads.filter(({ key }) => column.keys.includes(key)).sort((a, b) => a.index - b.index)
    if (!origin || same.length !== 2 || columns.filter(other => other.label === column.label).length > 1) continue
    return { origin: origin.index, surplus: [same[1]!.range], surplusColumns: same.map(({ index }) => index - origin.index) }
  }
  return { origin: origin?.index ?? null, surplus: [], surplusColumns: [] }
}
