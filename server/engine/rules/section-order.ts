import { headingOf } from "../report/template.ts"
import type { Rule } from "./rule.ts"

export const sectionOrder: Rule = {
  id: "section-order",
  severity: "warning",
  docs: {
    zh: `各部分的先后次序与格式不符。

年度报告格式的六部分有固定次序。没有自动修改：整节移动要由起草人决定。`,
    en: `The sections do not follow each other as in the format.

The six sections have a fixed order. There is no fix: moving a whole section is for the author to decide.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n\n五、存在的主要问题及改进情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",

  *check({ sections, format }) {
    const order = (id: string | null): number => format.sections.findIndex(section => section.id === id)
    const seen = new Set<string | null>()
    let last = sections[0]
    for (const section of sections) {
      if (!seen.has(section.id) && order(section.id) < order(last!.id)) {
        const [name, other] = [headingOf(format, section.id!), headingOf(format, last!.id!)]
        yield {
          range: section.headingRange,
          message: { zh: `“${name}”应在“${other}”之前。`, en: `“${name}” belongs before “${other}”.` },
          related: [{ range: last!.headingRange, message: { zh: "应在这一节之前", en: "belongs before this section" } }],
        }
      } else if (!seen.has(section.id)) last = section
      seen.add(section.id)
    }
  },
}
