import { sourceLinesOf } from "../text/lines.ts"
import { withoutMarkup } from "../text/markup.ts"
import { wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"

/** So far below its first piece the rest of a label or heading may stand, tags counted. */
const MAX_BELOW = 1000

/** A shorter piece may stand at the beginning of any sentence. */
const MIN_REST = 2

/** True if what stands in a range begins official words, and the lines below hold their rest, piece by piece; other words may stand between. */
export function goesOnBelow(text: string, { from, to }: Range, official: string): boolean {
  const wanted = wordsOf(official)
  const written = wordsOf(withoutMarkup(text.slice(from, to)))
  if (written === "" || written.length >= wanted.length || !wanted.startsWith(written)) return false
  let at = written.length
  const below = text.slice(to, to + MAX_BELOW)
  const shown = withoutMarkup(below)
  for (const line of sourceLinesOf(below).slice(1)) {
    const words = wordsOf(shown.slice(line.from, line.to))
    const rest = wanted.slice(at)
    // A sentence may stand behind the last piece.
    if (words !== "" && rest.startsWith(words)) at += words.length
    else if (rest.length >= MIN_REST && words.startsWith(rest)) return true
  }
  return at === wanted.length
}
