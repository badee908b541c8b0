import { add, format, isNegative, isZero, magnitude, ZERO, type Decimal } from "../text/decimal.ts"
import type { Term, Verdict } from "../report/editRules.ts"
import type { Fact } from "../report/report.ts"
import { cellName, columnName, rowName, scopeName, sumOf } from "../rules/names.ts"
import type { Text } from "../report/format.ts"

/** More open cells than this are counted, not named. */
const MAX_NAMED = 3

/** An equation with its arithmetic and how it comes out: 自然人列：（七）总计 61 ≠ 4+5+2 = 11，差 50. */
export function equation(verdict: Verdict): Text {
  if (verdict.state === "undecided") return undecided(verdict)
  const left = sideOf(verdict, 1)
  const right = sideOf(verdict, -1)
  const sign = verdict.state === "pass" ? "=" : "≠"
  const scope = scopeName(verdict)
  const outcome = verdict.state === "pass" ? { zh: "合", en: "it adds up" } : gap(verdict.excess!)
  return {
    zh: `${scope.zh}：${left} ${sign} ${right}，${outcome.zh}`,
    en: `${scope.en}: ${left} ${sign} ${right}; ${outcome.en}`,
  }
}

function sideOf(verdict: Verdict, sign: Term["sign"]): string {
  const terms = verdict.terms.filter(term => term.sign === sign)
  const values = terms.map(({ fact }) => fact.value!)
  const sum = format(values.reduce<Decimal>(add, ZERO))
  if (terms.length === 1) return `${shortName(verdict, terms[0]!.fact)} ${sum}`
  const parts = sumOf(values)
  // Names help where the terms are few; of twenty results only the figures that count are shown.
  const names = terms.length <= MAX_NAMED ? `${terms.map(({ fact }) => shortName(verdict, fact)).join("+")} = ` : ""
  return values.filter(value => !isZero(value)).length < 2 ? names + sum : `${names}${parts} = ${sum}`
}

/** 一、本年新收政府信息公开申请数量 → 一, as the table's own head calls its items. */
function shortName({ rule }: Verdict, { row, column }: Fact): string {
  if (rule.each === "row") return columnName(column)
  const name = rowName(row)
  return /^([一二三四五六七八九十]+)、/.exec(name)?.[1] ?? name
}

function gap(excess: Decimal): Text {
  const size = format(magnitude(excess))
  return isNegative(excess) ? { zh: `差 ${size}（左边少）`, en: `${size} too few on the left` } : { zh: `差 ${size}（左边多）`, en: `${size} too many on the left` }
}

function undecided(verdict: Verdict): Text {
  const open = verdict.terms.filter(({ fact }) => fact.value === null)
  const names = open.slice(0, MAX_NAMED).map(({ fact }) => cellName(fact))
  const scope = scopeName(verdict)
  const more = open.length > MAX_NAMED
  const zh = [...(open.length > 0 ? [`缺${names.join("、")}${more ? `等 ${open.length} 格` : ""}`] : []), ...(verdict.isComplete ? [] : ["缺少有关的行"])]
  const en = [...(open.length > 0 ? [`${names.join(", ")}${more ? ` and ${open.length - MAX_NAMED} more` : ""} missing`] : []), ...(verdict.isComplete ? [] : ["rows missing"])]
  return { zh: `${scope.zh}（${verdict.rule.name.zh}）未定：${zh.join("，")}`, en: `${scope.en} (${verdict.rule.name.en}) undecided: ${en.join("; ")}` }
}
