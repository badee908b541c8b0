import { memoize } from "../text/memoize.ts"
import type { TableReading } from "../report/report.ts"
import { moveFinding, type Finding, type Rule } from "./rule.ts"

/** The check of a rule that looks at one table and nothing else. Each reading is checked once, however often its table moves; ranges count from the table. */
export function perTable(check: (reading: TableReading) => Iterable<Finding>): Rule["check"] {
  const findingsIn = memoize((reading: TableReading) => (reading.state === "read" ? [...check(reading)] : []))
  return function* ({ tables }) {
    for (const { from, reading } of tables) for (const finding of findingsIn(reading)) yield moveFinding(finding, from)
  }
}
