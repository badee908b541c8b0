import { isZero } from "../text/decimal.ts"
import { verdictsOn } from "../report/editRules.ts"
import { locate } from "../report/locate.ts"
import type { Fact, Report, TableReading } from "../report/report.ts"

const readingOf = ({ tables }: Report, { table }: Fact): TableReading => tables.find(({ reading }) => reading.table === table)!.reading

/** True if the figure is thought to be wrong by the sums of its own table. */
export function isBlamed(report: Report, fact: Fact): boolean {
  return locate(readingOf(report, fact)).some(({ repairs }) => repairs.some(repair => repair.some(correction => correction.fact === fact)))
}

/** True if a sum with this figure holds. */
export function isConfirmed(report: Report, fact: Fact): boolean {
  return !isZero(fact.value!) && verdictsOn(readingOf(report, fact), fact).some(({ verdict }) => verdict.state === "pass")
}

/** True if a sum with this figure does not hold. */
export function isDoubtful(report: Report, fact: Fact): boolean {
  return verdictsOn(readingOf(report, fact), fact).some(({ verdict }) => verdict.state === "fail")
}
