import type { Text } from "../report/format.ts"
import type { Report } from "../report/report.ts"
import { asToCome } from "./toCome.ts"
import { unreadableTable } from "../rules/unreadable-table.ts"
import { RULES } from "../rules/index.ts"
import { moveFinding, type CheckContext, type Finding, type Fix, type Rule, type Severity } from "../rules/rule.ts"

/** A finding with the rule that made it; ranges count from the start of the document. */
export interface Diagnostic extends Finding {
  readonly rule: string
  readonly severity: Severity
  readonly fixes: readonly Fix[]
}

/** Severities by rule id that take the place of the rules' own; `off` silences a rule. */
export type RuleSettings = Readonly<Record<string, Severity | "off">>

/** A longer message quotes a cell or a sentence that nobody wrote by hand. */
const MAX_MESSAGE = 2000

function shortened(message: Text): Text {
  const cut = (text: string): string => (text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text)
  return message.zh.length > MAX_MESSAGE || message.en.length > MAX_MESSAGE ? { zh: cut(message.zh), en: cut(message.en) } : message
}

/** The findings of a report, in the order of the text. `from` is where the report begins in its document; places in the previous report stay as they are. */
export function diagnose(report: Report, from: number, settings: RuleSettings = {}, rules: readonly Rule[] = RULES, context?: CheckContext): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const rule of rules) {
    const setting = settings[rule.id]
    // Of a text that has lost its lines all that can be said is that it has.
    if (setting === "off" || rule.ofLooseTables !== report.format.isLoose || (report.damage === "glued" && rule !== unreadableTable)) continue
    for (const said of rule.check(report, context)) {
      const finding = context?.isWriting ? asToCome(report, said) : said
      const severity = finding === said ? (setting ?? finding.severity ?? rule.severity) : "hint"
      found.push({ fixes: [], ...moveFinding(finding, from), message: shortened(finding.message), rule: rule.id, severity })
    }
  }
  return found.sort((a, b) => a.range.from - b.range.from || a.range.to - b.range.to || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
}
