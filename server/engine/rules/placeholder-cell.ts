import { openCells } from "./cellFixes.ts"
import type { Rule } from "./rule.ts"

export const placeholderCell: Rule = {
  id: "placeholder-cell",
  severity: "warning",
  docs: {
    zh: `格里填的是“/”“—”“无”等符号，不是数字。

没有的应填 0。符号从不当作 0 参与核对。改成 0 会改变数据，不是“安全”修改。`,
    en: `A cell holds a sign such as / — 无 instead of a figure.

Where there is nothing, the figure is 0. A sign is never taken for 0. Writing 0 changes the data, so no fix is safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t/\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  check: openCells("placeholder", ({ length, 0: first }, wanted) =>
    wanted !== null
      ? { zh: `填的是“${first!.text}”，按勾稽关系应填 ${wanted}。`, en: `says “${first!.text}”; by the table's sums it is ${wanted}.` }
      : length === 1
      ? { zh: `填的是“${first!.text}”，没有的应填 0。`, en: `says “${first!.text}”; write 0 if there is nothing.` }
      : { zh: `有 ${length} 格填的是“${first!.text}”一类的符号，没有的应填 0。`, en: `has ${length} cells with a sign such as “${first!.text}”; write 0 where there is nothing.` },
  ),
}
