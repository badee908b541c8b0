import { readdirSync, readFileSync } from "node:fs"
import { FORMATS } from "../../server/engine/formats.ts"
import { readReports } from "../../server/engine/index.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { leafRows } from "../../server/engine/report/format.ts"
import { claimsIn, statementsIn } from "../../server/engine/report/prose/said.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import type { Fix, Severity } from "../../server/engine/rules/rule.ts"
import { applyEdits, type Range } from "../../server/engine/text/range.ts"
import { writeDraft } from "../support/drafts.ts"

/**
 * A clause of the calibration set (test/prose/*.md). Its row holds the text with ⟦ ⟧ around what is to be found, the claims that must be
 * read (quantity or statement, with its figure as written), and for every mark the rule and severity. Nothing else may be read or found.
 */
export interface Case {
  readonly where: string
  readonly place: string
  readonly text: string
  readonly marks: readonly Range[]
  readonly claims: readonly string[]
  readonly findings: readonly { readonly rule: string; readonly severity: Severity }[]
}

/** What was read and found in a clause; ranges count in its text. */
export interface Outcome {
  readonly claims: readonly string[]
  readonly findings: readonly FoundHere[]
  /** The digits of the claims' figures. */
  readonly figures: readonly Range[]
}

export interface FoundHere extends Range {
  readonly rule: string
  readonly severity: Severity
  /** The text as each of its fixes leaves it; those that change the tables are left out. */
  readonly fixed: readonly string[]
}

/** The rules that the set measures: those that read sentences. */
export const MEASURED = ["prose-mismatch", "contradiction", "list-sum", "flow-mismatch", "conflicting-figures", "percentage", "rate", "year-mismatch", "period", "citation", "miscounted-parts", "miscounted-list", "repeated-words", "wrong-word", "skipped-ordinal", "garbled-text"]

const FOLDER = "test/prose"
const RESULTS: Readonly<Record<string, readonly number[]>> = {
  granted: [9, 2, 0, 0, 1, 0], partial: [5, 1, 0, 0, 0, 0],
  "denied.state-secret": [1], "denied.other-law": [2], "denied.third-party": [1, 2], "denied.internal-affairs": [2], "denied.process": [1], "denied.enforcement-file": [3, 0, 0, 0, 1], "denied.administrative-query": [2],
  "unavailable.not-held": [4, 0, 0, 1], "unavailable.needs-creation": [3],
  "not-processed.petition": [2], "not-processed.repeated": [1], "other.correction-overdue": [1], "other.other": [6],
  new: [42, 5, 0, 1, 2], "carried-in": [3], total: [43, 5, 0, 1, 2], "carried-out": [2],
}
const OTHER_CELLS: Readonly<Record<string, string>> = {
  "proactive/rules/issued": "1", "proactive/rules/in-force": "5",
  "proactive/normative-documents/issued": "4", "proactive/normative-documents/repealed": "2", "proactive/normative-documents/in-force": "23",
  "proactive/licensing/decisions": "1357", "proactive/penalties/decisions": "86", "proactive/coercion/decisions": "12", "proactive/fees/amount": "126.45",
}
const OUTCOMES: Readonly<Record<string, readonly number[]>> = { review: [4, 1, 2, 1], "suit-direct": [2, 0, 1, 0], "suit-after-review": [1, 1, 0, 1] }

/** The figures of the draft in which the clauses stand; or none but zeros. */
function figures(areZero: boolean): Map<string, string> {
  const found = new Map(FORMATS[0]!.tables.flatMap(table => leafRows(table).flatMap(({ places }) => places)).map(({ id }) => [id, "0"]))
  if (areZero) return found
  for (const [row, values] of Object.entries(RESULTS)) {
    for (const [i, column] of ["natural", "business", "research", "public-welfare", "legal-service", "other"].entries()) found.set(`requests/${row}/${column}`, String(values[i] ?? 0))
    found.set(`requests/${row}/total`, String(values.reduce((a, b) => a + b, 0)))
  }
  for (const [group, values] of Object.entries(OUTCOMES)) {
    for (const [i, name] of ["upheld", "corrected", "other", "pending"].entries()) found.set(`litigation/count/${group}.${name}`, String(values[i]))
    found.set(`litigation/count/${group}.total`, String(values.reduce((a, b) => a + b, 0)))
  }
  for (const [id, value] of Object.entries(OTHER_CELLS)) found.set(id, value)
  return found
}

const DRAFTS = { true: writeDraft(figures(true), "tsv"), false: writeDraft(figures(false), "tsv") }

/** The draft with a text in the place that a heading of the set names. */
function draftWith(text: string, place: string): { draft: string; from: number } {
  if (place.includes("without tables")) {
    const before = "青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
    return { draft: `${before}${text}\n`, from: before.length }
  }
  const base = DRAFTS[place.includes("all figures 0") ? "true" : "false"]
  const heading = place.startsWith("other-matters") ? "六、其他需要报告的事项\n\n" : "一、总体情况\n\n"
  const from = base.indexOf(heading) + heading.length
  const next = base.indexOf("\n\n二、", from)
  const isOverview = heading.startsWith("一")
  const after = isOverview ? base.slice(next) : `\n${base.slice(from)}`
  return { draft: base.slice(0, from) + text + after, from }
}

