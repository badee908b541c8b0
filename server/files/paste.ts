import { haveSameFigures, lineOf, markdownOf, textOf, type CopyPart } from "../engine/features/fairCopy.ts"
import { gridOf, type FormCell, type TableForm } from "../engine/features/tableForm.ts"
import { openDocument, type Document } from "../engine/index.ts"
import { placeBlocks } from "../engine/report/outline.ts"
import { headingMark, layoutOfReport } from "../engine/report/template.ts"
import type { LayoutId } from "../engine/tables/grid.ts"
import { layoutOf, readGrid } from "../engine/tables/read.ts"
import { writeRow } from "../engine/tables/write.ts"
import { countLineEnds, linesOf } from "../engine/text/lines.ts"
import { shift, type Range } from "../engine/text/range.ts"
import { draftText, withoutFrames, type Cell, type Content, type Paragraph, type Table } from "./content.ts"

/** The range of a document that gives way to what is pasted. */
export interface PastePlace {
  readonly document: Document
  readonly range: Range
  readonly isMarkdown: boolean
}

export interface Pasted {
  /** What takes the place of the range, with `\n` as line end; empty if nothing was copied, or if it would tear a row apart. */
  readonly text: string
  /** True if a table of the report's format is in it. */
  readonly holdsTable: boolean
}

/**
 * Writes what was copied as the draft is written: tables in its layout, headings with its signs, each in lines of their own; rows and cells that go among those of a table as these are.
 * A layout in which figures would come out otherwise gives way to Markdown in a Markdown draft, to TABs in others.
 */
export function paste(content: readonly Content[], place: PastePlace): Pasted {
  const parts = partsOf(withoutFrames(content))
  const [first, ...others] = parts
  if (!first) return { text: "", holdsTable: false }
  const near = nearby(place)
  const spot = spotInTable(near)
  if (spot && !isOneParagraph(parts)) {
    const rows = first.kind === "table" && others.length === 0 ? rowsFor(first.form, spot) : null
    if (rows !== null) return { text: rows, holdsTable: putInto(rows, near).tables > 0 }
    if (spot.isWithinRow) return { text: "", holdsTable: false }
  }
  const { text, tables } = inLinesOfItsOwn(parts, near)
  return { text, holdsTable: tables > 0 }
}

/** The place with the reports about it alone, however many there are: what is pasted changes nothing in others. */
function nearby(place: PastePlace): PastePlace {
  const { document, range, isMarkdown } = place
  const reports = document.reportsIn(document.positionAt(range.from).line, document.positionAt(range.to).line)
  const [first, last] = [reports[0], reports.at(-1)]
  if (!first || !last) return place
  const { from } = first
  const to = Math.max(range.to, last.from + last.report.text.length)
  if (from === 0 && to === document.length) return place
  const text = document.slice({ from, to })
  return { document: openDocument(text, document.formats), range: shift(range, -from), isMarkdown }
}

/** A place among the rows of a table. */
interface Spot {
  readonly layout: LayoutId
  /** True if cells of the row stand behind it, or give way. */
  readonly isWithinRow: boolean
  /** True if it is the end of a line. */
  readonly isAtEnd: boolean
  readonly takesLineEnd: boolean
}

/** Null where there is no table, or the place takes all of it. */
function spotInTable({ document, range }: PastePlace): Spot | null {
  const placed = placeBlocks(document.blocks).find(({ block, from, to }) => block.kind === "table" && from <= range.from && (range.from < to || to === document.length))
  if (!placed) return null
  const before = document.slice({ from: placed.from, to: range.from })
  const after = document.slice({ from: range.to, to: document.length })
  const takesLineEnd = /[\r\n]$/.test(document.slice(range))
  const head = before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1)
  const tail = takesLineEnd ? "" : after.slice(0, after.search(/[\r\n]|$/))
  const [isBehindCells, isBeforeCells] = [HAS_CELL.test(head), HAS_CELL.test(tail)]
  const isEmpty = range.from === range.to
  const rest = before + after.slice(0, Math.max(0, placed.to - range.to))
  if (rest.trim() === "" || (isEmpty && before === "")) return null
  return { layout: readGrid(placed.block).layout, isWithinRow: isBeforeCells || (isBehindCells && !isEmpty), isAtEnd: isBehindCells && !isBeforeCells && isEmpty, takesLineEnd }
}

