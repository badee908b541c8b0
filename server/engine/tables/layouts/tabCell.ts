import { cellIn, meaningOf, rowsOfStream } from "../cell.ts"
import type { Cell, Layout, Row, SourceLine } from "../grid.ts"

/**
 * One cell a line behind a TAB, a blank line between rows; a bare TAB is a blank cell. Lines without a TAB carry on the
 * cell above, over blank lines too: a figure often stands on the line after its TAB.
 */
export const tabCell: Layout = {
  id: "tab-cell",
  showsBlanks: true,
  claims: line => /^\t[^\t]*$/.test(line),
  read(lines) {
    if (lines.every(({ text }) => text.trim() === "" || !text.startsWith("\t"))) return readBetweenTabs(lines)
    const rows: Cell[][] = [[]]
    let isBroken = false
    for (let i = 0; i < lines.length; ) {
      const line = lines[i]!
      if (!line.text.startsWith("\t")) {
        isBroken = true
        const stray = cellIn(line.text, 0, line.text.length, line.from)
        if (stray.kind !== "blank") rows.push([stray])
        i++
        continue
      }
      if (isBroken || rows.length === 0) rows.push([])
      isBroken = false
      const end = endOfCell(lines, i)
      for (const cell of cellsOf(lines.slice(i, end))) rows[rows.length - 1]!.push(cell)
      i = end
    }
    // Where a page mark swallowed the blank line, two rows have run together.
    return rows.filter(row => row.length > 0).flatMap(rowsOfStream)
  },
}

/** A browser's copy of cells that hold paragraphs: a bare TAB between two cells, blank lines around it. */
function readBetweenTabs(lines: readonly SourceLine[]): Row[] {
  const cells: Cell[] = []
  let isOpen = false
  for (const { text, from } of lines) {
    const isTab = text.startsWith("\t")
    if (isTab && isOpen) cells.push(cellIn("", 0, 0, from))
    if (!isTab && text.trim() !== "") cells.push(cellIn(text, 0, text.length, from))
    if (isTab || text.trim() !== "") isOpen = isTab
  }
  return rowsOfStream(cells)
}

/** The line behind the last one that belongs to the cell that begins at `start`; blank lines count only if text follows. A figure is the end of its cell. */
function endOfCell(lines: readonly SourceLine[], start: number): number {
  let end = start + 1
  for (let at = end; at < lines.length && !lines[at]!.text.startsWith("\t"); at++) {
    const text = lines[at]!.text.trim()
    if (text === "") continue
    if (isFigureText(lines[end - 1]!.text.trim()) && !isFigureText(text)) break
    end = at + 1
  }
  return end
}

function isFigureText(text: string): boolean {
  const { kind } = meaningOf(text)
  return kind === "number" || kind === "placeholder"
}

function cellsOf(lines: readonly SourceLine[]): Cell[] {
  const first = lines[0]!
  if (lines.length === 1 && first.text.indexOf("\t", 1) < 0) return [cellIn(first.text, 1, first.text.length, first.from)]
  if (lines.length === 1) return first.text.slice(1).split("\t").map(fieldAt(first))
  const filled = lines.filter(({ text }) => text.trim() !== "")
  const parts = filled.map(({ text, from }) => cellIn(text, 0, text.length, from))
  const text = parts.map(part => part.text).join("")
  const whole = cellIn(text, 0, text.length, 0)
  return [{ from: parts[0]!.from, to: parts[parts.length - 1]!.to, text: whole.text, kind: whole.kind, key: whole.key }]
}

function fieldAt(line: SourceLine): (field: string) => Cell {
  let at = 1
  return field => {
    const cell = cellIn(line.text, at, at + field.length, line.from)
    at += field.length + 1
    return cell
  }
}
