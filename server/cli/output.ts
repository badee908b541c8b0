import { isDocumentName } from "../engine/draftFiles.ts"
import { properReports, type PlacedReport } from "../engine/index.ts"
import { asText, BOM, csvRow } from "../collection/csv.ts"
import type { Judged } from "../collection/decisions.ts"
import { OVERVIEW_HEAD, overviewRow, standingOf } from "../collection/overview.ts"
import { whereIs } from "../engine/features/where.ts"
import { factRange, type Fact } from "../engine/report/report.ts"
import type { Fix, Severity } from "../engine/rules/rule.ts"
import { format } from "../engine/text/decimal.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { shift, type Range } from "../engine/text/range.ts"
import type { Locale } from "./args.ts"
import type { Told } from "./fault.ts"
import type { Previous } from "./lastYear.ts"

/** A draft and what was read from it. */
export interface ReadDraft {
  readonly path: string
  readonly text: string
  /** True of a Word or web file, which has no lines that its reader could count. */
  readonly isDocument: boolean
  readonly reports: readonly PlacedReport[]
}

export interface CheckedDraft extends ReadDraft {
  /** In the order of the reports. */
  readonly checked: readonly CheckedReport[]
}

/** The findings on a report that begins at `from`, and what it was compared with. */
export interface CheckedReport {
  readonly from: number
  readonly previous: Previous | null
  readonly diagnostics: readonly Judged[]
  /** Those that somebody has decided to leave as they are; they are not listed. */
  readonly accepted: readonly Judged[]
}

/** A draft that has been printed, for a list of all. */
export interface Listed {
  readonly path: string
  readonly index: number
  /** How grave the findings on it are; null where it has no report. */
  readonly findings: readonly Severity[] | null
}

/** Puts drafts into words one at a time, so that thousands need no more memory than one. */
export interface Printer<Draft> {
  readonly head: string
  /** A draft, the `index`th of the run. Nothing else has a say in its words, so that any thread may find them, in any order. */
  draft(draft: Draft, index: number): string
  /** What stands before the words of the first draft that has any, and before those of each further one. */
  readonly between?: readonly [first: string, further: string]
  /** What could not be read, where the format has a place for that; it is told on the standard error in any case. */
  fault?(fault: Told): string
  tail(listed: readonly Listed[]): string
}

const nothing = (): string => ""

/** Findings as compilers write them, lines and columns from 1: path:line:column severity rule message. */
export const textPrinter = (locale: Locale): Printer<CheckedDraft> => ({
  head: "",
  draft(draft) {
    const { path, text, checked } = draft
    const lines = new LineIndex(text)
    return checked.flatMap(({ diagnostics }) => diagnostics).map(({ range, severity, rule, message }) => {
      return `${oneLine(`${path}:${draft.isDocument ? " " : ""}${placeOf(draft, range, lines)} ${severity} ${rule} ${message[locale]}`)}\n`
    }).join("")
  },
  tail: nothing,
})

/** Where a finding is: line and column from 1; in a Word or web file as its reader would say. */
export function placeOf({ isDocument, reports }: ReadDraft, range: Range, lines: LineIndex): string {
  const { line, character } = lines.position(range.from)
  return isDocument ? whereIs(reports, range) : `${line + 1}:${character + 1}`
}

/** Findings as JSON, lines and characters from 0 as in LSP. */
export const jsonPrinter = (locale: Locale): Printer<CheckedDraft> =>
  jsonFiles(({ path, text, isDocument, reports, checked }) => {
    const lines = new LineIndex(text)
    const toJson = (found: readonly Judged[], previous: Previous | null): object[] => found.map(one => ({ ...diagnosticJson(one, lines, locale), ...(isDocument ? { where: whereIs(reports, one.range) } : {}), ...relatedJson(path, one, lines, previous, locale), ...inPartsJson(one, locale) }))
    return {
      path,
      reports: properReports(reports).map(headOf),
      diagnostics: checked.flatMap(({ diagnostics, previous }) => toJson(diagnostics, previous)),
      accepted: checked.flatMap(({ accepted, previous }) => toJson(accepted, previous)),
    }
  })

/** The facts of every report as JSON. */
export const factsJsonPrinter: Printer<ReadDraft> = jsonFiles(({ path, text, reports }) => {
  const lines = new LineIndex(text)
  return {
    path,
    reports: properReports(reports).map(placed => ({
      ...headOf(placed),
      facts: factsOf(placed).map(fact => ({
        id: fact.id,
        state: fact.state,
        value: fact.value && format(fact.value),
        text: fact.text,
        range: rangeJson(shift(factRange(placed.report, fact), placed.from), lines),
      })),
    })),
  }
})

