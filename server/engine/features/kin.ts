import type { Fact, Report } from "../report/report.ts"

/** The figures that share an equation with a figure. */
export interface Kin {
  /** What it is the total of. */
  readonly addends: readonly Fact[]
  /** The totals that it goes into. */
  readonly totals: readonly Fact[]
  /** What it balances with, in an equation that has no single total. */
  readonly others: readonly Fact[]
}

/** The total's addends, the addend's totals: what hangs together with a figure by the edit rules. */
export function kinOf({ verdicts }: Report, fact: Fact): Kin {
  const addends = new Set<Fact>()
  const totals = new Set<Fact>()
  const others = new Set<Fact>()
  for (const { terms } of verdicts) {
    if (!terms.some(term => term.fact === fact)) continue
    const left = terms.filter(({ sign }) => sign === 1)
    const total = left.length === 1 ? left[0]!.fact : null
    if (!total) for (const term of terms) others.add(term.fact)
    else if (total === fact) for (const { fact: addend } of terms) addends.add(addend)
    else totals.add(total)
  }
  for (const set of [addends, totals, others]) set.delete(fact)
  return { addends: [...addends], totals: [...totals], others: [...others] }
}
