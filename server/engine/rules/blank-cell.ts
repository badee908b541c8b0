import { openCells } from "./cellFixes.ts"
import type { Rule } from "./rule.ts"

export const blankCell: Rule = {
  id: "blank-cell",
  severity: "warning",
  docs: {
    zh: `表格中有空白的格。

每格都应填数，没有的填 0：官方样表和审核都以 0 表示没有，空白会被当作漏填。空白从不当作 0 参与核对；如果勾稽关系只缺这一个数，会说明应填多少。填数会改变数据，不是“安全”修改。`,
    en: `A cell of a table is blank.

Every cell holds a figure, 0 where there is nothing: official samples print 0, and reviewers take a blank for an omission. A blank is never taken for 0; where it is the only figure missing in a sum, the value that would fit is named. Filling it in changes the data, so no fix is safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  check: openCells("blank", ({ length }, wanted) =>
    wanted !== null
      ? { zh: `空白，按勾稽关系应填 ${wanted}。`, en: `is blank; by the table's sums it is ${wanted}.` }
      : length === 1 ? { zh: "空白，没有的应填 0。", en: "is blank; fill in 0 if there is nothing." } : { zh: `有 ${length} 格空白，没有的应填 0。`, en: `has ${length} blank cells; fill in 0 where there is nothing.` },
  ),
}
