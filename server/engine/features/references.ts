import type { Range } from "../text/range.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { cellsOfClaim, claimAt, claimsAbout } from "./claims.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/**
 * Every figure of a table that shares an equation with the one at the offset, and what the prose says of it; of what the prose says, all that it
 * says of the same cells. The cell itself, or the cells stated, too if they are asked for.
 */
export function references(report: Report, offset: number, includeItself: boolean): Range[] {
  const place = figureAt(report, offset)
  if (place) {
    const { addends, totals, others } = kinOf(report, place.fact)
    return found(report, [...addends, ...totals, ...others, ...(includeItself ? [place.fact] : [])], [place.fact])
  }
  const claim = claimAt(report, offset)
  const cells = claim ? cellsOfClaim(report, claim) : []
  return found(report, includeItself ? cells : [], cells)
}

function found(report: Report, facts: readonly Fact[], stated: readonly Fact[]): Range[] {
  return [...[...new Set(facts)].map(fact => factRange(report, fact)), ...claimsAbout(report, stated)].sort((a, b) => a.from - b.from)
}
