import { distance } from "../text/distance.ts"
import { keyOf } from "../text/plain.ts"
import { isFigureCell } from "../tables/cell.ts"
import type { Cell, Row } from "../tables/grid.ts"

/** What is asked of the labels of a table. */
interface KnownLabels {
  /** True if the words stand in a label. */
  mention(words: string): boolean
  exact(key: string): number | undefined
  near(key: string): number
  readonly keys: readonly { readonly key: string; readonly leaf: number }[]
}

/** A row's label put together from the lines around it. */
export interface JoinedLabel {
  readonly leaf: number
  readonly text: string
  readonly exact: boolean
}

/** So many lines above and below may hold a piece of a label. */
const MAX_LINES = 3

/**
 * The label of a row with figures that begins on lines above it or runs on below it: 1.申请人无正当理由逾期不补正、 / 行政机关不再处理
 * 其政府信息公开 0 0 0 / 申请. A label is in the last column of words, so the last words of a line are its piece; a line that has only
 * a piece of a group's label is passed over. Null if no label comes out, or several.
 */
export function joinLines(rows: readonly { readonly cells: Row }[], index: number, own: Cell, labels: KnownLabels): JoinedLabel | null {
  if (own.key === "" || (!labels.mention(own.key.slice(0, 2)) && !labels.mention(own.key.slice(-2)))) return null
  const heads = windows(lastWords(rows, index, -1).reverse())
  const tails = windows(lastWords(rows, index, 1))
  const texts = heads.flatMap(head => tails.map(tail => head + own.text + tail)).filter(text => text !== own.text)
  for (const text of texts) {
    const leaf = labels.exact(keyOf(text))
    if (leaf !== undefined) return { leaf, text, exact: true }
  }
  const found = [own.text, ...texts].map(text => ({ leaf: labels.near(keyOf(text)), text, exact: false })).filter(({ leaf }) => leaf >= 0)
  if (found.some(({ leaf }) => leaf !== found[0]!.leaf)) return null
  const farOf = ({ leaf, text }: JoinedLabel): number => Math.min(...labels.keys.filter(label => label.leaf === leaf).map(({ key }) => distance(keyOf(text), key, key.length)))
  const [nearest] = found.sort((a, b) => farOf(a) - farOf(b))
  return nearest && nearest.text !== own.text ? nearest : null
}

/** The last words of the next lines in one direction, as far as there are no figures, nearest first. */
function lastWords(rows: readonly { readonly cells: Row }[], index: number, step: 1 | -1): string[] {
  const words: string[] = []
  for (let i = index + step; words.length < MAX_LINES && i >= 0 && i < rows.length; i += step) {
    const { cells } = rows[i]!
    if (cells.some(isFigureCell)) break
    const last = cells.findLast(({ kind }) => kind === "text")
    if (last) words.push(last.text)
  }
  return words
}

/** All runs of the pieces put together, none of them too. */
function windows(pieces: readonly string[]): string[] {
  return ["", ...pieces.flatMap((_, from) => pieces.slice(from).map((_, i) => pieces.slice(from, from + i + 1).join("")))]
}
