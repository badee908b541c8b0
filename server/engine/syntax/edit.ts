import { countLineEnds, sourceLinesOf, type SourceLine } from "../text/lines.ts"
import { shift, type TextEdit } from "../text/range.ts"
import { LARGE_BLOCK, type Block, type LineClass } from "./block.ts"
import { isBarrier, MAX_REACH, parse, type KnownLines } from "./parse.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** Blocks that take the place of others, which run from `first` to before `end`. All else stays. */
export interface BlockChange {
  readonly first: number
  readonly end: number
  readonly blocks: readonly Block[]
}

/**
 * What an edit, whose range counts from the first block, makes of blocks: the same as `parse` would make of the whole text,
 * but only the blocks that the edit can have changed are read. Those that come out the same are not in the change.
 */
export function editBlocks(blocks: readonly Block[], edit: TextEdit, vocabulary: Vocabulary): BlockChange {
  if (blocks.length === 0) return { first: 0, end: 0, blocks: parse(edit.insert, vocabulary) }
  const touched = touchedBlocks(blocks, edit)
  const left = blankBefore(blocks, touched, edit)
  const right = blankBehind(blocks, touched, edit)
  return left || right ? editBetween(blocks, edit, left, right, vocabulary) : readAround(blocks, edit, touched, vocabulary)
}

function readAround(blocks: readonly Block[], edit: TextEdit, touched: Touched, vocabulary: Vocabulary): BlockChange {
  const first = startOfReading(blocks, touched.first)
  const from = lengthOf(blocks, first, touched.first) + edit.from - touched.start
  for (let barriers = 1; ; barriers *= 4) {
    const end = endOfReading(blocks, touched.last + 1, barriers)
    const old = blocks.slice(first, end)
    const before = old.map(({ text }) => text).join("")
    const to = from + edit.to - edit.from
    const text = before.slice(0, from) + edit.insert + before.slice(to)
    const read = parse(text, vocabulary, untouchedLines(old, from, to))
    const kept = end === blocks.length ? { read: read.length, old: end } : meeting(blocks, read, touched.last + 1, end, text.length)
    if (kept) return changeOf(blocks, first, kept.old, read.slice(0, kept.read))
  }
}

/** A place behind a line end within a block of blank lines: nothing on one side of it has a say about the other, so far off is the edit. */
interface Cut {
  readonly block: number
  /** Counted from the block. */
  readonly at: number
  /** How many lines stand before it. */
  readonly lines: number
}

/** So many characters of blank lines are worth being cut. */
const MANY_BLANKS = 4 * LARGE_BLOCK

/** A place in many blank lines before an edit. Null if it is nowhere near any. */
function blankBefore(blocks: readonly Block[], { first, start }: Touched, { from }: TextEdit): Cut | null {
  const block = from - start > LARGE_BLOCK && isManyBlanks(blocks[first]!) ? first : lastManyBlanks(blocks, first)
  if (block < 0) return null
  const { text } = blocks[block]!
  return cutIn(blocks, block, text.lastIndexOf("\n", (block === first ? from - start : text.length) - LARGE_BLOCK - 1) + 1)
}

function lastManyBlanks(blocks: readonly Block[], before: number): number {
  for (let i = before - 1; i >= 0; i--) if (isManyBlanks(blocks[i]!)) return i
  return -1
}

/** The same behind an edit. */
function blankBehind(blocks: readonly Block[], { first, last, start }: Touched, { to }: TextEdit): Cut | null {
  const end = to - start - lengthOf(blocks, first, last)
  const isIn = isManyBlanks(blocks[last]!) && blocks[last]!.text.length - end > LARGE_BLOCK
  const block = isIn ? last : blocks.findIndex((block, i) => i > last && isManyBlanks(block))
  return block < 0 ? null : cutIn(blocks, block, blocks[block]!.text.indexOf("\n", (isIn ? end : 0) + LARGE_BLOCK) + 1)
}

/** In a web page tags end lines, too. */
const isManyBlanks = ({ kind, text }: Block): boolean => kind === "blank" && text.length >= MANY_BLANKS && !text.includes("<")

function cutIn(blocks: readonly Block[], block: number, at: number): Cut | null {
  const { text, lines } = blocks[block]!
  if (at <= 0 || at >= text.length) return null
  // Mostly there is nothing but line ends.
  return { block, at, lines: lines.length === text.length ? at : countLineEnds(text.slice(0, at)) }
}

/** An edit between two places, or one of them and an end, with nothing looked at beyond them. */
function editBetween(blocks: readonly Block[], edit: TextEdit, left: Cut | null, right: Cut | null, vocabulary: Vocabulary): BlockChange {
  const first = left?.block ?? 0
  const end = right ? right.block + 1 : blocks.length
  const own = blocks.slice(first, end)
  const rest = right && pieceOf(own[own.length - 1]!, right, null)
  if (right) own[own.length - 1] = pieceOf(own[own.length - 1]!, null, right)
  const head = left && pieceOf(own[0]!, null, left)
  if (left) own[0] = pieceOf(own[0]!, left, null)
  const inner = shift(edit, -lengthOf(blocks, 0, first) - (left?.at ?? 0))
  const change = readAround(own, inner, touchedBlocks(own, inner), vocabulary)
  // Where the piece itself has changed, what it was cut from has.
  const isNothing = change.first === change.end && change.blocks.length === 0
  const isHeadOpen = head !== null && change.first === 0 && !isNothing
  const isRestOpen = rest !== null && change.end === own.length && !isNothing
  return {
    first: first + change.first,
    end: first + change.end,
    blocks: joinBlanks([...(isHeadOpen ? [head] : []), ...change.blocks, ...(isRestOpen ? [rest] : [])]),
  }
}

