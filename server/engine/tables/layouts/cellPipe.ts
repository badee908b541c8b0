import { cellIn, rowsOfStream } from "../cell.ts"
import type { Layout } from "../grid.ts"

function endOfField(line: string): number {
  const pipe = line.search(/[|｜]/)
  return pipe < 0 ? line.length : pipe
}

/** One cell a line with a pipe behind it. */
export const cellPipe: Layout = {
  id: "cell-pipe",
  showsBlanks: true,
  claims(line) {
    const pipe = line.search(/[|｜]/)
    return pipe > 0 && line.slice(0, pipe).trim() !== "" && line.slice(pipe + 1).trim() === ""
  },
  read: lines => rowsOfStream(lines.filter(({ text }) => text.trim() !== "").map(({ text, from }) => cellIn(text, 0, endOfField(text), from))),
}
