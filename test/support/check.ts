import { readReports } from "../../server/engine/index.ts"
import { diagnose, type Diagnostic } from "../../server/engine/features/diagnose.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import { format } from "../../server/engine/text/decimal.ts"

/** The findings on a text, of all rules or only of those named. */
export function check(text: string, ...rules: readonly string[]): Diagnostic[] {
  const chosen = rules.length === 0 ? RULES : RULES.filter(({ id }) => rules.includes(id))
  return readReports(text).flatMap(({ report, from }) => diagnose(report, from, {}, chosen))
}

/** The figures that a text states, by fact id: as decimal strings, other cells as their state in brackets. */
export function figuresOf(text: string): Map<string, string> {
  return new Map(readReports(text).flatMap(({ report }) => [...report.facts.values()].map(fact => [fact.id, fact.value ? format(fact.value) : `[${fact.state}]`])))
}
