import type { AlignedRow } from "../align.ts"
import { leafColumns, leafRows, type TableFormat } from "../format.ts"
import { keyOf } from "../../text/plain.ts"
import { cellOf, type Line } from "./figures.ts"

/**
 * The rows of a table that stand between titles of its parts. A part of one column reads downwards wherever its labels stand: where
 * a part has as many figures as rows, and all their labels in order, the figures are theirs. Of other parts nothing is read.
 */
export function rowsBetweenTitles(table: TableFormat, lines: readonly Line[]): AlignedRow[] {
  const starts = table.parts.map(({ title }) => lines.flatMap(({ keys }, i) => (title !== undefined && keys.includes(keyOf(title)) ? [i] : [])))
  if (starts.some(({ length }) => length !== 1) || starts.some(([start], i) => i > 0 && start! <= starts[i - 1]![0]!)) return []
  return table.parts.flatMap((part, i) => {
    const own = lines.slice(starts[i]![0]!, starts[i + 1]?.[0])
    const figures = own.flatMap(line => line.figures)
    const rows = leafRows(table).filter(row => row.part === part && !row.isGroup)
    if (leafColumns(part.columns).length !== 1 || figures.length !== rows.length || !haveInOrder(own.flatMap(({ keys }) => keys).join(""), rows.map(({ keys }) => keys))) return []
    return rows.map((row, at) => ({ row, label: null, written: { cells: [cellOf(figures[at]!)], base: 0, showsBlanks: false }, firstField: 0 }))
  })
}

/** True if a text holds the labels one behind the other, each in one of its wordings. */
function haveInOrder(text: string, labels: readonly (readonly string[])[]): boolean {
  let at = 0
  for (const wordings of labels) {
    const found = wordings.map(wording => ({ wording, from: text.indexOf(wording, at) })).find(({ from }) => from >= 0)
    if (!found) return false
    at = found.from + found.wording.length
  }
  return true
}
