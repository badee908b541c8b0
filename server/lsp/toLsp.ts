import type { CodeDescription, Diagnostic as LspDiagnostic, DiagnosticRelatedInformation, DocumentHighlightKind, FoldingRange, MarkupContent, Position, Range as LspRange, SymbolKind, TextEdit as LspTextEdit } from "vscode-languageserver"
import { isDocumentName } from "../engine/draftFiles.ts"
import { isProper, type Document, type PlacedReport } from "../engine/index.ts"
import type { Decision } from "../collection/decisions.ts"
import type { Diagnostic } from "../engine/features/diagnose.ts"
import type { Highlight } from "../engine/features/highlight.ts"
import type { Hover } from "../engine/features/hover.ts"
import type { OutlineItem } from "../engine/features/outline.ts"
import { whereIs } from "../engine/features/where.ts"
import type { Text } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import type { Severity } from "../engine/rules/rule.ts"
import { shift, type Range, type TextEdit } from "../engine/text/range.ts"
import { uriOf } from "./disk.ts"
import { linesOfReport } from "./reportLines.ts"

// The only place where offsets within a report become positions of a document, and back.

export type Locale = keyof Text

const SEVERITY: Readonly<Record<Severity, 1 | 2 | 3 | 4>> = { error: 1, warning: 2, information: 3, hint: 4 }
const UNNECESSARY = 1

/** The name under which diagnostics and actions appear. */
export const SOURCE = "report-draft"

/** A range of a report as lines and characters, counted from the line `line`. */
function toRange(report: Report, line: number, { from, to }: Range): LspRange {
  const lines = linesOfReport(report)
  return shiftRange({ start: lines.position(from), end: lines.position(to) }, line)
}

/** A range of a placed report as a range of its document. */
export function rangeOf({ report, line }: PlacedReport, range: Range): LspRange {
  return toRange(report, line, range)
}

function shiftRange({ start, end }: LspRange, by: number): LspRange {
  return { start: { line: start.line + by, character: start.character }, end: { line: end.line + by, character: end.character } }
}

/** The report in which a position stands, and its offset there; null outside of all. */
export function placeOf(document: Document, { line, character }: Position): { placed: PlacedReport; offset: number } | null {
  const placed = document.reportsIn(line, line).at(-1)
  if (!placed || placed.line > line) return null
  const lines = linesOfReport(placed.report)
  if (line - placed.line > lines.count) return null
  return { placed, offset: lines.offset(line - placed.line, character) }
}

/** The report in which a position stands; outside of all, or among tables of no format, the first one. Null if there is none. */
export function reportAtOrFirst(document: Document, position: Position): PlacedReport | null {
  const at = placeOf(document, position)?.placed
  if (at && isProper(at)) return at
  for (const placed of document.eachReport()) if (isProper(placed)) return placed
  return null
}

/** The reports that a range touches, with the part of it that lies in each. */
export function partsOf(document: Document, { start, end }: LspRange): { placed: PlacedReport; range: Range }[] {
  return document.reportsIn(start.line, end.line).flatMap(placed => {
    if (end.line < placed.line) return []
    const lines = linesOfReport(placed.report)
    const from = start.line < placed.line ? 0 : lines.offset(start.line - placed.line, start.character)
    const to = lines.offset(end.line - placed.line, end.character)
    return [{ placed, range: { from: Math.min(from, to), to: Math.max(from, to) } }]
  })
}

/** Edits of a report as edits of its document. */
export function editsOf(placed: PlacedReport, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits.map(edit => ({ range: rangeOf(placed, edit), newText: edit.insert }))
}

/** What the client can show of a diagnostic, and how. */
export interface DiagnosticForm {
  readonly locale: Locale
  readonly hasRelated: boolean
  readonly hasTags: boolean
  readonly hasCodeDescription: boolean
  /** Where the rules are explained, as a URI without fragment; null if the client has no manual. */
  readonly manual: string | null
}

/** A report and the document in which it stands. */
export interface ReportAt {
  readonly uri: string
  readonly placed: PlacedReport
}

/** What stands where a long document has not been looked at: nobody may take it for right. */
export const unreadText = (isStopped: boolean): Text =>
  isStopped
    ? { zh: "检查已停止：从这里起还有没看过的内容。重新检查本稿会接着看。", en: "Checking was stopped: from here on not all has been looked at. Check the document to go on." }
    : { zh: "正在检查长文：从这里起还有没看过的内容。", en: "Checking a long document: from here on not all has been looked at yet." }

/** What is put behind the message of a finding of which somebody has said that it is a fault indeed. */
const CONFIRMED: Text = { zh: "（已确认有误）", en: " (confirmed)" }

