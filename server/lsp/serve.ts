import { DidChangeConfigurationNotification, DidChangeWorkspaceFoldersNotification, TextDocumentSyncKind, type CancellationToken, type Connection, type ExecuteCommandParams, type InitializeParams, type InitializeResult, type TextEdit, type WillSaveTextDocumentParams } from "vscode-languageserver"
import { fixOfRule } from "../engine/features/fixAll.ts"
import { onCodeLens, onInlayHint, onSemanticTokens, RECOMPUTE_TOTALS, TOKENS } from "./annotations.ts"
import { readPlace } from "./changes.ts"
import { readClient, type Client } from "./client.ts"
import { ACTION_KINDS, codeActions, FIX_RULE, SHOW_CELL } from "./codeActions.ts"
import { onCheckFile, type CheckedFile, type CheckFileParams } from "./checkFile.ts"
import { onCompare, type CompareParams } from "./compare.ts"
import { onDecide, type DecideParams } from "./decide.ts"
import { isDecisionsUri } from "./decisions.ts"
import { Diagnostics } from "./diagnostics.ts"
import { FEW, type OpenDocument } from "./documents.ts"
import { onCompletion, onDefinition, onDocumentHighlight, onDocumentSymbol, onFoldingRanges, onHover, onReferences, onSelectionRanges, type OfDocument } from "./features.ts"
import { onPaste, onReadFile, onWriteWord, type PasteParams, type ReadFile, type ReadFileParams, type WordFile } from "./files.ts"
import { LEARN_FORMAT, learnFrom, onLearn, type LearnParams, type LearntFormat } from "./learn.ts"
import type { ListedFinding, OfReport } from "./overview.ts"
import { onPreview, type Preview, type PreviewParams } from "./preview.ts"
import { refused, Session } from "./session.ts"
import { DEFAULTS, isRecord, readSettings, type Settings } from "./settings.ts"
import type { Traffic } from "./traffic.ts"
import { fixEdits, totalEdits, workspaceEdit } from "./workspaceEdits.ts"

/** A request of this server's own, for a client that wants to be sure before it asks for diagnostics. */
const FIND_LAST_YEAR = "reportDraft/findLastYear"
/** Another: the report at a place as people read it. */
const PREVIEW = "reportDraft/preview"
/** More, for Word and web files and what is copied from them. */
const READ_FILE = "reportDraft/readFile"
const WRITE_WORD = "reportDraft/writeWord"
const PASTE = "reportDraft/paste"
const CHECK_FILE = "reportDraft/checkFile"
/** And to decide about a finding. */
const DECIDE = "reportDraft/decide"
/** All reports of the workspace, of which rows are sent as they are read; the findings on one of them; some of them as a table. */
const OVERVIEW = "reportDraft/overview"
const FINDINGS = "reportDraft/findings"
const OVERVIEW_CSV = "reportDraft/overviewCsv"
/** Two versions of a report, or two years. */
const COMPARE = "reportDraft/compare"
/** The format that right reports have. */
const LEARN = "reportDraft/learn"
const SECTION = "reportDraft"
const MANUAL_SAVE = 1
/** A client that has not said its settings within so many milliseconds is served without them. */
const MAX_SETTINGS_WAIT = 1000

/** What the server needs to know of the machine it runs on. */
export interface Machine {
  readonly version: string
  /** Name of the system's language. */
  readonly locale: () => string
}

/** Serves one client over a connection, until that ends. */
export function serve(connection: Connection, traffic: Traffic, machine: Machine): void {
  connection.onInitialize(params => {
    const client = readClient(params)
    const session = new Session(connection, client, traffic, machine.locale, foldersOf(params))
    start(session, params)
    return initializeResult(client, machine.version)
  })
}

