import { cellIn, rowsOfStream } from "../cell.ts"
import type { Layout } from "../grid.ts"

/** One cell a line and no mark at all, with or without blank lines between: a blank cell cannot be seen. */
export const cellLine: Layout = {
  id: "cell-line",
  showsBlanks: false,
  claims: line => !/\S\s+\S/.test(line.trim()),
  read: lines => rowsOfStream(lines.map(({ text, from }) => cellIn(text, 0, text.length, from)).filter(({ kind }) => kind !== "blank")),
}
