import fc from "fast-check"
import { FORMATS } from "../../server/engine/formats.ts"
import { templateRows } from "../../server/engine/report/template.ts"
import type { TableFormat } from "../../server/engine/report/format.ts"
import type { LayoutId } from "../../server/engine/tables/grid.ts"
import { writeTable, type CellText } from "../../server/engine/tables/write.ts"
import type { Figures } from "./figures.ts"

/** The ways in which a table reaches the editor. */
export const LAYOUTS = ["tsv", "gfm", "pipes", "cell-pipe", "alternate-pipe", "tab-cell", "cell-line", "cell-line-dense", "pdf", "pdf-broken-between", "pdf-broken-above", "pdf-broken-after", "pdf-beside-first", "pdf-beside-middle", "pdf-vertical", "html", "grid", "drawn", "between-tabs"] as const
export type DraftLayout = (typeof LAYOUTS)[number]

/** What may have happened to a draft on its way; each is true or false. */
export const DAMAGES = [
  "shifted rows", "blank line in table", "page mark in table", "split heads", "value on next line", "surplus column",
  "full-width digits", "half-width brackets", "spaces in labels", "spaces around figures", "straight quotes", "numbering with 、", "numbering with full stop",
  "radicals", "no-break spaces", "ideographic spaces", "CRLF", "CR", "BOM",
] as const
export type Damage = (typeof DAMAGES)[number]

const FORMAT = FORMATS[0]!
const [PROACTIVE, REQUESTS, LITIGATION] = FORMAT.tables as readonly [TableFormat, TableFormat, TableFormat]

/** A set of damages that can befall one draft together. */
export const damages: fc.Arbitrary<ReadonlySet<Damage>> = fc.subarray([...DAMAGES], { maxLength: 4 }).map(list => new Set(list))

/** What has become of the columns of table three, in all its rows. */
export interface Columns {
  /** Place of one whose figures are gone, counted from 自然人; null if none is. */
  readonly lost: number | null
  /** True if its head is gone, too. */
  readonly isHeadLost: boolean
  /** True if an empty field stands at the end of every row. */
  readonly hasEmptyEnd: boolean
}

const ALL_COLUMNS: Columns = { lost: null, isHeadLost: false, hasEmptyEnd: false }

/** A whole draft with the figures, in the layout, after the damages. */
export function writeDraft(figures: Figures, layout: DraftLayout, damage: ReadonlySet<Damage> = new Set(), columns: Columns = ALL_COLUMNS): string {
  const table = (format: TableFormat): string => drawTable(format, figures, layout, damage, format === REQUESTS ? columns : ALL_COLUMNS)
  const text = `2023年青溪县档案馆政府信息公开工作年度报告

一、总体情况

2023年，青溪县档案馆认真贯彻《中华人民共和国政府信息公开条例》，有序推进主动公开、依申请公开、政府信息管理、政府信息公开平台建设和监督保障各项工作。

二、主动公开政府信息情况

${table(PROACTIVE)}
三、收到和处理政府信息公开申请情况

${table(REQUESTS)}
四、政府信息公开行政复议、行政诉讼情况

${table(LITIGATION)}
五、存在的主要问题及改进情况

公开内容还不够丰富。下一步将加强培训。

六、其他需要报告的事项

2023年度未收取信息处理费。
`
  return wholeText(text, damage)
}

function wholeText(text: string, damage: ReadonlySet<Damage>): string {
  let result = text
  if (damage.has("half-width brackets")) result = result.replace(/（/g, "(").replace(/）/g, ")")
  if (damage.has("straight quotes")) result = result.replace(/[“”]/g, '"')
  if (damage.has("radicals")) result = result.replace(/一/g, "⼀").replace(/行/g, "⾏").replace(/人/g, "⼈")
  if (damage.has("CRLF")) result = result.replace(/\n/g, "\r\n")
  else if (damage.has("CR")) result = result.replace(/\n/g, "\r")
  return damage.has("BOM") ? `﻿${result}` : result
}

function drawTable(format: TableFormat, figures: Figures, layout: DraftLayout, damage: ReadonlySet<Damage>, columns: Columns): string {
  let rows: CellText[][] = templateRows(format, (row, column) => figureText(figures.get(`${format.id}/${row.id}/${column.id}`)!, damage))
  rows = rows.map(row => row.map(cell => (cell === null || /\d/.test(cell[0] ?? "") && !/\D{2}/.test(cell) ? cell : labelText(cell, damage, layout))))
  const rowsAreLines = layout === "tsv" || layout === "gfm" || layout === "pipes"
  if (format === REQUESTS && damage.has("surplus column") && layout === "tsv") rows = withSurplus(rows)
  if (rowsAreLines && damage.has("shifted rows")) rows = shiftRows(rows)
  rows = withColumns(rows, columns)
  const lines = split(drawRows(rows, layout, damage))
  if (damage.has("blank line in table") && layout !== "tab-cell" && format !== LITIGATION) lines.splice(cutAt(lines, layout), 0, "")
  if (damage.has("page mark in table") && format !== LITIGATION) lines.splice(cutAt(lines, layout), 0, "- 4 -", "")
  return `${lines.join("\n")}\n`
}

