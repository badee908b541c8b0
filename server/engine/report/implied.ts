import { add, equals, isNegative, negate, ZERO, type Decimal } from "../text/decimal.ts"
import type { Verdict } from "./editRules.ts"
import type { Fact } from "./report.ts"

/** The value that a figure must have by the equations in which it alone is open; null if there is none, or they disagree. */
export function impliedValue(fact: Fact, verdicts: readonly Verdict[]): Decimal | null {
  let implied: Decimal | null = null
  for (const verdict of verdicts) {
    if (verdict.state !== "undecided" || !isOnlyOpen(fact, verdict)) continue
    const own = verdict.terms.find(term => term.fact === fact)!
    const rest = verdict.terms.reduce<Decimal>((sum, { fact: { value }, sign }) => (value ? add(sum, sign === 1 ? value : negate(value)) : sum), ZERO)
    const value = own.sign === 1 ? negate(rest) : rest
    if (isNegative(value) || (implied && !equals(implied, value))) return null
    implied = value
  }
  return implied
}

function isOnlyOpen(fact: Fact, { terms, isComplete }: Verdict): boolean {
  return isComplete && terms.every(term => (term.fact === fact) === (term.fact.value === null))
}
