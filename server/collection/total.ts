import { readReports } from "../engine/index.ts"
import { formatsByKind, leafRows, type ReportFormat, type TableFormat, type Text } from "../engine/report/format.ts"
import { sumOfParts, type Part } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { headingOf, templateRows } from "../engine/report/template.ts"
import { cellName, figure } from "../engine/rules/names.ts"
import { writeTable } from "../engine/tables/write.ts"

/** The report that a title heads, without a word below it; null if the title does not name a body and a year. */
export function reportTitled(title: string, formats: readonly ReportFormat[]): Report | null {
  if (/[\r\n]/.test(title)) return null
  for (const [format] of formatsByKind(formats)) {
    const [placed, ...more] = readReports(`${title}\n\n${beginningOf(format!)}\n`, formats)
    if (placed && more.length === 0 && placed.report.format.reportTitle === format!.reportTitle && placed.report.year !== null && placed.report.body !== "") return placed.report
  }
  return null
}

/** What makes a report of a title: its first heading, or a table of zeros where the format has no sections. */
function beginningOf(format: ReportFormat): string {
  const [section] = format.sections
  return section ? headingOf(format, section.id) : format.tables.slice(0, 1).map(table => writeTable(templateRows(table, () => "0"), "tsv", "\n")).join("")
}

/** The draft of a whole, and why cells of it are blank: parts that have no figure there. */
export interface Total {
  readonly text: string
  readonly gaps: readonly Text[]
}

/** The draft of the report that parts add up to: its headings in order, its tables filled, what is to be said in words left open. */
export function totalOf(title: string, format: ReportFormat, parts: readonly Part[]): Total {
  const sections = format.sections.map(({ id }) => `${headingOf(format, id)}\n\n${format.tables.filter(({ section }) => section === id).map(table => `${sumsOf(table, parts)}\n`).join("")}`)
  const tables = format.tables.filter(({ section }) => section === "").map(table => `${sumsOf(table, parts)}\n`)
  return { text: `${title}\n\n${[...sections, ...tables].join("")}`, gaps: format.tables.flatMap(table => gapsIn(table, parts)) }
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
