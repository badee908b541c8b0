import * as vscode from "vscode"
import { isFault } from "../fault.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"
import { withReport } from "./document.ts"

/** Writes the active draft as a Word file in the official form. Asks where if no place is given. */
export function exportWord(keeper: SessionKeeper, given: vscode.Uri | undefined): Promise<void> {
  return withReport(keeper, async ({ document }, session) => {
    const made = await session.writeWord(document)
    if (isFault(made)) return void vscode.window.showErrorMessage(made.fault)
    const target = given ?? (await vscode.window.showSaveDialog({ ...placeFor(document), filters: { Word: ["docx"] } }))
    if (!target) return
    await vscode.workspace.fs.writeFile(target, made.bytes)
    if (made.untouched.length > 0) void vscode.window.showWarningMessage(t("Written as they are, since not all of them was understood: {0}", made.untouched.join("、")))
    offerToOpen(target)
  })
}

function placeFor(document: vscode.TextDocument): Pick<vscode.SaveDialogOptions, "defaultUri"> {
  const name = document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1).replace(/(?:\.report)?\.[^.]*$/, "")
  const folder = document.isUntitled ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(document.uri, "..")
  return folder ? { defaultUri: vscode.Uri.joinPath(folder, `${name}.docx`) } : {}
}

/** The message may stay for long; nobody waits for it. */
function offerToOpen(file: vscode.Uri): void {
  const open = t("Open")
  void vscode.window.showInformationMessage(t("Saved as {0}.", file.path.slice(file.path.lastIndexOf("/") + 1)), open).then(chosen => (chosen === open ? vscode.env.openExternal(file) : undefined))
}
