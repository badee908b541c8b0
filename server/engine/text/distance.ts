/**
 * The number of single-character insertions, deletions and replacements between two strings,
 * or `limit` + 1 as soon as it is known to exceed `limit`. Costs limit × length.
 */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - limit)
    const to = Math.min(b.length, i + limit)
    const current = new Array<number>(b.length + 1).fill(limit + 1)
    if (from === 1) current[0] = i
    let best = limit + 1
    for (let j = from; j <= to; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const value = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1)
      current[j] = value
      best = Math.min(best, value)
    }
    if (best > limit) return limit + 1
    previous = current
  }
  return Math.min(previous[b.length]!, limit + 1)
}

/** How many wrong characters a word of this length may have and still be taken for the word that was meant. */
export function tolerance(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2
}
