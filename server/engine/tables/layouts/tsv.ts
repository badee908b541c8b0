import { fieldsOf, isFigureCell } from "../cell.ts"
import type { Cell, Layout, Row } from "../grid.ts"

const isTab = (code: number): boolean => code === 9

/** One row a line, TABs between the cells; a merged cell leaves empty fields. */
export const tsv: Layout = {
  id: "tsv",
  showsBlanks: true,
  claims: line => /[^\t]\t|\t\t/.test(line),
  read: lines => joinBroken(lines.filter(({ text }) => text.trim() !== "" || text.includes("\t")).map(line => fieldsOf(line, isTab))),
}

/** A row that a converter has broken between two figures: both halves together have as many figures as most rows. */
function joinBroken(rows: readonly Cell[][]): Row[] {
  const counts = rows.map(cells => cells.filter(isFigureCell).length)
  const usual = mostFrequent(counts)
  const joined: Cell[][] = []
  for (const [i, cells] of rows.entries()) {
    const above = joined[joined.length - 1]
    const own = counts[i]!
    const before = counts[i - 1] ?? 0
    const isRest = own === cells.length && own < usual && before > 0 && before + own === usual
    if (isRest && above && isFigureCell(above[above.length - 1]!) && !above.every(isFigureCell)) above.push(...cells)
    else joined.push(cells)
  }
  return joined
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) if (count > 0) times.set(count, (times.get(count) ?? 0) + 1)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}
