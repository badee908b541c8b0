import { add, equals, format, isWhole, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import type { TextEdit } from "../text/range.ts"
import type { Verdict } from "../report/editRules.ts"
import { isAmount } from "../report/format.ts"
import { locate, type Fault } from "../report/locate.ts"
import { factEditIn, type Fact, type Report } from "../report/report.ts"

/** More rounds than totals can depend on each other: of a row, of a column, of the totals' own row. */
const MAX_ROUNDS = 6

/**
 * Rewrites every total whose parts are all figures and add up to something else, totals of totals too.
 * A blank or unreadable part leaves its total alone, and so do two sums that disagree about it, and whatever says that
 * the fault is elsewhere: a part that is blamed, several ways to put it right, a count that would not be whole.
 */
export function recomputeTotals(report: Report): TextEdit[] {
  const placed = new Set(report.tables.flatMap(({ reading: { rows } }) => rows.filter(({ isPlaced }) => isPlaced).flatMap(({ facts }) => facts)))
  const all = sumsByTotal(report.verdicts.filter(({ isComplete, terms }) => isComplete && placed.has(terms[0]!.fact)))
  const faults = report.tables.flatMap(({ reading }) => locate(reading))
  const blamed = new Set(faults.filter(fault => isOpen(fault) || fault.repairs.length === 1).flatMap(({ repairs }) => repairs.flat()).map(({ fact }) => fact))
  const sums = new Map([...all].filter(([total, verdicts]) => mayBeRewritten(total, verdicts, faults) && verdicts.every(({ terms }) => terms.every(({ fact }) => fact === total || all.has(fact) || !blamed.has(fact)))))
  const values = new Map<Fact, Decimal>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let isDone = true
    for (const [total, verdicts] of sums) {
      const value = agreed(verdicts, values)
      const now = values.get(total) ?? total.value
      if (!value || !(isWhole(value) || isAmount(total.place)) || (now && verdicts.every(verdict => verdict.holdsWith(subtract(now, value))))) continue
      values.set(total, value)
      isDone = false
    }
    if (isDone) break
  }
  return [...values]
    .filter(([total, value]) => !(total.value && equals(total.value, value)) && agreed(sums.get(total)!, values) !== null)
    .flatMap(([total, value]) => factEditIn(report, total, format(value)) ?? [])
    .sort((a, b) => a.from - b.from)
}

/** True if several equations fail that may be put right in several ways. */
const isOpen = ({ failed, repairs }: Fault): boolean => repairs.length > 1 && failed.length > 1

/** True if the total is blank or blamed, by itself or as one side of a lone sum. */
function mayBeRewritten(total: Fact, verdicts: readonly Verdict[], faults: readonly Fault[]): boolean {
  const own = faults.filter(({ failed }) => failed.some(verdict => verdicts.includes(verdict)))
  const isOnIt = ({ repairs }: Fault): boolean => repairs.length === 0 || repairs.some(repair => repair.some(({ fact }) => fact === total))
  return !own.some(fault => isOpen(fault) || !isOnIt(fault)) && (total.value === null || own.length > 0)
}

/** The equations by the single total on their left side. */
function sumsByTotal(verdicts: readonly Verdict[]): Map<Fact, Verdict[]> {
  const sums = new Map<Fact, Verdict[]>()
  for (const verdict of verdicts) {
    if (verdict.terms.filter(({ sign }) => sign === 1).length !== 1) continue
    const total = verdict.terms[0]!.fact
    sums.set(total, [...(sums.get(total) ?? []), verdict])
  }
  return sums
}

/** What all decided sums of a total come to; null if none is decided, or they differ. */
function agreed(verdicts: readonly Verdict[], values: ReadonlyMap<Fact, Decimal>): Decimal | null {
  const sums = verdicts.flatMap(verdict => sumOf(verdict, values) ?? [])
  const [first] = sums
  return first && sums.every(sum => equals(sum, first)) ? first : null
}

function sumOf({ terms }: Verdict, values: ReadonlyMap<Fact, Decimal>): Decimal | null {
  let sum: Decimal = ZERO
  for (const { fact, sign } of terms) {
    if (sign === 1) continue
    const value = values.get(fact) ?? fact.value
    if (!value) return null
    sum = add(sum, value)
  }
  return sum
}