/** URIs of the folders in which the user works. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const sent: unknown[] = Array.isArray(workspaceFolders) ? workspaceFolders.map(folder => (isRecord(folder) ? folder.uri : null)) : [rootUri]
  return sent.filter(uri => typeof uri === "string")
}

function initializeResult(client: Client, version: string): InitializeResult {
  return {
    serverInfo: { name: "report-draft", version },
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true, willSaveWaitUntil: true },
      ...(client.pullsDiagnostics ? { diagnosticProvider: { identifier: "report-draft", interFileDependencies: !client.refreshesDiagnostics, workspaceDiagnostics: false } } : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      codeActionProvider: { codeActionKinds: [...ACTION_KINDS] },
      executeCommandProvider: { commands: [RECOMPUTE_TOTALS, SHOW_CELL, FIX_RULE, LEARN_FORMAT] },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ["|", "\t", "、"] },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentHighlightProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      codeLensProvider: {},
      inlayHintProvider: {},
      semanticTokensProvider: { legend: TOKENS, range: true },
    },
  }
}

function start(session: Session, { initializationOptions }: InitializeParams): void {
  const own = readSettings(initializationOptions, DEFAULTS, fault => {
    session.connection.console.warn(fault)
  })
  session.settings = own
  let isKnown = (): void => undefined
  const ready = new Promise<void>(resolve => (isKnown = resolve))
  const diagnostics = new Diagnostics(session, ready)
  session.formats.onChange = () => {
    session.documents.formats = session.formats.all
    session.lastYear.formatsChanged()
    session.overview.outdate()
    for (const document of session.documents.all()) diagnostics.changed(document)
    diagnostics.refresh()
  }
  listenToSettings(session, own, diagnostics, isKnown)
  listenToDocuments(session, diagnostics)
  listenToRequests(session, diagnostics)
}

function listenToSettings(session: Session, own: Settings, diagnostics: Diagnostics, isKnown: () => void): void {
  const { connection, client } = session
  const take = (sent: unknown, isFirst: boolean): void => {
    const settings = readSettings(sent, own, fault => {
      connection.console.warn(fault)
    })
    if (JSON.stringify(settings) === JSON.stringify(session.settings)) return
    session.settings = settings
    session.decisions.sayAll()
    session.overview.outdate()
    if (isFirst) return
    void session.formats.read()
    for (const document of session.documents.all()) diagnostics.changed(document)
    diagnostics.refresh()
    if (client.refreshesInlayHints) connection.languages.inlayHint.refresh().catch(() => undefined)
  }
  const ask = async (isFirst: boolean): Promise<void> => {
    try {
      take(await connection.workspace.getConfiguration(SECTION), isFirst)
      if (isFirst) await session.formats.read()
    } catch (error) {
      session.complain("workspace/configuration", error)
    } finally {
      isKnown()
    }
  }
  setTimeout(isKnown, MAX_SETTINGS_WAIT).unref()
  connection.onInitialized(() => {
    if (client.registersConfiguration) connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }).catch(() => undefined)
    if (!client.hasConfiguration) void session.formats.read().finally(isKnown)
    else void ask(true)
  })
  connection.onDidChangeConfiguration(params => {
    const sent: unknown = isRecord(params) ? params["settings"] : undefined
    if (client.hasConfiguration) void ask(false)
    else take(isRecord(sent) ? sent[SECTION] : undefined, false)
  })
}

function listenToDocuments(session: Session, diagnostics: Diagnostics): void {
  const { connection, documents } = session
  // An error in a notification is logged by the connection; the document stays as it was.
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    const document = documents.open(uri, version, text)
    if (isDecisionsUri(uri)) session.decisions.seen(document)
    else diagnostics.changed(document)
  })
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.get(uri)
    if (!document || contentChanges.length === 0) return
    document.change(contentChanges, version)
    if (isDecisionsUri(uri)) session.decisions.seen(document)
    else diagnostics.changed(document)
  })
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const document = documents.get(uri)
    if (!document) return
    documents.close(uri)
    if (isDecisionsUri(uri)) return session.decisions.closed(uri)
    diagnostics.closed(uri)
    session.wholes.closed(document)
    session.decisions.forget(uri)
    session.lastYear.closed(document)
    session.overview.closed(document)
  })
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri)
    session.lastYear.filesChanged(uris)
    void session.formats.filesChanged(uris)
    return session.decisions.filesChanged(uris)
  })
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event: { added, removed } }) => {
    const [more, fewer] = [added, removed].map(folders => folders.map(({ uri }) => uri)) as [string[], string[]]
    session.lastYear.foldersChanged(more, fewer)
    void session.formats.read()
    return session.decisions.foldersChanged(more, fewer)
  })
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    const document = documents.get(uri)
    if (document && !isDecisionsUri(uri)) diagnostics.saved(document)
  })
  connection.onWillSaveTextDocument(() => undefined)
  connection.onWillSaveTextDocumentWaitUntil(
    session.guard<WillSaveTextDocumentParams, TextEdit[]>("willSaveWaitUntil", [], async params => {
      if (!session.settings.recomputeTotalsOnSave || params.reason !== MANUAL_SAVE) return []
      await readFor(session, diagnostics, { textDocument: params.textDocument })
      return totalEdits(session.reportsOf(params))
    }),
  )
}

function listenToRequests(session: Session, diagnostics: Diagnostics): void {
  const { connection } = session
  const on = <P extends OfDocument, R>(name: string, fallback: R, handle: (session: Session, params: P) => R | Promise<R>): ((params: P, token: CancellationToken) => Promise<R>) =>
    session.guard<P, R>(name, fallback, async params => {
      await readFor(session, diagnostics, params)
      return handle(session, params)
    })
  if (session.client.pullsDiagnostics) {
    connection.languages.diagnostics.on(session.guard("diagnostic", { kind: "full", items: [] }, (params, token) => diagnostics.pull(params, token)))
  }
  connection.onRequest(FIND_LAST_YEAR, session.guard<OfDocument, null>(FIND_LAST_YEAR, null, params => findLastYear(session, diagnostics, params)))
  connection.onRequest(PREVIEW, session.guard<PreviewParams, Preview | null>(PREVIEW, null, async params => {
    await readFor(session, diagnostics, params)
    return onPreview(session, diagnostics, params)
  }))
  connection.onRequest(READ_FILE, session.guard<ReadFileParams, ReadFile | null>(READ_FILE, null, params => onReadFile(session, params)))
  connection.onRequest(WRITE_WORD, session.guard<OfDocument, WordFile | null>(WRITE_WORD, null, params => onWriteWord(session, params)))
  connection.onRequest(PASTE, on<PasteParams, Awaited<ReturnType<typeof onPaste>>>(PASTE, null, onPaste))
  connection.onRequest(CHECK_FILE, session.guard<CheckFileParams, CheckedFile | null>(CHECK_FILE, null, (params, token) => onCheckFile(session, params, token)))
  connection.onRequest(DECIDE, session.guard<DecideParams, Awaited<ReturnType<typeof onDecide>>>(DECIDE, null, params => onDecide(session, params)))
  connection.onRequest(COMPARE, on<CompareParams, Awaited<ReturnType<typeof onCompare>>>(COMPARE, null, onCompare))
  connection.onRequest(OVERVIEW, session.guard<null, null>(OVERVIEW, null, (_, token) => (session.settings.enable ? session.overview.read(token) : null)))
  connection.onRequest(FINDINGS, session.guard<OfReport, ListedFinding[] | null>(FINDINGS, null, params => session.overview.findings(params)))
  connection.onRequest(OVERVIEW_CSV, session.guard<{ readonly reports: readonly OfReport[] }, string | null>(OVERVIEW_CSV, null, ({ reports }) => session.overview.csv(reports)))
  connection.onRequest(LEARN, session.guard<LearnParams, LearntFormat | null>(LEARN, null, params => onLearn(session, params)))
  connection.onCodeAction(on("codeAction", [], codeActions))
  connection.onExecuteCommand(session.guard("executeCommand", null, params => execute(session, diagnostics, params)))
  connection.onHover(on("hover", null, onHover))
  connection.onCompletion(on("completion", null, onCompletion))
  connection.onDocumentSymbol(on("documentSymbol", [], onDocumentSymbol))
  connection.onFoldingRanges(on("foldingRange", [], onFoldingRanges))
  connection.onSelectionRanges(on("selectionRange", null, onSelectionRanges))
  connection.onDocumentHighlight(on("documentHighlight", null, onDocumentHighlight))
  connection.onDefinition(on("definition", null, onDefinition))
  connection.onReferences(on("references", null, onReferences))
  connection.onCodeLens(session.client.refreshesCodeLenses ? session.guard("codeLens", [], params => onCodeLens(session, params)) : on("codeLens", [], onCodeLens))
  connection.languages.inlayHint.on(on("inlayHint", [], onInlayHint))
  connection.languages.semanticTokens.onRange(on("semanticTokens", { data: [] }, onSemanticTokens))
}

/** A request waits until what it asks about is known: of a long document a place, or all of it. */
async function readFor(session: Session, diagnostics: Diagnostics, params: OfDocument): Promise<void> {
  const document = session.openDocument(params)
  if (!document?.isLong) return
  const { position, positions, range, context } = params as OfDocument & Partial<Record<"position" | "positions" | "range" | "context", unknown>>
  const [start, end] = isRecord(range) ? [readPlace(range["start"]), readPlace(range["end"])] : []
  const lines = [readPlace(position), ...(Array.isArray(positions) ? positions.map(readPlace) : []), start, end].flatMap(place => place?.line ?? [])
  // What is asked for by its kind is for the whole document, wherever the cursor is.
  if (lines.length === 0 || (isRecord(context) && Array.isArray(context["only"]))) return diagnostics.readThrough(document)
  await session.reach(document, Math.max(...lines))
  if (document.known.indexOfLine(Math.max(...lines)) - document.known.indexOfLine(Math.min(...lines)) > FEW) await diagnostics.readThrough(document)
}

