import type { Document } from "../document.ts"
import type { Text } from "../report/format.ts"
import { titleWords } from "../report/outline.ts"
import type { Block } from "../syntax/block.ts"
import type { LayoutId } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import { sourceLinesOf } from "../text/lines.ts"
import { closeGaps, withoutMarkup } from "../text/markup.ts"
import { factsIn, rewriteTables, writeForm, type Target } from "./convertTables.ts"
import { writtenTable } from "./officialTable.ts"
import type { TableForm } from "./tableForm.ts"
import { OWN_PAGE } from "./ownPage.ts"
import { escapeHtml } from "./tableHtml.ts"

/** A document as it is to be written anew: its paragraphs in order, its tables in the form of the notice. Plain data. */
export interface FairCopy {
  readonly parts: readonly CopyPart[]
  /** The tables that stay as they are, since not all of them could be read. */
  readonly untouched: readonly Text[]
}

export type CopyPart = CopyLine | { readonly kind: "table"; readonly form: TableForm }

export interface CopyLine {
  readonly kind: "title" | "heading" | "paragraph"
  /** 1 for 一、, 2 for （一）; 0 of what is no heading. */
  readonly level: 0 | 1 | 2
  /** One line without the signs of Markdown and HTML. */
  readonly text: string
}

/** The fair copy of a document. `target` is the layout in which its tables must come out with the same figures. */
export function fairCopy(document: Document, target: Target): FairCopy {
  const read = document.reports.map(({ report, from }) => ({ from, ...rewriteTables(report, report.tables, target, document.formats) }))
  const tables = read.flatMap(({ from, rewritings }) => rewritings.map(({ placed, edit }) => ({ from: from + edit.from, to: from + edit.to, form: writtenTable(placed) }))).sort((a, b) => a.from - b.from)
  const parts: CopyPart[] = []
  let at = 0
  let next = 0
  for (const block of document.blocks) {
    const [from, to] = [at, at + block.text.length]
    at = to
    while (next < tables.length && tables[next]!.to <= from) next++
    const table = tables[next]
    if (!table || table.from >= to) parts.push(...partsOf(block))
    else if (table.from >= from) parts.push({ kind: "table", form: table.form })
  }
  return { parts, untouched: read.flatMap(({ untouched }) => untouched) }
}

/** True if two documents hold the same reports with the same figures. */
export function haveSameFigures(a: Document, b: Document): boolean {
  return a.reports.length === b.reports.length && a.reports.every(({ report }, i) => factsIn(report) === factsIn(b.reports[i]!.report))
}

function partsOf(block: Block): CopyPart[] {
  if (block.kind === "blank") return []
  const form = block.kind === "table" ? plainForm(block) : null
  if (form) return [{ kind: "table", form }]
  const lines = linesOf(block)
  // A title on two lines is one, which a page would take for two.
  return withTables((block.kind === "title" ? [titleWords(lines.join("\n"))] : lines).map(text => lineOf(text, block)))
}

/** Lines one below the other with TABs in them are a table of which no format knows. */
function withTables(lines: readonly CopyLine[]): CopyPart[] {
  const parts: CopyPart[] = []
  for (let i = 0; i < lines.length; i++) {
    let end = i
    while (lines[end]?.text.includes("\t")) end++
    if (end - i < 2) {
      parts.push(lines[i]!)
      continue
    }
    const rows = lines.slice(i, end).map(({ text }) => text.split("\t").map(cell => cell.trim()))
    parts.push({ kind: "table", form: formOf(rows.map(row => row.map(text => ({ text, isFigure: /^[\d.,%]*$/.test(text) })))) })
    i = end - 1
  }
  return parts
}

/** A line of a block as what it is in the report. */
export function lineOf(text: string, { kind, heading }: Block): CopyLine {
  if (kind === "title") return { kind, level: 0, text }
  // 一、总体情况。2023年，…: a heading with its section's text behind it.
  const isWhole = heading !== undefined && text.length - heading.to < 4
  if (isWhole && heading.sections.length > 0) return { kind: "heading", level: 1, text }
  const level = /^[一二三四五六七八九十]{1,3}\s*、/.test(text) ? 1 : /^[（(][一二三四五六七八九十]{1,3}[)）]/.test(text) ? 2 : 0
  return level > 0 && text.length <= MAX_HEADING && !/[。；，：！？,;!?]/.test(text) ? { kind: "heading", level, text } : { kind: "paragraph", level: 0, text }
}

const MAX_HEADING = 40

