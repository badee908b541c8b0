import { add, equals, isLess, toCount, type Decimal } from "../../text/decimal.ts"
import type { Clause, Token } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import { isAmong, isAspect, openerOf, opens, partsBehind, tellsOfSaid, type ListParts, type Opening } from "./listParts.ts"
import { isNearSum } from "./slips.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { isAlike, isEach, isPlain, REACH_BACK, REACH_ON, saysNoOthers, sumOfCounts, type Closing, type Reader, type Whole } from "./wholes.ts"
import { holdsAny } from "./words.ts"

/** So many clauses without a count may stand between a whole and its list. */
const MAX_GAP = 2
/** So many words may stand between a figure and a bracket with its parts. */
const MAX_NOUN = 8

/** The lists of a sentence that words, a colon or a bracket open. */
export function openedLists(reader: Reader): Whole[] {
  const { clauses, counts } = reader
  const opened: Whole[] = []
  let byAspect: Whole | null = null
  let seen = 0
  for (const [i, clause] of clauses.entries()) {
    while (seen < counts.length && counts[seen]!.clause.from < clause.from) seen++
    if (mayOpen(reader, clause)) {
      const near = { ...reader, clauses: clauses.slice(Math.max(0, i - REACH_BACK), i + REACH_ON), counts: counts.slice(Math.max(0, seen - REACH_BACK), seen + REACH_ON) }
      const isByAspect = tellsAspect(reader, clause) || opensAspect(reader, clause) !== undefined
      // 42 件，按主体看 …；办结的 38 件，按结论看 …: the last one has a whole of its own.
      const before = clauses[i - 1]
      if (before && reader.text[before.from - 1] === ";" && reader.countsOf.has(before)) byAspect = null
      const list = listAt(near, clause, isByAspect ? byAspect : null)
      if (list) opened.push(list)
      // 其中直接起诉的 9 件：维持 6 件，…: a part with parts of its own.
      const inner = openerOf(near, clause) ? behindColon(near, clause, near.countsOf.get(clause) ?? []) : null
      const parts = inner && readParts(near, inner)
      if (parts) opened.push(parts)
      if (isByAspect) byAspect ??= list
    }
    if (clause.endsSentence && clause.group === 0) byAspect = null
  }
  return opened
}

/** The list that a clause opens. `byAspect` is one before it in the sentence: 从方式看 …；从主体看 … are parts of one whole. */
function listAt(reader: Reader, clause: Clause, byAspect: Whole | null): Whole | null {
  const opener = opensAspect(reader, clause)
  const opening: Opening | null = byAspect ? { from: opener?.to ?? clause.to, clause, closing: opener ? "closed" : "open", isCertain: true, whole: byAspect.whole, others: [], isOfAccount: false, change: null } : openingOf(reader, clause)
  const list = opening && readParts(reader, opening)
  if (!list || (tellsAspect(reader, clause) && hasOwnTotal(reader, list))) return null
  // 培训 4 次，参训人员分别为 56 人、63 人 …: they are no parts of the 4.
  return list.whole.figure.kind === "count" || list.parts.some(part => isAlike(part, list.whole)) ? list : null
}

/** 按时限分为…，按层级分为…: the word with which a clause deals out anew what the one before it has. */
function opensAspect(reader: Reader, clause: Clause): Token | undefined {
  const { text, vocabulary } = reader
  const { before } = vocabulary.format.lists.ofAspect
  const opener = before.some(word => text.startsWith(word, clause.from)) ? openerOf(reader, clause) : undefined
  return opener?.roles.list === "closed" && !clause.figures.some(({ from }) => from < opener.from) ? opener : undefined
}

/** 从办结情况看，一季度 31 件、二季度 35 件，合计 66 件: they are parts of the total behind them. */
function hasOwnTotal({ counts, vocabulary }: Reader, { parts }: Whole): boolean {
  const last = parts[parts.length - 1]!
  const next = counts.find(({ figure }) => figure.from > last.figure.to)
  return next !== undefined && vocabulary.format.lists.sums.some(word => next.lead.replace(/^[,;:、]/, "").startsWith(word))
}

