import { digitsIn } from "../text/decimal.ts"
import { linesOf } from "../text/lines.ts"
import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { Cell } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import type { AlignedRow } from "./align.ts"
import { brokenInColumn, brokenInRow, confront, type Confrontation } from "./editRules.ts"
import { leafRows, type LeafRow, type TableFormat } from "./format.ts"
import type { Segment } from "./segments.ts"

/**
 * Readings of a table that shows neither rows nor columns: labels broken over lines, figures before their labels or column by
 * column, digits broken over lines. Several readings are possible; the one under which the equations of the table hold is right.
 * Equations choose between readings, they never change a figure.
 */
export interface ConfirmedReading extends Confrontation {
  readonly rows: AlignedRow[]
}

/** A figure of the text. Its range counts from where the table begins. */
interface Figure extends Range {
  readonly text: string
  readonly value: number
  /** Number of its line, blank lines counted. */
  readonly line: number
  /** Its place in the line: converters of PDF files pad with blanks, a character each. */
  readonly x: number
}

/** A line of the text: its figures, and its words in the form in which labels are compared. */
interface Line {
  readonly figures: readonly Figure[]
  readonly keys: readonly string[]
  /** True for the last line of a page, where its number may stand. */
  endsPage: boolean
}

/** A table of figures of the text, one for each row and column of the format. */
type Arrangement = readonly (readonly Figure[])[]

/** So many figures of other tables may stand before or behind those of a table: a converter puts heads and figures where it likes. */
const MAX_FOREIGN = 20

/** The reading of a table in segments that the equations confirm; figures of other tables may stand before or behind its own. Null if none stands out. */
export function confirm(table: TableFormat, segments: readonly Segment[]): ConfirmedReading | null {
  const lines = linesIn(segments)
  const withoutPageNumbers = lines.filter(({ endsPage, figures, keys }) => !endsPage || figures.length !== 1 || keys.length > 0)
  return confirmLines(table, lines) ?? (withoutPageNumbers.length < lines.length ? confirmLines(table, withoutPageNumbers) : null)
}

function confirmLines(table: TableFormat, lines: readonly Line[]): ConfirmedReading | null {
  const rows = statedRows(table)
  if (!haveLabelsInOrder(lines, rows)) return null
  const figures = lines.flatMap(line => line.figures)
  const drawn = withDigitsBelow(table, lines)
  return (drawn && best(table, [drawn])) ?? confirmFigures(table, rows, figures) ?? confirmFigures(table, rows, joinedBelow(figures))
}

function confirmFigures(table: TableFormat, rows: readonly LeafRow[], figures: readonly Figure[]): ConfirmedReading | null {
  const foreign = figures.length - sizeOf(rows)
  if (foreign < 0) return null
  const isUniform = rows.every(row => row.columns.length === rows[0]!.columns.length)
  const joined = foreign > 0 && isUniform ? best(table, withJoinedDigits(table, figures)) : null
  if (joined || foreign > MAX_FOREIGN) return joined
  const windows = Array.from({ length: foreign + 1 }, (_, from) => figures.slice(from, from + sizeOf(rows)))
  const isWhole = foreign === 0
  const plain = windows.map(own => ({ arrangement: chunks(own, rows.map(row => row.columns.length)), isWhole, oddness: 0 }))
  // A reading row by row that a fault or two of the draft explain is not given up for one that would explain the fault away.
  const byRow = best(table, plain)
  if (byRow || rows.length === 1 || !isUniform) return byRow
  const columns = rows[0]!.columns.length
  const ways = windows.flatMap(own => inBands(table, own, rows.length, columns).map(way => ({ way, own, isWhole })))
  return best(table, [...ways.filter(({ way }) => !isShuffled(way)).flatMap(way => arrangementsIn(table, way, columns))])
    ?? best(table, ways.filter(({ way }) => isShuffled(way)).sort((a, b) => a.way.cost - b.way.cost).slice(0, MAX_SHUFFLED).flatMap(way => arrangementsIn(table, way, columns)))
}

/** The rows that a table states in its usual form. */
const statedRows = (table: TableFormat): readonly LeafRow[] => leafRows(table).filter(({ isGroup }) => !isGroup)
const sizeOf = (rows: readonly LeafRow[]): number => rows.reduce((sum, { columns }) => sum + columns.length, 0)

const NUMBERING = /^[(（]?\d{1,2}[.．、)）]$/
const PAGE_BREAK = "\f"

