import type { CopyLine, CopyPart } from "../engine/features/fairCopy.ts"
import type { FormCell, FormRow, TableForm } from "../engine/features/tableForm.ts"
import { displayWidth } from "../engine/text/width.ts"
import { LOOK } from "./look.ts"
import { empty, packageOf, tag } from "./wordXml.ts"

/** Writes a fair copy as a Word file that looks as GB/T 9704 has official documents look; the same copy gives the same bytes. */
export function writeDocx(parts: readonly CopyPart[]): Uint8Array {
  const body = parts.map((part, i) => (part.kind === "table" ? tableXml(part.form) : lineXml(part, startsPage(parts, i))))
  // Word wants a paragraph behind the last table.
  if (parts[parts.length - 1]?.kind === "table") body.push(empty("p"))
  return packageOf(body.join(""))
}

/** Every report but the first begins on a page of its own. */
function startsPage(parts: readonly CopyPart[], index: number): boolean {
  return index > 0 && parts[index]!.kind === "title" && parts[index - 1]!.kind !== "title"
}

const STYLES: Readonly<Record<CopyLine["kind"], readonly string[]>> = { title: ["Title"], heading: ["", "Heading1", "Heading2"], paragraph: [""] }

function lineXml({ kind, level, text }: CopyLine, isOnNewPage: boolean): string {
  const style = STYLES[kind][level] ?? ""
  const properties = (style ? empty("pStyle", { val: style }) : "") + (isOnNewPage ? empty("pageBreakBefore") : "") + (kind === "title" ? balanced(text) : "")
  const lead = kind === "paragraph" ? leadOf(text) : ""
  // Behind it Markdown has a blank, official documents have none.
  const runs = lead ? runXml(lead, empty("rStyle", { val: "Lead" })) + runXml(text.slice(lead.length).trimStart()) : runXml(text)
  return tag("p", {}, (properties ? tag("pPr", {}, properties) : "") + runs)
}

/** Lines of like length for a title that takes more than one: it is indented on both sides. */
function balanced(title: string): string {
  const side = Math.max(0, Math.floor((charactersToSpare(title, LOOK.titleCharacters) - 1) / 2))
  return side === 0 ? "" : empty("ind", { left: side * 10 * LOOK.title, right: side * 10 * LOOK.title, firstLine: 0 })
}

/** The same in a cell, for the head of a column: 商业企业 in twos. */
function evenly(head: string, width: number, type: number): string {
  const side = Math.floor((10 * type * charactersToSpare(head, Math.max(1, Math.floor((width - 2 * LOOK.cellMargin) / (10 * type))))) / 2)
  return side === 0 ? "" : empty("ind", { left: side, right: side, firstLineChars: 0, firstLine: 0 })
}

/** How many of the characters of a line are left over if a text that takes more lines than one is spread evenly. */
function charactersToSpare(text: string, inLine: number): number {
  const width = displayWidth(text) / 2
  const lines = Math.ceil(width / inLine)
  return lines > 1 ? inLine - Math.ceil(width / lines) : 0
}

/** A first sentence that stands in place of a heading: （一）主动公开情况。 */
function leadOf(text: string): string {
  return /^[（(][一二三四五六七八九十]{1,3}[)）][^。；，,;]{1,20}。/.exec(text)?.[0] ?? ""
}

/** A run of text; what a line of text cannot hold in Word becomes what Word has for it. */
function runXml(text: string, properties = ""): string {
  if (text === "") return ""
  const pieces = text.split("\t").map(piece => (piece === "" ? "" : tag("t", { "xml:space": "preserve" }, escaped(piece))))
  return tag("r", {}, (properties ? tag("rPr", {}, properties) : "") + pieces.join(empty("tab")))
}

/** Signs that XML cannot hold are left out. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "").replace(/[&<>\r]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? " ")
}

/** More columns than this need small type. */
const WIDE = 6

