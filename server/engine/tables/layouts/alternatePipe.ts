import { cellIn, rowsOfStream } from "../cell.ts"
import type { Cell, Layout } from "../grid.ts"

/** A cell on one line, a pipe on the next; two pipes with nothing between them enclose a blank cell. */
export const alternatePipe: Layout = {
  id: "alternate-pipe",
  showsBlanks: true,
  claims: line => /^\s*[|｜]\s*$/.test(line),
  read(lines) {
    const cells: Cell[] = []
    let isFilled = false
    for (const { text, from } of lines) {
      const isPipe = this.claims(text)
      if (isPipe && !isFilled && cells.length > 0) cells.push(cellIn("", 0, 0, from))
      if (!isPipe && text.trim() !== "") cells.push(cellIn(text, 0, text.length, from))
      isFilled = isPipe ? false : isFilled || text.trim() !== ""
    }
    return rowsOfStream(cells)
  },
}
