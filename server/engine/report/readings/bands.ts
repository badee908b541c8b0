import { brokenInColumn, brokenInRow } from "../editRules.ts"
import type { TableFormat } from "../format.ts"
import { placesOf, type Candidate } from "./arrangement.ts"
import type { Figure } from "./figures.ts"

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
export const MAX_WAYS = 6
/** A band's order that is not row by row counts for more than the equations that one wrong figure breaks: of those within rows, and of all. */
const BAND = 1.5
const ODD_BAND = 1.75
const BAND_IN_ALL = 4
/** A shuffled band counts for more than another. */
const SHUFFLED_BAND = 2
const SHUFFLED_ROW = 0.25
const MAX_SHUFFLED_ROWS = 3
/** So many figures of the next table may stand between the strips of a band. */
const MAX_BETWEEN = 15
/** A band in which more rows do not add up has another order. */
export const MAX_BROKEN = 2

/** The likeliest ways to cut the rows into bands, each read column by column or in boxes, or also in strips. Figures beyond those of the rows may only stand among or behind those of the last band. */
export function inBands(table: TableFormat, figures: readonly Figure[], rows: number, columns: number, hasStrips: boolean): Band[] {
  const ways: Band[][] = [[{ rows: 0, order: () => 0, before: null, cost: 0 }]]
  for (let end = 1; end <= rows; end++) {
    const found: Band[] = []
    const isLikely = (cost: number): boolean => found.length < MAX_WAYS || cost < found[MAX_WAYS - 1]!.cost
    const add = (band: Band): void => {
      if (!isLikely(band.cost)) return
      found.splice(found.findLastIndex(({ cost }) => cost <= band.cost) + 1, 0, band)
      found.length = Math.min(found.length, MAX_WAYS)
    }
    for (let first = 0; first < end; first++) {
      const [likeliest] = ways[first]!
      if (!likeliest) continue
      const tryOrder = (order: Order, oddness: number): void => {
        if (!isLikely(likeliest.cost + oddness)) return
        const broken = brokenIn(table, figures, first * columns, end - first, order)
        if (broken <= MAX_BROKEN) for (const before of ways[first]!) add({ rows: end - first, order, before, cost: before.cost + broken + oddness })
      }
      for (const { order, oddness } of ordersOf(end - first, columns)) tryOrder(order, oddness)
      if (hasStrips && isLikely(likeliest.cost + ODD_BAND)) for (const order of stripsOf(figures.slice(first * columns), end - first, columns, end === rows)) tryOrder(order, ODD_BAND)
      if (end - first <= MAX_SHUFFLED_ROWS) for (const before of ways[first]!) if (before.order !== SHUFFLED) add({ rows: end - first, order: SHUFFLED, before, cost: before.cost + SHUFFLED_BAND + SHUFFLED_ROW * (end - first) })
    }
    ways.push(found)
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

/**
 * A strip on the left, row by row, and then what stands on its right: row by row, its last rows perhaps column by column. At the end of
 * a page figures of the next table may stand between. On the left the first figures of a row may stand beside its label, a line below the others.
 */
function* stripsOf(figures: readonly Figure[], rows: number, columns: number, isLast: boolean): Generator<Order> {
  if (rows === 1) return
  const surplus = isLast ? Math.min(figures.length - rows * columns, MAX_BETWEEN) : 0
  for (let width = 1; width < columns; width++) {
    const left = Array.from({ length: rows }, (_, row) => {
      const places = Array.from({ length: width }, (_, column) => row * width + column)
      return [...places.filter(at => figures[at]!.isBesideWords), ...places.filter(at => !figures[at]!.isBesideWords)]
    })
    const rest = columns - width
    for (let between = 0; between <= surplus; between++) {
      const start = rows * width + between
      for (let head = 0; head <= rows; head++) {
        if (head === rows - 1) continue
        const right = (row: number, column: number): number => (row < head ? row * rest + column : head * rest + column * (rows - head) + row - head)
        yield (row, column) => (column < width ? left[row]![column]! : start + right(row, column - width))
      }
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
export function arrangementsIn(table: TableFormat, { way, own, isWhole }: Cut, columns: number): Candidate[] {
  let from = 0
  let shuffled: { readonly first: number; readonly figures: readonly Figure[] } | null = null
  const arrangement: Figure[][] = []
  for (const { rows, order } of bandsOf(way)) {
    const figures = own.slice(from)
    from += rows * columns
    if (order === SHUFFLED && shuffled) return []
    if (order === SHUFFLED) shuffled = { first: arrangement.length, figures: figures.slice(0, rows * columns) }
    for (let row = 0; row < rows; row++) arrangement.push(Array.from({ length: columns }, (_, column) => figures[order === SHUFFLED ? row * columns + column : order(row, column)]!))
  }
  const found = shuffled ? shuffles(table, arrangement, shuffled.first, shuffled.figures) : [arrangement]
  return found.map(arrangement => ({ arrangement, isWhole, oddness: oddnessOf(way) }))
}

/** A way to cut rows, and the figures in them. */
export interface Cut {
  readonly way: Band
  readonly own: readonly Figure[]
  readonly isWhole: boolean
}

export const isShuffled = (way: Band): boolean => bandsOf(way).some(({ order }) => order === SHUFFLED)

/** So many orders of a shuffled band are looked at, and so many steps taken to find them. */
const MAX_SHUFFLES = 100
const MAX_STEPS = 100_000
/** So many ways with shuffled bands are followed. */
export const MAX_SHUFFLED = 2
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
