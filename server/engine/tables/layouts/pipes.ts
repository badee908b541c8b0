import { fieldsOf } from "../cell.ts"
import type { Cell, Layout } from "../grid.ts"

const PIPE = 0x7c
const WIDE_PIPE = 0xff5c

const isPipe = (code: number, text: string, at: number): boolean => (code === PIPE && text[at - 1] !== "\\") || code === WIDE_PIPE

/** One row a line, pipes between the cells, with or without pipes at its ends, with or without a `---` line below the head. */
export const pipes: Layout = {
  id: "pipes",
  showsBlanks: true,
  claims: line => /[|｜]/.test(line),
  read: lines => lines.filter(({ text }) => text.trim() !== "" && !isRule(text)).map(line => withoutEdges(fieldsOf(line, isPipe))),
}

/** The `---` line of a markdown table. */
function isRule(line: string): boolean {
  return line.includes("-") && !/[^\s|｜:+-]/.test(line)
}

/** A pipe at the start of a line opens no cell before it, nor one at its end a cell behind it. */
function withoutEdges(cells: Cell[]): Cell[] {
  const from = cells.length > 1 && cells[0]!.kind === "blank" ? 1 : 0
  const to = cells.length - from > 1 && cells[cells.length - 1]!.kind === "blank" ? -1 : undefined
  return cells.slice(from, to)
}
