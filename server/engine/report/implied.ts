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

/** More rounds than totals can depend on each other: of a row, of a column, of the totals' own row. */
const MAX_ROUNDS = 6

/** What open cells hold if there is nothing but what the equations call for: each what is implied, else 0, and totals the sums of their parts. */
export function filledWithZeros(facts: readonly Fact[], verdicts: readonly Verdict[]): ReadonlyMap<Fact, Decimal> {
  const values = new Map(facts.map(fact => [fact, impliedValue(fact, verdicts) ?? ZERO]))
  const sums = verdicts.filter(({ isComplete, terms }) => isComplete && values.has(terms[0]!.fact) && terms.filter(({ sign }) => sign === 1).length === 1)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const { terms: [total, ...parts] } of sums) {
      const known = parts.flatMap(({ fact }) => values.get(fact) ?? fact.value ?? [])
      if (known.length === parts.length) values.set(total!.fact, known.reduce(add, ZERO))
    }
  }
  return values
}
