/** What tells Excel that a CSV file is UTF-8. */
export const BOM = "\uFEFF"

/** A row as RFC 4180 has it. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`
}

/** A cell that no spreadsheet takes for a formula; a plain figure stays as it is. */
export function asText(cell: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell) ? `'${cell}` : cell
}
