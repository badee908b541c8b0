import { equals, isLess, magnitude, subtract } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import type { Clause } from "./clauses.ts"
import { cameAnew, type Count } from "./counts.ts"
import { isOfPart, opens } from "./listParts.ts"
import { isNearSum } from "./slips.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isEach, isPlain, mayBeWhole, REACH_ON, saysNoOthers, sumOfCounts, type Reader, type Whole } from "./wholes.ts"
import { holdsAny, NAME_MARKS, patternOfWords, undivided, withoutWords } from "./words.ts"

/** Wholes and parts that no word puts together: their own words do, or only that they stand in a row. `told` are those that others do. */
export function splitsOf(reader: Reader, told: readonly Whole[]): Whole[] {
  const taken = new Set(told.flatMap(({ parts }) => parts))
  const free = reader.counts.filter(count => !taken.has(count))
  if (free.length < 2) return []
  const found: Whole[] = []
  const used = new Set<Count>()
  const wholes = new Set(told.map(({ whole }) => whole))
  const ofSeveral = new Set(told.flatMap(({ whole, parts }) => (parts.length > 1 && parts[0]!.figure.from > whole.figure.from ? [whole] : [])))
  const take = (whole: Whole | null): void => {
    if (!whole || whole.parts.some(part => used.has(part))) return
    found.push(whole)
    for (const part of whole.parts) used.add(part)
  }
  for (const [i, whole] of free.entries()) {
    if (!mayBeWhole(whole)) continue
    const behind = countsBehind(reader, free, i)
    take(madeOf(whole, behind) ?? namedIn(reader, whole, behind) ?? ofOneKind(reader, whole, behind) ?? doneOf(reader, whole, behind) ?? newAndCarried(whole, behind, reader.counts))
  }
  const untold = free.filter(count => !ofSeveral.has(count))
  for (const [i, last] of untold.entries()) if (!used.has(last)) take(unlessBetween(closedByRest(reader, untold, i), ofSeveral))
  const inLists = clausesOfLists(reader)
  for (const [i, whole] of free.entries()) {
    if (!inLists.has(whole.clause) && mayBeWhole(whole) && !used.has(whole) && !wholes.has(whole)) take(rowOf(reader, whole, countsBehind(reader, free, i)))
  }
  return found
}

/** 部分公开 21 件；不予公开 26 件，包含 …；不予处理 14 件；其他 9 件: what has parts of its own between a whole and its rest is told beside both. */
const unlessBetween = (split: Whole | null, ofSeveral: ReadonlySet<Count>): Whole | null =>
  split && [...ofSeveral].some(({ figure }) => figure.from > split.whole.figure.to && figure.to < split.parts.at(-1)!.figure.from) ? null : split

/** The clauses behind a word that opens a list, up to the end of the sentence: what stands there has been read with it, or not for a reason. */
function clausesOfLists({ clauses }: Reader): ReadonlySet<Clause> {
  const found = new Set<Clause>()
  let isInList = false
  for (const clause of clauses) {
    isInList ||= clause.tokens.some(opens)
    if (isInList) found.add(clause)
    if (clause.endsSentence && clause.group === 0) isInList = false
  }
  return found
}

/** The counts behind one in its group, up to a mark that ends all; those of the next sentence are read with it where it goes on. */
function countsBehind({ text }: Reader, free: readonly Count[], at: number, end = /[!?]/, most = REACH_ON): readonly Count[] {
  const whole = free[at]!
  const behind: Count[] = []
  let from = whole.figure.to
  for (const count of free.slice(at + 1, at + most)) {
    if (count.clause.group !== whole.clause.group || end.test(text.slice(from, count.figure.from))) break
    behind.push(count)
    from = count.figure.to
  }
  return behind
}

/** 复议 11 件，维持 6 件，纠正 2 件，其他结果 1 件，尚未审结 2 件: all that the format says it is made of. */
function madeOf(whole: Count, behind: readonly Count[]): Whole | null {
  const ids = whole.claim?.quantity.madeOf ?? []
  const parts = behind.slice(0, ids.length)
  return ids.length > 0 && parts.length === ids.length && parts.every(isPlain) && ids.every(id => parts.some(({ claim }) => claim?.quantity.id === id)) ? { whole, parts, closing: "closed", mayGoOn: false } : null
}

