import * as vscode from "vscode"
import { isEnabled, LANGUAGES, mayBeReport, mayHoldReport } from "./languages.ts"
import { looksLikeReport } from "./looksLikeReport.ts"
import type { SessionKeeper } from "./sessionKeeper.ts"
import { t } from "./texts.ts"

const HTML = "text/html"
/** What editors know this way of pasting by, in the setting of what they prefer. */
const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append("reportDraft", "table")
/** No report is larger on the clipboard, whatever Word puts around it. */
const MAX_LENGTH = 8 * 2 ** 20

/** Offers to paste what was copied from Word, WPS, Excel or a page as the draft is written. */
export function offerPaste(keeper: SessionKeeper): vscode.Disposable {
  const provider: vscode.DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(document, [range, ...others], data, { triggerKind }, token) {
      if (!range || others.length > 0 || !isEnabled() || !mayHoldReport(document)) return
      const html = (await data.get(HTML)?.asString()) ?? ""
      const isAsked = triggerKind === vscode.DocumentPasteTriggerKind.PasteAs
      // Editors copy their own text as HTML, too: without a table it is pasted as it always was.
      if (html.length > MAX_LENGTH || !(isAsked ? html !== "" : /<table\b/i.test(html))) return
      if (!mayBeReport(document) && !looksLikeReport("", (await data.get("text/plain")?.asString()) ?? "")) return
      const pasted = await (await keeper.session())?.paste(document, range, html, token)
      return pasted?.text ? [editOf(document, range, pasted.text, pasted.holdsTable)] : undefined
    },
  }
  return vscode.languages.registerDocumentPasteEditProvider(LANGUAGES.map(language => ({ language })), provider, { providedPasteEditKinds: [KIND], pasteMimeTypes: [HTML] })
}

function editOf(document: vscode.TextDocument, range: vscode.Range, text: string, isFirst: boolean): vscode.DocumentPasteEdit {
  // A text to be inserted is indented anew, which makes blanks of the TABs that rows begin with: an edit is not.
  const edit = new vscode.DocumentPasteEdit("", t("Paste as in the Draft"), KIND)
  edit.additionalEdit = new vscode.WorkspaceEdit()
  edit.additionalEdit.replace(document.uri, range, text)
  if (!isFirst) edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text]
  return edit
}
