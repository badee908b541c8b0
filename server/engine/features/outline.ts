import { shift, type Range } from "../text/range.ts"
import { leafRows, type Text } from "../report/format.ts"
import type { PlacedTable, Report, RowReading, Section } from "../report/report.ts"
import { columnName, rowName } from "../rules/names.ts"
import { rowRange, trimmedEnd } from "./places.ts"

/** A part of a report as an outline shows it. A parent's range holds its children's. */
export interface OutlineItem {
  readonly kind: "report" | "section" | "table" | "row" | "cell"
  readonly name: Text
  readonly detail: Text
  readonly range: Range
  /** What to put the cursor on; lies in the range. */
  readonly selection: Range
  readonly children: readonly OutlineItem[]
}

/** The outline of a report: its sections, their tables, and the tables' rows. */
export function outline(report: Report): OutlineItem {
  const { text, title, titleRange, format, year, sections, tables } = report
  const written = tables.filter(({ reading }) => reading.state !== "absent")
  const isIn = ({ from, reading: { range } }: PlacedTable, section: Section): boolean => section.from <= from + range.from && from + range.to <= section.to
  const stray = written.filter(table => !sections.some(section => isIn(table, section)))
  const name = title === "" ? format.reportTitle : title
  const whole = { from: 0, to: text.length }
  return {
    kind: "report",
    name: { zh: name, en: name },
    detail: { zh: [year, format.name.zh].filter(Boolean).join(" · "), en: [year, format.name.en].filter(Boolean).join(" · ") },
    range: whole,
    selection: titleRange ?? { from: whole.from, to: whole.from },
    children: [...sections.map(section => sectionItem(report, section, written.filter(table => isIn(table, section)))), ...stray.map(tableItem)].sort((a, b) => a.range.from - b.range.from),
  }
}

function sectionItem({ text }: Report, section: Section, tables: readonly PlacedTable[]): OutlineItem {
  const name = text.slice(section.headingRange.from, section.headingRange.to).replace(/\s+/g, " ")
  return {
    kind: "section",
    name: { zh: name, en: name },
    detail: { zh: "", en: "" },
    range: trimmedEnd(text, section),
    selection: section.headingRange,
    children: tables.map(tableItem),
  }
}

function tableItem({ from, reading }: PlacedTable): OutlineItem {
  const { table, state, rows } = reading
  const range = shift(reading.range, from)
  const isOneRow = leafRows(table).length === 1
  return {
    kind: "table",
    name: table.name,
    detail: state === "unreadable" ? { zh: "读不出来", en: "unreadable" } : { zh: `${rows.length} 行`, en: `${rows.length} rows` },
    range,
    selection: { from: range.from, to: range.from },
    children: state === "unreadable" ? [] : isOneRow ? cellItems(rows[0], from, range) : rows.map(row => rowItem(row, from, range)),
  }
}

function rowItem(row: RowReading, from: number, table: Range): OutlineItem {
  const range = within(shift(rowRange(row), from), table)
  const name = rowName(row.row)
  const figures = row.isPlaced ? row.facts.map(({ text }) => (text === "" ? "□" : text)).join(" ") : ""
  return { kind: "row", name: { zh: name, en: name }, detail: { zh: figures, en: figures }, range, selection: row.label ? within(shift(row.label, from), range) : range, children: [] }
}

/** A table of one row without a label is outlined by its columns. */
function cellItems(row: RowReading | undefined, from: number, table: Range): OutlineItem[] {
  if (!row?.isPlaced) return []
  return row.facts.map(fact => {
    const range = within({ from: from + fact.from, to: from + fact.to }, table)
    const name = columnName(fact.column)
    return { kind: "cell", name: { zh: name, en: name }, detail: { zh: fact.text, en: fact.text }, range, selection: range, children: [] }
  })
}

function within({ from, to }: Range, outer: Range): Range {
  const start = Math.min(Math.max(from, outer.from), outer.to)
  return { from: start, to: Math.max(start, Math.min(to, outer.to)) }
}
