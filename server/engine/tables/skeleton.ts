import { memoize, memoizeLast } from "../text/memoize.ts"
import { LARGE_BLOCK, type Block } from "../syntax/block.ts"
import { readGrid } from "./read.ts"

/** A table block that stands for all that differ from it in figures only: what follows from words, borders and blanks alone is worked out once for all of them. */
export interface Model {
  /** Its text is a copy, which keeps no document alive. */
  readonly block: Block
  /** Where each figure that has a cell for itself begins and ends, in order. */
  readonly figures: readonly number[]
}

/** A block as its model, with other figures. */
export interface Cast {
  readonly model: Model
  readonly text: string
  /** Where the figures of its text begin and end, as many as the model's. */
  readonly figures: readonly number[]
}

/** So many models are kept; a draft has three or four, and drafts in one layout have the same. Which are kept changes speed only. */
const MAX_MODELS = 256
const models = new Map<string, Model | null>()

/** The model of a block; the block itself where it has none. */
export const modelOf = memoize((block: Block): Block => castOf(block)?.model.block ?? block)

/** What a block is of its model; null where figures do not stand in cells of their own, or a page mark cuts a row. */
export const castOf = memoizeLast(({ kind, text, lines }: Block): Cast | null => {
  if (text.length >= LARGE_BLOCK || lines.some(({ kind }) => kind === "pageMark")) return null
  const found = bare(text)
  if (!found) return null
  const { figures, skeleton } = found
  let model = models.get(skeleton)
  if (model === undefined) {
    const block: Block = { kind, text: ` ${text}`.slice(1), lines }
    model = haveCells(block, figures) ? { block, figures } : null
    if (models.size >= MAX_MODELS) models.delete(models.keys().next().value!)
  } else models.delete(skeleton)
  // The one used last comes last.
  models.set(skeleton, model)
  return model && { model, text, figures }
})

/** What takes the place of a whole number, and of one with decimals. */
const INTEGER = "\u0000"
const FRACTION = "\u0001"
const MARKS = /[\u0000\u0001]/
/** Longer figures are nobody's counts, and not all of them are read. */
const MAX_INTEGER = 9
const MAX_FRACTION = 6

const BORDERS = new Set(["\t", "\n", "\r", "|", "｜", "│", "┃", "║", "<", ">"].map(border => border.charCodeAt(0)))
/** In a text with one of these no blank parts two cells. */
const MARK = /[\t|｜│┃║<,]/
const SPACE = 0x20
const POINT = 0x2e

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** A text without the figures that stand between borders, or between blanks where these are all that parts cells, and where they stand; null if most digits stand elsewhere. */
function bare(text: string): { skeleton: string; figures: number[] } | null {
  const figures: number[] = []
  let skeleton = ""
  let kept = 0
  let others = 0
  const blanksPart = !MARK.test(text)
  let isAtBorder = true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isDigit(code)) {
      if (code !== SPACE) isAtBorder = BORDERS.has(code)
      else if (blanksPart) isAtBorder = true
      continue
    }
    const from = at
    at = endOfDigits(text, from)
    const whole = at - from
    const hasFraction = text.charCodeAt(at) === POINT && isDigit(text.charCodeAt(at + 1))
    if (hasFraction) at = endOfDigits(text, at + 1)
    if (isAtBorder && whole <= MAX_INTEGER && at - from - whole <= MAX_FRACTION && (blanksPart ? isBlankBehind(text, at) : isBorderBehind(text, at))) {
      figures.push(from, at)
      skeleton += text.slice(kept, from) + (hasFraction ? FRACTION : INTEGER)
      kept = at
    } else others++
    isAtBorder = false
    at--
  }
  return figures.length < 2 * others || figures.length === 0 || MARKS.test(text) ? null : { skeleton: skeleton + text.slice(kept), figures }
}

function endOfDigits(text: string, from: number): number {
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

function isBlankBehind(text: string, at: number): boolean {
  return at === text.length || text.charCodeAt(at) === SPACE || BORDERS.has(text.charCodeAt(at))
}

function isBorderBehind(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) === SPACE) at++
  return at === text.length || BORDERS.has(text.charCodeAt(at))
}

/** True if each of the figures is a cell. */
function haveCells(block: Block, figures: readonly number[]): boolean {
  const ends = new Map<number, number>()
  for (const cells of readGrid(block).rows) for (const { kind, from, to } of cells) if (kind === "number") ends.set(from, to)
  for (let i = 0; i < figures.length; i += 2) if (ends.get(figures[i]!) !== figures[i + 1]) return false
  return true
}
