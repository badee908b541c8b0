import { SemanticTokensBuilder, type CodeLens, type InlayHint, type InlayHintParams, type SemanticTokens, type SemanticTokensLegend, type SemanticTokensRangeParams } from "vscode-languageserver"
import { columnHints } from "../engine/features/columnHints.ts"
import { tableStates } from "../engine/features/tableStates.ts"
import { properReports, type PlacedReport } from "../engine/index.ts"
import { tokensOf, type Token } from "../engine/features/tokens.ts"
import { readPlace } from "./changes.ts"
import { SHOW_CELL } from "./codeActions.ts"
import type { OfDocument } from "./features.ts"
import type { Session } from "./session.ts"
import { partsOf, rangeOf, unreadText } from "./toLsp.ts"

// What an editor shows beside and over the text without being asked: lenses, hints, colours.

export const RECOMPUTE_TOTALS = "reportDraft.recomputeTotals"
/** A command of the VS Code extension's own. */
const OPEN_PREVIEW = "reportDraft.openPreview"

/** Above each table: how it stands, the preview where the client has one, and its totals computed anew. Of a long document those of the reports that have been read, and a word on the rest. */
export function onCodeLens(session: Session, params: OfDocument): CodeLens[] {
  const { uri } = params.textDocument
  const document = session.openDocument(params)
  if (!document?.isLong) return lensesOf(session, uri, session.reportsOf(params))
  const start = { line: document.unreadLine, character: 0 }
  const unread = { range: { start, end: start }, command: { title: unreadText(document.isStopped)[session.locale], command: "" } }
  return [...lensesOf(session, uri, document.known.readReports), unread]
}

function lensesOf({ locale, client }: Session, uri: string, reports: readonly PlacedReport[]): CodeLens[] {
  return properReports(reports).flatMap(placed =>
    tableStates(placed.report).flatMap(({ range, text, fault, canRecompute }) => {
      const { start } = rangeOf(placed, range)
      const lens = (title: string, command: string, ...args: unknown[]): CodeLens => ({ range: { start, end: start }, command: { title, command, arguments: args } })
      return [
        fault && client.showsDocuments ? lens(text[locale], SHOW_CELL, uri, rangeOf(placed, fault)) : lens(text[locale], ""),
        ...(client.hasPreview ? [lens({ zh: "预览", en: "Preview" }[locale], OPEN_PREVIEW, uri, start)] : []),
        ...(canRecompute && client.appliesEdits ? [lens({ zh: "重算合计", en: "Recompute totals" }[locale], RECOMPUTE_TOTALS, uri, rangeOf(placed, range))] : []),
      ]
    }),
  )
}

/** The names of columns before the figures of a range's rows. */
export function onInlayHint(session: Session, { textDocument, range }: InlayHintParams): InlayHint[] {
  const document = session.openDocument({ textDocument })
  const [start, end] = [readPlace(range.start), readPlace(range.end)]
  if (!start || !end) throw new TypeError("malformed range")
  const { inlayHints } = session.settings
  if (!document || inlayHints === "off") return []
  document.visible = { first: start.line, last: end.line }
  return partsOf(document.known, { start, end }).flatMap(({ placed, range }) =>
    columnHints(placed.report, session.findingsOf(placed.report, document), inlayHints)
      .filter(({ at }) => range.from <= at && at <= range.to)
      .map(({ at, name }) => ({ position: rangeOf(placed, { from: at, to: at }).start, label: name, paddingRight: true })),
  )
}

export const TOKENS: SemanticTokensLegend = { tokenTypes: ["heading", "label", "figure"] satisfies Token["kind"][], tokenModifiers: ["total"] }

/** The tokens of a range. (Those of a whole long document no one sees, and every keystroke would cost them.) */
export function onSemanticTokens(session: Session, { textDocument, range }: SemanticTokensRangeParams): SemanticTokens {
  const [start, end] = [readPlace(range.start), readPlace(range.end)]
  if (!start || !end) throw new TypeError("malformed range")
  const builder = new SemanticTokensBuilder()
  const document = session.openDocument({ textDocument })
  if (document) document.visible = { first: start.line, last: end.line }
  for (const { placed, range } of document ? partsOf(document.known, { start, end }) : []) {
    for (const token of tokensOf(placed.report)) {
      if (token.to < range.from || token.from > range.to) continue
      const { start, end } = rangeOf(placed, token)
      // Most clients show no token of several lines.
      if (start.line === end.line) builder.push(start.line, start.character, end.character - start.character, TOKENS.tokenTypes.indexOf(token.kind), Number(token.isTotal))
    }
  }
  return builder.build()
}
