import type { Range } from "../../text/range.ts"
import { numberAt } from "./numerals.ts"

/** A period of which a sentence tells where it begins and ends, and how long it lasts: 10 月 21 日至 23 日，连续 3 天. */
export interface DateSpan {
  readonly unit: "天" | "日" | "个月" | "年"
  readonly said: number
  /** How long it may last: its first day, month or year may count or not. In order. */
  readonly lengths: readonly [number, number]
  /** Where the number stands, and all that says it: 3天. */
  readonly digits: Range
  readonly words: Range
  readonly spelled: boolean
}

const TO = "(?:至|到|~|—|-)"

/** What lasts so long is the period itself only where the words stand right behind the dates, or are a clause's own but for who did it: within them a course may have its 为期 2 天, and a storm its 连续 3 天. */
const LASTING = new RegExp(
  `(?<month>\\d{1,2})月(?<day>\\d{1,2})日?(?:起|开始)?,?${TO}(?:(?<lastMonth>\\d{1,2})月)?(?<lastDay>\\d{1,2})日止?(?:(?:,?[^,;。\\d]{0,24})?,(?:[^,;。\\d]{0,12}[局府县市省区镇乡处所办委院校厅])?|[^,;。\\d期间内中]{0,16}?)(?:连续|为期|历时|(?<=,)共|公示期?为?|公告期?为?)(?<written>\\d{1,2}|[一二两三四五六七八九十]{1,3})(?<unit>个月|天|日)(?![未无零没不的])`,
  "g",
)

/** 2020 年至 2023 年，我县连续四年 */
const YEARS = new RegExp(`(?<first>20\\d\\d)年?${TO}(?<last>20\\d\\d)年度?,?[^,;。\\d]{0,16}?连续(?<written>\\d{1,2}|[一二两三四五六七八九十]{1,3})(?<unit>年)`, "g")

/** The periods of a sentence in compared form whose length it tells: days and months within one year, and years. */
export function dateSpansOf(text: string): DateSpan[] {
  return [...text.matchAll(LASTING), ...text.matchAll(YEARS)].flatMap(({ index, 0: all, groups }): DateSpan[] => {
    const { written, unit } = groups!
    const number = numberAt(written!, 0)
    const at = index + all.length - written!.length - unit!.length
    const length = lengthOf(groups!)
    if (!number || length < 1) return []
    return [{ unit: unit as DateSpan["unit"], said: Number(number.value.units), lengths: [length, length + 1], digits: { from: at, to: at + written!.length }, words: { from: at, to: at + written!.length + unit!.length }, spelled: number.spelled }]
  })
}

const LENGTHS = [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** From the first day, month or year to the last; 0 for days over the end of a February, whose length the year tells. */
function lengthOf({ unit, first, last, month, day, lastMonth, lastDay }: Readonly<Record<string, string>>): number {
  if (unit === "年") return Number(last) - Number(first)
  const months = Number(lastMonth ?? month) - Number(month)
  if (unit === "个月") return months
  const lengths = LENGTHS.slice(Number(month) - 1, Number(lastMonth ?? month) - 1)
  return lengths.includes(0) ? 0 : lengths.reduce((sum, length) => sum + length, Number(lastDay) - Number(day))
}

const MONTHS = new RegExp(`(\\d{1,2})月?${TO}(\\d{1,2})月(?!\\d)`, "g")

/** The last months told in a text, 4 月至 6 月: how many they are, and where their words end. Null if there are none. */
export function lastMonthsIn(text: string): { readonly count: number; readonly to: number } | null {
  const span = [...text.matchAll(MONTHS)].at(-1)
  return span ? { count: Number(span[2]) - Number(span[1]) + 1, to: span.index + span[0].length } : null
}
