import { shift, type Range } from "../text/range.ts"
import { keyOf, wordsOf } from "../text/plain.ts"
import { isFigureCell } from "../tables/cell.ts"
import { LARGE_BLOCK, type Block } from "../syntax/block.ts"
import type { Cell } from "../tables/grid.ts"
import { layoutOf } from "../tables/read.ts"
import { memoize } from "../text/memoize.ts"
import { readFigures } from "./aside.ts"
import type { LeafRow } from "./format.ts"
import { joinLines } from "./brokenLabels.ts"
import { LabelIndex, MIN_PIECE } from "./labelIndex.ts"
import { displaced, hasNumberOf, oddLabel } from "./strayRows.ts"
import type { Segment } from "./segments.ts"

/** A row of a grid within its table: `base` is where its block begins, counted from there. */
export interface WrittenRow {
  readonly cells: readonly Cell[]
  readonly base: number
  /** True if its layout shows blank cells. */
  readonly showsBlanks: boolean
  /** True for figures from several rows of a layout that shows no cells: their order is not certain. */
  readonly isGathered?: boolean
}

/** A label as the draft has it. */
export interface Label extends Range {
  readonly text: string
  /** False for a label that had to be guessed from a wording that nobody knows. */
  readonly exact: boolean
}

/** A written row that states a row of the format. */
export interface AlignedRow {
  readonly row: LeafRow
  /** Null if no label stands near: the row was told by its place between its neighbours. */
  readonly label: Label | null
  readonly written: WrittenRow
  /** Index of the first cell behind the label. */
  readonly firstField: number
  /** For each cell its column, where some are lost and others known all the same; -1 for one that is not known. */
  readonly columns?: readonly number[]
}

interface Evidence {
  readonly leaf: number
  readonly score: number
  readonly label: Label | null
  readonly firstField: number
}

// How far each kind of evidence is to be trusted: own label, own label misspelt, glued to another word, label on the lines above
// or below, a piece of the label. What counts is the order; a label without figures only fills a gap.
const EXACT = 1000
const MISSPELT = 600
const GLUED = 500
const ABOVE = 550
const BELOW = 500
const PIECE = 300
const NEAR_PIECE = 150
const GROUP_SHARE = 5
const WITHOUT_FIGURES = 40

const MAX_PIECES = 6

/** A row of a block, alone with what speaks for it; ranges count from the block. */
export interface Item {
  /** Place in the grid of the row that it is, or is part of. */
  readonly index: number
  readonly row: WrittenRow
  /** Which part of a row of parts that stand side by side it is. */
  readonly half: number
  readonly evidence: readonly Evidence[]
}

/** The rows of a table that may state rows of the format, in order. */
export interface Items {
  readonly items: readonly Item[]
  /** For each of them where its block begins, counted from the table. */
  readonly bases: readonly number[]
}

/** The rows of segments that may state rows of the format. */
export function itemsOf(segments: readonly Segment[], leaves: readonly LeafRow[]): Items {
  const items: Item[] = []
  const bases: number[] = []
  for (const { block, base, first, end } of segments) {
    for (const item of itemsIn(leaves)(block)) {
      if (item.index < first || item.index >= end) continue
      items.push(item)
      bases.push(base)
    }
  }
  if (!leaves[0]?.places[0]?.table.beside) return { items, bases }
  const order = [...items.keys()].sort((a, b) => items[a]!.half - items[b]!.half || a - b)
  return { items: order.map(i => items[i]!), bases: order.map(i => bases[i]!) }
}

/**
 * Tells which written row states which row of the format: labels are matched in order, so that the sum of the evidence is greatest,
 * and figures without a label take the rows that are left between their neighbours if their number is the same.
 * Labels decide, never the count of rows. Linear in the number of written rows.
 */
