import type { Range } from "../../text/range.ts"
import { memoize } from "../../text/memoize.ts"
import { bracketsOf } from "./clauses.ts"
import { numberAt } from "./numerals.ts"
import type { ProseFormat } from "./proseFormat.ts"
import { patternOfWords, withoutBrackets, withoutWords } from "./words.ts"

/** A list that says how many things it names: 文字、图片、视频等 3 种形式; 3 个，即 …. */
export interface CountedList {
  readonly said: number
  /** How many things it may name: 和 may join two of them, or stand within a name. In order. */
  readonly listed: readonly number[]
  /** True if 等 stands behind the list. */
  readonly isOpen: boolean
  /** Where the number stands, and all that says it: 6种. */
  readonly digits: Range
  readonly words: Range
  readonly spelled: boolean
}

/** The counted lists of a sentence in compared form. */
export function countedListsOf(text: string, format: ProseFormat): CountedList[] {
  const words = patternsOf(format)
  const groups = bracketsOf(text)
  const found: CountedList[] = []
  for (const match of text.matchAll(words.number)) {
    const { index, 0: all, 1: written } = match
    const number = numberAt(text, index)
    const said = number && number.value.scale === 0 && number.value.units <= MOST ? Number(number.value.units) : 0
    if (said < 2 || !written || words.within.test(text.slice(Math.max(0, index - 1), index)) || ORDINALS.test(text.slice(Math.max(0, index - 3), index))) continue
    const list = before(text, groups, index, index + written.length, words) ?? behind(text, index + all.length, words)
    if (list) found.push({ ...list, said, digits: { from: index, to: index + written.length }, words: { from: index, to: index + all.length }, spelled: number!.spelled })
  }
  for (const match of text.matchAll(words.dated)) {
    const { index, 0: all, 1: written } = match
    const number = numberAt(text, index)
    const dates = DATES.exec(text.slice(index + all.length, index + all.length + LONGEST))?.[0].split(/[、和及与]/)
    if (!number || number.value.units < 2n || number.value.units > MOST || !dates || dates.length < 2 || words.within.test(text.slice(Math.max(0, index - 1), index))) continue
    found.push({ listed: [dates.length], isOpen: false, said: Number(number.value.units), digits: { from: index, to: index + written!.length }, words: { from: index, to: index + written!.length + 1 }, spelled: number.spelled })
  }
  return [...found, ...yearsNamed(text), ...behindDates(text), ...oneForEach(text, words)]
}

/** 于 2 月、5 月、8 月召开 2 次: two may be in one month, but none is without a date. */
function behindDates(text: string): CountedList[] {
  return [...text.matchAll(DATED)].flatMap(({ index, 0: all, 1: dates, 2: written }) => {
    const at = index + all.length - written!.length - 1
    const number = numberAt(text, at)
    const said = Number(number?.value.units ?? 0)
    const listed = dates!.split(/[、和及与]/).length
    return number && said > 0 && said < listed ? [{ listed: [listed], isOpen: false, said, digits: { from: at, to: at + written!.length }, words: { from: at, to: at + written!.length + 1 }, spelled: number.spelled }] : []
  })
}

/** 于 4 月、6 月、9 月各检查 1 次，全年共检查 3 次; 在图书馆、档案馆各设一处，共两处: one for each. */
const ONE_EACH = /(?:于|在)([^,;:。()]{2,60}?)各([^,;:。()、\d各]{0,6})[1一]([次期场轮处个])([^,;:。()、\d]{0,12}),(?:全年|本年)?(?:共计?|总计|合计)([^,;:。、\d]{0,12}?)(\d{1,2}|[一二两三四五六七八九十]{1,2})\3/g

/** 在县、乡、村三级各设 1 处: there are many of each. */
const OF_LEVELS = /[级层类]$/