/** The lines of the segments with something in them. */
function linesIn(segments: readonly Segment[]): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const { block, base, first, end } of segments) {
    const { rows } = readGrid(block)
    const from = first === 0 ? 0 : rows[first]![0]!.from
    const to = end === rows.length ? block.text.length : rows[end]![0]!.from
    for (const [i, line] of linesOf(block.text).entries()) {
      if (line.to <= from || line.from >= to || block.lines[i]?.kind === "pageMark") continue
      const text = block.text.slice(Math.max(line.from, from), Math.min(line.to, to))
      const last = lines[lines.length - 1]
      if (text.startsWith(PAGE_BREAK) && last) last.endsPage = true
      const read = readLine(text, base + Math.max(line.from, from), start + i)
      if (read.figures.length + read.keys.length > 0) lines.push(read)
    }
    start += block.lines.length + 1
  }
  return lines
}

function readLine(text: string, base: number, number: number): Line {
  const figures: Figure[] = []
  const keys: string[] = []
  for (const { index, 0: token } of text.matchAll(/\S+/g)) {
    const value = digitsIn(token, 0, token.length)
    if (value >= 0) figures.push({ from: base + index, to: base + index + token.length, text: token, value, line: number, x: index })
    else if (!NUMBERING.test(token)) keys.push(keyOf(token))
  }
  return { figures, keys, endsPage: false }
}

/**
 * True if the beginnings of the rows' labels follow each other in the text as in the format, whatever stands between them:
 * rows that have changed places keep all sums, so that sums alone do not tell them.
 */
function haveLabelsInOrder(lines: readonly Line[], rows: readonly LeafRow[]): boolean {
  const keys = lines.flatMap(line => line.keys)
  let at = 0
  for (const row of rows) {
    if (row.label === "") continue
    while (at < keys.length && !row.keys.some(key => keys[at] !== "" && (key.startsWith(keys[at]!) || keys[at]!.startsWith(key) || keys[at]!.endsWith(key)))) at++
    if (at === keys.length) return false
    at++
  }
  return true
}

/** In a table with few equations none may be broken. */
const SHARE_OF_FAULTS = 1 / 12

/** A reading that leaves figures of the text out is right only if so many equations hold, and none is broken. */
const MIN_PROOF = 12

/** True if equations of which so many are broken speak for a reading: one or two wrong figures are faults of the draft, more are of the reading. */
export function mayBeRight(decided: number, broken: number): boolean {
  return decided > 0 && broken <= Math.floor(decided * SHARE_OF_FAULTS)
}

const isRight = ({ decided, broken, isWhole }: Confrontation & Candidate): boolean => (isWhole ? mayBeRight(decided, broken) : broken === 0 && decided >= MIN_PROOF)

interface Candidate {
  readonly arrangement: Arrangement
  /** True if it has a place for every figure of the text. */
  readonly isWhole: boolean
  /** How far the order of its figures is from the plain one, row by row, in broken equations. */
  readonly oddness: number
}

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
  const rivals = tried.filter(candidate => isRight(candidate) && candidate.oddness <= first.oddness)
  const arrangement = first.arrangement.map((row, i) => (rivals.every(rival => isSame(row, rival.arrangement[i]!)) ? row : null))
  if (arrangement.filter(row => row !== null).length < arrangement.length * MIN_AGREED) return null
  return { ...confrontArrangement(table, arrangement), rows: rowsOf(table, arrangement) }
}

/** A table of which less is beyond doubt is not read. */
const MIN_AGREED = 0.75

const isSame = (a: readonly Figure[], b: readonly Figure[]): boolean => a.every((figure, column) => figure.value === b[column]!.value)

/** For the place of a row among all rows of a table, its place among those of the usual form. */
const placesOf = memoize((table: TableFormat) => {
  const leaves = leafRows(table)
  return new Map(statedRows(table).map((row, i) => [leaves.indexOf(row), i]))
})

function confrontArrangement(table: TableFormat, arrangement: readonly (readonly Figure[] | null)[]): Confrontation {
  const places = placesOf(table)
  return confront(table, (row, column) => arrangement[places.get(row) ?? -1]?.[column]?.value ?? null)
}

function rowsOf(table: TableFormat, arrangement: readonly (readonly Figure[] | null)[]): AlignedRow[] {
  return statedRows(table).flatMap((row, i) => {
    const figures = arrangement[i]
    return figures ? [{ row, label: null, written: { cells: figures.map(cellOf), base: 0, showsBlanks: false }, firstField: 0 }] : []
  })
}

const cellOf = ({ from, to, text }: Figure): Cell => ({ from, to, text, kind: "number", key: "" })

function chunks<T>(items: readonly T[], lengths: readonly number[]): T[][] {
  let from = 0
  return lengths.map(length => items.slice(from, (from += length)))
}

