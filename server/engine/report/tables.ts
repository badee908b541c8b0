import { memoize } from "../text/memoize.ts"
import type { Block } from "../syntax/block.ts"
import { isFigureCell } from "../tables/cell.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import { castOf } from "../tables/skeleton.ts"
import { align, hasRowsAgain, itemsOf, type AlignedRow, type Items } from "./align.ts"
import { isAsideOpen } from "./aside.ts"
import { sizeOf, statedRows } from "./readings/arrangement.ts"
import { confirm, mayBeRight } from "./readings/confirm.ts"
import { cutRows } from "./readings/cut.ts"
import { displacedRows } from "./readings/displaced.ts"
import { linesIn } from "./readings/figures.ts"
import { shiftedRows } from "./readings/shifted.ts"
import { rowsOfParts } from "./readings/titles.ts"
import { recast } from "./recast.ts"
import { confront, verdictsOf } from "./editRules.ts"
import { leafRows, type ReportFormat, type TableFormat } from "./format.ts"
import { count, firstRows, onlyRow, readAligned } from "./readAligned.ts"
import type { PlacedTable, RowReading, Section, TableReading } from "./report.ts"
import { segmentsByTable, type Segment, type TableBlock } from "./segments.ts"

/** Reads all tables of the format, in its order, from the table blocks of a report. */
export function readTables(format: ReportFormat, formats: readonly ReportFormat[], blocks: readonly TableBlock[], sections: readonly Section[]): PlacedTable[] {
  const dealt = [...segmentsByTable(format, formats, blocks)].map(([table, own]) => {
    const atHome = own.filter(({ section }) => section === table.section)
    return { table, segments: atHome.length > 0 ? atHome : own }
  })
  const startOf = (segments: readonly Segment[], table: TableFormat): number => segments[0]?.base ?? sections.find(({ id }) => id === table.section)?.from ?? 0
  const counted = dealt.map(({ table, segments }) => {
    const start = startOf(segments, table)
    return { from: start, segments: segments.map(segment => ({ ...segment, base: segment.base - start })) }
  })
  const owned = new Set(dealt.flatMap(({ segments }) => segments.map(({ block }) => block)))
  const unowned = blocks.filter(({ block }) => !owned.has(block))
  return dealt.map(({ table }, i) => {
    const own = counted[i]!
    const reading = readSegments(table)(own.segments)
    const next = counted[i + 1]
    if (reading.state !== "unreadable" || !next || next.segments.length === 0) return { from: own.from, reading }
    // A converter that writes column by column puts the last figures of a table behind the heading of the next, or, box by box, further down.
    const behind = next.segments.map(segment => ({ ...segment, base: segment.base + next.from - own.from }))
    const below = unowned.filter(({ base }) => base > next.from).map(block => ({ ...block, base: block.base - own.from, first: 0, end: readGrid(block.block).rows.length }))
    return { from: own.from, reading: readRunOn(table)([...own.segments, ...behind], below) ?? reading }
  })
}

/** The reading of a table whose figures run on among those of the next, or in blocks below that belong to no table, if its equations confirm it. */
const readRunOn = memoize((table: TableFormat) => {
  const lastOf = memoize<Block, { segments: readonly Segment[]; reading: TableReading | null }>(() => ({ segments: [], reading: null }))
  return (near: readonly Segment[], below: readonly Segment[]): TableReading | null => {
    const all = [...near, ...below]
    const last = lastOf(all[0]!.block)
    if (areSame(last.segments, all)) return last.reading
    last.segments = all
    // Blocks further down count only where figures are lacking: they are mostly tables of the draft's own.
    const isShort = linesIn(near).reduce((sum, { figures }) => sum + figures.length, 0) < sizeOf(statedRows(table))
    const segments = isShort ? all : near
    const confirmed = confirm(table, segments)
    return (last.reading = confirmed && readAligned(table, segments, NO_ITEMS, confirmed.rows, true))
  }
})

/** The reading of a table, which lasts as long as the blocks that it stands in keep their text and their distances. */
const readSegments = memoize((table: TableFormat) => {
  const absent = readTable(table, [])
  const lastOf = memoize<Block, { segments: readonly Segment[]; reading: TableReading }>(() => ({ segments: [], reading: absent }))
  return (segments: readonly Segment[]): TableReading => {
    const [first] = segments
    if (!first) return absent
    const last = lastOf(first.block)
    if (areSame(last.segments, segments)) return last.reading
    last.reading = withUncertain(withoutDisplaced(readCast(table, segments) ?? readTable(table, segments)))
    last.segments = segments
    return last.reading
  }
})

/** The same reading of a damaged text: what was not found may have been lost on the way. */
export const asDamaged = memoize((reading: TableReading): TableReading => ({ ...reading, missing: [], unread: [...reading.unread, ...reading.missing] }))