/** The lines that a reader sees, without those of blanks only. */
function linesOf({ text }: Block): string[] {
  const shown = withoutMarkup(text)
  const lines = sourceLinesOf(text).map(({ from, to }) => (shown === text ? text.slice(from, to) : closeGaps(shown.slice(from, to)).text.trim() || imagesIn(text.slice(from, to))))
  return lines.map(line => line.replace(/^\uFEFF/, "").trim().replace(/^#{1,6}\s+/, "").replace(/^\*\*([^*]+)\*\*/, "$1")).filter(line => line !== "")
}

/** The images of a line of HTML as Markdown has them, without what is the image itself: a table may be one. */
function imagesIn(source: string): string {
  const images = source.match(/<img\b[^<>]*>/gi) ?? []
  const valueOf = (image: string, name: string): string => new RegExp(`\\s${name}\\s*=\\s*["']?([^"'<>]*)`, "i").exec(image)?.[1]?.trim() ?? ""
  return images.map(image => `![${valueOf(image, "alt")}](${valueOf(image, "src").replace(/^data:.*/is, "")})`).join(" ")
}

/** A table that is none of the format's, or could not be read, as rows of cells; null if it has no cells that one sees. */
function plainForm(block: Block): TableForm | null {
  const { layout, rows } = readGrid(block)
  if (!["tsv", "pipes", "csv", "html"].includes(layout) || rows.filter(row => row.length > 1).length * 2 < rows.length) return null
  return formOf(rows.map(row => row.map(({ text, kind }) => ({ text, isFigure: kind !== "text" }))))
}

/** Rows of cells as they stand, none of them merged. */
const formOf = (rows: readonly (readonly { readonly text: string; readonly isFigure: boolean }[])[]): TableForm => ({
  width: Math.max(...rows.map(row => row.length)),
  rows: rows.map(row => ({ kind: "figures", cells: row.map(({ text, isFigure }) => ({ kind: isFigure ? "figure" : "label", text, colSpan: 1, rowSpan: 1 })) })),
})

/** The copy as plain text: a paragraph a line, its tables in a layout and between blank lines. */
export function textOf({ parts }: Pick<FairCopy, "parts">, target: LayoutId): string {
  const written = parts.map(part => (part.kind === "table" ? `\n${linesOfForm(part.form, target)}\n` : part.kind === "paragraph" ? `${part.text}\n` : `\n${part.text}\n`))
  return joined(written)
}

/** The copy as Markdown, with everything between blank lines. `mark` stands before the headings of sections; it may be empty. */
export function markdownOf({ parts }: Pick<FairCopy, "parts">, target: LayoutId, mark = "##"): string {
  const marks = mark === "" ? [] : [`${mark.slice(1) || mark} `, `${mark} `, `${mark}# `]
  const written = parts.map(part => {
    if (part.kind === "table") return linesOfForm(part.form, target)
    return part.kind === "paragraph" ? `${part.text}\n` : `${marks[part.level] ?? ""}${part.text}\n`
  })
  return joined(written.map(text => `\n${text}\n`))
}

const linesOfForm = (form: TableForm, target: LayoutId): string => writeForm(form, target, "\n").replace(/\n+$/, "\n")

/** No two blank lines in a row, and none at the ends; a line end closes the last. Each text ends in a line end and begins with a blank line where it wants one before it. */
function joined(texts: readonly string[]): string {
  const apart = texts.map((text, i) => (text.startsWith("\n") && (i === 0 || texts[i - 1]!.endsWith("\n\n")) ? text.slice(1) : text))
  return apart.join("").replace(/\n+$/, "\n")
}

const PAGE_STYLE = `
body { max-width: 50em; margin: 2em auto; padding: 0 1em; font: 16px/1.8 FangSong, 仿宋, STFangsong, "Noto Serif CJK SC", serif; }
h1 { font: 26px/1.5 方正小标宋简体, STZhongsong, 华文中宋, SimSun, "Noto Serif CJK SC", serif; text-align: center; } h2 { font: 16px/1.8 SimHei, 黑体, "Noto Sans CJK SC", sans-serif; } h3 { font: 16px/1.8 KaiTi, 楷体, STKaiti, serif; }
p, h2, h3 { margin: 0; text-indent: 2em; } table { border-collapse: collapse; margin: 1em auto; font-size: 13px; line-height: 1.4; } td { padding: 3px 5px; text-align: center; } @media print { tr { break-inside: avoid; } }
`

/** The copy as a web page of its own: no script, nothing from elsewhere. */
export function pageOf({ parts }: FairCopy): string {
  const title = parts.find(({ kind }) => kind === "title") as CopyLine | undefined
  const written = parts.map(part => {
    if (part.kind === "table") return writeForm(part.form, "html", "\n")
    const tag = part.kind === "paragraph" ? "p" : `h${part.level + 1}`
    return `<${tag}>${escapeHtml(part.text)}</${tag}>\n`
  })
  return `<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n${OWN_PAGE}\n<title>${escapeHtml(title?.text ?? "")}</title>\n<style>${PAGE_STYLE}</style>\n</head>\n<body>\n${written.join("")}</body>\n</html>\n`
}