/** A run of rows whose figures stand together, in an order of their own: a page, or what a converter took for a box. */
interface Band {
  readonly rows: number
  readonly order: Order
  readonly before: Band | null
  readonly cost: number
}

/** For a row and a column of a band, the place among its figures. */
type Order = (row: number, column: number) => number

/** The order of a band whose figures are shuffled: which it is, the rows and columns tell. */
const SHUFFLED: Order = () => -1

/** So many ways to cut the first rows into bands are kept. */
const MAX_WAYS = 6
/** A band's order that is not row by row counts for more than the equations that one wrong figure breaks: of those within rows, and of all. */
const BAND = 1.5
const ODD_BAND = 1.75
const BAND_IN_ALL = 4
/** A shuffled band counts for more than another. */
const SHUFFLED_BAND = 2
const SHUFFLED_ROW = 0.25
const MAX_SHUFFLED_ROWS = 3
/** A band in which more rows do not add up has another order. */
const MAX_BROKEN = 2

/** The likeliest ways to cut the rows into bands, each read column by column or in boxes. */
function inBands(table: TableFormat, figures: readonly Figure[], rows: number, columns: number): Band[] {
  const ways: Band[][] = [[{ rows: 0, order: () => 0, before: null, cost: 0 }]]
  for (let end = 1; end <= rows; end++) {
    const found: Band[] = []
    for (let first = 0; first < end; first++) {
      if (ways[first]!.length === 0) continue
      for (const { order, oddness } of ordersOf(end - first, columns)) {
        const broken = brokenIn(table, figures, first * columns, end - first, order)
        if (broken > MAX_BROKEN) continue
        for (const before of ways[first]!) found.push({ rows: end - first, order, before, cost: before.cost + broken + oddness })
      }
      if (end - first <= MAX_SHUFFLED_ROWS) for (const before of ways[first]!) if (before.order !== SHUFFLED) found.push({ rows: end - first, order: SHUFFLED, before, cost: before.cost + SHUFFLED_BAND + SHUFFLED_ROW * (end - first) })
    }
    ways.push(found.sort((a, b) => a.cost - b.cost).slice(0, MAX_WAYS))
  }
  return ways[rows]!
}

function brokenIn(table: TableFormat, figures: readonly Figure[], from: number, rows: number, order: Order): number {
  let broken = 0
  for (let row = 0; row < rows && broken <= MAX_BROKEN; row++) broken += brokenInRow(table, column => figures[from + order(row, column)]!.value)
  return broken
}

/** Row by row (one row), column by column, and with a box on the left whose first or last rows stand apart. */
function* ordersOf(rows: number, columns: number): Generator<{ order: Order; oddness: number }> {
  if (rows === 1) {
    yield { order: (_, column) => column, oddness: 0 }
    return
  }
  yield { order: (row, column) => column * rows + row, oddness: BAND }
  for (let width = 1; width <= columns; width++) {
    for (let head = 1; head < rows; head++) {
      const beside: Order = (row, column) => column * rows + row
      yield { order: (row, column) => (column >= width ? beside(row, column) : row < head ? row * width + column : head * width + column * (rows - head) + row - head), oddness: ODD_BAND }
      yield { order: (row, column) => (column >= width ? beside(row, column) : row < head ? column * head + row : head * width + (row - head) * width + column), oddness: ODD_BAND }
    }
  }
}

function bandsOf(way: Band): Band[] {
  const bands: Band[] = []
  for (let band: Band | null = way; band?.before; band = band.before) bands.unshift(band)
  return bands
}

function oddnessOf(way: Band): number {
  return bandsOf(way).reduce((sum, { rows, order }) => sum + (rows === 1 ? 0 : order === SHUFFLED ? SHUFFLED_BAND + BAND_IN_ALL : BAND_IN_ALL), 0)
}

/** The arrangements that a way of cutting means: one, or one for each order of the figures of a shuffled band under which its rows and columns add up. */
function arrangementsIn(table: TableFormat, { way, own, isWhole }: Cut, columns: number): Candidate[] {
  let from = 0
  let shuffled: { readonly first: number; readonly figures: readonly Figure[] } | null = null
  const arrangement: Figure[][] = []
  for (const { rows, order } of bandsOf(way)) {
    const figures = own.slice(from, (from += rows * columns))
    if (order === SHUFFLED && shuffled) return []
    if (order === SHUFFLED) shuffled = { first: arrangement.length, figures }
    for (let row = 0; row < rows; row++) arrangement.push(Array.from({ length: columns }, (_, column) => figures[order === SHUFFLED ? row * columns + column : order(row, column)]!))
  }
  const found = shuffled ? shuffles(table, arrangement, shuffled.first, shuffled.figures) : [arrangement]
  return found.map(arrangement => ({ arrangement, isWhole, oddness: oddnessOf(way) }))
}