const mayOpen = (reader: Reader, clause: Clause): boolean => clause.isFirst || openerOf(reader, clause) !== undefined || reader.text.slice(clause.from, clause.to).includes(":") || tellsOfSaid(reader, clause) || partNamed(reader, clause) !== null || FIRST_ITEM.test(reader.text.slice(clause.from, clause.from + 2)) || isMadeUpOf(reader, clause) || isNamely(reader, clause)

function openingOf(reader: Reader, clause: Clause): Opening | null {
  const { text, countsOf, vocabulary } = reader
  const own = countsOf.get(clause) ?? []
  const opener = openerOf(reader, clause)
  const word = opener && !isDealtOut(text.slice(own.findLast(({ figure }) => figure.to <= opener.from)?.figure.to ?? clause.from, opener.from), vocabulary) ? opener : undefined
  const opening = word ? openedBy(word, reader, clause) : (behindColon(reader, clause, own) ?? inBracket(reader, clause, own) ?? ofWhatWasSaid(reader, clause, own))
  return opening && (opening.isCertain || !isJoined(reader, opening.whole)) ? opening : null
}

function openedBy(word: Token, reader: Reader, clause: Clause): Opening | null {
  const { text, vocabulary } = reader
  // 平均每次分别为 15 条和 15.2 条: of means there is no whole.
  if (holdsAny(text.slice(clause.from, word.from), vocabulary.format.products.mean)) return null
  const written = text.slice(word.from, word.to)
  const closing = word.roles.list === "closed" ? "closed" : holdsAny(written, vocabulary.format.lists.held) ? "held" : "open"
  const before = clause.isFirst ? beforeBracket(reader, clause) : wholeBefore(reader, clause, word.from)
  return before && { from: word.from, clause, closing, isCertain: false, isOfSeveral: !written.startsWith("其中") && closing !== "held", ...before }
}

function inBracket(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  if (own.length === 1 && reader.vocabulary.format.lists.measures.some(word => own[0]!.lead.startsWith(word))) return null
  if (!clause.isFirst || !own.some(({ figure }) => figure.from > clause.from || figure.to < clause.to)) return null
  const before = beforeBracket(reader, clause)
  return before && { from: clause.from, clause, closing: "open", isCertain: false, ...before }
}

/** 在公开的信息中，文件 7 条 …; 从方式看，网上 7 件 …; 一是公开文件 7 条 …: parts of what has been counted. */
function ofWhatWasSaid(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  const isFirstItem = FIRST_ITEM.test(reader.text.slice(clause.from, clause.from + 2))
  if (own.length > 1 && isMadeUpOf(reader, clause)) {
    const whole = wholeBefore(reader, clause, clause.from)
    return whole && { from: clause.from, clause, closing: "closed", isCertain: false, isClause: true, ...whole }
  }
  const number = numberOfNamed(reader, clause, own)
  if (number) {
    const whole = wholeBefore(reader, number.clause, number.clause.from)
    return whole && isAlike(whole.whole, own[0]!) ? { from: clause.from, clause, closing: "closed", isCertain: false, isClause: true, ...whole } : null
  }
  const part = own.length === 0 ? partNamed(reader, clause) : null
  // 投诉 20 件；投诉中，重复 8 件，匿名 15 件: such parts may overlap.
  if (part) return { from: clause.to, clause, closing: "loose", isCertain: true, whole: part, others: [], isOfAccount: false, change: null }
  if (!isFirstItem && (own.length > 0 || !tellsOfSaid(reader, clause))) return null
  const whole = wholeBefore(reader, clause, clause.from)
  return whole && { from: isFirstItem ? clause.from : clause.to, clause, closing: "open", isCertain: false, ...whole }
}

