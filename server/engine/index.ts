import { Document, isProper, properReports, type PlacedReport } from "./document.ts"
import { FORMATS } from "./formats.ts"
import type { ReportFormat } from "./report/format.ts"
import type { TextEdit } from "./text/range.ts"

export { Document, isProper, properReports, type PlacedReport }

/** Reads a text; it need not be a draft. Accepts every string. */
export function openDocument(text: string, formats: readonly ReportFormat[] = FORMATS): Document {
  return Document.open(text, formats)
}

/** The document after the edits, whose ranges count in the document as it was before any of them. */
export function editDocument(document: Document, edits: readonly TextEdit[]): Document {
  return [...edits].sort((a, b) => b.from - a.from || b.to - a.to).reduce((current, edit) => current.edit(edit), document)
}

/** The reports of a text, in order; none if it is no draft. */
export function readReports(text: string, formats: readonly ReportFormat[] = FORMATS): readonly PlacedReport[] {
  return openDocument(text, formats).reports
}
