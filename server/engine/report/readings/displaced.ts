import { add, isZero, negate, subtract, ZERO, type Decimal } from "../../text/decimal.ts"
import { verdictsOf, verdictsOn, type Verdict } from "../editRules.ts"
import type { Fact, RowReading, TableReading } from "../report.ts"

/** So far a figure may stand from its column: right-aligned figures of some digits do. */
const MAX_SHIFT = 2

/**
 * Rows of a table drawn with blanks that cannot be trusted with the order of their figures: these do not stand in the columns of the other
 * rows, and two of them in each other's place would put an equation right that others do not pay for. At the edge of a page converters of PDF files push figures past each other.
 */
export function displacedRows(reading: TableReading): RowReading[] {
  const { rows } = reading
  if (verdictsOf(reading).filter(({ state }) => state === "fail").length < 2) return []
  const usual = usualGaps(rows)
  return rows.filter(row => {
    if (!gapsOf(row).some((gap, i) => Math.abs(gap - (usual[i] ?? gap)) > MAX_SHIFT)) return false
    return row.facts.some((one, i) => row.facts.slice(i + 1).some(other => mendsInPlaceOf(reading, one, other)))
  })
}

/** True if fewer equations would be broken with two figures of a row in each other's place. */
function mendsInPlaceOf(reading: TableReading, one: Fact, other: Fact): boolean {
  if (!one.value || !other.value) return false
  const by = subtract(other.value, one.value)
  if (isZero(by)) return false
  const changes = new Map<Verdict, Decimal>()
  for (const [fact, change] of [[one, by], [other, negate(by)]] as const) {
    for (const { verdict, sign } of verdictsOn(reading, fact)) changes.set(verdict, add(changes.get(verdict) ?? ZERO, sign === 1 ? change : negate(change)))
  }
  let mended = 0
  for (const [{ excess }, change] of changes) if (excess) mended += Number(isZero(add(excess, change))) - Number(isZero(excess))
  return mended > 0
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
