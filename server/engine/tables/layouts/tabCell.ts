import { cellIn, rowsOfStream } from "../cell.ts"
import type { Cell, Layout, SourceLine } from "../grid.ts"

/**
 * One cell a line behind a TAB, a blank line between rows; a bare TAB is a blank cell. Lines without a TAB carry on the
 * cell above, over blank lines too: a figure often stands on the line after its TAB.
 */
export const tabCell: Layout = {
  id: "tab-cell",
  showsBlanks: true,
  claims: line => /^\t[^\t]*$/.test(line),
  read(lines) {
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

/** The line behind the last one that belongs to the cell that begins at `start`; blank lines count only if text follows. */
function endOfCell(lines: readonly SourceLine[], start: number): number {
  let end = start + 1
  for (let at = end; at < lines.length && !lines[at]!.text.startsWith("\t"); at++) {
    if (lines[at]!.text.trim() !== "") end = at + 1
  }
  return end
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
