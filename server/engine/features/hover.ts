import { format } from "../text/decimal.ts"
import { keyOf } from "../text/plain.ts"
import { shift, type Range } from "../text/range.ts"
import { impliedValue } from "../report/implied.ts"
import { leafColumns, leafRows, type LeafColumn, type LeafRow, type RowFormat, type TableFormat, type Text, unitOf } from "../report/format.ts"
import type { Fact, Report } from "../report/report.ts"
import { headingOf } from "../report/template.ts"
import { equation } from "./equation.ts"
import { hoverClaim } from "./hoverClaim.ts"
import { cellAt, figureAt, rowAt, tableAt, touches, type FigurePlace } from "./places.ts"

/** What is to be said of a place: a title, and paragraphs below it. Plain text, whatever stands in the draft. */
export interface Hover {
  readonly range: Range
  readonly title: Text
  readonly lines: readonly Text[]
}

const same = (text: string): Text => ({ zh: text, en: text })

/** Of a figure, where it stands and how its sums come out; of what the prose says of figures, the cells; of a label, heading or title, what is to be reported there. */
export function hover(report: Report, offset: number): Hover | null {
  const figure = figureAt(report, offset)
  if (figure) return hoverFigure(report, figure)
  return hoverClaim(report, offset) ?? hoverHeading(report, offset) ?? hoverRowLabel(report, offset) ?? hoverLabel(report, offset) ?? hoverTitle(report, offset)
}

function hoverFigure({ verdicts }: Report, { fact, range }: FigurePlace): Hover {
  const unit = unitOf(fact.place)
  const implied = fact.value ? null : impliedValue(fact, verdicts)
  const own = verdicts.filter(({ terms }) => terms.some(term => term.fact === fact))
  return {
    range,
    title: same([rowPath(fact.row), columnPath(fact.column)].filter(Boolean).join(" › ")),
    lines: [stateOf(fact, unit), ...(implied ? [{ zh: `按勾稽关系应为 ${format(implied)}`, en: `By the table's sums it is ${format(implied)}` }] : []), ...own.map(equation)],
  }
}

function stateOf({ state, value, text }: Fact, unit: string): Text {
  if (state !== "number" && value) return { zh: "没有填，当作 0", en: "Nothing is written, which counts as 0" }
  switch (state) {
    case "number":
      return same(`${format(value!)} ${unit}`)
    case "blank":
      return { zh: "空白，不当作 0；没有的应填 0", en: "Blank, and never taken for 0; where there is nothing write 0" }
    case "placeholder":
      return { zh: `“${text}”，不当作 0；没有的应填 0`, en: `“${text}”, never taken for 0; where there is nothing write 0` }
    case "unreadable":
      return { zh: `“${text}”不是数，没有参与核对`, en: `“${text}” is no figure and was not added up` }
  }
}

function rowPath({ groups, label }: LeafRow): string {
  return [...groups, label].filter(Boolean).join(" › ")
}

function columnPath({ groups, label }: LeafColumn): string {
  return [...groups, label].join(" › ")
}

function hoverHeading(report: Report, offset: number): Hover | null {
  const section = report.sections.find(({ headingRange }) => touches(headingRange, offset))
  const known = section?.id ? report.format.sections.find(({ id }) => id === section.id) : undefined
  if (!section || !known) return null
  const tables = report.format.tables.filter(table => table.section === known.id)
  return { range: section.headingRange, title: same(headingOf(report.format, known.id)), lines: [known.covers, ...tables.flatMap(table => tableLines(report, table))] }
}

function tableLines({ tables, verdicts }: Report, table: TableFormat): Text[] {
  const state = tables.find(({ reading }) => reading.table === table)?.reading.state
  const found = state === "read" ? { zh: "已读出", en: "read" } : state === "unreadable" ? { zh: "读不出来", en: "unreadable" } : { zh: "没有找到", en: "not found" }
  const count = (wanted: string): number => verdicts.filter(verdict => verdict.table === table && verdict.state === wanted).length
  const sums = table.editRules.length > 0 && state === "read" ? { zh: `；勾稽关系 ${count("pass")} 处相符，${count("fail")} 处不符，${count("undecided")} 处未定`, en: `; ${count("pass")} sums add up, ${count("fail")} do not, ${count("undecided")} are undecided` } : same("")
  return [{ zh: `${table.name.zh}：${found.zh}${sums.zh}`, en: `${table.name.en}: ${found.en}${sums.en}` }]
}

