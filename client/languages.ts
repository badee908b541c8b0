import * as vscode from "vscode"
import { looksLikeReport } from "./looksLikeReport.ts"

/** Ids of the languages in which a report may be written. */
export const LANGUAGES: readonly string[] = ["markdown", "plaintext", "report-draft"]

/** Files that may hold a report. */
export const FILES = "**/*.{txt,md,markdown}"

const OWN_SCHEMES = ["file", "untitled"]

/** Where documents that are worked on come from; what shows an older version of a file does not count. */
export function schemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? []
  return [...new Set([...OWN_SCHEMES, ...folders.map(({ uri }) => uri.scheme)])]
}

/** True if the server should be asked about a document. */
export function mayBeReport(document: vscode.TextDocument): boolean {
  return LANGUAGES.includes(document.languageId) && schemes().includes(document.uri.scheme) && looksLikeReport(document.uri.path, document.getText())
}
