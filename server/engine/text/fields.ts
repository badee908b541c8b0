import type { Range } from "./range.ts"

const COMMA = 0x2c
const QUOTE = 0x22

/** Where the fields between commas stand in a line (CSV): quotes around a field are part of it, commas in quotes are none. */
export function fieldRanges(line: string): Range[] {
  const fields: Range[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at)
    if (code === QUOTE) isQuoted = !isQuoted
    else if (code === COMMA && !isQuoted) {
      fields.push({ from, to: at })
      from = at + 1
    }
  }
  fields.push({ from, to: line.length })
  return fields
}

/** The fields between commas, without blanks and quotes around them. */
export function splitFields(line: string): string[] {
  return fieldRanges(line).map(({ from, to }) => unquoted(line.slice(from, to).trim()))
}

function unquoted(field: string): string {
  return field.length > 1 && field.startsWith('"') && field.endsWith('"') ? field.slice(1, -1).trim() : field
}
