import { linesOf } from "../text/lines.ts"
import type { Block, BlockKind } from "./block.ts"
import { classify, isHalfTitle, isTitleStart, type LineClass } from "./classify.ts"
import type { Vocabulary } from "./vocabulary.ts"

interface ClassifiedLine extends LineClass {
  readonly from: number
  readonly next: number
}

/** A label broken over more lines than this is not put together again. */
const MAX_UNKNOWN_LINES = 4
/** A title is not spread over more lines than this. */
const MAX_TITLE_GAP = 6
/** So many lines of bare labels make a table even without a figure. */
const MIN_LABEL_LINES = 3

/** The blocks of a text. Accepts every string; the blocks' texts joined give it back. */
export function parse(text: string, vocabulary: Vocabulary): Block[] {
  const lines: ClassifiedLine[] = []
  for (const { from, to, next } of linesOf(text)) lines.push({ ...classify(text.slice(from, to), vocabulary), from, next })
  markTitleStarts(text, lines)
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const kind = blockKind(lines[at]!)
    const end = kind === "table" ? endOfTable(lines, at) : kind === "heading" ? at + 1 : endOfRun(lines, at, kind)
    const run = { text: text.slice(lines[at]!.from, lines[end - 1]!.next) }
    const heading = lines[at]!.heading
    if (kind === "table" && !isTable(lines, at, end)) blocks.push({ kind: "paragraph", ...run })
    else blocks.push(heading ? { kind, ...run, heading } : { kind, ...run })
    at = end
  }
  return blocks
}

function blockKind({ kind }: LineClass): BlockKind {
  return kind === "row" ? "table" : kind === "text" ? "paragraph" : kind === "pageMark" ? "blank" : kind
}

/** A title may begin on the line above: 前进区政府办公室 / 政府信息公开工作年度报告; or a few blank lines above, where a PDF spread it. */
function markTitleStarts(text: string, lines: ClassifiedLine[]): void {
  for (let i = 1; i < lines.length; i++) {
    if (lines[i]!.kind !== "title") continue
    let above = i - 1
    if (isHalfTitle(text.slice(lines[i]!.from, lines[i]!.next))) while (above > 0 && i - above < MAX_TITLE_GAP && lines[above]!.kind === "blank") above--
    const { kind, from, next } = lines[above]!
    if (kind !== "text" || !isTitleStart(text.slice(from, next))) continue
    for (let k = above; k < i; k++) lines[k] = { kind: "title", from: lines[k]!.from, next: lines[k]!.next }
  }
}

function endOfRun(lines: readonly ClassifiedLine[], start: number, kind: BlockKind): number {
  let end = start + 1
  while (end < lines.length && blockKind(lines[end]!) === kind) end++
  return end
}

/** A table goes on over blank lines, page marks and a few short unknown lines, as long as a row follows. */
function endOfTable(lines: readonly ClassifiedLine[], start: number): number {
  let end = start + 1
  let unknown = 0
  for (let at = end; at < lines.length; at++) {
    const line = lines[at]!
    if (line.kind === "row") {
      end = at + 1
      unknown = 0
    } else if (line.kind === "text" && line.short && unknown < MAX_UNKNOWN_LINES) unknown++
    else if (line.kind !== "blank" && line.kind !== "pageMark") break
  }
  return end
}

function isTable(lines: readonly ClassifiedLine[], start: number, end: number): boolean {
  let labels = 0
  for (let at = start; at < end; at++) {
    const { kind, strong } = lines[at]!
    if (strong) return true
    if (kind === "row") labels++
  }
  return labels >= MIN_LABEL_LINES
}
