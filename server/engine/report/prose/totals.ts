import { add, equals, format, isLess, toCount } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import { unitOf, type Count } from "./counts.ts"
import { numberAt } from "./numerals.ts"
import { isSlip } from "./slips.ts"
import type { ListWords } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isEach, isPlain, REACH_BACK, sumOfCounts, type Closing, type Reader, type Whole } from "./wholes.ts"
import { holdsAny, isWithin, patternOfWords, withoutWords } from "./words.ts"

/** 动态 11 篇、公告 3 篇，共 14 件: what stands before 共 in the sentence is all that makes it up; 共清理 14 件 mostly so. `taken` are the parts of opened lists. */
export function totalsOf({ text, counts, vocabulary }: Reader, taken: ReadonlySet<Count>): Whole[] {
  return counts.flatMap((whole, i) => {
    if (!mayBeTotal(whole) || taken.has(whole)) return []
    const told = numberTold(whole, counts[i - 1], vocabulary)
    const ofPeriods = totalOfPeriods(text, counts, i, vocabulary)
    const isBare = whole.figure.from === whole.clause.from && BOTH.test(whole.tail)
    const closing = ofPeriods ?? totalAt(whole, vocabulary.format.lists) ?? (isBare ? "loose" : null)
    if (!told && closing === null) return []
    // 11 个乡镇、3 个街道共 15 个: what seems to say how many there are may be the last of them.
    const found = (told && numberedTotal(whole, countsBefore(text, counts, i, NOTHING).filter(count => count !== told.count), told))
      ?? (closing === null || (told && !told.count) ? null : total(text, whole, countsBefore(text, counts, i, ofPeriods ? NOTHING : SENTENCE_END), told ? "loose" : closing, vocabulary))
    return found && !(isBare && !isJoined(found.parts, whole, text)) && !found.parts.some(count => taken.has(count) || isEach(count, vocabulary)) ? [found] : []
  })
}

/** 前两位合计: of some of the list. */
const mayBeTotal = ({ lead, tail, figure }: Count): boolean => figure.bound === "exact" && !OF_SOME.test(lead) && !tail.startsWith("不变")
const OF_SOME = /[前后首末](?:[两二三四五六七八九\d])[^,;:。、\d]{0,4}(?:合计|共|总)/

/** 13 个科室和 7 家单位，20 个责任单位均明确了专人 */
const BOTH = /[均都]|全部/

const SENTENCE_END = /[。!?]/
/** A total that says how many parts it has may have them in the sentence before, where its own goes on with it. */
const NOTHING = /$^/

/** The counts before one in its group, from the last mark on that ends all. */
function countsBefore(text: string, counts: readonly Count[], at: number, end: RegExp): Count[] {
  const whole = counts[at]!
  const before: Count[] = []
  let to = whole.figure.from
  for (const count of counts.slice(Math.max(0, at - REACH_BACK), at).reverse()) {
    if (end.test(text.slice(count.figure.to, to))) break
    to = count.figure.from
    if (count.clause.group === whole.clause.group) before.unshift(count)
  }
  return before
}

/** The last counts, as many as the total says: those in its unit, else all. */
function numberedTotal(whole: Count, before: readonly Count[], { number, addsUp }: NumberTold): Whole | null {
  const isOfYears = OF_YEARS.test(whole.lead)
  // 较 2022 年、2023 年分别增加 48 件和 31 件 is of two years, but no part.
  const mayBePart = (count: Count): boolean => isPlain(count) || (isOfYears && count.figure.bound === "exact" && (!count.isChange || count.isOfOtherYear))
  const alike = before.filter(count => isAlike(count, whole) && mayBePart(count)).slice(-number - MAX_BETWEEN)
  const fitting = alike.length >= number ? chosen(alike, number, whole) : null
  if (fitting) return { whole, parts: fitting, closing: "told", mayGoOn: false }
  const last = alike.length === number ? alike : before.slice(-number)
  const parts = last.every(count => isAlike(count, whole)) || (addsUp && alike.length < number) ? last : null
  return parts && parts.length === number && parts.every(mayBePart) ? { whole, parts, closing: "told", mayGoOn: false } : null
}

