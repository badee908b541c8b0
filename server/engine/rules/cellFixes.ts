import { figure } from "./names.ts"
import { impliedValue } from "../report/implied.ts"
import type { Fact, Report, RowReading } from "../report/report.ts"
import type { Fix, Text } from "./rule.ts"

/** The facts of a row in one of the states, where its cells are in their columns. */
export function factsIn(row: RowReading, state: Fact["state"]): Fact[] {
  return row.isPlaced ? row.facts.filter(fact => fact.state === state) : []
}

/** What the equations say of open cells: 按勾稽关系应为 5. Empty if they say nothing. */
export function impliedText(report: Report, facts: readonly Fact[]): Text {
  const values = facts.map(fact => impliedValue(fact, report.verdicts))
  if (facts.length !== 1 || !values[0]) return { zh: "", en: "" }
  return { zh: `按勾稽关系应为 ${figure(values[0])}。`, en: ` By the table's sums it is ${figure(values[0])}.` }
}

/** Ways to fill open cells: with the value that the equations call for (preferred), and with 0. None is safe. */
export function fillings(report: Report, facts: readonly Fact[]): Fix[] {
  const fix = (title: Text, insert: string, preferred: boolean): Fix => ({
    title,
    safe: false,
    preferred,
    edits: facts.map(({ from, to }) => ({ from, to, insert })),
  })
  const implied = facts.length === 1 ? impliedValue(facts[0]!, report.verdicts) : null
  const zero = fix(facts.length > 1 ? { zh: `这 ${facts.length} 格都填 0`, en: `Fill these ${facts.length} cells with 0` } : { zh: "填 0", en: "Fill in 0" }, "0", false)
  if (!implied) return [zero]
  const value = figure(implied)
  const wanted = fix({ zh: `填 ${value}（按勾稽关系）`, en: `Fill in ${value} (by the table's sums)` }, value, true)
  return value === "0" ? [wanted] : [wanted, zero]
}
