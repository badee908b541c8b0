import type { Range } from "../text/range.ts"
import { factRange, type Report } from "../report/report.ts"
import { kinOf } from "./kin.ts"
import { figureAt } from "./places.ts"

/** Every figure that shares an equation with the one at the offset, and that one too if it is asked for. */
export function references(report: Report, offset: number, includeItself: boolean): Range[] {
  const place = figureAt(report, offset)
  if (!place) return []
  const { addends, totals, others } = kinOf(report, place.fact)
  const found = new Set([...addends, ...totals, ...others, ...(includeItself ? [place.fact] : [])])
  return [...found].map(fact => factRange(report, fact)).sort((a, b) => a.from - b.from)
}
