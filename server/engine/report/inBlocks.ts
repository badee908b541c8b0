import type { Block } from "../syntax/block.ts"
import type { PlacedBlock, Report } from "./report.ts"

/** What was found in a block, and where the block begins in its report. */
export interface FoundInBlock<T> {
  readonly from: number
  readonly found: T
}

/**
 * Makes a function that looks for something in each block of a report, in order. `look` must depend on the block alone. Of the blocks that a report has
 * at its ends from the last one in which nothing was found none is looked at again: hardly any has what is sought, and typing changes one.
 */
export function inBlocks<T>(look: (block: Block) => readonly T[]): (report: Pick<Report, "blocks">) => readonly FoundInBlock<T>[] {
  let empty: readonly PlacedBlock[] = []
  return ({ blocks }) => {
    const { head, tail } = sameEnds(empty, blocks)
    const found = blocks.slice(head, blocks.length - tail).flatMap(({ block, from }) => look(block).map(found => ({ from, found })))
    if (found.length === 0) empty = blocks
    return found
  }
}

/** How many blocks at the beginning and at the end are the same. */
function sameEnds(a: readonly PlacedBlock[], b: readonly PlacedBlock[]): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a[head]!.block === b[head]!.block) head++
  let tail = 0
  while (head + tail < most && a[a.length - 1 - tail]!.block === b[b.length - 1 - tail]!.block) tail++
  return { head, tail }
}