export function align({ items, bases }: Items, leaves: readonly LeafRow[]): AlignedRow[] {
  const chosen = bestChain(items, leaves.length)
  fillGaps(items, chosen, leaves)
  for (const [i, own] of displaced(chosen, i => ownEvidence(items[i]!))) chosen[i] = own
  const aligned: AlignedRow[] = []
  for (let i = 0; i < items.length; i++) {
    const found = chosen[i]
    if (!found) continue
    const { row } = items[i]!
    const base = bases[i]!
    aligned.push({ row: leaves[found.leaf]!, label: found.label && shift(found.label, base), written: base === 0 ? row : { ...row, base }, firstField: found.firstField })
  }
  return aligned
}

/** The evidence of a row with figures for the row whose label it has. */
function ownEvidence({ row, evidence: [own] }: Item): Evidence | null {
  return own?.score === EXACT && own.label && hasFigures(row) ? own : null
}

/** More are not counted. */
export const MAX_REPEATED = 100

/** Labels of rows that say again, with other figures, what an aligned row says: the first of them. */
export function repeatedRows(items: Items, leaves: readonly LeafRow[], aligned: readonly AlignedRow[]): Label[] {
  const found: Label[] = []
  for (const { label, row, written } of rowsAgain(items, leaves, aligned)) {
    if (!haveSameFigures(written, row)) found.push(label)
    if (found.length === MAX_REPEATED) break
  }
  return found
}

/** True if a row says again, with whatever figures, what an aligned row says. */
export function hasRowsAgain(items: Items, leaves: readonly LeafRow[], aligned: readonly AlignedRow[]): boolean {
  return rowsAgain(items, leaves, aligned).next().done !== true
}

/** Rows beside aligned ones with the same label. */
function* rowsAgain({ items, bases }: Items, leaves: readonly LeafRow[], aligned: readonly AlignedRow[]): Generator<{ label: Label; row: WrittenRow; written: WrittenRow }> {
  const stated = new Map(aligned.map(({ row, written }) => [row, written]))
  const used = new Set(aligned.map(({ written }) => written.cells))
  for (const [i, { row, evidence }] of items.entries()) {
    const [own] = evidence
    if (own?.score !== EXACT || !own.label) continue
    const written = stated.get(leaves[own.leaf]!)
    if (written && !used.has(row.cells) && hasFigures(row)) yield { label: shift(own.label, bases[i]!), row, written }
  }
}

function haveSameFigures(a: WrittenRow, b: WrittenRow): boolean {
  let at = 0
  for (const cell of a.cells) {
    if (!isFigureCell(cell)) continue
    while (at < b.cells.length && !isFigureCell(b.cells[at]!)) at++
    if (b.cells[at++]?.text !== cell.text) return false
  }
  while (at < b.cells.length && !isFigureCell(b.cells[at]!)) at++
  return at === b.cells.length
}

/** The rows of a block that something speaks for, and its rows of bare figures; all others cannot state a row of the format. */
const itemsIn = memoize((leaves: readonly LeafRow[]) => {
  const labels = new LabelIndex(leaves)
  // A group has figures of its own in older drafts only: its label yields to those of its rows.
  const weighed = (evidence: Evidence): Evidence => (leaves[evidence.leaf]!.isGroup ? { ...evidence, score: evidence.score / GROUP_SHARE } : evidence)
  const [first] = leaves
  const read = (block: Block): readonly Item[] => {
    const table = first?.places[0]?.table
    const { rows, layout } = readFigures(block, table)
    const { showsBlanks } = layoutOf(layout)
    const written: WrittenRow[] = []
    const indexes: number[] = []
    const halves: number[] = []
    for (let index = 0; index < rows.length; index++) {
      const whole = { cells: rows[index]!, base: 0, showsBlanks }
      for (const [half, part] of (table?.beside ? splitParts(whole) : [whole]).entries()) {
        for (const row of splitLabels(part, labels)) {
          written.push(row)
          indexes.push(index)
          halves.push(half)
        }
      }
    }
    const items: Item[] = []
    for (let i = 0; i < written.length; i++) {
      const row = written[i]!
      const evidence = evidenceOf(written, i, labels)
      if (evidence.length > 0 || isBare(row) || oddLabel(row) !== null) items.push({ index: indexes[i]!, row, half: halves[i]!, evidence: evidence.map(weighed) })
    }
    return items
  }
  const kept = memoize(read)
  return (block: Block) => (block.text.length < LARGE_BLOCK ? read(block) : kept(block))
})

