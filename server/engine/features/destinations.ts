import type { Range } from "../text/range.ts"
import { factRange, type Report } from "../report/report.ts"
import { cellName } from "../rules/names.ts"
import type { Finding } from "../rules/rule.ts"

/** A cell to go to from a finding that stands elsewhere. */
export interface Destination {
  readonly name: string
  readonly range: Range
}

/** More cells than this are no one's next step. */
const MAX_DESTINATIONS = 3

/** The cells that a finding on a sentence is about, the first of them; none for a finding on cells. */
export function destinations(report: Report, { range, cells = [] }: Finding): Destination[] {
  const found = cells.flatMap(id => {
    const fact = report.facts.get(id)
    return fact ? [{ name: cellName(fact), range: factRange(report, fact) }] : []
  })
  const isOnCells = found.some(cell => cell.range.from <= range.to && range.from <= cell.range.to)
  return isOnCells ? [] : found.slice(0, MAX_DESTINATIONS)
}
