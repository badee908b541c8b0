import { fieldsOf, isFigureCell, meaningOf } from "../cell.ts"
import type { Cell, Layout } from "../grid.ts"

const PIPE = 0x7c
const PLUS = 0x2b
const SPACE = 0x20

/** Full width, and those that tables are drawn with. */
const OTHER_PIPES = "｜│┃║"

const isPipe = (code: number, text: string, at: number): boolean => (code === PIPE && text[at - 1] !== "\\") || (code > 0x2500 && OTHER_PIPES.includes(text[at]!))

/** One row a line, pipes between the cells, with or without pipes at its ends, with or without a `---` line below the head; or rows between drawn lines. */
export const pipes: Layout = {
  id: "pipes",
  showsBlanks: true,
  claims: line => /[|｜│┃║]/.test(line),
  read(lines) {
    const rows: Cell[][] = []
    let isDrawn = false
    let first = 0
    for (const line of lines) {
      if (isDrawnRule(line.text)) {
        if (isDrawn) mergeLines(rows, first)
        isDrawn = true
        first = rows.length
      } else if (line.text.trim() !== "" && !isRule(line.text)) rows.push(withoutEdges(fieldsOf(line, isPipe)))
    }
    return rows
  },
}

/** The `---` line of a markdown table. */
function isRule(line: string): boolean {
  return line.includes("-") && !/[^\s|｜:+-]/.test(line)
}

/** A line drawn between rows: +-----+-----+ or ├─────┼─────┤. */
function isDrawnRule(line: string): boolean {
  let at = 0
  while (line.charCodeAt(at) === SPACE) at++
  const code = line.charCodeAt(at)
  return (code === PLUS || (code >= 0x2500 && code <= 0x257f)) && !/[^\s+=:─-╿-]/.test(line) && /[-=─━═]/.test(line)
}

/** Lines between two drawn ones are one row, unless a column has figures on several of them. */
function mergeLines(rows: Cell[][], first: number): void {
  const lines = rows.slice(first)
  const [top] = lines
  if (!top || lines.length === 1 || lines.some(({ length }) => length !== top.length)) return
  const columns = top.map((_, column) => lines.map(line => line[column]!).filter(({ kind }) => kind !== "blank"))
  if (columns.some(cells => cells.filter(isFigureCell).length > 1)) return
  rows.splice(first, lines.length, columns.map((cells, column) => (cells.length > 1 ? together(cells) : (cells[0] ?? top[column]!))))
}

function together(cells: readonly Cell[]): Cell {
  const text = cells.map(cell => cell.text).join("")
  return { from: cells[0]!.from, to: cells[cells.length - 1]!.to, text, ...meaningOf(text) }
}

/** A pipe at the start of a line opens no cell before it, nor one at its end a cell behind it. */
function withoutEdges(cells: Cell[]): Cell[] {
  const from = cells.length > 1 && cells[0]!.kind === "blank" ? 1 : 0
  const to = cells.length - from > 1 && cells[cells.length - 1]!.kind === "blank" ? -1 : undefined
  return cells.slice(from, to)
}
