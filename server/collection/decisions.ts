import type { Fingerprinted } from "../engine/features/fingerprint.ts"
import { nameOf } from "../engine/features/lastYear.ts"
import type { Text } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"

/** The name of the file in which decisions stand, in a draft's folder or above. */
export const DECISIONS_FILE = "report-draft.decisions.json"

export const VERDICTS = ["accepted", "confirmed"] as const

/** What somebody has decided about a finding: it may stay as it is, or it is indeed a fault. */
export interface Decision {
  readonly fingerprint: string
  readonly rule: string
  /** The report's name, for people, and so that a decision is not taken for unneeded while its draft is not looked at. */
  readonly report: string
  readonly verdict: (typeof VERDICTS)[number]
  readonly reason: string
  readonly by?: string
  /** A day, as 2024-01-31. */
  readonly on?: string
}

/** A finding with what was decided about it. */
export interface Judged extends Fingerprinted {
  readonly decision?: Decision
}

/** The decisions in a file's text, by fingerprint (of several on one finding the last counts), or what is wrong with the file. */
export type ReadDecisions = { readonly decisions: ReadonlyMap<string, Decision> } | { readonly fault: Text }

/** Reads the text of a file of decisions. A file with one fault has no decisions: none of it may be lost when it is written. */
export function parseDecisions(text: string): ReadDecisions {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    return { fault: { zh: `不是有效的 JSON：${message}`, en: `it is no valid JSON: ${message}` } }
  }
  if (!isRecord(file) || file["version"] !== 1 || !Array.isArray(file["decisions"])) return { fault: { zh: "应写成 { \"version\": 1, \"decisions\": […] }", en: "it should be { \"version\": 1, \"decisions\": […] }" } }
  const foreign = Object.keys(file).find(key => !["version", "decisions", "$schema"].includes(key))
  if (foreign !== undefined) return { fault: { zh: `${foreign} 不应出现`, en: `${foreign} should not be there` } }
  const decisions = new Map<string, Decision>()
  for (const [i, entry] of (file["decisions"] as unknown[]).entries()) {
    const wrong = wrongField(entry)
    if (wrong !== null) return { fault: { zh: `第 ${i + 1} 条的 ${wrong} 缺少或不对`, en: `decision ${i + 1}: ${wrong} is missing or wrong` } }
    const decision = entry as Decision
    decisions.set(decision.fingerprint, decision)
  }
  return { decisions }
}

const isText = (value: unknown): boolean => typeof value === "string"

const FIELDS: Readonly<Record<keyof Decision, (value: unknown) => boolean>> = {
  fingerprint: value => typeof value === "string" && /^[0-9a-f]{16}$/.test(value),
  rule: isText,
  report: isText,
  verdict: value => VERDICTS.some(verdict => verdict === value),
  reason: value => typeof value === "string" && /\S/.test(value),
  by: value => value === undefined || isText(value),
  on: value => value === undefined || (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)),
}

/** The first field of a decision that is not as it should be; null if all are. */
function wrongField(entry: unknown): string | null {
  if (!isRecord(entry)) return "{}"
  const wrong = Object.entries(FIELDS).find(([name, isRight]) => !isRight(entry[name]))?.[0]
  return wrong ?? Object.keys(entry).find(name => !Object.hasOwn(FIELDS, name)) ?? null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)

/** The text of a file of decisions: sorted, a line each, so that version control merges what two people decide. */
export function writeDecisions(decisions: Iterable<Decision>): string {
  const keyOf = ({ report, rule, fingerprint }: Decision): string => [report, rule, fingerprint].join("\n")
  const sorted = [...decisions].map(decision => ({ key: keyOf(decision), decision })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const lines = sorted.map(({ decision: { fingerprint, rule, report, verdict, reason, by, on } }) => `    ${JSON.stringify({ fingerprint, rule, report, verdict, reason, by, on })}`)
  return `{\n  "version": 1,\n  "decisions": [${lines.length > 0 ? `\n${lines.join(",\n")}\n  ` : ""}]\n}\n`
}

/** How decisions name a report: its body and year, or its title. */
export const decisionName = (report: Report): string => nameOf(report) ?? report.title

/** Parts findings into those that are still to be listed and those that somebody accepted. */
export function judge(findings: readonly Fingerprinted[], decisions: ReadonlyMap<string, Decision>): { readonly listed: readonly Judged[]; readonly accepted: readonly Judged[] } {
  const judged = findings.map((finding): Judged => {
    const decision = decisions.get(finding.fingerprint)
    return decision ? { ...finding, decision } : finding
  })
  return { listed: judged.filter(({ decision }) => decision?.verdict !== "accepted"), accepted: judged.filter(({ decision }) => decision?.verdict === "accepted") }
}

/** A decision that no finding needs any more, and where it stands in the file's text. */
export interface Unneeded {
  readonly decision: Decision
  /** Offset in UTF-16 units. */
  readonly at: number
}

/** The decisions of a file that no finding needs: those on reports that were looked at (`reports`, by name) and had no such finding (`found`, by fingerprint). */
export function unneededDecisions(text: string, decisions: ReadonlyMap<string, Decision>, reports: ReadonlySet<string>, found: ReadonlySet<string>): Unneeded[] {
  const places = new Map([...text.matchAll(/"([0-9a-f]{16})"/g)].map(({ 1: fingerprint, index }) => [fingerprint, index]))
  return [...decisions.values()]
    .filter(({ report, fingerprint }) => reports.has(report) && !found.has(fingerprint))
    .map(decision => ({ decision, at: places.get(decision.fingerprint) ?? 0 }))
}
