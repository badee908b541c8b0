import * as vscode from "vscode"
import { LanguageClient, TransportKind, type LanguageClientOptions, type Middleware, type ServerOptions } from "vscode-languageclient/node"
import { isFault, type Fault } from "./fault.ts"
import { DECISIONS_FILE, LANGUAGES, schemes } from "./languages.ts"
import type { Draft, Severity } from "./overviewModel.ts"
import type { Preview } from "./preview.ts"
import { isChinese, t } from "./texts.ts"

/** A running language server, and what the commands ask of it. */
export interface Session {
  /** The findings on a document, worked out now. */
  diagnose(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<vscode.Diagnostic[]>
  /** The quick fixes at a place, each with the findings that it mends. */
  fixes(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]>
  /** True if the server finds a report in the document. */
  holdsReport(document: vscode.TextDocument): Promise<boolean>
  /** The report at a place of the document as people read it; null if there is none. */
  preview(document: vscode.TextDocument, at: vscode.Position): Promise<Preview | null>
  /** What a Word or web file says as a draft. */
  readFile(name: string, bytes: Uint8Array): Promise<Fault | { readonly text: string; readonly hasTrackedChanges: boolean }>
  /** How many reports a Word or web file of the workspace holds, and the findings on them, with their places in words. */
  checkFile(file: vscode.Uri, bytes: Uint8Array, token: vscode.CancellationToken): Promise<Fault | { readonly reports: number; readonly diagnostics: vscode.Diagnostic[] }>
  /** The document as a Word file, and the names of the tables that are written as they are. */
  writeWord(document: vscode.TextDocument): Promise<Fault | { readonly bytes: Uint8Array; readonly untouched: readonly string[] }>
  /** What was copied, given as HTML, as the document is written, to take the place of a range; undefined if it cannot be read. */
  paste(document: vscode.TextDocument, range: vscode.Range, html: string, token: vscode.CancellationToken): Promise<Pasted | undefined>
  /** Writes down what was decided about a finding, or takes it back; undefined if that was done. */
  decide(decision: Deciding, reason: string): Promise<Fault | undefined>
  /** Reads all reports of the workspace; resolves when that is done. */
  readOverview(token: vscode.CancellationToken): Promise<void>
  /** The rows of the overview as they come; from its first reading on. */
  readonly onRows: vscode.Event<Rows>
  /** The findings on a report, the accepted ones, too. */
  findings(report: OfReport): Promise<readonly ListedFinding[]>
  /** These reports as a table for a spreadsheet. */
  overviewCsv(reports: readonly OfReport[]): Promise<string>
  /** What differs between the report at a place and another draft, or last year's report if none is given, as the body of a page. */
  compare(document: vscode.TextDocument, at: vscode.Position, other: { readonly name: string; readonly bytes: Uint8Array } | null): Promise<Fault | { readonly title: string; readonly html: string }>
  /** The format that these texts have, as the text of a format file, and what was said of it; null if they have none. */
  learn(samples: readonly { readonly name: string; readonly text: string }[]): Promise<{ readonly text: string; readonly taken: readonly string[]; readonly unsure: readonly string[] } | null>
  stop(): Promise<void>
}

/** A report of a draft, the first being 0. */
export interface OfReport {
  readonly uri: string
  readonly index: number
}

/** Drafts as they are now, how far the reading is, and whether there are no more drafts than are looked at. */
export interface Rows {
  readonly drafts: readonly Draft[]
  readonly read: number
  readonly total: number
  readonly isWhole: boolean
}

/** A finding as it is listed below its report. */
export interface ListedFinding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly range: { readonly start: Position; readonly end: Position }
  /** In a Word or web file, the place in words. */
  readonly where: string | null
  readonly fingerprint: string
  readonly report: string
  readonly decision: { readonly verdict: "accepted" | "confirmed"; readonly reason: string } | null
}

interface Position {
  readonly line: number
  readonly character: number
}

/** A finding that somebody decides about: in which draft, and what; null takes the decision back. */
export interface Deciding {
  readonly uri: string
  readonly fingerprint: string
  readonly rule: string
  readonly report: string
  readonly verdict: "accepted" | "confirmed" | null
}