/** True for figures without a word beside them. */
function isBare(row: WrittenRow): boolean {
  return hasFigures(row) && row.cells.every(({ kind }) => kind !== "text")
}

/** A row of parts that stand side by side: each begins with the words behind figures or blanks. */
function splitParts(row: WrittenRow): WrittenRow[] {
  const { cells } = row
  const cuts = cells.flatMap((cell, i) => (i > 0 && cell.kind === "text" && cells[i - 1]!.kind !== "text" ? [i] : []))
  return [0, ...cuts].map((from, i) => ({ ...row, cells: cells.slice(from, cuts[i]) }))
}

/** Where another label, or words behind blank cells, follow a row label, the first has lost its figures: it is a row of its own. */
function splitLabels(row: WrittenRow, labels: LabelIndex): WrittenRow[] {
  const isLabel = ({ kind, key }: Cell): boolean => kind === "text" && labels.exact(key) !== undefined
  const { cells } = row
  const cuts: number[] = []
  let last = -1
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    if (cell.kind === "blank") continue
    if (last >= 0 && cell.kind === "text" && isLabel(cells[last]!) && !labels.isGroupOf(cells[last]!.key, cell.key) && (i > last + 1 || isLabel(cell) || isHeadBehind(row, i))) cuts.push(i)
    last = i
  }
  if (cuts.length === 0) return [row]
  return [0, ...cuts].map((from, i) => ({ ...row, cells: cells.slice(from, cuts[i]) }))
}

/** Where rows are told by their figures only, words behind a label that lost its own are the head of the next part. */
function isHeadBehind({ cells, showsBlanks }: WrittenRow, at: number): boolean {
  return !showsBlanks && cells[at + 1]?.kind === "text"
}

function labelFrom(row: WrittenRow, from: number, to: number, exact: boolean): Label {
  const cells = row.cells.slice(from, to)
  const first = cells[0]!
  return { from: row.base + first.from, to: row.base + cells[cells.length - 1]!.to, text: cells.map(({ text }) => text).join(""), exact }
}

function hasFigures(row: WrittenRow): boolean {
  return row.cells.some(isFigureCell)
}

/** What speaks for rows of the format; figures between two labels may belong to either. */
function evidenceOf(written: readonly WrittenRow[], index: number, labels: LabelIndex): Evidence[] {
  const row = written[index]!
  const own = ownLabel(written, index, labels)
  if (own) return own.score === EXACT ? [own, ...labels.twinsOf(own.leaf).map(leaf => ({ ...own, leaf }))] : [own]
  return isBare(row) ? labelsAround(written, index, labels) : []
}

/** A label in the row itself; the last one counts, for group labels stand before it. */
function ownLabel(written: readonly WrittenRow[], index: number, labels: LabelIndex): Evidence | null {
  const row = written[index]!
  const { cells } = row
  const firstFigure = cells.findIndex(isFigureCell)
  const end = firstFigure < 0 ? cells.length : firstFigure
  const worth = (score: number): number => (firstFigure < 0 && !cells.some(({ kind }) => kind === "blank") ? WITHOUT_FIGURES : score)
  let words = end - 1
  while (words >= 0 && cells[words]!.kind !== "text") words--
  if (words < 0) return null
  // Words behind a label belong to it if there are cells enough without them; else they stand in the place of a figure.
  const fieldsOf = (leaf: number, last: number): number => (cells.length - words > labels.widths[leaf]! ? words : last) + 1
  for (let last = words; last >= 0; last--) {
    if (cells[last]!.kind !== "text") continue
    const single = labels.exact(cells[last]!.key)
    if (single !== undefined) return { leaf: single, score: worth(EXACT), label: labelFrom(row, last, last + 1, true), firstField: fieldsOf(single, last) }
    const first = labels.mayEnd(cells[last]!.key) ? Math.max(0, last - MAX_PIECES + 1) : last
    for (let from = first; from < last; from++) {
      const leaf = labels.exact(keyOf(cells.slice(from, last + 1).map(({ text }) => text).join("")))
      if (leaf !== undefined) return { leaf, score: worth(EXACT), label: labelFrom(row, from, last + 1, true), firstField: fieldsOf(leaf, last) }
    }
    if (last < words) continue
    // A label of its own, broken over lines or misspelt, counts for more than the group before it.
    const joined = firstFigure < 0 ? null : joinLines(written, index, cells[last]!, labels)
    if (joined) return { leaf: joined.leaf, score: joined.exact ? ABOVE : PIECE, label: { ...labelFrom(row, last, last + 1, joined.exact), text: joined.text }, firstField: last + 1 }
    if (labels.near(cells[last]!.key) >= 0) break
  }
  return guessLabel(row, words, labels, worth)
}