/** 法人 28 件；法人中，企业 19 件 …: the part before that is dealt out further. */
function partNamed(reader: Reader, clause: Clause): Count | null {
  const { text, counts } = reader
  if (text[clause.from - 1] !== ";" || !isAmong(reader, clause)) return null
  const name = text.slice(clause.from, clause.to - 1)
  return counts.findLast(({ lead, figure }) => figure.to < clause.from && lead.endsWith(name)) ?? null
}

const FIRST_ITEM = /^一是/

/** 由 9 个乡镇和 13 个部门组成 */
const isMadeUpOf = ({ text, vocabulary }: Reader, { from, to }: Clause): boolean => text[from] === "由" && vocabulary.format.lists.madeOf.some(word => text.slice(from, to).endsWith(word))

const isNamely = ({ text, vocabulary }: Reader, { from }: Clause): boolean => vocabulary.format.listing.openers.some(word => text.startsWith(word, from))

/** 428 条，共分五类，即指南 56 条、专家 117 条 …: as many parts follow as the clause before tells. */
function numberOfNamed(reader: Reader, clause: Clause, own: readonly Count[]): Count | null {
  if (!isNamely(reader, clause)) return null
  const { clauses, countsOf } = reader
  const before = clauses[clauses.indexOf(clause) - 1]
  const [number, ...others] = (before && countsOf.get(before)) ?? []
  return number && others.length === 0 && before!.group === clause.group && own.length > 1 && toCount(number.figure.value) === own.length ? number : null
}

const tellsAspect = ({ text, vocabulary }: Reader, { from, to, figures }: Clause): boolean => figures.length === 0 && isAspect(text.slice(from, to), vocabulary)

/** 188 条：…; 4 件申请全部了结：…, the only count before it; 640 条，由两部分组成：…, the one in the clause before. */
function behindColon(reader: Reader, clause: Clause, own: readonly Count[]): Opening | null {
  const { text, vocabulary } = reader
  const named = own.find(({ figure, isChange }) => !isChange && text[figure.to] === ":")
  if (named) return { from: named.figure.to + 1, clause, closing: "closed", isCertain: true, whole: named, others: [], isOfAccount: false, change: null }
  const colon = clause.from + text.slice(clause.from, clause.to).indexOf(":")
  const before = own.filter(({ figure }) => figure.to <= colon)
  if (colon < clause.from || before.length === own.length) return null
  const [only, second] = before
  if (only && !second && isPlain(only) && !only.figure.spelled) return { from: colon + 1, clause, closing: "closed", isCertain: true, whole: only, others: [], isOfAccount: false, change: null }
  // 按类型统计：…; 办理结果为：…
  if (before.length === 0 && (isAspect(text.slice(clause.from, colon), vocabulary) || vocabulary.format.lists.results.some(result => text.startsWith(result, clause.from)))) {
    const whole = wholeBefore(reader, clause, clause.from)
    return whole && { from: colon + 1, clause, closing: "closed", isCertain: false, ...whole }
  }
  // 由两部分组成 counts the parts.
  if (clause.isFirst || !before.every(({ figure }) => figure.spelled) || text[clause.from - 1] !== ",") return null
  const closing = holdsAny(text.slice(clause.from, colon), vocabulary.format.lists.madeOf) ? "closed" : "open"
  const whole = wholeBefore(reader, clause, clause.from)
  return whole && { from: colon + 1, clause, closing, isCertain: false, ...whole }
}

/** 许可、处罚分别为 3 件、5 件: the figures are dealt out to the words in front. */
const isDealtOut = (before: string, { format }: ProseVocabulary): boolean => before.includes("、") || holdsAny(before, format.listing.joiners)

