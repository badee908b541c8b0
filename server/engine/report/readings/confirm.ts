import type { AlignedRow } from "../align.ts"
import type { Confrontation } from "../editRules.ts"
import type { LeafRow, TableFormat } from "../format.ts"
import type { Segment } from "../segments.ts"
import { confrontArrangement, sizeOf, statedRows, type Arrangement, type Candidate, type Valued } from "./arrangement.ts"
import { arrangementsIn, inBands, isShuffled, MAX_SHUFFLED } from "./bands.ts"
import { cellOf, haveLabelsInOrder, linesIn, type Figure, type Line } from "./figures.ts"
import { joinedBelow, withDigitsBelow, withJoinedDigits } from "./joins.ts"

/**
 * Readings of a table that shows neither rows nor columns: labels broken over lines, figures before their labels or column by
 * column, digits broken over lines. Several readings are possible; the one under which the equations of the table hold is right.
 * Equations choose between readings, they never change a figure.
 */
export interface ConfirmedReading extends Confrontation {
  readonly rows: AlignedRow[]
}

/** So many figures of other tables may stand before or behind those of a table: a converter puts heads and figures where it likes. */
const MAX_FOREIGN = 20

/** No table of the format takes up more text, however it is drawn. */
const MAX_TEXT = 200_000
/** With more figures than these too many, the digits of broken figures counted singly, a text is no table of the format. */
const MAX_SURPLUS = 600

/** The reading of a table in segments that the equations confirm; figures of other tables may stand before or behind its own. Null if none stands out. */
export function confirm(table: TableFormat, segments: readonly Segment[]): ConfirmedReading | null {
  if (segments.reduce((length, { block }) => length + block.text.length, 0) > MAX_TEXT) return null
  const lines = linesIn(segments)
  const withoutPageNumbers = lines.filter(({ endsPage, figures, keys }) => !endsPage || figures.length !== 1 || keys.length > 0)
  return confirmLines(table, lines) ?? (withoutPageNumbers.length < lines.length ? confirmLines(table, withoutPageNumbers) : null)
}

function confirmLines(table: TableFormat, lines: readonly Line[]): ConfirmedReading | null {
  const rows = statedRows(table)
  if (!haveLabelsInOrder(lines, rows)) return null
  const figures = lines.flatMap(line => line.figures)
  const foreign = figures.length - sizeOf(rows)
  if (foreign < 0 && rows.length === 1) return confirmRest(table, rows[0]!, figures)
  if (foreign < -MAX_RUN_TOGETHER || foreign > MAX_SURPLUS) return null
  // Within a single row the sums do not tell the order: nothing may stand between its figures.
  if (rows.length === 1 && !isUnbroken(lines)) return null
  const drawn = withDigitsBelow(table, lines)
  const joined = joinedBelow(figures)
  return (drawn && best(table, [drawn])) ?? confirmFigures(table, rows, figures) ?? (joined.length < figures.length ? confirmFigures(table, rows, joined) : null)
}

/** Figures of other tables mostly stand all before or all behind those of a table. */
const outer = <T>(windows: readonly T[]): T[] => windows.filter((_, i) => i === 0 || i === windows.length - 1)

/** True if no words stand between the figures of the lines. */
function isUnbroken(lines: readonly Line[]): boolean {
  const first = lines.findIndex(({ figures }) => figures.length > 0)
  const last = lines.findLastIndex(({ figures }) => figures.length > 0)
  return lines.slice(first + 1, last).every(({ keys }) => keys.length === 0)
}

/** So many pairs of figures may have run together where no digits go on below. */
const MAX_RUN_TOGETHER = 2

/** So many figures of a row may be lost. */
const MAX_LOST = 2

/** The figures of the only row, in one line, of which a few are lost (beyond the edge of a page): those that stand in the same column wherever the lost ones stood without breaking an equation. */
function confirmRest(table: TableFormat, row: LeafRow, figures: readonly Figure[]): ConfirmedReading | null {
  const lost = row.columns.length - figures.length
  if (lost > MAX_LOST || figures.some(({ line }) => line !== figures[0]!.line)) return null
  const possible = gaps(row.columns.length, lost)
    .map(gap => row.columns.map((_, column) => (gap.includes(column) ? null : figures[column - gap.filter(at => at < column).length]!)))
    .filter(own => confrontArrangement(table, [own]).broken === 0)
  const own = row.columns.map((_, column) => possible[0]?.[column] ?? null).map((figure, column) => (possible.every(other => other[column] === figure) ? figure : null))
  if (own.every(figure => figure === null)) return null
  const written = { cells: figures.map(cellOf), base: 0, showsBlanks: false }
  return { ...confrontArrangement(table, [own]), rows: [{ row, label: null, written, firstField: 0, columns: figures.map(figure => own.indexOf(figure)) }] }
}

/** All ways to choose the places of one or two gaps. */
function gaps(columns: number, count: number): number[][] {
  const places = Array.from({ length: columns }, (_, column) => column)
  return count === 1 ? places.map(at => [at]) : places.flatMap(first => places.slice(first + 1).map(second => [first, second]))
}