/** Answers when last year's reports of a document have been found, or have been found missing. */
async function findLastYear(session: Session, diagnostics: Diagnostics, params: OfDocument): Promise<null> {
  const document = session.openDocument(params)
  if (document?.isLong) await diagnostics.resume(document)
  if (document && !document.isLong) session.lastYear.see(document)
  await session.lastYear.settled()
  return null
}

/** Carries out a command on the document that its first argument names, as a URI. */
async function execute(session: Session, diagnostics: Diagnostics, { command, arguments: args }: ExecuteCommandParams): Promise<number | boolean | LearntFormat | null> {
  const [uri, subject] = Array.isArray(args) ? (args as unknown[]) : []
  const document = typeof uri === "string" ? session.openDocument({ textDocument: { uri } }) : undefined
  if (document) await readFor(session, diagnostics, { textDocument: { uri: document.uri } })
  if (command === RECOMPUTE_TOTALS) return document ? recomputeTotals(session, document, subject) : null
  if (command === SHOW_CELL) return document ? showCell(session, document, subject) : null
  if (command === FIX_RULE) return document && typeof subject === "string" ? applied(session, document, fixEdits(session, document, session.reportsOf({ textDocument: document }), fixOfRule(subject))) : null
  if (command === LEARN_FORMAT) return document ? learnFrom(session, document) : null
  throw refused(`there is no command ${command}`)
}

