import { headingOf } from "../report/template.ts"
import type { Report, Section } from "../report/report.ts"
import type { Rule } from "./rule.ts"

export const emptySection: Rule = {
  id: "empty-section",
  severity: "warning",
  docs: {
    zh: `用文字报告的部分只有标题，没有内容。

总体情况、存在的主要问题及改进情况、其他需要报告的事项三部分用文字报告。没有自动修改：内容只能由起草人写。表格部分见 missing-table。`,
    en: `A section of prose has a heading and nothing below it.

总体情况, 存在的主要问题及改进情况 and 其他需要报告的事项 are reported in words. There is no fix: only the author can write them. For the sections of tables see missing-table.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n六、其他需要报告的事项\n\n无。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",

  *check(report) {
    for (const section of report.sections) {
      if (isEmpty(report, section)) {
        const { covers } = report.format.sections.find(({ id }) => id === section.id)!
        const name = headingOf(report.format, section.id!)
        yield {
          range: section.headingRange,
          about: [section.id!],
          missingAt: section.to,
          message: { zh: `“${name}”下面没有内容。应写：${covers.zh}`, en: `There is nothing below “${name}”. It covers: ${covers.en}` },
        }
      }
    }
  },
}

function isEmpty(report: Report, section: Section): boolean {
  if (report.format.tables.some(table => table.section === section.id)) return false
  const isBlank = section.blocks.every(({ block }) => block.kind === "blank")
  const onHeadingLine = report.text.slice(section.body.from, section.blocks[0]?.from ?? section.to)
  return isBlank && !/[\p{L}\p{N}]/u.test(onHeadingLine)
}
