import { parseNumeral, ZERO, type Decimal } from "../../text/decimal.ts"

/** A number as it stands in prose, its scale (万) included. */
export interface WrittenNumber {
  readonly value: Decimal
  /** How many zeros its last digit stands for: 2764.2万 is exact to 10^3. Negative for decimals. */
  readonly precision: number
  /** The power of ten that its scale stands for. */
  readonly power: number
  /** Behind the digits, and behind the scale. */
  readonly digitsTo: number
  readonly to: number
  /** True for 三十二. */
  readonly spelled: boolean
}

const DIGITS = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?/y
const SPELLED = /[零〇一二两三四五六七八九十百千]{1,11}/y
const SCALES: Readonly<Record<string, number>> = { 百: 2, 千: 3, 万: 4, 亿: 8 }
const ONES = "零一二三四五六七八九"
const MAX_SPELLED = 10

/** Reads the number at a place in plain text; null if there is none. */
export function numberAt(text: string, from: number): WrittenNumber | null {
  const code = text.charCodeAt(from)
  return code >= 48 && code <= 57 ? digitsAt(text, from) : spelledAt(text, from)
}

function digitsAt(text: string, from: number): WrittenNumber | null {
  DIGITS.lastIndex = from
  const digits = DIGITS.exec(text)![0]
  const digitsTo = from + digits.length
  const value = parseNumeral(digits.replace(/,/g, ""))?.value
  if (!value) return { value: ZERO, precision: NaN, power: 0, digitsTo, to: digitsTo, spelled: false }
  let to = digitsTo
  let power = 0
  for (let scale; (scale = SCALES[text[to] ?? ""]) !== undefined && power < 9; to++) power += scale
  return { value: timesTen(value, power), precision: power - value.scale, power, digitsTo, to, spelled: false }
}

/** The number with so many zeros added. */
export function timesTen({ units, scale }: Decimal, power: number): Decimal {
  return power <= scale ? { units, scale: scale - power } : { units: units * 10n ** BigInt(power - scale), scale: 0 }
}

function spelledAt(text: string, from: number): WrittenNumber | null {
  SPELLED.lastIndex = from
  const word = SPELLED.exec(text)?.[0]
  if (word === undefined || word.length > MAX_SPELLED) return null
  const number = fromSpelled(word)
  if (number === null) return null
  const to = from + word.length
  return { value: { units: BigInt(number), scale: 0 }, precision: 0, power: 0, digitsTo: to, to, spelled: true }
}

/** 三十二 → 32, 两百零五 → 205; null for what is no number (一二). */
function fromSpelled(word: string): number | null {
  let sum = 0
  let digit: number | null = null
  let last = 10_000
  for (const char of word) {
    const one = char === "两" ? 2 : char === "〇" ? 0 : ONES.indexOf(char)
    if (one >= 0) {
      if (digit !== null && digit !== 0) return null
      digit = one
      continue
    }
    const size = char === "十" ? 10 : char === "百" ? 100 : 1000
    if (size >= last || (digit === null && size > 10)) return null
    sum += (digit ?? 1) * size
    last = size
    digit = null
  }
  return sum + (digit ?? 0)
}