/** `holdsTable`: a table of the report's format is in it. */
export interface Pasted {
  readonly text: string
  readonly holdsTable: boolean
}

/** What the server could not do it has logged. */
const FAILED: Fault = { fault: t("That failed; the log says why.") }

/** Starts the server that lies beside this file; `storage` is the folder of the extension's own. */
export async function startSession(extension: vscode.Uri, storage: vscode.Uri, log: vscode.LogOutputChannel): Promise<Session> {
  const module = vscode.Uri.joinPath(extension, "dist", "server.js").fsPath
  // From version 22 on Node keeps what it has compiled there, and starts sooner.
  const env = { NODE_COMPILE_CACHE: vscode.Uri.joinPath(storage, "compiled").fsPath }
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { env } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=0"] } },
  }
  const client = new LanguageClient("reportDraft", "report-draft", server, clientOptions(extension, log))
  const rows = new vscode.EventEmitter<Rows>()
  client.onNotification("reportDraft/overviewRows", (sent: Rows) => rows.fire(sent))
  await client.start()
  return {
    diagnose: (document, token) => diagnose(client, document, token),
    fixes: (document, range) => fixes(client, document, range),
    holdsReport: document => holdsReport(client, document),
    preview: (document, { line, character }) => client.sendRequest<Preview | null>("reportDraft/preview", { textDocument: { uri: uriOf(client, document) }, position: { line, character } }),
    readFile: async (name, bytes) => (await client.sendRequest<Fault | { text: string; hasTrackedChanges: boolean } | null>("reportDraft/readFile", { name, content: Buffer.from(bytes).toString("base64") })) ?? FAILED,
    checkFile: (file, bytes, token) => checkFile(client, file, bytes, token),
    writeWord: document => writeWord(client, document),
    paste: (document, range, html, token) => paste(client, document, range, html, token),
    decide: (decision, reason) => decide(client, decision, reason),
    readOverview: token => client.sendRequest("reportDraft/overview", null, token),
    onRows: rows.event,
    findings: async ({ uri, index }) => (await client.sendRequest<ListedFinding[] | null>("reportDraft/findings", { uri, index })) ?? [],
    overviewCsv: async reports => (await client.sendRequest<string | null>("reportDraft/overviewCsv", { reports })) ?? "",
    compare: async (document, { line, character }, other) => {
      const sent = other && { name: other.name, content: Buffer.from(other.bytes).toString("base64") }
      return (await client.sendRequest<Fault | { title: string; html: string } | null>("reportDraft/compare", { textDocument: { uri: uriOf(client, document) }, position: { line, character }, other: sent })) ?? FAILED
    },
    learn: samples => client.sendRequest("reportDraft/learn", { samples }),
    stop: () => client.dispose(),
  }
}

function clientOptions(extension: vscode.Uri, log: vscode.LogOutputChannel): LanguageClientOptions {
  const manual = vscode.Uri.joinPath(extension, "docs", isChinese() ? "rules.zh-CN.md" : "rules.md")
  const locale = vscode.workspace.getConfiguration("reportDraft").get<string>("locale", "auto")
  return {
    documentSelector: schemes().flatMap(scheme => [...LANGUAGES.map(language => ({ scheme, language })), { scheme, pattern: `**/${DECISIONS_FILE}` }]),
    initializationOptions: { manual: manual.toString(), locale, hasPreview: true, asksForReasons: true },
    diagnosticPullOptions: { onChange: true },
    outputChannel: log,
    middleware: { workspace: { configuration: withSetRules } },
  }
}

/** The manifest names the rules' own severities as defaults, for the reader; only what the user has set goes to the server. */
const withSetRules: NonNullable<NonNullable<Middleware["workspace"]>["configuration"]> = async (params, token, next) => {
  const answer = await next(params, token)
  if (!Array.isArray(answer)) return answer
  return params.items.map(({ section, scopeUri }, i) => {
    const value: unknown = answer[i]
    if (section !== "reportDraft" || typeof value !== "object" || value === null) return value
    return { ...value, rules: setRules(scopeUri ? vscode.Uri.parse(scopeUri) : undefined) }
  })
}

