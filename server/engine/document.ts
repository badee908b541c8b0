import { countLineEnds, lineAt, offsetOfLine } from "./text/lines.ts"
import { memoize } from "./text/memoize.ts"
import { shift, type Range, type TextEdit } from "./text/range.ts"
import { lastUpTo } from "./text/search.ts"
import type { Block } from "./syntax/block.ts"
import { editBlocks } from "./syntax/edit.ts"
import { parse } from "./syntax/parse.ts"
import { vocabularyOfFormats, type ReportFormat } from "./report/format.ts"
import { reportStarts } from "./report/outline.ts"
import { readLooseTables } from "./report/looseTables.ts"
import { readReport } from "./report/readReport.ts"
import type { Report } from "./report/report.ts"

/** A report and where its first character stands in the document. All ranges within the report count from there. */
export interface PlacedReport {
  readonly report: Report
  readonly from: number
  /** 0-based line of its first character, which always begins a line. */
  readonly line: number
}

/** False for tables of no format, which are read as reports are and are none. */
export const isProper = ({ report }: PlacedReport): boolean => !report.format.isLoose

/** The reports among those of a document. */
export const properReports = (reports: readonly PlacedReport[]): readonly PlacedReport[] => reports.filter(isProper)

const endsInLineEnd = (text: string): boolean => /[\r\n]/.test(text.slice(-1))

/** How many line ends a block has. Every line of it ends, but for the last one of a text; in a web page tags end lines, too. */
const lineEndsOf = (block: Block): number => (block.text.includes("<") ? lineEndsIn(block) : block.lines.length - (endsInLineEnd(block.text) ? 0 : 1))
const lineEndsIn = memoize(({ text }: Block) => countLineEnds(text))

/** Where the last line of a text begins. */
const lastLineStart = (text: string): number => Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1

const textOf = (blocks: readonly Block[]): string => blocks.map(({ text }) => text).join("")

/** A stretch of blocks that is one report, or what stands before the first or in place of one. It knows no absolute position. */
class Part {
  readonly blocks: readonly Block[]
  readonly text: string
  /** How many line ends it has. */
  readonly lineEnds: number
  /** How many of its headings are those of known sections. */
  readonly headings: number
  #report: Report | null | undefined

  constructor(blocks: readonly Block[], text = textOf(blocks)) {
    let lineEnds = 0
    let headings = 0
    for (const block of blocks) {
      lineEnds += lineEndsOf(block)
      if (block.heading && block.heading.sections.length > 0) headings++
    }
    this.blocks = blocks
    this.text = text
    this.lineEnds = lineEnds
    this.headings = headings
  }

  /** Its report, read when it is asked for; the formats are those of its document. */
  report(formats: readonly ReportFormat[]): Report | null {
    if (this.#report === undefined) this.#report = readReport(this.blocks, this.text, formats) ?? readLooseTables(this.blocks, this.text)
    return this.#report
  }
}

/** A part where it stands, so that a place is found without a look into what lies before it. */
interface PlacedPart {
  readonly part: Part
  readonly from: number
  readonly line: number
  /** Its report, once that has been asked for. */
  report: Report | null | undefined
}

/** So many parts before an edited one may come to begin elsewhere, and so many behind it have a say in where it ends. */
const REACH = 2

/** An immutable text and the reports in it. What an edit does not touch is shared with the document before it. */
export class Document {
  readonly formats: readonly ReportFormat[]
  readonly #parts: readonly PlacedPart[]
  #reports: readonly PlacedReport[] | null = null

  private constructor(formats: readonly ReportFormat[], parts: readonly PlacedPart[]) {
    this.formats = formats
    this.#parts = parts
  }

  /** Reads a text; it need not be a draft. Accepts every string. Reports are read when they are asked for. */
  static open(text: string, formats: readonly ReportFormat[]): Document {
    return new Document(formats, placeParts(cutParts(parse(text, vocabularyOfFormats(formats)), formats, text), 0, 0))
  }

  /** The same as opening both texts as one: a long text is read in stretches so. What is read of it again is its tail. */
  append(text: string): Document {
    const start = this.settled
    const old = this.#parts.slice(start).map(({ part }) => part)
    const all = old.map(part => part.text).join("") + text
    return this.#replace(start, this.#parts.length, cutParts(parse(all, vocabularyOfFormats(this.formats)), this.formats, all))
  }