/** 直属单位 7 家，已公开的 8 家: what was done of it is no more than there is. */
function doneOf({ text, vocabulary }: Reader, whole: Count, behind: readonly Count[]): Whole | null {
  const [part] = behind
  if (!part || !isPlain(part) || !isAlike(part, whole) || part.clause === whole.clause || part.flow !== null || !isLess(whole.figure.value, part.figure.value)) return null
  const { already, done, returned, among } = vocabulary.format.lists
  if (SENTENCE_END.test(text.slice(whole.figure.to, part.figure.from)) || among.some(word => whole.tail.endsWith(word))) return null
  if (returned.some(word => beginning(part).startsWith(word))) return { whole, parts: [part], closing: "open", mayGoOn: false }
  const isDone = already.some(word => beginning(part).startsWith(word)) || (done.some(word => part.lead.endsWith(word)) && !NEGATED.test(part.lead))
  return isDone ? { whole, parts: [part], closing: "bare", mayGoOn: false } : null
}

/** 收到 58 件（含上年结转 4 件），本年新收 54 件: what came and what was carried in are all of it. */
function newAndCarried(whole: Count, behind: readonly Count[], counts: readonly Count[]): Whole | null {
  const [next] = behind
  if (whole.flow !== "received" || next?.flow !== "received" || !cameAnew(next)) return null
  const carried = counts.find(({ clause }) => clause.isFirst && clause.outer === whole.clause)
  return carried?.flow === "carriedIn" && [carried, next].every(part => isAlike(part, whole) && part.figure.bound === "exact") ? { whole, parts: [carried, next], closing: "closed", mayGoOn: false } : null
}

/** The marks and words with which a part's name begins. */
const nameWords = memoize(({ format }: ProseVocabulary) => new RegExp(`^(?:${patternOfWords(undivided([...NAME_MARKS, ...format.lists.named.idle]))})+|(?:${patternOfWords(undivided(format.lists.named.behind))})+$`, "g"))
const MAX_NAME = 10
const SENTENCE_END = /[。!?]/

/** 复议和诉讼共 15 起，复议 9 起，诉讼 6 起: the words of the whole name all of its parts. */
function namedIn({ text, vocabulary }: Reader, whole: Count, behind: readonly Count[]): Whole | null {
  const words = text.slice(Math.max(0, whole.figure.from - MAX_WORDS), whole.figure.from).split(/[。!?;\d]/).at(-1)!
  if (!JOINED.test(words)) return null
  const parts: Count[] = []
  let last = -1
  for (const count of behind) {
    const name = count.lead.replace(nameWords(vocabulary), "")
    const at = isPlain(count) && name.length > 1 && name.length <= MAX_NAME ? words.indexOf(name, last + 1) : -1
    if (at < 0 || (last >= 0 && !JOINED.test(words.slice(last, at)))) break
    last = at
    parts.push(count)
  }
  const joined = words.split(JOINED).length - 1
  return parts.length > 1 && parts.length > joined ? { whole, parts, closing: "told", mayGoOn: false } : null
}

const MAX_WORDS = 60
const JOINED = /[、和与及]/
const NEGATED = /[未不没]/

/** What a count is a part by: applicants, channels, grades. */
const kindOf = ({ lead, tail, clause }: Count, { format }: ProseVocabulary): string | undefined =>
  clause.tokens.some(({ roles }) => roles.columns) && /^.{0,12}$/.test(lead) ? "applicants" : Object.entries(format.lists.splits).find(([, words]) => holdsAny(lead + tail, words))?.[0]

