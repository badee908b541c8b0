import { isPageMark } from "../../text/pageMark.ts"
import { linesOf } from "../../text/lines.ts"
import { toPlainInPlace } from "../../text/plain.ts"
import type { Range } from "../../text/range.ts"

/** A stretch of prose without a break, its lines joined, in the form in which prose is compared, with the way back to what is written. */
export interface Passage {
  readonly text: string
  /** Where unit i of the text stands. */
  readonly at: readonly number[]
  /** True if it begins with a number, as a heading or an item does. */
  readonly isNumbered: boolean
}

/** Shorter lines that end without a full stop end a passage: no page is so narrow. */
const MIN_WRAPPED = 16
const CLOSING = /[。！？；;!?:：…]$/
const NUMBERED = /^\s*[#*>]*\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)](?![项款目])|第?[一二三四五六七八九十]{1,3}[、.．](?!\d)|\d{1,2}[、.．)）](?!\d))/
const INNER_STOP = /[，,；;：:。]/
/** A book title longer than this is an open bracket that nobody closed. */
const MAX_BOOK_TITLE = 150
const LEFT_OUT = /[\s"'“”‘’]/

/** True if a line ends in the middle of a sentence, so that the next one goes on with it. */
export function endsOpen(line: string): boolean {
  const text = line.trim()
  if (text.length < MIN_WRAPPED || CLOSING.test(text.slice(-1))) return false
  return !isNumbered(text) || INNER_STOP.test(text)
}

/** True if a line begins with a number of its own: （一） 1、 */
export function isNumbered(line: string): boolean {
  return NUMBERED.test(line.slice(0, 20))
}

/** The passages of a text of whole lines. Blank lines and page marks do not count; every other line may go on in the next. */
export function passagesOf(text: string, from = 0): Passage[] {
  const plain = toPlainInPlace(text)
  const passages: Passage[] = []
  let open: { parts: string[]; at: number[]; isNumbered: boolean } | null = null
  const close = (): void => {
    if (open) passages.push({ text: open.parts.join(""), at: open.at, isNumbered: open.isNumbered })
    open = null
  }
  for (const line of linesOf(text)) {
    const start = Math.max(line.from, from)
    const written = text.slice(start, line.to)
    if (line.to <= from || written.trim() === "" || isPageMark(written)) continue
    const numbered = isNumbered(written)
    if (numbered) close()
    open ??= { parts: [], at: [], isNumbered: numbered }
    addLine(plain, start, line.to, open)
    if (!endsOpen(written)) close()
  }
  close()
  return passages
}

/** Adds a line without its blanks and quotes; a book title counts as its brackets only. */
function addLine(plain: string, from: number, to: number, { parts, at }: { parts: string[]; at: number[] }): void {
  let unclosed = -1
  for (let i = from; i < to; i++) {
    const unit = plain[i]!
    if (LEFT_OUT.test(unit)) continue
    parts.push(unit)
    at.push(i)
    if (unit !== "《" || unclosed >= i) continue
    const length = plain.slice(i, Math.min(to, i + MAX_BOOK_TITLE)).indexOf("》")
    if (length > 0) i += length - 1
    else unclosed = i + MAX_BOOK_TITLE
  }
}

/** The range of units of a passage in what is written. */
export function rangeIn({ at }: Passage, from: number, to: number): Range {
  return { from: at[from]!, to: at[to - 1]! + 1 }
}