function guessLabel(row: WrittenRow, last: number, labels: LabelIndex, worth: (score: number) => number): Evidence | null {
  const { text } = row.cells[last]!
  if (text.length > 120) return null
  const key = keyOf(text)
  const near = labels.near(key)
  const firstField = last + 1
  if (near >= 0) return { leaf: near, score: worth(MISSPELT), label: labelFrom(row, last, last + 1, false), firstField }
  const glued = labels.keys.find(label => label.key.length >= MIN_PIECE && key.endsWith(label.key))
  if (glued) return { leaf: glued.leaf, score: worth(GLUED), label: labelFrom(row, last, last + 1, true), firstField }
  const whole = labels.containing(wordsOf(text))
  const piece = whole >= 0 ? whole : labels.containing(key)
  return piece >= 0 && worth(1) === 1 ? { leaf: piece, score: PIECE, label: labelFrom(row, last, last + 1, true), firstField } : null
}

/** The labels beside figures that stand on a line of their own: above them, below them, or in halves on both sides. */
function labelsAround(written: readonly WrittenRow[], index: number, labels: LabelIndex): Evidence[] {
  const above = wordsBeside(written, index, -1)
  const below = wordsBeside(written, index, 1)
  const found = [...labelsAbove(above, below, labels), ...labelsBelow(below, labels)]
  if (found.length > 0) return found
  return [...above.slice(-1), ...below.slice(0, 1)].flatMap(piece => {
    const leaf = labels.containing(wordsOf(piece.text))
    return leaf >= 0 ? [near(leaf, NEAR_PIECE, [piece])] : []
  })
}

/** A label that ends above the figures, or begins there and ends below them. */
function labelsAbove(above: readonly Label[], below: readonly Label[], labels: LabelIndex): Evidence[] {
  for (let to = 0; to <= below.length; to++) {
    for (let from = 0; from < above.length; from++) {
      const leaf = labels.exact(keyOf(textOf(above.slice(from)) + textOf(below.slice(0, to))))
      if (leaf !== undefined) return [near(leaf, ABOVE, above.slice(from))]
    }
  }
  return []
}

/** A label that begins below the figures, after what may be the end of another. */
function labelsBelow(below: readonly Label[], labels: LabelIndex): Evidence[] {
  for (let from = 0; from < below.length; from++) {
    for (let to = below.length; to > from; to--) {
      const leaf = labels.exact(keyOf(textOf(below.slice(from, to))))
      if (leaf !== undefined) return [near(leaf, BELOW, below.slice(from, to))]
    }
  }
  return []
}

const textOf = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join("")

function near(leaf: number, score: number, pieces: readonly Label[]): Evidence {
  const label = { from: pieces[0]!.from, to: pieces[pieces.length - 1]!.to, text: textOf(pieces), exact: true }
  return { leaf, score, label, firstField: 0 }
}

