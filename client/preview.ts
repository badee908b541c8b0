import * as vscode from "vscode"
import { cellEdit, rangeOfFact, type CellsOfView } from "../view/cellEdit.ts"
import { STYLE } from "../view/style.ts"
import { apply } from "./commands/document.ts"
import { mayBeReport } from "./languages.ts"
import type { SessionKeeper } from "./sessionKeeper.ts"
import { isChinese, t } from "./texts.ts"

/** Cursor movements come in bursts. */
const PAUSE_MS = 50
/** What the server says of the report at a place of a document; ranges of the view count from `from` in the document. */
export interface Preview {
  readonly version: number
  readonly from: number
  readonly view: PreviewView
}

interface Range {
  readonly from: number
  readonly to: number
}

/** The part of the view that is looked at here; the rest is for the page. */
interface PreviewView extends CellsOfView {
  readonly findings: readonly { readonly range: Range; readonly fixes: readonly string[] }[]
}

/** What the page sends; nothing of it is trusted. */
interface Message {
  readonly type?: unknown
  readonly fact?: unknown
  readonly text?: unknown
  readonly from?: unknown
  readonly finding?: unknown
  readonly fix?: unknown
}

let open: PreviewPanel | undefined

/** Shows the report in the active editor as people read it, beside its text. There is one preview, which follows the active report. */
export function openPreview(extension: vscode.Uri, keeper: SessionKeeper, editor: vscode.TextEditor): void {
  if (open) open.reveal(editor)
  else open = new PreviewPanel(extension, keeper, editor, () => (open = undefined))
}

class PreviewPanel {
  readonly #panel: vscode.WebviewPanel
  readonly #keeper: SessionKeeper
  readonly #listeners: vscode.Disposable[]
  #document: vscode.TextDocument
  #cursor: vscode.Position
  #column: vscode.ViewColumn
  #timer: NodeJS.Timeout | undefined
  #isAsking = false
  #isStale = false

  constructor(extension: vscode.Uri, keeper: SessionKeeper, editor: vscode.TextEditor, onClose: () => void) {
    this.#keeper = keeper
    this.#document = editor.document
    this.#cursor = editor.selection.active
    this.#column = editor.viewColumn ?? vscode.ViewColumn.One
    const dist = vscode.Uri.joinPath(extension, "dist")
    this.#panel = vscode.window.createWebviewPanel("reportDraft.preview", t("Report Preview"), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true, enableFindWidget: true, localResourceRoots: [dist] })
    this.#panel.iconPath = vscode.Uri.joinPath(extension, "images", "icon.png")
    this.#listeners = [
      this.#panel.webview.onDidReceiveMessage((message: Message) => this.#receive(message)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) void this.#refresh()
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some(uri => uri.toString() === this.#document.uri.toString())) void this.#refresh()
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        if (textEditor.document === this.#document && kind !== undefined) this.#follow(textEditor)
      }),
      vscode.window.onDidChangeActiveTextEditor(active => {
        if (active && mayBeReport(active.document)) this.reveal(active)
      }),
    ]
    this.#panel.onDidDispose(() => {
      clearTimeout(this.#timer)
      for (const listener of this.#listeners) listener.dispose()
      onClose()
    })
    this.#panel.webview.html = pageOf(this.#panel.webview, dist)
  }

  /** Shows another editor's report. */
  reveal(editor: vscode.TextEditor): void {
    this.#document = editor.document
    this.#cursor = editor.selection.active
    this.#column = editor.viewColumn ?? this.#column
    if (!this.#panel.visible) this.#panel.reveal(undefined, true)
    void this.#refresh()
  }

  /** Tells the page where the cursor is, and shows the other report if it has gone there. */
  #follow({ selection }: vscode.TextEditor): void {
    this.#cursor = selection.active
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), PAUSE_MS)
  }

  /** Asks for the newest view and shows it. While one answer is awaited, others wait; they are one then. */
  async #refresh(): Promise<void> {
    this.#isStale = true
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      while (this.#isStale) {
        this.#isStale = false
        const preview = await this.#ask()
        if (this.#isStale) continue
        const scope = `${this.#document.uri.toString()}#${preview?.from ?? -1}`
        await this.#panel.webview.postMessage({ type: "show", view: preview?.view ?? null, locale: isChinese() ? "zh" : "en", scope })
        if (preview) await this.#panel.webview.postMessage({ type: "cursor", offset: this.#document.offsetAt(this.#cursor) - preview.from })
      }
    } finally {
      this.#isAsking = false
    }
  }

  /** The view of the report at the cursor as the document stands now. */
  async #ask(): Promise<Preview | null> {
    const session = await this.#keeper.session()
    return (await session?.preview(this.#document, this.#cursor).catch(() => null)) ?? null
  }

  async #receive(message: Message): Promise<void> {
    if (message.type === "ready") return this.#refresh()
    if (message.type === "copied") return void vscode.window.setStatusBarMessage(t("Copied: ready for Word, WPS or Excel"), 4000)
    const preview = await this.#ask()
    if (preview?.version !== this.#document.version) return
    if (message.type === "go") return this.#show(rangeOfFact(preview.view, message.fact) ?? placeAt(message.from), preview)
    const finding = preview.view.findings[Number(message.finding)]
    if (message.type === "goToFinding" && finding) return this.#show(finding.range, preview)
    if (message.type === "fix" && finding) return this.#fix(preview, finding.range, finding.fixes[Number(message.fix)])
    if (message.type === "edit") return this.#edit(preview, message)
  }

  async #show(range: Range | null, preview: Preview): Promise<void> {
    if (range) await vscode.window.showTextDocument(this.#document, { viewColumn: this.#column, preserveFocus: true, selection: this.#rangeOf(preview, range) })
  }

  async #edit(preview: Preview, { fact, text }: Message): Promise<void> {
    const made = cellEdit(preview.view, fact, text)
    if (!made) return this.#refresh()
    const edit = new vscode.WorkspaceEdit()
    edit.replace(this.#document.uri, this.#rangeOf(preview, made), made.insert)
    await vscode.workspace.applyEdit(edit)
  }

  async #fix(preview: Preview, range: Range, title: string | undefined): Promise<void> {
    const session = await this.#keeper.session()
    const actions = (await session?.fixes(this.#document, this.#rangeOf(preview, range))) ?? []
    const action = actions.find(action => action.title === title)
    if (!action) return
    // Fixes that leave places to be filled in do so in the editor.
    await vscode.window.showTextDocument(this.#document, { viewColumn: this.#column, preserveFocus: true })
    await apply(action)
  }

  #rangeOf({ from }: Preview, range: Range): vscode.Range {
    return new vscode.Range(this.#document.positionAt(from + range.from), this.#document.positionAt(from + range.to))
  }
}

function placeAt(from: unknown): Range | null {
  return typeof from === "number" ? { from, to: from } : null
}

/** Nothing is loaded but the one script and the style, which carry the nonce. */
function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("")
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, "preview.js")).toString()
  return `<!DOCTYPE html>
<html lang="${isChinese() ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><div id="root"></div><script nonce="${nonce}" src="${script}"></script></body>
</html>`
}
