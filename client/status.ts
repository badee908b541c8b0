import * as vscode from "vscode"
import { mayBeReport } from "./languages.ts"
import type { SessionKeeper } from "./sessionKeeper.ts"
import { t } from "./texts.ts"

/** The findings of a document change several times while it is typed in. */
const PAUSE_MS = 150
/** Name of the context in which the active editor holds a report. */
const IS_REPORT = "reportDraft.isReport"
/** A title stands well within this. */
const HEAD = 5000

/** The language status item: 年报 2023 · 勾稽 2 处不符. */
export function showStatus(keeper: SessionKeeper): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("reportDraft", [])
  item.name = "report-draft"
  let timer: NodeJS.Timeout | undefined
  const refresh = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void update(item, keeper), PAUSE_MS)
  }
  refresh()
  return vscode.Disposable.from(
    item,
    keeper.onDidChange(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString()
      if (uris.some(uri => uri.toString() === active)) refresh()
    }),
    { dispose: () => clearTimeout(timer) },
  )
}

async function update(item: vscode.LanguageStatusItem, keeper: SessionKeeper): Promise<void> {
  const document = vscode.window.activeTextEditor?.document
  const session = keeper.isStarted() ? await keeper.session() : undefined
  // Whether a long document holds reports is only answered when it has been read.
  const isReport = document && session && mayBeReport(document) && (findingsOn(document).some(isUnfinished) || (await session.holdsReport(document).catch(() => false)))
  if (!isReport) {
    item.selector = []
    void vscode.commands.executeCommand("setContext", IS_REPORT, false)
    return
  }
  void vscode.commands.executeCommand("setContext", IS_REPORT, true)
  const diagnostics = findingsOn(document)
  const count = diagnostics.filter(diagnostic => !isUnfinished(diagnostic)).length
  item.text = statusText(yearOf(document.getText()), diagnostics)
  item.detail = count > 0 ? t("problems: {0}", count) : diagnostics.length > 0 ? "" : t("no problems")
  item.severity = severityOf(diagnostics)
  item.command = { command: "reportDraft.checkDocument", title: t("Check") }
  item.selector = { scheme: document.uri.scheme, language: document.languageId, pattern: patternOf(document) }
}

const findingsOn = ({ uri }: vscode.TextDocument): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "report-draft")

/** True for what the server says of a long document of which it has not looked at all. */
const isUnfinished = (diagnostic: vscode.Diagnostic): boolean => ruleOf(diagnostic) === "not-all-checked"

/** Year of the report, and how many cells the sums blame, or that not all has been looked at. */
function statusText(year: string, diagnostics: readonly vscode.Diagnostic[]): string {
  const wrong = diagnostics.filter(diagnostic => ruleOf(diagnostic) === "sum-mismatch").length
  const title = year ? t("Report {0}", year) : t("Report")
  const sums = wrong > 0 ? [t("sums wrong: {0}", wrong)] : diagnostics.some(isUnfinished) ? [] : [t("sums agree")]
  return [title, ...sums, ...(diagnostics.some(isUnfinished) ? [t("not all checked")] : [])].join(" · ")
}

/** Id of the rule that a finding of the server stands for. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : (code ?? ""))
}

function yearOf(text: string): string {
  return /(20\d\d)\s*年/.exec(text.slice(0, HEAD).normalize("NFKC"))?.[1] ?? ""
}

function severityOf(diagnostics: readonly vscode.Diagnostic[]): vscode.LanguageStatusSeverity {
  const has = (severity: vscode.DiagnosticSeverity): boolean => diagnostics.some(diagnostic => diagnostic.severity === severity)
  if (has(vscode.DiagnosticSeverity.Error)) return vscode.LanguageStatusSeverity.Error
  return has(vscode.DiagnosticSeverity.Warning) ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information
}

/** A pattern may not hold the characters that mean something in it; each stands for any one. */
function patternOf({ uri }: vscode.TextDocument): string {
  return uri.fsPath.replace(/[*?{}[\]]/g, "?")
}
