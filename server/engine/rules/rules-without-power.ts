import { isZero } from "../text/decimal.ts"
import { cannotMakeRules } from "../report/prose/body.ts"
import { factRange } from "../report/report.ts"
import { relatedCell } from "./candidateText.ts"
import { cellName, figure } from "./names.ts"
import { leafRows } from "../report/format.ts"
import type { Rule } from "./rule.ts"

export const rulesWithoutPower: Rule = {
  id: "rules-without-power",
  severity: "warning",
  docs: {
    zh: `没有规章制定权的单位填了规章件数。

规章只由国务院部门，省、自治区、直辖市和设区的市、自治州人民政府制定。县级及以下的政府、部门、街道办事处制定的是行政规范性文件，“规章”一行应为 0。只按题目中的单位名称判断：名称中有县、旗、区，或以乡、镇、街道结尾的才检查，其余一律不报。没有自动修改：这些件数是多填的还是应移到下一行，只有填表人知道。`,
    en: `A body that cannot make rules (规章) reports some.

Rules are made by ministries and by the governments of provinces, autonomous regions, municipalities, cities divided into districts and autonomous prefectures. Counties and below, with their departments and subdistricts, make normative documents, so their row 规章 is 0. Only the body's name in the title decides: it must hold 县, 旗 or 区 or end in 乡, 镇 or 街道; of all others nothing is said. There is no fix: only the author knows whether the figures are surplus or belong in the next row.`,
  },
  bad: "青溪县白石镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t6\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",
  good: "青溪县白石镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t15\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0.5\n",

  *check(report) {
    if (!cannotMakeRules(report)) return
    const [table, row] = report.format.prose!.rulemaking!.row.split("/")
    const rows = report.tables.filter(({ reading }) => reading.table.id === table).flatMap(({ reading }) => reading.rows.filter(own => own.row.id === row))
    const stated = rows.flatMap(({ facts }) => facts.filter(({ value }) => value !== null && !isZero(value)))
    const [first, ...others] = stated
    if (!first) return
    const below = leafRows(first.table)
    const next = below[below.indexOf(first.row) + 1]?.label
    const cells = stated.map(fact => `${cellName(fact)}为 ${figure(fact.value!)}`).join("、")
    yield {
      range: factRange(report, first),
      message: {
        zh: `县级及以下单位没有规章制定权，但${cells}，应为 0。${next === undefined ? "" : `如果是${next}，请填到下一行。`}`,
        en: `A county, or a body below it, cannot make rules (规章), but ${stated.map(fact => `${cellName(fact)} is ${figure(fact.value!)}`).join(" and ")}; it should be 0. Normative documents belong in the next row.`,
      },
      cells: stated.map(({ id }) => id),
      related: others.map(fact => relatedCell(report, fact)),
    }
  },
}