function oneForEach(text: string, { unjoined, joiner }: Patterns): CountedList[] {
  if (!text.includes("各")) return []
  return [...text.matchAll(ONE_EACH)].flatMap(({ index, 0: all, 1: items, 2: verb, 3: unit, 4: noun, 5: counted, 6: written }) => {
    const number = numberAt(written!, 0)
    const names = items!.split("、")
    const at = index + all.length - written!.length - 1
    // 各召开 1 次推进会，全年共召开各类会议 6 次: the total is of more than was named.
    if (!number || names.length < 2 || names.some(isCountedName) || OF_LEVELS.test(items!) || !isSameThing(counted!.startsWith(verb!) ? counted!.slice(verb!.length) : counted!, noun!, unit!)) return []
    return [{ listed: numbersOf(names, { unjoined, joiner }), isOpen: false, said: Number(number.value.units), digits: { from: at, to: at + written!.length }, words: { from: at, to: at + written!.length + 1 }, spelled: number.spelled }]
  })
}

/** 各开展 1 次专项检查，全年共检查 4 次; 各设 1 处公开查阅点，共设查阅点 12 处 is of all kinds. */
const isSameThing = (counted: string, noun: string, unit: string): boolean => counted === "" || counted === noun || ("次场期".includes(unit) && noun.endsWith(counted))

const isCountedName = (name: string): boolean => /\d(?!\d?[月日])/.test(name)

function yearsNamed(text: string): CountedList[] {
  return [...text.matchAll(YEARS)].flatMap(({ index, 0: all, 1: years, 2: written }) => {
    const at = index + all.length - 2
    // 2019—2021 年、2022 年: a span is several.
    return SPAN.test(years!) ? [] : [{ listed: [years!.split(/[、和及与]/).length], isOpen: false, said: Number(numberAt(text, at)!.value.units), digits: { from: at, to: at + 1 }, words: { from: at, to: at + 2 }, spelled: !/\d/.test(written!) }]
  })
}

/** 2020 年、2021 年、2022 年连续三年 */
const YEARS = /((?:20\d\d年?度?[、和及与至到~—-]){1,9}20\d\d年度?)[^,;:。、()\d]{0,4}?(?:连续|共|这)([两二三四五六七八九]|\d)年/g

const SPAN = /[至到~—-]/

const DATED = /((?<![\d至到-])\d{1,2}月(?:[、和及与]\d{1,2}月){1,11})(?![至到-])[^,;:。()、\d各均每一二两三四五六七八九十]{0,12}(\d{1,2}|[一二两三四五六七八九十]{1,2})[次场期批]/g

/** 3 月、6 月和 9 月; 第 14 次、第 22 次: each is one of the times. */
const DATES = /^(?:\d{1,2}月(?:\d{1,2}日|份|[上中下]旬|底|初)?|第(?:\d{1,3}|[一二三四五六七八九十]{1,3})[次期场届])(?:[、和及与](?:\d{1,2}月(?:\d{1,2}日|份|[上中下]旬|底|初)?|第(?:\d{1,3}|[一二三四五六七八九十]{1,3})[次期场届]))+(?![、\d至到-])/

/** 二、三级 */
const ORDINALS = /[一二三四五六七八九][级类批期]?、$/

/** Longer lists are counted by nobody, and what is more than so many is no number of things listed. */
const MOST = 20n

interface Patterns {
  /** A number with a unit of things that are listed by name. */
  readonly number: RegExp
  /** Behind such a number: a word for things of several kinds. */
  readonly kind: RegExp
  readonly opener: RegExp
  readonly more: RegExp
  readonly moreBefore: RegExp
  readonly joiner: RegExp
  readonly unjoined: readonly string[]
  readonly verb: RegExp
  readonly within: RegExp
  /** A number of times with what stands between it and their dates. */
  readonly dated: RegExp
  /** Verbs behind which a list begins. */
  readonly opened: RegExp
  /** 三大类. */
  readonly counted: RegExp
}

