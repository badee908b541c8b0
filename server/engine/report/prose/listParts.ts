import { equals, isLess, subtract, type Decimal } from "../../text/decimal.ts"
import type { Clause, Token } from "./clauses.ts"
import type { Count } from "./counts.ts"
import { isCounting } from "./figures.ts"
import { numberTold } from "./totals.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isEach, isPlain, sumOfCounts, type Closing, type Reader } from "./wholes.ts"
import { holdsAny } from "./words.ts"

/** Where a list begins, and its whole. */
export interface Opening {
  readonly from: number
  readonly clause: Clause
  readonly closing: Closing
  readonly whole: Count
  /** True if the whole stands where nothing else can be it. */
  readonly isCertain: boolean
  /** True if the list ends with its clause. */
  readonly isClause?: true
  /** True if the word that opens it names all parts, or those that matter: never one alone. */
  readonly isOfSeveral?: boolean
  /** Other counts in its unit before the list, of which the parts may be, if they are more than it. */
  readonly others: readonly Count[]
  /** True if the whole is one of several figures of an account of requests: the parts may be of another of them, or of some together. */
  readonly isOfAccount: boolean
  /** A change between the whole and the list, whose parts they may be as well. */
  readonly change: Count | null
}

/** True for a word that opens a list. */
export const opens = ({ roles }: Token): boolean => roles.list === "open" || roles.list === "closed"

/** The word with which a clause opens a list: 主要为招生、收费等内容 without a figure behind it tells what something is about. */
export function openerOf({ text, countsOf }: Pick<Reader, "text" | "countsOf">, clause: Clause): Token | undefined {
  const last = countsOf.get(clause)?.at(-1)?.figure.from ?? -1
  return clause.tokens.find(token => opens(token) && (last >= token.to || token.to === clause.to || text[clause.to - 1] === ":"))
}

const MAX_AMONG = 20

/** True for 在…中 or 从…看 alone before a comma: parts of what has been counted follow. */
export function tellsOfSaid({ text, vocabulary }: Pick<Reader, "text" | "vocabulary">, clause: Clause): boolean {
  const { from, to, figures } = clause
  if (figures.length > 0 || text[to] !== "," || to - from >= MAX_AMONG) return false
  return (/^$|[。!?]/.test(text[from - 1] ?? "") && isAmong({ text, vocabulary }, clause)) || isAspect(text.slice(from, to), vocabulary)
}

/** 答复对象中: words alone of what parts follow. */
export function isAmong({ text, vocabulary }: Pick<Reader, "text" | "vocabulary">, { from, to, figures }: Clause): boolean {
  const words = text.slice(from, to)
  return figures.length === 0 && to - from < MAX_AMONG && words.endsWith("中") && !vocabulary.format.lists.notAmong.some(word => words.endsWith(word))
}

/** True for 从…看, 按…分. */
export function isAspect(words: string, { format }: ProseVocabulary): boolean {
  const { before, after } = format.lists.ofAspect
  return before.some(word => words.startsWith(word)) && after.some(word => words.endsWith(word))
}

export interface ListParts {
  readonly parts: readonly Count[]
  /** What follows in the sentence where it is not clear whether the list has ended. */
  readonly further: readonly Count[]
  /** True if what follows may belong to the list. */
  readonly mayGoOn: boolean
  /** True if 等 says that there are other parts. */
  readonly hasMore: boolean
}

type End = "no" | "yes" | "perhaps"