  /** The document after an edit, which costs as much as the reports that it touches. */
  edit(edit: TextEdit): Document {
    const first = this.#indexAt(edit.from)
    const last = Math.max(first, this.#indexAt(edit.to - 1))
    // What is typed before the first character of a part may belong to the one before it.
    const isWithin = first === last && edit.from > this.#parts[first]!.from
    return (isWithin ? this.#editWithin(first, edit) : null) ?? this.#editAcross(first, last, edit)
  }

  /** An edit that leaves every title and every heading of a section as it is moves no border between reports. Null for any other. */
  #editWithin(index: number, edit: TextEdit): Document | null {
    const { part, from } = this.#parts[index]!
    const behind = this.#parts[index + 1]?.part.blocks ?? []
    const { first, end, blocks } = editBlocks([...part.blocks, ...behind], shift(edit, -from), vocabularyOfFormats(this.formats))
    if (first === 0 || end > part.blocks.length || !haveSameOutline(part.blocks.slice(first, end), blocks)) return null
    return this.#replace(index, index + 1, [new Part([...part.blocks.slice(0, first), ...blocks, ...part.blocks.slice(end)])])
  }

  #editAcross(first: number, last: number, edit: TextEdit): Document {
    const start = this.#startOfCutting(first)
    for (let reach = REACH; ; reach *= 4) {
      const limit = Math.min(this.#parts.length, last + 1 + reach)
      const old = this.#parts.slice(start, limit)
      const all = old.flatMap(({ part }) => part.blocks)
      const { first, end, blocks } = editBlocks(all, shift(edit, -old[0]!.from), vocabularyOfFormats(this.formats))
      const read = cutParts([...all.slice(0, first), ...blocks, ...all.slice(end)], this.formats)
      const kept = limit === this.#parts.length ? { read: read.length, old: limit } : meeting(read, this.#parts, last + 1, limit)
      if (kept) return this.#replace(start, kept.old, shareParts(read.slice(0, kept.read), old.map(({ part }) => part)))
    }
  }

  /** No part before this one can come to end elsewhere when the one at an index changes. */
  #startOfCutting(index: number): number {
    let start = Math.max(0, index - REACH)
    while (start > 0 && index - start < 8 * REACH && !this.#parts.slice(start, index).some(({ part }) => part.headings > 1)) start--
    return start
  }

  /** The document with other parts in the place of some of its own. */
  #replace(first: number, end: number, parts: readonly Part[]): Document {
    const { from, line } = this.#parts[first]!
    const [old, now] = [extentOf(this.#parts.slice(first, end).map(({ part }) => part)), extentOf(parts)]
    const by = now.length - old.length
    const lines = now.lineEnds - old.lineEnds
    const behind = this.#parts.slice(end)
    const moved = by === 0 && lines === 0 ? behind : behind.map(({ part, from, line, report }): PlacedPart => ({ part, from: from + by, line: line + lines, report }))
    return new Document(this.formats, [...this.#parts.slice(0, first), ...placeParts(parts, from, line), ...moved])
  }

  get length(): number {
    const last = this.#parts[this.#parts.length - 1]!
    return last.from + last.part.text.length
  }

  get text(): string {
    return this.#parts.map(({ part }) => part.text).join("")
  }

  get blocks(): Block[] {
    return this.#parts.flatMap(({ part }) => part.blocks)
  }

  /** One more than the line ends. */
  get lineCount(): number {
    const last = this.#parts[this.#parts.length - 1]!
    return last.line + last.part.lineEnds + 1
  }

  /** The reports in order; none if it is no draft. */
  get reports(): readonly PlacedReport[] {
    this.#reports ??= [...this.eachReport()]
    return this.#reports
  }

  /** The reports in order, each read when it is come to: who stops on the way finds those before read the next time. */
  *eachReport(): Generator<PlacedReport, undefined> {
    for (const index of this.#parts.keys()) {
      const placed = this.reportAt(index)
      if (placed) yield placed
    }
  }

  /** The reports that have been read, in order. */
  get readReports(): PlacedReport[] {
    return this.#parts.flatMap(placed => (placed.report ? [placed as PlacedReport] : []))
  }

  /** The reports in lines, from the last one that begins before them; no others are read. */
  reportsIn(first: number, last: number): PlacedReport[] {
    let index = this.indexOfLine(first)
    while (index > 0 && !this.reportAt(index)) index--
    const found: PlacedReport[] = []
    for (const end = Math.max(index, this.indexOfLine(last)); index <= end; index++) {
      const placed = this.reportAt(index)
      if (placed) found.push(placed)
    }
    return found
  }

  /** How many stretches it is cut into. Each is a report, or none. */
  get size(): number {
    return this.#parts.length
  }

  /** How many stretches, from the first on, are the same whatever text is appended. */
  get settled(): number {
    return this.#startOfCutting(this.#parts.length - 1)
  }

  /** How many characters those behind have, which are read again when text is appended. */
  get tail(): number {
    return this.length - this.#parts[this.settled]!.from
  }

  /** The report of a stretch, which is read if it has not been; null if there is none. */
  reportAt(index: number): PlacedReport | null {
    const placed = this.#parts[index]!
    if (placed.report === undefined) placed.report = placed.part.report(this.formats)
    return placed.report ? (placed as PlacedReport) : null
  }

  /** True if it is known whether a stretch is a report. */
  isRead(index: number): boolean {
    return this.#parts[index]!.report !== undefined
  }

  /** How many stretches have not been read. */
  get unread(): number {
    let count = 0
    for (const { report } of this.#parts) if (report === undefined) count++
    return count
  }

  /** The 0-based line in which a stretch begins. */
  lineOf(index: number): number {
    return this.#parts[index]!.line
  }

  /** The stretch in which a 0-based line lies; the last one for lines behind it. */
  indexOfLine(line: number): number {
    return Math.max(0, lastUpTo(this.#parts, line, part => part.line))
  }

  /** The text between two offsets. */
  slice({ from, to }: Range): string {
    let text = ""
    for (let index = this.#indexAt(from); index < this.#parts.length && this.#parts[index]!.from < to; index++) {
      const { part, from: start } = this.#parts[index]!
      let at = start
      for (const block of part.blocks) {
        if (at + block.text.length > from && at < to) text += block.text.slice(Math.max(0, from - at), to - at)
        at += block.text.length
      }
    }
    return text
  }

  /** The offset of a 0-based line and character; a place behind the end of its line, or of the text, is that end. */
  offsetAt(line: number, character: number): number {
    const { part, from, line: firstLine } = this.#parts[this.indexOfLine(line)]!
    let at = from
    let lineStart = from
    let lines = line - firstLine
    for (const [i, block] of part.blocks.entries()) {
      const lineEnds = lineEndsOf(block)
      if (lines < lineEnds || (lines === lineEnds && !endsInLineEnd(block.text)) || i === part.blocks.length - 1) {
        const start = lines === 0 ? lineStart : at + offsetOfLine(block.text, lines)
        const text = part.text.slice(start - from)
        return start + Math.min(character, lineAt(text, 0).to)
      }
      if (lineEnds > 0) lineStart = at + lastLineStart(block.text)
      lines -= lineEnds
      at += block.text.length
    }
    return at
  }

  /** The 0-based line and character of an offset; behind the end of the text, the end. */
  positionAt(offset: number): { line: number; character: number } {
    const { part, from, line: firstLine } = this.#parts[this.#indexAt(offset)]!
    let at = from
    let lineStart = from
    let line = firstLine
    for (const [i, block] of part.blocks.entries()) {
      const { text } = block
      if (offset < at + text.length || i === part.blocks.length - 1) {
        const found = positionIn(text, Math.min(Math.max(0, offset - at), text.length), line)
        return found.line === line ? { line, character: found.character + at - lineStart } : found
      }
      const lineEnds = lineEndsOf(block)
      if (lineEnds > 0) lineStart = at + lastLineStart(text)
      at += text.length
      line += lineEnds
    }
    return { line, character: 0 }
  }

  /** The index of the part in which an offset lies; of the last one for the end of the text. */
  #indexAt(offset: number): number {
    return Math.max(0, lastUpTo(this.#parts, offset, ({ from }) => from))
  }
}

function extentOf(parts: readonly Part[]): { length: number; lineEnds: number } {
  let length = 0
  let lineEnds = 0
  for (const part of parts) {
    length += part.text.length
    lineEnds += part.lineEnds
  }
  return { length, lineEnds }
}

function placeParts(parts: readonly Part[], from: number, line: number): PlacedPart[] {
  let [at, lines] = [from, line]
  return parts.map(part => {
    const placed: PlacedPart = { part, from: at, line: lines, report: undefined }
    at += part.text.length
    lines += part.lineEnds
    return placed
  })
}

/** The parts of blocks. Where their text is at hand the parts' texts are pieces of it, not copies. */
function cutParts(blocks: readonly Block[], formats: readonly ReportFormat[], text?: string): Part[] {
  const starts = reportStarts(blocks, vocabularyOfFormats(formats))
  let to = 0
  return starts.map((start, i) => {
    const own = blocks.slice(start, starts[i + 1])
    const from = to
    for (const block of own) to += block.text.length
    return new Part(own, text?.slice(from, to))
  })
}

/** True if blocks that give way to others say as much as these of where reports begin: neither has a title or a heading of a section, and body text only both. */
function haveSameOutline(old: readonly Block[], read: readonly Block[]): boolean {
  const isBorder = ({ kind, heading }: Block): boolean => kind === "title" || (heading !== undefined && (heading.sections.length > 0 || heading.inBrackets !== undefined))
  const isBody = ({ kind, heading }: Block): boolean => kind !== "blank" && heading === undefined
  return !old.some(isBorder) && !read.some(isBorder) && old.some(isBody) === read.some(isBody)
}

/** The first old part behind the edit at whose first block a part begins again, with another behind it so that nothing further has a say. */
function meeting(read: readonly Part[], parts: readonly PlacedPart[], from: number, end: number): { read: number; old: number } | null {
  for (let i = 0; i < read.length - 1; i++) {
    for (let old = from; old < end - 1; old++) {
      const { headings, blocks } = parts[old]!.part
      if (headings > 0 && blocks[0] === read[i]!.blocks[0]) return { read: i, old }
    }
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