const split = (text: string): string[] => text.replace(/\n$/, "").split("\n")

/** Before the last third of the lines; in layouts without rows between two cells all the same. */
function cutAt(lines: readonly string[], layout: DraftLayout): number {
  const at = Math.floor((lines.length * 2) / 3)
  return layout === "gfm" ? Math.max(3, at) : at
}

function figureText(figure: string, damage: ReadonlySet<Damage>): string {
  return damage.has("full-width digits") ? figure.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) : figure
}

function labelText(label: string, damage: ReadonlySet<Damage>, layout: DraftLayout): string {
  let text = label
  if (damage.has("numbering with 、")) text = text.replace(/^(\d)\./, "$1、")
  else if (damage.has("numbering with full stop")) text = text.replace(/^(\d)\./, "$1．")
  if (damage.has("spaces in labels")) text = text.replace(/^(\d[.、．])/, "$1 ").replace(/^(第二十条)/, "$1  ").replace(/^结果/, "结果 ")
  if (damage.has("split heads") && layout === "tab-cell") text = text.replace(/^(商业|科研|尚未)/, "$1\n")
  return text
}

/** 其他 stands twice in the head; the first two rows of figures have a 0 more, before the total. */
function withSurplus(rows: CellText[][]): CellText[][] {
  const head = rows.findIndex(row => row.includes("商业企业") || row.includes("科研机构"))
  const at = rows[head]!.findLastIndex(cell => cell !== null)
  return rows.map((row, i) => {
    const hasFigures = i > head && i <= head + 2
    return [...row.slice(0, at + 1), i === head ? "其他" : hasFigures ? "0" : null, ...(hasFigures || i <= head ? row.slice(at + 1) : row.slice(at + 1))].filter((_, k) => hasFigures || i <= head || k !== at + 1)
  })
}

function withColumns(rows: CellText[][], { lost, isHeadLost, hasEmptyEnd }: Columns): CellText[][] {
  const first = rows.find(row => row.includes("自然人"))?.indexOf("自然人") ?? 0
  const head = rows.findIndex(row => row.includes("商业企业"))
  return rows.map((row, i) => {
    const at = first + (lost ?? 0)
    const isLost = lost !== null && (isHeadLost || i > head)
    // The head of a group stands above the first of its columns that is left.
    const rest = i <= head && row[at + 1] === null ? row[at]! : row[at + 1]!
    const left = isLost ? [...row.slice(0, at), ...(at + 1 < row.length ? [rest] : []), ...row.slice(at + 2)] : row
    return hasEmptyEnd ? [...left, ""] : left
  })
}

/** After a page break the empty fields before a row are gone, and stand at its end. */
function shiftRows(rows: CellText[][]): CellText[][] {
  const from = Math.floor((rows.length * 3) / 4)
  return rows.map((row, i) => {
    const empty = row.findIndex(cell => cell !== null)
    return i >= from && empty > 0 ? [...row.slice(empty), ...new Array<null>(empty).fill(null)] : row
  })
}

function drawRows(rows: CellText[][], layout: DraftLayout, damage: ReadonlySet<Damage>): string {
  const padding = damage.has("no-break spaces") ? " " : damage.has("ideographic spaces") ? "　" : damage.has("spaces around figures") ? " " : ""
  const marked = layout !== "pdf" && !layout.startsWith("pdf-")
  const padded = marked ? rows.map(row => row.map(cell => (cell !== null && /^[\d０-９]/.test(cell) ? padding + cell + padding : cell))) : rows
  switch (layout) {
    case "gfm":
      return writeTable(padded, "pipes", "\n", true)
    case "pipes":
      return `${padded.map(row => `${row.map(cell => cell ?? "").join(" | ")} ||`).join("\n")}\n`
    case "cell-line-dense":
      return padded.flat().filter(cell => cell !== null).join("\n") + "\n"
    case "tab-cell":
      return damage.has("value on next line") ? writeTable(padded, "tab-cell", "\n").replace(/\t([\d０-９  　]+\n)(?=\t|\n)/g, (whole, value: string, at: number) => (at % 3 === 0 ? `\t\n${at % 2 === 0 ? "\n" : ""}${value}` : whole)) : writeTable(padded, "tab-cell", "\n")
    case "pdf":
    case "pdf-broken-between":
    case "pdf-broken-above":
    case "pdf-broken-after":
    case "pdf-beside-first":
    case "pdf-beside-middle":
    case "pdf-vertical":
      return drawPdf(rows, layout)
    default:
      return drawOther(padded, layout)
  }
}