/** The parts that follow where a list is opened. */
export function partsBehind(reader: Reader, opening: Opening): ListParts {
  const { clauses, counts, countsOf } = reader
  const { clause: first, whole } = opening
  const behind = (clause: Clause): readonly Count[] => (countsOf.get(clause) ?? []).filter(count => count.figure.from >= opening.from)
  // 三类合计 845 件，其他 423 件: what adds up those before it is no part beside them.
  const isSubtotal = ({ lead, figure: { value } }: Count): boolean => list.parts.length > 1 && holdsAny(lead, reader.vocabulary.format.lists.sums) && list.parts.slice(0, -1).some((_, i) => equals(sumOfCounts(list.parts.slice(i)), value))
  const countsIn = (clause: Clause): readonly Count[] => behind(clause).filter((count, i, all) => isCounting(count.figure) === isCounting(whole.figure) && !isSubtotal(count) && !isInName(count, all[i + 1], reader, whole) && !(reader.text[count.figure.to] === ":" && !isAlike(count, whole)) && (!count.isChange || (opening.closing === "closed" && isYear(count))))
  const list: { parts: Count[]; mayGoOn: boolean; hasMore: boolean } = { parts: [], mayGoOn: false, hasMore: false }
  const withVerbs = hasVerb(first, opening.from)
  const level = clauses.filter(({ group, from }) => group === first.group && from >= first.from)
  for (const { i, clause, own } of unnested(reader.text, opening.isClause ? level.slice(0, 1) : level, countsIn)) {
    const end = i === 0 ? "no" : endBefore(reader, clause, level[i - 1]!, list.parts, { whole, withVerbs })
    // 其余为区级媒体采用: what is left has no figure.
    if (i > 0 && end !== "yes" && own.length === 0 && clause.tokens.some(({ roles }) => roles.list === "rest")) return { ...list, further: [], mayGoOn: true, hasMore: true }
    if (end === "yes" || isOther(own, list.parts, whole, end)) break
    if (end === "perhaps") {
      const more = further(reader, level.slice(i), countsIn, whole)
      return { ...list, further: more, mayGoOn: more.length > 0 }
    }
    // 其中文化站 32 人次，…，4 处共 150 人次: what adds up so many before it is their total.
    const beforeTotal = own.findIndex((count, i) => i + 1 < own.length && isNumberOfParts(count, own[i + 1]!, list.parts.length + i, reader.vocabulary))
    if (beforeTotal >= 0) return { ...list, parts: [...list.parts, ...own.slice(0, beforeTotal)], further: [] }
    list.parts.push(...own)
    // 含上年转来的 4 件，办结 73 件: the list is the 4.
    if (i === 0 && own.length === 0 && behind(clause).length > 0) break
    // 未收取检索、复制等费用 tells of no other part.
    const last = list.parts[list.parts.length - 1]
    list.hasMore ||= clause.tokens.some(({ from, roles }) => roles.list === "more" && from >= (own[own.length - 1]?.figure.to ?? opening.from)) && !(own.length === 0 && NOTHING.test(reader.text.slice(clause.from, clause.from + 1)))
    if (last?.isRest) {
      list.parts.push(...stillOpen(reader, clause, level[i + 1], countsIn))
      const { from } = list.parts[list.parts.length - 1]!.figure
      const others = counts.filter(({ clause: { group }, figure }) => group === first.group && figure.from > from)
      return { ...list, further: [], mayGoOn: makesUp(others, subtract(whole.figure.value, sumOfCounts(list.parts))) }
    }
  }
  return { ...list, further: [] }
}

const NOTHING = /[未无没]/

/** 下属 13 个直属机构办结 899 件: it tells of whom the part is. */
const isInName = (count: Count, next: Count | undefined, { text, vocabulary }: Reader, whole: Count): boolean =>
  next !== undefined && !isAlike(count, whole) && isAlike(next, whole) && !isEach(next, vocabulary) && /^[^,;:、()]{2,}$/.test(text.slice(count.figure.to, next.figure.from))

/** True for the 4 of 4 处共 150 人次 behind four parts. */
function isNumberOfParts(count: Count, total: Count, parts: number, vocabulary: ProseVocabulary): boolean {
  const told = numberTold(total, count, vocabulary)
  return told?.count === count && told.number === parts
}

