import * as vscode from "vscode"
import { STYLE } from "../view/style.ts"
import { withReport } from "./commands/document.ts"
import { isFault } from "./fault.ts"
import type { SessionKeeper } from "./sessionKeeper.ts"
import { isChinese, t } from "./texts.ts"

const DRAFTS = ["txt", "text", "md", "markdown", "docx", "doc", "wps", "html", "htm", "mhtml", "mht"]

/** Shows what differs between the report in the active editor and another draft of it; asks for that if none is given. */
export function compareWith(keeper: SessionKeeper, given: vscode.Uri | undefined): Promise<void> {
  return withReport(keeper, async () => {
    const [file] = given ? [given] : ((await vscode.window.showOpenDialog({ canSelectMany: false, title: t("Draft to compare with"), filters: { [t("Drafts")]: DRAFTS } })) ?? [])
    if (file) await show(keeper, file)
  })
}

/** Shows what differs between the report in the active editor and the same body's for the year before. */
export function compareWithLastYear(keeper: SessionKeeper): Promise<void> {
  return show(keeper, null)
}

function show(keeper: SessionKeeper, file: vscode.Uri | null): Promise<void> {
  return withReport(keeper, async ({ document, selection }, session) => {
    const other = file && { name: file.path.slice(file.path.lastIndexOf("/") + 1), bytes: await bytesOf(file) }
    const page = await session.compare(document, selection.active, other)
    if (isFault(page)) return void vscode.window.showErrorMessage(t("There is nothing to compare with: {0}", page.fault))
    const panel = vscode.window.createWebviewPanel("reportDraft.comparison", page.title, vscode.ViewColumn.Active, { enableFindWidget: true, localResourceRoots: [] })
    panel.webview.html = pageOf(page.html)
  })
}

/** A draft that is open counts as it stands in the editor. */
async function bytesOf(file: vscode.Uri): Promise<Uint8Array> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())
  return open ? new TextEncoder().encode(open.getText()) : vscode.workspace.fs.readFile(file)
}

/** Nothing is loaded, and no script runs. */
function pageOf(body: string): string {
  return `<!DOCTYPE html>
<html lang="${isChinese() ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style>
</head>
<body>${body}</body>
</html>`
}
