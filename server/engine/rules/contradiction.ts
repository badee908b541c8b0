import { format, isZero } from "../text/decimal.ts"
import type { Facts } from "../report/facts.ts"
import { cellsOfStatement } from "../report/prose/candidates.ts"
import type { StatementClaim } from "../report/prose/claims.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundBeside, rangeOf } from "../report/prose/sentences.ts"
import type { Fact } from "../report/report.ts"
import { relatedCell } from "./candidateText.ts"
import { litigationExample } from "./litigationExample.ts"
import { cellName } from "./names.ts"
import type { Rule } from "./rule.ts"

export const contradiction: Rule = {
  id: "contradiction",
  severity: "error",
  docs: {
    zh: `文字的说法与表格矛盾。

写“未收到政府信息公开申请”，表中新收应为 0；写“未发生行政复议、行政诉讼”，总计应为 0；写“均获维持”，结果纠正应为 0；写“无结转下年度办理的申请”，结转应为 0；写“未制发行政规范性文件”“未作出行政处罚”“未收取行政事业性收费”，对应的格应为 0（只作警告）；写“全部办结”“办结率100%”，结转下年度应为 0（也只作警告，因为有时只指到期的申请）。格子空白或无法识别时不判断。没有自动修改：改文字还是改表格，只有起草人知道。`,
    en: `A statement of the text contradicts the tables.

未收到政府信息公开申请 means that the cell of new requests is 0; 未发生行政复议、行政诉讼, that the totals are; 均获维持, that nothing was corrected; 无结转下年度办理的申请, that nothing was carried over; 未制发行政规范性文件, 未作出行政处罚, 未收取行政事业性收费, that those cells are 0 (a warning); 全部办结 and 办结率100%, likewise that nothing was carried over (only a warning, since it is often said of due requests). Blank and unreadable cells decide nothing. There is no fix: only the author knows which of the two is right.`,
  },
  bad: litigationExample("2023年，我局未发生因政府信息公开引起的行政复议。", "3|1|0|0|4"),
  good: litigationExample("2023年，我局未发生因政府信息公开引起的行政复议。", "0|0|0|0|0"),

  *check(report) {
    for (const { placed, found: { said, cells } } of foundBeside(report, statementsIn, contradictionOf)) {
      const words = placed.sentence.reading.text.slice(said.from, said.to)
      const stated = cells.map(fact => ({ name: cellName(fact), value: format(fact.value!) }))
      yield {
        range: rangeOf(placed, said),
        severity: said.statement.severity,
        message: {
          zh: `文字写“${words}”，表格中${stated.map(({ name, value }) => `${name}为 ${value}`).join("、")}，应为 0。请核对，改文字或改表格。`,
          en: `The text says “${words}”, but in the table ${stated.map(({ name, value }) => `${name} is ${value}`).join(" and ")} and should be 0. Mend the one or the other.`,
        },
        cells: cells.map(({ id }) => id),
        related: cells.map(fact => relatedCell(report, fact)),
      }
    }
  },
}

const statementsIn = ({ statements }: SentenceReading): readonly StatementClaim[] => statements

interface Contradiction {
  readonly said: StatementClaim
  /** The cells that should be 0 and are not. */
  readonly cells: readonly Fact[]
}

function contradictionOf(said: StatementClaim, facts: Facts): Contradiction | null {
  const cells = cellsOfStatement(facts, said).filter(({ value }) => value !== null && !isZero(value))
  return cells.length > 0 ? { said, cells } : null
}
