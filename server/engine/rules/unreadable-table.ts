import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import { withoutMarkup } from "../text/markup.ts"
import { shift, type Range } from "../text/range.ts"
import { MAX_REPEATED, type Label } from "../report/align.ts"
import { labelsOf, type LeafRow, type TableFormat } from "../report/format.ts"
import type { Report, RowReading, Section } from "../report/report.ts"
import { rowName } from "./names.ts"
import { moveFinding, type Finding, type Rule } from "./rule.ts"

export const unreadableTable: Rule = {
  id: "unreadable-table",
  severity: "warning",
  docs: {
    zh: `表格在，但读不出大部分数字，勾稽关系没有核对。

多半是复制时丢了单元格，或者是 HTML 代码而格里没有数字。请从原文件重新复制，或插入标准表格后填写。整张表只报告这一次，不再逐格报告。同一行出现两次而数字不同的，也在这里说明。`,
    en: `A table is there, but most of its figures cannot be read, so nothing was added up.

Mostly cells were lost in copying, or the table is HTML code without figures in its cells. Copy it again from the original, or insert the standard table and fill it in. The table is reported once, not cell by cell. Rows that stand twice with different figures are told here too.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\n\n行政规范性文件\n\n行政许可\n\n行政处罚\n\n行政强制\n\n行政事业性收费\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\n\n0\n\n0\n\n0\n\n行政规范性文件\n\n1\n\n0\n\n3\n\n行政许可\n\n5\n\n行政处罚\n\n0\n\n行政强制\n\n0\n\n行政事业性收费\n\n0\n",

  *check(report) {
    if (report.damage === "glued") {
      yield glued(report)
      return
    }
    for (const { from, reading: { table, state, range, repeated, rows, unread } } of report.tables) {
      if (state === "read" && unread.length > 0) yield moveFinding({ ...unreadRows(rows, unread), about: unread.map(({ id }) => `${table.id}/${id}`), missingAt: range.to }, from)
      if (repeated.length > 0) yield moveFinding(repetition(repeated), from)
      const section = report.sections.find(({ id }) => id === table.section)
      const isHidden = state === "absent" && section !== undefined && hasHiddenTable(section, table)
      if (state !== "unreadable" && !isHidden) continue
      const isHtml = isHidden && hasHtmlTable(section)
      yield {
        range: firstLine(report, isHidden ? section.headingRange : shift(range, from)),
        message: {
          zh: `${table.name.zh}${isHtml ? "是 HTML 代码" : "的大部分数字读不出来"}，没有核对勾稽关系。请从原文件重新复制这张表。`,
          en: `${isHtml ? `The ${table.name.en} is HTML code` : `Most figures of the ${table.name.en} cannot be read`}; nothing was added up. Copy the table again from the original.`,
        },
          about: [table.id],
        missingAt: isHidden ? section.to : from + range.to,
      }
    }
  },
}

/** The text has lost its line ends. */
function glued({ text }: Report): Finding {
  const from = text.search(/\S/)
  return {
    range: { from, to: Math.min(text.length, from + MAX_GLUED_RANGE) },
    message: {
      zh: "全文挤在一行里：换行和表格的格都丢了，章节和数字无法识别。请从原文件重新复制，或换一种方式转换。",
      en: "The whole report stands on one line: line ends and the cells of its tables are lost, so neither sections nor figures can be told. Copy it again from the original, or convert it in another way.",
    },
  }
}

/** So much of a text without lines is marked. */
const MAX_GLUED_RANGE = 40

/** Rows that could not be told in a table whose other rows were read. */
function unreadRows(rows: readonly RowReading[], unread: readonly LeafRow[]): Finding {
  const names = unread.slice(0, 3).map(row => `“${rowName(row)}”`).join("、")
  const { label, range } = rows[0]!
  return {
    range: label ?? range,
    message: {
      zh: `${names}${unread.length > 3 ? `等 ${unread.length} 行` : ""}的数字分辨不出来，没有核对；其余各行已核对。请从原文件重新复制这张表。`,
      en: `The figures of ${names}${unread.length > 3 ? ` and more (${unread.length} rows)` : ""} cannot be told apart and were not checked; the other rows were. Copy the table again from the original.`,
    },
  }
}

function repetition(repeated: readonly Label[]): Finding {
  const isMore = repeated.length === MAX_REPEATED
  const names = repeated.slice(0, 3).map(({ text }) => `“${text}”`).join("、")
  return {
    range: { from: repeated[0]!.from, to: repeated[0]!.to },
    message: {
      zh: `${names}${repeated.length > 3 ? `等 ${repeated.length} 行${isMore ? "以上" : ""}` : ""}在表中不止一次，数字不同，只按第一处核对。多余的请删去；如果是两张表，请只保留本机关的一张。`,
      en: `${names}${repeated.length > 3 ? ` and more (${repeated.length} rows${isMore ? " or more" : ""})` : ""}: stated more than once with different figures; only the first was checked. Delete what is surplus; of two tables keep that of your own body.`,
    },
  }
}

/** Of a section with more text the beginning is enough. */
const MAX_SECTION = 50_000
/** Shorter words of a table are those of prose, too. */
const MIN_LABEL = 4
/** So much of a table's words stands in no prose about it. */
const MIN_SHARE = 0.5

const keysOfTable = memoize((table: TableFormat) => [...new Set(labelsOf(table).map(keyOf))].filter(key => key.length >= MIN_LABEL))

/** True if a section in which no table was found holds one all the same: HTML code, or most words of the table, with cells that could not be told. */
export function hasHiddenTable(section: Section, table: TableFormat): boolean {
  if (hasHtmlTable(section)) return true
  const text = keyOf(section.blocks.map(({ block }) => block.text).join("").slice(0, MAX_SECTION))
  const keys = keysOfTable(table)
  return keys.filter(key => text.includes(key)).length >= keys.length * MIN_SHARE
}

function hasHtmlTable({ blocks }: Section): boolean {
  return blocks.some(({ block }) => block.text.includes("<") && /<table[\s>]/i.test(block.text))
}

function firstLine({ text }: Report, { from, to }: Range): Range {
  const [line = ""] = withoutMarkup(text.slice(from, to)).split(/[\r\n]/, 1)
  return { from, to: from + line.trimEnd().length }
}
