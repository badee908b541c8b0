import * as vscode from "vscode"
import { registerCommands } from "./commands/index.ts"
import { completeSnippets } from "./completeSnippets.ts"
import { isEnabled, mayBeReport } from "./languages.ts"
import { showOverview } from "./overview.ts"
import { offerPaste } from "./paste.ts"
import { keepSession, type SessionKeeper } from "./sessionKeeper.ts"
import { showStatus } from "./status.ts"

/** How long typing must pause before a text is looked at again. */
const PAUSE_MS = 300

/** What other extensions and the tests see. */
export interface Api {
  /** True once the language server has been asked for, which a report does. */
  isStarted(): boolean
  /** The lines of the overview. */
  readonly overview: vscode.TreeDataProvider<unknown>
}

/** Waits for a document that looks like a report; only then the language client is loaded. */
export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel("report-draft", { log: true })
  const keeper = keepSession(context, log)
  const overview = showOverview(keeper)
  context.subscriptions.push(log, keeper, overview, showStatus(keeper), offerPaste(keeper), completeSnippets(context.extensionUri), ...registerCommands(context.extensionUri, keeper, log, overview), ...startWhenNeeded(keeper))
  return { isStarted: keeper.isStarted, overview: overview.tree }
}

function startWhenNeeded(keeper: SessionKeeper): vscode.Disposable[] {
  const consider = (document: vscode.TextDocument): void => {
    if (!keeper.isStarted() && isEnabled() && mayBeReport(document)) void keeper.session()
  }
  let timer: NodeJS.Timeout | undefined
  const considerLater = ({ document }: vscode.TextDocumentChangeEvent): void => {
    clearTimeout(timer)
    if (!keeper.isStarted()) timer = setTimeout(consider, PAUSE_MS, document)
  }
  for (const document of vscode.workspace.textDocuments) consider(document)
  return [
    vscode.workspace.onDidOpenTextDocument(consider),
    vscode.workspace.onDidChangeTextDocument(considerLater),
    vscode.workspace.onDidChangeConfiguration(async event => {
      if (event.affectsConfiguration("reportDraft.formats")) vscode.workspace.textDocuments.forEach(consider)
      if (!event.affectsConfiguration("reportDraft.enable") && !event.affectsConfiguration("reportDraft.locale")) return
      await keeper.stop()
      vscode.workspace.textDocuments.forEach(consider)
    }),
    { dispose: () => clearTimeout(timer) },
  ]
}
