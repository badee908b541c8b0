import { isNegative, isZero, magnitude, subtract, add, negate, type Decimal } from "../text/decimal.ts"
import type { Term, Verdict } from "../report/editRules.ts"
import { locate, type Correction, type Fault } from "../report/locate.ts"
import { factEdit, type Fact } from "../report/report.ts"
import { litigationExample } from "./litigationExample.ts"
import { cellName, columnName, figure, rowName, scopeName, sumOf } from "./names.ts"
import { perTable } from "./perTable.ts"
import type { Finding, Fix, Related, Rule, Text } from "./rule.ts"

/** More ways than this to put a sum right are not worth listing as fixes. */
const MAX_FIXES = 24

export const sumMismatch: Rule = {
  id: "sum-mismatch",
  severity: "error",
  docs: {
    zh: `表内数字不符合勾稽关系。

检查的关系：每行各类申请人之和等于总计；每列各项办理结果之和等于（七）总计；每列第一项加第二项之和等于第三项加第四项之和（表头原文）；行政复议、行政诉讼各组四种结果之和等于总计。空白或无法识别的格不参与判断。

几处同时不符时，先找出能解释全部不符的最少单元格：改一个数就能使全部关系成立的，只在那一格报告一次；说明不了是哪一格的，在总计处报告缺多少、可能在哪里。修改数字一律不算“安全”修改，因为只有填表人知道哪个数是对的。`,
    en: `Figures of a table do not add up.

Checked are: applicants of a row add up to its total; results of a column add up to (七) 总计; in every column item 1 + item 2 = item 3 + item 4 (stated in the table's own head); the four outcomes of a group of table four add up to its total. Blank and unreadable cells decide nothing.

Where several sums are off, the smallest set of cells that explains all of them is blamed: one wrong figure gives one finding, on its cell. Where no cell can be singled out the total says what is missing and where it may belong. No fix is safe, since only the author knows which figure is right.`,
  },
  bad: litigationExample("略。", "3|1|0|0|5"),
  good: litigationExample("略。", "3|1|0|0|4"),

  check: perTable(function* (reading) {
    for (const fault of locate(reading)) {
      const [repair] = fault.repairs
      if (fault.repairs.length === 1 && repair) yield* blameCells(fault, repair)
      else yield blameTotal(fault)
    }
  }),
}

/** The smallest explanation is certain: one finding on each of its cells. */
function* blameCells({ failed }: Fault, repair: readonly Correction[]): Iterable<Finding> {
  for (const { fact, value } of repair) {
    const broken = failed.filter(({ terms }) => terms.some(term => term.fact === fact))
    const others = repair.filter(other => other.fact !== fact).map(other => cellName(other.fact))
    const sums = broken.map(equationText)
    yield {
      range: { from: fact.from, to: fact.to },
      message: {
        zh: `${cellName(fact)}现为 ${figure(fact.value!)}，应为 ${figure(value)}${difference(fact.value!, value).zh}：${sums.map(({ zh }) => zh).join("；")}。${others.length > 0 ? `另有${others.join("、")}需一并更正。` : ""}`,
        en: `${cellName(fact)} says ${figure(fact.value!)} and should say ${figure(value)}${difference(fact.value!, value).en}: ${sums.map(({ en }) => en).join("; ")}.${others.length > 0 ? ` To be corrected together with ${others.join(", ")}.` : ""}`,
      },
      cells: [fact.id],
      relations: relationsOf(broken),
      related: operandsOf(broken, fact),
      fixes: correctionFix([{ fact, value }], true),
    }
  }
}

/** Several explanations are equally small, or none is: one finding on the total. */
function blameTotal({ failed, repairs }: Fault): Finding {
  const totals = [...new Set(failed.map(({ terms }) => terms[0]!.fact))]
  const [total] = totals
  const sums = failed.map(equationText)
  const hint = whereItBelongs(failed, repairs)
  return {
    range: { from: total!.from, to: total!.to },
    message: {
      zh: `${sums.map(({ zh }) => zh).join("；")}。${hint.zh}`,
      en: `${sums.map(({ en }) => en).join("; ")}. ${hint.en}`,
    },
    cells: totals.map(({ id }) => id),
    relations: relationsOf(failed),
    related: operandsOf(failed, total!),
    fixes: fixesFor(failed, repairs),
  }
}

function difference(now: Decimal, wanted: Decimal): Text {
  const by = subtract(now, wanted)
  const size = figure(magnitude(by))
  return isNegative(by) ? { zh: `（少 ${size}）`, en: ` (${size} too few)` } : { zh: `（多 ${size}）`, en: ` (${size} too many)` }
}

const relationsOf = (verdicts: readonly Verdict[]): string[] => [...new Set(verdicts.map(({ rule }) => rule.id))]