/** A finding on a report, which was compared with `previous`, and what was decided about it. */
export function toDiagnostic(own: ReportAt, previous: ReportAt | null, finding: Diagnostic & { readonly decision?: Decision }, form: DiagnosticForm): LspDiagnostic & { readonly message: string } {
  const { rule, severity, message, range, isUnnecessary = false } = finding
  const related = (finding.related ?? []).flatMap(({ range, message, inPrevious }) => {
    const at = inPrevious ? previous : own
    return at ? relatedTo(at, range, message[form.locale]) : []
  }).concat((finding.inParts ?? []).map(({ path, start, end, message }) => ({ location: { uri: uriOf(path), range: isDocumentName(path) ? NOWHERE : { start, end } }, message: message[form.locale] })))
  const description: CodeDescription | null = form.manual !== null && form.hasCodeDescription ? { href: `${form.manual}#${rule}` } : null
  return {
    range: rangeOf(own.placed, range),
    severity: SEVERITY[severity],
    code: rule,
    ...(description ? { codeDescription: description } : {}),
    source: SOURCE,
    message: `${message[form.locale]}${finding.decision?.verdict === "confirmed" ? CONFIRMED[form.locale] : ""}`,
    ...(isUnnecessary && form.hasTags ? { tags: [UNNECESSARY] } : {}),
    ...(related.length > 0 && form.hasRelated
      ? { relatedInformation: related }
      : {}),
  }
}

/** The same of a Word file or a page, which has no lines: its place is said in words before the message. */
export function toDiagnosticInWords(own: ReportAt, previous: ReportAt | null, finding: Diagnostic & { readonly decision?: Decision }, form: DiagnosticForm): LspDiagnostic {
  const diagnostic = toDiagnostic(own, previous, finding, form)
  return { ...diagnostic, range: NOWHERE, message: inWords(own.placed, finding.range, diagnostic.message) }
}

const NOWHERE: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
const inWords = (placed: PlacedReport, range: Range, message: string): string => `${whereIs([placed], shift(range, placed.from))}：${message}`

/** A place in a text; of a Word file or a page, which has no lines, it is said in words. */
function relatedTo({ uri, placed }: ReportAt, range: Range, message: string): DiagnosticRelatedInformation {
  if (!isDocumentName(uri)) return { location: { uri, range: rangeOf(placed, range) }, message }
  return { location: { uri, range: NOWHERE }, message: inWords(placed, range, message) }
}

/** A diagnostic of the document at `uri` as it was, some lines further down. */
export function moveDiagnostic(diagnostic: LspDiagnostic, uri: string, by: number): LspDiagnostic {
  if (by === 0) return diagnostic
  const { relatedInformation } = diagnostic
  return {
    ...diagnostic,
    range: shiftRange(diagnostic.range, by),
    ...(relatedInformation ? { relatedInformation: relatedInformation.map(({ location, message }) => ({ location: { uri: location.uri, range: location.uri === uri ? shiftRange(location.range, by) : location.range }, message })) } : {}),
  }
}

/** How a hover is written for the client. */
export function toMarkup({ title, lines }: Hover, locale: Locale, isMarkdown: boolean): MarkupContent {
  if (!isMarkdown) return { kind: "plaintext", value: [title, ...lines].map(text => text[locale]).join("\n") }
  const [head, ...rest] = [title, ...lines].map(text => escapeMarkdown(text[locale]))
  return { kind: "markdown", value: [`**${head!}**`, ...rest].join("\n\n") }
}

/** Words that stay words in markdown: no sign of theirs, typed by whomever, can become a link, a command or HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]()<>#!|~&@]|:(?=\/\/)|(?<=www)\.|^[-+=]|(?<=^\d+)[.)]/gi, "\\$&")
}

/** A text with places to be filled in, in the syntax of snippets. */
export function toSnippet(text: string, stops: readonly Range[]): string {
  let result = ""
  let at = 0
  for (const [i, { from, to }] of stops.entries()) {
    const words = escapeSnippet(text.slice(from, to))
    result += escapeSnippet(text.slice(at, from)) + (words === "" ? `\${${i + 1}}` : `\${${i + 1}:${words}}`)
    at = to
  }
  return `${result}${escapeSnippet(text.slice(at))}$0`
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&")
}

const SYMBOL: Readonly<Record<OutlineItem["kind"], SymbolKind>> = { report: 1, section: 15, table: 18, row: 8, cell: 16 }

/** The kind under which an editor shows a part of a report: file, string, array, field, number. */
export function symbolKind(kind: OutlineItem["kind"]): SymbolKind {
  return SYMBOL[kind]
}

const HIGHLIGHT: Readonly<Record<Highlight["role"], DocumentHighlightKind>> = { itself: 1, addend: 2, other: 2, total: 3 }

export function highlightKind(role: Highlight["role"]): DocumentHighlightKind {
  return HIGHLIGHT[role]
}

/** A range as the lines that fold away; null if it is on one line. */
export function toFolding(placed: PlacedReport, range: Range): FoldingRange | null {
  const { start, end } = rangeOf(placed, range)
  return end.line > start.line ? { startLine: start.line, endLine: end.line, kind: "region" } : null
}
