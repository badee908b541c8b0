import type { Text } from "../engine/report/format.ts"
import { convert } from "../files/convert.ts"
import { paste, type Pasted } from "../files/paste.ts"
import { readPlace, type Place } from "./changes.ts"
import type { OfDocument } from "./features.ts"
import { readApart } from "./readApart.ts"
import type { Session } from "./session.ts"

// Word and web files go back and forth as bytes (base64): the client reads and writes them, wherever they are.

/** A Word or web file. */
export interface ReadFileParams {
  /** With its ending, by which its kind is known. */
  readonly name: string
  readonly content: string
}

/** What a file says as a draft, or why it cannot be read, in the user's language. */
export type ReadFile = { readonly text: string; readonly hasTrackedChanges: boolean } | { readonly fault: string }

export async function onReadFile(session: Session, params: ReadFileParams): Promise<ReadFile> {
  const { name, content } = params as { readonly name: unknown; readonly content: unknown }
  if (typeof name !== "string" || typeof content !== "string") throw new TypeError("malformed file")
  return orFault(session, () => readApart(name, Buffer.from(content, "base64")))
}

/** A Word file, and the names of the tables that could not be put in their official form; or why it could not be made. */
export type WordFile = { readonly content: string; readonly untouched: readonly string[] } | { readonly fault: string }

/** Writes an open document as a Word file; null if it is not open. */
export async function onWriteWord(session: Session, params: OfDocument): Promise<WordFile | null> {
  const document = session.openDocument(params)
  if (!document) return null
  return orFault(session, async () => {
    const { text, formats } = document.read()
    const { bytes, untouched } = await convert(text, "docx", null, formats)
    return { content: Buffer.from(bytes).toString("base64"), untouched: untouched.map(name => name[session.locale]) }
  })
}

export interface PasteParams extends OfDocument {
  /** What gives way to what is pasted. */
  readonly range: { readonly start: Place; readonly end: Place }
  /** What was copied, as HTML. */
  readonly html: string
  readonly isMarkdown: boolean
}

/** Writes what was copied from a program or a page as an open document is written; null if it is not open. */
export async function onPaste(session: Session, params: PasteParams): Promise<Pasted | { readonly fault: string } | null> {
  const { html, isMarkdown } = params as { readonly html: unknown; readonly isMarkdown: unknown }
  const [start, end] = [readPlace(params.range.start), readPlace(params.range.end)]
  if (typeof html !== "string" || !start || !end) throw new TypeError("malformed paste")
  const open = session.openDocument(params)
  if (!open) return null
  return orFault(session, async () => {
    const { readFragment } = await import("../files/bundle.ts")
    const document = open.read()
    const [a, b] = [document.offsetAt(start.line, start.character), document.offsetAt(end.line, end.character)]
    return paste(readFragment(html), { document, range: { from: Math.min(a, b), to: Math.max(a, b) }, isMarkdown: isMarkdown === true })
  })
}

/** What the readers and writers refuse is told to the user; any other error is one of the program. */
export async function orFault<T>({ locale }: Session, work: () => Promise<T>): Promise<T | { readonly fault: string }> {
  try {
    return await work()
  } catch (error) {
    // They are loaded as a bundle of their own: their errors are known by what they have.
    if (error instanceof Error && "text" in error) return { fault: (error.text as Text)[locale] }
    throw error
  }
}
