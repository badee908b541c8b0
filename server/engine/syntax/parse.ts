import { sourceLinesOf } from "../text/lines.ts"
import { LARGE_BLOCK, type Block, type BlockKind, type LineClass } from "./block.ts"
import { classifierOf, isHalfTitle, isTitleEnd, isTitleStart, isYear } from "./classify.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** A label broken over more lines than this is not put together again. */
const MAX_UNKNOWN_LINES = 4
/** A title is not spread over more lines than this. */
const MAX_TITLE_GAP = 6
/** So many lines of bare labels make a table even without a figure. */
const MIN_LABEL_LINES = 3

/** A table in which no row can be told to begin is cut all the same at this size; a web page spends a hundred times as many characters on a cell. */
const MAX_TABLE = 4 * LARGE_BLOCK
const MAX_PAGE_TABLE = 16 * LARGE_BLOCK

/** How many blocks beyond its own end the reading of a block can depend on, and how many before it on it. */
export const MAX_REACH = 2 * MAX_UNKNOWN_LINES + MAX_TITLE_GAP

/** True for a block that no block before it looks beyond: nothing in front of it depends on anything behind it. */
export function isBarrier({ kind, text, lines }: Block): boolean {
  return kind === "heading" || kind === "table" || text.length >= LARGE_BLOCK || (kind === "paragraph" && lines.length > MAX_UNKNOWN_LINES)
}

/** The lines of a text with what each is: line i runs from starts[i] to starts[i + 1], its line end included. */
interface Lines {
  readonly text: string
  readonly starts: readonly number[]
  /** What each is by itself. */
  readonly own: readonly LineClass[]
  /** The same, but for lines that a line below makes the start of a title. */
  readonly classes: LineClass[]
}

/** What is known of the first and the last lines of a text from an earlier reading. */
export interface KnownLines {
  readonly head: readonly LineClass[]
  readonly tail: readonly LineClass[]
}

const TITLE: LineClass = { kind: "title" }

const NOTHING_KNOWN: KnownLines = { head: [], tail: [] }

/** The blocks of a text. Accepts every string; the blocks' texts joined give it back. */
export function parse(text: string, vocabulary: Vocabulary, known = NOTHING_KNOWN): Block[] {
  const lines = readLines(text, vocabulary, known)
  const { starts, own, classes } = lines
  const blocks: Block[] = []
  for (let at = 0; at < classes.length; ) {
    const { heading } = classes[at]!
    let kind = blockKind(classes[at]!)
    const end = kind === "table" ? endOfTable(lines, at) : kind === "heading" ? at + 1 : endOfRun(lines, at, kind)
    if (kind === "table" && !isTable(lines, at, end)) kind = "paragraph"
    const block = { kind, text: text.slice(starts[at]!, starts[end]!), lines: own.slice(at, end) }
    blocks.push(heading ? { ...block, heading } : block)
    at = end
  }
  return blocks
}

function readLines(text: string, vocabulary: Vocabulary, { head, tail }: KnownLines): Lines {
  const classify = classifierOf(vocabulary)
  const found = sourceLinesOf(text)
  const firstOfTail = found.length - tail.length
  const own = found.map(({ from, to }, i) => (i < head.length ? head[i]! : i < firstOfTail ? classify(text.slice(from, to)) : tail[i - firstOfTail]!))
  const starts = [0]
  for (const { next } of found) starts.push(next)
  const lines = { text, starts, own, classes: own.slice() }
  for (let i = 1; i < own.length; i++) {
    if (own[i]!.kind === "title") markTitleStart(lines, i, vocabulary)
    else if (own[i]!.short && own[i - 1]!.kind === "text" && isTitleEnd(lineOf(lines, i), lineOf(lines, i - 1), vocabulary)) {
      lines.classes[i - 1] = lines.classes[i] = TITLE
      markTitleStart(lines, i - 1, vocabulary)
    }
  }
  return lines
}

function blockKind({ kind }: LineClass): BlockKind {
  return kind === "row" ? "table" : kind === "text" ? "paragraph" : kind === "pageMark" ? "blank" : kind
}

