import { LineIndex } from "./text/lines.ts"
import { applyEdits, type TextEdit } from "./text/range.ts"
import { parse } from "./syntax/parse.ts"
import { vocabularyOfFormats, type ReportFormat } from "./report/format.ts"
import { reportStarts } from "./report/outline.ts"
import { readReport } from "./report/readReport.ts"
import type { Report } from "./report/report.ts"
import { FORMATS } from "./formats.ts"

/** A report and where its first character stands in the document. All ranges within the report count from there. */
export interface PlacedReport {
  readonly report: Report
  readonly from: number
  /** 0-based line of its first character, which always begins a line. */
  readonly line: number
}

/** An immutable text and the reports in it. A report that an edit did not touch is the same object afterwards. */
export interface Document {
  readonly text: string
  readonly reports: readonly PlacedReport[]
  readonly formats: readonly ReportFormat[]
}

/** Reads a text; it need not be a draft. Accepts every string. */
export function openDocument(text: string, formats: readonly ReportFormat[] = FORMATS): Document {
  return { text, reports: readReports(text, formats), formats }
}

/** The document after the edits, whose ranges count in the document as it was before any of them. */
export function editDocument(document: Document, edits: readonly TextEdit[]): Document {
  return openDocument(applyEdits(document.text, edits), document.formats)
}

/** The reports of a text, in order; none if it is no draft. */
export function readReports(text: string, formats: readonly ReportFormat[] = FORMATS): PlacedReport[] {
  const blocks = parse(text, vocabularyOfFormats(formats))
  const starts = reportStarts(blocks, formats[0]!.sections.map(({ id }) => id))
  const reports: PlacedReport[] = []
  const lines = new LineIndex(text)
  let from = 0
  for (const [i, start] of starts.entries()) {
    const own = blocks.slice(start, starts[i + 1])
    const report = readReport(own, formats)
    if (report) reports.push({ report, from, line: lines.position(from).line })
    from += own.reduce((length, { text }) => length + text.length, 0)
  }
  return reports
}