function areSame(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every(({ block, base, first, end }, i) => block === b[i]!.block && base === b[i]!.base && first === b[i]!.first && end === b[i]!.end)
}

/** The reading of a table in one block that the block's model lends it; null where the model has none to lend. */
function readCast(table: TableFormat, [only, ...others]: readonly Segment[]): TableReading | null {
  const cast = only && others.length === 0 ? castOf(only.block) : null
  const reading = cast && modelReadings(table)(cast.model.block)(only!)
  return reading && recast(reading, cast)
}

/** The readings of a table in a model's block, by the rows that it has there. */
const modelReadings = memoize((table: TableFormat) =>
  memoize((block: Block) => {
    const known: { first: number; end: number; reading: TableReading | null }[] = []
    return ({ section, first, end }: Segment): TableReading | null => {
      let found = known.find(other => other.first === first && other.end === end)
      if (!found) known.push((found = { first, end, reading: readByWords(table, [{ block, base: 0, section, first, end }]) }))
      return found.reading
    }
  }),
)

/** A reading that would be the same whatever the figures are; null if they have a say in it: in which cell is one too many, whether a row says the same again. */
function readByWords(table: TableFormat, segments: readonly Segment[]): TableReading | null {
  const { reading, items, aligned, isCertain } = readByLabels(table, segments)
  const fits = ({ row, written: { cells }, firstField }: AlignedRow): boolean => count(cells.slice(firstField), isFigureCell) <= row.columns.length
  return isCertain && aligned.every(fits) && !hasRowsAgain(items, leafRows(table), aligned) ? reading : null
}

interface ByLabels {
  readonly items: Items
  readonly aligned: readonly AlignedRow[]
  /** Where figures stand that belong to no row. */
  readonly loose: readonly number[]
  readonly reading: TableReading
  /** True if the reading needs no confirmation. */
  readonly isCertain: boolean
}

/** The rows of a table as their labels tell them. */
function readByLabels(table: TableFormat, segments: readonly Segment[]): ByLabels {
  const leaves = leafRows(table)
  const isUnlabelled = leaves.length === 1 && leaves[0]!.label === ""
  const items = isUnlabelled ? NO_ITEMS : itemsOf(segments, leaves)
  const aligned = isUnlabelled ? onlyRow(firstRows(table, segments, Infinity), leaves[0]!) : align(items, leaves)
  const loose = looseFigures(segments, aligned)
  const found = readAligned(table, segments, items, aligned, loose.length > 0)
  const reading = found.missing.length > 0 && haveLineOfFigures(segments) ? asDamaged(found) : found
  return { items, aligned, loose, reading, isCertain: loose.length === 0 && !isOpenAside(table, segments) && isCertain(reading, segments) && aligned.every(({ written }) => !written.isGathered) }
}

function readTable(table: TableFormat, segments: readonly Segment[]): TableReading {
  const { items, aligned, loose, reading, isCertain } = readByLabels(table, segments)
  if (isCertain) return reading
  const confirmed = confirm(table, segments)
  const isOpen = aligned.some(({ written }) => written.isGathered) || ((!isLabelled(reading, segments) || isOpenAside(table, segments)) && !isProven(reading))
  if (confirmed && confirmed.broken < brokenIn(reading)) {
    const other = readAligned(table, segments, NO_ITEMS, confirmed.rows, true)
    // Rows whose figures all stand behind their labels are not given up for a reading that leaves some of them out.
    if (isOpen || loose.length > 0 || other.rows.length >= reading.rows.length) return other
  }
  const whole = aligned.filter(row => !loose.some(at => isNextTo(row, at, aligned)))
  const rest = whole.length === aligned.length ? reading : readAligned(table, segments, items, whole, true)
  if (!isOpen && rest.state === "read") return rest
  const between = rowsOfParts(table, linesIn(segments))
  return between.length > 0 ? readAligned(table, segments, NO_ITEMS, between, true) : { ...rest, ...(isOpen ? NOTHING_READ : {}) }
}

/** Figures at the end of a line that has no marks between its cells. */
const LINE_OF_FIGURES = /(?:\s\d+){3}\s*$/
/** So much of its end is looked at. */
const MAX_FIGURES = 64

/** True if among rows with marks between their cells stands a line of figures without: where a page ends, converters see no table. */
function haveLineOfFigures(segments: readonly Segment[]): boolean {
  return segments.some(({ block, first, end }) => {
    const { layout, rows } = readGrid(block)
    return layoutOf(layout).showsBlanks && rows.slice(first, end).some(([only, ...others]) => others.length === 0 && LINE_OF_FIGURES.test(only!.text.slice(-MAX_FIGURES)))
  })
}

const isOpenAside = (table: TableFormat, segments: readonly Segment[]): boolean => table.aside !== undefined && segments.some(({ block, first, end }) => isAsideOpen(block, table, first, end))

