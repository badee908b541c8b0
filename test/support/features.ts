import assert from "node:assert/strict"
import { readReports } from "../../server/engine/index.ts"
import type { Report } from "../../server/engine/report/report.ts"
import type { Range } from "../../server/engine/text/range.ts"

/** A draft of one report in which `‸` stands for the cursor and ⟦ ⟧ enclose what is expected. */
export interface MarkedDraft {
  readonly text: string
  readonly report: Report
  readonly offset: number
  readonly expected: readonly Range[]
}

/** Reads a draft with marks. Ranges come in the order in which they begin, the wider one first. */
export function marked(draft: string): MarkedDraft {
  const open: number[] = []
  const expected: Range[] = []
  let text = ""
  let offset = -1
  for (const char of draft) {
    if (char === "‸") offset = text.length
    else if (char === "⟦") open.push(text.length)
    else if (char === "⟧") expected.push({ from: open.pop()!, to: text.length })
    else text += char
  }
  assert.equal(open.length, 0, "a ⟦ is not closed")
  return { text, report: reportOf(text), offset, expected: expected.sort((a, b) => a.from - b.from || b.to - a.to) }
}

/** The one report of a text. */
export function reportOf(text: string): Report {
  const reports = readReports(text)
  assert.equal(reports.length, 1)
  return reports[0]!.report
}

/** A text with its ranges marked, to be compared as a whole: a difference shows where it is. */
export function shown(text: string, ranges: readonly Range[]): string {
  const marks = ranges.flatMap(({ from, to }, i) => [
    { at: from, mark: "⟦", order: -(to - from) * 1000 + i },
    { at: to, mark: "⟧", order: -1e9 + (to - from) },
  ])
  let result = ""
  let at = 0
  for (const { at: next, mark } of marks.sort((a, b) => a.at - b.at || a.order - b.order)) {
    result += text.slice(at, next) + mark
    at = next
  }
  return result + text.slice(at)
}
