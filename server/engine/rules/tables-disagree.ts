import { equals } from "../text/decimal.ts"
import { factEditIn, factRange, type Fact, type Report } from "../report/report.ts"
import { accountsExample } from "./accountsExample.ts"
import { relatedCell } from "./candidateText.ts"
import { cellName, figure } from "./names.ts"
import { isBlamed, isConfirmed } from "./standing.ts"
import type { Finding, Rule } from "./rule.ts"

export const tablesDisagree: Rule = {
  id: "tables-disagree",
  severity: "error",
  docs: {
    zh: `两张表对同一个数的说法不同。

格式写明哪些格应当相等，例如部门决算的收入支出决算总表与收入决算表中的本年收入合计。其中一格已经由“sum-mismatch”指出有误的，不再重复；否则在没有勾稽关系佐证的那一格报告，两格都有或都没有佐证的，在后一格报告。空白或无法识别的格不判断，格式写明空白即 0 的除外。修改数字不算“安全”修改，因为只有填表人知道哪个数是对的。`,
    en: `Two tables state one figure differently.

The format says which cells are equal, as the income of the year in the summary of a department's accounts and in the table of its sources. Where sum-mismatch blames one of them already, nothing is said again; else the cell is blamed that no sum confirms, or the second if both or neither are. Blank and unreadable cells decide nothing, unless the format takes blank for 0. No fix is safe, since only the author knows which figure is right.`,
  },
  bad: accountsExample("1002.00\t900.00\t\t100.00\t\t\t2.00"),
  good: accountsExample("1020.00\t900.00\t\t100.00\t\t\t20.00"),

  *check(report) {
    for (const { id, cells, name } of report.format.agreements ?? []) {
      const facts = cells.flatMap(cell => report.facts.get(cell) ?? [])
      const [first] = facts
      const differs = facts.find(({ value }) => !!first?.value && !!value && !equals(value, first.value))
      if (!first || !differs || [first, differs].some(fact => isBlamed(report, fact))) continue
      const [right, wrong] = isConfirmed(report, differs) && !isConfirmed(report, first) ? [differs, first] : [first, differs]
      yield finding(report, id, name, right, wrong)
    }
  },
}

function finding(report: Report, id: string, name: Finding["message"], right: Fact, wrong: Fact): Finding {
  const [now, wanted] = [figure(wrong.value!), figure(right.value!)]
  const edit = factEditIn(report, wrong, wanted)
  const isSure = isConfirmed(report, right) && !isConfirmed(report, wrong)
  return {
    range: factRange(report, wrong),
    message: {
      zh: `${wrong.table.name.zh}${cellName(wrong)}为 ${now}，${right.table.name.zh}${cellName(right)}为 ${wanted}，应当相等（${name.zh}）。${isSure ? "" : "请核对是哪一个有误。"}`,
      en: `${cellName(wrong)} of the ${wrong.table.name.en} is ${now}, ${cellName(right)} of the ${right.table.name.en} is ${wanted}; they should be equal (${name.en}).${isSure ? "" : " Check which of them is wrong."}`,
    },
    cells: [wrong.id],
    relations: [id],
    related: [relatedCell(report, right)],
    fixes: !edit ? [] : [{ title: { zh: `将${cellName(wrong)}改为 ${wanted}`, en: `Change ${cellName(wrong)} to ${wanted}` }, safe: false, preferred: isSure, edits: [edit] }],
  }
}