/** The words between a row of bare figures and the next figures in one direction, in the order of the text. */
function wordsBeside(written: readonly WrittenRow[], index: number, step: 1 | -1): Label[] {
  const words: Label[] = []
  for (let i = index + step; i >= 0 && i < written.length && words.length < MAX_PIECES; i += step) {
    const row = written[i]!
    if (hasFigures(row)) break
    const labels = row.cells.map((_, at) => labelFrom(row, at, at + 1, true)).filter(({ text }) => text !== "")
    if (step === 1) words.push(...labels)
    else words.unshift(...labels)
  }
  return step === 1 ? words.slice(0, MAX_PIECES) : words.slice(-MAX_PIECES)
}

/** A table has about as many rows. */
const MIN_EARNING = 64

function twiceAsLong(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * numbers.length)
  longer.set(numbers)
  return longer
}

/** Chooses evidence so that rows follow each other as in the format, none is used twice, and the scores add up to the most. */
function bestChain(items: readonly Item[], leaves: number): (Evidence | null)[] {
  const chosen: (Evidence | null)[] = items.map(() => null)
  const width = leaves + 1
  // Of the items only those by which more can be earned; of a hundred thousand rows these are few.
  const earning: number[] = []
  // best[i * width + j]: the most that the first i of these can earn with the first j rows.
  let best = new Int32Array(MIN_EARNING * width)
  for (let item = 0; item < items.length; item++) {
    const before = earning.length * width
    const row = before + width
    let isEarning = false
    for (const { leaf, score } of items[item]!.evidence) {
      const earned = best[before + leaf]! + score
      if (best[(isEarning ? row : before) + leaf + 1]! >= earned) continue
      if (!isEarning) {
        if (row === best.length) best = twiceAsLong(best)
        best.copyWithin(row, before, row)
        earning.push(item)
        isEarning = true
      }
      for (let j = leaf + 1; j <= leaves && best[row + j]! < earned; j++) best[row + j] = earned
    }
  }
  for (let i = earning.length, j = leaves; i > 0 && j > 0; ) {
    const here = best[i * width + j]!
    if (here === best[(i - 1) * width + j]) i--
    else if (here === best[i * width + j - 1]) j--
    else {
      const item = earning[i - 1]!
      chosen[item] = items[item]!.evidence.find(({ leaf, score }) => leaf === j - 1 && best[(i - 1) * width + leaf]! + score === here)!
      i--
      j--
    }
  }
  return chosen
}

/** Gives bare figures the rows that are left between their neighbours, if there are as many of the one as of the other. */
function fillGaps(items: readonly { row: WrittenRow; evidence: readonly Evidence[] }[], chosen: (Evidence | null)[], leaves: readonly LeafRow[]): void {
  let previous = -1
  let bare: number[] = []
  for (let i = 0; i <= items.length; i++) {
    const found = chosen[i]
    const next = i === items.length ? leaves.length : found?.leaf
    if (next === undefined) {
      const { row, evidence } = items[i]!
      if (evidence.length === 0 && (isBare(row) || oddLabel(row))) bare.push(i)
      continue
    }
    if (bare.length > 0) {
      const open = leaves.flatMap(({ isGroup }, leaf) => (leaf > previous && leaf < next && !isGroup ? [leaf] : []))
      const filling = open.length === bare.length ? bare.map((item, k) => byPlace(items[item]!.row, open[k]!, leaves)) : []
      if (filling.every(Boolean)) for (const [k, evidence] of filling.entries()) chosen[bare[k]!] = evidence
      bare = []
    }
    previous = next
  }
}

/** Bare figures in the place of a row, or figures behind other words that carry its number. */
function byPlace(row: WrittenRow, leaf: number, leaves: readonly LeafRow[]): Evidence | null {
  const odd = oddLabel(row)
  if (!odd) return { leaf, score: 0, label: null, firstField: 0 }
  const at = row.cells.indexOf(odd)
  return hasNumberOf(odd, leaves[leaf]!) ? { leaf, score: 0, label: labelFrom(row, at, at + 1, false), firstField: at + 1 } : null
}