/** TABs and pipes are the edges of cells, blanks are not. */
const HAS_CELL = /[^ \u3000]/

/** The rows as those of the table; null if its layout has no rows, or if they want lines of their own and there is none. */
function rowsFor(form: TableForm, { layout, isWithinRow, isAtEnd, takesLineEnd }: Spot): string | null {
  if (layout !== "tsv" && layout !== "pipes") return null
  const rows = gridOf(form).map(row => row.map(cell => (layout === "pipes" ? (cell?.text ?? "").replaceAll("|", "\\|") : (cell?.text ?? ""))))
  const [row, ...others] = rows
  const goesOn = isWithinRow || (isAtEnd && row!.every(text => !/\p{L}/u.test(text)))
  if (goesOn && others.length === 0) return row!.join(layout === "pipes" ? " | " : "\t")
  return isWithinRow || isAtEnd ? null : rows.map(row => writeRow(row, layout, "\n")).join("").slice(0, takesLineEnd ? undefined : -1)
}

function inLinesOfItsOwn(parts: readonly CopyPart[], place: PastePlace): Written {
  const tabs = written(parts, "tsv", place)
  const count = parts.filter(({ kind }) => kind === "table").length
  const isRight = (layout: LayoutId, tried: Written): boolean => haveSameFigures(tried.after, tabs.after) && (layoutOf(layout).showsBlanks || tried.tables === count)
  const own = layoutAt(place)
  const inOwn = written(parts, own, place)
  return isRight(own, inOwn) ? inOwn : place.isMarkdown ? written(parts, "pipes", place) : tabs
}

function partsOf(content: readonly Content[]): CopyPart[] {
  const parts: CopyPart[] = []
  let paragraphs: Paragraph[] = []
  const end = (): void => {
    parts.push(...lineParts(draftText(paragraphs).text))
    paragraphs = []
  }
  for (const part of content) {
    if (part.kind === "paragraph") paragraphs.push(part)
    else {
      end()
      parts.push(...tableParts(part))
    }
  }
  end()
  return parts.length === 1 ? parts.map(asWords) : parts
}

/** A single cell is no table. */
const asWords = (part: CopyPart): CopyPart => (part.kind === "table" && part.form.rows.length === 1 && part.form.width === 1 ? { kind: "paragraph", level: 0, text: part.form.rows[0]!.cells[0]!.text } : part)

const isOneParagraph = (parts: readonly CopyPart[]): boolean => parts.length === 1 && parts[0]!.kind !== "table"

/** Each line as what it is in a report. */
function lineParts(text: string): CopyPart[] {
  return openDocument(text).blocks.flatMap(block =>
    linesOf(block.text).flatMap(({ from, to }) => {
      const line = block.text.slice(from, to).trim()
      return line === "" ? [] : [lineOf(line, block)]
    }),
  )
}

/** The table without its empty rows. Titles, headings and paragraphs between its rows, as a sheet has them, end it. */
function tableParts(table: Table): CopyPart[] {
  const parts: CopyPart[] = []
  let rows: CopiedCell[][] = []
  const end = (): void => {
    if (rows.length > 0) parts.push({ kind: "table", form: formOf(rows) })
    rows = []
  }
  const lines = draftText([table]).text.split("\n")
  for (const [i, row] of table.rows.entries()) {
    const texts = lines[i]!.split("\t").map(text => text.trim())
    const filled = texts.filter(text => text !== "")
    const [alone] = filled.length === 1 && texts.length > 1 ? lineParts(filled[0]!) : []
    if (alone && (alone.kind !== "paragraph" || filled[0]!.includes("。"))) {
      end()
      parts.push(alone)
    } else if (filled.length > 0) rows.push(texts.map((text, k) => ({ text, covered: row[k]?.covered ?? null })))
  }
  end()
  return parts
}