/** So many counts that are no parts may stand between them. */
const MAX_BETWEEN = 3

/** So many of some counts that make up a whole; null if none do. */
function chosen(counts: readonly Count[], number: number, whole: Count): readonly Count[] | null {
  if (number === 0) return null
  return waysToChoose(counts, number).find(some => equals(sumOfCounts(some), whole.figure.value)) ?? null
}

function waysToChoose(counts: readonly Count[], number: number): readonly (readonly Count[])[] {
  if (number === 0) return [[]]
  return counts.flatMap((count, i) => waysToChoose(counts.slice(i + 1), number - 1).map(others => [count, ...others]))
}

function total(text: string, whole: Count, all: readonly Count[], closing: Closing, vocabulary: ProseVocabulary): Whole | null {
  // What is counted in several units is one list only up to a semicolon, and without money.
  const isMixed = all.some(count => !isAlike(count, whole))
  const before = whole.figure.kind === "money" ? all.filter(count => isAlike(count, whole)) : isMixed ? all.slice(all.findLastIndex((count, i) => count.figure.kind === "money" || /;/.test(text.slice(count.figure.to, all[i + 1]?.figure.from ?? whole.figure.from))) + 1) : all
  const found = totalOf(whole, before, closing, text)
  // 群众代表 240 名，每个区县 30 名；另邀请委员 20 名、记者 15 名，总共 275 名: those before the semicolon may be of it.
  const isOfMore = found && !equals(sumOfCounts(found.parts), whole.figure.value) && makesUp(all.filter(count => isAlike(count, whole) && !isEach(count, vocabulary)), whole)
  return isOfMore ? null : found
}

/** 32 个部门、14 个乡镇共 46 家单位: nothing but a mark stands between them. */
const isJoined = (parts: readonly Count[], whole: Count, text: string): boolean =>
  !/[;。:]/.test(text.slice(parts[0]!.figure.to, whole.figure.from)) && isOfPeople(whole) === isOfPeople(parts[0]!) && parts.slice(1).every((part, i) => /^[^,]*[、和及与][^,]*$/.test(text.slice(parts[i]!.figure.to, part.figure.from)))

/** 9 个乡镇和 13 个部门参加，共 24 人: persons are no sum of bodies. */
const isOfPeople = ({ figure }: Count): boolean => PEOPLE.test(unitOf(figure))
const PEOPLE = /[人名位]$/

function totalOf(whole: Count, before: readonly Count[], closing: Closing, text: string): Whole | null {
  const parts = behindSame(lastOnes(before, whole), whole)
  if (parts.length < 2 || !parts.every(isPlain) || areTooLarge(parts, whole)) return null
  if (closing === "loose" && whole.flow !== null && parts.some(({ flow }) => flow !== null) && !parts.some(({ flow }) => flow === whole.flow)) return null
  if (isOfLast(parts, whole)) return null
  const alike = parts.filter(count => isAlike(count, whole)).length
  const isOfOneKind = alike === parts.length || (whole.figure.kind !== "money" && ((closing === "closed" && (parts.length > 2 || isJoined(parts, whole, text))) || (closing === "loose" && (parts.length > 2 || whole.lead.endsWith("共")) && isJoined(parts, whole, text))))
  return isOfOneKind ? { whole, parts, closing: isSumOfDealt(whole, parts) ? "closed" : closing, mayGoOn: alike > 0 && alike < parts.length } : null
}

/** 受理 146 件，涉及公安 84 件、…、其他 8 件，以上共 146 件: what is as much is told again, if several parts stand behind it. */
function behindSame(parts: readonly Count[], whole: Count): readonly Count[] {
  const same = parts.findLastIndex(part => isAlike(part, whole) && equals(part.figure.value, whole.figure.value))
  return parts.length - same > 2 ? parts.slice(same + 1) : parts
}

