import type { PlacedReport } from "../document.ts"
import { factRange, type PlacedTable, type Report, type Section } from "../report/report.ts"
import { columnName } from "../rules/names.ts"
import type { Range } from "../text/range.ts"

/**
 * Says where a range of a document is as a reader of a Word file or a page would: 表三 第4行 自然人 (the table of section 三, rows counted from its head), 第2节 第3段; sections by their numbers in the format.
 * Ranges count in the document. Empty if the range is in none of the reports.
 */
export function whereIs(reports: readonly PlacedReport[], { from, to }: Range): string {
  const placed = reports.findLast(placed => placed.from <= from) ?? reports[0]
  if (!placed) return ""
  const range = { from: from - placed.from, to: to - placed.from }
  return inTable(placed.report, range) ?? inProse(placed.report, range)
}

function inTable(report: Report, range: Range): string | null {
  const at = report.blocks.find(({ from, to, block }) => block.kind === "table" && from <= range.from && range.from < to)
  if (!at) return null
  const section = report.sections.findIndex(({ from, to }) => from <= range.from && range.from < to)
  const table = report.tables.find(placed => covers(placed, range))
  const start = report.blocks.findLast((block, i) => block.from <= at.from && block.block.kind === "table" && report.blocks[i - 1]?.block.kind !== "table")!.from
  const row = report.text.slice(start, range.from).split("\n").length
  const fact = table && [...report.facts.values()].find(fact => fact.table === table.reading.table && isAt(factRange(report, fact), range))
  return [`表${section < 0 ? "" : "一二三四五六七八九十"[numberOf(report, section) - 1] ?? numberOf(report, section)}`, `第${row}行`, ...(fact ? [columnName(fact.column)] : [])].join(" ")
}

/** The number of a section in the format; of one that the format does not know, its place among those of the report. */
function numberOf({ format, sections }: Report, index: number): number {
  const known = format.sections.findIndex(({ id }) => id === sections[index]!.id)
  return (known < 0 ? index : known) + 1
}

const covers = ({ from, reading }: PlacedTable, range: Range): boolean => reading.state !== "absent" && from + reading.range.from <= range.from && range.from <= from + reading.range.to
const isAt = (fact: Range, range: Range): boolean => fact.from <= range.from && range.to <= fact.to && (range.to > range.from || fact.from === range.from)

function inProse(report: Report, range: Range): string {
  const { text, sections } = report
  const index = sections.findIndex(({ from, to }) => from <= range.from && range.from < to)
  const section: Section | undefined = sections[index]
  const before = text.slice(section ? section.body.from : 0, Math.max(range.from, section?.body.from ?? 0))
  if (section && range.from < section.body.from) return `第${numberOf(report, index)}节 标题`
  const paragraph = before.split("\n").slice(0, -1).filter(line => line.trim() !== "").length + 1
  return section ? `第${numberOf(report, index)}节 第${paragraph}段` : `第${paragraph}段`
}