/** 收到 12 件，网站提交 9 件、来信 3 件: parts of one known kind behind a whole that is not of it. */
function ofOneKind({ text, vocabulary }: Reader, whole: Count, behind: readonly Count[]): Whole | null {
  const kind = behind[0] && kindOf(behind[0], vocabulary)
  if (kind === undefined || kindOf(whole, vocabulary) !== undefined || text.slice(whole.figure.to, behind[0]!.figure.from).includes(";")) return null
  // 上年收到 30 件，其中网络 20 件；今年网络 24 件
  const end = behind.findIndex((count, i) => kindOf(count, vocabulary) !== kind || isOfPart(text, count.clause, behind.slice(0, i)) || (whole.isOfOtherYear && holdsAny(count.lead, vocabulary.format.years.own)))
  const parts = end < 0 ? behind : behind.slice(0, end)
  // 张贴 173 条，网站 385 条、微信 227 条: all are parts of what stands before them.
  if (whole.flow !== "received" && parts.some(({ figure }) => isLess(whole.figure.value, figure.value))) return null
  return parts.length > 1 && parts.every(count => isPlain(count) && isAlike(count, whole)) ? { whole, parts, closing: "bare", mayGoOn: false } : null
}

/** 10 个县建成 9 个，尚有 1 个: with what is left, the counts before it are a whole and its parts, in whichever order they stand. */
function closedByRest(reader: Reader, free: readonly Count[], at: number): Whole | null {
  const { vocabulary } = reader
  const rest = free[at]!
  const { left } = vocabulary.format.lists
  // 其他处理, 不予公开 are outcomes beside others.
  if (!isPlain(rest) || vocabulary.format.flows.outcome.some(word => beginning(rest).startsWith(word))) return null
  const before = besideRest(reader, free, at)
  if (before.length < 2 || isOfAccount(rest, before) || !(left.some(word => isToldBy(rest, word)) || isStillOpen(rest, vocabulary) || isNegated(rest, before) || isCarriedOut(rest))) return null
  // 开通的有 36 个，通过检查的 53 个，未通过的 1 个: those that did are no more than there are.
  const [whole, part] = before
  if (before.length === 2 && [part!, rest].every(({ lead }) => lead.endsWith("的")) && isLess(whole!.figure.value, part!.figure.value) && isNegated(rest, [part!])) return { whole: whole!, parts: [part!], closing: "open", mayGoOn: false }
  // 发现 96 个，立行立改 80 个、限期整改 13 个，已整改 93 个，剩余 3 个
  const done = before.at(-1)!
  if (before.length > 2 && before.some(more => equals(subtract(more.figure.value, done.figure.value), rest.figure.value))) return null
  const behind = countsBehind(reader, free, at, /[。!?;]/, MAX_BESIDE)
  const other = behind.findIndex(count => !isPlain(count) || !isAlike(count, rest))
  return nearestSplit(reader, before, rest, other < 0 ? behind : behind.slice(0, other))
}

/** What is left is told of the last few counts. */
const MAX_BESIDE = 8

/** The counts of its sentence before what is left, in its unit. */
function besideRest({ text, vocabulary }: Reader, free: readonly Count[], at: number): readonly Count[] {
  const rest = free[at]!
  const before: Count[] = []
  let end = rest.figure.from
  for (const count of free.slice(Math.max(0, at - MAX_BESIDE), at).reverse()) {
    // 回复 1263 件（含往年受理的 71 件），另有 13 件正在核实: of what was received alone nothing is left over.
    if (end === rest.figure.from && isBracketOfDone(count, free)) return []
    // 1568 件（包含上年结转 68 件），1503 件已答复: what stands in a bracket is passed over.
    if (rest.clause.group === 0 && count.clause.group !== 0) continue
    if (count.clause.group !== rest.clause.group || SENTENCE_END.test(text.slice(count.figure.to, end))) break
    if (isPlain(count) && isAlike(count, rest) && !isEach(count, vocabulary)) before.unshift(count)
    end = count.figure.from
  }
  return before
}

/** True for what came in another year, in a bracket behind what was done. */
const isBracketOfDone = ({ clause, isOfOtherYear, flow, figure }: Count, free: readonly Count[]): boolean =>
  clause.group !== 0 && (isOfOtherYear || flow === "carriedIn") && free.findLast(count => count.clause === clause.outer && count.figure.to < figure.from)?.flow === "done"

