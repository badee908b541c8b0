import { readReports } from "../engine/index.ts"
import { leafRows, type ReportFormat, type TableFormat, type Text } from "../engine/report/format.ts"
import { sumOfParts, type Part } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { headingOf, templateRows } from "../engine/report/template.ts"
import { cellName, figure } from "../engine/rules/names.ts"
import { writeTable } from "../engine/tables/write.ts"

/** The report that a title heads, without a word below it; null if the title does not name a body and a year. */
export function reportTitled(title: string, formats: readonly ReportFormat[]): Report | null {
  const [placed, ...more] = readReports(`${title}\n\n${headingOf(formats[0]!, formats[0]!.sections[0]!.id)}\n`, formats)
  if (/[\r\n]/.test(title) || !placed || more.length > 0 || placed.report.year === null) return null
  return placed.report.body === "" ? null : placed.report
}

/** The draft of a whole, and why cells of it are blank: parts that have no figure there. */
export interface Total {
  readonly text: string
  readonly gaps: readonly Text[]
}

/** The draft of the report that parts add up to: its headings in order, its tables filled, what is to be said in words left open. */
export function totalOf(title: string, format: ReportFormat, parts: readonly Part[]): Total {
  const sections = format.sections.map(({ id }) => `${headingOf(format, id)}\n\n${format.tables.filter(({ section }) => section === id).map(table => `${sumsOf(table, parts)}\n`).join("")}`)
  return { text: `${title}\n\n${sections.join("")}`, gaps: format.tables.flatMap(table => gapsIn(table, parts)) }
}

function sumsOf(table: TableFormat, parts: readonly Part[]): string {
  return writeTable(templateRows(table, (row, column) => {
    const sum = sumOfParts(parts, `${table.id}/${row.id}/${column.id}`)
    return sum ? figure(sum) : ""
  }), "tsv", "\n")
}

/** Of each part in whose table figures are missing, how many and the first of them. */
function gapsIn(table: TableFormat, parts: readonly Part[]): Text[] {
  const places = leafRows(table).filter(({ isGroup }) => !isGroup).flatMap(row => row.places)
  return parts.flatMap(({ name, cells }) => {
    const missing = places.filter(({ id }) => !cells.get(id)?.value)
    const [first] = missing
    if (!first) return []
    const count = missing.length
    return [{
      zh: `“${name}”的${table.name.zh}有 ${count} 格没有数字（${count > 1 ? "首先是" : ""}${cellName(first)}），合计中这些格留空`,
      en: `${count} ${count === 1 ? "cell" : "cells"} of “${name}” (${table.name.en}) ${count === 1 ? "holds" : "hold"} no figure (${count > 1 ? "first " : ""}${cellName(first)}) and ${count === 1 ? "is" : "are"} left blank in the total`,
    }]
  })
}
