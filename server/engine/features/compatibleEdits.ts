import type { Fix } from "../rules/rule.ts"
import type { TextEdit } from "../text/range.ts"

/** The edits of as many fixes as stand clear of each other, in the order of the text; a fix is taken whole or left for the next pass. */
export function compatibleEdits(fixes: readonly Fix[]): TextEdit[] {
  const placed = fixes.map(({ edits }) => ({ edits, from: Math.min(...edits.map(({ from }) => from)), to: Math.max(...edits.map(({ to }) => to)) }))
  const chosen: TextEdit[] = []
  let end = -1
  for (const { edits, from, to } of placed.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from <= end) continue
    chosen.push(...edits)
    end = to
  }
  return chosen
}
