import { lineEnd } from "../text/lines.ts"
import { zeroTable } from "../report/template.ts"
import type { Report, Section, TableReading } from "../report/report.ts"
import { hasHiddenTable } from "./unreadable-table.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

export const missingTable: Rule = {
  id: "missing-table",
  severity: "error",
  docs: {
    zh: `规定用表格报告的部分没有表格。

第二、三、四部分“以表格形式报告”（国办公开办函〔2021〕30号附件）。图片、附件中的表格无法核对，也不便于公众检索利用。两张表互换了位置的，照样核对，并提示移回。修改会插入填 0 的标准表格，数字须由填表人核对，因此不是“安全”修改。`,
    en: `A section that is reported as a table has none.

Sections two, three and four are tables (annex of notice 国办公开办函〔2021〕30号). A table in a picture or an attachment cannot be checked, nor searched by the public. Tables that have changed places are checked all the same, and said to belong elsewhere. The fix inserts the standard table filled with zeros; its figures must be checked, so the fix is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n详见附件。\n",
  good: `某县林业局2023年政府信息公开工作年度报告

一、总体情况

略。

二、主动公开政府信息情况

详见附件。

第二十条第（一）项\t\t\t
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t0\t0\t0
第二十条第（五）项\t\t\t
信息内容\t本年处理决定数量\t\t
行政许可\t0\t\t
第二十条第（六）项\t\t\t
信息内容\t本年处理决定数量\t\t
行政处罚\t0\t\t
行政强制\t0\t\t
第二十条第（八）项\t\t\t
信息内容\t本年收费金额（单位：万元）\t\t
行政事业性收费\t0\t\t
`,

  *check(report) {
    // What a converter has damaged or dropped is not missing from the draft.
    if (report.damage === "garbled") return
    for (const { from, reading } of report.tables) {
      const section = report.sections.find(({ id }) => id === reading.table.section)
      const place = section && reading.state === "read" ? sectionAround(report, from) : undefined
      if (section && place && place.id !== null && place.id !== section.id && isHomeOfOther(report, section)) yield misplaced(report, section, place, reading)
      if (reading.state !== "absent" || !section || hasHiddenTable(section, reading.table)) continue
      yield {
        range: section.headingRange,
        message: {
          zh: `这一节应以表格形式报告，没有找到${reading.table.name.zh}。`,
          en: `This section is reported as a table; the ${reading.table.name.en} was not found.`,
        },
        about: [reading.table.id],
        missingAt: section.to,
        fixes: [insertion(report, section, reading)],
      }
    }
  },
}

/** The section in which a place of the report lies. */
function sectionAround({ sections }: Report, at: number): Section | undefined {
  return sections.findLast(({ from }) => from <= at)
}

/** True if a table that belongs elsewhere stands in the section: an author who writes 见上表 there means what he does. */
function isHomeOfOther(report: Report, { id }: Section): boolean {
  return report.tables.some(({ from, reading }) => reading.state === "read" && reading.table.section !== id && sectionAround(report, from)?.id === id)
}

/** The table was read all the same, so this is no error. */
function misplaced({ text }: Report, { headingRange }: Section, place: Section, { table }: TableReading): Finding {
  const heading = text.slice(place.headingRange.from, place.headingRange.to).trim()
  return {
    range: headingRange,
    severity: "warning",
    message: {
      zh: `这一节没有${table.name.zh}：表写在了“${heading}”一节，请移到这里。`,
      en: `The ${table.name.en} belongs here; it stands in section “${heading}”.`,
    },
  }
}

function insertion(report: Report, section: Section, { table }: TableReading): Fix {
  const eol = lineEnd(report.text)
  const at = section.to
  const before = /[\r\n]$/.test(report.text.slice(0, at)) ? "" : eol
  return {
    title: { zh: `插入${table.name.zh}（先填 0，请核对）`, en: `Insert the ${table.name.en} (zeros, to be checked)` },
    safe: false,
    preferred: true,
    edits: [{ from: at, to: at, insert: `${before}${eol}${zeroTable(report, table)}${at < report.text.length ? eol : ""}` }],
  }
}
