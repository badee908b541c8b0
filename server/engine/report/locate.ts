import { add, isNegative, isWhole, negate, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { connected, mostOnFact, verdictsOf, verdictsOn, type SignedVerdict, type Term, type Verdict } from "./editRules.ts"
import { isAmount, isSigned } from "./format.ts"
import type { Fact, TableReading } from "./report.ts"

/** A figure and the value that it should have. */
export interface Correction {
  readonly fact: Fact
  readonly value: Decimal
}

/** Failed equations that have one cause, and the smallest sets of corrections that put every one of them right. */
export interface Fault {
  readonly failed: readonly Verdict[]
  /** Equally small repairs in document order; more than one means that the text alone cannot tell which. Empty if none is small. */
  readonly repairs: readonly (readonly Correction[])[]
}

/** A fault of more cells than this is not searched for: the failed sums are shown one by one. */
const MAX_CELLS = 3
/** A search that gets this far is given up; no readable report comes near it. */
const MAX_STEPS = 20_000

/**
 * Finds the smallest sets of figures whose correction satisfies every decided equation of a table (Fellegi and Holt's principle of
 * error localisation). Figures stay whole where they were whole, and none becomes negative. Undecided equations bind nothing.
 */
export const locate = memoize((reading: TableReading): readonly Fault[] => {
  const faults: Fault[] = []
  let open = verdictsOf(reading).filter(({ state }) => state === "fail")
  while (open.length > 0) {
    const failed = connected(reading, open[0]!).filter(({ state }) => state === "fail")
    open = open.filter(verdict => !failed.includes(verdict))
    const repairs = new Search(reading).run(failed)
    faults.push(...(repairs.length > 0 ? [{ failed, repairs }] : split(reading, failed)))
  }
  return faults
})

/** By how much each equation fails; those that hold are not in it. */
type Excess = ReadonlyMap<Verdict, Decimal>

const ALL_HOLD: Excess = new Map()

class Search {
  readonly #decided = new Map<Fact, readonly SignedVerdict[]>()
  readonly #reading: TableReading
  #steps = 0

  constructor(reading: TableReading) {
    this.#reading = reading
  }

  run(failed: readonly Verdict[]): Correction[][] {
    const excess: Excess = new Map(failed.map(verdict => [verdict, verdict.excess!]))
    for (let size = 1; size <= MAX_CELLS; size++) {
      const found = new Map<string, Correction[]>()
      this.#extend(excess, [], size, found)
      if (this.#steps > MAX_STEPS) return []
      if (found.size > 0) return [...found.values()].sort(byPlace)
    }
    return []
  }

  /**
   * Tries every figure of every failed equation that, corrected so as to put that equation right, leaves a fault for fewer
   * figures. In a set of at most three figures one stands alone in some failed equation, so nothing is passed over.
   */
  #extend(excess: Excess, chosen: readonly Correction[], left: number, found: Map<string, Correction[]>): void {
    if (excess.size === 0) {
      const repair = [...chosen].sort((a, b) => a.fact.from - b.fact.from)
      found.set(repair.map(({ fact }) => fact.id).join(" "), repair)
      return
    }
    if (excess.size > left * mostOnFact(this.#reading) || this.#steps > MAX_STEPS) return
    for (const [verdict, by] of excess) {
      for (const { fact, sign } of verdict.terms) {
        this.#steps++
        const change = sign === 1 ? negate(by) : by
        if (left === 1 && !this.#settles(excess, fact, change)) continue
        if (chosen.some(correction => correction.fact === fact)) continue
        const value = add(fact.value!, change)
        if (!mayHold(fact, value)) continue
        this.#extend(left === 1 ? ALL_HOLD : this.#changed(excess, fact, change), [...chosen, { fact, value }], left - 1, found)
      }
      // For the last figure one of the failed equations is enough.
      if (left === 1) return
    }
  }

  /** True if the change puts every failed equation right and leaves all others as they are. */
  #settles(excess: Excess, fact: Fact, change: Decimal): boolean {
    const involved = this.#decidedOn(fact)
    if (involved.length !== excess.size) return false
    return involved.every(({ verdict, sign }) => {
      const by = excess.get(verdict)
      return by !== undefined && verdict.holdsWith(sign === 1 ? add(by, change) : subtract(by, change))
    })
  }

  #changed(excess: Excess, fact: Fact, change: Decimal): Excess {
    const after = new Map(excess)
    for (const { verdict, sign } of this.#decidedOn(fact)) {
      const before = after.get(verdict) ?? ZERO
      const now = sign === 1 ? add(before, change) : subtract(before, change)
      if (verdict.holdsWith(now)) after.delete(verdict)
      else after.set(verdict, now)
    }
    return after
  }

  #decidedOn(fact: Fact): readonly SignedVerdict[] {
    let decided = this.#decided.get(fact)
    if (!decided) this.#decided.set(fact, (decided = decidedOn(this.#reading, fact)))
    return decided
  }
}

/** True if a cell may hold the value: counts stay whole, and what has no sign does not become negative. */
function mayHold(fact: Fact, value: Decimal): boolean {
  if (isNegative(value) && !isSigned(fact.place)) return false
  return isWhole(value) || !isWhole(fact.value!) || isAmount(fact.place)
}

const decidedOn = (reading: TableReading, fact: Fact): SignedVerdict[] => verdictsOn(reading, fact).filter(({ verdict }) => verdict.excess !== null)

function byPlace(a: readonly Correction[], b: readonly Correction[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = a[i]!.fact.from - b[i]!.fact.from
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * Too many figures are wrong for one explanation: figures that settle two or more failed equations at once are taken first,
 * each with the equations it settles; what is left is shown equation by equation.
 */
function split(reading: TableReading, failed: readonly Verdict[]): Fault[] {
  const faults: Fault[] = []
  let open = [...failed]
  for (;;) {
    const found = crossing(reading, open)
    if (!found) break
    faults.push({ failed: found.settled, repairs: [[found.correction]] })
    open = open.filter(verdict => !found.settled.includes(verdict))
  }
  return [...faults, ...open.map(verdict => ({ failed: [verdict], repairs: [] }))]
}

function crossing(reading: TableReading, open: readonly Verdict[]): { correction: Correction; settled: Verdict[] } | null {
  const candidates = new Map<Fact, Term["sign"][]>()
  for (const { terms } of open) for (const { fact, sign } of terms) candidates.set(fact, [...(candidates.get(fact) ?? []), sign])
  for (const [fact, signs] of candidates) {
    if (signs.length < 2) continue
    const involved = decidedOn(reading, fact)
    if (!involved.every(({ verdict }) => open.includes(verdict))) continue
    const [first] = involved as [SignedVerdict]
    const change = first.sign === 1 ? negate(first.verdict.excess!) : first.verdict.excess!
    const value = add(fact.value!, change)
    if (involved.every(({ verdict, sign }) => verdict.holdsWith(sign === 1 ? add(verdict.excess!, change) : subtract(verdict.excess!, change))) && (isSigned(fact.place) || !isNegative(value))) return { correction: { fact, value }, settled: involved.map(({ verdict }) => verdict) }
  }
  return null
}
