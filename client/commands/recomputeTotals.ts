import * as vscode from "vscode"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"
import { apply, codeActions, withReport } from "./document.ts"

const KIND = vscode.CodeActionKind.Source.append("recomputeTotals").append("reportDraft")

/** Writes into every total of the active report what its parts add up to. */
export function recomputeTotals(keeper: SessionKeeper): Promise<void> {
  return withReport(keeper, async ({ document }) => {
    const [action] = await codeActions(document, KIND)
    if (action) await apply(action)
    else void vscode.window.showInformationMessage(t("All totals are right already."))
  })
}
