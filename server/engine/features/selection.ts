import { shift, type Range } from "../text/range.ts"
import type { Report } from "../report/report.ts"
import { cellAt, figureAt, rowAt, rowRange, sectionAt, tableAt, touches, trimmedEnd } from "./places.ts"

/** The ranges around an offset, from the cell over its row, table and section to the report; each holds the one before. */
export function selection(report: Report, offset: number): Range[] {
  const section = sectionAt(report, offset)
  const row = rowAt(report, offset)
  const table = tableAt(report, offset)
  const outermostFirst = [
    { from: 0, to: report.text.length },
    section ? trimmedEnd(report.text, section) : null,
    table ? shift(table.reading.range, table.from) : null,
    row ? shift(rowRange(row.row), row.table.from) : null,
    figureAt(report, offset)?.range ?? cellAt(report, offset),
  ]
  const chosen: Range[] = []
  for (const range of outermostFirst) {
    const outer = chosen[chosen.length - 1]
    if (!range || !touches(range, offset)) continue
    const isInside = !outer || (range.from >= outer.from && range.to <= outer.to && (range.from > outer.from || range.to < outer.to))
    if (isInside) chosen.push({ from: range.from, to: range.to })
  }
  return chosen.reverse()
}
