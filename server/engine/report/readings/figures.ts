import { digitsIn } from "../../text/decimal.ts"
import { sourceLinesOf } from "../../text/lines.ts"
import { withoutMarkup } from "../../text/markup.ts"
import { keyOf } from "../../text/plain.ts"
import type { Range } from "../../text/range.ts"
import type { Cell } from "../../tables/grid.ts"
import { readGrid } from "../../tables/read.ts"
import type { LeafRow } from "../format.ts"
import type { Segment } from "../segments.ts"

/** A figure of the text. Its range counts from where the table begins. */
export interface Figure extends Range {
  readonly text: string
  readonly value: number
  /** Number of its line, blank lines counted. */
  readonly line: number
  /** Its place in the line: converters of PDF files pad with blanks, a character each. */
  readonly x: number
  /** How many words stand before it. */
  readonly words: number
  /** True if some of them stand in its line. */
  readonly isBesideWords: boolean
}

/** A line of the text: its figures, and its words in the form in which labels are compared. */
export interface Line {
  readonly figures: readonly Figure[]
  readonly keys: readonly string[]
  /** True for the last line of a page, where its number may stand. */
  endsPage: boolean
}

const NUMBERING = /^[(（]?\d{1,2}[.．、)）]$/
const DECIMAL = /^\d{1,12}\.\d{1,6}$/
/** The first figure of a row that has run into its label: 四、结转下年度继续办理0 1 0. */
const GLUED = /^(.*\p{L})(\d{1,12})$/u
const PAGE_BREAK = "\f"

/** The lines of the segments with something in them. */
export function linesIn(segments: readonly Segment[]): Line[] {
  const lines: Line[] = []
  let start = 0
  let words = 0
  for (const { block, base, first, end } of segments) {
    const { rows } = readGrid(block)
    const from = first === 0 ? 0 : rows[first]![0]!.from
    const to = end === rows.length ? block.text.length : rows[end]![0]!.from
    for (const [i, line] of sourceLinesOf(block.text).entries()) {
      if (line.to <= from || line.from >= to || block.lines[i]?.kind === "pageMark") continue
      const text = withoutMarkup(block.text.slice(Math.max(line.from, from), Math.min(line.to, to)))
      const last = lines[lines.length - 1]
      if (text.startsWith(PAGE_BREAK) && last) last.endsPage = true
      const read = readLine(text, base + Math.max(line.from, from), start + i, words)
      words += read.keys.length
      if (read.figures.length + read.keys.length > 0) lines.push(read)
    }
    start += block.lines.length + 1
  }
  return lines
}

function readLine(text: string, base: number, number: number, words: number): Line {
  const figures: Figure[] = []
  const keys: string[] = []
  const tokens = [...text.matchAll(/\S+/g)].map(({ index, 0: token }) => ({ index, token, value: DECIMAL.test(token) ? Number(token) : digitsIn(token, 0, token.length) }))
  const push = (index: number, digits: string, value: number): unknown => figures.push({ from: base + index, to: base + index + digits.length, text: digits, value, line: number, x: index, words: words + keys.length, isBesideWords: keys.length > 0 })
  for (const [i, { index, token, value }] of tokens.entries()) {
    const glued = value < 0 && i + 1 < tokens.length && tokens.slice(i + 1).every(({ value }) => value >= 0) ? GLUED.exec(token) : null
    if (value >= 0) push(index, token, value)
    else if (!NUMBERING.test(token)) keys.push(keyOf(glued?.[1] ?? token))
    if (glued) push(index + glued[1]!.length, glued[2]!, Number(glued[2]))
  }
  return { figures, keys, endsPage: false }
}

/** So many labels may be lost: a line that begins with a number is taken for a heading. */
const MAX_LOST_LABELS = 2

/**
 * True if the beginnings of the rows' labels follow each other in the text as in the format, whatever stands between them:
 * rows that have changed places keep all sums, so that sums alone do not tell them. A label that stands nowhere may be lost.
 */
export function haveLabelsInOrder(lines: readonly Line[], rows: readonly LeafRow[]): boolean {
  const keys = lines.flatMap(line => line.keys)
  let at = 0
  let lost = 0
  for (const row of rows) {
    if (row.label === "") continue
    const isOf = (key: string): boolean => key !== "" && row.keys.some(label => label.startsWith(key) || key.startsWith(label) || key.endsWith(label))
    const found = keys.findIndex((key, i) => i >= at && isOf(key))
    if (found < 0 && (++lost > MAX_LOST_LABELS || keys.some(isOf))) return false
    if (found >= 0) at = found + 1
  }
  return true
}

/** A figure as a cell of a table. */
export const cellOf = ({ from, to, text }: Figure): Cell => ({ from, to, text, kind: "number", key: "" })
