import type { Range } from "../text/range.ts"

/** A zero that fills a cell by itself: the labels of the formats hold none. */
const ZERO_CELL = /(?<=^|[\t| \r\n])0(?=$|[\t| \r\n])/g

/**
 * What is to be filled in within an inserted text, in order, counted from its start: its zeros;
 * of a bare heading, the place below it.
 */
export function tabStops(insert: string): Range[] {
  const zeros = [...insert.matchAll(ZERO_CELL)].map(({ index }) => ({ from: index, to: index + 1 }))
  if (zeros.length > 0) return zeros
  const end = /\S[^\S\r\n]*(?:\r\n|\r|\n)/.exec(insert)
  if (!end) return []
  const at = end.index + end[0].length
  return [{ from: at, to: at }]
}
