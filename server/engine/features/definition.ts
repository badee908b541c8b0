import type { Range } from "../text/range.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { cellsOfClaim, claimAt } from "./claims.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/** What a figure is made of: the addends of a total; of a figure that is no total, the totals that it goes into. Of what the prose says, the cells that it states. */
export function definition(report: Report, offset: number): Range[] {
  const place = figureAt(report, offset)
  if (place) {
    const { addends, totals } = kinOf(report, place.fact)
    return inOrder(report, addends.length > 0 ? addends : totals)
  }
  const claim = claimAt(report, offset)
  return claim ? inOrder(report, cellsOfClaim(report, claim)) : []
}

function inOrder(report: Report, facts: readonly Fact[]): Range[] {
  return facts.map(fact => factRange(report, fact)).sort((a, b) => a.from - b.from)
}
