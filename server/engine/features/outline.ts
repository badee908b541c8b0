import type { Range } from "../text/range.ts"
import { leafRows, type Text } from "../report/format.ts"
import type { Report, RowReading, Section, TableReading } from "../report/report.ts"
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
  const written = tables.filter(({ state }) => state !== "absent")
  const isIn = ({ range }: TableReading, section: Section): boolean => section.from <= range.from && range.to <= section.to
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

function sectionItem({ text }: Report, section: Section, tables: readonly TableReading[]): OutlineItem {
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

function tableItem(reading: TableReading): OutlineItem {
  const { table, range, state, rows } = reading
  const isOneRow = leafRows(table).length === 1
  return {
    kind: "table",
    name: table.name,
    detail: state === "unreadable" ? { zh: "读不出来", en: "unreadable" } : { zh: `${rows.length} 行`, en: `${rows.length} rows` },
    range,
    selection: { from: range.from, to: range.from },
    children: state === "unreadable" ? [] : isOneRow ? cellItems(rows[0], range) : rows.map(row => rowItem(row, range)),
  }
}

function rowItem(row: RowReading, table: Range): OutlineItem {
  const range = within(rowRange(row), table)
  const name = rowName(row.row)
  const figures = row.isPlaced ? row.facts.map(({ text }) => (text === "" ? "□" : text)).join(" ") : ""
  return { kind: "row", name: { zh: name, en: name }, detail: { zh: figures, en: figures }, range, selection: within(row.label ?? range, range), children: [] }
}

/** A table of one row without a label is outlined by its columns. */
function cellItems(row: RowReading | undefined, table: Range): OutlineItem[] {
  if (!row?.isPlaced) return []
  return row.facts.map(fact => {
    const range = within(fact, table)
    const name = columnName(fact.column)
    return { kind: "cell", name: { zh: name, en: name }, detail: { zh: fact.text, en: fact.text }, range, selection: range, children: [] }
  })
}

function within({ from, to }: Range, outer: Range): Range {
  const start = Math.min(Math.max(from, outer.from), outer.to)
  return { from: start, to: Math.max(start, Math.min(to, outer.to)) }
}
