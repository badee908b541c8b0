import { confront } from "../editRules.ts"
import type { Fact, RowReading, TableReading } from "../report.ts"

/** So far a figure may stand from its column: right-aligned figures of some digits do. */
const MAX_SHIFT = 2

/**
 * Rows of a table drawn with blanks that cannot be trusted with the order of their figures: these do not stand in the columns of the other
 * rows, and two of them in each other's place would put an equation right that others do not pay for. At the edge of a page converters of PDF files push figures past each other.
 */
export function displacedRows(reading: TableReading): RowReading[] {
  const { table, rows, byLeaf } = reading
  const valueOf = (row: number, column: number): Fact["count"] => byLeaf[row]?.facts[column]?.count ?? null
  const { broken } = confront(table, valueOf)
  if (broken < 2) return []
  const usual = usualGaps(rows)
  return rows.filter(row => {
    if (!gapsOf(row).some((gap, i) => Math.abs(gap - (usual[i] ?? gap)) > MAX_SHIFT)) return false
    const at = byLeaf.indexOf(row)
    return pairs(row.facts.length).some(([a, b]) => {
      if (valueOf(at, a) === valueOf(at, b)) return false
      const swapped = (column: number): number => (column === a ? b : column === b ? a : column)
      return confront(table, (own, column) => valueOf(own, own === at ? swapped(column) : column)).broken < broken
    })
  })
}

/** From where each figure of a row begins to where the next one does, in UTF-16 units. */
const gapsOf = ({ facts }: RowReading): number[] => facts.slice(1).map((fact, i) => fact.from - facts[i]!.from)

/** The gaps that stand in the middle, those of all rows in their order. */
function usualGaps(rows: readonly RowReading[]): (number | undefined)[] {
  const all = rows.map(gapsOf)
  return (all[0] ?? []).map((_, i) => {
    const own = all.flatMap(gaps => gaps[i] ?? []).sort((a, b) => a - b)
    return own[own.length >> 1]
  })
}

function pairs(count: number): [number, number][] {
  return Array.from({ length: count }, (_, a) => Array.from({ length: count - a - 1 }, (_, i): [number, number] => [a, a + 1 + i])).flat()
}
