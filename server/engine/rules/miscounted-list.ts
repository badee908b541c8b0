import { memoize } from "../text/memoize.ts"
import type { Range } from "../text/range.ts"
import { countedListsOf, type CountedList } from "../report/prose/countedLists.ts"
import { dateSpansOf, type DateSpan } from "../report/prose/dateSpans.ts"
import { numberAt } from "../report/prose/numerals.ts"
import { numberedItems, saidOrdinals } from "../report/prose/ordinals.ts"
import type { ProseFormat } from "../report/prose/proseFormat.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type FoundIn, type PlacedSentence } from "../report/prose/sentences.ts"
import { patternOfWords } from "../report/prose/words.ts"
import type { Finding, Rule, Severity, Text } from "./rule.ts"

export const miscountedList: Rule = {
  id: "miscounted-list",
  severity: "warning",
  docs: {
    zh: `文中说的个数与列出的项数不一致。

“文字、图片、动画、发布会、访谈等 6 种形式”只列了 5 种，“平台有 3 个，即局网站和微信公众号”只列了 2 个，“从三个方面……一是……二是……”少了“三是”，“于 4 月、6 月、9 月各检查 1 次，全年共 4 次”应为 3 次，“10 月 21 日至 23 日连续 5 天”应为 3 天（首日不算时 2 天也对），“2020 年至 2023 年连续五年”应为四年。“和”“及”可能连接两项，也可能是名称的一部分，两种数法有一种对就不报，但“民政局、医保局和监管局”各项末字相同，就是 3 项；带“余”“多种”的不数。以“等”结尾、列出的比所说的少的，只有恰好少一项时才作信息提示，因为“等”也可以表示没有列完；列出的比所说的多，或没有“等”的，是警告。修改是把所说的数改为列出的项数，不“安全”，因为也可能是漏列或多列了一项。`,
    en: `A list names another number of things than it says.

文字、图片、动画、发布会、访谈等 6 种形式 names five, 平台有 3 个，即局网站和微信公众号 two, 从三个方面 … 一是 … 二是 … has no 三是, 于 4 月、6 月、9 月各检查 1 次，全年共 4 次 counts one too many, 10 月 21 日至 23 日 are 3 天 (or 2, if the first does not count) and no 5, and 2020 年至 2023 年 no 连续五年. 和 and 及 may join two things or stand within a name: one way of counting that comes out right is enough, unless all names end alike, as in 民政局、医保局和监管局. Where 等 stands behind the list, which may mean that there are others, only one too few is reported, as information; more than it says, or a wrong number without 等, is a warning. The fix writes the number of things listed; it is not safe, since one may have been left out, or be too much.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n现有公开平台3个，即局网站和微信公众号。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n现有公开平台2个，即局网站和微信公众号。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found } of foundIn(report, miscountsIn(prose))) yield finding(placed, found, ofList)
    for (const { placed, found } of misannounced(foundIn(report, steps(prose)))) yield finding(placed, found, ofList)
    for (const { placed, found } of foundIn(report, wrongSpans)) yield finding(placed, found, ofSpan(found.unit))
  },
}

/** A number with what it should be. */
interface Miscount {
  readonly said: number
  readonly listed: number
  readonly digits: Range
  readonly words: Range
  readonly spelled: boolean
  readonly severity: Severity
}

const NONE: readonly never[] = []

const miscountsIn = memoize((format: ProseFormat) => memoize(({ text }: SentenceReading): readonly Miscount[] => (MAY_LIST.test(text) ? countedListsOf(text, format).flatMap(list => miscountOf(list) ?? []) : NONE)))

/** Most sentences list nothing. */
const MAY_LIST = /[、和与及:]|即|》《/

const wrongSpans = memoize(({ text }: SentenceReading): readonly (Miscount & Pick<DateSpan, "unit">)[] => (MAY_LAST.test(text) ? dateSpansOf(text).flatMap(({ said, lengths, ...places }) => (lengths.includes(said) ? [] : [{ ...places, said, listed: lengths[1], severity: "warning" as const }])) : NONE))

const MAY_LAST = /为期|连续|历时|,共|公示|公告/

function miscountOf({ listed, said, isOpen, ...places }: CountedList): Miscount | null {
  const [least, most] = [listed[0]!, listed[listed.length - 1]!]
  if (listed.includes(said)) return null
  if (said < least) return { ...places, said, listed: least, severity: "warning" }
  if (!isOpen) return { ...places, said, listed: most, severity: "warning" }
  return said === most + 1 && most > 2 ? { ...places, said, listed: most, severity: "information" } : null
}

/** 三个方面, or 一是 behind it. */
type Step = Omit<Miscount, "listed" | "severity" | "said"> & { readonly said: number | null; readonly item: number | null }

/** What a sentence announces and what it tells one by one, in order. */
const steps = memoize((format: ProseFormat) => {
  const announced = new RegExp(`(\\d|[两二三四五六七八九])(?:大?(?:${patternOfWords(format.listing.announced)})|[条项点](?=:))`, "g")
  return memoize((sentence: SentenceReading): readonly Step[] => {
    const { text } = sentence
    const said = saidOrdinals(sentence)
    const items = (said.length > 0 ? said : numberedItems(sentence)).map(({ number, ...range }): Step => ({ item: number, said: null, digits: range, words: range, spelled: true }))
    const counts = [...text.matchAll(announced)].filter(({ index }) => !/[第\d一二三四五六七八九十.]/.test(text.charAt(index - 1))).map(({ index, 0: words, 1: written }): Step => {
      const number = numberAt(text, index)
      return { item: null, said: Number(number?.value.units ?? 0), digits: { from: index, to: index + written!.length }, words: { from: index, to: index + words.length }, spelled: number?.spelled ?? false }
    })
    return items.length + counts.length === 0 ? NONE : [...items, ...counts].sort((a, b) => a.digits.from - b.digits.from)
  })
})

/** So much may stand between 三个方面 and 一是. */
const MAX_GAP = 40

/** Announcements that are followed by another number of items. */
function misannounced(all: readonly FoundIn<Step>[]): FoundIn<Miscount>[] {
  return all.flatMap(({ placed, found }, i) => {
    const first = all[i + 1]
    if (found.said === null || first?.found.item !== 1 || rangeOf(first.placed, first.found.digits).from - rangeOf(placed, found.words).to > MAX_GAP) return []
    let listed = 1
    let next = i + 2
    while (next < all.length && all[next]!.placed.chunk.section === placed.chunk.section && all[next]!.found.item !== 1) {
      const { item } = all[next++]!.found
      if (item === null) continue
      if (item !== listed + 1) return []
      listed = item
    }
    const { said, digits, words, spelled } = found
    return listed !== said && listed > 1 ? [{ placed, found: { said, listed, digits, words, spelled, severity: Math.abs(listed - said) > 1 ? "information" as const : "warning" as const } }] : []
  })
}

const SPELLED = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"]

/** Puts a miscount into words: what the text says, and what it should be. */
type Wording = (wording: string, miscount: Miscount) => Text

const ofList: Wording = (wording, { said, listed }) => ({
  zh: `文中说“${wording}”，列出的是 ${listed} 项，相差 ${Math.abs(listed - said)}。请核对是数错了还是列错了。`,
  en: `The text says “${wording}” but lists ${listed}. Correct the number or the list.`,
})

const UNITS = { 天: { zh: "天", en: "days" }, 日: { zh: "日", en: "days" }, 个月: { zh: "个月", en: "months" }, 年: { zh: "年", en: "years" } }

const ofSpan = (unit: DateSpan["unit"]): Wording => (wording, { listed }) => ({
  zh: `文中说“${wording}”，按前面的起止时间首尾都算是 ${listed} ${UNITS[unit].zh}。请核对是数错了还是起止时间写错了。`,
  en: `The text says “${wording}”, but what it tells before is ${listed} ${UNITS[unit].en}, both ends included. Correct the number or the dates.`,
})

function finding(placed: PlacedSentence, miscount: Miscount, message: Wording): Finding {
  const { listed, digits, words, spelled, severity } = miscount
  const insert = spelled ? SPELLED[listed] : String(listed)
  return {
    range: rangeOf(placed, words),
    severity,
    message: message(placed.sentence.reading.text.slice(words.from, words.to), miscount),
    fixes: insert === undefined ? [] : [{
      title: { zh: `改为 ${insert}`, en: `Change it to ${insert}` },
      safe: false,
      preferred: false,
      edits: [{ ...rangeOf(placed, digits), insert }],
    }],
  }
}
