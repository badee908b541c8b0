import * as vscode from "vscode"
import { LANGUAGES } from "../languages.ts"
import { t } from "../texts.ts"

/** What stands in the snippets file. */
interface Snippet {
  readonly prefix: readonly string[]
  readonly body: readonly string[]
  readonly description: string
}

/** Asks for a table and inserts it where the cursor stands; tables in the draft's own layout come first. */
export async function insertTable(extension: vscode.Uri): Promise<void> {
  const editor = vscode.window.activeTextEditor
  if (!editor || !LANGUAGES.includes(editor.document.languageId)) {
    void vscode.window.showInformationMessage(t("Open a report first: plain text or Markdown."))
    return
  }
  const own = layoutOf(editor.document)
  const items = Object.entries(await readSnippets(extension))
    .filter(([, { prefix }]) => prefix.some(name => name.startsWith("table-")))
    .map(([label, { description, body, prefix }]) => ({ label, description, body, isOwn: prefix.some(name => name.endsWith(`-${own}`)) }))
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn))
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t("Table to insert"), matchOnDescription: true })
  if (chosen) await editor.insertSnippet(new vscode.SnippetString(chosen.body.join("\n")))
}

async function readSnippets(extension: vscode.Uri): Promise<Record<string, Snippet>> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "snippets", "report-draft.json"))
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Snippet>
}

/** The layout in which the draft's tables seem to be written, by its name in the prefixes of snippets. */
function layoutOf(document: vscode.TextDocument): "tsv" | "gfm" | "lines" {
  const text = document.getText()
  if (/^\s*\|.*\|/m.test(text) || document.languageId === "markdown") return "gfm"
  return /^\s*本年新收|^[^\t\n]*数量\s*$/m.test(text) ? "lines" : "tsv"
}