/** Brings the cursor to a cell of an open document. Answers whether the client did so. */
async function showCell({ client, connection }: Session, { uri }: OpenDocument, range: unknown): Promise<boolean> {
  const [start, end] = isRecord(range) ? [readPlace(range["start"]), readPlace(range["end"])] : []
  if (!start || !end || !client.showsDocuments) return false
  return (await connection.window.showDocument({ uri, takeFocus: true, selection: { start, end } })).success
}

/** Computes all totals of a document anew, or those of a range. Answers how many places change; null if the client refused. */
async function recomputeTotals(session: Session, document: OpenDocument, range: unknown): Promise<number | null> {
  const [start, end] = isRecord(range) ? [readPlace(range["start"]), readPlace(range["end"])] : []
  const isWanted = (edit: TextEdit): boolean => !start || !end || (start.line <= edit.range.start.line && edit.range.end.line <= end.line)
  return applied(session, document, totalEdits(session.reportsOf({ textDocument: document })).filter(isWanted))
}

/** Has the client make edits. Answers how many; null if it refused. */
async function applied(session: Session, document: OpenDocument, edits: TextEdit[]): Promise<number | null> {
  if (!session.client.appliesEdits) return null
  if (edits.length === 0) return 0
  const { applied } = await session.connection.workspace.applyEdit(workspaceEdit(session, document, edits))
  return applied ? edits.length : null
}
