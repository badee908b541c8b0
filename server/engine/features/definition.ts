import type { Range } from "../text/range.ts"
import { factRange, type Report } from "../report/report.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/** What a figure is made of: the addends of a total; of a figure that is no total, the totals that it goes into. */
export function definition(report: Report, offset: number): Range[] {
  const place = figureAt(report, offset)
  if (!place) return []
  const { addends, totals } = kinOf(report, place.fact)
  return (addends.length > 0 ? addends : totals).map(fact => factRange(report, fact)).sort((a, b) => a.from - b.from)
}
