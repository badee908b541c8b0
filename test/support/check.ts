import { openDocument, readReports } from "../../server/engine/index.ts"
import { diagnose, type Diagnostic } from "../../server/engine/features/diagnose.ts"
import { lastYearsName, reportsByName } from "../../server/engine/features/lastYear.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import type { Rule } from "../../server/engine/rules/rule.ts"
import { format } from "../../server/engine/text/decimal.ts"

/** The findings on a text, of all rules or only of those named. Its reports are compared with each other across years. */
export function check(text: string, ...rules: readonly string[]): Diagnostic[] {
  const chosen = rules.length === 0 ? RULES : RULES.filter(({ id }) => rules.includes(id))
  const document = openDocument(text)
  const byName = reportsByName(document)
  return document.reports.flatMap(({ report, from }) => diagnose(report, from, {}, chosen, { previous: byName.get(lastYearsName(report) ?? "")?.report }))
}

/** The findings of a rule on its bad example. */
export function checkBad({ id, bad, badContext }: Rule): Diagnostic[] {
  return badContext ? readReports(bad).flatMap(({ report, from }) => diagnose(report, from, {}, RULES.filter(rule => rule.id === id), badContext)) : check(bad, id)
}

/** The figures that a text states, by fact id: as decimal strings, other cells as their state in brackets. */
export function figuresOf(text: string): Map<string, string> {
  return new Map(readReports(text).flatMap(({ report }) => [...report.facts.values()].map(fact => [fact.id, fact.value ? format(fact.value) : `[${fact.state}]`])))
}
