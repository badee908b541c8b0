import { headingOf } from "../report/template.ts"
import type { Rule } from "./rule.ts"

export const duplicateSection: Rule = {
  id: "duplicate-section",
  severity: "warning",
  docs: {
    zh: `同一部分的标题出现两次。

年度报告六部分各出现一次。重复的标题多半是复制时留下的，也可能是标题写错。没有自动修改：删去哪一处要由起草人决定。`,
    en: `The heading of a section occurs twice.

Each of the six sections stands once. A second heading was mostly left behind by copying, or is worded wrongly. There is no fix: the author decides which one goes.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n\n六、其他需要报告的事项\n\n无。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",

  *check({ sections, format }) {
    const first = new Map<string | null, (typeof sections)[number]>()
    for (const section of sections) {
      const earlier = first.get(section.id)
      if (!earlier) first.set(section.id, section)
      else {
        const name = headingOf(format, section.id!)
        yield {
          range: section.headingRange,
          message: { zh: `“${name}”前面已经有了，请合并或删去一处。`, en: `“${name}” stands above already; merge the two or delete one.` },
          related: [{ range: earlier.headingRange, message: { zh: "第一次出现在这里", en: "first here" } }],
        }
      }
    }
  },
}
