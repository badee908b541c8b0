import { applyEdits, type TextEdit } from "../text/range.ts"
import type { ReportFormat } from "../report/format.ts"
import type { Report } from "../report/report.ts"
import { readReports } from "../index.ts"
import { RULES } from "../rules/index.ts"
import type { CheckContext, Fix } from "../rules/rule.ts"
import { compatibleEdits } from "./compatibleEdits.ts"
import { composeEdits } from "./composeEdits.ts"
import { diagnose, type Diagnostic, type RuleSettings } from "./diagnose.ts"

/** The fix of a finding that is to be applied, if any. */
export type ChooseFix = (diagnostic: Diagnostic) => Fix | undefined

/** As many rounds as `fixSafely` takes at most. */
const MAX_PASSES = 10

/** The edits of a report that apply the chosen fix of every finding, and of those that come up by that; none if there is nothing to do. */
export function fixAll(report: Report, formats: readonly ReportFormat[], settings: RuleSettings, choose: ChooseFix, context?: CheckContext): TextEdit[] {
  const passes: TextEdit[][] = []
  let text = report.text
  let findings = diagnose(report, 0, settings, RULES, context)
  while (passes.length < MAX_PASSES) {
    const edits = compatibleEdits(findings.flatMap(finding => choose(finding) ?? []).filter(({ edits }) => edits.length > 0))
    const next = applyEdits(text, edits)
    if (next === text) break
    passes.push(edits)
    text = next
    findings = readReports(text, formats).flatMap(({ report, from }) => diagnose(report, from, settings, RULES, context))
  }
  return composeEdits(report.text.length, passes)
}

/** Only what can change neither a figure nor a meaning. */
export const safeFix: ChooseFix = ({ fixes }) => fixes.find(({ safe, preferred }) => safe && preferred) ?? fixes.find(({ safe }) => safe)

/** The one fix that a finding of the rule has, or the preferred one of several. */
export function fixOfRule(rule: string): ChooseFix {
  return diagnostic => (diagnostic.rule === rule ? (diagnostic.fixes.find(({ preferred }) => preferred) ?? (diagnostic.fixes.length === 1 ? diagnostic.fixes[0] : undefined)) : undefined)
}