type CopiedCell = { readonly text: string } & Pick<Cell, "covered">

/** The rows as a table with their merged cells. What a cell covered whose row has been left out is a cell of its own. */
function formOf(rows: readonly (readonly CopiedCell[])[]): TableForm {
  const taken = rows.map(() => new Set<number>())
  const cellAt = (row: number, at: number): FormCell => {
    const { text, covered } = rows[row]![at]!
    let [colSpan, rowSpan] = [1, 1]
    while (covered === null && rows[row]![at + colSpan]?.covered === "left") colSpan++
    const covers = (places: readonly CopiedCell[]): boolean => places[0]?.covered === "above" && places.length === colSpan && places.every(({ covered }) => covered !== null)
    while (covered === null && covers(rows[row + rowSpan]?.slice(at, at + colSpan) ?? [])) rowSpan++
    for (const places of taken.slice(row, row + rowSpan)) for (let i = 0; i < colSpan; i++) places.add(at + i)
    return { kind: "label", text, colSpan, rowSpan }
  }
  return {
    width: Math.max(...rows.map(row => row.length)),
    rows: rows.map((row, i) => ({ kind: "figures", cells: row.flatMap((_, at) => (taken[i]!.has(at) ? [] : [cellAt(i, at)])) })),
  }
}

interface Written {
  readonly text: string
  readonly after: Document
  /** How many tables of the report's format are in what was pasted. */
  readonly tables: number
}

function written(parts: readonly CopyPart[], layout: LayoutId, place: PastePlace): Written {
  const mark = headingMarkAt(place)
  const isSpaced = place.isMarkdown || mark !== ""
  return putInto(fitted(isSpaced ? markdownOf({ parts }, layout, mark) : textOf({ parts }, layout), parts, isSpaced, place), place)
}

function putInto(text: string, { document, range }: PastePlace): Written {
  const after = document.edit({ ...range, insert: text })
  const isPasted = (from: number, to: number): boolean => from < range.from + text.length && range.from < to
  const tables = after.reports.flatMap(({ report, from }) => report.tables.filter(({ from: start, reading: { state, range } }) => state === "read" && isPasted(from + start + range.from, from + start + range.to))).length
  return { text, after, tables }
}

const reportAt = ({ document: { reports }, range }: PastePlace) => (reports.findLast(({ from }) => from <= range.from) ?? reports[0])?.report

function layoutAt(place: PastePlace): LayoutId {
  const report = reportAt(place)
  const hasTable = report?.tables.some(({ reading: { state } }) => state === "read")
  return report && (hasTable || !place.isMarkdown) ? layoutOfReport(report) : place.isMarkdown ? "pipes" : "tsv"
}

function headingMarkAt(place: PastePlace): string {
  const report = reportAt(place)
  return report && report.sections.length > 0 ? headingMark(report).trim() : place.isMarkdown ? "##" : ""
}

/** One paragraph goes into its line; all else stands in lines of its own, and a table between blank lines. */
function fitted(text: string, parts: readonly CopyPart[], isSpaced: boolean, { document, range }: PastePlace): string {
  const [first, last] = [parts[0]!, parts[parts.length - 1]!]
  const own = text.replace(/\n+$/, "")
  if (isOneParagraph(parts)) return own
  const before = document.slice({ from: 0, to: range.from })
  const after = document.slice({ from: range.to, to: document.length })
  const gap = before.slice(before.trimEnd().length)
  const rest = after.slice(0, after.length - after.trimStart().length)
  const wanted = (part: CopyPart): number => (isSpaced || part.kind === "table" ? 2 : 1)
  const missing = (wanted: number, gap: string): string => "\n".repeat(Math.max(0, wanted - countLineEnds(gap)))
  return `${gap === before ? "" : missing(wanted(first), gap)}${own}${missing(rest === after ? 1 : wanted(last), rest)}`
}
