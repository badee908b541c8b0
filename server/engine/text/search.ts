/** The index of the last item whose place is not beyond the one sought; -1 if there is none. The items are in the order of their places. */
export function lastUpTo<T>(items: readonly T[], sought: number, placeOf: (item: T) => number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (placeOf(items[middle]!) <= sought) low = middle + 1
    else high = middle
  }
  return low - 1
}