const patternsOf = memoize(({ listing, lists, shares }: ProseFormat): Patterns => ({
  number: new RegExp(`(\\d{1,2}|[一二两三四五六七八九十]{1,2})(?:${patternOfWords(listing.units)})(?!${patternOfWords(listing.except)})`, "g"),
  kind: new RegExp(`^(?:${patternOfWords([...listing.units, "大"])})?[^、,;:。()]{0,4}?(?:${patternOfWords(listing.kinds)})`),
  dated: new RegExp(`(\\d{1,2}|[一二两三四五六七八九十]{1,2})[次场期批轮届][^,;:。()、\\d]{0,16}[,:]?(?:${patternOfWords(listing.dated)})`, "g"),
  // 3 家单位得分在 95 分以上，分别是 …
  opener: new RegExp(`^(?:[^,;:。()、\\d]{0,10}|[^,;:。()、]{0,24}(?=,(?:${patternOfWords(shares.dealtOut)})))(?:[,:](?:${patternOfWords(listing.openers)}):?|:|(?<![后随立当])(?:${patternOfWords(listing.openers)}):?)`),
  more: new RegExp(`(?:${patternOfWords(lists.more)})[^、,;:。]{0,12}$`),
  moreBefore: new RegExp(`(?:${patternOfWords(lists.more)})$`),
  joiner: new RegExp(patternOfWords(listing.joiners), "g"),
  unjoined: listing.unjoined,
  verb: new RegExp(`.(?:${patternOfWords(listing.verbs)})`),
  opened: new RegExp(`^.{2,}(?:${patternOfWords(listing.verbs.filter(verb => verb.length > 1))})`),
  counted: new RegExp(`[一二两三四五六七八九十](?:${patternOfWords(listing.units)})`),
  within: /[第每各某几\d零一二三四五六七八九十百千.—-]/,
}))

type Named = Pick<CountedList, "listed" | "isOpen">

/** 文字、图片等 6 种: the list in front of a number, from the last mark on. Without 等 only where things of several kinds are counted. */
function before(text: string, groups: Groups, at: number, from: number, words: Patterns): Named | null {
  const more = words.moreBefore.exec(text.slice(Math.max(0, at - KIND), at))
  const isOpen = more !== null
  const end = at - (more?.[0].length ?? TOTAL.exec(text.slice(Math.max(0, at - 3), at))?.[0].length ?? 0)
  // 数据中心、服务办的 3 个栏目: what they have.
  if (text[at - 1] === "的") return null
  if (!isOpen && !words.kind.test(text.slice(from, from + KIND))) return null
  const start = lastMark(text, groups, end) + 1
  const items = itemsOf(text.slice(start, end)).map((item, i) => (i === 0 ? behindVerb(item, words) : item))
  if (items.length < 2 || items.some(isCounted)) return null
  const listed = new Set([...numbersOf(items, words), ...namesIn(text.slice(start, end))])
  // 图书馆、档案馆设置阅览室、自助机: what stands before a verb may be no part of the list.
  for (const [i, item] of items.entries()) if (i > 0 && (words.verb.test(item) || words.counted.test(item))) for (const count of numbersOf(items.slice(i), words)) listed.add(count)
  if (text[start - 1] === ",") for (const count of furtherBack(text, groups, start - 1, words)) for (const own of [...listed]) listed.add(own + count)
  return { listed: [...listed].sort((a, b) => a - b), isOpen }
}

/** 民政与人社部门联合新设社会救助: 与 joins who did it. */
function behindVerb(item: string, { opened }: Patterns): string {
  const verb = opened.exec(item)
  return verb ? item.slice(verb.index + verb[0].length) : item
}

/** 办公室、财务处，共 2 个部门 */
const TOTAL = /,(?:共计?|上述|以上|这)$/

/** So long are a unit and the words of a kind. */
const KIND = 10

/** What a list that goes on over commas may have before one: names alone. */
function furtherBack(text: string, groups: Groups, comma: number, words: Patterns): number[] {
  const start = lastMark(text, groups, comma) + 1
  const clause = text.slice(start, comma)
  const items = itemsOf(clause)
  if (items.length < 2 && clause.length > LONGEST_NAME) return []
  return items.some((item, i) => isCounted(item) || (i > 0 && words.verb.test(item))) || words.counted.test(clause) ? [] : numbersOf(items, words)
}

