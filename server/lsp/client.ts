import type { InitializeParams } from "vscode-languageserver"
import { isRecord } from "./settings.ts"

/** What the client at the other end can do, as far as it matters here. */
export interface Client {
  /** Language of the editor; empty if it does not say. */
  readonly locale: string
  readonly pullsDiagnostics: boolean
  readonly refreshesDiagnostics: boolean
  readonly hasRelated: boolean
  readonly hasTags: boolean
  readonly hasCodeDescription: boolean
  readonly hasConfiguration: boolean
  readonly registersConfiguration: boolean
  readonly registersFileWatchers: boolean
  readonly appliesEdits: boolean
  readonly showsDocuments: boolean
  readonly hasDocumentChanges: boolean
  readonly hasSnippetEdits: boolean
  /** True if the client says that it leaves white space in snippets as it is; others turn a TAB at the start of a line into blanks. */
  readonly keepsWhitespace: boolean
  readonly hasSnippetCompletions: boolean
  readonly hasMarkdownHover: boolean
  readonly hasSymbolTree: boolean
  readonly hasCodeActionLiterals: boolean
  /** True if it can show an action that is not possible, with the reason. */
  readonly showsDisabledActions: boolean
  /** True for the extension that has a preview, and a command that opens it. */
  readonly hasPreview: boolean
  /** True for the extension that asks its user why something is decided. */
  readonly asksForReasons: boolean
  readonly refreshesInlayHints: boolean
  readonly refreshesCodeLenses: boolean
  /** True if it can show that work goes on, and let the user end it. */
  readonly showsProgress: boolean
  /** Where the rules are explained: a file of the extension. */
  readonly manual: string | null
}

/** Reads what a client says of itself; whatever is missing or malformed it cannot do. */
export function readClient(params: InitializeParams): Client {
  const capabilities: unknown = params.capabilities
  const has = (...path: string[]): boolean => get(capabilities, path) === true
  const diagnostics = (name: string): unknown => get(capabilities, ["textDocument", "publishDiagnostics", name]) ?? get(capabilities, ["textDocument", "diagnostic", name])
  const options: unknown = params.initializationOptions
  const manual = isRecord(options) ? options["manual"] : undefined
  return {
    locale: typeof params.locale === "string" ? params.locale : "",
    pullsDiagnostics: isRecord(get(capabilities, ["textDocument", "diagnostic"])),
    refreshesDiagnostics: has("workspace", "diagnostics", "refreshSupport"),
    hasRelated: diagnostics("relatedInformation") === true,
    hasTags: listed(get(diagnostics("tagSupport"), ["valueSet"]), 1),
    hasCodeDescription: diagnostics("codeDescriptionSupport") === true,
    hasConfiguration: has("workspace", "configuration"),
    registersConfiguration: has("workspace", "didChangeConfiguration", "dynamicRegistration"),
    registersFileWatchers: has("workspace", "didChangeWatchedFiles", "dynamicRegistration"),
    appliesEdits: has("workspace", "applyEdit"),
    showsDocuments: has("window", "showDocument", "support"),
    hasDocumentChanges: has("workspace", "workspaceEdit", "documentChanges"),
    hasSnippetEdits: has("workspace", "workspaceEdit", "snippetEditSupport"),
    keepsWhitespace: isRecord(options) && options["keepsSnippetWhitespace"] === true,
    hasSnippetCompletions: has("textDocument", "completion", "completionItem", "snippetSupport"),
    hasMarkdownHover: listed(get(capabilities, ["textDocument", "hover", "contentFormat"]), "markdown"),
    hasSymbolTree: has("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"),
    hasCodeActionLiterals: get(capabilities, ["textDocument", "codeAction", "codeActionLiteralSupport"]) !== undefined,
    showsDisabledActions: has("textDocument", "codeAction", "disabledSupport"),
    hasPreview: isRecord(options) && options["hasPreview"] === true,
    asksForReasons: isRecord(options) && options["asksForReasons"] === true,
    refreshesInlayHints: has("workspace", "inlayHint", "refreshSupport"),
    refreshesCodeLenses: has("workspace", "codeLens", "refreshSupport"),
    showsProgress: has("window", "workDoneProgress"),
    manual: typeof manual === "string" && /^file:\/\//.test(manual) ? manual : null,
  }
}

function get(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), value)
}

function listed(list: unknown, wanted: unknown): boolean {
  return Array.isArray(list) && list.includes(wanted)
}