function pieceOf({ kind, text, lines }: Block, from: Cut | null, to: Cut | null): Block {
  return { kind, text: text.slice(from?.at, to?.at), lines: lines.slice(from?.lines, to?.lines) }
}

/** Blank lines that follow each other are one block. */
function joinBlanks(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined[joined.length - 1]
    if (last?.kind === "blank" && block.kind === "blank") joined[joined.length - 1] = { kind: "blank", text: last.text + block.text, lines: last.lines.concat(block.lines) }
    else joined.push(block)
  }
  return joined
}

/** What is known of the lines of blocks that lie wholly before, or wholly behind, the stretch that an edit replaces. */
function untouchedLines(blocks: readonly Block[], from: number, to: number): KnownLines {
  const head: LineClass[] = []
  const tail: LineClass[] = []
  let isBehind = false
  let start = 0
  for (const { text, lines: classes } of blocks) {
    const end = start + text.length
    if (end < from) for (const known of classes) head.push(known)
    else if (isBehind) for (const known of classes) tail.push(known)
    else {
      const lines = sourceLinesOf(text)
      // A line end before the edit that is a CR may come to be half of one.
      const isHalf = text[from - start - 1] === "\r"
      const before = lines.filter(line => isEnded(line) && start + line.next <= from).length - Number(isHalf)
      for (const known of classes.slice(0, Math.max(0, before))) head.push(known)
      // The line in which the edit ends, or the next where the edit cuts through what ends it.
      const touched = lines.findIndex(line => start + line.next > to && start + (line.tag ?? line.to) >= to)
      isBehind = touched >= 0
      if (isBehind) for (const known of classes.slice(touched + 1)) tail.push(known)
    }
    start = end
  }
  return { head, tail }
}

/** False for the last line of a text that nothing ends. */
const isEnded = ({ to, next, tag }: SourceLine): boolean => tag !== undefined || to < next

function lengthOf(blocks: readonly Block[], from: number, to: number): number {
  let length = 0
  for (let i = from; i < to; i++) length += blocks[i]!.text.length
  return length
}

/** The first and last block that an edit touches, and where the first begins. */
interface Touched {
  readonly first: number
  readonly last: number
  readonly start: number
}

function touchedBlocks(blocks: readonly Block[], { from, to }: TextEdit): Touched {
  let first = 0
  let start = 0
  while (first < blocks.length - 1 && start + blocks[first]!.text.length <= from) start += blocks[first++]!.text.length
  let last = first
  for (let end = start; last < blocks.length - 1 && (end += blocks[last]!.text.length) < to; ) last++
  return { first, last, start }
}

/** Reading begins at the nearest barrier before the edit, or so far back that no block before can depend on it. */
function startOfReading(blocks: readonly Block[], touched: number): number {
  let first = touched
  while (first > 0 && touched - first < MAX_REACH && (first === touched || !isBarrier(blocks[first]!))) first--
  while (first > 0 && blocks[first - 1]!.text.endsWith("\r")) first--
  return first
}

/** Reading goes on over so many barriers behind the edit, or so far that the first blocks behind it are certain. */
function endOfReading(blocks: readonly Block[], from: number, barriers: number): number {
  let end = from
  for (let met = 0; end < blocks.length && end - from < barriers * 2 * MAX_REACH && met < barriers; end++) if (isBarrier(blocks[end]!)) met++
  while (end < blocks.length && blocks[end - 1]!.text.endsWith("\r") && blocks[end]!.text.startsWith("\n")) end++
  return end
}

/**
 * Where the blocks that were read meet old ones again: both begin at the same place, behind the edit and so far before the end of
 * what was read that nothing behind it can have a say. Null if they do not meet.
 */
function meeting(blocks: readonly Block[], read: readonly Block[], from: number, end: number, length: number): { read: number; old: number } | null {
  const boundaries = new Map<number, number>()
  for (let old = end, at = length; old >= from; at -= blocks[--old]?.text.length ?? 0) boundaries.set(at, old)
  let at = 0
  for (let i = 0; i <= read.length; i++) {
    const old = boundaries.get(at)
    const isCertain = old !== undefined && (end - old >= MAX_REACH || blocks.slice(old, end).some(isBarrier))
    if (isCertain) return { read: i, old }
    at += read[i]?.text.length ?? 0
  }
  return null
}

/** The change from old blocks to those read in their place, without what came out the same at its ends. */
function changeOf(blocks: readonly Block[], first: number, end: number, read: readonly Block[]): BlockChange {
  const isSame = (a: Block, b: Block): boolean => a.kind === b.kind && a.text === b.text
  const shared = Math.min(end - first, read.length)
  let head = 0
  while (head < shared && isSame(read[head]!, blocks[first + head]!)) head++
  let tail = 0
  while (tail < shared - head && isSame(read[read.length - tail - 1]!, blocks[end - tail - 1]!)) tail++
  return { first: first + head, end: end - tail, blocks: read.slice(head, read.length - tail) }
}
