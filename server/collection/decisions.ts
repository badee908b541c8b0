import type { Fingerprinted } from "../engine/features/fingerprint.ts"
import { nameOf } from "../engine/features/lastYear.ts"
import type { Text } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import { RULES } from "../engine/rules/index.ts"
import { FileError } from "../files/fileError.ts"

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

/** The decisions in a file's text, by fingerprint (of several on one finding the last counts), or what is wrong with the file, and about where: `at` is an offset in UTF-16 units. */
export type ReadDecisions = { readonly decisions: ReadonlyMap<string, Decision> } | { readonly fault: Text; readonly at: number }

/** Reads the text of a file of decisions. A file with one fault has no decisions: none of it may be lost when it is written. */
export function parseDecisions(text: string): ReadDecisions {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    return { fault: { zh: "不是有效的 JSON", en: `it is no valid JSON: ${message}` }, at: Number(/position (\d+)/.exec(message)?.[1] ?? 0) }
  }
  if (!isRecord(file) || file["version"] !== 1 || !Array.isArray(file["decisions"])) return { fault: { zh: "应写成 { \"version\": 1, \"decisions\": […] }", en: "it should be { \"version\": 1, \"decisions\": […] }" }, at: 0 }
  const foreign = Object.keys(file).find(key => !["version", "decisions", "$schema"].includes(key))
  if (foreign !== undefined) return { fault: { zh: `${foreign} 不应出现`, en: `${foreign} should not be there` }, at: placeOf(text, foreign) }
  const decisions = new Map<string, Decision>()
  for (const [i, entry] of (file["decisions"] as unknown[]).entries()) {
    const wrong = wrongField(entry)
    if (wrong !== null) return { fault: { zh: `第 ${i + 1} 条的 ${wrong} 缺少或不对`, en: `decision ${i + 1}: ${wrong} is missing or wrong` }, at: isRecord(entry) ? placeOf(text, entry["fingerprint"]) : 0 }
    const decision = entry as Decision
    decisions.set(decision.fingerprint, decision)
  }
  return { decisions }
}

/** Where a text stands in the file for the first time; its beginning if it does not stand there as JSON writes it. */
const placeOf = (text: string, value: unknown): number => (typeof value === "string" ? Math.max(0, text.indexOf(JSON.stringify(value))) : 0)

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

/** The text of a file of decisions (null where there is none) after some were made and others, named by their fingerprints, taken back. Throws a FileError if it is broken, or would be. */
export function changedDecisions(text: string | null, made: readonly Decision[], withdrawn: readonly string[] = []): string {
  const all = new Map(text === null ? [] : decisionsIn(text))
  for (const decision of made) all.set(decision.fingerprint, decision)
  for (const fingerprint of withdrawn) all.delete(fingerprint)
  const changed = writeDecisions(all.values())
  decisionsIn(changed)
  return changed
}

/** The decisions in a file's text. Throws a FileError if it is broken. */
export function decisionsIn(text: string): ReadonlyMap<string, Decision> {
  const read = parseDecisions(text)
  if ("fault" in read) throw new FileError(`没有采用其中的决定：${read.fault.zh}`, `its decisions are not taken: ${read.fault.en}`)
  return read.decisions
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

/** What is said of a decision that no finding needs. */
export function unneededMessage({ rule, report }: Decision): Text {
  return { zh: `“${report}”里已经没有这个 ${rule} 问题（改好了，或者所涉数字变了），这条决定可以删去。`, en: `“${report}” no longer has this finding of ${rule}: it was mended, or its figures have changed. The decision can go.` }
}

/** Rules that look at other bodies' reports, too, find less where not all drafts are at hand: their decisions are never called unneeded. */
const WITHIN_BODY = new Map(RULES.filter(({ acrossBodies }) => !acrossBodies).map(({ id, acrossYears }) => [id, acrossYears === true]))

/**
 * The decisions of a file that no finding needs: those on reports that were looked at (`reports`, by name) and had no such finding (`found`, by fingerprint);
 * on rules across years, where they were compared with last year's (`compared`). What has no name, such as a table of no format, is not told from another's, so that nothing is said of it.
 */
export function unneededDecisions(text: string, decisions: ReadonlyMap<string, Decision>, reports: ReadonlySet<string>, found: ReadonlySet<string>, compared: ReadonlySet<string>): Unneeded[] {
  const places = new Map([...text.matchAll(/"([0-9a-f]{16})"/g)].map(({ 1: fingerprint, index }) => [fingerprint, index]))
  return [...decisions.values()]
    .filter(({ report, rule, fingerprint }) => report !== "" && WITHIN_BODY.has(rule) && (WITHIN_BODY.get(rule) ? compared : reports).has(report) && !found.has(fingerprint))
    .map(decision => ({ decision, at: places.get(decision.fingerprint) ?? 0 }))
}