/** An equation that fails, in figures: 自然人列（七）总计应为 59 = 4+5+2，现为 61，差 2. */
function equationText(verdict: Verdict): Text {
  const { terms, excess, rule, on } = verdict
  const left = terms.filter(({ sign }) => sign === 1)
  const right = terms.filter(({ sign }) => sign === -1)
  const gap = figure(magnitude(excess!))
  const scope = on.label === "" ? { zh: "", en: "" } : scopeName(verdict)
  if (left.length === 1) {
    const name = rule.each === "row" ? columnName(left[0]!.fact.column) : rowName(left[0]!.fact.row)
    const [{ sum, parts }, now] = [sideOf(right), sideOf(left).sum]
    const isAllZero = right.every(({ fact }) => isZero(fact.value!))
    return {
      zh: `${scope.zh}${name}应为 ${sum}${isAllZero ? "（各项均为 0）" : parts === sum ? "" : ` = ${parts}`}，现为 ${now}，差 ${gap}`,
      en: `${scope.en}${scope.en && ", "}${name}: ${isAllZero ? "all parts are 0" : parts === sum ? `the parts give ${sum}` : `${parts} = ${sum}`}, but it says ${now}, ${gap} off`,
    }
  }
  const shown = (side: readonly Term[]): string => {
    const { sum, parts } = sideOf(side)
    return `${side.map(({ fact }) => (rule.each === "row" ? columnName(fact.column) : shortRowName(rowName(fact.row)))).join("+")} = ${parts === sum ? sum : `${parts} = ${sum}`}`
  }
  return { zh: `${scope.zh}${shown(right)}，${shown(left)}，差 ${gap}`, en: `${scope.en}: ${shown(right)}, but ${shown(left)}, ${gap} off` }
}

/** What a side comes to, and the figures that are not 0: 11 and 4+5+2. */
function sideOf(side: readonly Term[]): { sum: string; parts: string } {
  const values = side.map(({ fact }) => fact.value!)
  return { sum: figure(values.reduce(add)), parts: sumOf(values) }
}

/** 一、本年新收政府信息公开申请数量 → 一, as the table's own head calls its items. */
function shortRowName(name: string): string {
  return /^([一二三四五六七八九十]+)、/.exec(name)?.[1] ?? name
}

/** The other figures of the equations; zeros are many and tell nothing, unless there is nothing else. */
function operandsOf(verdicts: readonly Verdict[], blamed: Fact): Related[] {
  const facts = new Set<Fact>()
  for (const { terms } of verdicts) for (const { fact } of terms) if (fact !== blamed) facts.add(fact)
  const telling = [...facts].filter(({ value }) => !isZero(value!))
  return (telling.length > 0 ? telling : [...facts]).map(fact => ({ range: { from: fact.from, to: fact.to }, message: { zh: `${cellName(fact)}：${figure(fact.value!)}`, en: `${cellName(fact)}: ${figure(fact.value!)}` } }))
}

function whereItBelongs(failed: readonly Verdict[], repairs: readonly (readonly Correction[])[]): Text {
  if (repairs.length === 0) return { zh: "多处数字不符，请逐项核对。", en: "Several figures are off; go through them one by one." }
  if (failed.length === 1) {
    return { zh: "可能是总计有误，也可能是其中一项有误，请核对。", en: "Either the total or one of its parts is wrong; check which." }
  }
  const places = repairs.map(repair => repair.map(({ fact, value }) => `${cellName(fact)}→${figure(value)}`))
  const zh = places.slice(0, 3).map(cells => cells.join("、")).join("；")
  const en = places.slice(0, 3).map(cells => cells.join(" and ")).join("; ")
  const more = places.length > 3
  return {
    zh: `只看表内数字分不出错在哪里，可能的改法有 ${places.length} 种：${zh}${more ? " 等" : ""}。`,
    en: `The figures alone do not tell where the fault is; ${places.length} corrections would do: ${en}${more ? " and so on" : ""}.`,
  }
}

/** The fix that writes the corrections; none where one of the cells cannot be replaced. */
function correctionFix(corrections: readonly Correction[], preferred: boolean): Fix[] {
  const edits = corrections.flatMap(({ fact, value }) => factEdit(fact, figure(value)) ?? [])
  if (edits.length < corrections.length) return []
  const zh = corrections.map(({ fact, value }) => `${cellName(fact)}改为 ${figure(value)}`).join("，")
  const en = corrections.map(({ fact, value }) => `${cellName(fact)} to ${figure(value)}`).join(", ")
  return [
    {
      title: { zh: `将${zh}`, en: `Change ${en}` },
      safe: false,
      preferred,
      edits,
    },
  ]
}

/** All equally small repairs; of a lone sum, its total is recomputed first, and preferred unless its parts are all 0. */
function fixesFor(failed: readonly Verdict[], repairs: readonly (readonly Correction[])[]): Fix[] {
  const [only] = failed
  if (repairs.length > MAX_FIXES) return []
  if (failed.length > 1 || !only) return repairs.flatMap(repair => correctionFix(repair, false))
  const [total, ...parts] = only.terms
  if (repairs.length === 0) {
    const value = add(total!.fact.value!, negate(only.excess!))
    return isNegative(value) || only.terms.filter(({ sign }) => sign === 1).length > 1 ? [] : correctionFix([{ fact: total!.fact, value }], false)
  }
  const hasParts = parts.some(({ fact }) => !isZero(fact.value!))
  const isTotal = (repair: readonly Correction[]): boolean => repair.some(({ fact }) => fact === total!.fact)
  return [...repairs].sort((a, b) => Number(isTotal(b)) - Number(isTotal(a))).flatMap(repair => correctionFix(repair, hasParts && isTotal(repair)))
}
