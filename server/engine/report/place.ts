import { add, equals, isZero, parseNumeral, ZERO } from "../text/decimal.ts"
import type { Cell } from "../tables/grid.ts"
import type { AlignedRow } from "./align.ts"

/** The fields of a row, put into its columns. */
export interface Placement {
  /** One cell for each column, undefined for one that is lost; null if it cannot be told which cell belongs to which column. */
  readonly cells: readonly (Cell | undefined)[] | null
  /** Cells left over: a column that the format does not have. */
  readonly surplus: readonly Cell[]
  /** How many cells with something in them stand in the row. */
  readonly filled: number
}

/**
 * Puts the fields of aligned rows into their columns. Where a row has as many figures as columns, their order decides;
 * where it has fewer, the blanks do, placed as in the complete rows of the same shape. What stays open is left open.
 */
export function place(rows: readonly AlignedRow[], head: HeadColumns): Placement[] {
  const shapes = rows.map(shapeOf)
  const complete = completeShapes(rows, shapes, head)
  return rows.map((row, i) => placeRow(row, shapes[i]!, complete, head))
}

/** What the head of a table tells of the places of its columns. */
export interface HeadColumns {
  /** Index in its row of the head of the first column; null if there is none, or the layout has no rows. */
  readonly origin: number | null
  /** Indexes in their rows of all heads of columns; none if the layout has no rows. */
  readonly indexes: ReadonlySet<number>
  /** Places (0-based, from the first figure) of two heads of which one is a column too many. */
  readonly surplusColumns: readonly number[]
  /** How many empty fields stand at the end of every row, the heads among them: they are the place of no column. */
  readonly emptyEnd: number
}

/** So many rows with a blank at the same place make it a column that is never filled. */
const MIN_REPEATS = 3
/** Rows of a table have a few shapes; where they have more, no shape tells anything. */
const MAX_SHAPES = 32

/** Where the columns stand in a row that shows all of them: such rows tell the place of the cells in rows with blanks. */
interface Shape {
  /** How many columns the format has there. */
  readonly width: number
  readonly cells: number
  readonly firstField: number
  /** Indexes in the row of its figures. */
  readonly columns: readonly number[]
  /** True if no blank stands between its figures. */
  readonly isUnbroken: boolean
}

function fieldsOf({ written, firstField }: AlignedRow, end: number): Cell[] {
  const fields = written.cells.slice(firstField, end)
  while (fields.length > 0 && fields[fields.length - 1]!.kind === "text") fields.pop()
  return fields
}

const isFilled = ({ kind }: Cell): boolean => kind !== "blank"

function shapeOf(row: AlignedRow): Shape {
  const { cells } = row.written
  let end = cells.length
  while (end > row.firstField && cells[end - 1]!.kind === "text") end--
  const columns: number[] = []
  for (let i = row.firstField; i < end; i++) if (isFilled(cells[i]!)) columns.push(i)
  const isUnbroken = columns.length - 1 === columns[columns.length - 1]! - columns[0]!
  return { width: row.row.columns.length, cells: cells.length, firstField: row.firstField, columns, isUnbroken }
}

/** The shapes of the rows that have a figure for every column (or one more, where the head has a column too many). */
function completeShapes(rows: readonly AlignedRow[], shapes: readonly Shape[], { surplusColumns }: HeadColumns): Shape[] {
  const found: { shape: Shape; count: number }[] = []
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (!row.written.showsBlanks) continue
    const shape = shapes[i]!
    const missing = row.row.columns.length - shape.columns.length
    if (missing > 0 || missing < (surplusColumns.length > 0 ? -1 : 0)) continue
    const entry = found.find(other => isSame(other.shape, shape))
    if (entry) entry.count++
    else if (found.length < MAX_SHAPES) found.push({ shape, count: 1 })
  }
  return found.filter(({ shape, count }) => shape.isUnbroken || count >= MIN_REPEATS).map(({ shape }) => shape)
}

function placeRow(row: AlignedRow, own: Shape, shapes: readonly Shape[], head: HeadColumns): Placement {
  const { indexes, surplusColumns } = head
  const count = row.row.columns.length
  if (row.columns) return { cells: run(0, count).map(column => row.written.cells[row.columns!.indexOf(column)]), surplus: [], filled: row.written.cells.length }
  const { columns } = own
  const filled = columns.map(index => row.written.cells[index]!)
  const isComplete = !row.written.showsBlanks || own.isUnbroken || shapes.some(shape => haveSameColumns(shape, own)) || columns.every(index => indexes.has(index))
  if (filled.length === count && (count === 0 || isComplete)) return { cells: filled, surplus: [], filled: count }
  if (isMergedCellRepeated(filled, count)) return { cells: filled.slice(0, count), surplus: [], filled: count }
  if (filled.length > count) return { ...dropSurplus(filled, count, surplusColumns), filled: filled.length }
  if (!row.written.showsBlanks) return { cells: null, surplus: [], filled: filled.length }
  const window = windowOf(row, columns, shapes, head) ?? windowBelowHead(row, columns, head)
  if (window === null) return { cells: null, surplus: [], filled: filled.length }
  const cells = window.map(index => row.written.cells[index]!)
  const placed = cells.length > count ? dropSurplus(cells, count, surplusColumns) : { cells, surplus: [] }
  return { ...placed, filled: filled.length }
}

