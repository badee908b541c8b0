import type { Range } from "../text/range.ts"
import type { Fix } from "../rules/rule.ts"
import type { Diagnostic } from "./diagnose.ts"
import { fixOfRule } from "./fixAll.ts"

/** A fix together with the finding that it mends. */
export interface QuickFix extends Fix {
  readonly finding: Diagnostic
}

/** The fixes of the findings that a range touches. Preferred is only what is so for its finding, and alone there. */
export function quickFixes(findings: readonly Diagnostic[], range: Range): QuickFix[] {
  return touched(findings, range).flatMap(finding => finding.fixes.map(fix => ({ ...fix, finding })))
}

/** The findings that a range touches, be it at an end. */
export function touched(findings: readonly Diagnostic[], { from, to }: Range): Diagnostic[] {
  return findings.filter(({ range }) => range.from <= to && from <= range.to)
}

/** A rule with those of its findings that can all be mended at once. */
export interface RuleWideFix {
  readonly rule: string
  readonly findings: readonly Diagnostic[]
}

/** Of the findings that a range touches, the rules that can be mended in the whole report. */
export function ruleWideFixes(findings: readonly Diagnostic[], range: Range): RuleWideFix[] {
  const rules = new Set(touched(findings, range).map(({ rule }) => rule))
  return [...rules].flatMap(rule => {
    const fixable = findings.filter(finding => fixOfRule(rule)(finding))
    return fixable.length > 0 ? [{ rule, findings: fixable }] : []
  })
}
