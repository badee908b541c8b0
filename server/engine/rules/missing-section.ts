import { lineAt, lineEnd } from "../text/lines.ts"
import type { Range } from "../text/range.ts"
import type { SectionFormat } from "../report/format.ts"
import type { Report } from "../report/report.ts"
import { headingOf, zeroTable } from "../report/template.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

export const missingSection: Rule = {
  id: "missing-section",
  severity: "error",
  docs: {
    zh: `缺少年度报告格式规定的部分。

《条例》第五十条规定的内容“不能遗漏，也不宜泛化”（国办公开办函〔2021〕30号），年度报告由六部分组成，没有内容的部分也要保留标题。修改会在应有的位置补上标题；规定用表格的部分同时补上填 0 的表格，数字须由填表人核对，因此不是“安全”修改。`,
    en: `A section that the format prescribes is missing.

The contents named in article 50 of the Regulations must be complete (notice 国办公开办函〔2021〕30号): the report has six sections, and one with nothing to say keeps its heading. The fix inserts the heading where it belongs, with a table of zeros where a table is prescribed; its figures must be checked, so the fix is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n略。\n\n六、其他需要报告的事项\n",

  *check(report) {
    // What a converter has damaged or dropped is not missing from the draft.
    if (report.damage === "garbled") return
    for (const [index, section] of report.format.sections.entries()) {
      if (!report.sections.some(({ id }) => id === section.id)) yield finding(report, section, index)
    }
  },
}

function finding(report: Report, section: SectionFormat, index: number): Finding {
  const heading = headingOf(report.format, section.id)
  return {
    range: neighbour(report, index),
    message: {
      zh: `缺少“${heading}”一节。应写：${section.covers.zh}`,
      en: `The section “${heading}” is missing. It covers: ${section.covers.en}`,
    },
    fixes: [insertion(report, section, index)],
  }
}

const indexOf = (report: Report, id: string | null): number => report.format.sections.findIndex(section => section.id === id)

/** The heading above the gap, else the title, else the heading below, else the first line. */
function neighbour(report: Report, index: number): Range {
  const above = report.sections.findLast(({ id }) => indexOf(report, id) < index)
  return above?.headingRange ?? report.titleRange ?? report.sections[0]?.headingRange ?? firstLine(report)
}

function firstLine({ text }: Report): Range {
  const from = Math.max(0, text.search(/\S/))
  return { from, to: lineAt(text, from).to }
}

function insertion(report: Report, section: SectionFormat, index: number): Fix {
  const below = report.sections.find(({ id }) => indexOf(report, id) > index)
  const at = below?.from ?? report.text.length
  const eol = lineEnd(report.text)
  const mark = /^\s*(#+\s*)/.exec(report.text.slice(report.sections[0]?.from ?? 0))?.[1] ?? ""
  const table = report.format.tables.find(table => table.section === section.id)
  const above = report.text.slice(0, at)
  const body = above.trimEnd()
  const lineEnds = above.slice(body.length).match(/\r\n|\r|\n/g)?.length ?? 0
  const gap = body === "" ? "" : eol.repeat(Math.max(0, 2 - lineEnds))
  const insert = `${gap}${mark}${headingOf(report.format, section.id)}${eol}${table ? eol + zeroTable(report, table) : ""}${below ? eol : ""}`
  return {
    title: { zh: `补上“${headingOf(report.format, section.id)}”`, en: `Insert “${headingOf(report.format, section.id)}”` },
    safe: false,
    preferred: true,
    edits: [{ from: at, to: at, insert }],
  }
}
