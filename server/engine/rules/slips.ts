import { format, isNegative, subtract, type Decimal } from "../text/decimal.ts"
import type { Figure } from "../report/prose/figures.ts"
import { rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { writtenAs } from "./candidateText.ts"
import type { Fix } from "./rule.ts"

/** True if one slip of the hand makes one number of the other: a digit mistyped, left out or doubled, or two neighbours exchanged. */
export function isSlip(written: string, wanted: string): boolean {
  if (written === wanted) return false
  const point = written.indexOf(".")
  if (point >= 0 && wanted.indexOf(".") === point) return isSlip(written.replace(".", ""), wanted.replace(".", ""))
  const [short, long] = written.length < wanted.length ? [written, wanted] : [wanted, written]
  if (long.length - short.length > 1) return false
  let from = 0
  while (from < short.length && short[from] === long[from]) from++
  const rest = (text: string, at: number): string => text.slice(at)
  if (long.length > short.length) return rest(long, from + 1) === rest(short, from)
  if (rest(long, from + 1) === rest(short, from + 1)) return true
  return long[from] === short[from + 1] && long[from + 1] === short[from] && rest(long, from + 2) === rest(short, from + 2)
}

/** The parts that one slip explains, each with what it would be, where the whole is right. */
export function slippedParts(parts: readonly Figure[], gap: Decimal): { readonly part: Figure; readonly wanted: Decimal }[] {
  return parts.flatMap(part => {
    const wanted = subtract(part.value, gap)
    return !isNegative(wanted) && part.bound === "exact" && isSlip(format(part.value), format(wanted)) ? [{ part, wanted }] : []
  })
}

/** Writes a value in the place of a figure's digits; none if it would be no count. */
export function figureFix(placed: PlacedSentence, figure: Figure, value: Decimal, title: (insert: string) => Fix["title"]): Fix[] {
  const insert = writtenAs(figure, value)
  return insert === null || figure.spelled ? [] : [{ title: title(insert), safe: false, preferred: false, edits: [{ ...rangeOf(placed, figure.digits), insert }] }]
}
