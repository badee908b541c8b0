import { keyOf } from "../text/plain.ts"
import { shift, type Range } from "../text/range.ts"
import type { Report } from "../report/report.ts"
import { rowName } from "./names.ts"
import type { Rule } from "./rule.ts"

export const outdatedFormat: Rule = {
  id: "outdated-format",
  severity: "error",
  docs: {
    zh: `2021 年度及以后的报告仍用旧格式的表格。

国办公开办函〔2021〕30号印发的格式自 2021 年度起使用：第二部分的列名改为“本年制发件数、本年废止件数、现行有效件数”等，删去第（九）项；“（六）其他处理”分为三行。没有自动修改：两种格式统计的数字不同，需要重新填报。`,
    en: `A report for 2021 or later uses the tables of an older format.

The format of notice 国办公开办函〔2021〕30号 is in force since the report for 2021: section two counts documents issued, repealed and in force, item (九) is gone, and （六）其他处理 has three rows. There is no fix: the formats count different things.`,
  },
  bad: `某县林业局2023年政府信息公开工作年度报告

二、主动公开政府信息情况

信息内容	本年新制作数量	本年新公开数量	对外公开总数量
规章	0	0	0
规范性文件	1	1	5
`,
  good: `某县林业局2020年政府信息公开工作年度报告

二、主动公开政府信息情况

信息内容	本年新制作数量	本年新公开数量	对外公开总数量
规章	0	0	0
规范性文件	1	1	5
`,

  *check(report) {
    const { format, year, tables } = report
    if (year === null) return
    if (format.lastYear !== undefined && year > format.lastYear) {
      const number = format.notice?.number
      const now = { zh: `${year} 年度报告用的是“${format.name.zh}”的表格${number === undefined ? "" : `（${number}）`}，应改用现行格式。`, en: `The report for ${year} uses tables of the ${format.name.en}${number === undefined ? "" : ` (${number})`}; use the one in force.` }
      yield { range: firstOldLabel(report), message: now, about: [format.id] }
    }
    for (const { from, reading: { state, rows, groupsAsOneRow } } of tables) {
      for (const group of format.lastYear === undefined && state === "read" ? groupsAsOneRow : []) {
        const written = rows.find(({ row }) => row.id === group.id)!
        yield {
          range: shift(written.label ?? written.range, from),
          severity: "warning",
          message: {
            zh: `“${rowName(group)}”只填了一行，是 2019 年格式的写法；现行格式要求分项填写。`,
            en: `“${rowName(group)}” is one row, as in the 2019 format; the format in force asks for its items.`,
          },
        }
      }
    }
  },
}

/** The first label of table two that the newer format no longer has. */
function firstOldLabel({ text, tables, format }: Report): Range {
  const written = tables.filter(({ reading }) => reading.state !== "absent")
  const { from, reading } = written.find(({ reading }) => reading.table.id === "proactive") ?? written[0]!
  const range = shift(reading.range, from)
  const labels = format.tables.flatMap(({ parts }) => parts).flatMap(({ columns }) => columns.map(({ label }) => label))
  const area = text.slice(range.from, range.to)
  const found = labels.map(label => ({ label, at: area.indexOf(label) })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0]
  if (!found || keyOf(found.label) === "") return { from: range.from, to: Math.min(range.to, range.from + 1) }
  return { from: range.from + found.at, to: range.from + found.at + found.label.length }
}
