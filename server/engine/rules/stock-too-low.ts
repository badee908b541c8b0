import { isLess, subtract } from "../text/decimal.ts"
import { factRange } from "../report/report.ts"
import { relatedCell } from "./candidateText.ts"
import { cellName, figure } from "./names.ts"
import type { Rule } from "./rule.ts"

export const stockTooLow: Rule = {
  id: "stock-too-low",
  severity: "warning",
  docs: {
    zh: `现行有效件数少于本年制发减本年废止。

本年制发而没有废止的，年末都现行有效，所以现行有效至少是本年制发减本年废止；以前年度制发的还要加上。规章和行政规范性文件各行分别核对，有空白或无法识别的格不判断。当年制发、当年自行失效的文件会使它不成立，所以只作警告；没有自动修改，因为三个数中错的是哪一个只有填表人知道。`,
    en: `Fewer documents are in force than were issued less those repealed in the year.

What was issued in the year and not repealed is in force at its end, so the stock is at least issued less repealed; what earlier years left comes on top. The rows of 规章 and 行政规范性文件 are checked each by itself, and blank or unreadable cells decide nothing. A document issued and expired in the same year breaks this rightly, so it is a warning; there is no fix, since only the author knows which of the three is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t5\t1\t3\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t5\t1\t13\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",

  *check(report) {
    for (const { stock, added, removed } of report.format.prose?.acrossYears.stocks ?? []) {
      const [now, plus, minus] = [stock, added, removed].map(id => report.facts.get(id))
      if (!now?.value || !plus?.value || !minus?.value) continue
      const least = subtract(plus.value, minus.value)
      if (!isLess(now.value, least)) continue
      const sum = `${figure(least)} = ${figure(plus.value)}-${figure(minus.value)}`
      yield {
        range: factRange(report, now),
        message: {
          zh: `${cellName(now)}为 ${figure(now.value)}，少于本年制发减本年废止 ${sum}。本年制发而没有废止的都应计入，请核对这三个数。`,
          en: `${cellName(now)} is ${figure(now.value)}, less than those issued less those repealed in the year, ${sum}. What was issued and not repealed is in force; check the three.`,
        },
        cells: [now.id],
        related: [plus, minus].map(fact => relatedCell(report, fact)),
      }
    }
  },
}
