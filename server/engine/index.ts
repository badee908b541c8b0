import { parse } from "./syntax/parse.ts"
import { vocabularyOfFormats, type ReportFormat } from "./report/format.ts"
import { reportStarts } from "./report/outline.ts"
import { readReport } from "./report/readReport.ts"
import type { Report } from "./report/report.ts"
import { FORMATS } from "./formats.ts"

/** A report and where its first character stands in the document. */
export interface PlacedReport {
  readonly report: Report
  readonly from: number
}

/** The reports of a text, in order; none if it is no draft. Accepts every string. */
export function readReports(text: string, formats: readonly ReportFormat[] = FORMATS): PlacedReport[] {
  const blocks = parse(text, vocabularyOfFormats(formats))
  const starts = reportStarts(blocks, formats[0]!.sections.map(({ id }) => id))
  const reports: PlacedReport[] = []
  let from = 0
  for (const [i, start] of starts.entries()) {
    const own = blocks.slice(start, starts[i + 1])
    const report = readReport(own, formats)
    if (report) reports.push({ report, from })
    from += own.reduce((length, { text }) => length + text.length, 0)
  }
  return reports
}
