import { writeTable } from "../tables/write.ts"
import { gridOf, type TableForm } from "./tableForm.ts"

/** The table as HTML with its merged cells, one row on a line: what HTML is in a draft, and what Word and Excel take from the clipboard. */
export function tableHtml({ rows }: TableForm, eol: string): string {
  const lines = rows.map(({ cells }) => `<tr>${cells.map(({ text, colSpan, rowSpan }) => `<td${span("colspan", colSpan)}${span("rowspan", rowSpan)}>${escapeHtml(text)}</td>`).join("")}</tr>${eol}`)
  return `<table border="1">${eol}${lines.join("")}</table>${eol}`
}

const span = (name: string, count: number): string => (count > 1 ? ` ${name}="${count}"` : "")

/** Words that stay words in HTML, on one line. */
export function escapeHtml(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}

/** The table as text with TABs between its columns. */
export function tableText(table: TableForm): string {
  return writeTable(gridOf(table).map(row => row.map(cell => cell && cell.text.replace(/\s+/g, " "))), "tsv", "\n")
}
