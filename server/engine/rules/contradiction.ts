import { format } from "../text/decimal.ts"
import { contradictedCells } from "../report/prose/candidates.ts"
import { proseOf } from "../report/prose/prose.ts"
import { placed, relatedCell } from "./candidateText.ts"
import { cellName } from "./names.ts"
import type { Rule } from "./rule.ts"

export const contradiction: Rule = {
  id: "contradiction",
  severity: "error",
  docs: {
    zh: `文字的说法与表格矛盾。

写“未收到政府信息公开申请”，表中新收应为 0；写“未发生行政复议、行政诉讼”，总计应为 0；写“均获维持”，结果纠正应为 0；写“全部办结”“办结率100%”，结转下年度应为 0（这一条只作警告，因为有时只指到期的申请）。格子空白或无法识别时不判断。没有自动修改：改文字还是改表格，只有起草人知道。`,
    en: `A statement of the text contradicts the tables.

未收到政府信息公开申请 means that the cell of new requests is 0; 未发生行政复议、行政诉讼, that the totals are; 均获维持, that nothing was corrected; 全部办结 and 办结率100%, that nothing was carried over (only a warning, since it is often said of due requests). Blank and unreadable cells decide nothing. There is no fix: only the author knows which of the two is right.`,
  },
  bad: `某县林业局2023年政府信息公开工作年度报告

一、总体情况

2023年，我局未发生因政府信息公开引起的行政复议。

四、政府信息公开行政复议、行政诉讼情况

|行政复议|||||行政诉讼||||||||||
|结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|||||复议后起诉|||||
||||||结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|
|3|1|0|0|4|0|0|0|0|0|0|0|0|0|0|
`,
  good: `某县林业局2023年政府信息公开工作年度报告

一、总体情况

2023年，我局未发生因政府信息公开引起的行政复议。

四、政府信息公开行政复议、行政诉讼情况

|行政复议|||||行政诉讼||||||||||
|结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|||||复议后起诉|||||
||||||结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|
|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|
`,

  *check(report) {
    for (const { from, readings } of proseOf(report)) {
      for (const { statements, passage } of readings) {
        for (const { said, range } of statements) {
          const cells = contradictedCells(report, said)
          if (cells.length === 0) continue
          const words = passage.text.slice(said.from, said.to)
          const stated = cells.map(fact => ({ name: cellName(fact), value: format(fact.value!) }))
          yield {
            range: placed(range, from),
            severity: said.statement.severity,
            message: {
              zh: `文字写“${words}”，表格中${stated.map(({ name, value }) => `${name}为 ${value}`).join("、")}，应为 0。请核对，改文字或改表格。`,
              en: `The text says “${words}”, but in the table ${stated.map(({ name, value }) => `${name} is ${value}`).join(" and ")} and should be 0. Mend the one or the other.`,
            },
            cells: cells.map(({ id }) => id),
            related: cells.map(fact => relatedCell(report, fact)),
          }
        }
      }
    }
  },
}
