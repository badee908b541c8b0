import { shift, type Range } from "../text/range.ts"
import type { Report } from "../report/report.ts"
import { trimmedEnd } from "./places.ts"

/** The stretches of a report that can be folded: its sections and tables, the report itself first. */
export function fold(report: Report): Range[] {
  const { text, sections, tables, titleRange } = report
  const whole = { from: titleRange?.from ?? sections[0]?.from ?? 0, to: text.length }
  const written = tables.filter(({ reading }) => reading.state !== "absent").map(({ from, reading }) => shift(reading.range, from))
  return [whole, ...sections, ...written].map(range => trimmedEnd(text, range)).filter(({ from, to }) => from < to)
}
