import { haveSameFigures, lineOf, markdownOf, textOf, type CopyPart } from "../engine/features/fairCopy.ts"
import type { FormCell, TableForm } from "../engine/features/tableForm.ts"
import { openDocument, type Document } from "../engine/index.ts"
import { headingMark, layoutOfReport } from "../engine/report/template.ts"
import type { LayoutId } from "../engine/tables/grid.ts"
import { layoutOf } from "../engine/tables/read.ts"
import { countLineEnds, linesOf } from "../engine/text/lines.ts"
import type { Range } from "../engine/text/range.ts"
import { draftText, withoutFrames, type Cell, type Content, type Paragraph, type Table } from "./content.ts"

/** The range of a document that gives way to what is pasted. */
export interface PastePlace {
  readonly document: Document
  readonly range: Range
  readonly isMarkdown: boolean
}

export interface Pasted {
  /** What takes the place of the range, with `\n` as line end; empty if nothing was copied. */
  readonly text: string
  /** True if a table of the report's format is in it. */
  readonly holdsTable: boolean
}

/**
 * Writes what was copied as the draft is written: tables in its layout, headings with its signs, each in lines of their own.
 * A layout in which figures would come out otherwise gives way to Markdown in a Markdown draft, to TABs in others.
 */
export function paste(content: readonly Content[], place: PastePlace): Pasted {
  const parts = partsOf(withoutFrames(content))
  if (parts.length === 0) return { text: "", holdsTable: false }
  const tabs = written(parts, "tsv", place)
  const count = parts.filter(({ kind }) => kind === "table").length
  const isRight = (layout: LayoutId, tried: Written): boolean => haveSameFigures(tried.after, tabs.after) && (layoutOf(layout).showsBlanks || tried.tables === count)
  const own = layoutAt(place)
  const inOwn = written(parts, own, place)
  const { text, tables } = isRight(own, inOwn) ? inOwn : place.isMarkdown ? written(parts, "pipes", place) : tabs
  return { text, holdsTable: tables > 0 }
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
  return parts
}

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
  const { document, range, isMarkdown } = place
  const mark = headingMarkAt(place)
  const isSpaced = isMarkdown || mark !== ""
  const text = fitted(isSpaced ? markdownOf({ parts }, layout, mark) : textOf({ parts }, layout), parts, isSpaced, place)
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
  if (parts.length === 1 && first.kind !== "table") return own
  const before = document.slice({ from: 0, to: range.from })
  const after = document.slice({ from: range.to, to: document.length })
  const gap = before.slice(before.trimEnd().length)
  const rest = after.slice(0, after.length - after.trimStart().length)
  const wanted = (part: CopyPart): number => (isSpaced || part.kind === "table" ? 2 : 1)
  const missing = (wanted: number, gap: string): string => "\n".repeat(Math.max(0, wanted - countLineEnds(gap)))
  return `${gap === before ? "" : missing(wanted(first), gap)}${own}${missing(rest === after ? 1 : wanted(last), rest)}`
}
