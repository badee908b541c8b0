import { format, isZero, magnitude, subtract } from "../text/decimal.ts"
import { compareClaim, type Candidate, type Comparison } from "../report/prose/candidates.ts"
import type { Claim } from "../report/prose/claims.ts"
import type { Fact, Report } from "../report/report.ts"
import { candidateFigure, candidateName } from "../rules/candidateText.ts"
import { cellName, figure as plainFigure } from "../rules/names.ts"
import type { Text } from "../report/format.ts"
import { cellsOfClaim, claimAt, rangeOfClaim } from "./claims.ts"
import type { Hover } from "./hover.ts"

/** More sums of cells than this are counted, not named. */
const MAX_SHOWN = 6

/** Of a figure of the prose, what it was taken for and the cells that it was compared with; of a statement, the cells that it says are 0. */
export function hoverClaim(report: Report, offset: number): Hover | null {
  const claim = claimAt(report, offset)
  if (!claim) return null
  const range = rangeOfClaim(claim)
  if (claim.digits) return { range, ...describeFigure(report, claim.said) }
  const cells = cellsOfClaim(report, claim)
  return { range, title: { zh: `“${claim.words}”：表格中应为 0`, en: `“${claim.words}”: 0 in the tables` }, lines: cells.length > 0 ? cells.map(statedZero) : [NO_CELL] }
}

const NO_CELL: Text = { zh: "表格中没有读到对应的格，没有核对", en: "The cells for it were not found in the tables; nothing was compared" }

function describeFigure(report: Report, claim: Claim): Omit<Hover, "range"> {
  const { quantity: { name }, figure } = claim
  const comparison = compareClaim(report.facts, claim)
  return { title: { zh: `${name.zh}：${figure.text}`, en: `${name.en}: ${figure.text}` }, lines: comparison ? [...boundOf(comparison), ...candidateLines(comparison), ...outcomeOf(comparison)] : [NO_CELL] }
}

function boundOf({ claim: { figure, quantity }, candidates, stated }: Comparison): Text[] {
  const amount = `${plainFigure(stated)} ${candidates[0]!.terms[0]!.fact.row.part.unit}`
  if (figure.bound === "upper") return quantity.atMost ? [] : [{ zh: `表格中不多于 ${amount}就算相符`, en: `It fits if the table has no more than ${amount}` }]
  return figure.bound === "lower" || quantity.atMost ? [{ zh: `表格中不少于 ${amount}就算相符`, en: `It fits if the table has no less than ${amount}` }] : []
}

function candidateLines({ candidates, fitting }: Comparison): Text[] {
  const left = candidates.length - MAX_SHOWN
  return [
    ...candidates.slice(0, MAX_SHOWN).map(candidate => candidateLine(candidate, candidate === fitting)),
    ...(left > 0 ? [{ zh: `另有 ${left} 种算法`, en: `and ${left} more` }] : []),
  ]
}

function candidateLine(candidate: Candidate, isFitting: boolean): Text {
  const name = candidateName(candidate)
  if (candidate.value === null) return { zh: `${name}：有空白或读不出的格`, en: `${name}: a cell is blank or unreadable` }
  const figure = candidateFigure(candidate)
  return isFitting ? { zh: `${name}：${figure}，与文字相符`, en: `${name}: ${figure}; the text agrees` } : { zh: `${name}：${figure}`, en: `${name}: ${figure}` }
}

function outcomeOf({ candidates, fitting, nearest, stated }: Comparison): Text[] {
  if (fitting) return []
  if (!nearest || candidates.some(({ value }) => value === null)) return [{ zh: "表格没有填全，没有核对", en: "The table is not complete; nothing was decided" }]
  const gap = plainFigure(magnitude(subtract(nearest.value!, stated)))
  return [candidates.length > 1
    ? { zh: `哪一种都不相符，最接近的是 ${format(nearest.value!)}，相差 ${gap}`, en: `None of them agrees; the nearest is ${format(nearest.value!)}, ${gap} off` }
    : { zh: `与文字不符，相差 ${gap}`, en: `The text does not agree; it is ${gap} off` }]
}

function statedZero(fact: Fact): Text {
  const name = cellName(fact)
  if (!fact.value) return { zh: `${name}：空白或读不出，没有核对`, en: `${name}: blank or unreadable, nothing was decided` }
  const value = format(fact.value)
  return isZero(fact.value) ? { zh: `${name}：${value}，与文字相符`, en: `${name}: ${value}; the text agrees` } : { zh: `${name}：${value}，与文字不符`, en: `${name}: ${value}; the text does not agree` }
}
