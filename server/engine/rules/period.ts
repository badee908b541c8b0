import { shift, type Range } from "../text/range.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, singleSentences, type PlacedSentence } from "../report/prose/sentences.ts"
import { anyHolds, wordingOf } from "../report/prose/sectionText.ts"
import { holdsAny } from "../report/prose/words.ts"
import type { Report } from "../report/report.ts"
import type { Finding, Rule } from "./rule.ts"

export const period: Rule = {
  id: "period",
  severity: "error",
  docs: {
    zh: `统计期限不对，或日期不存在。

年度报告的统计期限是报告年度的 1 月 1 日至 12 月 31 日。年份与题目不符、日期不存在（如 202020 年、2 月 30 日）是错误；起止日不是全年的只作警告，新成立的单位可以不是全年；学校按学年统计的不报。修改把不对的部分改为报告年度的起止日，不“安全”。`,
    en: `The period of the report is wrong, or a date does not exist.

A yearly report covers 1 January to 31 December of its year. Another year than the title's, or a date that does not exist (202020年, 2月30日), is an error; other days are only a warning, since a new body may report for a part of the year, and a school that reports by its own year (学年) is left alone. The fix writes the first and last day of the reporting year; it is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自2022年1月1日至2022年12月31日止。\n\n一、总体情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自2023年1月1日至2023年12月31日止。\n\n一、总体情况\n\n略。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found: { from, to } } of foundIn(report, dated)) {
      const sentence = placed.sentence.reading.text.slice(from, to)
      const isPeriod = holdsAny(sentence, prose.period)
      const stated = isPeriod && report.year !== null ? statedPeriod(sentence) : null
      if (stated && isOfOtherPeriod(report, stated, prose.otherPeriod)) continue
      const found = stated && confront(report, stated, part => rangeOf(placed, shift(part, from)))
      if (found) yield found
      else yield* impossibleDates(placed, sentence, from, isPeriod ? "error" : "warning")
    }
  },
}

/** A school may report on its own year, which does not begin in January. */
const isOfOtherPeriod = (report: Report, { parts }: StatedPeriod, words: readonly string[]): boolean => parts[1]!.written !== 1 && parts[4]!.written !== 12 && (holdsAny(report.title, words) || anyHolds(wordingOf(report), words))

const DAY = /\d日/
const NONE: readonly Range[] = []

/** Sentences that name a day. */
function dated(sentence: SentenceReading): readonly Range[] {
  return DAY.test(sentence.text) ? singleSentences(sentence).filter(({ from, to }) => sentence.text.slice(from, to).includes("日")) : NONE
}

interface Part extends Range {
  readonly written: number
}

/** The dates of a period: year, month, day each; the second year may be left out. */
interface StatedPeriod extends Range {
  readonly parts: readonly Part[]
}

const DATE = /(?:(\d{1,8})年)?(\d{1,2})月(\d{1,2})日/
const PERIOD = new RegExp(`${DATE.source}(?:起|开始)?[,至到\\-—~止]+${DATE.source}`, "d")
const WANTED = [0, 1, 1, 0, 12, 31]

function statedPeriod(sentence: string): StatedPeriod | null {
  const match = PERIOD.exec(sentence)
  if (!match?.indices) return null
  const parts: Part[] = []
  for (let i = 1; i <= 6; i++) {
    const place = match.indices[i]
    parts.push({ written: place ? Number(match[i]) : NaN, from: place?.[0] ?? 0, to: place?.[1] ?? 0 })
  }
  return { parts, from: match.index, to: match.index + match[0].length }
}

function confront({ year }: Report, { parts, from, to }: StatedPeriod, rangeAt: (part: Range) => Range): Finding | null {
  const wanted = WANTED.map((value, i) => (i % 3 === 0 ? year! : value))
  const wrong = parts.filter((part, i) => !Number.isNaN(part.written) && part.written !== wanted[i])
  if (wrong.length === 0) return null
  const isYear = wrong.some(part => parts.indexOf(part) % 3 === 0) || !isDate(parts.slice(0, 3)) || !isDate(parts.slice(3))
  const whole = rangeAt({ from, to })
  return {
    range: whole,
    severity: isYear ? "error" : "warning",
    message: {
      zh: `${year} 年度报告的统计期限应为 ${year} 年 1 月 1 日至 12 月 31 日，请核对。`,
      en: `The report for ${year} covers 1 January to 31 December ${year}; check the dates.`,
    },
    fixes: [{
      title: { zh: `改为 ${year} 年 1 月 1 日至 12 月 31 日`, en: `Write 1 January to 31 December ${year}` },
      safe: false,
      preferred: isYear,
      edits: wrong.map(part => ({ ...rangeAt(part), insert: String(wanted[parts.indexOf(part)]) })),
    }],
  }
}

function isDate([year, month, day]: readonly Part[]): boolean {
  return existsDay(year!.written, month!.written, day!.written)
}

function existsDay(year: number, month: number, day: number): boolean {
  const isLeap = Number.isNaN(year) || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days && (Number.isNaN(year) || year < 10_000)
}

/** 20231月1日 and 202311日 are dates of which copying has lost a character. */
const IMPOSSIBLE = /(?<!\d)(?:(?:(\d{1,8})年)?(\d{1,2})月(\d{1,2})日|\d{5,6}月\d{1,2}日|\d{6,8}日)/g

/** Dates that no calendar has: 2月30日, 202020年12月31日, 20211230日. Of a period only the first is said. */
function* impossibleDates(placed: PlacedSentence, sentence: string, from: number, severity: "error" | "warning"): Iterable<Finding> {
  for (const match of sentence.matchAll(IMPOSSIBLE)) {
    const [words, year, month, day] = match
    if (month !== undefined && existsDay(year === undefined ? NaN : Number(year), Number(month), Number(day))) continue
    yield {
      range: rangeOf(placed, { from: from + match.index, to: from + match.index + words.length }),
      severity,
      message: { zh: `没有“${words}”这一天，请核对日期。`, en: `There is no such day as “${words}”; check the date.` },
    }
    if (severity === "error") return
  }
}