function confirmFigures(table: TableFormat, rows: readonly LeafRow[], figures: readonly Figure[]): ConfirmedReading | null {
  const foreign = figures.length - sizeOf(rows)
  const isUniform = rows.every(row => row.columns.length === rows[0]!.columns.length)
  const joined = foreign !== 0 && isUniform ? withJoinedDigits(table, figures) : []
  const whole = joined.filter(({ isWhole }) => isWhole)
  if (foreign < 0 || foreign > MAX_FOREIGN) return best(table, whole) ?? best(table, joined)
  const windows = Array.from({ length: foreign + 1 }, (_, from) => figures.slice(from, from + sizeOf(rows)))
  const isWhole = foreign === 0
  const plain = windows.map(own => ({ arrangement: chunks(own, rows.map(row => row.columns.length)), isWhole, oddness: 0 }))
  // A reading row by row that a fault or two of the draft explain is not given up for one that would explain the fault away.
  const byRow = best(table, [...whole, ...plain])
  if (byRow || rows.length === 1 || !isUniform) return byRow
  const columns = rows[0]!.columns.length
  const ways = outer(windows).flatMap(own => inBands(table, own, rows.length, columns, false).map(way => ({ way, own, isWhole })))
  return best(table, ways.filter(({ way }) => !isShuffled(way)).flatMap(way => arrangementsIn(table, way, columns)))
    ?? best(table, ways.filter(({ way }) => isShuffled(way)).sort((a, b) => a.way.cost - b.way.cost).slice(0, MAX_SHUFFLED).flatMap(way => arrangementsIn(table, way, columns)))
    ?? best(table, (isFilled(figures) ? inBands(table, figures, rows.length, columns, true) : []).filter(way => !isShuffled(way)).flatMap(way => arrangementsIn(table, { way, own: figures, isWhole }, columns)))
    ?? best(table, joined)
}

/** Among figures that are mostly 0 too many orders add up. */
const isFilled = (figures: readonly Figure[]): boolean => figures.filter(({ value }) => value > 0).length * 4 > figures.length

/** In a table with few equations, or few figures but 0, none may be broken. */
const SHARE_OF_FAULTS = 1 / 8

/** True if equations of which so many are broken speak for a reading: one or two wrong figures are faults of the draft, more are of the reading. */
export function mayBeRight({ decided, telling, broken }: Confrontation): boolean {
  return decided > 0 && broken <= telling * SHARE_OF_FAULTS
}

/** A reading that leaves figures of the text out must break none. */
const isRight = (candidate: Confrontation & Candidate): boolean => mayBeRight(candidate) && (candidate.isWhole || candidate.broken === 0)

/**
 * The arrangement that breaks the fewest equations, the plainer one where two break as few; of rows on which others that are as
 * likely do not agree none is read. Null if none is right beyond doubt.
 */
function best(table: TableFormat, candidates: readonly Candidate[]): ConfirmedReading | null {
  const tried = candidates
    .map(candidate => ({ ...candidate, ...confrontArrangement(table, candidate.arrangement) }))
    .sort((a, b) => a.broken + a.oddness - b.broken - b.oddness)
  const [first] = tried
  if (!first || !isRight(first)) return null
  // A plainer order speaks for a reading only if all its equations hold.
  const rivals = tried.filter(candidate => isRight(candidate) && (first.broken > 0 || candidate.oddness <= first.oddness))
  const agreed = first.arrangement.map((row, i) => (row && rivals.every(rival => isSame(row, rival.arrangement[i] ?? [])) ? row : null))
  const arrangement = agreed.map((row, i) => (row && (!isPushed(row) || standsByAll(table, agreed, i)) ? row : null))
  return { ...confrontArrangement(table, arrangement), rows: rowsOf(table, arrangement) }
}

/** True for a row of which two figures have run together: a converter has pushed them at the edge of a page, perhaps past each other. */
const isPushed = (row: readonly Figure[]): boolean => row.some(({ to }, column) => to === row[column + 1]?.from)

/** True if all equations that a row takes part in have all their figures, and hold. */
function standsByAll(table: TableFormat, arrangement: Arrangement, at: number): boolean {
  const sharesOf = (rows: readonly (readonly Valued[] | null)[]): Confrontation => {
    const [own, others] = [confrontArrangement(table, rows), confrontArrangement(table, rows.with(at, null))]
    return { decided: own.decided - others.decided, telling: own.telling - others.telling, broken: own.broken - others.broken }
  }
  const { decided, broken } = sharesOf(arrangement)
  return broken === 0 && decided === sharesOf(statedRows(table).map(({ columns }) => columns.map(() => ({ value: 0 })))).decided
}

const isSame = (a: readonly Figure[], b: readonly Figure[]): boolean => a.every((figure, column) => figure.value === b[column]?.value)

function rowsOf(table: TableFormat, arrangement: readonly (readonly Figure[] | null)[]): AlignedRow[] {
  return statedRows(table).flatMap((row, i) => {
    const figures = arrangement[i]
    return figures ? [{ row, label: null, written: { cells: figures.map(cellOf), base: 0, showsBlanks: false }, firstField: 0 }] : []
  })
}

function chunks<T>(items: readonly T[], lengths: readonly number[]): T[][] {
  let from = 0
  return lengths.map(length => items.slice(from, (from += length)))
}
