import { applyEdits } from "../text/range.ts"
import type { ReportFormat } from "../report/format.ts"
import { readReports } from "../index.ts"
import { RULES } from "../rules/index.ts"
import type { Fix, Rule } from "../rules/rule.ts"
import { compatibleEdits } from "./compatibleEdits.ts"
import { diagnose, type RuleSettings } from "./diagnose.ts"

/** A text after its safe fixes, and how many times they had to be sought. */
export interface FixedText {
  readonly text: string
  readonly passes: number
}

/** A fix may bring up another one; sound rules are done after two or three passes. */
const MAX_PASSES = 10

/** Applies safe fixes until none is left. Gives the text back unchanged, with 0 passes, if there is none. */
export function fixSafely(text: string, formats: readonly ReportFormat[], settings: RuleSettings = {}, rules: readonly Rule[] = RULES): FixedText {
  let passes = 0
  while (passes < MAX_PASSES) {
    const edits = compatibleEdits(safeFixes(text, formats, settings, rules))
    const next = applyEdits(text, edits)
    if (next === text) break
    text = next
    passes++
  }
  return { text, passes }
}

/** One safe fix of each finding that has any, the preferred one first. */
function safeFixes(text: string, formats: readonly ReportFormat[], settings: RuleSettings, rules: readonly Rule[]): Fix[] {
  return readReports(text, formats).flatMap(({ report, from }) =>
    diagnose(report, from, settings, rules).flatMap(({ fixes }) => {
      const safe = fixes.filter(fix => fix.safe && fix.edits.length > 0)
      return safe.find(({ preferred }) => preferred) ?? safe[0] ?? []
    }),
  )
}
