import { shift, type Range } from "../text/range.ts"
import type { Report } from "../report/report.ts"
import { RULES } from "../rules/index.ts"
import type { CheckContext, Finding, Fix, Rule, Severity } from "../rules/rule.ts"

/** A finding with the rule that made it; ranges count from the start of the document. */
export interface Diagnostic extends Finding {
  readonly rule: string
  readonly severity: Severity
  readonly fixes: readonly Fix[]
}

/** Severities by rule id that take the place of the rules' own; `off` silences a rule. */
export type RuleSettings = Readonly<Record<string, Severity | "off">>

/** The findings of a report, in the order of the text. `from` is where the report begins in its document; places in the previous report stay as they are. */
export function diagnose(report: Report, from: number, settings: RuleSettings = {}, rules: readonly Rule[] = RULES, context?: CheckContext): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of rules) {
    const setting = settings[rule.id]
    if (setting === "off") continue
    for (const finding of rule.check(report, context)) {
      const severity = setting ?? finding.severity ?? rule.severity
      found.push(moved({ ...finding, rule: rule.id, severity, fixes: finding.fixes ?? [] }, from))
    }
  }
  return found.sort((a, b) => a.range.from - b.range.from || a.range.to - b.range.to || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
}

function moved(diagnostic: Diagnostic, by: number): Diagnostic {
  const range = <T extends Range>(value: T): T => shift(value, by)
  return {
    ...diagnostic,
    range: range(diagnostic.range),
    ...(diagnostic.related ? { related: diagnostic.related.map(related => (related.inPrevious ? related : { ...related, range: range(related.range) })) } : {}),
    fixes: diagnostic.fixes.map(fix => ({ ...fix, edits: fix.edits.map(range) })),
  }
}
