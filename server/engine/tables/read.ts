import { sourceLinesOf } from "../text/lines.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize, memoizeLast } from "../text/memoize.ts"
import { LARGE_BLOCK, type Block } from "../syntax/block.ts"
import type { Grid, Layout, LayoutId, SourceLine } from "./grid.ts"
import { alternatePipe } from "./layouts/alternatePipe.ts"
import { cellLine } from "./layouts/cellLine.ts"
import { cellPipe } from "./layouts/cellPipe.ts"
import { csv } from "./layouts/csv.ts"
import { hasHtmlCells, html } from "./layouts/html.ts"
import { pdf } from "./layouts/pdf.ts"
import { pipes } from "./layouts/pipes.ts"
import { tabCell } from "./layouts/tabCell.ts"
import { tsv } from "./layouts/tsv.ts"

/** The layouts with a mark between cells, the most particular first, then those without. */
const MARKED: readonly Layout[] = [tabCell, tsv, alternatePipe, cellPipe, pipes, csv]
const UNMARKED: readonly Layout[] = [pdf, cellLine]
const BY_ID = new Map([...MARKED, ...UNMARKED, html].map(layout => [layout.id, layout]))

export function layoutOf(id: LayoutId): Layout {
  return BY_ID.get(id)!
}

/** Reads a table block in whatever layout most of its lines have. Accepts every text. */
export function readGrid(block: Block): Grid {
  return block.text.length < LARGE_BLOCK ? lastGrid(block) : keptGrid(block)
}

/** A grid is many times as large as its block, which is read again only when its text has changed. But a piece of a large table is, whenever another piece has. */
const keptGrid = memoize(readBlock)
const lastGrid = memoizeLast(readBlock)

function readBlock(block: Block): Grid {
  if (hasHtmlCells(block.text)) return { layout: html.id, rows: html.read(withoutPageMarks(block)) }
  const plain = block.text.includes("<") || block.text.includes("&") ? withoutPageMarks(block).map(line => ({ ...line, text: withoutMarkup(line.text) })) : withoutPageMarks(block)
  const lines = block.text.includes(QUOTE) ? joinQuoted(plain, block.text) : plain
  const layout = detect(lines)
  return { layout: layout.id, rows: layout.read(lines) }
}

/** The lines of a block without page marks and the blank lines around them: a page may end within a row. */
function withoutPageMarks({ text, lines: classes }: Block): SourceLine[] {
  const lines: SourceLine[] = []
  let isAfterMark = false
  sourceLinesOf(text).forEach(({ from, to }, i) => {
    if (classes[i]!.kind === "pageMark") {
      while (lines[lines.length - 1]?.text === "") lines.pop()
      isAfterMark = true
    } else if (from < to || !isAfterMark) {
      lines.push({ text: text.slice(from, to), from, to })
      isAfterMark = false
    }
  })
  return lines
}

const QUOTE = '"'
const OPENS_CELL = /(?:^|[\t,])"/
/** A quoted cell has no more lines than this. */
const MAX_QUOTED_LINES = 6

/** A cell copied from a spreadsheet stands in quotes if it has several lines: those lines are one. */
function joinQuoted(lines: readonly SourceLine[], text: string): SourceLine[] {
  const joined: SourceLine[] = []
  for (let i = 0; i < lines.length; i++) {
    const { from, to } = lines[i]!
    let last = i
    if (isOpen(text.slice(from, to)) && OPENS_CELL.test(text.slice(from, to))) {
      const end = Math.min(lines.length, i + MAX_QUOTED_LINES)
      for (let at = i + 1; at < end && last === i; at++) if (!isOpen(text.slice(from, lines[at]!.to))) last = at
    }
    joined.push(last === i ? lines[i]! : { text: text.slice(from, lines[last]!.to), from, to: lines[last]!.to })
    i = last
  }
  return joined
}

/** True for an odd number of quotes. */
function isOpen(text: string): boolean {
  return text.split(QUOTE).length % 2 === 0
}

/** One of these stands in every line that a layout with marks claims. */
const MARK = /[\t|｜│┃║,]/

function detect(lines: readonly SourceLine[]): Layout {
  const filled = lines.filter(({ text }) => /\S|\t/.test(text))
  const marked = mostClaimed(filled.filter(({ text }) => MARK.test(text)))
  // A table whose cells run over several lines has fewer marks than lines.
  if (marked.count * 4 >= filled.length) return marked.layout
  const rows = filled.filter(({ text }) => pdf.claims(text) && /[\d０-９]\s*$/.test(text))
  return rows.length > 0 ? pdf : cellLine
}

function mostClaimed(lines: readonly SourceLine[]): { layout: Layout; count: number } {
  const counts = MARKED.map(() => 0)
  for (const { text } of lines) {
    const index = MARKED.findIndex(layout => layout.claims(text))
    if (index >= 0) counts[index]!++
  }
  const count = Math.max(...counts)
  return { layout: MARKED[counts.indexOf(count)]!, count: counts.reduce((a, b) => a + b, 0) }
}
