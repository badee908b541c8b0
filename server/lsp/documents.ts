import { openDocument, type Document } from "../engine/index.ts"
import { FORMATS } from "../engine/formats.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { offsetIn } from "../engine/text/lines.ts"
import { readChange, type Change } from "./changes.ts"

/** A longer text is cut into reports in stretches, between which messages are let in; the first is short, since it holds what is seen first. */
const LONG = 200_000
const FIRST_STRETCH = 16_384
const STRETCH = 65_536

/** So many reports are read in one go. */
export const FEW = 32

/** Lines that somebody looks at. */
export interface Lines {
  readonly first: number
  readonly last: number
}

/** An open document. The engine's document is its text too: a change costs what it touches, and reports are read when someone asks. */
export class OpenDocument {
  /** Ends behind a line end, unless it is all. */
  #document: Document
  /** What of a long text has not been cut into reports yet. */
  #rest = ""
  /** Counts the changes, and those of what it is compared with: what a client says of its versions is not relied on. */
  revision = 0
  /** True from a change to the next time that it is saved: what is missing at its end may still be to come. */
  isWriting = false
  /** The user did not want to wait until all of it is read. */
  isStopped = false
  /** The line of the last change; -1 before the first. */
  edited = -1
  /** Lines that the client has asked for as those on the screen. */
  visible: Lines | null = null

  constructor(
    readonly uri: string,
    public version: number,
    text: string,
    formats: readonly ReportFormat[],
  ) {
    this.#document = this.#begin(text, formats)
  }

  /** Reads it anew, in other formats. */
  readIn(formats: readonly ReportFormat[]): void {
    this.#document = this.#begin(this.#document.text + this.#rest, formats)
    this.revision++
  }

  /** Applies the changes of one message: all of them, or none if one is malformed. */
  change(changes: readonly unknown[], version: number): void {
    const read = changes.map(readChange)
    if (read.includes(null)) throw new TypeError(`malformed change of ${this.uri}`)
    for (const change of read) this.#apply(change!)
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
    while (!this.isCut) this.readOn()
    return this.#document
  }

  /** As much of it as has been cut into reports; the last ones may come out otherwise when more is. */
  get known(): Document {
    return this.#document
  }

  /** True if all of it has been cut into reports. */
  get isCut(): boolean {
    return this.#rest === ""
  }

  /** How many of the stretches that are known will stay. */
  get settled(): number {
    return this.isCut ? this.#document.size : this.#document.settled
  }

  /** True if the report in which a line lies is known. */
  reaches(line: number): boolean {
    return this.isCut || line < this.#document.lineOf(this.#document.settled)
  }

  /** True while there is more to read than is read in one go. */
  get isLong(): boolean {
    return !this.isCut || (this.#document.size > FEW && this.#document.unread > FEW)
  }

  /** The 0-based line from which on there is something that has not been read. */
  get unreadLine(): number {
    const known = this.#document
    for (let index = 0; index < this.settled; index++) if (!known.isRead(index)) return known.lineOf(index)
    return this.isCut ? known.lineCount - 1 : known.lineOf(this.settled)
  }

  /** The stretches that somebody looks at or has just changed, as far as they are known. */
  get wanted(): number[] {
    const known = this.#document
    const at = (line: number): number => known.indexOfLine(line)
    const seen = this.visible ? Array.from({ length: Math.min(FEW, at(this.visible.last) - at(this.visible.first) + 1) }, (_, i) => at(this.visible!.first) + i) : []
    return [...(this.edited < 0 ? [] : [at(this.edited)]), ...seen].filter(index => index < this.settled)
  }

  /** Cuts one more stretch into reports. */
  readOn(): void {
    const stretch = this.#take(Math.max(STRETCH, this.#document.tail))
    this.#document = this.#document.append(stretch)
  }

  #begin(text: string, formats: readonly ReportFormat[]): Document {
    this.#rest = text
    return openDocument(this.#take(text.length > LONG ? FIRST_STRETCH : text.length), formats)
  }

  /** The first lines of what is left, at least so many characters of them. */
  #take(length: number): string {
    const end = this.#rest.indexOf("\n", length - 1) + 1
    const taken = end === 0 ? this.#rest : this.#rest.slice(0, end)
    this.#rest = end === 0 ? "" : this.#rest.slice(end)
    return taken
  }

  #apply({ text, range }: Change): void {
    if (!range) {
      this.#document = this.#begin(text, this.#document.formats)
      return
    }
    const [a, b] = [range.start.line, range.end.line]
    this.edited = Math.min(a, b)
    const border = this.#document.lineCount - 1
    if (!this.isCut && Math.max(a, b) >= border) {
      if (this.edited >= border) return this.#changeRest(text, { start: { ...range.start, line: a - border }, end: { ...range.end, line: b - border } })
      this.read()
    }
    this.#document = changed(this.#document, text, range)
  }

  #changeRest(text: string, { start, end }: NonNullable<Change["range"]>): void {
    const [a, b] = [offsetIn(this.#rest, start), offsetIn(this.#rest, end)]
    this.#rest = this.#rest.slice(0, Math.min(a, b)) + text + this.#rest.slice(Math.max(a, b))
  }
}

function changed(document: Document, insert: string, { start, end }: NonNullable<Change["range"]>): Document {
  const [a, b] = [document.offsetAt(start.line, start.character), document.offsetAt(end.line, end.character)]
  return document.edit({ from: Math.min(a, b), to: Math.max(a, b), insert })
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
