import { toPlain } from "./plain.ts"

/** An exact decimal number: `units` / 10^`scale`. 1856.554 is { units: 1856554n, scale: 3 }. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** No figure of a report comes near this; longer ones are no figures, and would cost more than they are worth. */
const MAX_DIGITS = 24

/** Raised, lowered and ringed digits are marks of notes, not digits of the figure: 12①, 5². */
export const NOTE_MARKS = /[²³¹⁰-⁹₀-₉①-⓿❶-➓½¼¾]+/gu
const HAS_NOTE = new RegExp(NOTE_MARKS.source, "u")
const PLAIN = /^[-−+]?\d+(?:\.\d+)?$/
const GROUPED = /^[-−]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?$/
const SPACED = /^\d+(?: +\d+)+$/

export const ZERO: Decimal = { units: 0n, scale: 0 }

/** Small counts, of which tables are full. */
const SMALL: readonly Decimal[] = Array.from({ length: 1000 }, (_, i) => (i === 0 ? ZERO : { units: BigInt(i), scale: 0 }))
const SMALL_NUMERALS: readonly Numeral[] = SMALL.map(value => ({ value, spaced: false }))

/** A whole number that a double holds exactly. */
export function decimal(value: number): Decimal {
  return SMALL[value] ?? { units: BigInt(value), scale: 0 }
}

/** The number as a double that stands for it exactly, with room for sums of many; null if it is not whole, or too large. */
export function toCount({ units, scale }: Decimal): number | null {
  return scale === 0 && units < 1_000_000_000_000n && units > -1_000_000_000_000n ? Number(units) : null
}

/** The number that stands between two offsets in up to nine half-width digits; -1 for anything else. */
export function digitsIn(text: string, from: number, to: number): number {
  if (from === to || to - from > 9) return -1
  let count = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    count = 10 * count + digit
  }
  return count
}

/** A written figure and how it was read: `spaced` if blanks between its digits had to be left out. */
export interface Numeral {
  readonly value: Decimal
  readonly spaced: boolean
}

/**
 * Reads a figure written in digits, half or full width, with `,` or a blank between thousands: 1,234 · １２ · 1 234.
 * Blanks between digits that make no thousands (1 2) are left out too, and said in `spaced`.
 * Null for anything else, units and words included.
 */
export function parseNumeral(text: string): Numeral | null {
  const count = digitsIn(text, 0, text.length)
  if (count >= 0) return SMALL_NUMERALS[count] ?? { value: decimal(count), spaced: false }
  const trimmed = text.trim()
  if (trimmed === "" || trimmed.length > 2 * MAX_DIGITS) return null
  if (HAS_NOTE.test(trimmed)) return null
  const plain = toPlain(trimmed)
  if (PLAIN.test(plain)) return numeral(plain, false)
  if (GROUPED.test(plain)) return numeral(plain.replace(/[, ]/g, ""), false)
  if (SPACED.test(plain)) return numeral(plain.replace(/ /g, ""), true)
  return null
}

function numeral(digits: string, spaced: boolean): Numeral | null {
  const negative = digits.startsWith("-") || digits.startsWith("−")
  const [whole = "", fraction = ""] = (/^\d/.test(digits) ? digits : digits.slice(1)).split(".")
  if (whole.length + fraction.length > MAX_DIGITS) return null
  const units = BigInt(whole + fraction)
  return { value: { units: negative ? -units : units, scale: fraction.length }, spaced }
}

/** The number as a decimal string without an exponent; 1856.554 comes back unchanged. */
export function format({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0")
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? units : units * 10n ** BigInt(wanted - scale)
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale }
  const scale = Math.max(a.scale, b.scale)
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale }
}

export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale }
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b))
}

export function equals(a: Decimal, b: Decimal): boolean {
  return subtract(a, b).units === 0n
}

export function isZero(a: Decimal): boolean {
  return a.units === 0n
}

export function isLess(a: Decimal, b: Decimal): boolean {
  return subtract(a, b).units < 0n
}

export function isNegative(a: Decimal): boolean {
  return a.units < 0n
}

/** True if so many figures, rounded to the decimals that the value has, may be off by it: each by half a unit of the last one. Whole numbers are exact. */
export function isFromRounding({ units, scale }: Decimal, figures: number): boolean {
  return scale > 0 && 2n * (units < 0n ? -units : units) <= BigInt(figures)
}

/** True for 3, 3.0 and -3. */
export function isWhole({ units, scale }: Decimal): boolean {
  return scale === 0 || units % 10n ** BigInt(scale) === 0n
}

/** The size without the sign. */
export function magnitude(a: Decimal): Decimal {
  return isNegative(a) ? negate(a) : a
}

/** The number without zeros at its end: 4.50 becomes 4.5. */
export function trimZeros(a: Decimal): Decimal {
  let { units, scale } = a
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale--
  }
  return { units, scale }
}

/** A hundred times part / whole with so many decimals, rounded half up; the whole is not 0. */
export function percentOf(part: Decimal, whole: Decimal, scale: number): Decimal {
  const [above, below] = hundredfold(part, whole, scale)
  return { units: (2n * above + below) / (2n * below), scale }
}

/** As `percentOf`, cut off. */
export function cutPercentOf(part: Decimal, whole: Decimal, scale: number): Decimal {
  const [above, below] = hundredfold(part, whole, scale)
  return { units: above / below, scale }
}

function hundredfold(part: Decimal, whole: Decimal, scale: number): [bigint, bigint] {
  const wanted = Math.max(part.scale, whole.scale)
  return [unitsAt(part, wanted) * 100n * 10n ** BigInt(scale), unitsAt(whole, wanted)]
}
