import * as vscode from "vscode"
import { isFault, type Fault } from "../fault.ts"
import { isDocument, MAX_DOCUMENT } from "../languages.ts"
import type { Session } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"

/** Describes the form of right reports, those chosen in the explorer or the one in the active editor, in a document that is still to be saved. */
export async function learnFormat(keeper: SessionKeeper, log: vscode.LogOutputChannel, chosen: readonly vscode.Uri[]): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri
  const files = chosen.length > 0 ? chosen : active ? [active] : []
  if (files.length === 0) return void vscode.window.showInformationMessage(t("Open a report first: plain text or Markdown."))
  const session = await keeper.session()
  if (!session) return
  const samples: { name: string; text: string }[] = []
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1)
    const text = await textOf(file, name, session)
    if (typeof text !== "string") return void vscode.window.showErrorMessage(t("{0}: {1}", name, text.fault))
    samples.push({ name, text })
  }
  const learnt = await session.learn(samples)
  if (!learnt) return void vscode.window.showInformationMessage(t("There is nothing to learn: no title and no tables in common."))
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "json", content: learnt.text }), { preview: false })
  for (const line of learnt.taken) log.info(line)
  for (const line of learnt.unsure) log.warn(line)
  const show = t("Show Log")
  const message = t("Learnt: {0}. To be checked: {1}. Save it as *.report-format.json and name it in the setting reportDraft.formats.", learnt.taken.length, learnt.unsure.length)
  void vscode.window.showInformationMessage(message, show).then(chosen => (chosen === show ? log.show() : undefined))
}

async function textOf(file: vscode.Uri, name: string, session: Session): Promise<string | Fault> {
  if (!isDocument(file)) return (await vscode.workspace.openTextDocument(file)).getText()
  if ((await vscode.workspace.fs.stat(file)).size > MAX_DOCUMENT) return { fault: t("{0} is too large.", name) }
  const read = await session.readFile(name, await vscode.workspace.fs.readFile(file))
  return isFault(read) ? read : read.text
}
