import { basename } from "node:path/posix"
import type { CancellationToken, Diagnostic as LspDiagnostic } from "vscode-languageserver"
import { isProper } from "../engine/index.ts"
import { isOffTopic } from "./disk.ts"
import { OpenDocument } from "./documents.ts"
import { orFault } from "./files.ts"
import { readApart } from "./readApart.ts"
import { cancelled, type Session } from "./session.ts"
import { toDiagnosticInWords } from "./toLsp.ts"

/** A Word or web file of the workspace, read by the client. */
export interface CheckFileParams {
  readonly uri: string
  /** Its bytes (base64). */
  readonly content: string
}

/** How many reports it holds, and what was found on them; or why it cannot be read, in the user's language. */
export type CheckedFile = { readonly reports: number; readonly items: readonly LspDiagnostic[] } | { readonly fault: string }

/** Checks a Word or web file, which no editor has open as a draft, as `check` does. Cancelling ends the reading. */
export async function onCheckFile(session: Session, params: CheckFileParams, token: CancellationToken): Promise<CheckedFile> {
  const { uri, content } = params as { readonly uri: unknown; readonly content: unknown }
  if (typeof uri !== "string" || typeof content !== "string") throw new TypeError("malformed file")
  const cancelling = new AbortController()
  const listener = token.onCancellationRequested(() => {
    cancelling.abort()
  })
  try {
    const checked = await orFault(session, () => check(session, uri, Buffer.from(content, "base64"), cancelling.signal))
    if (token.isCancellationRequested) throw cancelled()
    return checked
  } finally {
    listener.dispose()
  }
}

async function check(session: Session, uri: string, bytes: Buffer, signal: AbortSignal): Promise<CheckedFile> {
  const { settings, formats } = session
  const name = basename(uri)
  if (!settings.enable || isOffTopic(name, bytes, formats.all)) return { reports: 0, items: [] }
  const { text, hasTrackedChanges } = await readApart(name, bytes, signal)
  const document = new OpenDocument(uri, 0, text, formats.all)
  // For as long as it is checked, it is a whole of others as if it were open.
  session.wholes.see(document)
  try {
    return await checkText(session, document, hasTrackedChanges)
  } finally {
    session.wholes.closed(document)
  }
}

async function checkText(session: Session, document: OpenDocument, hasTrackedChanges: boolean): Promise<CheckedFile> {
  const { lastYear, decisions, traffic, form } = session
  const { uri } = document
  const items: LspDiagnostic[] = []
  let reports = 0
  for (const placed of document.read().eachReport()) {
    if (reports === 0) {
      lastYear.start()
      await lastYear.settled()
      await decisions.ready(uri)
    }
    const previous = await lastYear.find(placed.report)
    // Of tracked changes is said once a file.
    const { listed } = session.judgementOf(placed.report, { uri, isWriting: false, hasTrackedChanges: hasTrackedChanges && reports === 0 }, previous?.placed.report)
    items.push(...listed.map(finding => toDiagnosticInWords({ uri, placed }, previous, finding, form)))
    if (isProper(placed)) reports++
    await traffic.quiet()
  }
  return { reports, items }
}
