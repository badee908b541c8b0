import * as vscode from "vscode"
import { looksLikeReport } from "./looksLikeReport.ts"

/** Ids of the languages in which a report, or a table with totals, may be written. Files of commas are plain text unless another extension knows better. */
export const LANGUAGES: readonly string[] = ["markdown", "plaintext", "report-draft", "csv", "tsv"]

const TEXT_ENDINGS = ["txt", "md", "markdown"]
/** Endings of Word and web files, which are read, but not opened as drafts. */
export const DOCUMENT_ENDINGS = ["docx", "doc", "wps", "html", "htm", "mhtml", "mht"]

export const isDocument = ({ path }: vscode.Uri): boolean => DOCUMENT_ENDINGS.includes(path.slice(path.lastIndexOf(".") + 1).toLowerCase())

/** Files that may hold a report, and where nobody looks for one; Word leaves ~$… beside a file that is open. */
export const [FILES, NO_FILES] = [`**/*.{${[...TEXT_ENDINGS, ...DOCUMENT_ENDINGS].join(",")}}`, "{**/node_modules/**,**/~$*}"]

/** No report is larger, in bytes. */
export const MAX_DOCUMENT = 64 * 2 ** 20

/** The name of the files in which decisions on findings stand. */
export const DECISIONS_FILE = "report-draft.decisions.json"

const OWN_SCHEMES = ["file", "untitled"]

/** Where documents that are worked on come from; what shows an older version of a file does not count. */
export function schemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? []
  return [...new Set([...OWN_SCHEMES, ...folders.map(({ uri }) => uri.scheme)])]
}

/** True for a document that somebody works on and in which a report may be written. */
export function mayHoldReport({ languageId, uri }: vscode.TextDocument): boolean {
  return LANGUAGES.includes(languageId) && schemes().includes(uri.scheme)
}

/** True if the server should be asked about a document. */
export function mayBeReport(document: vscode.TextDocument): boolean {
  return mayHoldReport(document) && (hasOwnFormats() || looksLikeReport(document.uri.path, document.getText()))
}

/** True if reports may be of formats that only the server knows. */
const hasOwnFormats = (): boolean => vscode.workspace.getConfiguration("reportDraft").get<readonly string[]>("formats", []).length > 0

/** False if the user wants nothing of this extension. */
export const isEnabled = (): boolean => vscode.workspace.getConfiguration("reportDraft").get("enable", true)