/** 信息 320 条，图文 22 条、视频 9 条，共计 31 条: the last ones make it up. */
function isOfLast(parts: readonly Count[], { figure: { value } }: Count): boolean {
  let sum = parts[parts.length - 1]!.figure.value
  return parts.slice(1, -1).reverse().some(({ figure }) => equals((sum = add(sum, figure.value)), value))
}

/** 按时答复 24 件，延期答复 10 件，同一人共 8 件: of something else. */
const areTooLarge = (parts: readonly Count[], { figure: { value } }: Count): boolean => parts.every(({ figure }) => isLess(value, figure.value)) && !isSlip(format(value), format(sumOfCounts(parts)))

/** 依次为 86 人次、74 人次和 68 人次，累计培训 228 人次 */
const isSumOfDealt = (whole: Count, parts: readonly Count[]): boolean => {
  // 报送 12 条、13 条和 14 条，共采用 30 条: of something else.
  const counted = SUMS_UP.exec(whole.lead)
  return counted !== null && isDealtOut(parts) && parts.every(part => isAlike(part, whole)) && (counted[1] !== undefined || (!counted[2]!.startsWith("有") && isWithin(counted[2]!, parts[0]!.lead)))
}
const SUMS_UP = /^[,;]?(?:(合计|总计)|(?:累计|共)(.*)$)/

/** 公众号、微博各 1 个，发布 320 条、150 条，共 470 条: those with the unit of the whole, if they are the last. */
function lastOnes(before: readonly Count[], whole: Count): readonly Count[] {
  const other = before.findLastIndex(count => !isAlike(count, whole))
  return before.length - other > 2 && !makesUp(before, whole) ? before.slice(other + 1) : before
}

/** 错链 14 个、错字 9 处、漏字 5 处，合计 28 处: all of them make it up, whatever they are counted in. */
const makesUp = (counts: readonly Count[], { figure }: Count): boolean => counts.some((_, i) => i < counts.length - 1 && equals(sumOfCounts(counts.slice(i)), figure.value))

/** 三年累计: its parts are those of single years. */
const OF_YEARS = /^[,;:、]?[两二三四五\d]年/

interface NumberTold {
  readonly number: number
  /** The count that says it, where it is one: 4 个科室共 259 条. */
  readonly count: Count | null
  /** True if it is added up whatever its parts are counted in: 三项合计. */
  readonly addsUp: boolean
}

/** How many parts a total says that it has: 三项合计, 上述四种形式的总量. */
export function numberTold({ lead, clause, figure }: Count, before: Count | undefined, { format }: ProseVocabulary): NumberTold | null {
  const { lists } = format
  const named = before?.lead.replace(/^[,;:、]/, "") ?? ""
  // 征地信息三类共 143 条
  const isOwn = before?.clause === clause && (named === "" || (before.figure.spelled && named.length <= MAX_BEFORE)) && figure.from - before.figure.to <= MAX_TOLD
  const count = isOwn ? before : null
  const found = numbersTold(lists).exec(count ? count.figure.text + lead : lead)
  if (!found) return null
  const number = count ? Number(toCount(count.figure.value) ?? 0) : Number(numberAt(found[1]!, 0)?.value.units ?? 0)
  return number > 1 ? { number, count, addsUp: holdsAny(found[0], lists.adds) } : null
}

const MAX_TOLD = 16

const numbersTold = memoize(({ numbered, ofNumbered }: ListWords) => new RegExp(`^[,;:、]?(?:${patternOfWords(ofNumbered.before)}|[^,;:、\\d]{2,6}?)?(\\d|[两二三四五六七八九十])(?:${patternOfWords(ofNumbered.units)}|个[^,;:。\\d]{1,4}?)[^,;:。]{0,10}?(?:${patternOfWords(numbered)})`))

