import { lastUpTo } from "./search.ts"

/** A line of a text: `from`–`to` without its line end (LF, CRLF or CR), `next` behind it. */
export interface Line {
  readonly from: number
  readonly to: number
  readonly next: number
}

const LF = 10
const CR = 13

/** Beyond this the end of a line is sought by a search, which is quicker from some length on. */
const LONG = 256
const LINE_END = /[\r\n]/g

/** Where the line that begins at `from` ends. Every text has a last line, perhaps an empty one. */
export function lineAt(text: string, from: number): Line {
  const limit = Math.min(text.length, from + LONG)
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code === LF) return { from, to: at, next: at + 1 }
    if (code === CR) return { from, to: at, next: text.charCodeAt(at + 1) === LF ? at + 2 : at + 1 }
  }
  LINE_END.lastIndex = limit
  const to = limit < text.length ? (LINE_END.exec(text)?.index ?? text.length) : text.length
  return { from, to, next: to === text.length ? to : text.charCodeAt(to) === CR && text.charCodeAt(to + 1) === LF ? to + 2 : to + 1 }
}

/** Where a 0-based line of a text begins; its end for a line behind all, whatever number a client sends. */
export function offsetOfLine(text: string, line: number): number {
  let at = 0
  for (let i = 0; i < line && at < text.length; i++) at = lineAt(text, at).next
  return at
}

/** Where the line begins in which an offset lies. */
export function startOfLine(text: string, offset: number): number {
  let from = offset
  while (from > 0 && text.charCodeAt(from - 1) !== LF && text.charCodeAt(from - 1) !== CR) from--
  return from
}

/** The offset of a place in a text; one behind the end of its line, or of the text, is that end. */
export function offsetIn(text: string, { line, character }: LinePlace): number {
  const start = offsetOfLine(text, line)
  return Math.min(start + character, lineAt(text, start).to)
}

/** The lines of a text in order. A text that ends in a line end has no further, empty line. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let from = 0; from < text.length; ) {
    const line = lineAt(text, from)
    lines.push(line)
    from = line.next
  }
  return lines
}

/** A line of a text in which block tags of a web page end lines too. */
export interface SourceLine extends Line {
  /** Where the tag that ends it begins; absent for a line that a line end ends. */
  readonly tag?: number
}

/** A line end, or what ends a block of a web page. */
const LINE_OR_BLOCK_END = /\r\n?|\n|<\/(?:p|div|h[1-6]|li|ul|ol|tr|table|section|article|nav|script|style|head|title)[ \t]*>|<br[ \t]*\/?>/gi

/** The lines of a text as a reader of a web page sees them: a line ends behind the end of a paragraph, heading, list item or row, too. */
export function sourceLinesOf(text: string): readonly SourceLine[] {
  if (!text.includes("<")) return linesOf(text)
  const lines: SourceLine[] = []
  let from = 0
  for (const { index, 0: end } of text.matchAll(LINE_OR_BLOCK_END)) {
    const next = index + end.length
    const isTag = end.startsWith("<")
    if (isTag && isLineEnd(text.charCodeAt(next))) continue
    lines.push(isTag ? { from, to: next, next, tag: index } : { from, to: index, next })
    from = next
  }
  if (from < text.length) lines.push({ from, to: text.length, next: text.length })
  return lines
}

const isLineEnd = (code: number): boolean => code === LF || code === CR

/** How many line ends a text has: LF, CRLF or CR. */
export function countLineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++
  for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) if (text.charCodeAt(at + 1) !== LF) count++
  return count
}

/** The line end that the text uses first; LF where it has none. */
export function lineEnd(text: string): string {
  const { to, next } = lineAt(text, 0)
  return text.slice(to, next) || "\n"
}

/** A place in a text: 0-based line, and UTF-16 units from its beginning. */
export interface LinePlace {
  readonly line: number
  readonly character: number
}

/** The lines of one text: turns offsets into 0-based lines and characters (UTF-16 units, as LSP counts them) and back. */
export class LineIndex {
  /** Where each line begins, and where it ends without its line end. */
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #length: number

  constructor(text: string) {
    this.#length = text.length
    let isEnded = true
    for (const { from, to, next } of linesOf(text)) {
      this.#starts.push(from)
      this.#ends.push(to)
      isEnded = next > to
    }
    if (!isEnded) return
    this.#starts.push(text.length)
    this.#ends.push(text.length)
  }

  get count(): number {
    return this.#starts.length
  }

  position(offset: number): LinePlace {
    const line = Math.max(0, lastUpTo(this.#starts, offset, start => start))
    return { line, character: offset - this.#starts[line]! }
  }

  /** The offset of a place; one beyond the end of its line is taken for that end. */
  offset(line: number, character: number): number {
    if (line < 0) return 0
    if (line >= this.#starts.length) return this.#length
    return Math.min(this.#starts[line]! + Math.max(character, 0), this.#ends[line]!)
  }
}
