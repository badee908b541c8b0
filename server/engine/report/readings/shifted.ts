import { completeRow, confrontRow, endsWithTotal } from "../editRules.ts"
import { Fact, type RowReading, type TableReading } from "../report.ts"
import { choose } from "./joins.ts"

/** So many cells of a row may be gone. */
const MAX_LOST = 2

/** A way to put the figures of a row into its columns, in their order. */
interface Way {
  /** For each column the fact that stands in it; null for a gap. */
  readonly facts: readonly (Fact | null)[]
  /** With the figures that the row's own equations want in the gaps. */
  readonly completed: readonly (number | null)[]
  /** How many equations it breaks that the row takes part in. */
  readonly broken: number
}

/**
 * A row of which a cell was deleted reads as one with a blank at its end: what stood behind the cell has moved up. If fewer equations are
 * broken with the gap elsewhere, or as few with other figures, its place is not certain: of such rows the cells are left that stand
 * in the same column in all ways that break no equation. For each row that is not read as it stands, as it is read.
 */
export function shiftedRows(reading: TableReading): Map<RowReading, RowReading> {
  const { rows, byLeaf } = reading
  const open = rows.filter(row => !row.isPlain && row.isPlaced && endsBlank(row))
  // A column that is blank in most rows was never filled: no cell is gone.
  const isUsual = rows.length > 1 && open.length * 2 > rows.length
  return new Map(open.flatMap(row => {
    const shifted = readShifted(reading, row, byLeaf.indexOf(row), isUsual)
    return shifted ? [[row, shifted] as const] : []
  }))
}

const isBlank = ({ state }: Fact): boolean => state === "blank"
const endsBlank = ({ facts }: RowReading): boolean => facts.length > 1 && isBlank(facts.at(-1)!)

/** A row with its cells where they are certain; null if it is read as it stands. */
function readShifted(reading: TableReading, row: RowReading, at: number, isUsual: boolean): RowReading | null {
  const { facts } = row
  const last = facts.findLastIndex(fact => !isBlank(fact))
  const total = facts[last]
  const count = facts.length - 1 - last
  // A 0 that has moved up tells nothing.
  if (!total?.count || count > MAX_LOST || at < 0 || !endsWithTotal(reading, at)) return null
  const written = facts.slice(0, last + 1)
  const asWritten = wayOf(reading, at, [...written, ...new Array<null>(count).fill(null)])
  const others = [...choose(facts.map((_, column) => column).slice(0, -1), count)].flatMap(gaps => {
    let next = 0
    return wayOf(reading, at, facts.map((_, column) => (gaps.includes(column) ? null : written[next++]!))) ?? []
  })
  const least = Math.min(...others.map(({ broken }) => broken))
  const isBeaten = least < (asWritten?.broken ?? Infinity)
  const best = others.filter(({ broken }) => broken === least)
  if (isBeaten) {
    const lost = least > 0 ? [] : row.row.columns.filter((_, column) => best.some(({ facts }) => facts[column] === null))
    return { ...certainOf(row, least > 0 ? [] : best), shift: { count, total, lost } }
  }
  const isOpen = asWritten!.broken === 0 && count === 1 && !isUsual && best.some(way => !isSame(way, asWritten!))
  return isOpen && least === 0 ? certainOf(row, [asWritten!, ...best]) : null
}

function wayOf(reading: TableReading, at: number, facts: readonly (Fact | null)[]): Way | null {
  const completed = completeRow(reading, at, facts.map(fact => fact?.count ?? null))
  return completed && { facts, completed, broken: confrontRow(reading, at, completed).broken }
}

const isSame = (a: Way, b: Way): boolean => a.completed.every((figure, column) => figure === b.completed[column])

/** A row of which those cells are read that stand in the same column in all ways; none without any. */
function certainOf(row: RowReading, ways: readonly Way[]): RowReading {
  const [first] = ways
  const facts = row.facts.map(({ place }, column) => {
    const fact = first?.facts[column]
    return fact && ways.every(way => way.facts[column] === fact) ? new Fact(place, fact.state, fact.value && { value: fact.value, spaced: fact.isSpaced }, fact.text, fact) : new Fact(place, "unreadable", null, "", row.range)
  })
  return { ...row, isPlaced: false, facts }
}
