import { isGovernment } from "../report/prose/body.ts"
import { wordingOf, isCovered } from "../report/prose/sectionText.ts"
import type { Rule } from "./rule.ts"

export const missingAccountability: Rule = {
  id: "missing-accountability",
  severity: "warning",
  docs: {
    zh: `政府的报告没有写工作考核、社会评议、责任追究结果。

《条例》第五十条第四项：各级人民政府的年度报告还应当包括工作考核、社会评议和责任追究结果情况。只检查题目为各级人民政府的报告，部门、办公室、街道办事处不检查。没有自动修改：内容只能由起草人写。`,
    en: `A government's report does not give assessment, public appraisal and accountability.

Art. 50(4) of the Regulations asks governments of all levels for them. Reports of departments, offices and subdistrict offices are not checked. There is no fix: only the author can write it.`,
  },
  bad: "青溪县2023年政府信息公开工作年度报告\n\n一、总体情况\n\n完成年度考核，组织社会评议。\n",
  good: "青溪县2023年政府信息公开工作年度报告\n\n一、总体情况\n\n完成年度考核，组织社会评议，未发生责任追究。\n",

  *check(report) {
    const { prose } = report.format
    const section = report.sections.find(({ id }) => id === "overview")
    if (!prose || !section || !isGovernment(report)) return
    const sentences = wordingOf(report)
    const missing = prose.accountability.filter(aspect => !isCovered(aspect, sentences))
    if (missing.length === 0) return
    yield {
      range: section.headingRange,
      about: missing.map(({ name }) => name.zh),
      missingAt: section.to,
      message: {
        zh: `各级人民政府的报告还应写：${missing.map(({ name }) => name.zh).join("、")}（《条例》第五十条第四项）。没有发生的也要说明。`,
        en: `A government also reports: ${missing.map(({ name }) => name.en).join(", ")} (Regulations, art. 50(4)). Say so even if there was none.`,
      },
    }
  },
}
