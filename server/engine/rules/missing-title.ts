import { lineAt } from "../text/lines.ts"
import { withoutMarkup } from "../text/markup.ts"
import { toPlain } from "../text/plain.ts"
import { yearIn } from "../text/year.ts"
import type { Range } from "../text/range.ts"
import type { Report } from "../report/report.ts"
import type { Rule } from "./rule.ts"

export const missingTitle: Rule = {
  id: "missing-title",
  severity: "warning",
  docs: {
    zh: `报告没有标题，或者标题没有写明年份。

标题应写明单位和年份。没有年份，就不知道是哪一年的报告：统计期限、正文年份、与上年的衔接都无从核对。第一部分以上另有不超过 40 字的一行写明年份的不报，不论是单独一行的年份，还是封面上的其他文字。没有自动修改。`,
    en: `The report has no title, or its title names no year.

A title names the body and the year. Without a year nobody knows what the report is for: its period, the years in its text and what must agree with last year's report cannot be checked. A year in another line of 40 characters or less above the first section will do, be it a line of its own or something else on the cover. There is no fix.`,
  },
  bad: "某县林业局政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n",

  *check(report) {
    const { sections, titleRange, year, damage, format } = report
    const [first] = sections
    // A table alone, or what a converter has left of a report, is no whole report.
    if (!first || year !== null || damage !== "none" || showsYear(report.text.slice(0, first.from))) return
    const example = `某县某局2023年${format.reportTitle}`
    if (titleRange) yield {
      range: titleRange,
      message: { zh: `标题没有写明年份，应如“${example}”。`, en: `The title names no year; it should be like “${example}”.` },
      about: ["year"],
    }
    else yield {
      range: firstLine(report, first.headingRange),
      message: { zh: `没有读到报告的标题，应有“${example}”这样写明单位和年份的一行。`, en: `No title of the report was found: a line that names the body and the year, like “${example}”.` },
      about: ["title"],
    }
  },
}

/** A line that is longer is prose. */
const MAX_TITLE = 40

/** True if a short line of what stands above the first section names a year. */
const showsYear = (above: string): boolean => withoutMarkup(above).split(/[\r\n]+/).some(line => isShort(line.trim()) && yearIn(toPlain(line.trim())) !== null)
const isShort = (line: string): boolean => line.length <= MAX_TITLE && !/[。；]/.test(line)

/** The first line with words, else the heading. */
function firstLine({ text }: Report, heading: Range): Range {
  const from = text.search(/\S/)
  return from < heading.from ? { from, to: lineAt(text, from).to } : heading
}
