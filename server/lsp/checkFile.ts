import { basename } from "node:path/posix"
import type { Diagnostic as LspDiagnostic } from "vscode-languageserver"
import { openDocument } from "../engine/index.ts"
import { isOffTopic } from "./disk.ts"
import { orFault } from "./files.ts"
import { readApart } from "./reader.ts"
import type { Session } from "./session.ts"
import { toDiagnosticInWords } from "./toLsp.ts"

/** A Word or web file of the workspace, read by the client. */
export interface CheckFileParams {
  readonly uri: string
  /** Its bytes (base64). */
  readonly content: string
}

/** How many reports it holds, and what was found on them; or why it cannot be read, in the user's language. */
export type CheckedFile = { readonly reports: number; readonly items: readonly LspDiagnostic[] } | { readonly fault: string }

/** Checks a Word or web file, which no editor has open as a draft, as `check` does. */
export async function onCheckFile(session: Session, params: CheckFileParams): Promise<CheckedFile> {
  const { uri, content } = params as { readonly uri: unknown; readonly content: unknown }
  if (typeof uri !== "string" || typeof content !== "string") throw new TypeError("malformed file")
  return orFault(session, () => check(session, uri, Buffer.from(content, "base64")))
}

async function check(session: Session, uri: string, bytes: Buffer): Promise<CheckedFile> {
  const { lastYear, decisions, traffic, form, settings } = session
  const name = basename(uri)
  if (!settings.enable || isOffTopic(name, bytes, session.formats.all)) return { reports: 0, items: [] }
  const { text, hasTrackedChanges } = await readApart(name, bytes)
  const document = openDocument(text, session.formats.all)
  const items: LspDiagnostic[] = []
  let reports = 0
  for (const placed of document.eachReport()) {
    if (reports === 0) {
      lastYear.start()
      await lastYear.settled()
      await decisions.ready(uri)
    }
    const previous = await lastYear.find(placed.report)
    // Of tracked changes is said once a file.
    const { listed } = session.judgementOf(placed.report, { uri, isWriting: false, hasTrackedChanges: hasTrackedChanges && reports === 0 }, previous?.placed.report)
    items.push(...listed.map(finding => toDiagnosticInWords({ uri, placed }, previous, finding, form)))
    if (!placed.report.format.isLoose) reports++
    await traffic.quiet()
  }
  return { reports, items }
}