/** All clauses of the set. */
export function readCases(): Case[] {
  return readdirSync(FOLDER).filter(name => name.endsWith(".md")).sort().flatMap(name => {
    let place = ""
    return readFileSync(`${FOLDER}/${name}`, "utf8").split("\n").flatMap((line, i) => {
      if (line.startsWith("## ")) place = line.slice(3)
      if (!line.startsWith("| ") || /^\| (?:text|---)/.test(line)) return []
      const [marked = "", claims = "", findings = ""] = line.split("|").slice(1).map(cell => cell.trim())
      return [{ where: `${name}:${i + 1}`, place, ...unmark(marked), claims: listOf(claims), findings: listOf(findings).map(entry => ({ rule: entry.split(" ")[0]!, severity: entry.split(" ")[1] as Severity })) }]
    })
  })
}

const listOf = (cell: string): string[] => cell.split(";").map(entry => entry.trim()).filter(entry => entry !== "")

function unmark(marked: string): { text: string; marks: Range[] } {
  let text = ""
  const marks: Range[] = []
  for (const char of marked) {
    if (char === "⟦") marks.push({ from: text.length, to: -1 })
    else if (char === "⟧") marks[marks.length - 1] = { from: marks[marks.length - 1]!.from, to: text.length }
    else text += char
  }
  return { text, marks }
}

/** Reads and checks a text in the place of a case. */
export function outcomeOf(text: string, place: string): Outcome {
  const { draft, from } = draftWith(text, place)
  const { report } = readReports(draft)[0]!
  const isHere = (range: Range): boolean => range.from >= from && range.to <= from + text.length
  const claims: { at: number; name: string }[] = []
  const figures: Range[] = []
  for (const { said, digits } of claimsIn(report)) {
    if (!isHere(digits)) continue
    claims.push({ at: digits.from, name: `${said.quantity.id} ${draft.slice(digits.from, digits.to)}` })
    figures.push({ from: digits.from - from, to: digits.to - from })
  }
  for (const { said, ...range } of statementsIn(report)) if (isHere(range)) claims.push({ at: range.from, name: said.statement.id })
  const rules = RULES.filter(({ id }) => MEASURED.includes(id))
  const here = ({ edits }: Fix): string[] => (edits.every(isHere) ? [applyEdits(text, edits.map(edit => ({ ...edit, from: edit.from - from, to: edit.to - from })))] : [])
  const findings = diagnose(report, 0, {}, rules).filter(({ range }) => isHere(range)).map(({ rule, severity, range, fixes }) => ({ rule, severity, from: range.from - from, to: range.to - from, fixed: fixes.flatMap(here) }))
  return { claims: claims.sort((a, b) => a.at - b.at).map(({ name }) => name), findings, figures }
}

/** How often a rule was right: found and expected, found without cause, expected and not found. */
export interface Score {
  right: number
  false: number
  missed: number
}

/** The scores by rule, and the sentences that say where they are not perfect. */
export function measure(cases: readonly Case[]): { scores: Map<string, Score>; errors: Score; complaints: string[] } {
  const scores = new Map(MEASURED.map(rule => [rule, { right: 0, false: 0, missed: 0 }]))
  const errors = { right: 0, false: 0, missed: 0 }
  const complaints: string[] = []
  for (const { where, place, text, marks, findings } of cases) {
    const expected = findings.map((finding, i) => `${finding.rule} ${finding.severity} “${text.slice(marks[i]?.from, marks[i]?.to)}” ${marks[i]?.from}`)
    const found = outcomeOf(text, place).findings.map(({ rule, severity, from, to }) => `${rule} ${severity} “${text.slice(from, to)}” ${from}`)
    for (const entry of new Set([...expected, ...found])) {
      const [rule = "", severity] = entry.split(" ")
      const kind = !expected.includes(entry) ? "false" : found.includes(entry) ? "right" : "missed"
      scores.get(rule)![kind]++
      if (severity === "error") errors[kind]++
      if (kind !== "right") complaints.push(`${where}: ${kind} ${entry}\n  ${text}`)
    }
  }
  return { scores, errors, complaints }
}

export const precisionOf = ({ right, false: wrong }: Score): number => (right + wrong === 0 ? 1 : right / (right + wrong))
export const recallOf = ({ right, missed }: Score): number => (right + missed === 0 ? 1 : right / (right + missed))

/** The scores of several rules together. */
export function together(scores: Iterable<Score>): Score {
  const sum = { right: 0, false: 0, missed: 0 }
  for (const score of scores) for (const kind of ["right", "false", "missed"] as const) sum[kind] += score[kind]
  return sum
}