/** The facts as a table, one row each; reports are counted from 1 within their file. */
export const factsCsvPrinter = (hasBom: boolean): Printer<ReadDraft> => ({
  head: (hasBom ? BOM : "") + csvRow(["path", "report", "format", "title", "year", "id", "state", "value", "text"]),
  draft: ({ path, reports }) =>
    properReports(reports).flatMap((placed, i) => {
      const { format: id, title, year } = headOf(placed)
      const before = [asText(path), `${i + 1}`, id, asText(title), `${year ?? ""}`]
      return factsOf(placed).map(fact => csvRow([...before, fact.id, fact.state, fact.value ? format(fact.value) : "", asText(fact.text)]))
    }).join(""),
  tail: nothing,
})

/** Findings as a table, one row each; lines and columns count from 1, of a Word or web file `place` says where a finding is. */
export const findingsCsvPrinter = (locale: Locale, hasBom: boolean): Printer<CheckedDraft> => ({
  head: (hasBom ? BOM : "") + csvRow(["path", "line", "column", "place", "severity", "rule", "title", "year", "message", "fingerprint"]),
  draft({ path, text, isDocument, reports, checked }) {
    const lines = new LineIndex(text)
    return checked.flatMap(({ from, diagnostics }) => {
      const report = reports.find(placed => placed.from === from)?.report
      return diagnostics.map(({ range, severity, rule, message, fingerprint }) => {
        const { line, character } = lines.position(range.from)
        const place = isDocument ? ["", "", whereIs(reports, range)] : [`${line + 1}`, `${character + 1}`, ""]
        return csvRow([asText(path), ...place, severity, rule, asText(report?.title ?? ""), `${report?.year ?? ""}`, asText(oneLine(message[locale])), fingerprint])
      })
    }).join("")
  },
  tail: nothing,
})

/** The reports as a table, one row each: whose they are, and how many findings they have. */
export const overviewPrinter = (hasBom: boolean): Printer<CheckedDraft> => ({
  head: (hasBom ? BOM : "") + OVERVIEW_HEAD,
  draft: ({ path, reports, checked }) =>
    properReports(reports).map(({ report, from }) => {
      const { diagnostics, accepted } = checked.find(one => one.from === from)!
      return overviewRow(path, standingOf(report, [...diagnostics, ...accepted]))
    }).join(""),
  tail: nothing,
})

/** The text without line ends and control characters, which a draft may smuggle into a message. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, " ").trimEnd()
}

function jsonFiles<Draft>(toJson: (draft: Draft) => unknown): Printer<Draft> {
  return {
    head: `{"files":[`,
    draft: draft => JSON.stringify(toJson(draft)),
    between: ["\n", ",\n"],
    tail: () => "\n]}\n",
  }
}

function headOf({ report }: PlacedReport): { format: string; title: string; year: number | null } {
  return { format: report.format.id, title: report.title, year: report.year }
}

const factsOf = ({ report }: PlacedReport): Fact[] => [...report.facts.values()]

function diagnosticJson({ rule, severity, message, range, cells = [], relations = [], fixes, fingerprint, decision }: Judged, lines: LineIndex, locale: Locale): object {
  return {
    rule,
    severity,
    message: message[locale],
    range: rangeJson(range, lines),
    cells,
    relations,
    fingerprint,
    ...(decision ? { decision: { verdict: decision.verdict, reason: decision.reason, by: decision.by, on: decision.on } } : {}),
    fixes: fixes.map(fix => fixJson(fix, lines, locale)),
  }
}

/** Of a finding across years the places that it speaks of, in this draft and in the one that it was compared with. */
function relatedJson(path: string, { related = [] }: Judged, lines: LineIndex, previous: Previous | null, locale: Locale): object {
  if (!previous || !related.some(({ inPrevious }) => inPrevious)) return {}
  const { report, line } = previous.placed
  const others = new LineIndex(report.text)
  const position = (offset: number): unknown => ({ ...others.position(offset), line: others.position(offset).line + line })
  return {
    related: related.map(({ range, message, inPrevious }) => ({
      path: inPrevious ? previous.path : path,
      range: inPrevious ? { start: position(range.from), end: position(range.to) } : rangeJson(range, lines),
      message: message[locale],
      ...(inPrevious && isDocumentName(previous.path) ? { where: whereIs([previous.placed], shift(range, previous.placed.from)) } : {}),
    })),
  }
}

/** Of a whole the cells of the parts that it speaks of. */
function inPartsJson({ inParts = [] }: Judged, locale: Locale): object {
  if (inParts.length === 0) return {}
  return { related: inParts.map(({ path, cell, start, end, message }) => ({ path, cell, range: { start, end }, message: message[locale] })) }
}

function fixJson({ title, safe, preferred, edits }: Fix, lines: LineIndex, locale: Locale): unknown {
  return { title: title[locale], safe, preferred, edits: edits.map(edit => ({ range: rangeJson(edit, lines), newText: edit.insert })) }
}

function rangeJson({ from, to }: Range, lines: LineIndex): unknown {
  return { start: lines.position(from), end: lines.position(to) }
}
