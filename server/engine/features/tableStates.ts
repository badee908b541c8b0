import { verdictsOf } from "../report/editRules.ts"
import type { Text } from "../report/format.ts"
import { factRange, type PlacedTable, type Report } from "../report/report.ts"
import { shift, type Range } from "../text/range.ts"
import { recomputeTotals } from "./recomputeTotals.ts"

/** How a table of the draft stands, in a word or two. Ranges count from the start of the report. */
export interface TableState {
  readonly range: Range
  readonly text: Text
  /** The first figure of an equation that fails; null if all that could be checked hold. */
  readonly fault: Range | null
  /** True if some of its totals can be computed anew and would change. */
  readonly canRecompute: boolean
}

/** The state of every table that the draft has, in the order of the text. */
export function tableStates(report: Report): TableState[] {
  const written = report.tables.filter(({ reading }) => reading.state !== "absent")
  const edits = written.length > 0 ? recomputeTotals(report) : []
  return written
    .map(placed => {
      const range = shift(placed.reading.range, placed.from)
      const failing = verdictsOf(placed.reading).filter(({ state }) => state === "fail")
      const fault = failing[0] ? factRange(report, failing[0].terms[0]!.fact) : null
      return { range, text: textOf(placed, failing.length), fault, canRecompute: edits.some(({ from, to }) => range.from <= from && to <= range.to) }
    })
    .sort((a, b) => a.range.from - b.range.from)
}

function textOf({ reading }: PlacedTable, failing: number): Text {
  if (reading.state === "unreadable") return { zh: "读不出来，没有核对", en: "cannot be read, not checked" }
  const verdicts = verdictsOf(reading)
  const open = verdicts.filter(({ state }) => state === "undecided").length
  const unchecked = open > 0 ? { zh: `，${open} 处没有核对`, en: `, ${open} not checked` } : { zh: "", en: "" }
  if (failing > 0) return { zh: `${failing} 处不符${unchecked.zh}`, en: `${failing} ${failing === 1 ? "sum fails" : "sums fail"}${unchecked.en}` }
  if (verdicts.length > open) return { zh: `勾稽相符${unchecked.zh}`, en: `sums hold${unchecked.en}` }
  const figures = reading.rows.flatMap(({ facts }) => facts).filter(({ state }) => state === "number").length
  return { zh: `${figures} 个数${unchecked.zh}`, en: `${figures} figures${unchecked.en}` }
}