/** Of the last ones before what is left and the first ones behind it, those that make a whole with its parts; else the most that come near to one. */
function nearestSplit(reader: Reader, before: readonly Count[], rest: Count, behind: readonly Count[]): Whole | null {
  let nearest: Whole | null = null
  for (const [from] of before.entries()) {
    for (let to = behind.length; to >= 0; to--) {
      const all = [...before.slice(from), rest, ...behind.slice(0, to)]
      if (isBalanced(all) || all.every(count => hasShare(count, reader.text))) return null
      const whole = all.reduce((most, count) => (isLess(most.figure.value, count.figure.value) ? count : most))
      const parts = all.filter(count => count !== whole)
      // 公益组织 2 件、律所 5 件、其他 2 件: what stands within a row is no whole.
      const isInRow = reader.text[whole.figure.to] === "、" || parts.some(part => part.clause === whole.clause && part.figure.to < whole.figure.from && reader.text[part.figure.to] === "、")
      // 优秀 37 件，合格 52 件，不合格 11 件: none of them is of another.
      const kind = kindOf(whole, reader.vocabulary)
      if (whole === rest || isInRow || parts.length < 2 || (kind === "grades" && parts.some(part => kindOf(part, reader.vocabulary) === kind))) continue
      const split: Whole = { whole, parts, closing: "left", mayGoOn: false }
      const sum = sumOfCounts(parts)
      if (equals(sum, whole.figure.value)) return split
      if (isNearSum(whole.figure, parts.map(part => part.figure), sum) || isRestOfTwo(split, before)) nearest ??= split
    }
  }
  return nearest
}

/** 检查 28 个，5 个整改，其余 13 个正常: a whole, a part and the rest, and nothing else. */
const isRestOfTwo = ({ whole, parts }: Whole, before: readonly Count[]): boolean => before.length === 2 && whole === before[0] && parts.length === 2 && parts[1]!.isRest

/** 31 件，占 47.7%，19 件，占 29.2%，其余 15 件占 23.1%: all are parts of a whole that is not told. */
const hasShare = ({ figure }: Count, text: string): boolean => /^[^,;。:、()\d]{0,4},?占/.test(text.slice(figure.to, figure.to + MAX_SHARE))
const MAX_SHARE = 6

/** 复议 7 件、诉讼 4 件，审结 9 件，2 件正在审理: the first ones are as many as the others. */
const isBalanced = (counts: readonly Count[]): boolean => counts.length > 3 && counts.some((_, i) => i > 1 && i < counts.length - 1 && equals(sumOfCounts(counts.slice(0, i)), sumOfCounts(counts.slice(i))))

const beginning = ({ lead }: Count): string => lead.replace(/^[,;:、]+/, "")

/** In front of it, or behind where nothing stands in front: 2 个正在推进. */
const isToldBy = (count: Count, word: string): boolean => beginning(count).startsWith(word) || (beginning(count) === "" && count.tail.startsWith(word))

/** 另有 15 处正在核实 */
const isStillOpen = (count: Count, { format }: ProseVocabulary): boolean => beginning(count) === format.lists.besides && holdsAny(count.tail, format.lists.still)

/** 收到 9 件，办结 7 件，尚有 2 件在办: where the account names all, flow-mismatch judges it. */
const isOfAccount = ({ flow }: Count, before: readonly Count[]): boolean => flow === "carriedOut" && before.some(count => count.flow === "received" || count.flow === "carriedIn" || count.flow === "outcome")

/** 处理 1568 件，1503 件已答复，65 件结转下年 */
const isCarriedOut = ({ flow }: Count): boolean => flow === "carriedOut"

/** 收回 468 份，未收回 32 份: what one part is, the other is not. */
function isNegated({ lead }: Count, before: readonly Count[]): boolean {
  const verb = /(?:未|没有|不)([^,;:、\d]{2})/.exec(lead)?.[1]
  return verb !== undefined && before.some(count => count.lead.includes(verb) && !NEGATED.test(count.lead))
}

