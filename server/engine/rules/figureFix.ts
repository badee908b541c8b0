import type { Decimal } from "../text/decimal.ts"
import type { Figure } from "../report/prose/figures.ts"
import { rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { writtenAs } from "./candidateText.ts"
import type { Fix } from "./rule.ts"

/** Writes a value in the place of a figure's digits; none if it would be no count. */
export function figureFix(placed: PlacedSentence, figure: Figure, value: Decimal, title: (insert: string) => Fix["title"]): Fix[] {
  const insert = writtenAs(figure, value)
  return insert === null || figure.spelled ? [] : [{ title: title(insert), safe: false, preferred: false, edits: [{ ...rangeOf(placed, figure.digits), insert }] }]
}