/** A table of parts has more columns than some of its rows; a converter writes their last figure once for each: 行政许可 31 31 31. */
const MAX_MERGED_COLUMNS = 2
const TABLE_OF_PARTS = 3

function isMergedCellRepeated(filled: readonly Cell[], count: number): boolean {
  return count > 0 && count <= MAX_MERGED_COLUMNS && filled.length === TABLE_OF_PARTS && filled.every(({ text }, i) => i < count || text === filled[count - 1]!.text)
}

function isSame(a: Shape, b: Shape): boolean {
  if (a.cells !== b.cells || a.firstField !== b.firstField || a.columns.length !== b.columns.length || a.columns[0] !== b.columns[0]) return false
  return (a.isUnbroken && b.isUnbroken) || a.columns.every((column, i) => column === b.columns[i])
}

/** True if figures stand in the same places of the row, whatever stands before them. */
function haveSameColumns(a: Shape, b: Shape): boolean {
  return a.columns.length === b.columns.length && a.columns.every((column, i) => column === b.columns[i])
}

/** The indexes in the row of its columns' cells, blanks among them; null if they are not certain. */
function windowOf(row: AlignedRow, filled: readonly number[], shapes: readonly Shape[], { emptyEnd }: HeadColumns): readonly number[] | null {
  const count = row.row.columns.length
  const { cells } = row.written
  const end = cells.length - emptyEnd
  const fields = fieldsOf(row, end).map((_, i) => row.firstField + i)
  // Where the first field belongs to the labels in the complete rows, a row that lacks a cell has as many fields as columns.
  const isOfLabels = !filled.includes(row.firstField) && shapes.some(({ firstField, columns }) => firstField === row.firstField && columns[0]! > firstField)
  if (fields.length === count && !isOfLabels) return fields
  const usable = shapes
    // A table of parts has rows of several widths that begin at the same place.
    .map(shape => (shape.width === count ? shape : { ...shape, columns: run(shape.columns[0]!, count), isUnbroken: true }))
    .filter(({ columns }) => columns[0]! >= row.firstField && columns[columns.length - 1]! < end && filled.every(index => columns.includes(index)))
  const sameLength = usable.filter(shape => shape.cells === cells.length)
  for (const group of [sameLength.filter(({ firstField }) => firstField === row.firstField), sameLength, usable]) {
    const found = new Map(group.map(({ columns }) => [columns.join(), columns]))
    if (found.size > 0) return found.size === 1 ? [...found.values()][0]! : null
  }
  return filled.length > 0 && filled[filled.length - 1]! - filled[0]! + 1 === count ? run(filled[0]!, count) : null
}

/** Without a complete row: the cells below the heads, if the figures begin or end with them. */
function windowBelowHead(row: AlignedRow, filled: readonly number[], { origin, emptyEnd }: HeadColumns): readonly number[] | null {
  if (origin === null || filled.length === 0) return null
  const window = run(origin, row.row.columns.length)
  const last = window[window.length - 1]!
  const isAnchored = filled[0] === origin || filled[filled.length - 1] === last
  return isAnchored && origin >= row.firstField && last < row.written.cells.length - emptyEnd && filled.every(index => window.includes(index)) ? window : null
}

function run(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i)
}

/**
 * Leaves out one cell too many: the one below a head that stands twice, else a 0 or a placeholder, if every choice gives
 * the same figures or only one makes the row add up.
 */
function dropSurplus(filled: readonly Cell[], count: number, surplusColumns: readonly number[]): Pick<Placement, "cells" | "surplus"> {
  if (filled.length !== count + 1) return { cells: null, surplus: filled.slice(count) }
  const without = (index: number): Cell[] => filled.filter((_, i) => i !== index)
  const droppable = filled.flatMap((cell, i) => (isNothing(cell) ? [i] : []))
  const named = surplusColumns.filter(index => droppable.includes(index))
  const chosen = named.length > 0 ? named[named.length - 1] : surplusColumns.length > 0 ? undefined : onlyChoice(droppable, without)
  return chosen === undefined ? { cells: null, surplus: [filled[filled.length - 1]!] } : { cells: without(chosen), surplus: [filled[chosen]!] }
}

function onlyChoice(indexes: readonly number[], without: (index: number) => Cell[]): number | undefined {
  const outcomes = new Map(indexes.map(index => [without(index).map(({ text }) => text).join("\t"), index]))
  const adding = new Map([...outcomes].filter(([, index]) => addsUp(without(index))))
  const left = outcomes.size > 1 ? adding : outcomes
  return left.size === 1 ? [...left.values()][0] : undefined
}

function isNothing({ kind, text }: Cell): boolean {
  const numeral = kind === "number" ? parseNumeral(text) : null
  return kind === "placeholder" || (numeral !== null && isZero(numeral.value))
}

/** True if the last cell is the sum of the others. */
function addsUp(cells: readonly Cell[]): boolean {
  const values = cells.map(({ text }) => parseNumeral(text)?.value)
  const total = values.pop()
  if (!total || values.some(value => !value)) return false
  return equals(values.reduce<typeof ZERO>((sum, value) => add(sum, value!), ZERO), total)
}
