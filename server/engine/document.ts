import { lineAt } from "./text/lines.ts"
import type { Range, TextEdit } from "./text/range.ts"
import type { Block } from "./syntax/block.ts"
import { editBlocks } from "./syntax/edit.ts"
import { parse } from "./syntax/parse.ts"
import { sectionIds, vocabularyOfFormats, type ReportFormat } from "./report/format.ts"
import { reportStarts } from "./report/outline.ts"
import { readReport } from "./report/readReport.ts"
import type { Report } from "./report/report.ts"

/** A report and where its first character stands in the document. All ranges within the report count from there. */
export interface PlacedReport {
  readonly report: Report
  readonly from: number
  /** 0-based line of its first character, which always begins a line. */
  readonly line: number
}

/** Every line of a block ends, but for the last one of a text. */
const lineEndsOf = ({ text, lines }: Block): number => lines.length - (/[\r\n]$/.test(text.slice(-1)) ? 0 : 1)

/** A stretch of blocks that is one report, or what stands before the first or in place of one. It knows no absolute position. */
class Part {
  readonly blocks: readonly Block[]
  readonly length: number
  /** How many line ends it has. */
  readonly lineEnds: number
  /** How many of its headings are those of known sections. */
  readonly headings: number
  #report: Report | null | undefined

  constructor(blocks: readonly Block[]) {
    let length = 0
    let lineEnds = 0
    let headings = 0
    for (const block of blocks) {
      length += block.text.length
      lineEnds += lineEndsOf(block)
      if (block.heading?.section) headings++
    }
    this.blocks = blocks
    this.length = length
    this.lineEnds = lineEnds
    this.headings = headings
  }

  /** Its report, read when it is asked for; the formats are those of its document. */
  report(formats: readonly ReportFormat[]): Report | null {
    if (this.#report === undefined) this.#report = readReport(this.blocks, formats)
    return this.#report
  }
}

/** So many parts before an edited one may come to begin elsewhere, and so many behind it have a say in where it ends. */
const REACH = 2

/** An immutable text and the reports in it. What an edit does not touch is shared with the document before it. */
export class Document {
  readonly formats: readonly ReportFormat[]
  readonly #parts: readonly Part[]
  #reports: readonly PlacedReport[] | null = null

  private constructor(formats: readonly ReportFormat[], parts: readonly Part[]) {
    this.formats = formats
    this.#parts = parts
  }

  /** Reads a text; it need not be a draft. Accepts every string. Reports are read when they are asked for. */
  static open(text: string, formats: readonly ReportFormat[]): Document {
    return new Document(formats, partsOf(parse(text, vocabularyOfFormats(formats)), formats))
  }

