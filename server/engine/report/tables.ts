import { parseNumeral } from "../text/decimal.ts"
import { distance, tolerance } from "../text/distance.ts"
import { lineEnd } from "../text/lines.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import { isDigits, isFigureCell } from "../tables/cell.ts"
import type { Cell } from "../tables/grid.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import { castOf } from "../tables/skeleton.ts"
import { align, hasRowsAgain, itemsOf, repeatedRows, type AlignedRow, type Items, type Label, type WrittenRow } from "./align.ts"
import { readFigures } from "./aside.ts"
import { sizeOf, statedRows } from "./readings/arrangement.ts"
import { confirm, mayBeRight } from "./readings/confirm.ts"
import { displacedRows } from "./readings/displaced.ts"
import { linesIn } from "./readings/figures.ts"
import { rowsOfParts } from "./readings/titles.ts"
import { recast } from "./recast.ts"
import { confront, verdictsOf } from "./editRules.ts"
import { labelsOf, leafColumns, leafRows, type LeafRow, type ReportFormat, type TableFormat } from "./format.ts"
import { place, type HeadColumns, type Placement } from "./place.ts"
import { Fact, type LabelReading, type PlacedTable, type RowReading, type Section, type TableReading } from "./report.ts"
import { segmentsByTable, type Segment, type TableBlock } from "./segments.ts"

/** A table of which less than this share of rows has figures is called unreadable as a whole. */
const READABLE_SHARE = 0.5

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
    last.reading = withoutDisplaced(readCast(table, segments) ?? readTable(table, segments))
    last.segments = segments
    return last.reading
  }
})

/** The same reading of a damaged text: what was not found may have been lost on the way. */
export const asDamaged = memoize((reading: TableReading): TableReading => ({ ...reading, missing: [], unread: [...reading.unread, ...reading.missing] }))

function areSame(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every(({ block, base, first, end }, i) => block === b[i]!.block && base === b[i]!.base && first === b[i]!.first && end === b[i]!.end)
}

/** So many of its heads make a table even without a figure. */
const MIN_HEADS = 3

function countHeads(table: TableFormat, written: readonly WrittenRow[]): number {
  const known = keysOfTable(table)
  return written.reduce((count, { cells }) => count + cells.filter(({ key }) => key !== "" && known.has(key)).length, 0)
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
  const reading = readAligned(table, segments, items, aligned, loose.length > 0)
  return { items, aligned, loose, reading, isCertain: loose.length === 0 && isCertain(reading, segments) && aligned.every(({ written }) => !written.isGathered) }
}

function readTable(table: TableFormat, segments: readonly Segment[]): TableReading {
  const { items, aligned, loose, reading, isCertain } = readByLabels(table, segments)
  if (isCertain) return reading
  const confirmed = confirm(table, segments)
  const isOpen = aligned.some(({ written }) => written.isGathered) || (!isLabelled(reading, segments) && !isProven(reading))
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

/** The reading that aligned rows make. `isCut`: rows that are not among them may be in the text all the same. */
function readAligned(table: TableFormat, segments: readonly Segment[], items: Items, aligned: readonly AlignedRow[], isCut: boolean): TableReading {
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

function count<T>(items: readonly T[], is: (item: T) => boolean): number {
  let found = 0
  for (const item of items) if (is(item)) found++
  return found
}

/** The first rows of segments, so many at most. */
function firstRows(table: TableFormat, segments: readonly Segment[], most: number): WrittenRow[] {
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
function onlyRow(written: readonly WrittenRow[], leaf: LeafRow): AlignedRow[] {
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

interface Head extends HeadColumns {
  readonly readings: LabelReading[]
  readonly surplus: Range[]
}

/** Heads are looked for among so many rows; a table of parts has some between its rows. */
const MAX_HEAD_ROWS = 80

/** The heads above the rows: which are misworded, and which stand twice in the place of a column. */
function readHead(table: TableFormat, written: readonly WrittenRow[], rows: readonly AlignedRow[]): Head {
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
  return { readings, ...surplusHeads(table, headRows), indexes: headIndexes(columns, headRows) }
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
function surplusHeads(table: TableFormat, headRows: readonly WrittenRow[]): Omit<Head, "readings" | "indexes"> {
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
