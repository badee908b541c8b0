import { format, isNegative, isWhole } from "../text/decimal.ts"
import { isAmount, isSigned, unitOf } from "../report/format.ts"
import type { Fact } from "../report/report.ts"
import { cellName } from "./names.ts"
import { perTable } from "./perTable.ts"
import type { Finding, Rule } from "./rule.ts"

export const notACount: Rule = {
  id: "not-a-count",
  severity: "error",
  docs: {
    zh: `件数是负数或带小数。

规章、文件、处理决定、申请、复议和诉讼都按件计，应是 0 或正整数；只有收费金额（万元）可以有小数，也不能为负。没有自动修改：正确的数只有填表人知道。`,
    en: `A count is negative or has decimals.

Rules, documents, decisions, requests, reviews and suits are counted in whole numbers from 0; only the fees (万元) may have decimals, and they are not negative either. There is no fix: only the author knows the figure.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31.5\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",

  check: perTable(({ rows }) => rows.filter(({ isPlain }) => !isPlain).flatMap(({ facts }) => facts.flatMap(fact => checkFact(fact) ?? []))),
}

function checkFact(fact: Fact): Finding | null {
  const { value } = fact
  if (!value) return null
  if (isNegative(value) && !isSigned(fact.place)) {
    return {
      range: { from: fact.from, to: fact.to },
      message: { zh: `${cellName(fact)}为 ${format(value)}，不能是负数。`, en: `${cellName(fact)} is ${format(value)}; it cannot be negative.` },
      cells: [fact.id],
    }
  }
  if (isAmount(fact.place) || isWhole(value)) return null
  return {
    range: { from: fact.from, to: fact.to },
    message: { zh: `${cellName(fact)}为 ${format(value)}，以${unitOf(fact.place)}计应为整数。`, en: `${cellName(fact)} is ${format(value)}; it counts ${unitOf(fact.place)} and must be a whole number.` },
    cells: [fact.id],
  }
}