  /** The document after an edit, which costs as much as the reports that it touches. */
  edit(edit: TextEdit): Document {
    const { first, last, from } = this.#touched(edit)
    let start = Math.max(0, first - REACH)
    while (start > 0 && first - start < 8 * REACH && !this.#parts.slice(start, first).some(({ headings }) => headings > 1)) start--
    const before = lengthOf(this.#parts, start, first)
    for (let reach = REACH; ; reach *= 4) {
      const end = Math.min(this.#parts.length, last + 1 + reach)
      const old = this.#parts.slice(start, end)
      const blocks = editBlocks(old.flatMap(part => part.blocks), { from: edit.from - from + before, to: edit.to - from + before, insert: edit.insert }, vocabularyOfFormats(this.formats))
      const read = partsOf(blocks, this.formats)
      const kept = end === this.#parts.length ? { read: read.length, old: end } : meeting(read, this.#parts, last + 1, end)
      if (!kept) continue
      const parts = [...this.#parts.slice(0, start), ...shareParts(read.slice(0, kept.read), this.#parts.slice(start, kept.old)), ...this.#parts.slice(kept.old)]
      return new Document(this.formats, parts)
    }
  }

  get length(): number {
    return lengthOf(this.#parts, 0, this.#parts.length)
  }

  get text(): string {
    return this.#parts.map(({ blocks }) => blocks.map(({ text }) => text).join("")).join("")
  }

  get blocks(): Block[] {
    return this.#parts.flatMap(({ blocks }) => blocks)
  }

  /** One more than the line ends. */
  get lineCount(): number {
    return this.#parts.reduce((count, { lineEnds }) => count + lineEnds, 1)
  }

  /** The reports in order; none if it is no draft. */
  get reports(): readonly PlacedReport[] {
    if (this.#reports) return this.#reports
    const reports: PlacedReport[] = []
    let from = 0
    let line = 0
    for (const part of this.#parts) {
      const report = part.report(this.formats)
      if (report) reports.push({ report, from, line })
      from += part.length
      line += part.lineEnds
    }
    return (this.#reports = reports)
  }

  /** The text between two offsets. */
  slice({ from, to }: Range): string {
    let text = ""
    let at = 0
    for (const part of this.#parts) {
      if (at + part.length > from && at < to) {
        let inPart = at
        for (const block of part.blocks) {
          if (inPart + block.text.length > from && inPart < to) text += block.text.slice(Math.max(0, from - inPart), to - inPart)
          inPart += block.text.length
        }
      }
      at += part.length
    }
    return text
  }

  /** The offset of a 0-based line and character; a place behind the end of its line, or of the text, is that end. */
  offsetAt(line: number, character: number): number {
    let at = 0
    let lines = line
    for (const part of this.#parts) {
      if (lines > part.lineEnds) {
        lines -= part.lineEnds
        at += part.length
        continue
      }
      for (const block of part.blocks) {
        if (lines < lineEndsOf(block) || !/[\r\n]$/.test(block.text.slice(-1))) return at + offsetIn(block.text, lines, character)
        lines -= lineEndsOf(block)
        at += block.text.length
      }
    }
    return at
  }

  /** The 0-based line and character of an offset; behind the end of the text, the end. */
  positionAt(offset: number): { line: number; character: number } {
    let at = 0
    let line = 0
    let last: Block | undefined
    for (const part of this.#parts) {
      if (at + part.length <= offset && part !== this.#parts[this.#parts.length - 1]) {
        at += part.length
        line += part.lineEnds
        continue
      }
      for (const block of part.blocks) {
        if (last) {
          at += last.text.length
          line += lineEndsOf(last)
        }
        if (offset < at + block.text.length) return positionIn(block.text, Math.max(0, offset - at), line)
        last = block
      }
    }
    return last ? positionIn(last.text, last.text.length, line) : { line: 0, character: 0 }
  }

  #touched({ from, to }: Range): { first: number; last: number; from: number } {
    let first = 0
    let at = 0
    while (first < this.#parts.length - 1 && at + this.#parts[first]!.length <= from) at += this.#parts[first++]!.length
    let last = first
    for (let end = at; last < this.#parts.length - 1 && (end += this.#parts[last]!.length) < to; ) last++
    return { first, last, from: at }
  }
}

function lengthOf(parts: readonly Part[], from: number, to: number): number {
  let length = 0
  for (let i = from; i < to; i++) length += parts[i]!.length
  return length
}

function partsOf(blocks: readonly Block[], formats: readonly ReportFormat[]): Part[] {
  const starts = reportStarts(blocks, sectionIds(formats))
  return starts.map((start, i) => new Part(blocks.slice(start, starts[i + 1])))
}

/** The first old part behind the edit at whose first block a part begins again, with another behind it so that nothing further has a say. */
function meeting(read: readonly Part[], parts: readonly Part[], from: number, end: number): { read: number; old: number } | null {
  for (let i = 0; i < read.length - 1; i++) {
    for (let old = from; old < end - 1; old++) if (parts[old]!.headings > 0 && parts[old]!.blocks[0] === read[i]!.blocks[0]) return { read: i, old }
  }
  return null
}

/** Parts that consist of the same blocks as before are the same objects. */
function shareParts(read: readonly Part[], old: readonly Part[]): Part[] {
  const byFirst = new Map(old.map(part => [part.blocks[0], part]))
  return read.map(part => {
    const same = byFirst.get(part.blocks[0])
    return same && same.blocks.length === part.blocks.length && part.blocks.every((block, i) => block === same.blocks[i]) ? same : part
  })
}

function offsetIn(text: string, line: number, character: number): number {
  let at = 0
  for (let i = 0; i < line; i++) at = lineAt(text, at).next
  return Math.min(at + character, lineAt(text, at).to)
}

function positionIn(text: string, offset: number, firstLine: number): { line: number; character: number } {
  let line = firstLine
  let at = 0
  for (;;) {
    const { to, next } = lineAt(text, at)
    if (next > offset || next === to) return { line, character: offset - at }
    line++
    at = next
  }
}
