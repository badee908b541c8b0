import type { Range } from "../text/range.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { cellsOfClaim, claimAt, claimsAbout, rangeOfClaim } from "./claims.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/** A figure to be lit, and what it is to the one at the cursor. */
export interface Highlight extends Range {
  readonly role: "itself" | "addend" | "total" | "other"
}

/** Lights the addends of a total, the totals of an addend and what the prose says of the figure; of what the prose says, the cells that it states. In the order of the text. */
export function highlight(report: Report, offset: number): Highlight[] {
  const place = figureAt(report, offset)
  const lit = place ? aroundFact(report, place.fact) : aroundClaim(report, offset)
  return lit.sort((a, b) => a.from - b.from)
}

function aroundFact(report: Report, fact: Fact): Highlight[] {
  const { addends, totals, others } = kinOf(report, fact)
  const roles = new Map<Fact, Highlight["role"]>()
  for (const other of others) roles.set(other, "other")
  for (const total of totals) roles.set(total, "total")
  for (const addend of addends) roles.set(addend, "addend")
  roles.set(fact, "itself")
  return [...[...roles].map(([lit, role]) => ({ ...factRange(report, lit), role })), ...withRole(claimsAbout(report, [fact]), "other")]
}

function aroundClaim(report: Report, offset: number): Highlight[] {
  const claim = claimAt(report, offset)
  if (!claim) return []
  const cells = cellsOfClaim(report, claim)
  const own = rangeOfClaim(claim)
  const others = claimsAbout(report, cells).filter(({ from, to }) => from !== own.from || to !== own.to)
  return [{ ...own, role: "itself" }, ...withRole(cells.map(fact => factRange(report, fact)), "addend"), ...withRole(others, "other")]
}

function withRole(ranges: readonly Range[], role: Highlight["role"]): Highlight[] {
  return ranges.map(range => ({ ...range, role }))
}
