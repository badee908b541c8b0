import { verdictsOf } from "../report/editRules.ts"
import type { Fact, PlacedTable, Report } from "../report/report.ts"
import { memoize } from "../text/memoize.ts"
import { shift, type Range } from "../text/range.ts"

/** A stretch of the text that means something to the checker. */
export interface Token extends Range {
  readonly kind: "heading" | "label" | "figure"
  /** True for a figure that others add up to. */
  readonly isTotal: boolean
}

/** What the checker knows of the words and figures of a report, in the order of the text; none overlaps another. */
export const tokensOf = memoize((report: Report): readonly Token[] => {
  const headings = [report.titleRange, ...report.sections.map(({ headingRange }) => headingRange)].flatMap((range): Token[] => (range ? [{ ...range, kind: "heading", isTotal: false }] : []))
  return withoutOverlaps([...headings, ...report.tables.flatMap(tokensOfTable)])
})

function tokensOfTable({ from, reading }: PlacedTable): Token[] {
  if (reading.state !== "read") return []
  const totals = new Set<Fact>()
  for (const { terms } of verdictsOf(reading)) if (terms.filter(({ sign }) => sign === 1).length === 1) totals.add(terms[0]!.fact)
  return reading.rows.flatMap(({ label, facts, isPlaced }) => [
    ...(label ? [{ ...shift(label, from), kind: "label" as const, isTotal: false }] : []),
    ...(isPlaced ? facts.filter(({ state }) => state === "number").map(fact => ({ from: from + fact.from, to: from + fact.to, kind: "figure" as const, isTotal: totals.has(fact) })) : []),
  ])
}

/** A label in pieces has other words between them, and gives way to what stands there. */
function withoutOverlaps(tokens: readonly Token[]): Token[] {
  const sorted = tokens.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from || a.to - b.to)
  const kept: Token[] = []
  for (const token of sorted) {
    const last = kept[kept.length - 1]
    if (last && token.from < last.to) kept.pop()
    kept.push(token)
  }
  return kept
}