const lineOf = ({ text, starts }: Lines, i: number): string => text.slice(starts[i]!, starts[i + 1]!)

/**
 * A title may begin on the line above: 前进区政府办公室 / 政府信息公开工作年度报告; or a few blank lines above, where a PDF spread it; and
 * where only the year stands there, above that.
 */
function markTitleStart(lines: Lines, title: number, vocabulary: Vocabulary): void {
  const { classes } = lines
  const line = lineOf(lines, title)
  let above = title - 1
  if (isHalfTitle(line, vocabulary)) while (above > 0 && title - above < MAX_TITLE_GAP && classes[above]!.kind === "blank") above--
  if (classes[above]?.kind !== "text" || !isTitleStart(lineOf(lines, above))) return
  for (let i = above; i < title; i++) classes[i] = TITLE
  if (isYear(lineOf(lines, above)) && !isYear(line)) markTitleStart(lines, above, vocabulary)
}

/** True if the block that has grown to the start of line `at` is to end there. What decides is the line alone, once the block is large. */
function isCut({ text, starts }: Lines, first: number, at: number): boolean {
  const size = starts[at]! - starts[first]!
  if (size < LARGE_BLOCK) return false
  return size >= 4 * LARGE_BLOCK || (starts[at + 1]! - starts[at]! + text.charCodeAt(starts[at]!) + text.charCodeAt(starts[at + 1]! - 2)) % 8 === 0
}

/** So many lines before one tell whether a row begins there. */
const MAX_LOOK_BACK = 4
const ROW_TAG = /<tr\b|<\/tr>\s*$/i
const ENDS_IN_FIGURE = /(?:[\d０-９]|[\t|｜│┃║,])\s*$/
const BARE_FIGURE = /^[\s\d０-９.,|｜│┃║/-]*$/

/** True if a row begins with line `at` of a table, whatever its layout: a table that is cut elsewhere loses cells. */
function beginsRow({ text, starts }: Lines, first: number, at: number): boolean {
  const line = text.slice(starts[at]!, starts[at + 1]!)
  let before = ""
  for (let i = at - 1; i >= first && at - i <= MAX_LOOK_BACK && before.trim() === ""; i--) before = text.slice(starts[i]!, starts[i + 1]!)
  if (line.includes("<") || before.includes("<")) return ROW_TAG.test(line.includes("<tr") ? line : before)
  return !BARE_FIGURE.test(line) && ENDS_IN_FIGURE.test(before)
}

function isTooLarge({ text, starts }: Lines, first: number, at: number): boolean {
  const size = starts[at]! - starts[first]!
  return size >= MAX_PAGE_TABLE || (size >= MAX_TABLE && !text.slice(starts[first]!, starts[first + 1]!).includes("<"))
}

function endOfRun(lines: Lines, start: number, kind: BlockKind): number {
  let end = start + 1
  // Blank lines are all alike: none singles itself out, and the cuts behind an edit would all move.
  while (end < lines.classes.length && blockKind(lines.classes[end]!) === kind && (kind === "blank" || !isCut(lines, start, end))) end++
  return end
}

/** A table goes on over blank lines, page marks and a few short unknown lines, as long as a row follows, not too far off. */
function endOfTable(lines: Lines, start: number): number {
  let end = start + 1
  let unknown = 0
  for (let at = end; at < lines.classes.length && lines.starts[at]! - lines.starts[end]! < LARGE_BLOCK; at++) {
    const { kind, short } = lines.classes[at]!
    if (kind === "row") {
      if (isCut(lines, start, at) && (beginsRow(lines, start, at) || isTooLarge(lines, start, at))) return at
      end = at + 1
      unknown = 0
    } else if (kind === "text" && short && unknown < MAX_UNKNOWN_LINES) unknown++
    else if (kind !== "blank" && kind !== "pageMark") break
  }
  return end
}

function isTable({ classes }: Lines, start: number, end: number): boolean {
  let labels = 0
  for (let at = start; at < end; at++) {
    const { kind, strong } = classes[at]!
    if (strong) return true
    if (kind === "row") labels++
  }
  return labels >= MIN_LABEL_LINES
}