/** 直接起诉的 9 件：维持 6 件，…；复议后起诉的 5 件：…: clauses with their counts and their numbers, but for what stands behind a colon and is of the part before it. */
function* unnested(text: string, level: readonly Clause[], countsIn: (clause: Clause) => readonly Count[]): Iterable<{ readonly i: number; readonly clause: Clause; readonly own: readonly Count[] }> {
  let isNested = false
  for (const [i, clause] of level.entries()) {
    isNested &&= text[clause.from - 1] !== ";"
    if (isNested) continue
    const own = countsIn(clause)
    const at = own.findIndex(({ figure }) => text[figure.to] === ":")
    isNested = at >= 0
    yield { i, clause, own: isNested ? own.slice(0, at + 1) : own }
  }
}

/** True for what is counted in another unit than the whole, where the list has perhaps ended or had several parts in its unit: 幼儿园 14 条、小学 21 条、初中 15 条，解答来电近 400 次. */
function isOther(own: readonly Count[], parts: readonly Count[], whole: Count, end: End): boolean {
  if (own.length === 0 || own.some(count => isAlike(count, whole))) return false
  return end === "perhaps" || (parts.length > 2 && parts.every(part => isAlike(part, whole)) && parts[0]!.clause === parts[parts.length - 1]!.clause)
}

/** 其他结果 15 件，尚未审结 5 件: what is still open is told behind the rest. */
function stillOpen({ text, vocabulary }: Reader, { to, endsSentence }: Clause, next: Clause | undefined, countsIn: (clause: Clause) => readonly Count[]): readonly Count[] {
  if (!next || endsSentence || text[to] === ";" || !vocabulary.format.lists.still.some(word => text.startsWith(word, next.from))) return []
  return countsIn(next).slice(0, 1)
}

/** What may belong to a list that has perhaps ended, up to the end of the sentence or the next list. */
function further(reader: Reader, level: readonly Clause[], countsIn: (clause: Clause) => readonly Count[], whole: Count): readonly Count[] {
  const found: Count[] = []
  for (const [i, clause] of level.entries()) {
    if (i > 0 && (level[i - 1]!.endsSentence || openerOf(reader, clause))) break
    // 复议 46 件，其中 …；诉讼 11 件，其中 …: it is the whole of the next list.
    const next = level[i + 1]
    if (next && !clause.endsSentence && openerOf(reader, next)) break
    found.push(...countsIn(clause).filter(count => isPlain(count) && isAlike(count, whole)))
  }
  return found
}

/** 2020 年 1 件，2021 年 2 件: years are the names of parts. */
const isYear = ({ lead }: Count): boolean => /^[,;:、]?20\d\d年度?$/.test(lead)

/** True if the first ones of some counts add up to a value. */
const makesUp = (counts: readonly Count[], value: Decimal): boolean => counts.some((_, i) => equals(sumOfCounts(counts.slice(0, i + 1)), value))

const breaks = (clause: Clause, from: number): readonly Token[] => clause.tokens.filter(token => token.from >= from && token.roles.list === "break")
/** 含新制定 7 件，修改 6 件: where the first part has a verb before it, the others may. */
const hasVerb = (clause: Clause, from: number): boolean => breaks(clause, from).some(token => token.roles.isComparison === undefined && clause.figures.some(figure => isCounting(figure) && figure.from > token.from))

/** Whether a list ends before a clause: for certain, or perhaps. */
function endBefore(reader: Reader, clause: Clause, last: Clause, parts: readonly Count[], { whole, withVerbs }: { readonly whole: Count; readonly withVerbs: boolean }): End {
  const { text } = reader
  if (last.endsSentence || openerOf(reader, clause) || tellsOfSaid(reader, clause)) return "yes"
  if (text[last.to] === ";" && endsAtSemicolon(reader, clause, parts, whole)) return "yes"
  // 其中，新闻发布会举行 12 场: the first part.
  if (parts.length === 0) return "no"
  // 其中在网站发布 12 条，通过公众号累计发布 30 条: clauses alike.
  if (isParallel(clause, parts[0]!, text, reader.vocabulary)) return "no"
  if (startsFlow(clause, parts, reader)) return "perhaps"
  // 一审 4 件，其中 …，二审 2 件: as the whole is worded.
  if (isSibling(clause, whole, parts, reader)) return "yes"
  const firstCount = clause.figures.find(figure => isCounting(figure) && !figure.spelled)?.from ?? clause.to
  const firstBreak = breaks(clause, clause.from).find(({ from, roles }) => !roles.isComparison && from < firstCount && (from === clause.from || !isTotal(text, from, reader.vocabulary)))
  if (firstBreak) return withVerbs ? "no" : "perhaps"
  if (text[last.to] === ";" && new Set(parts.map(part => part.clause)).size + countIn(last, parts) > 2 && !isSameKind(clause, parts)) return isLess(sumOfCounts(parts), whole.figure.value) ? "perhaps" : "yes"
  return "no"
}

