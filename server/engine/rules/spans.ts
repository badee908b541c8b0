import { add, cutPercentOf, format, isLess, isNegative, percentOf, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import type { Figure } from "../report/prose/figures.ts"
import type { Percentage } from "../report/prose/percentages.ts"

/** The least and the most that a written figure may stand for: 1.2 万 is anything that rounds to it. */
export interface Span {
  readonly low: Decimal
  readonly high: Decimal
}

export function spanOf({ value, precision, power }: Figure): Span {
  if (power === 0) return { low: value, high: value }
  const half: Decimal = precision > 0 ? { units: 5n * 10n ** BigInt(precision - 1), scale: 0 } : { units: 5n, scale: 1 - precision }
  return { low: subtract(value, half), high: add(value, half) }
}

/** True if a percentage is what a change makes of a base, as it is rounded and bounded. */
export function fits({ value, slack, bound }: Pick<Percentage, "value" | "slack" | "bound">, part: Span, whole: Span): boolean {
  if (!isLess(ZERO, whole.low) || isNegative(part.high)) return false
  const low = cutPercentOf(isNegative(part.low) ? ZERO : part.low, whole.high, value.scale)
  const high = percentOf(part.high, whole.low, value.scale)
  if ((slack !== null && bound === "exact") || bound === "vague") {
    const room = Math.max(slack ?? 0, bound === "exact" ? 0 : Number(format(value)) * 0.15, 1)
    return Number(format(low)) <= Number(format(value)) + room && Number(format(value)) <= Number(format(high)) + room
  }
  if (bound === "lower") return !isLess(high, value)
  if (bound === "upper") return !isLess(value, low) && Number(format(high)) >= Number(format(value)) * 0.8
  return !isLess(value, low) && !isLess(high, value)
}

