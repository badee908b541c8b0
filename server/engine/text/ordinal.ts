const DIGITS = "一二三四五六七八九"

/** 1 → 一, 10 → 十, 23 → 二十三; for 1 to 99. */
export function toOrdinal(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  return (tens > 1 ? DIGITS[tens - 1]! : "") + (tens > 0 ? "十" : "") + (ones > 0 ? DIGITS[ones - 1]! : "")
}

const ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]

/** 一 → 1, 十二 → 12, 12 → 12, II → 2 (up to 10); NaN for anything else. */
export function fromOrdinal(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const roman = ROMAN.indexOf(text)
  if (roman >= 0) return roman + 1
  const match = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(text)
  if (!match || text === "" || (!match[2] && match[1] && match[3])) return NaN
  const [, first = "", ten = "", last = ""] = match
  if (!ten) return DIGITS.indexOf(first || last) + 1
  return (first ? DIGITS.indexOf(first) + 1 : 1) * 10 + (last ? DIGITS.indexOf(last) + 1 : 0)
}
