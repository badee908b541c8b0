/** A half-open stretch of text in UTF-16 units. What it counts from (document, report or block) is said where it is used. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A change of text: what stands in the range gives way to `insert`. */
export interface TextEdit extends Range {
  readonly insert: string
}

/** The range moved by `by` units. */
export function shift<T extends Range>(range: T, by: number): T {
  return by === 0 ? range : { ...range, from: range.from + by, to: range.to + by }
}

/** The text after the edits, which must not overlap; they may come in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to)
  let result = ""
  let at = 0
  for (const { from, to, insert } of sorted) {
    if (from < at || to < from || to > text.length) throw new RangeError(`edit ${from}–${to} overlaps or lies outside the text`)
    result += text.slice(at, from) + insert
    at = to
  }
  return result + text.slice(at)
}

/** True if no two of the edits touch the same unit. */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to)
  return sorted.every((edit, i) => i === 0 || edit.from >= sorted[i - 1]!.to)
}
