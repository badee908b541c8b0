import * as vscode from "vscode"
import type { Session } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { ruleOf } from "../status.ts"
import { t } from "../texts.ts"
import { apply, withReport } from "./document.ts"

const RULES = ["missing-section", "missing-table"]
/** More than a report has sections and tables. */
const LIMIT = 12

/** Inserts the sections and tables that the active report lacks, one after another, since each moves the text below it. */
export function insertMissing(keeper: SessionKeeper): Promise<void> {
  return withReport(keeper, async ({ document }, session) => {
    let inserted = 0
    while (inserted < LIMIT && (await insertNext(document, session))) inserted++
    const message = inserted === 0 ? t("No section and no table is missing.") : t("Inserted: {0}. Check the figures.", inserted)
    void vscode.window.showInformationMessage(message)
  })
}

async function insertNext(document: vscode.TextDocument, session: Session): Promise<boolean> {
  const missing = (await session.diagnose(document)).find(isMissing)
  if (!missing) return false
  const fix = (await session.fixes(document, missing.range)).find(({ isPreferred, diagnostics }) => isPreferred && diagnostics?.some(isMissing))
  return fix ? apply(fix) : false
}

const isMissing = (diagnostic: vscode.Diagnostic): boolean => RULES.includes(ruleOf(diagnostic))
