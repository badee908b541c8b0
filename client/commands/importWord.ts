import * as vscode from "vscode"
import { isFault } from "../fault.ts"
import { DOCUMENT_ENDINGS, MAX_DOCUMENT } from "../languages.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"
import { checkDocument } from "./checkDocument.ts"

/** Makes a draft beside a Word or web file, opens and checks it. Asks for the file if none is given. */
export async function importWord(keeper: SessionKeeper, given: vscode.Uri | undefined): Promise<void> {
  const file = given ?? (await askForFile())
  const session = file && (await keeper.session())
  if (!file || !session) return
  const name = nameOf(file)
  const { size } = await vscode.workspace.fs.stat(file)
  if (size > MAX_DOCUMENT) return void vscode.window.showErrorMessage(t("{0} is too large.", name))
  const bytes = await vscode.workspace.fs.readFile(file)
  const found = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: t("Reading {0}", name) }, () => session.readFile(name, bytes))
  if (isFault(found)) return void vscode.window.showErrorMessage(t("{0}: {1}", name, found.fault))
  await vscode.window.showTextDocument(await draftWith(found.text, file), { preview: false })
  if (found.hasTrackedChanges) void vscode.window.showInformationMessage(t("{0} has tracked changes; the draft is as if all were accepted.", name))
  await checkDocument(keeper)
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ canSelectMany: false, filters: { [t("Word and web files")]: DOCUMENT_ENDINGS } })
  return chosen?.[0]
}

const nameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf("/") + 1)

/** A draft beside the file; a file that is there stays. Where none can be written, a draft that is still to be saved. */
async function draftWith(text: string, file: vscode.Uri): Promise<vscode.TextDocument> {
  const stem = nameOf(file).replace(/\.[^.]*$/, "")
  for (let number = 1; number < 100; number++) {
    const place = vscode.Uri.joinPath(file, "..", `${stem}${number === 1 ? "" : ` (${number})`}.txt`)
    if (await isThere(place)) continue
    try {
      await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(text))
      return await vscode.workspace.openTextDocument(place)
    } catch {
      break
    }
  }
  return vscode.workspace.openTextDocument({ language: "report-draft", content: text })
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file)
    return true
  } catch {
    return false
  }
}
