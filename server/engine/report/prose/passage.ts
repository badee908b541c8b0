import { isPageMark } from "../../text/pageMark.ts"
import { withoutMarkup } from "../../text/markup.ts"
import { sourceLinesOf } from "../../text/lines.ts"
import { toPlainInPlace } from "../../text/plain.ts"
import type { Range } from "../../text/range.ts"
import { lastUpTo } from "../../text/search.ts"

/** A stretch of prose without a break, its lines joined, in the form in which prose is compared, with the way back to what is written. */
export interface Passage {
  readonly text: string
  /** The stretches of it that are written without a gap, in order. */
  readonly runs: readonly Run[]
  /** True if it begins with a number, as a heading or an item does. */
  readonly isNumbered: boolean
}

/** A stretch of a passage: where it begins in its text, and where it stands in what is written. */
interface Run {
  readonly from: number
  readonly written: number
}

/** Shorter lines that end without a full stop end a passage: no page is so narrow. */
const MIN_WRAPPED = 16
const CLOSING = /[。！？；;!?:：…]$/
const NUMBERED = /^\s*[#*>]*\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)](?![项款目])|第?[一二三四五六七八九十]{1,3}[、.．](?!\d)|\d{1,2}[、.．)）](?!\d))/
const INNER_STOP = /[，,；;：:。]/
/** A book title longer than this is an open bracket that nobody closed. */
const MAX_BOOK_TITLE = 150
const BOOK_TITLE = "《"
/** What a passage leaves out, or leaves something out behind. */
const GAP = /[ "'“”‘’《]/g

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
export function passagesOf(written: string, from = 0): Passage[] {
  const text = withoutMarkup(written)
  const plain = toPlainInPlace(text)
  const passages: Passage[] = []
  let open: OpenPassage | null = null
  const close = (): void => {
    if (open) passages.push(open)
    open = null
  }
  for (const line of sourceLinesOf(written)) {
    const start = Math.max(line.from, from)
    const shown = text.slice(start, line.to)
    if (line.to <= from || shown.trim() === "" || isPageMark(shown)) continue
    const numbered = isNumbered(shown)
    if (numbered) close()
    open ??= { text: "", runs: [], isNumbered: numbered }
    addLine(plain.slice(start, line.to), start, open)
    if (!endsOpen(shown)) close()
  }
  close()
  return passages
}

interface OpenPassage {
  text: string
  readonly runs: Run[]
  readonly isNumbered: boolean
}

/** Adds a line without its blanks and quotes, quoted words that stand side by side as the items of a list; a book title counts as its brackets only. */
function addLine(line: string, start: number, open: OpenPassage): void {
  const add = (from: number, to: number): void => {
    if (from === to) return
    open.runs.push({ from: open.text.length, written: start + from })
    open.text += line.slice(from, to)
  }
  let from = 0
  let unclosed = -1
  for (const { index, 0: unit } of line.matchAll(GAP)) {
    if (index < from) continue
    if (unit !== BOOK_TITLE) {
      add(from, index)
      from = index + 1
      if (unit === "”" && line[from] === "“") {
        open.runs.push({ from: open.text.length, written: start + index })
        open.text += "、"
      }
    } else if (unclosed < index) {
      const length = line.slice(index, index + MAX_BOOK_TITLE).indexOf("》")
      if (length < 0) unclosed = index + MAX_BOOK_TITLE
      else {
        add(from, index + 1)
        from = index + length
      }
    }
  }
  add(from, line.length)
}

/** The range of units of a passage in what is written. */
export function rangeIn({ runs }: Passage, from: number, to: number): Range {
  return { from: placeIn(runs, from), to: placeIn(runs, to - 1) + 1 }
}

/** Where a unit of a passage stands. */
function placeIn(runs: readonly Run[], at: number): number {
  const { from, written } = runs[Math.max(0, lastUpTo(runs, at, run => run.from))]!
  return written + at - from
}
