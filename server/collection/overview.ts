import type { Report } from "../engine/report/report.ts"
import { SEVERITIES, type Severity } from "../engine/rules/rule.ts"
import { asText, csvRow } from "./csv.ts"
import type { Decision } from "./decisions.ts"

/** How a report stands: whose it is, and how many findings it has. */
export interface Standing {
  /** As its title has it; empty if it names none. */
  readonly body: string
  readonly year: number | null
  readonly title: string
  /** The findings that are listed. */
  readonly counts: Readonly<Record<Severity, number>>
  readonly accepted: number
  /** Of those that are listed, the ones that somebody called a fault. */
  readonly confirmed: number
}

/** What is needed of a finding to count it. */
export interface Counted {
  readonly severity: Severity
  readonly decision?: Pick<Decision, "verdict"> | undefined
}

/** Counts a report's findings, the accepted ones among them or apart. */
export function standingOf(report: Pick<Report, "title" | "body" | "year">, findings: Iterable<Counted>): Standing {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 }
  let [accepted, confirmed] = [0, 0]
  for (const { severity, decision } of findings) {
    if (decision?.verdict === "accepted") accepted++
    else counts[severity]++
    if (decision?.verdict === "confirmed") confirmed++
  }
  return { body: report.body, year: report.year, title: report.title, counts, accepted, confirmed }
}

/** The names of the columns of an overview as a table. */
export const OVERVIEW_HEAD = csvRow(["path", "body", "year", "title", "state", "errors", "warnings", "information", "hints", "accepted", "confirmed", "undecided"])

/** A report as a row of the overview; its state is the severity of its worst finding, or `none`. */
export function overviewRow(path: string, { body, year, title, counts, accepted, confirmed }: Standing): string {
  const numbers = SEVERITIES.map(severity => counts[severity])
  const undecided = numbers.reduce((sum, count) => sum + count, 0) - confirmed
  const state = SEVERITIES.find(severity => counts[severity] > 0) ?? "none"
  return csvRow([asText(path), asText(body), `${year ?? ""}`, asText(title), state, ...[...numbers, accepted, confirmed, undecided].map(String)])
}
