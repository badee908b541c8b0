import { add, isNegative, isWhole, isZero, negate, subtract, type Decimal } from "../text/decimal.ts"
import type { Term, Verdict } from "./editRules.ts"
import type { Fact } from "./report.ts"

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
 * Finds the smallest sets of figures whose correction satisfies every decided equation (Fellegi and Holt's principle of
 * error localisation). Figures stay whole where they were whole, and none becomes negative. Undecided equations bind nothing.
 */
export function locate(verdicts: readonly Verdict[]): Fault[] {
  if (verdicts.every(({ state }) => state !== "fail")) return []
  const decided = verdicts.filter(({ state }) => state !== "undecided")
  return components(decided).flatMap(component => {
    const failed = component.filter(({ state }) => state === "fail")
    if (failed.length === 0) return []
    const repairs = new Search(component).run()
    return repairs.length > 0 ? [{ failed, repairs }] : split(component, failed)
  })
}

/** Groups of verdicts that share figures, directly or through others. */
function components(verdicts: readonly Verdict[]): Verdict[][] {
  const parent = verdicts.map((_, i) => i)
  const rootOf = (i: number): number => {
    while (parent[i] !== i) i = parent[i]!
    return i
  }
  const first = new Map<Fact, number>()
  for (const [i, { terms }] of verdicts.entries()) {
    for (const { fact } of terms) {
      const other = first.get(fact)
      if (other === undefined) first.set(fact, i)
      else parent[rootOf(i)] = rootOf(other)
    }
  }
  const groups = new Map<number, Verdict[]>()
  for (const [i, verdict] of verdicts.entries()) groups.set(rootOf(i), [...(groups.get(rootOf(i)) ?? []), verdict])
  return [...groups.values()]
}

class Search {
  readonly #verdictsOf = new Map<Fact, { index: number; term: Term }[]>()
  readonly #verdicts: readonly Verdict[]
  readonly #facts: Fact[]
  #steps = 0

  constructor(verdicts: readonly Verdict[]) {
    this.#verdicts = verdicts
    for (const [index, { terms }] of verdicts.entries()) {
      for (const term of terms) {
        const list = this.#verdictsOf.get(term.fact) ?? []
        list.push({ index, term })
        this.#verdictsOf.set(term.fact, list)
      }
    }
    this.#facts = [...this.#verdictsOf.keys()].sort((a, b) => a.from - b.from)
  }

  run(): Correction[][] {
    const excess = this.#verdicts.map(verdict => verdict.excess!)
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
  #extend(excess: readonly Decimal[], chosen: readonly Correction[], left: number, found: Map<string, Correction[]>): void {
    const failed = excess.flatMap((value, index) => (isZero(value) ? [] : [index]))
    if (failed.length === 0) {
      const repair = [...chosen].sort((a, b) => a.fact.from - b.fact.from)
      found.set(repair.map(({ fact }) => fact.id).join(" "), repair)
      return
    }
    if (failed.length > left * this.#mostEquations() || this.#steps > MAX_STEPS) return
    // The last figure must be in every failed equation and in no other: one of them is enough to find it.
    for (const index of left === 1 ? failed.slice(0, 1) : failed) {
      for (const { fact, sign } of this.#verdicts[index]!.terms) {
        this.#steps++
        if (left === 1 && this.#verdictsOf.get(fact)!.length !== failed.length) continue
        if (chosen.some(correction => correction.fact === fact)) continue
        const change = sign === 1 ? negate(excess[index]!) : excess[index]!
        const value = add(fact.value!, change)
        if (isNegative(value) || (isWhole(fact.value!) && !isWhole(value))) continue
        const after = [...excess]
        for (const { index: touched, term } of this.#verdictsOf.get(fact)!) {
          after[touched] = term.sign === 1 ? add(after[touched]!, change) : subtract(after[touched]!, change)
        }
        if (left > 1 || after.every(isZero)) this.#extend(after, [...chosen, { fact, value }], left - 1, found)
      }
    }
  }

  #mostEquations(): number {
    let most = 0
    for (const fact of this.#facts) most = Math.max(most, this.#verdictsOf.get(fact)!.length)
    return most
  }
}

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
function split(component: readonly Verdict[], failed: readonly Verdict[]): Fault[] {
  const faults: Fault[] = []
  let open = [...failed]
  for (;;) {
    const found = crossing(component, open)
    if (!found) break
    faults.push({ failed: found.settled, repairs: [[found.correction]] })
    open = open.filter(verdict => !found.settled.includes(verdict))
  }
  return [...faults, ...open.map(verdict => ({ failed: [verdict], repairs: [] }))]
}

function crossing(component: readonly Verdict[], open: readonly Verdict[]): { correction: Correction; settled: Verdict[] } | null {
  const candidates = new Map<Fact, Term["sign"][]>()
  for (const { terms } of open) for (const { fact, sign } of terms) candidates.set(fact, [...(candidates.get(fact) ?? []), sign])
  for (const [fact, signs] of candidates) {
    if (signs.length < 2) continue
    const involved = component.filter(({ terms }) => terms.some(term => term.fact === fact))
    if (!involved.every(verdict => open.includes(verdict))) continue
    const changes = involved.map(({ terms, excess }) => (terms.find(term => term.fact === fact)!.sign === 1 ? negate(excess!) : excess!))
    const value = add(fact.value!, changes[0]!)
    if (changes.every(change => isZero(subtract(change, changes[0]!))) && !isNegative(value)) return { correction: { fact, value }, settled: involved }
  }
  return null
}
