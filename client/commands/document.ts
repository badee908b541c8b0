import * as vscode from "vscode"
import { LANGUAGES } from "../languages.ts"
import type { Session } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"

/** Does something with the report in the active editor; says so if there is none. */
export async function withReport(keeper: SessionKeeper, work: (editor: vscode.TextEditor, session: Session) => Promise<void>): Promise<void> {
  const editor = vscode.window.activeTextEditor
  if (!editor || !LANGUAGES.includes(editor.document.languageId)) {
    void vscode.window.showInformationMessage(t("Open a report first: plain text or Markdown."))
    return
  }
  const session = await keeper.session()
  if (!session) return
  if (await session.holdsReport(editor.document)) await work(editor, session)
  else void vscode.window.showInformationMessage(t("There is no yearly disclosure report in this document."))
}

/** The code actions of a kind at a place of a document; of the whole document if no place is given. */
export async function codeActions({ uri, lineCount }: vscode.TextDocument, kind: vscode.CodeActionKind, range = new vscode.Range(0, 0, lineCount, 0)): Promise<vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>("vscode.executeCodeActionProvider", uri, range, kind.value, 100)
  return found ?? []
}

/** Does what a code action says; false if it could not be done. */
export async function apply({ edit, command }: vscode.CodeAction): Promise<boolean> {
  if (edit && !(await vscode.workspace.applyEdit(edit))) return false
  if (command) await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []))
  return true
}
