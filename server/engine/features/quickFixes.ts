import type { Range } from "../text/range.ts"
import type { Fix } from "../rules/rule.ts"
import type { Diagnostic } from "./diagnose.ts"
import { fixOfRule } from "./fixAll.ts"

/** A fix together with the finding that it mends. */
export interface QuickFix extends Fix {
  readonly finding: Diagnostic
}

/** The fixes of the findings that a range touches. Preferred is only what is so for its finding, and alone there. */
export function quickFixes(findings: readonly Diagnostic[], { from, to }: Range): QuickFix[] {
  return findings.filter(({ range }) => range.from <= to && from <= range.to).flatMap(finding => finding.fixes.map(fix => ({ ...fix, finding })))
}

/** A rule that has several findings which can all be mended at once. */
export interface RuleWideFix {
  readonly rule: string
  readonly findings: readonly Diagnostic[]
}

/** Of the findings that a range touches, the rules that can be mended in the whole report. */
export function ruleWideFixes(findings: readonly Diagnostic[], { from, to }: Range): RuleWideFix[] {
  const touched = new Set(findings.filter(({ range }) => range.from <= to && from <= range.to).map(({ rule }) => rule))
  return [...touched].flatMap(rule => {
    const fixable = findings.filter(finding => fixOfRule(rule)(finding))
    return fixable.length > 1 ? [{ rule, findings: fixable }] : []
  })
}