function tableXml(form: TableForm): string {
  const widths = columnWidths(form)
  const style = form.width > WIDE ? "TableSmall" : "TableText"
  const look = empty("tblStyle", { val: "Official" }) + empty("tblW", { w: sum(widths), type: "dxa" }) + empty("jc", { val: "center" }) + empty("tblLayout", { type: "fixed" })
  const grid = tag("tblGrid", {}, widths.map(w => empty("gridCol", { w })).join(""))
  const heads = headRows(form)
  const rows = laidOut(form).map((places, i) => rowXml(places, { row: form.rows[i]!, isRepeated: i < heads, keepsNext: keepsNext(form, i), widths, style }))
  return tag("tbl", {}, tag("tblPr", {}, look) + grid + rows.join(""))
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** How many rows are repeated on every page: the heads, where they are those of the whole table and not of a part of it. */
function headRows({ rows }: TableForm): number {
  const count = rows.findIndex(({ kind }) => kind !== "head")
  return rows.some(({ kind }) => kind === "title") ? 0 : Math.max(0, count)
}

/** A title and heads stay with the figures below them. */
function keepsNext({ rows }: TableForm, index: number): boolean {
  return rows[index]!.kind !== "figures"
}

/**
 * The columns' widths in twentieths of a point, as the notice has them: alike, but in tables of many columns behind labels, where a figure
 * has room for seven digits, a group's label two or four characters in a line, and the rows' own labels get the rest.
 */
function columnWidths(form: TableForm): number[] {
  if (form.rows.every(({ kind }) => kind === "figures")) return widthsByContent(form)
  const labels = Math.max(0, ...form.rows.filter(({ kind }) => kind === "figures").map(({ cells }) => sum(cells.filter(({ kind }) => kind === "label").map(({ colSpan }) => colSpan))))
  const figures = form.width - labels
  if (form.width <= WIDE || labels === 0 || figures === 0) {
    const width = Math.floor(LOOK.textWidth / Math.max(1, form.width))
    return new Array<number>(form.width).fill(width)
  }
  const groups = Array.from({ length: labels - 1 }, (_, i) => (i === 0 && labels > 2 ? LOOK.narrowLabel : LOOK.groupLabel))
  const figure = Math.min(LOOK.figure, Math.floor((LOOK.textWidth - sum(groups)) / (figures + 1)))
  return [...groups, LOOK.textWidth - sum(groups) - figures * figure, ...new Array<number>(figures).fill(figure)]
}

/** Of a table that has no form: by the longest text of each column, within limits. */
function widthsByContent({ width, rows }: TableForm): number[] {
  const needed = Array.from({ length: width }, (_, i) => Math.min(MAX_CHARACTERS, Math.max(MIN_CHARACTERS, ...rows.map(({ cells }) => displayWidth(cells[i]?.text ?? "") / 2))))
  return needed.map(characters => Math.floor((LOOK.textWidth * characters) / sum(needed)))
}

const MIN_CHARACTERS = 3
const MAX_CHARACTERS = 14

/** A cell in its row, or the place below one that reaches down. */
interface Place {
  readonly cell: FormCell
  readonly column: number
  readonly isBelow: boolean
}

function laidOut({ rows }: TableForm): Place[][] {
  const above = new Map<number, { cell: FormCell; left: number }>()
  return rows.map(({ cells }) => {
    const places: Place[] = []
    let column = 0
    const goDown = (): void => {
      for (let reaching = above.get(column); reaching && reaching.left > 0; reaching = above.get(column)) {
        places.push({ cell: reaching.cell, column, isBelow: true })
        reaching.left--
        column += reaching.cell.colSpan
      }
    }
    for (const cell of cells) {
      goDown()
      places.push({ cell, column, isBelow: false })
      above.set(column, { cell, left: cell.rowSpan - 1 })
      column += cell.colSpan
    }
    goDown()
    return places
  })
}

interface RowLook {
  readonly row: FormRow
  readonly isRepeated: boolean
  readonly keepsNext: boolean
  readonly widths: readonly number[]
  readonly style: string
}

function rowXml(places: readonly Place[], look: RowLook): string {
  const properties = empty("cantSplit") + empty("trHeight", { val: LOOK.rowHeight, hRule: "atLeast" }) + (look.isRepeated ? empty("tblHeader") : "")
  return tag("tr", {}, tag("trPr", {}, properties) + places.map(place => cellXml(place, look)).join(""))
}

function cellXml({ cell, column, isBelow }: Place, { keepsNext, widths, style }: RowLook): string {
  const { colSpan, rowSpan, text } = cell
  const width = sum(widths.slice(column, column + colSpan))
  const merge = isBelow ? empty("vMerge") : rowSpan > 1 ? empty("vMerge", { val: "restart" }) : ""
  const properties = empty("tcW", { w: width, type: "dxa" }) + (colSpan > 1 ? empty("gridSpan", { val: colSpan }) : "") + merge + empty("vAlign", { val: "center" })
  const isLeft = cell.kind === "label" && !(rowSpan > 1)
  const paragraph = empty("pStyle", { val: style }) + (keepsNext ? empty("keepNext") : "") + (cell.kind === "column" ? evenly(text, width, style === "TableSmall" ? LOOK.tableSmall : LOOK.table) : "") + (isLeft ? empty("jc", { val: "left" }) : "")
  return tag("tc", {}, tag("tcPr", {}, properties) + tag("p", {}, tag("pPr", {}, paragraph) + (isBelow ? "" : runXml(text))))
}
