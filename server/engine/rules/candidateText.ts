import { add, format, trimZeros, ZERO, type Decimal } from "../text/decimal.ts"
import { sumText, type Candidate } from "../report/prose/candidates.ts"
import { inUnit, type Figure } from "../report/prose/figures.ts"
import { factRange, type Fact, type Report } from "../report/report.ts"
import { cellName, rowName } from "./names.ts"
import type { Related } from "./rule.ts"

/** More cells than this are named by their group. */
const MAX_NAMED = 3

/** The cells of a sum by name: “（三）不予公开”各项之和. */
export function candidateName({ terms }: Candidate): string {
  if (terms.length <= MAX_NAMED) return terms.map(({ fact, sign }, i) => `${i > 0 ? (sign === 1 ? "+" : "−") : ""}${cellName(fact)}`).join("")
  const [added, taken] = bySign(terms)
  return taken.length > 0 ? `${groupName(added)}−${groupName(taken)}` : groupName(added)
}

function groupName(terms: Candidate["terms"]): string {
  const [first] = terms
  if (terms.length === 1) return cellName(first!.fact)
  const isOneRow = terms.every(({ fact }) => fact.row === first!.fact.row)
  const group = first!.fact.row.groups[first!.fact.row.groups.length - 1]
  return isOneRow || group === undefined ? `“${rowName(first!.fact.row)}”各列之和` : `“${group}”各项之和`
}

const bySign = (terms: Candidate["terms"]): readonly [Candidate["terms"], Candidate["terms"]] => [terms.filter(({ sign }) => sign === 1), terms.filter(({ sign }) => sign === -1)]

/** 60, or 62 = 60+2 where several cells make it up, or 29 = 30−1 where some are taken away. */
export function candidateFigure(candidate: Candidate): string {
  const value = format(candidate.value!)
  if (candidate.terms.length > 1 && candidate.terms.length <= MAX_NAMED) return `${value} = ${sumText(candidate)}`
  const [added, taken] = bySign(candidate.terms).map(terms => format(terms.map(({ fact }) => fact.value!).reduce(add, ZERO)))
  return bySign(candidate.terms)[1].length > 0 ? `${value} = ${added!}−${taken!}` : value
}

/** The cells of sums as places to go to. */
export function cellsOf(report: Report, candidates: readonly Candidate[]): Related[] {
  return [...new Set(candidates.flatMap(({ terms }) => terms.map(({ fact }) => fact)))].map(fact => relatedCell(report, fact))
}

export function relatedCell(report: Report, fact: Fact): Related {
  const text = fact.value ? format(fact.value) : fact.text
  return { range: factRange(report, fact), message: { zh: `${cellName(fact)}：${text}`, en: `${cellName(fact)}: ${text}` } }
}

/** A value, in units of one or yuan, as it is written in the place of a figure's digits: in 万 where 万 stands behind. Null if it would be no count. */
export function writtenAs({ power }: Figure, value: Decimal): string | null {
  return value.units < 0n ? null : format(trimZeros(inUnit(value, power)))
}