function beforeBracket({ text, counts }: Reader, clause: Clause): Pick<Opening, "whole" | "others" | "isOfAccount" | "change"> | null {
  const whole = counts.findLast(({ figure, clause: outer }) => outer === clause.outer && figure.to <= clause.from)
  // 较年初减少 9 个（新设 3 个，注销 12 个）: parts of a change go both ways.
  if (!whole || whole.isChange || !/^[^,;。:、()]*$/.test(text.slice(whole.figure.to, clause.from - 1)) || clause.from - whole.figure.to > MAX_NOUN) return null
  return { whole, others: [], isOfAccount: false, change: null }
}

/** 平均用时 1.8 个工作日: of it there are no parts. */
const isMean = ({ lead }: Count, { format }: ProseVocabulary): boolean => holdsAny(lead, format.lists.each) || holdsAny(lead, format.products.mean)

function wholeBefore({ text, clauses, counts, vocabulary }: Reader, clause: Clause, from: number): Pick<Opening, "whole" | "others" | "isOfAccount" | "change"> | null {
  const level = counts.filter(count => count.clause.group === clause.group && count.figure.to <= from)
  // 126 份，罚没 318.6 万元；其中 64 件 …: what is counted in money has parts in money.
  const next = counts.find(({ figure }) => figure.from >= from)
  const last = level.findLast(({ isChange, figure }) => !isChange && (figure.kind !== "money" || next?.figure.kind === "money"))
  if (!last) return null
  // 对 62 个部门开展两轮测评，其中优秀 20 个: of the figures of one clause the parts are of the one with their unit.
  const part = next
  const alike = part && !isAlike(part, last) ? level.findLast(count => !count.isChange && isAlike(count, part) && (count.clause === last.clause || isMean(last, vocabulary) || unitOf(count.figure) === unitOf(part.figure))) : undefined
  // 除 2 件外，均予公开，其中 …
  if (EXCEPT.test(last.lead)) return null
  // 平均用时 9.7 个工作日。其中，5 个工作日内答复的 …
  if (part && isAlike(part, last) && isMean(last, vocabulary)) return null
  const whole = alike ?? last
  // What flows in and out of requests is one account, which flow-mismatch judges: outcomes may be of any of its figures, or of their sum.
  const isOfAccount = whole.flow !== null && level.some(count => count !== whole && count.flow !== null && isAlike(count, whole))
  if (isOfAccount && part?.flow === "outcome") return null
  const change = level.findLast(count => count.isChange && count.figure.from > whole.figure.from) ?? null
  const inBetween = clauses.filter(({ group, from: at }) => group === clause.group && at > whole.clause.from && at < clause.from)
  const others = level.filter(count => count !== whole && !count.isChange && isAlike(count, whole))
  // 净减 13 项；流程图公开率 100%，其中 118 项 …: of what the rate is of.
  if (inBetween.some(({ from: at, figures }) => text[at - 1] === ";" && figures.some(({ kind }) => kind === "percent"))) return null
  return inBetween.length <= MAX_GAP ? { whole, others, isOfAccount, change } : null
}

const EXCEPT = /^[,;]?除(?:了|去)?$/

/** So many words of a figure may stand before what joins it to the next. */
const MAX_JOINED = 4

/** 文件 12 件、解读 15 篇，其中 …: it is not clear which of them, or both, has the parts. */
function isJoined({ counts, text, vocabulary }: Reader, { figure, clause }: Count): boolean {
  const last = counts.findLast(count => count.clause === clause && count.figure.to <= figure.from)
  const between = last && text.slice(last.figure.to, figure.from).slice(0, MAX_JOINED)
  return between !== undefined && !/[,;。:]/.test(between) && isDealtOut(between, vocabulary)
}

