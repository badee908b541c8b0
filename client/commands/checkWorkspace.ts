import * as vscode from "vscode"
import { FILES, mayBeReport } from "../languages.ts"
import { looksLikeReport } from "../looksLikeReport.ts"
import type { Session } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"

/** Checks every report of the workspace; the findings on files that are not open go into `outcome`. */
export async function checkWorkspace(keeper: SessionKeeper, outcome: vscode.DiagnosticCollection): Promise<void> {
  const session = await keeper.session()
  if (!session) return
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Checking reports"), cancellable: true },
    (progress, token) => checkFiles(session, outcome, progress, token),
  )
  await showOutcome(found)
}

interface Outcome {
  readonly reports: number
  readonly problems: number
}

async function checkFiles(session: Session, outcome: vscode.DiagnosticCollection, progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken): Promise<Outcome> {
  const files = await vscode.workspace.findFiles(FILES, "**/node_modules/**", undefined, token)
  outcome.clear()
  let reports = 0
  let problems = 0
  for (const file of files.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (token.isCancellationRequested) break
    progress.report({ message: vscode.workspace.asRelativePath(file), increment: 100 / files.length })
    const diagnostics = await checkFile(session, file, token)
    if (!diagnostics) continue
    reports++
    problems += diagnostics.length
    if (!isShown(file)) outcome.set(file, diagnostics)
  }
  return { reports, problems }
}

/** The findings on a file; undefined if it is no report or cannot be read. */
async function checkFile(session: Session, file: vscode.Uri, token: vscode.CancellationToken): Promise<vscode.Diagnostic[] | undefined> {
  try {
    // Most files are none, and are not opened.
    if (!looksLikeReport(file.path, await textOf(file))) return undefined
    const document = await vscode.workspace.openTextDocument(file)
    if (!mayBeReport(document) || !(await session.holdsReport(document))) return undefined
    return await session.diagnose(document, token)
  } catch {
    return undefined
  }
}

/** A file that is not UTF-8 is looked at closely by being opened. */
async function textOf(file: vscode.Uri): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(file)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return (await vscode.workspace.openTextDocument(file)).getText()
  }
}

function isShown(file: vscode.Uri): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs)
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === file.toString())
}

async function showOutcome({ reports, problems }: Outcome): Promise<void> {
  if (problems > 0) await vscode.commands.executeCommand("workbench.actions.view.problems")
  const message = reports === 0 ? t("There are no reports in this workspace.") : t("Reports checked: {0}; problems: {1}.", reports, problems)
  void vscode.window.showInformationMessage(message)
}
