import type { Range } from "../text/range.ts"
import { cellsOfStatement, compareClaim } from "../report/prose/candidates.ts"
import type { Claim, StatementClaim } from "../report/prose/claims.ts"
import { claimsIn, statementsIn, type Said } from "../report/prose/said.ts"
import type { Fact, Report } from "../report/report.ts"
import { touches } from "./places.ts"

/** A figure of the prose that states cells, or words that say that cells are 0. */
export type ProseClaim = (Said<Claim> & { readonly digits: Range }) | (Said<StatementClaim> & { readonly digits: null })

/** What the prose says of the tables at an offset: at the digits of a figure, else the fewest words in which it lies. */
export function claimAt(report: Report, offset: number): ProseClaim | null {
  let found: ProseClaim | null = null
  for (const claim of claimsOf(report)) {
    if (claim.digits && touches(claim.digits, offset)) return claim
    if (touches(claim, offset) && (!found || claim.to - claim.from < found.to - found.from)) found = claim
  }
  return found
}

/** What is lit or gone to for a claim: the digits of its figure, or its words. */
export function rangeOfClaim({ digits, from, to }: ProseClaim): Range {
  return digits ?? { from, to }
}

/** The cells that a claim states: those that it fits, else those that come nearest, else those that it usually means. */
export function cellsOfClaim(report: Report, claim: ProseClaim): Fact[] {
  if (!claim.digits) return cellsOfStatement(report.facts, claim.said)
  const comparison = compareClaim(report.facts, claim.said)
  const chosen = comparison && (comparison.fitting ?? comparison.nearest ?? comparison.candidates[0])
  return chosen?.terms.map(({ fact }) => fact) ?? []
}

/** All that the prose says of some cells, in the order of the text. */
export function claimsAbout(report: Report, facts: readonly Fact[]): Range[] {
  const asked = new Set(facts)
  return claimsOf(report).filter(claim => cellsOfClaim(report, claim).some(fact => asked.has(fact))).map(rangeOfClaim)
}

function claimsOf(report: Report): ProseClaim[] {
  return [...claimsIn(report), ...statementsIn(report).map(statement => ({ ...statement, digits: null }))]
}
