import { add, equals, format, subtract } from "../../text/decimal.ts"
import { verdictsOn } from "../editRules.ts"
import { Fact, type RowReading, type TableReading } from "../report.ts"

/**
 * Rows of lines, as a PDF file has them, whose last figure may have lost digits beyond the edge of a page: all its equations fail, and
 * want a longer figure in its place that begins with its digits. For each of them, the row without that figure.
 */
export function cutRows(reading: TableReading): Map<RowReading, RowReading> {
  return new Map(reading.rows.flatMap(row => {
    const last = row.facts.at(-1)
    const wanted = last && wantedInFull(reading, last)
    if (!wanted) return []
    const facts = row.facts.with(-1, new Fact(last.place, "unreadable", null, last.text, last))
    return [[row, { ...row, isPlaced: false, facts, cut: { figure: last, wanted } }] as const]
  }))
}

function wantedInFull(reading: TableReading, fact: Fact): string | null {
  const { value, text } = fact
  if (fact.state !== "number" || !value) return null
  const decided = verdictsOn(reading, fact).filter(({ verdict: { excess } }) => excess !== null)
  if (decided.length < 2 || decided.some(({ verdict: { state } }) => state === "pass")) return null
  const [wanted, ...others] = decided.map(({ verdict: { excess }, sign }) => (sign === 1 ? subtract(value, excess!) : add(value, excess!)))
  if (others.some(other => !equals(other, wanted!))) return null
  const digits = format(wanted!)
  return digits.length > text.length && digits.startsWith(text) ? digits : null
}
