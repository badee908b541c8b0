import * as vscode from "vscode"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"
import { withReport } from "./document.ts"

/** Checks the active document now, and shows the problems or says that there are none. */
export function checkDocument(keeper: SessionKeeper): Promise<void> {
  return withReport(keeper, async ({ document }, session) => {
    const diagnostics = await session.diagnose(document)
    if (diagnostics.length > 0) await vscode.commands.executeCommand("workbench.actions.view.problems")
    else void vscode.window.showInformationMessage(t("No problems in this report."))
  })
}
