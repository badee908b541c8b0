import { parseNumeral } from "../text/decimal.ts"
import { lineEnd } from "../text/lines.ts"
import type { Range } from "../text/range.ts"
import { isDigits, isFigureCell } from "../tables/cell.ts"
import type { Cell } from "../tables/grid.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import { repeatedRows, type AlignedRow, type Items, type WrittenRow } from "./align.ts"
import { readFigures } from "./aside.ts"
import { leafRows, type LeafRow, type TableFormat } from "./format.ts"
import { countHeads, readHead } from "./head.ts"
import { place, type Placement } from "./place.ts"
import { Fact, type RowReading, type TableReading } from "./report.ts"
import type { Segment } from "./segments.ts"

/** A table of which less than this share of rows has figures is called unreadable as a whole. */
const READABLE_SHARE = 0.5

/** Heads are looked for among so many rows; a table of parts has some between its rows. */
const MAX_HEAD_ROWS = 80

/** So many of its heads make a table even without a figure. */
const MIN_HEADS = 3

/** The reading that aligned rows make. `isCut`: rows that are not among them may be in the text all the same. */
export function readAligned(table: TableFormat, segments: readonly Segment[], items: Items, aligned: readonly AlignedRow[], isCut: boolean): TableReading {
  const leaves = leafRows(table)
  const isUnlabelled = leaves.length === 1 && leaves[0]!.label === ""
  const written = firstRows(table, segments, MAX_HEAD_ROWS)
  const { kept, groups } = chooseForm(aligned)
  const head = readHead(table, written, kept)
  const placements = place(kept, head)
  const rows = kept.map((row, i) => readRow(row, placements[i]!))
  const byLeaf = new Array<RowReading | undefined>(leaves.length).fill(undefined)
  for (const row of rows) byLeaf[leaves.indexOf(row.row)] ??= row
  const isMissing = (leaf: LeafRow, i: number): boolean => !leaf.isGroup && !byLeaf[i] && !groups.some(({ id }) => id === leaf.replacedBy)
  const placed = count(rows, ({ isPlaced }) => isPlaced)
  const wanted = count(leaves, leaf => !leaf.isGroup)
  const isTrace = segments.some(hasFigure) || aligned.length >= wanted * READABLE_SHARE || countHeads(table, written) >= MIN_HEADS
  // Of a single row that lost a figure or two, cell-count tells more.
  const isRead = isUnlabelled ? rows.some(row => isNearlyWhole(row)) : placed > 0 && placed >= wanted * READABLE_SHARE
  return {
    table,
    state: isRead ? "read" : isTrace && written.length > 0 ? "unreadable" : "absent",
    layout: segments[0] ? readGrid(segments[0].block).layout : null,
    range: rangeOf(segments),
    rows,
    byLeaf,
    ...(isCut ? { missing: [], unread: leaves.filter(isMissing) } : { missing: leaves.filter(isMissing), unread: [] }),
    // Where rows are lost, pieces of heads are no wording of the author.
    heads: isCut ? [] : head.readings,
    surplusHeads: head.surplus,
    groupsAsOneRow: groups,
    repeated: repeatedRows(items, leaves, kept),
    lineEnd: lineEnd(segments[0]?.block.text ?? ""),
  }
}

function isNearlyWhole({ isPlaced, filled, row: { columns } }: RowReading): boolean {
  return isPlaced || (filled >= columns.length * READABLE_SHARE && filled <= columns.length / READABLE_SHARE)
}

export function count<T>(items: readonly T[], is: (item: T) => boolean): number {
  let found = 0
  for (const item of items) if (is(item)) found++
  return found
}

/** The first rows of segments, so many at most. */
export function firstRows(table: TableFormat, segments: readonly Segment[], most: number): WrittenRow[] {
  const found: WrittenRow[] = []
  for (const { block, base, first, end } of segments) {
    if (found.length >= most) break
    const { layout, rows } = readFigures(block, table)
    const { showsBlanks } = layoutOf(layout)
    for (const cells of rows.slice(first, Math.min(end, first + most - found.length))) found.push({ cells, base, showsBlanks })
  }
  return found
}

function hasFigure({ block, first, end }: Segment): boolean {
  const { rows } = readGrid(block)
  for (let i = first; i < end; i++) if (rows[i]!.some(isFigureCell)) return true
  return false
}

function rangeOf(segments: readonly Segment[]): Range {
  const [first] = segments
  const last = segments[segments.length - 1]
  if (!first || !last) return { from: 0, to: 0 }
  const firstCell = readGrid(first.block).rows[first.first]![0]!
  const lastCell = readGrid(last.block).rows[last.end - 1]!.at(-1)!
  return { from: first.base + firstCell.from, to: last.base + lastCell.to }
}

/** A table without row labels: the row with as many figures as columns, else all its figures together. */
export function onlyRow(written: readonly WrittenRow[], leaf: LeafRow): AlignedRow[] {
  const withFigures = written.filter(({ cells }) => cells.some(isFigureCell) || isBlankRow(cells, leaf.columns.length))
  const firstField = ({ cells }: WrittenRow): number => cells.findLastIndex((cell, i) => cell.kind === "text" && i < cells.findIndex(isFigureCell)) + 1
  const filled = (row: WrittenRow): number => row.cells.filter(isFigureCell).length
  const exact = withFigures.find(row => filled(row) === leaf.columns.length)
  const best = exact ?? withFigures.find(row => row.cells.length - firstField(row) === leaf.columns.length) ?? (withFigures.length === 1 ? withFigures[0] : undefined)
  if (best) return [{ row: leaf, label: null, written: best, firstField: firstField(best) }]
  const [first] = withFigures
  if (!first) return []
  const cells = withFigures.flatMap(row => row.cells.filter(isFigureCell).map(cell => ({ ...cell, from: cell.from + row.base - first.base, to: cell.to + row.base - first.base })))
  return [{ row: leaf, label: null, written: { ...first, cells, showsBlanks: false, isGathered: !first.showsBlanks }, firstField: 0 }]
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

const NONE: readonly Range[] = []

function readRow({ row, label, written }: AlignedRow, placement: Placement): RowReading {
  const { base, cells } = written
  const moved = (cell: Cell): Range => ({ from: base + cell.from, to: base + cell.to })
  const last = moved(cells[cells.length - 1]!)
  const from = label?.from ?? base + (cells.find(isFigureCell) ?? cells[0]!).from
  const range = { from: Math.min(from, last.from), to: Math.max(last.to, label?.to ?? 0) }
  const facts = row.places.map((place, i): Fact => {
    const cell = placement.cells?.[i]
    if (!cell) return new Fact(place, "unreadable", null, "", range)
    const state = cell.kind === "text" ? "unreadable" : cell.kind
    return new Fact(place, state, state === "number" ? parseNumeral(cell.text) : null, cell.text, moved(cell))
  })
  const isPlaced = placement.cells !== null && !placement.cells.includes(undefined)
  const isPlain = isPlaced && placement.cells.every(cell => isDigits(cell!.text))
  return { row, label, range, isPlaced, isPlain, filled: placement.filled, surplus: placement.surplus.length > 0 ? placement.surplus.map(moved) : NONE, facts }
}
