import * as vscode from "vscode"
import { isFault, type Fault } from "../fault.ts"
import { FILES, isDocument, MAX_DOCUMENT, mayBeReport, NO_FILES } from "../languages.ts"
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
  /** Word and web files that could not be read. */
  readonly unread: number
}

/** What was found in a file; a text holds one report or several, which are counted as one. */
interface Checked {
  readonly reports: number
  readonly diagnostics: readonly vscode.Diagnostic[]
}

async function checkFiles(session: Session, outcome: vscode.DiagnosticCollection, progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken): Promise<Outcome> {
  const files = await vscode.workspace.findFiles(FILES, NO_FILES, undefined, token)
  outcome.clear()
  let [reports, problems, unread] = [0, 0, 0]
  for (const file of files.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (token.isCancellationRequested) break
    progress.report({ message: vscode.workspace.asRelativePath(file), increment: 100 / files.length })
    const checked = await (isDocument(file) ? checkDocumentFile(session, file, token) : checkFile(session, file, token))
    if (!checked) continue
    if (isFault(checked)) {
      unread++
      outcome.set(file, [unreadable(checked)])
      continue
    }
    reports += checked.reports
    problems += checked.diagnostics.length
    if (isDocument(file) || !isShown(file)) outcome.set(file, checked.diagnostics)
  }
  return { reports, problems, unread }
}

/** The findings on a Word or web file, or why it cannot be read; undefined if it holds no report. */
async function checkDocumentFile(session: Session, file: vscode.Uri, token: vscode.CancellationToken): Promise<Checked | Fault | undefined> {
  try {
    if ((await vscode.workspace.fs.stat(file)).size > MAX_DOCUMENT) return { fault: t("the file is too large") }
    const checked = await session.checkFile(file, await vscode.workspace.fs.readFile(file), token)
    return isFault(checked) || checked.reports > 0 ? checked : undefined
  } catch {
    return undefined
  }
}

function unreadable({ fault }: Fault): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), t("This file was not checked: {0}", fault), vscode.DiagnosticSeverity.Warning)
  diagnostic.source = "report-draft"
  return diagnostic
}

/** The findings on a file; undefined if it is no report or cannot be read. */
async function checkFile(session: Session, file: vscode.Uri, token: vscode.CancellationToken): Promise<Checked | undefined> {
  try {
    // Most files are none, and are not opened.
    if (!looksLikeReport(file.path, await textOf(file))) return undefined
    const document = await vscode.workspace.openTextDocument(file)
    if (!mayBeReport(document) || !(await session.holdsReport(document))) return undefined
    return { reports: 1, diagnostics: await session.diagnose(document, token) }
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

async function showOutcome({ reports, problems, unread }: Outcome): Promise<void> {
  if (problems + unread > 0) await vscode.commands.executeCommand("workbench.actions.view.problems")
  const message = reports === 0 ? t("There are no reports in this workspace.") : t("Reports checked: {0}; problems: {1}.", reports, problems)
  void vscode.window.showInformationMessage(unread > 0 ? `${message} ${t("Word or web files that could not be read: {0}.", unread)}` : message)
}
