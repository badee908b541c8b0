import { keyOf } from "../../text/plain.ts"
import { asText, cellIn, isFigureCell } from "../cell.ts"
import type { Cell, Layout, Row, SourceLine } from "../grid.ts"

const GLUED = /^(.*[^\d０-９.,．，\s-])([\d０-９]+)$/

/**
 * Text copied from a PDF: a row on one line with blanks between the cells. Labels may be broken over lines, with the
 * figures on a line of their own; every line is a row here, and the rows are put together by their labels.
 */
export const pdf: Layout = {
  id: "pdf",
  showsBlanks: false,
  claims: line => /\S\s+\S/.test(line.trim()),
  read: lines => lines.map(cellsOf).filter(row => row.length > 0),
}

function cellsOf(line: SourceLine): Row {
  const cells = [...line.text.matchAll(/\S+/g)].map(({ 0: token, index }) => cellIn(line.text, index, index + token.length, line.from))
  const figures = countTrailing(cells)
  const label = cells[cells.length - figures - 1]
  const glued = figures > 0 && label ? GLUED.exec(label.text) : null
  const leading = figures === 0 ? countLeading(cells) : 0
  // What stands among the words of a line is no figure: 5. 属于三类内部事务信息 7 1 0.
  if (!glued || !label) return cells.map((cell, i) => (i >= leading && i < cells.length - figures ? asText(cell) : cell))
  const cut = label.from + glued[1]!.length
  const words = { from: label.from, to: cut, text: glued[1]!, kind: "text" as const, key: keyOf(glued[1]!) }
  const figure = { from: cut, to: label.to, text: glued[2]!, kind: "number" as const, key: "" }
  return [...cells.slice(0, cells.length - figures - 1).map(asText), words, figure, ...cells.slice(cells.length - figures)]
}

function countTrailing(cells: readonly Cell[]): number {
  let count = 0
  while (count < cells.length && isFigureCell(cells[cells.length - 1 - count]!)) count++
  return count
}

/** Figures may also stand before the end of a label; fewer than these are a numbering. */
const MIN_LEADING = 3

function countLeading(cells: readonly Cell[]): number {
  const end = cells.findIndex(cell => !isFigureCell(cell))
  return end >= MIN_LEADING ? end : 0
}