/** 上半年 5 期，下半年 4 期，全年 9 期 */
function totalOfPeriods(text: string, counts: readonly Count[], at: number, { format }: ProseVocabulary): Closing | null {
  const { lists, years } = format
  const words = counts[at]!.lead.replace(/^[,;:、]/, "")
  const own = years.own.find(word => words.startsWith(word))
  if (own === undefined || words.length > 2 * MAX_NAME || holdsAny(words, format.products.mean)) return null
  const before = countsBefore(text, counts, at, NOTHING).filter(count => isAlike(count, counts[at]!))
  const telling = (count: Count, i: number): string => text.slice(before[i - 1]?.figure.to ?? Math.max(0, count.clause.from - MAX_TIME), count.figure.from)
  const told = before.map(telling)
  // 一至四季度分别发布 205 条、231 条、198 条和 246 条: named once for all.
  const areNamed = told.every(words => holdsAny(words, lists.splits["periods"]!)) || (holdsAny(told[0] ?? "", lists.allPeriods) && isDealtOut(before))
  if (before.length < 2 || !areNamed) return null
  // 上半年公开 35 条，下半年公开 40 条，全年依申请公开 12 条: the year's number is of something else.
  const counted = withoutWords(words.slice(own.length).replace(COPULA, ""), wordsOfTotals(lists)).replace(/[量数]$/, "")
  if (!before.some(({ lead, tail }) => isWithin(counted, lead + tail)) || [counts[at]!, ...before].some(({ lead }) => holdsAny(lead, format.stocks.end))) return null
  // 上半年发布政策解读 12 篇，…，全年发布解读 30 篇: of more than that.
  const isAsTold = (words: string): boolean => words.startsWith(counted) || isWithin(words, counted)
  if (!before.some(({ lead }) => isAsTold(withoutWords(lead, lists.splits["periods"]!).replace(/[,;:、]/g, "")))) return null
  return holdsAny(told[0]!, lists.allPeriods) || lists.wholeYear.some(periods => periods.every(period => told.some(words => words.includes(period)))) ? "closed" : "loose"
}

/** 86 人次、74 人次和 68 人次: dealt out to what stands in front of all. */
const isDealtOut = (counts: readonly Count[]): boolean => counts.length > 2 && counts.slice(1).every(({ lead }) => /^[,、]?[和及与]?$/.test(lead))

/** 全年公开总量达: what stands between the words and the number. */
const COPULA = /(?:达到?|为|是|有)$/
const wordsOfTotals = memoize(({ totals, sums, loose }: ListWords) => [...totals, ...sums, ...loose])

/** 上半年, alone in a clause before. */
const MAX_TIME = 24

/** So many words may stand before 合计 (双公示合计), and behind 共 (共清理文件). */
const MAX_BEFORE = 4
const MAX_NAME = 10
const MAX_BEHIND = 8

/** 总投入 13.5 万元 */
const ALL_OF = /^总[^,;:。、]{1,3}$/
/** 全年发布会总数为 16 场 */
const NUMBER_OF_ALL = /^[^,;:。、]{0,8}总[数量额](?:为|达|达到|是|有)?$/

function totalAt({ lead, isRest }: Count, { totals, sums, adds, loose, ofNumbered }: ListWords): Closing | null {
  // 其他科室合计 58 篇 is a part.
  if (isRest) return null
  const told = lead.replace(/^[,;:、]/, "")
  // 以上共 146 件
  const words = told.slice(ofNumbered.before.find(word => told.startsWith(word))?.length ?? 0)
  if (totals.includes(words)) return "closed"
  const sum = sums.find(word => words.endsWith(word))
  // 财政资金类信息共计: the more words, the less it is certain that all before is meant.
  if (sum !== undefined && words.length - sum.length <= MAX_NAME) return words.length - sum.length <= MAX_BEFORE ? "closed" : "left"
  if (adds.some(word => words.startsWith(word)) || ALL_OF.test(words)) return "left"
  if (NUMBER_OF_ALL.test(words)) return "loose"
  return loose.some(word => words.slice(0, MAX_BEFORE + word.length).includes(word) && words.length - words.indexOf(word) - word.length <= MAX_BEHIND) ? "loose" : null
}
