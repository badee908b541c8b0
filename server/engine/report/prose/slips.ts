import { equals, format, isLess, isNegative, magnitude, subtract, type Decimal } from "../../text/decimal.ts"
import type { Figure } from "./figures.ts"
import { timesTen } from "./numerals.ts"

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

/** A part beside others in 万 or 亿 that has lost its own, if the sum is right with it: 21.4 万人、9.7 万人、7.5 人; 5.2 亿元、3.4 万元. */
function unscaledPart(whole: Figure, parts: readonly Figure[], sum: Decimal): Figure | undefined {
  return parts.find(part => part.power < whole.power && parts.every(other => other === part || other.power === whole.power) && equals(subtract(whole.value, sum), subtract(timesTen(part.value, whole.power - part.power), part.value)))
}

/**
 * True if a whole differs from the sum of its parts by what one slip explains, and not by much: by a quarter of the larger of the two where there are
 * three parts or more, by a fifth where there are two.
 */
export function isNearSum(whole: Figure, parts: readonly Figure[], sum: Decimal): boolean {
  if (unscaledPart(whole, parts, sum)) return true
  const enough = parts.length > 2 ? 4n : 5n
  const gap = magnitude(subtract(sum, whole.value))
  if (isLess(isLess(sum, whole.value) ? whole.value : sum, { units: gap.units * enough, scale: gap.scale })) return false
  return isSlip(format(whole.value), format(sum)) || slippedParts(parts, subtract(sum, whole.value)).length > 0
}
