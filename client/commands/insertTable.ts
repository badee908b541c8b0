import * as vscode from "vscode"
import { readSnippets } from "../completeSnippets.ts"
import { LANGUAGES } from "../languages.ts"
import { snippetLayout, suitableFirst } from "../snippets.ts"
import { t } from "../texts.ts"

/** Asks for a table and inserts it where the cursor stands; tables in the draft's own layout come first. */
export async function insertTable(extension: vscode.Uri): Promise<void> {
  const editor = vscode.window.activeTextEditor
  if (!editor || !LANGUAGES.includes(editor.document.languageId)) {
    void vscode.window.showInformationMessage(t("Open a report first: plain text or Markdown."))
    return
  }
  const items = suitableFirst(await readSnippets(extension), snippetLayout(editor.document.getText(), editor.document.languageId))
    .filter(([, { prefix }]) => prefix.some(name => name.startsWith("table-")))
    .map(([label, { description, body }]) => ({ label, description, body }))
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t("Table to insert"), matchOnDescription: true })
  if (chosen) await editor.insertSnippet(new vscode.SnippetString(chosen.body.join("\n")))
}