/** A way to cut rows, and the figures in them. */
interface Cut {
  readonly way: Band
  readonly own: readonly Figure[]
  readonly isWhole: boolean
}

const isShuffled = (way: Band): boolean => bandsOf(way).some(({ order }) => order === SHUFFLED)

/** So many orders of a shuffled band are looked at, and so many steps taken to find them. */
const MAX_SHUFFLES = 100
const MAX_STEPS = 100_000
/** So many ways with shuffled bands are followed. */
const MAX_SHUFFLED = 2
/** So many figures of a shuffled band may stand before one on their left. */
const MAX_JUMPS = 3

/** All orders of the figures of a few rows in which each column reads downwards, the rows read to the right but for a jump or two, and all rows and columns add up. */
function shuffles(table: TableFormat, arrangement: Figure[][], first: number, figures: readonly Figure[]): Figure[][][] {
  const columns = arrangement[0]!.length
  const rows = figures.length / columns
  const found = new Map<string, Figure[][]>()
  const grid: (Figure | undefined)[][] = arrangement.map((row, i) => (i >= first && i < first + rows ? new Array<undefined>(columns).fill(undefined) : row))
  const places = placesOf(table)
  const filled = new Array<number>(columns).fill(0)
  let steps = 0
  const addsUp = (row: number, column: number): boolean =>
    (!filled.every(count => count > row) || brokenInRow(table, column => grid[first + row]![column]!.value) === 0)
    && brokenInColumn(table, column, row => grid[places.get(row) ?? -1]?.[column]?.value ?? null) === 0
  const step = (at: number, jumps: number): void => {
    if (++steps > MAX_STEPS || found.size >= MAX_SHUFFLES) return
    if (at === figures.length) {
      found.set(grid.map(row => row.map(figure => figure!.value).join(" ")).join(), grid.map(row => row.map(figure => figure!)))
      return
    }
    for (let column = 0; column < columns; column++) {
      const row = filled[column]!
      const isJump = column > 0 && filled[column - 1]! <= row
      if (row === rows || (isJump && jumps === MAX_JUMPS)) continue
      grid[first + row]![column] = figures[at]!
      filled[column] = row + 1
      if (addsUp(row, column)) step(at + 1, isJump ? jumps + 1 : jumps)
      filled[column] = row
      grid[first + row]![column] = undefined
    }
  }
  step(0, 0)
  return steps > MAX_STEPS ? [] : [...found.values()]
}

/** A figure is not broken over more lines. */
const MAX_LINES = 4
/** So far the last digits of a figure may stand from below its first ones. */
const MAX_SHIFT = 1

/** Rows as a PDF draws them, the last digits of a figure exactly below its first ones: the way to join lines to rows under which they add up. */
function withDigitsBelow(table: TableFormat, all: readonly Line[]): Candidate | null {
  const lines = all.map(({ figures }) => figures).filter(({ length }) => length > 0)
  const rows = statedRows(table)
  const columns = rows[0]!.columns.length
  if (lines.length < rows.length || !lines.some(({ length }) => length < columns) || rows.some(row => row.columns.length !== columns)) return null
  // ways[n]: the likeliest reading of the first n lines, by how many rows they make.
  const ways: Map<number, Joined>[] = lines.map(() => new Map())
  ways.push(new Map())
  ways[0]!.set(0, { rows: [], broken: 0 })
  for (let from = 0; from < lines.length; from++) {
    if (lines[from]!.length !== columns) continue
    for (const [done, before] of ways[from]!) {
      if (done === rows.length) continue
      let row: readonly Figure[] | null = lines[from]!
      for (let end = from + 1; row && end <= lines.length && end - from <= MAX_LINES; row = end < lines.length ? joinBelow(row, lines[end]!) : null, end++) {
        const own: readonly Figure[] = row
        const broken = before.broken + brokenInRow(table, column => own[column]!.value)
        const known = ways[end]!.get(done + 1)
        if (broken <= MAX_BROKEN && (!known || known.broken > broken)) ways[end]!.set(done + 1, { rows: [...before.rows, own], broken })
      }
    }
  }
  const found = ways[lines.length]!.get(rows.length)
  return found ? { arrangement: found.rows, isWhole: true, oddness: 0 } : null
}

