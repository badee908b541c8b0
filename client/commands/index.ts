import * as vscode from "vscode"
import type { Deciding } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { checkDocument } from "./checkDocument.ts"
import { checkWorkspace } from "./checkWorkspace.ts"
import { isDocument } from "../languages.ts"
import { FILTERS, ORDERS } from "../overviewModel.ts"
import type { FindingNode, Overview } from "../overview.ts"
import { decide, decideAll } from "./decide.ts"
import { exportWord } from "./exportWord.ts"
import { importWord } from "./importWord.ts"
import { insertMissing } from "./insertMissing.ts"
import { insertTable } from "./insertTable.ts"
import { learnFormat } from "./learnFormat.ts"
import { openPreview } from "./openPreview.ts"
import { recomputeTotals } from "./recomputeTotals.ts"

/** The commands of the manifest. `extension` is the folder of this extension. */
export function registerCommands(extension: vscode.Uri, keeper: SessionKeeper, log: vscode.LogOutputChannel, overview: Overview): vscode.Disposable[] {
  const outcome = vscode.languages.createDiagnosticCollection("report-draft")
  // The explorer gives the file that was clicked, and all that were chosen.
  const commands: Record<string, (file?: vscode.Uri, files?: vscode.Uri[]) => unknown> = {
    checkDocument: () => checkDocument(keeper),
    checkWorkspace: () => checkWorkspace(keeper, outcome),
    recomputeTotalsInDocument: () => recomputeTotals(keeper),
    openPreview: () => openPreview(extension, keeper),
    insertTable: () => insertTable(extension),
    insertMissingSections: () => insertMissing(keeper),
    importWord: file => importWord(keeper, file),
    exportWord: file => exportWord(keeper, unlessActive(file)),
    learnFormat: (file, files) => learnFormat(keeper, log, files ?? (file ? [file] : [])),
    compareWith: async file => (await import("../compare.ts")).compareWith(keeper, unlessActive(file)),
    compareWithLastYear: async () => (await import("../compare.ts")).compareWithLastYear(keeper),
    refreshOverview: () => overview.refresh(),
    stopOverview: () => overview.stop(),
    toggle,
    restartServer: () => restart(keeper),
    showLog: () => log.show(),
  }
  const onOverview: Record<string, (given?: unknown) => unknown> = {
    searchOverview: given => overview.search(typeof given === "string" ? given : undefined),
    filterOverview: given => overview.filter(FILTERS.find(filter => filter === given)),
    sortOverview: given => overview.sort(ORDERS.find(order => order === given)),
    exportOverview: given => overview.exportList(given instanceof vscode.Uri ? given : undefined),
  }
  // Quick fixes and the overview run this one: it is not for the palette.
  const onFindings: Record<string, (clicked: FindingNode, selected?: FindingNode[]) => unknown> = {
    ignoreFinding: (clicked, selected) => decideAll(keeper, overview.chosen(clicked, selected), "accepted"),
    confirmFinding: (clicked, selected) => decideAll(keeper, overview.chosen(clicked, selected), "confirmed"),
    takeBackDecision: (clicked, selected) => decideAll(keeper, overview.chosen(clicked, selected), null),
  }
  const deciding = vscode.commands.registerCommand("reportDraft.decide", (decision: Deciding, reason?: string) => decide(keeper, decision, reason))
  return [outcome, deciding, dropWhenOpened(outcome), ...Object.entries({ ...commands, ...onFindings, ...onOverview }).map(([name, run]) => vscode.commands.registerCommand(`reportDraft.${name}`, run))]
}

/** An editor's menus give the file that is in it, which is not where something is written to, or what it is compared with. */
function unlessActive(file: vscode.Uri | undefined): vscode.Uri | undefined {
  return file?.toString() === vscode.window.activeTextEditor?.document.uri.toString() ? undefined : file
}

async function toggle(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("reportDraft")
  const inWorkspace = settings.inspect("enable")?.workspaceValue !== undefined
  await settings.update("enable", !settings.get("enable", true), inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global)
}

async function restart(keeper: SessionKeeper): Promise<void> {
  await keeper.stop()
  await keeper.session()
}

/** A document that is shown has findings of its own, kept up to date by the server. */
function dropWhenOpened(outcome: vscode.DiagnosticCollection): vscode.Disposable {
  return vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
    for (const { input } of opened) if (input instanceof vscode.TabInputText && !isDocument(input.uri)) outcome.delete(input.uri)
  })
}
