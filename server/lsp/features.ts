import type {
  CompletionItem, CompletionList, CompletionParams, DocumentHighlight, DocumentSymbol, FoldingRange, Hover, Location, ReferenceParams, SelectionRange, SelectionRangeParams, SymbolInformation, TextDocumentPositionParams,
} from "vscode-languageserver"
import { properReports, type PlacedReport } from "../engine/index.ts"
import { complete, type Completion } from "../engine/features/completion.ts"
import { definition } from "../engine/features/definition.ts"
import { fold } from "../engine/features/fold.ts"
import { highlight } from "../engine/features/highlight.ts"
import { hover } from "../engine/features/hover.ts"
import { outline, type OutlineItem } from "../engine/features/outline.ts"
import { references } from "../engine/features/references.ts"
import { selection } from "../engine/features/selection.ts"
import type { Session } from "./session.ts"
import { readPlace } from "./changes.ts"
import { highlightKind, placeOf, rangeOf, symbolKind, toFolding, toMarkup, toSnippet } from "./toLsp.ts"

// A handler for each request that only asks: it finds the report, asks the engine and turns the answer into the protocol's.

/** What every request on a document says. */
export interface OfDocument {
  readonly textDocument: { readonly uri: string }
}

export function onHover(session: Session, params: TextDocumentPositionParams): Hover | null {
  const place = session.place(params)
  const found = place && hover(place.placed.report, place.offset)
  return found && { contents: toMarkup(found, session.locale, session.client.hasMarkdownHover), range: rangeOf(place.placed, found.range) }
}

const TRIGGER_CHARACTER = 2
const KIND: Readonly<Record<Completion["kind"], CompletionItem["kind"]>> = { value: 12, heading: 22, row: 5, sentence: 1 }
const SNIPPET = 2
const AS_IS = 1

/** Typing a TAB or a pipe only brings up what is sure; more comes when it is asked for. */
export function onCompletion(session: Session, params: CompletionParams): CompletionList | null {
  const place = session.place(params)
  if (!place) return null
  const all = complete(place.placed.report, place.offset)
  const { context } = params
  const isTyped = context?.triggerKind === TRIGGER_CHARACTER
  const items = isTyped ? all.filter(({ kind, preferred }) => (context.triggerCharacter === "、" ? kind === "heading" : kind === "value" && preferred)) : all
  return { isIncomplete: true, items: items.map((item, i) => completionItem(session, place.placed, item, i)) }
}

function completionItem(session: Session, placed: PlacedReport, { kind, label, detail, edit, stops, preferred }: Completion, index: number): CompletionItem {
  const isSnippet = session.client.hasSnippetCompletions && stops.length > 0
  return {
    label,
    kind: KIND[kind]!,
    detail: detail[session.locale],
    sortText: String(index).padStart(3, "0"),
    // Editors filter by the text that the item replaces, which for a cell is the wrong figure.
    filterText: edit.to > edit.from && kind === "value" ? placed.report.text.slice(edit.from, edit.to) : edit.insert.slice(0, 80),
    ...(preferred ? { preselect: true } : {}),
    ...(isSnippet ? { insertTextFormat: SNIPPET } : {}),
    insertTextMode: AS_IS,
    textEdit: { range: rangeOf(placed, edit), newText: isSnippet ? toSnippet(edit.insert, stops) : edit.insert },
  }
}

export function onDocumentSymbol(session: Session, params: OfDocument): DocumentSymbol[] | SymbolInformation[] {
  const { uri } = params.textDocument
  const items = properReports(session.reportsOf(params)).map(placed => ({ placed, item: outline(placed.report) }))
  return session.client.hasSymbolTree
    ? items.map(({ placed, item }) => symbolOf(session, placed, item))
    : items.flatMap(({ placed, item }) => flatSymbols(session, placed, uri, item, null))
}

function symbolOf(session: Session, placed: PlacedReport, { kind, name, detail, range, selection, children }: OutlineItem): DocumentSymbol {
  return {
    name: nameOf(name[session.locale]),
    detail: detail[session.locale],
    kind: symbolKind(kind),
    range: rangeOf(placed, range),
    selectionRange: rangeOf(placed, selection),
    children: children.map(child => symbolOf(session, placed, child)),
  }
}

/** The protocol forbids empty names. */
const nameOf = (name: string): string => (name.trim() === "" ? "—" : name)

function flatSymbols(session: Session, placed: PlacedReport, uri: string, item: OutlineItem, container: string | null): SymbolInformation[] {
  const name = nameOf(item.name[session.locale])
  const own = { name, kind: symbolKind(item.kind), location: { uri, range: rangeOf(placed, item.range) }, ...(container === null ? {} : { containerName: container }) }
  return [own, ...item.children.flatMap(child => flatSymbols(session, placed, uri, child, name))]
}

/** A report of its own fills the document and is not folded as a whole. */
export function onFoldingRanges(session: Session, params: OfDocument): FoldingRange[] {
  const reports = session.reportsOf(params)
  return reports.flatMap(placed => fold(placed.report).slice(reports.length > 1 ? 0 : 1).flatMap(range => toFolding(placed, range) ?? []))
}

export function onSelectionRanges(session: Session, params: SelectionRangeParams): SelectionRange[] | null {
  const document = session.openDocument(params)?.known
  if (!document || document.eachReport().next().done) return null
  return params.positions.map(sent => {
    const position = readPlace(sent)
    if (!position) throw new TypeError("malformed position")
    const place = placeOf(document, position)
    const ranges = place ? selection(place.placed.report, place.offset).map(range => rangeOf(place.placed, range)) : []
    // Each range holds the one before it; the protocol wants them from the inside, each with its parent.
    return ranges.reduceRight<SelectionRange | undefined>((parent, range) => (parent ? { range, parent } : { range }), undefined) ?? { range: { start: position, end: position } }
  })
}

export function onDocumentHighlight(session: Session, params: TextDocumentPositionParams): DocumentHighlight[] | null {
  const place = session.place(params)
  return place && highlight(place.placed.report, place.offset).map(lit => ({ range: rangeOf(place.placed, lit), kind: highlightKind(lit.role) }))
}

export function onDefinition(session: Session, params: TextDocumentPositionParams): Location[] | null {
  const place = session.place(params)
  return place && definition(place.placed.report, place.offset).map(range => ({ uri: params.textDocument.uri, range: rangeOf(place.placed, range) }))
}

export function onReferences(session: Session, params: ReferenceParams): Location[] | null {
  const place = session.place(params)
  const itself = params.context.includeDeclaration
  return place && references(place.placed.report, place.offset, itself).map(range => ({ uri: params.textDocument.uri, range: rangeOf(place.placed, range) }))
}
