import { parseNumeral } from "../text/decimal.ts"
import { memoizeText } from "../text/memoize.ts"
import { keyOf, toPlain } from "../text/plain.ts"
import type { Cell, CellKind, Row, SourceLine } from "./grid.ts"

const PLACEHOLDER = /^(?:[-—–―－/／\\＼*＊×]{1,4}|无|暂无|空)$/
/** A figure with something at it that makes it none: 251000元, 3件, 减4, ? 0, 零. */
const NEAR_FIGURE = /^(?:[^\p{L}\p{N}]*(?:减|增|约|近|共)?[^\p{L}\p{N}]*-?\d[\d,. ]*(?:余|多)?\s*[\p{L}%‰]{0,2}[^\p{L}\p{N}]*|零|〇|[oO○])$/u
const NUMBERED = /^\d{1,2}\s*[、.,)]\s*\D/
const MAX_FIGURE = 40

/** What a cell's text, blanks around it taken off, is. `text` is anything that no one would read as a figure. */
export function kindOf(text: string): CellKind {
  if (text === "") return "blank"
  if (text.length <= MAX_FIGURE && MAY_BE_FIGURE.test(text)) return kindOfFigure(text)
  return "text"
}

/** Words without a digit and longer than a placeholder are settled at once. */
const MAY_BE_FIGURE = /[\d０-９①-⑳]|^.{1,4}$/

function kindOfFigure(text: string): CellKind {
  return isDigits(text) ? "number" : kindOfOddFigure(text)
}

/** True for a whole number of usual size in half-width digits. */
export function isDigits(text: string): boolean {
  if (text.length === 0 || text.length > 9) return false
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < ZERO || text.charCodeAt(i) > NINE) return false
  return true
}

const kindOfOddFigure = memoizeText((text): CellKind => {
  if (parseNumeral(text)) return "number"
  if (PLACEHOLDER.test(text)) return "placeholder"
  const plain = toPlain(text)
  return NEAR_FIGURE.test(plain) && !NUMBERED.test(plain) ? "unreadable" : "text"
})

const ZERO = 48
const NINE = 57
const DIGITS = "0123456789"

/** The cell that stands in `text` (part of a block) between two offsets, blanks around it left out. `base` is where `text` begins in the block. */
export function cellIn(text: string, from: number, to: number, base: number): Cell {
  if (to === from + 1) {
    const code = text.charCodeAt(from)
    if (code >= ZERO && code <= NINE) return { from: base + from, to: base + to, text: DIGITS[code - ZERO]!, kind: "number", key: "" }
  }
  const raw = text.slice(from, to)
  const trimmed = raw.trim()
  const content = isMark(trimmed.charCodeAt(0)) || isMark(trimmed.charCodeAt(trimmed.length - 1)) ? withoutMarks(trimmed) : trimmed
  if (content === "") {
    const at = base + from + (/^[  　]/.test(raw) ? 1 : 0)
    return { from: at, to: at, text: "", kind: "blank", key: "" }
  }
  const start = base + from + (content.length === raw.length ? 0 : raw.indexOf(content))
  const kind = kindOf(content)
  return { from: start, to: start + content.length, text: content, kind, key: kind === "text" ? keyOfCell(content) : "" }
}

/** Longer texts are no labels. */
const MAX_LABEL = 120

/** True for what stands around a cell's content without being part of it: characters of no width, stars and low lines for bold type, a spreadsheet's quotes. */
function isMark(code: number): boolean {
  return code === 0x22 || code === 0x2a || code === 0x5f || code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff
}

/** A cell of stars alone keeps them: they stand for a figure. */
function withoutMarks(content: string): string {
  const bare = content.replace(/^[*_\s\u00AD\u200B-\u200F\u2060\uFEFF]+|[*_\s\u00AD\u200B-\u200F\u2060\uFEFF]+$/g, "")
  if (bare.length > 2 && bare.startsWith('"') && bare.endsWith('"')) return bare.slice(1, -1).trim()
  return bare === "" ? content.replace(/[^*_]/g, "") : bare
}

const keyOfCell = memoizeText(text => (text.length > MAX_LABEL ? "" : keyOf(text)))

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