function hoverRowLabel(report: Report, offset: number): Hover | null {
  const place = rowAt(report, offset)
  const label = place?.row.label && shift(place.row.label, place.table.from)
  if (!place || !label || !touches(label, offset)) return null
  const { row } = place.row
  const rules = place.table.reading.table.editRules.filter(rule => report.verdicts.some(verdict => verdict.rule === rule && verdict.terms.some(({ fact }) => fact.row === row)))
  const columns = row.columns.map(columnPath).join("、")
  return {
    range: { from: label.from, to: label.to },
    title: same(rowPath(row)),
    lines: [{ zh: `单位：${row.part.unit}；各列：${columns}`, en: `Unit: ${row.part.unit}; columns: ${columns}` }, ...rules.map(({ name }) => name)],
  }
}

/** A head of a column, of a group of rows or of a part of a table. */
function hoverLabel(report: Report, offset: number): Hover | null {
  const table = tableAt(report, offset)?.reading.table
  const cell = table ? cellAt(report, offset) : null
  if (!table || !cell || cell.text.length > 80) return null
  const key = keyOf(cell.text)
  const found = describeGroup(table, key) ?? describePart(table, key) ?? describeColumn(table, key)
  return found && { range: { from: cell.from, to: cell.to }, ...found }
}

function describeColumn(table: TableFormat, key: string): Omit<Hover, "range"> | null {
  const columns = table.parts.flatMap(part => leafColumns(part.columns).map(column => ({ column, part })))
  const own = columns.filter(({ column }) => column.keys.includes(key))
  const found = own.length > 0 ? own : columns.filter(({ column }) => column.groups.some(group => keyOf(group) === key))
  if (found.length === 0) return null
  const paths = [...new Set(found.map(({ column }) => columnPath(column)))].join("、")
  const units = [...new Set(found.map(({ part }) => part.unit))].join("、")
  const rows = [...new Set(found.flatMap(({ part }) => leafRows(table).filter(row => row.part === part && row.label !== "" && !row.isGroup).map(({ label }) => label)))]
  const shown = rows.length > 0 && rows.length < 6 ? { zh: `；各行：${rows.join("、")}`, en: `; rows: ${rows.join(", ")}` } : same("")
  return { title: same(paths), lines: [{ zh: `单位：${units}${shown.zh}`, en: `Unit: ${units}${shown.en}` }, ...columnRules(table)] }
}

const columnRules = (table: TableFormat): Text[] => table.editRules.map(({ name }) => name)

function describeGroup(table: TableFormat, key: string): Omit<Hover, "range"> | null {
  const group = table.parts.flatMap(({ rows }) => groupsOf(rows)).find(({ label }) => keyOf(label) === key)
  if (!group?.rows) return null
  const rows = group.rows.map(({ label }) => label).join("、")
  return { title: same(group.label), lines: [{ zh: `本行不填数，填下列各行：${rows}`, en: `This row has no figures of its own; fill in the rows: ${rows}` }] }
}

function groupsOf(rows: readonly RowFormat[]): RowFormat[] {
  return rows.flatMap(row => (row.rows ? [row, ...groupsOf(row.rows)] : []))
}

function describePart(table: TableFormat, key: string): Omit<Hover, "range"> | null {
  const part = table.parts.find(({ title, stub, header }) => [title, header, stub].some(words => words !== undefined && keyOf(words) === key))
  if (!part) return null
  const rows = leafRows(table).filter(row => row.part === part && !row.isGroup).map(({ label }) => label)
  const shown = rows.length < 6 ? { zh: `；各行：${rows.join("、")}`, en: `; rows: ${rows.join(", ")}` } : same("")
  return { title: same(part.title ?? table.name.zh), lines: [{ zh: `单位：${part.unit}${shown.zh}`, en: `Unit: ${part.unit}${shown.en}` }, ...columnRules(table)] }
}

function hoverTitle({ titleRange, format: { name, notice, sections, reportTitle }, year }: Report, offset: number): Hover | null {
  if (!titleRange || !touches(titleRange, offset)) return null
  const count = sections.length
  return {
    range: titleRange,
    title: same(`${year === null ? "" : `${year} 年`}${reportTitle}`),
    lines: [
      { zh: `${name.zh}${notice ? `（${notice.number}）` : ""}，共 ${count} 部分：${sections.map(({ title }) => title).join("、")}`, en: `${name.en}${notice ? ` (${notice.number})` : ""}, ${count} sections: ${sections.map(({ title }) => title).join(", ")}` },
      ...(year === null ? [] : [{ zh: `统计期限：${year}年1月1日至${year}年12月31日`, en: `Period: 1 January to 31 December ${year}` }]),
    ],
  }
}