function setRules(scope: vscode.Uri | undefined): Record<string, string> {
  const rules = vscode.workspace.getConfiguration("reportDraft.rules", scope)
  const ids = Object.keys(vscode.workspace.getConfiguration("reportDraft", scope).get<object>("rules", {}))
  return Object.fromEntries(ids.filter(id => isSet(rules.inspect(id))).map(id => [id, rules.get<string>(id, "")]))
}

function isSet(found: ReturnType<vscode.WorkspaceConfiguration["inspect"]>): boolean {
  if (!found) return false
  const values = [found.globalValue, found.workspaceValue, found.workspaceFolderValue, found.globalLanguageValue, found.workspaceLanguageValue, found.workspaceFolderLanguageValue]
  return values.some(value => value !== undefined)
}

/** For requests that nobody takes back. */
const NEVER = new vscode.CancellationTokenSource().token

async function diagnose(client: LanguageClient, document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<vscode.Diagnostic[]> {
  // What is asked for once is to be complete: last year's reports are sought first.
  await client.sendRequest("reportDraft/findLastYear", { textDocument: { uri: uriOf(client, document) } }, token ?? NEVER)
  const report = await client.sendRequest<{ items?: never[] }>("textDocument/diagnostic", { textDocument: { uri: uriOf(client, document) } }, token ?? NEVER)
  return client.protocol2CodeConverter.asDiagnostics(report.items ?? [])
}

/** The editor's own command for this leaves out what the actions are for. */
async function fixes(client: LanguageClient, document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const params = { textDocument: { uri: uriOf(client, document) }, range: client.code2ProtocolConverter.asRange(range), context: { diagnostics: [], only: [vscode.CodeActionKind.QuickFix.value] } }
  const actions = await client.protocol2CodeConverter.asCodeActionResult(await client.sendRequest<never[]>("textDocument/codeAction", params))
  return actions.filter(action => action instanceof vscode.CodeAction)
}

async function checkFile(client: LanguageClient, file: vscode.Uri, bytes: Uint8Array, token: vscode.CancellationToken): ReturnType<Session["checkFile"]> {
  const params = { uri: client.code2ProtocolConverter.asUri(file), content: Buffer.from(bytes).toString("base64") }
  const answer = await client.sendRequest<Fault | { reports: number; items: never[] } | null>("reportDraft/checkFile", params, token)
  if (!answer || isFault(answer)) return answer ?? FAILED
  return { reports: answer.reports, diagnostics: await client.protocol2CodeConverter.asDiagnostics(answer.items) }
}

async function writeWord(client: LanguageClient, document: vscode.TextDocument): ReturnType<Session["writeWord"]> {
  const answer = await client.sendRequest<Fault | { content: string; untouched: string[] } | null>("reportDraft/writeWord", { textDocument: { uri: uriOf(client, document) } })
  if (!answer || isFault(answer)) return answer ?? FAILED
  return { bytes: Buffer.from(answer.content, "base64"), untouched: answer.untouched }
}

async function paste(client: LanguageClient, document: vscode.TextDocument, range: vscode.Range, html: string, token: vscode.CancellationToken): ReturnType<Session["paste"]> {
  const params = { textDocument: { uri: uriOf(client, document) }, range: client.code2ProtocolConverter.asRange(range), html, isMarkdown: document.languageId === "markdown" }
  const answer = await client.sendRequest<Fault | Pasted | null>("reportDraft/paste", params, token)
  return answer && !isFault(answer) ? answer : undefined
}

async function decide(client: LanguageClient, { uri, ...subject }: Deciding, reason: string): Promise<Fault | undefined> {
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.path.endsWith(`/${DECISIONS_FILE}`)).map(document => uriOf(client, document))
  return (await client.sendRequest<Fault | null>("reportDraft/decide", { textDocument: { uri }, ...subject, reason, dirty })) ?? undefined
}

async function holdsReport(client: LanguageClient, document: vscode.TextDocument): Promise<boolean> {
  const symbols = await client.sendRequest<unknown[] | null>("textDocument/documentSymbol", { textDocument: { uri: uriOf(client, document) } })
  return Boolean(symbols?.length)
}

const uriOf = (client: LanguageClient, document: vscode.TextDocument): string => client.code2ProtocolConverter.asUri(document.uri)
