import { openDocument, type Document } from "../engine/index.ts"
import { FORMATS } from "../engine/formats.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { readChange, type Change } from "./changes.ts"

/** An open document. The engine's document is its text too: a change costs what it touches, and reports are read when someone asks. */
export class OpenDocument {
  #document: Document
  /** Counts the changes, and those of what it is compared with: what a client says of its versions is not relied on. */
  revision = 0
  /** True from a change to the next time that it is saved: what is missing at its end may still be to come. */
  isWriting = false

  constructor(
    readonly uri: string,
    public version: number,
    text: string,
    formats: readonly ReportFormat[],
  ) {
    this.#document = openDocument(text, formats)
  }

  /** Reads it anew, in other formats. */
  readIn(formats: readonly ReportFormat[]): void {
    this.#document = openDocument(this.#document.text, formats)
    this.revision++
  }

  /** Applies the changes of one message: all of them, or none if one is malformed. */
  change(changes: readonly unknown[], version: number): void {
    const read = changes.map(readChange)
    if (read.includes(null)) throw new TypeError(`malformed change of ${this.uri}`)
    this.#document = read.reduce((document, change) => changed(document, change!), this.#document)
    this.version = version
    this.revision++
    this.isWriting = true
  }

  /** It was saved as it is: what is missing is missing. Gives back whether that is news. */
  saved(): boolean {
    const wasWriting = this.isWriting
    this.isWriting = false
    if (wasWriting) this.revision++
    return wasWriting
  }

  /** Something that it is compared with has changed: what was worked out is out of date, as after a change of its own. */
  outdate(): void {
    this.revision++
  }

  /** The document as it is now. */
  read(): Document {
    return this.#document
  }
}

function changed(document: Document, { text, range }: Change): Document {
  if (!range) return openDocument(text, document.formats)
  const [a, b] = [document.offsetAt(range.start.line, range.start.character), document.offsetAt(range.end.line, range.end.character)]
  return document.edit({ from: Math.min(a, b), to: Math.max(a, b), insert: text })
}

/** The documents that the client has open. */
export class Documents {
  readonly #open = new Map<string, OpenDocument>()
  #formats: readonly ReportFormat[] = FORMATS

  /** Reads all documents, those that are opened later too, in these formats. */
  set formats(formats: readonly ReportFormat[]) {
    this.#formats = formats
    for (const document of this.all()) document.readIn(formats)
  }

  get(uri: unknown): OpenDocument | undefined {
    return typeof uri === "string" ? this.#open.get(uri) : undefined
  }

  all(): OpenDocument[] {
    return [...this.#open.values()]
  }

  open(uri: unknown, version: unknown, text: unknown): OpenDocument {
    if (typeof uri !== "string" || typeof text !== "string") throw new TypeError("malformed document")
    const document = new OpenDocument(uri, typeof version === "number" ? version : 0, text, this.#formats)
    this.#open.set(uri, document)
    return document
  }

  close(uri: unknown): boolean {
    return typeof uri === "string" && this.#open.delete(uri)
  }
}
