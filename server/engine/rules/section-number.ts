import { toOrdinal } from "../text/ordinal.ts"
import type { Report, Section } from "../report/report.ts"
import type { Finding, Rule } from "./rule.ts"

export const sectionNumber: Rule = {
  id: "section-number",
  severity: "warning",
  docs: {
    zh: `部分标题的序号缺失、写错或不是“一、”的形式。

格式中六部分的序号为“一、”至“六、”。修改只动序号，是“安全”修改。`,
    en: `The number of a section heading is missing, wrong or not of the form 一、.

The format numbers the six sections 一、 to 六、. The fix changes the number only and is safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n1、总体情况\n\n略。\n\n二、主动公开政府信息情况\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n",

  *check(report) {
    for (const section of report.sections) {
      const finding = checkNumber(report, section)
      if (finding) yield finding
    }
  },
}

function checkNumber({ format, text }: Report, { id, heading, number, title }: Section): Finding | null {
  const wanted = toOrdinal(format.sections.findIndex(section => section.id === id) + 1)
  const written = text.slice(number.from, number.to)
  const isChinese = written !== "" && !/^[\d０-９Ⅰ-ⅩIVXＩＶＸ]/.test(written)
  // 一. and 第一部分 are read as 一、; （一） is a heading within a section, and a number without a mark is none.
  const isMarked = !/^[（(㈠-㈩⑴-⒇]/.test(written) && (/[^一二三四五六]/.test(written) || number.to < title.from)
  if (isChinese && isMarked && toOrdinal(heading.ordinal) === wanted) return null
  const now = written === "" ? { zh: "缺少序号", en: "the number is missing" } : { zh: `现为“${written}”`, en: `it says “${written}”` }
  return {
    range: written === "" ? title : number,
    message: { zh: `这一节的序号应为“${wanted}、”，${now.zh}。`, en: `This section has the number “${wanted}、”; ${now.en}.` },
    fixes: [
      {
        title: { zh: `序号改为“${wanted}、”`, en: `Number it “${wanted}、”` },
        safe: true,
        preferred: true,
        edits: [{ from: written === "" ? title.from : number.from, to: title.from, insert: `${wanted}、` }],
      },
    ],
  }
}
