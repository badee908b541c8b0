import type { LayoutId } from "./grid.ts"

/** A cell to be written; null is the rest of a merged cell. */
export type CellText = string | null

/**
 * A table as text in a layout, line ends included. `hasRule` puts the `---` line of markdown below the first row of pipes.
 * Layouts without rows leave the rest of merged cells out.
 */
export function writeTable(rows: readonly (readonly CellText[])[], layout: LayoutId, eol: string, hasRule = false): string {
  const lines = rows.map(row => writeRow(row, layout, eol))
  if (layout === "pipes" && hasRule && rows[0]) lines.splice(1, 0, `|${" --- |".repeat(rows[0].length)}${eol}`)
  return layout === "html" ? `<table>${eol}${lines.join("")}</table>${eol}` : lines.join("")
}

/** One row of `writeTable`. */
export function writeRow(row: readonly CellText[], layout: LayoutId, eol: string): string {
  const own = row.filter((cell): cell is string => cell !== null)
  switch (layout) {
    case "tsv":
      return row.map(cell => cell ?? "").join("\t") + eol
    case "csv":
      return row.map(cell => (cell && /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? ""))).join(",") + eol
    case "pipes":
      return `|${row.map(cell => (cell ? ` ${cell} |` : " |")).join("")}${eol}`
    case "tab-cell":
      return row.map(cell => `\t${cell ?? ""}${eol}`).join("") + eol
    case "cell-pipe":
      return own.map(cell => `${cell} |${eol}`).join("")
    case "alternate-pipe":
      return own.map(cell => `${cell}${eol}|${eol}`).join("")
    case "cell-line":
      return own.map(cell => `${cell}${eol}${eol}`).join("")
    case "html":
      return `<tr>${own.map(cell => `<td>${cell}</td>`).join("")}</tr>${eol}`
    case "pdf":
      return own.join(" ") + eol
  }
}