/** 公开 93 条，人事 8 条、财务 14 条、业务 71 条: three or more in a row behind a whole, or two joined by a mark, of which nothing says that they are its parts. */
function rowOf(reader: Reader, whole: Count, behind: readonly Count[]): Whole | null {
  const { text, vocabulary } = reader
  const [first] = behind
  if (!first || first.clause === whole.clause || SENTENCE_END.test(text.slice(whole.figure.to, first.figure.from))) return null
  const row: Count[] = []
  for (const count of behind) {
    if (!isPlain(count) || !isAlike(count, whole) || !mayStandInRow(count, whole, vocabulary) || isEach(count, vocabulary) || isOfPart(text, count.clause, row)) break
    row.push(count)
  }
  const isJoined = row.length === 2 && (isPair(reader, whole, row[0]!, row[1]!) || (!hasShare(whole, text) && isNearPair(whole, row, vocabulary)))
  const isAll = row.length > 1 && saysNoOthers(row[row.length - 1]!, text, vocabulary)
  return row.length > 2 || isJoined || isAll ? { whole, parts: row, closing: isAll ? "closed" : "loose", mayGoOn: false } : null
}

/** What was done is no part in a row of what was received, but an outcome is one of what was written (制发 205 件，不予公开 52 件), and 已答复的 48 件 or 转有关科室后回复 38 件 tell of some of what stands before. */
function mayStandInRow(count: Count, whole: Count, { format }: ProseVocabulary): boolean {
  const { flow, lead } = count
  if (flow === null) return true
  if (lead.endsWith("的")) return !flow.startsWith("carried")
  if (whole.flow !== null || whole.claim !== null) return false
  return flow === "outcome" || (flow === "done" && !format.flows.done.some(word => beginning(count).startsWith(word)))
}

/** 通报 12 期、13 期; 主办的 19 件，会办的 9 件: two that the text puts side by side, and nothing else in the clause of the whole. */
function isPair({ counts, text }: Reader, whole: Count, first: Count, second: Count): boolean {
  if (first.lead.endsWith("的") && second.lead.endsWith("的")) return true
  return text[first.figure.to] === "、" && counts.every(count => count === whole || count.clause !== whole.clause)
}

/** 来电 391 个，当场解答 352 个，转有关单位后回复 38 个: two alone, of which a slip parts what they make from the whole by little. */
function isNearPair({ figure }: Count, row: readonly Count[], { format }: ProseVocabulary): boolean {
  const sum = sumOfCounts(row)
  const gap = magnitude(subtract(sum, figure.value))
  return isLess({ units: gap.units * 10n, scale: gap.scale }, figure.value) && isNearSum(figure, row.map(part => part.figure), sum) && !row.some(part => format.lists.breaks.some(word => beginning(part).startsWith(word)))
}

/** 收到的 18 份意见中，采纳 20 份: the figures behind are parts, of which the others may overlap the first. */
export function partsAmong({ text, counts, vocabulary }: Reader): Whole[] {
  return counts.flatMap((whole, i): Whole[] => {
    if (!isPlain(whole) || !saysAmong(whole, text, vocabulary)) return []
    const parts: Count[] = []
    let from = whole.figure.to
    for (const count of counts.slice(i + 1, i + REACH_ON)) {
      if (!isPlain(count) || !isAlike(count, whole) || SENTENCE_END.test(text.slice(from, count.figure.from))) break
      from = count.figure.to
      if (count.clause.group !== whole.clause.group) continue
      parts.push(count)
    }
    const [first] = parts
    if (!first) return []
    if (parts.length > 1 && saysNoOthers(parts[parts.length - 1]!, text, vocabulary)) return [{ whole, parts, closing: "closed", mayGoOn: false }]
    return [{ whole, parts: [first], closing: "open", mayGoOn: false }, ...(parts.length > 1 ? [{ whole, parts, closing: "loose" as const, mayGoOn: false }] : [])]
  })
}

/** True if 中 stands behind a figure and its noun, alone or with what its parts are called: 83 则公告中计划停水 57 则. */
function saysAmong({ figure, tail }: Count, text: string, { format }: ProseVocabulary): boolean {
  const words = withoutWords(tail, format.lists.notAmong)
  const { among } = format.lists
  if (among.some(word => words.endsWith(word))) return text[figure.to + tail.length] !== "、"
  return /\d/.test(text[figure.to + tail.length] ?? "") && /[^中]中[^中]{1,6}$/.test(words)
}
