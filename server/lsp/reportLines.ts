import type { Report } from "../engine/report/report.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { memoize } from "../engine/text/memoize.ts"

/** The lines of a report, counted once for as long as it is the same object: an edit elsewhere costs nothing. */
export const linesOfReport = memoize((report: Report) => new LineIndex(report.text))
