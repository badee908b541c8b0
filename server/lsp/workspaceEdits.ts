import type { SnippetTextEdit, TextEdit as LspTextEdit, WorkspaceEdit } from "vscode-languageserver"
import type { PlacedReport } from "../engine/index.ts"
import { fixAll, type ChooseFix } from "../engine/features/fixAll.ts"
import { recomputeTotals } from "../engine/features/recomputeTotals.ts"
import { tabStops } from "../engine/features/tabStops.ts"
import type { TextEdit } from "../engine/text/range.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import { editsOf, rangeOf, toSnippet } from "./toLsp.ts"

/** Edits of one document as a client can take them: for its very version, if it can tell versions apart. */
export function workspaceEdit({ client }: Session, { uri, version }: OpenDocument, edits: LspTextEdit[]): WorkspaceEdit {
  return client.hasDocumentChanges ? { documentChanges: [{ textDocument: { uri, version }, edits }] } : { changes: { [uri]: edits } }
}

/** Edits that insert sections, tables and rows: with places to be filled in, where the client can do that without harm. */
export function insertion(session: Session, document: OpenDocument, placed: PlacedReport, edits: readonly TextEdit[]): WorkspaceEdit {
  if (!canInsertSnippets(session, edits)) return workspaceEdit(session, document, editsOf(placed, edits))
  const snippets = edits.map((edit): SnippetTextEdit => ({ range: rangeOf(placed, edit), snippet: { kind: "snippet", value: toSnippet(edit.insert, tabStops(edit.insert)) } }))
  return { documentChanges: [{ textDocument: { uri: document.uri, version: document.version }, edits: snippets }] }
}

/** Editors indent the lines of a snippet anew, and make blanks of the TABs that a table begins its rows with. */
function canInsertSnippets({ client }: Session, edits: readonly TextEdit[]): boolean {
  const hasLeadingTab = edits.some(({ insert }) => /^\t/m.test(insert))
  return client.hasSnippetEdits && client.hasDocumentChanges && (client.keepsWhitespace || !hasLeadingTab)
}

/** What applies the chosen fixes in the reports. */
export function fixEdits(session: Session, document: OpenDocument, reports: readonly PlacedReport[], choose: ChooseFix): LspTextEdit[] {
  const { formats } = document.known
  return reports.flatMap(placed => editsOf(placed, fixAll(placed.report, formats, session.settings.rules, choose, session.contextOf(placed.report, document))))
}

/** What writes the computed totals into the reports. */
export function totalEdits(reports: readonly PlacedReport[]): LspTextEdit[] {
  return reports.flatMap(placed => editsOf(placed, recomputeTotals(placed.report)))
}