/** True if a list is over at a semicolon: its rest was told, another one is dealt out behind it, what follows is more than the whole, or this year follows another one. */
function endsAtSemicolon(reader: Reader, clause: Clause, parts: readonly Count[], whole: Count): boolean {
  const { text, vocabulary, countsOf } = reader
  // 县里收到 58 件，其中县政府办 21 件；全市收到 906 件
  const isOfMore = parts.length > 0 && (countsOf.get(clause) ?? []).slice(0, 1).some(count => isAlike(count, whole) && isLess(whole.figure.value, count.figure.value))
  return parts.some(({ isRest }) => isRest) || isAmong(reader, clause) || isOfPart(text, clause, parts) || isOfMore || (whole.isOfOtherYear && vocabulary.format.years.own.some(word => text.startsWith(word, clause.from)))
}

/** 自然人 75 件，法人 6 件；法人中商业企业 4 件: the parts of a part. */
export function isOfPart(text: string, { from, to }: Clause, parts: readonly Count[]): boolean {
  const name = /^([^,;:、\d]{2,8})中/.exec(text.slice(from, to))?.[1]
  return name !== undefined && parts.some(({ lead }) => lead.endsWith(name))
}

/** True if a clause counts something that is named as the whole is, but for a character or two. */
function isSibling(clause: Clause, whole: Count, parts: readonly Count[], { countsOf }: Reader): boolean {
  const name = ({ lead }: Count): string => lead.replace(/^[,;:、]+/, "")
  const own = countsOf.get(clause)?.[0]
  if (!own || name(own).length !== name(whole).length || name(own).length < 4) return false
  return name(own).slice(2) === name(whole).slice(2) && parts.every(part => name(part).slice(-2) !== name(whole).slice(-2))
}

/** 解读信息共计 97 条: inside a clause it opens nothing. */
const isTotal = (text: string, from: number, { format }: ProseVocabulary): boolean => format.lists.totals.some(word => text.startsWith(word, from))

/** 二是 */
export const ITEM = /^[一二三四五六七八九十]是/

/** True if a clause begins as the first part does: 在, 通过. */
function isParallel({ from }: Clause, { clause: first }: Count, text: string, { format }: ProseVocabulary): boolean {
  const { along } = format.lists
  const start = text.slice(first.from, first.to).replace(/^(?:[,;:、]|其中)+/, "")
  if (ITEM.test(start)) return ITEM.test(text.slice(from, from + 2))
  return along.some(word => start.startsWith(word)) && along.some(word => text.startsWith(word, from))
}

/** 74 件，含上年转来的 4 件，办结 73 件: what was done is no part beside what came. */
function startsFlow(clause: Clause, parts: readonly Count[], { text, countsOf, vocabulary }: Reader): boolean {
  const { done } = vocabulary.format.flows
  return parts.length > 0 && parts.every(({ flow }) => flow === null) && (countsOf.get(clause) ?? []).some(({ flow }) => flow === "done") && done.some(word => text.startsWith(word, clause.from))
}

const countIn = (clause: Clause, parts: readonly Count[]): number => parts.filter(part => part.clause === clause).length
const isSameKind = ({ tokens }: Clause, parts: readonly Count[]): boolean => tokens.some(({ roles }) => roles.columns) && parts.some(({ clause }) => clause.tokens.some(({ roles }) => roles.columns))