/** True if what follows where a list is opened are no parts of its whole. */
function isNoList({ countsOf }: Reader, { from, clause, whole, change, others, closing, isOfSeveral }: Opening, parts: readonly Count[], sum: Decimal): boolean {
  // 14 个单位编制目录，涵盖 26 个领域: one figure behind such a word is of something else.
  if (parts.length === 0 || (isOfSeveral && (parts.length === 1 || parts.every(({ figure }) => isLess(whole.figure.value, figure.value))))) return true
  if (parts.some(({ isSecond }) => isSecond) || (change && !isLess(change.figure.value, sum))) return true
  // 市级部门 864 件，5 个县分别为 412 件、…: beside it.
  const isOfBodies = (countsOf.get(clause) ?? []).some(({ figure }) => figure.to <= from && toCount(figure.value) === parts.length)
  if (isOfBodies && closing === "closed" && isLess(whole.figure.value, sum) && !isNearSum(whole.figure, parts.map(({ figure }) => figure), sum)) return true
  // 合格 1187 家，不合格 77 家，其中公共场所 618 家、不合格 41 家: the parts are of what is told before.
  const [largest] = parts.map(({ figure }) => figure.value).sort((a, b) => (isLess(a, b) ? 1 : -1))
  return parts.length > 2 && closing !== "closed" && isLess(whole.figure.value, largest!) && others.some(other => !isLess(other.figure.value, largest!))
}

/** A whole with the parts that follow it; null if they are none. */
function readParts(reader: Reader, opening: Opening): Whole | null {
  const { whole, isOfAccount } = opening
  const list = partsBehind(reader, opening)
  const sum = sumOfCounts(list.parts)
  // 网站 428 条，主页 1156 条。网站的信息中，…: the whole that they make up is theirs.
  const exact = list.parts.length > 1 && !equals(sum, whole.figure.value) ? opening.others.find(({ figure }) => equals(figure.value, sum)) : undefined
  if (exact) return { whole: exact, parts: list.parts, closing: "loose", mayGoOn: list.mayGoOn }
  // 编发 640 篇，被采用 31 篇。从内容看分为 …: what is smaller than each of them is no whole.
  const isTooSmall = list.parts.length > 2 && list.parts.every(({ figure }) => isLess(whole.figure.value, figure.value))
  const near = isTooSmall ? opening.others.find(({ figure }) => isNearSum(figure, list.parts.map(part => part.figure), sum)) : undefined
  if (near) return { whole: near, parts: list.parts, closing: list.parts.some(({ isRest }) => isRest) ? "closed" : "loose", mayGoOn: list.mayGoOn }
  if (isNoList(reader, opening, list.parts, sum)) return null
  // 办结 168 件，其中当日办结 160 件: of what was done, whatever came in.
  const isOfItsFlow = whole.flow !== null && list.parts.every(({ flow }) => flow === whole.flow)
  if (isOfAccount && !isOfItsFlow) return ofAccount(opening, list)
  const isOver = isLess(whole.figure.value, sum)
  // 12 期，每期 800 册，其中赠阅 9000 册 …: of all of them.
  if (isOver && isEach(whole, reader.vocabulary)) return null
  // 发布 61 条，更新 6 条，其中 …: of which of them the parts are is not clear.
  if (isOver && !isOfItsFlow && opening.others.some(other => !isLess(other.figure.value, sum))) return { whole, parts: list.parts, closing: "loose", mayGoOn: list.mayGoOn }
  return partsOfWhole(reader, opening, list, isOver)
}

/** The parts of a whole that is no figure of an account: all of them, or those of which one slip shows that they are. */
function partsOfWhole(reader: Reader, opening: Opening, list: ListParts, isOver: boolean): Whole {
  const { whole } = opening
  if (list.parts.length > 1 && saysNoOthers(list.parts[list.parts.length - 1]!, reader.text, reader.vocabulary)) return { whole, parts: list.parts, closing: "closed", mayGoOn: false }
  const own = isOver ? beforeOthers(reader, whole, list.parts) : null
  if (own) return { whole, parts: own, closing: "loose", mayGoOn: true }
  const all = isOver ? null : allNear(whole, list)
  if (all) return { whole, parts: all, closing: "loose", mayGoOn: false }
  const apart = opening.closing === "closed" ? [] : apartFrom(list.parts, whole, reader)
  const first = isOver && apart.length < 2 && opening.closing !== "closed" ? firstOnes(whole, list.parts, reader.text) : null
  if (first) return { whole, parts: first, closing: "loose", mayGoOn: false }
  return apart.length > 1 ? { whole, parts: apart, closing: "apart", mayGoOn: list.mayGoOn } : { whole, parts: list.parts, closing: closingOf(opening, list), mayGoOn: list.mayGoOn }
}