/** What is longer and stands alone between two commas is no name. */
const LONGEST_NAME = 4

/** 3 个，即 …: the list behind a number, up to the end of the clause or, perhaps, of later ones. */
function behind(text: string, from: number, words: Patterns): Named | null {
  const opener = words.opener.exec(text.slice(from, from + REACH))
  if (!opener) return null
  const start = from + opener[0].length
  const end = start + (/[;。!?)]|$/.exec(text.slice(start, start + LONGEST))?.index ?? 0)
  const clauses = text.slice(start, end).split(",")
  const listed = new Set<number>()
  let sums = [0]
  for (const [i, clause] of clauses.entries()) {
    const items = itemsOf(clause)
    if (items.some(isCounted) || (i > 0 && (words.verb.test(clause) || goesOnOtherwise(items, clauses[0]!)))) {
      if (i === 0) return null
      break
    }
    sums = sums.flatMap(sum => numbersOf(items, words).map(count => sum + count))
    for (const sum of sums) listed.add(sum)
    if (i === 0) for (const count of namesIn(clause)) listed.add(count)
    if (sums.length > MAX_SUMS || i > Number(MOST)) return null
  }
  const first = clauses[0]!
  const isOpen = words.more.test(first)
  if (first === "" || ORDINAL.test(first)) return null
  return { listed: [...listed].sort((a, b) => a - b), isOpen }
}

/** 公众号、抖音号，严格执行…: behind names that 、 joins, what a comma parts from them is another unless it ends as they do or is short. */
const goesOnOtherwise = (items: readonly string[], first: string): boolean => items.length === 1 && first.includes("、") && items[0]!.length > LONGEST_NAME && items[0]!.at(-1) !== first.at(-1)

const REACH = 36
/** No list that anyone counts is longer. */
const LONGEST = 300
const MAX_SUMS = 64
/** 一是 …: counted by its own numbers. */
const ORDINAL = /^[(第]?[一1①][是)、.]/

type Groups = ReadonlyMap<number, number>

/** The last mark before a place outside of brackets, and no farther than a list may reach. */
function lastMark(text: string, groups: Groups, to: number): number {
  for (let at = to - 1; at >= 0 && to - at < LONGEST; at--) {
    if (text[at] === ")" && groups.has(at)) at = groups.get(at)!
    else if (/[,;:。!?()]/.test(text[at]!)) return at
  }
  return Math.max(-1, to - LONGEST)
}

/** 《》《》: titles stand side by side. */
const itemsOf = (list: string): string[] => withoutBrackets(list).replaceAll("》《", "》、《").split("、")

/** 微信 3 个: a list of counts is for others to add up. */
const isCounted = (item: string): boolean => /\d(?!\d{0,3}年)/.test(item)

/** How many things items may be: 和 may join two, in all of them or in none. */
function numbersOf(items: readonly string[], { joiner, unjoined }: Pick<Patterns, "joiner" | "unjoined">): number[] {
  const joined = items.map(item => withoutWords(item, unjoined).match(joiner)?.length ?? 0).reduce((a, b) => a + b, 0)
  const sure = joined === 1 && joinsTwo(items, joiner) ? 1 : 0
  return Array.from({ length: joined + 1 - sure }, (_, i) => items.length + sure + i)
}

/** 民政局、医保局和监管局: what ends as all items do is one of them. */
function joinsTwo(items: readonly string[], joiner: RegExp): boolean {
  const names = items.flatMap(item => item.split(joiner))
  return items.length > 1 && names.length === items.length + 1 && names.every(name => name.length > 2 && name.at(-1) === names[0]!.at(-1))
}

/** 《》《》《》: titles stand side by side. */
function namesIn(list: string): number[] {
  const titles = list.match(/《》?/g)?.length ?? 0
  return titles > 1 ? [titles] : []
}
