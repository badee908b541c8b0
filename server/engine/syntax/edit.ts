import { sourceLinesOf, type SourceLine } from "../text/lines.ts"
import type { TextEdit } from "../text/range.ts"
import type { Block, LineClass } from "./block.ts"
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

/** The first and last block that the edit touches, and where the first begins. */
function touchedBlocks(blocks: readonly Block[], { from, to }: TextEdit): { first: number; last: number; start: number } {
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