/** 收入 18 亿元，其中税收 11 亿元；支出 46 亿元，其中民生 37 亿元: what has parts of its own behind a semicolon is another whole, unless one slip makes it a part. */
function beforeOthers({ text, clauses }: Reader, whole: Count, parts: readonly Count[]): readonly Count[] | null {
  const at = parts.findIndex((part, i) => i > 0 && part.clause !== parts[i - 1]!.clause && text[part.clause.from - 1] === ";" && clauses[clauses.indexOf(part.clause) + 1]?.tokens.some(opens))
  return at > 0 && !isNearSum(whole.figure, parts.map(({ figure }) => figure), sumOfCounts(parts)) ? parts.slice(0, at) : null
}

function closingOf({ closing }: Opening, { parts, hasMore }: ListParts): Closing {
  if (hasMore) return "more"
  return parts.length > 1 && parts.some(({ isRest }) => isRest) ? "closed" : closing
}

/** Parts of one figure of an account, if they do not make up another one, or some together. */
function ofAccount({ whole, others }: Opening, list: ListParts): Whole {
  const all = allNear(whole, list)
  const parts = all ?? list.parts
  return { whole, parts, closing: isOfOthers(sumOfCounts(parts), [whole, ...others]) ? "settled" : "bare", mayGoOn: list.mayGoOn && !all }
}

/** True if some of an account's figures together are as much. */
const isOfOthers = (sum: Decimal, counts: readonly Count[]): boolean => counts.some((one, i) => equals(one.figure.value, sum) || counts.slice(i + 1).some(other => equals(add(one.figure.value, other.figure.value), sum)))

/** 97 人，其中专职 12 人，兼职 85 人；有资格的 19 人: those before a stronger mark, if they make up the whole but for one slip, and the others do not. */
function firstOnes({ figure }: Count, parts: readonly Count[], text: string): readonly Count[] | null {
  const near = (some: readonly Count[]): boolean => isNearSum(figure, some.map(part => part.figure), sumOfCounts(some))
  if (near(parts)) return null
  const end = parts.findIndex((part, i) => i > 0 && /[;。]/.test(text.slice(parts[i - 1]!.figure.to, part.figure.from)))
  const joined = parts.findIndex(({ clause }) => clause !== parts[0]!.clause)
  return [end, joined].flatMap(to => (to > 1 && near(parts.slice(0, to)) ? [parts.slice(0, to)] : []))[0] ?? null
}

/** Clauses that begin with a verb may go on with the list: if one slip explains why all of them do not make it up, they do. */
function allNear({ figure }: Count, { parts, further }: ListParts): readonly Count[] | null {
  const all = [...parts, ...further]
  if (further.length === 0 || all.length < 3 || equals(sumOfCounts(parts), figure.value)) return null
  return isNearSum(figure, all.map(part => part.figure), sumOfCounts(all)) ? all : null
}

/** 线上 2 期、线下 3 期: nothing is both. */
function apartFrom(parts: readonly Count[], whole: Count, { vocabulary }: Reader): readonly Count[] {
  const { splits, exclusive } = vocabulary.format.lists
  const alike = parts.filter(part => isAlike(part, whole))
  return exclusive.some(kind => alike.every(({ lead, tail }) => holdsAny(lead + tail, splits[kind]!))) ? alike : []
}