/** A reading of padded lines without the rows whose figures may have changed places. */
function withoutDisplaced(reading: TableReading): TableReading {
  if (reading.state !== "read" || reading.layout !== "pdf") return reading
  const displaced = displacedRows(reading)
  if (displaced.length === 0) return reading
  const isKept = (row: RowReading | undefined): boolean => row === undefined || !displaced.includes(row)
  return {
    ...reading,
    rows: reading.rows.filter(isKept),
    byLeaf: reading.byLeaf.map(row => (isKept(row) ? row : undefined)),
    missing: [],
    unread: [...reading.unread, ...reading.missing, ...displaced.map(({ row }) => row)],
  }
}

/** A reading in which rows that have lost a cell, or digits at their end, have the cells that are certain. */
function withUncertain(reading: TableReading): TableReading {
  const { state, layout } = reading
  if (state !== "read" || layout === null) return reading
  const uncertain = layoutOf(layout).showsBlanks ? shiftedRows(reading) : cutRows(reading)
  if (uncertain.size === 0) return reading
  const read = (row: RowReading): RowReading => uncertain.get(row) ?? row
  return { ...reading, rows: reading.rows.map(read), byLeaf: reading.byLeaf.map(row => row && read(row)) }
}

const NOTHING_READ: Partial<TableReading> = { state: "unreadable", rows: [], byLeaf: [], groupsAsOneRow: [], repeated: [] }

/** True if no other row stands between a row and a loose figure: the digits of the figures before it may go on there, and behind it figures may stand before their labels. */
function isNextTo(row: AlignedRow, at: number, aligned: readonly AlignedRow[]): boolean {
  const startOf = ({ label, written: { base, cells } }: AlignedRow): number => label?.from ?? base + cells[0]!.from
  const start = startOf(row)
  return !aligned.some(other => other !== row && (start < at ? startOf(other) > start && startOf(other) < at : startOf(other) < start && startOf(other) > at))
}

/** True if figures stand behind their labels: none before the first label of a row. */
function isLabelled({ rows }: TableReading, segments: readonly Segment[]): boolean {
  const label = rows.find(row => row.label)?.label
  return !label || firstFigure(segments) >= label.from
}

/** Where figures stand, in a layout that shows no cells, that belong to no row; page numbers are none. */
function looseFigures(segments: readonly Segment[], aligned: readonly AlignedRow[]): number[] {
  const [head] = segments
  if (!head || layoutOf(readGrid(head.block).layout).showsBlanks) return []
  // Mostly none is loose, which counting tells sooner than looking up each.
  let left = 0
  for (const { block, first, end } of segments) for (let i = first, { rows } = readGrid(block); i < end; i++) left += count(rows[i]!, isFigureCell)
  for (const { written } of aligned) left -= count(written.cells, isFigureCell)
  if (left === 0) return []
  // By their places: a block's cells are other objects when its grid has been read again.
  const used = new Set(aligned.flatMap(({ written: { cells, base } }) => cells.map(({ from }) => base + from)))
  const found: number[] = []
  for (const { block, base, first, end } of segments) {
    for (const cells of readGrid(block).rows.slice(first, end)) {
      const figure = cells.find(cell => isFigureCell(cell) && !used.has(base + cell.from))
      if (figure && !(cells.length === 1 && PAGE_END.test(block.text.slice(figure.to, figure.to + 8)))) found.push(base + figure.from)
    }
  }
  return found
}

/** What stands behind the number of a page, which has a line to itself. */
const PAGE_END = /^\s*\f/

function firstFigure(segments: readonly Segment[]): number {
  for (const { block, base, first, end } of segments) {
    const { rows } = readGrid(block)
    for (let i = first; i < end; i++) for (const cell of rows[i]!) if (isFigureCell(cell)) return base + cell.from
  }
  return Infinity
}

/** True if so many sums hold that the reading is right, whatever its layout. */
function isProven({ table, byLeaf }: TableReading): boolean {
  return mayBeRight(confront(table, (row, column) => byLeaf[row]?.facts[column]?.count ?? null))
}

const NO_ITEMS: Items = { items: [], bases: [] }

/** True if a reading needs no confirmation: its layout shows cells, or all its rows are read, in lines of their own or each figure behind its label, and none is left over. */
function isCertain(reading: TableReading, segments: readonly Segment[]): boolean {
  const { layout, rows, table } = reading
  if (layout === null || layoutOf(layout).showsBlanks) return true
  const whole = rows.filter(({ isPlaced, surplus, row }) => isPlaced && surplus.length === 0 && !row.isGroup)
  return whole.length >= leafRows(table).filter(({ isGroup }) => !isGroup).length && (layout === "pdf" || isLabelled(reading, segments))
}

/** How many equations a reading breaks or leaves open. */
function brokenIn(reading: TableReading): number {
  return reading.state === "read" ? count(verdictsOf(reading), ({ state }) => state !== "pass") : Infinity
}
