import { add, equals, format, magnitude, subtract } from "../text/decimal.ts"
import { factRange } from "../report/report.ts"
import { cellName } from "./names.ts"
import type { Rule } from "./rule.ts"

export const stockMismatch: Rule = {
  id: "stock-mismatch",
  severity: "warning",
  acrossYears: true,
  docs: {
    zh: `现行有效件数与上年报告接不上。

本年现行有效一般等于上年现行有效加本年制发减本年废止。集中清理、职能划转、重新统计都会使它不等，所以只作警告，没有自动修改；请核对，确有原因的可以在报告中说明。`,
    en: `The number of documents in force does not follow from last year's report.

In force is as a rule last year's stock plus those issued less those repealed. Clean-ups, transfers of duties and recounts break it rightly, so it is a warning without a fix; check it and, where there is a reason, give it in the report.`,
  },
  bad: example(9, 12),
  good: example(9, 10),

  *check(report, context) {
    const previous = context?.previous
    if (!previous || !report.format.prose) return
    for (const { stock, added, removed } of report.format.prose.acrossYears.stocks) {
      const [now, plus, minus] = [stock, added, removed].map(id => report.facts.get(id))
      const last = previous.facts.get(stock)
      if (!now?.value || !plus?.value || !minus?.value || !last?.value) continue
      const wanted = subtract(add(last.value, plus.value), minus.value)
      if (equals(wanted, now.value)) continue
      const sum = `${format(wanted)} = ${format(last.value)}+${format(plus.value)}-${format(minus.value)}`
      const gap = format(magnitude(subtract(now.value, wanted)))
      yield {
        range: factRange(report, now),
        message: {
          zh: `${cellName(now)}为 ${format(now.value)}，按上年现行有效加本年制发减本年废止应为 ${sum}，相差 ${gap}。有清理、划转等原因的请说明，否则请核对。`,
          en: `${cellName(now)} is ${format(now.value)}; by last year's report it would be ${sum}, ${gap} off. Check it, or give the reason.`,
        },
        cells: [now.id],
        related: [
          { range: factRange(previous, last), inPrevious: true, message: { zh: `上年报告：${format(last.value)}`, en: `Last year's report: ${format(last.value)}` } },
          ...[plus, minus].map(fact => ({ range: factRange(report, fact), message: { zh: `${cellName(fact)}：${format(fact.value!)}`, en: `${cellName(fact)}: ${format(fact.value!)}` } })),
        ],
      }
    }
  },
}

/** Two reports of a body, one after the other: how many documents were in force by the first, and by the second, which adds 2 and takes away 1. */
function example(before: number, now: number): string {
  return `${reportExample(2022, [1, 0, before])}\n${reportExample(2023, [2, 1, now])}`
}

function reportExample(year: number, figures: readonly number[]): string {
  const documents = ["信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t0\t0\t0", `行政规范性文件\t${figures.join("\t")}`]
  const decisions = "信息内容\t本年处理决定数量"
  const lines = ["第二十条第（一）项", ...documents, "第二十条第（五）项", decisions, "行政许可\t0", "第二十条第（六）项", decisions, "行政处罚\t0", "行政强制\t0"]
  return `某县林业局${year}年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n${lines.join("\n")}\n`
}