function drawOther(rows: CellText[][], layout: "html" | "grid" | "drawn" | "between-tabs" | LayoutId): string {
  if (layout === "html") return drawHtml(rows)
  if (layout === "between-tabs") return rows.map(row => row.filter(cell => cell !== null).join("\n\n\t\n\n")).join("\n\n\n") + "\n"
  return layout === "grid" || layout === "drawn" ? drawRuled(rows, layout) : writeTable(rows, layout, "\n")
}

/** Every other row on one line, the others with a line for each cell; figures in tags and among no-break spaces. */
function drawHtml(rows: CellText[][]): string {
  const drawn = rows.map((row, i) => {
    const cells = row.filter((cell): cell is string => cell !== null).map((cell, k) => (k % 2 === 0 ? `<td>${cell}</td>` : `<td style="width:50pt"><p>&nbsp;${cell}</p></td>`))
    return ["<tr>", ...cells, "</tr>"].join(i % 2 === 0 ? "" : "\n")
  })
  return `<table border="1">\n${drawn.join("\n")}\n</table>\n`
}

/** A line drawn above and below each row, labels broken to a width. */
function drawRuled(rows: CellText[][], layout: "grid" | "drawn"): string {
  const [pipe, dash, corners, width] = layout === "grid" ? (["|", "-", "+++", 14] as const) : (["│", "─", "├┼┤", 40] as const)
  const rule = corners[0]! + rows[0]!.map(() => dash.repeat(width)).join(corners[1]!) + corners[2]!
  const lines = rows.map(row => {
    const cells = row.map(cell => cell?.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [""])
    const height = Math.max(...cells.map(pieces => pieces.length))
    return Array.from({ length: height }, (_, i) => `${pipe} ${cells.map(pieces => pieces[i] ?? "").join(` ${pipe} `)} ${pipe}`).join("\n")
  })
  return `${rule}\n${lines.join(`\n${rule}\n`)}\n${rule}\n`
}

const VERTICAL = ["三、", "本", "年", "度", "办", "理", "结", "果"]

/** Lines of text as a PDF gives them: long labels broken, the figures between their halves, above or below them, or beside one of them. */
function drawPdf(rows: CellText[][], layout: DraftLayout): string {
  const lines: string[] = []
  let vertical = 0
  for (const row of rows) {
    const cells = row.filter((cell): cell is string => cell !== null)
    const figures = cells.filter(cell => /^[\d０-９]+([.．][\d０-９]+)?$/.test(cell))
    const words = cells.filter(cell => !figures.includes(cell))
    const label = words[words.length - 1] ?? ""
    if (figures.length === 0 || label.length < 14 || layout === "pdf") {
      const isVertical = layout === "pdf-vertical" && vertical < VERTICAL.length && figures.length > 0 && words.length > 0 && lines.length > 8
      if (isVertical) lines.push(VERTICAL[vertical++]!)
      lines.push(cells.filter(cell => layout !== "pdf-vertical" || cell !== "三、本年度办理结果").join(" "))
      continue
    }
    const groups = words.slice(0, -1)
    if (layout === "pdf-beside-first" || layout === "pdf-beside-middle") {
      lines.push(...besidePiece(groups, label, figures, layout === "pdf-beside-first" ? 0 : 1))
      continue
    }
    if (groups.length > 0) lines.push(groups.join(" "))
    const half = Math.ceil(label.length / 2)
    const halves = [label.slice(0, half), label.slice(half)]
    const values = figures.join(" ")
    if (layout === "pdf-broken-above") lines.push(values, ...halves)
    else if (layout === "pdf-broken-after") lines.push(...halves, values)
    else lines.push(halves[0]!, values, halves[1]!)
  }
  return `${lines.join("\n")}\n`
}

/** A label of several lines, its figures on one of them, and the groups before it on the same. */
function besidePiece(groups: readonly string[], label: string, figures: readonly string[], beside: number): string[] {
  const width = Math.max(9, Math.ceil(label.length / 3))
  const pieces = label.match(new RegExp(`.{1,${width}}`, "gu"))!
  return pieces.map((piece, i) => (i === Math.min(beside, pieces.length - 1) ? [...groups, piece, ...figures].join("   ") : piece))
}
