import type { Range } from "../text/range.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/** A figure to be lit, and what it is to the one at the cursor. */
export interface Highlight extends Range {
  readonly role: "itself" | "addend" | "total" | "other"
}

/** Lights the addends of a total and the totals of an addend, in the order of the text. */
export function highlight(report: Report, offset: number): Highlight[] {
  const place = figureAt(report, offset)
  if (!place) return []
  const { addends, totals, others } = kinOf(report, place.fact)
  const roles = new Map<Fact, Highlight["role"]>()
  for (const fact of others) roles.set(fact, "other")
  for (const fact of totals) roles.set(fact, "total")
  for (const fact of addends) roles.set(fact, "addend")
  roles.set(place.fact, "itself")
  return [...roles].map(([fact, role]) => ({ ...factRange(report, fact), role })).sort((a, b) => a.from - b.from)
}
