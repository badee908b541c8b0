import { keyOf } from "../../text/plain.ts"
import { cellIn, kindOf } from "../cell.ts"
import type { Cell, Layout, SourceLine } from "../grid.ts"

const TAG = /<(\/?)(\w+)[^<>]*>/g
const ENTITIES: Readonly<Record<string, string>> = { nbsp: " ", "#160": " ", "#xa0": " ", ensp: " ", emsp: " ", amp: "&", lt: "<", gt: ">", quot: '"', ldquo: "“", rdquo: "”", "#8203": "" }
const ENTITY = /&(#?\w{1,8});/g

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
    let start = -1
    for (const { index, 0: tag, 1: slash, 2: name } of text.matchAll(TAG)) {
      const is = name!.toLowerCase()
      if (is !== "td" && is !== "th" && is !== "tr" && is !== "table") continue
      if (start >= 0) rows[rows.length - 1]!.push(cellAt(text, start, index, base))
      start = slash === "" && (is === "td" || is === "th") ? index + tag.length : -1
      if (is === "tr") rows.push([])
    }
    return rows.filter(row => row.length > 0)
  },
}

/** The lines as one text in which every character keeps its distance from the first. */
function joined(lines: readonly SourceLine[]): { text: string; base: number } {
  const base = lines[0]?.from ?? 0
  let text = ""
  for (const line of lines) text += " ".repeat(line.from - base - text.length) + line.text
  return { text, base }
}

/** The content of a cell without tags; a cell of several pieces ranges from the first to the last. */
function cellAt(text: string, from: number, to: number, base: number): Cell {
  const pieces: { from: number; to: number; text: string }[] = []
  let at = from
  for (const { index, 0: tag } of [...text.slice(from, to).matchAll(TAG), { index: to - from, 0: "" }]) {
    const piece = pieceIn(text, at, from + index)
    if (piece) pieces.push(piece)
    at = from + index + tag.length
  }
  const [first] = pieces
  if (!first) return cellIn("", 0, 0, base + from)
  const content = pieces.map(piece => piece.text).join("")
  const kind = kindOf(content)
  return { from: base + first.from, to: base + pieces[pieces.length - 1]!.to, text: content, kind, key: kind === "text" ? keyOf(content) : "" }
}

function pieceIn(text: string, from: number, to: number): { from: number; to: number; text: string } | null {
  const raw = text.slice(from, to)
  const start = /^(?:\s|&nbsp;|&#160;)*/i.exec(raw)![0].length
  const content = raw.slice(start).replace(/(?:\s|&nbsp;|&#160;)+$/i, "")
  if (content === "") return null
  return { from: from + start, to: from + start + content.length, text: content.replace(ENTITY, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole) }
}
