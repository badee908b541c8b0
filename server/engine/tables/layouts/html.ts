import { tokenize } from "../../text/markup.ts"
import type { Range } from "../../text/range.ts"
import { cellIn, meaningOf } from "../cell.ts"
import type { Cell, Layout, SourceLine } from "../grid.ts"

/** True for a text in which cells of an HTML table stand. */
export function hasHtmlCells(text: string): boolean {
  return text.includes("<t") && /<t[dh][\s>]/i.test(text)
}

/** An HTML table, as converters to markdown leave it in: a merged cell stands in its first row only. */
export const html: Layout = {
  id: "html",
  showsBlanks: true,
  claims: hasHtmlCells,
  read(lines) {
    const { text, base } = joined(lines)
    const rows: Cell[][] = [[]]
    let pieces: Piece[] | null = null
    let isOpening = false
    const nameIn = (from: number, to: number): string => text.slice(from, to).toLowerCase()
    const close = (): void => {
      if (pieces) rows[rows.length - 1]!.push(cellOf(pieces, base))
      pieces = null
    }
    const endTag = (at: number): void => {
      if (isOpening) pieces = [{ from: at + 1, to: at + 1, text: "" }]
      isOpening = false
    }
    tokenize(text, {
      onopentagname(from, to) {
        const name = nameIn(from, to)
        isOpening = isCell(name)
        if (isOfTable(name)) close()
        if (name === "tr") rows.push([])
      },
      onopentagend: endTag,
      onselfclosingtag: endTag,
      onclosetag(from, to) {
        if (isOfTable(nameIn(from, to))) close()
      },
      ontext(from, to) {
        pieces?.push({ from, to, text: text.slice(from, to) })
      },
      ontextentity(code, to) {
        const from = text.lastIndexOf("&", to - 1)
        pieces?.push({ from, to, text: String.fromCodePoint(code) })
      },
    })
    return rows.filter(row => row.length > 0)
  },
}

const isOfTable = (tag: string): boolean => tag === "table" || tag === "tr" || isCell(tag)
const isCell = (tag: string): boolean => tag === "td" || tag === "th"

/** The lines as one text in which every character keeps its distance from the first. */
function joined(lines: readonly SourceLine[]): { text: string; base: number } {
  const base = lines[0]?.from ?? 0
  let text = ""
  for (const line of lines) text += " ".repeat(line.from - base - text.length) + line.text
  return { text, base }
}

/** A run of the text between two tags, or a character that is written as an entity. */
interface Piece extends Range {
  readonly text: string
}

/** The cell of these pieces, the first of which is where its tag ends; it ranges from the first that says something to the last. */
function cellOf(pieces: readonly Piece[], base: number): Cell {
  const filled = pieces.filter(({ text }) => text.trim() !== "")
  const [first] = filled
  const last = filled[filled.length - 1]
  if (!first || !last) return cellIn("", 0, 0, base + pieces[0]!.from)
  const from = first.from + first.text.length - first.text.trimStart().length
  const to = last.to - last.text.length + last.text.trimEnd().length
  const text = filled.map(piece => piece.text.trim()).join("")
  return { from: base + from, to: base + to, text, ...meaningOf(text) }
}