/** A row with the digits of a line below, each joined to the figure above it; null if one stands below none. */
function joinBelow(row: readonly Figure[], below: readonly Figure[]): Figure[] | null {
  const joined = [...row]
  for (const digits of below) {
    const column = row.findIndex(({ x }) => Math.abs(x - digits.x) <= MAX_SHIFT)
    if (column < 0 || joined[column] !== row[column]) return null
    joined[column] = join(row[column]!, digits)
  }
  return joined
}

/** More figures of a row are not broken over lines. */
const MAX_BROKEN_FIGURES = 4
/** More ways than this to join the digits of a row are not tried. */
const MAX_JOINS = 200

/** A way to read the first rows: how many figures of the text they take, and how many equations they break. */
interface Joined {
  readonly rows: readonly (readonly Figure[])[]
  readonly broken: number
}

/** Row by row, figures that fill their cells going on below (300 / 1 for 3001): the ways to join them under which the rows add up. */
function withJoinedDigits(table: TableFormat, figures: readonly Figure[]): Candidate[] {
  const rows = statedRows(table)
  const columns = rows[0]!.columns.length
  const full = Math.max(...figures.map(({ text }) => text.length))
  // ways[n]: the likeliest readings of the first n figures, by how many rows they make.
  const ways: Map<number, Joined[]>[] = figures.map(() => new Map())
  ways.push(new Map())
  ways[0]!.set(0, [{ rows: [], broken: 0 }])
  for (let from = 0; from < figures.length; from++) {
    for (const [done, found] of ways[from]!) {
      if (done === rows.length) continue
      const least = found[0]!.broken
      for (let more = 0; more <= MAX_BROKEN_FIGURES && from + columns + more <= figures.length; more++) {
        const own = figures.slice(from, from + columns + more)
        for (const row of joins(own, columns, full)) {
          const broken = brokenInRow(table, column => row[column]!.value)
          if (broken > 0 && (more > 0 || least + broken > MAX_BROKEN)) continue
          const at = ways[from + own.length]!
          const known = [...(at.get(done + 1) ?? []), ...found.map(before => ({ rows: [...before.rows, row], broken: before.broken + broken }))]
          at.set(done + 1, known.sort((a, b) => a.broken - b.broken).slice(0, MAX_WAYS))
        }
      }
    }
  }
  return (ways[figures.length]!.get(rows.length) ?? []).map(({ rows }) => ({ arrangement: rows, isWhole: true, oddness: 0 }))
}

/** The ways to make so many figures of those of a row and the digits that go on below: directly behind a figure that ends its line, or all behind the last. */
function joins(own: readonly Figure[], columns: number, full: number): Figure[][] {
  const more = own.length - columns
  if (more === 0) return [[...own]]
  const heads = own.slice(0, columns)
  const isOpen = ({ text }: Figure): boolean => text.length === full
  const below = own[columns]!.line > heads[columns - 1]!.line ? choose(heads.flatMap((head, i) => (isOpen(head) ? [i] : [])), more).map(chosen => heads.map((head, i) => (chosen.includes(i) ? join(head, own[columns + chosen.indexOf(i)]!) : head))) : []
  const breaks = own.flatMap((figure, i) => (i + 1 < own.length && isOpen(figure) && own[i + 1]!.line > figure.line ? [i] : []))
  const behind = choose(breaks, more).filter(chosen => chosen.every((at, i) => at - 1 !== chosen[i - 1])).map(chosen => own.flatMap((figure, i) => (chosen.includes(i - 1) ? [] : [chosen.includes(i) ? join(figure, own[i + 1]!) : figure])))
  return [...below, ...behind]
}

/** Figures of one line each, those that fill their cell joined with the one directly below. */
function joinedBelow(figures: readonly Figure[]): Figure[] {
  const full = Math.max(...figures.map(({ text }) => text.length))
  const joined: Figure[] = []
  for (const [i, figure] of figures.entries()) {
    const above = figures[i - 1]
    if (above && above.text.length === full && figure.line === above.line + 1) joined.push(join(joined.pop()!, figure))
    else joined.push(figure)
  }
  return joined
}

function join(head: Figure, tail: Figure): Figure {
  const text = head.text + tail.text
  return { ...head, text, value: Number(text) }
}

/** All ways to choose so many of the items, in their order. */
function choose(items: readonly number[], count: number): number[][] {
  let ways: number[][] = [[]]
  for (let i = 0; i < count; i++) ways = ways.flatMap(way => items.filter(item => item > (way[way.length - 1] ?? -1)).map(item => [...way, item])).slice(0, MAX_JOINS)
  return ways
}
