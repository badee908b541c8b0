import * as vscode from "vscode"
import { LANGUAGES } from "./languages.ts"
import { snippetLayout, suitableFirst, wordsOf, type Snippet } from "./snippets.ts"

/** Offers the snippets by their Chinese names; of those that insert the same thing the first suits the draft. */
export function completeSnippets(extension: vscode.Uri): vscode.Disposable {
  let snippets: Promise<Record<string, Snippet>> | undefined
  return vscode.languages.registerCompletionItemProvider(LANGUAGES.map(language => ({ language })), {
    async provideCompletionItems(document) {
      snippets ??= readSnippets(extension)
      return suitableFirst(await snippets, snippetLayout(document.getText(), document.languageId)).map(([name, snippet], i) => itemOf(name, snippet, i))
    },
  })
}

function itemOf(name: string, { body, description }: Snippet, index: number): vscode.CompletionItem {
  const { label, form } = wordsOf(name)
  const item = new vscode.CompletionItem({ label, description: form }, vscode.CompletionItemKind.Snippet)
  item.insertText = new vscode.SnippetString(body.join("\n"))
  item.detail = description
  // Behind what the server knows to be missing.
  item.sortText = `z${String(index).padStart(2, "0")}`
  return item
}

/** The snippets that this extension contributes, by name. */
export async function readSnippets(extension: vscode.Uri): Promise<Record<string, Snippet>> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "snippets", "report-draft.json"))
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Snippet>
}
