import { digitsIn, parseNumeral } from "../text/decimal.ts"
import { memoizeText } from "../text/memoize.ts"
import { keyOf, toPlain } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { Cell, CellKind, Row, SourceLine } from "./grid.ts"

const PLACEHOLDER = /^(?:[-—–―－/／\\＼*＊×]{1,4}|无|暂无|空)$/
/** A figure with something at it that makes it none: 251000元, 3件, 减4, ? 0, 零. */
const NEAR_FIGURE = /^(?:[^\p{L}\p{N}]*(?:减|增|约|近|共)?[^\p{L}\p{N}]*-?\d[\d,. ]*(?:余|多)?\s*[\p{L}%‰]{0,2}[^\p{L}\p{N}]*|零|〇|[oO○])$/u
const NUMBERED = /^\d{1,2}\s*[、.,)]\s*\D/
const MAX_FIGURE = 40

/** Words without a digit and longer than a placeholder are settled at once. */
const MAY_BE_FIGURE = /[\d０-９①-⑳]|^.{1,4}$/

/** Longer texts are no labels. */
const MAX_LABEL = 120

const keyOfCell = (text: string): string => (text.length > MAX_LABEL ? "" : keyOf(text))

/** What a text, blanks and marks around it taken off, is as a cell. `text` is anything that no one would read as a figure. */
export const meaningOf = memoizeText((text): Pick<Cell, "kind" | "key"> => {
  const kind = text.length <= MAX_FIGURE && MAY_BE_FIGURE.test(text) ? kindOfFigure(text) : "text"
  return { kind, key: kind === "text" ? keyOfCell(text) : "" }
})

function kindOfFigure(text: string): CellKind {
  if (parseNumeral(text)) return "number"
  if (PLACEHOLDER.test(text)) return "placeholder"
  const plain = toPlain(text)
  return NEAR_FIGURE.test(plain) && !NUMBERED.test(plain) ? "unreadable" : "text"
}

/** True for a whole number of usual size in half-width digits. */
export function isDigits(text: string): boolean {
  return digitsIn(text, 0, text.length) >= 0
}

/** One text for all cells that say the same. */
const SMALL_COUNTS: readonly string[] = Array.from({ length: 1000 }, (_, count) => String(count))

/** The cell that stands in `text` (part of a block) between two offsets, blanks and marks around it left out. `base` is where `text` begins in the block. */
export function cellIn(text: string, from: number, to: number, base: number): Cell {
  let content = within(text, from, to, isBlank)
  if (isMark(text.charCodeAt(content.from)) || isMark(text.charCodeAt(content.to - 1))) content = withoutMarks(text, content)
  const { from: start, to: end } = content
  if (start === end) {
    const at = base + from + (from < to && WRITTEN_BLANK.test(text[from]!) ? 1 : 0)
    return { from: at, to: at, text: "", kind: "blank", key: "" }
  }
  const count = digitsIn(text, start, end)
  if (count >= 0) {
    const known = SMALL_COUNTS[count]
    return { from: base + start, to: base + end, text: known?.length === end - start ? known : text.slice(start, end), kind: "number", key: "" }
  }
  const words = text.slice(start, end)
  const { kind, key } = meaningOf(words)
  return { from: base + start, to: base + end, text: words, kind, key }
}

/** A stretch of a text without what is of some kind at its ends. */
function within(text: string, from: number, to: number, isAside: (code: number) => boolean): Range {
  let start = from
  let end = to
  while (start < end && isAside(text.charCodeAt(start))) start++
  while (end > start && isAside(text.charCodeAt(end - 1))) end--
  return { from: start, to: end }
}

const QUOTE = 0x22

const isStar = (code: number): boolean => code === 0x2a || code === 0x5f
const isWidthless = (code: number): boolean => code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff

/** True for what stands around a cell's content without being part of it: characters of no width, stars and low lines for bold type, a spreadsheet's quotes. */
const isMark = (code: number): boolean => code === QUOTE || isStar(code) || isWidthless(code)

/** A cell of stars alone keeps them: they stand for a figure. */
function withoutMarks(text: string, content: Range): Range {
  const shown = within(text, content.from, content.to, code => isBlank(code) || isWidthless(code))
  const { from, to } = within(text, shown.from, shown.to, code => isBlank(code) || isWidthless(code) || isStar(code))
  if (from === to) return shown
  const isQuoted = to - from > 2 && text.charCodeAt(from) === QUOTE && text.charCodeAt(to - 1) === QUOTE
  return isQuoted ? within(text, from + 1, to - 1, isBlank) : { from, to }
}

/** Blanks that people type into a cell. */
const WRITTEN_BLANK = /[  　]/

/** White space as `trim` has it. */
function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  if (code < 0xa0) return false
  return code === 0xa0 || code === 0x3000 || code === 0xfeff || (code >= 0x1680 && code <= 0x205f && String.fromCharCode(code).trim() === "")
}

/** The same cell taken for words. */
export function asText(cell: Cell): Cell {
  return cell.kind === "text" ? cell : { ...cell, kind: "text", key: keyOfCell(cell.text) }
}

/** True for a cell that can only stand where figures stand. */
export function isFigureCell(cell: Cell): boolean {
  return cell.kind === "number" || cell.kind === "placeholder" || cell.kind === "unreadable"
}

/**
 * Puts a stream of cells, one after another without any sign of rows, into rows:
 * a row is some words and the figures and blanks that follow them.
 */
export function rowsOfStream(cells: readonly Cell[]): Row[] {
  const rows: Cell[][] = []
  let open = false
  for (const cell of cells) {
    const isWord = cell.kind === "text"
    if (rows.length === 0 || (isWord && open)) {
      rows.push([])
      open = false
    }
    if (!isWord) open = open || isFigureCell(cell)
    rows[rows.length - 1]!.push(cell)
  }
  return rows
}

/** The fields of a line between separators. */
export function fieldsOf({ text, from: base }: SourceLine, isSeparator: (code: number, text: string, at: number) => boolean): Cell[] {
  const cells: Cell[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (!isSeparator(text.charCodeAt(at), text, at)) continue
    cells.push(cellIn(text, from, at, base))
    from = at + 1
  }
  cells.push(cellIn(text, from, text.length, base))
  return cells
}
