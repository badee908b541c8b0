import type { Range } from "../../text/range.ts"
import { barsOf, barsSentence, claimOf, distributedClaim, groundOf, statementsOf, topicAt, yearsIn, type Claim, type Ground, type Sentence, type StatementClaim } from "./claims.ts"
import { clausesOf, type Clause } from "./clauses.ts"
import { countsOf, type Count } from "./counts.ts"
import { isCounting, type Figure } from "./figures.ts"
import { addParts, mayStand, openList, type Account } from "./lists.ts"
import { productsOf, type Product } from "./products.ts"
import { NO_RATES, ratesOf, type RatesOfSentence } from "./rates.ts"
import { saidAgain, statedIn, type Stated } from "./stated.ts"
import { stocksOf, tellsOfChanges, type Stock } from "./stocks.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { wholesOf } from "./readWholes.ts"
import type { Whole } from "./wholes.ts"
import { holdsAny, withoutWords } from "./words.ts"

/** What a sentence says in figures. Places count in its text: it knows none of its passage, so that it is read once, wherever it stands. */
export interface SentenceReading {
  /** As compared; its full stop included. */
  readonly text: string
  readonly claims: readonly Claim[]
  readonly statements: readonly StatementClaim[]
  /** All that it counts, in order, and what of it the text makes wholes and parts. */
  readonly counts: readonly Count[]
  readonly wholes: readonly Whole[]
  readonly stocks: readonly Stock[]
  readonly products: readonly Product[]
  readonly shares: readonly Share[]
  readonly rates: RatesOfSentence
  /** What it states of the whole year. */
  readonly stated: readonly Stated[]
  /** Counts of which it says that they stand before: 上述 37 件. */
  readonly again: readonly Count[]
  /** What it was about in the end. */
  readonly topic: string | null
}

/** A percentage that a figure is of another: 其中 8 件，占 20%. */
export interface Share {
  readonly percent: Figure
  readonly part: Figure
  readonly partClaim: Claim | null
  /** Figures in front of the part in its clause, with which it may be one: 6 个乡镇和 9 个部门. */
  readonly joined: readonly Figure[]
  /** Figures before it that it may be a share of. */
  readonly wholes: readonly Figure[]
  /** True if words of its own say what it is a share of: 占网站发布总量的 20%. */
  readonly isOfNamed: boolean
  /** True if the whole stands between 占 and the percentage: 占制发总数 180 份的 90%. */
  readonly isCertain: boolean
}

/** What holds for a bracketed group, or outside of all. */
interface Frame extends Account {
  sentence: Sentence
  wholes: readonly Figure[]
  /** Of the last clause: its claims, and what was spoken of before it. */
  claims: ReadonlyMap<Figure, Claim>
  topicBefore: string | null
  /** The figures of the last clause that had any. */
  lastFigures: readonly Figure[]
  /** The last figure of the clause before, other than percentages and dates. */
  latest: Figure | null
}

const MAX_WHOLES = 32
const EACH = /分别(?:为|是|有|达|达到)?:?$/
/** What may stand between a comma and 占. */
const BARE_SHARE = /^[约仅只均]?$/

/** Reads a sentence. `topic` is what was spoken of before. */
export function readSentence(text: string, topic: string | null, vocabulary: ProseVocabulary): SentenceReading {
  const { clauses, groups } = clausesOf(text, vocabulary)
  if (!clauses.some(mayState)) return { text, claims: NONE, statements: NONE, counts: NONE, wholes: NONE, stocks: NONE, products: NONE, shares: NONE, rates: NO_RATES, stated: NONE, again: NONE, topic: topicAfter(clauses, topic) }
  const ground = groundOf(text, groups, vocabulary)
  const frames = new Map<number, Frame>([[0, newFrame(newSentence(topic))]])
  const counted: Counted = { figures: [], shared: new Set() }
  const claims: Claim[] = []
  const statements: StatementClaim[] = []
  const counts: Count[] = []
  const shares: Share[] = []
  for (const clause of clauses) {
    const frame = frameOf(clause, frames)
    openList(text, groups, clause, frame)
    const bars = barsUnder(barsOf(clause, text, frame.sentence), clause, frame)
    const found = claimsOf(ground, clause, frame, bars)
    claims.push(...found.values())
    counts.push(...countsOf(text, clause, found, vocabulary))
    const stated = statementsOf(ground, clause, frame.sentence, bars)
    statements.push(...stated)
    addParts(text, clause, found, frame)
    const share = shareIn(ground, clause, found, frame, counted)
    if (share) shares.push(share)
    goOn(clause, found, stated, frame, bars, vocabulary.year)
    counted.figures = withLast(counted.figures, clause)
  }
  const all = wholesOf(text, clauses, counts, vocabulary)
  const stocks = stocksOf(text, counts, all.filter(({ closing }) => isTold(closing)), vocabulary)
  const read = all.filter(whole => !tellsOfChanges(whole, vocabulary))
  const ofStocks = new Set(stocks.flatMap(({ start, added, removed, end }) => [start, ...added, ...removed, end]))
  const wholes = read.filter(({ closing, whole, parts }) => isTold(closing) || ![whole, ...parts].some(count => ofStocks.has(count)))
  const parts = new Set(wholes.flatMap(whole => whole.parts))
  return { text, claims, statements, counts, wholes, stocks, products: productsOf(text, counts, vocabulary), stated: statedIn(text, clauses, counts, parts, vocabulary), again: saidAgain(counts, vocabulary), shares, rates: ratesOf(text, clauses, counts, vocabulary), topic: topicAfter(clauses, topic) }
}

/** True if words put the parts under their whole: what merely stands behind it may as well be what came and went. */
const isTold = (closing: Whole["closing"]): boolean => closing !== "loose" && closing !== "left" && closing !== "bare"

const NONE: readonly never[] = []

/** Most clauses count nothing, and have no words that state something without a figure. */
function mayState({ figures, tokens }: Clause): boolean {
  return figures.some(figure => isCounting(figure) || figure.kind === "money" || figure.kind === "percent") || tokens.some(({ roles }) => roles.statements || roles.isShare)
}

/** What clauses outside of brackets came to speak of. */
function topicAfter(clauses: readonly Clause[], topic: string | null): string | null {
  let last = topic
  for (const { group, tokens } of clauses) if (group === 0) for (const { roles } of tokens) if (roles.topic !== undefined) last = roles.topic
  return last
}

function newSentence(topic: string | null): Sentence {
  return { topic, isOtherYear: false, isBarred: false, stated: new Set(), barred: new Set(), applicants: [], scope: null }
}

function newFrame(sentence: Sentence): Frame {
  return { sentence, last: null, lastClaim: null, lastBars: NO_BARS, change: null, hasCounted: false, stated: new Set(), lastFigures: NONE, latest: null, list: null, wholes: [], claims: NO_CLAIMS, topicBefore: sentence.topic }
}

/** A bracketed group begins with what was said before its bracket. Its clauses follow the one around it, which is the last that was read there. */
function frameOf({ group, outer, from }: Clause, frames: Map<number, Frame>): Frame {
  const known = frames.get(group)
  if (known || !outer) return known!
  const around = frames.get(outer.group)!
  const { sentence } = around
  const frame = newFrame({ ...sentence, topic: topicAt(outer, { ...sentence, topic: around.topicBefore }, from), applicants: [...sentence.applicants], stated: new Set(sentence.stated), barred: new Set(sentence.barred), scope: null })
  frame.last = outer.figures.findLast(figure => figure.to <= from && isCounting(figure)) ?? around.last
  frame.lastClaim = frame.last ? (around.claims.get(frame.last) ?? null) : null
  frame.lastBars = around.lastBars
  frame.stated = around.stated
  frame.wholes = around.wholes
  frames.set(group, frame)
  return frame
}

/** Parts are as barred as their whole. */
function barsUnder(own: ReadonlySet<string>, clause: Clause, { list }: Frame): ReadonlySet<string> {
  if (!list || list.bars.size === 0 || clause.figures.length === 0 || clause.tokens.some(({ roles }) => roles.list === "break")) return own
  return new Set([...own, ...list.bars])
}

const NO_BARS: ReadonlySet<string> = new Set()
const NO_CLAIMS: ReadonlyMap<Figure, Claim> = new Map()

/** The claims of a clause by their figures. */
function claimsOf(ground: Ground, clause: Clause, frame: Frame, bars: ReadonlySet<string>): ReadonlyMap<Figure, Claim> {
  if (clause.figures.length === 0) return NO_CLAIMS
  const { sentence } = frame
  const claims = new Map<Figure, Claim>()
  const words = distributedWords(ground.text, clause)
  for (const [i, written] of clause.figures.entries()) {
    const figure = words && written.kind === "none" ? { ...written, kind: clause.figures[clause.figures.length - 1]!.kind } : written
    const claim = words
      ? words[i] && distributedClaim(ground, clause, sentence, figure, bars, words[i])
      : claimOf(ground, clause, sentence, figure, bars, quantity => mayStand(quantity, figure, clause, frame))
    if (claim) claims.set(written, claim)
  }
  return claims
}

/** 许可、处罚和强制分别为 3、4 和 5 件: what each of a clause's figures counts; the last one has the unit of all. Null if the clause does not speak so. */
function distributedWords(text: string, { from, figures }: Clause): Range[] | null {
  const [first] = figures
  if (!first || figures.length < 2) return null
  const each = EACH.exec(text.slice(from, first.from))
  if (!each) return null
  const words: Range[] = []
  let start = from
  for (const part of text.slice(from, from + each.index).split(/[、和及与]/)) {
    words.push({ from: start, to: start + part.length })
    start += part.length + 1
  }
  return words.length === figures.length ? words : []
}

/** The figures of a whole sentence, in brackets and out of them. */
interface Counted {
  /** The last of them. */
  figures: readonly Figure[]
  /** Those of which the text says that they are shares of something. */
  readonly shared: Set<Figure>
}

function shareIn({ text, vocabulary }: Ground, clause: Clause, claims: ReadonlyMap<Figure, Claim>, frame: Frame, counted: Counted): Share | null {
  const { dealtOut, wholes } = vocabulary.format.shares
  const word = clause.tokens.find(({ roles }) => roles.isShare)
  const percent = word && clause.figures.find(figure => figure.kind === "percent" && figure.from >= word.to)
  // 占比为 40%、30% 和 20%: dealt out.
  if (!percent || clause.figures.some(other => other !== percent && other.kind === "percent" && /^[、和及与]$/.test(text.slice(percent.to, other.from)))) return null
  const inClause = clause.figures.findLast(figure => isCounting(figure) && figure.to <= word.from)
  const before = text.slice(clause.from, word.from)
  const between = text.slice(word.to, percent.from)
  if (dealtOut.some(each => before.endsWith(each)) || holdsAny(between, dealtOut)) return null
  // 公开（含部分公开）占…: with words of its own, the share is not of the figure before the comma.
  const part = inClause ?? ((BARE_SHARE.test(before) || namesAgain(text, before, frame.last)) && frame.latest === frame.last ? frame.last : null)
  if (!part || !mayHaveShare(text, clause, part)) return null
  counted.shared.add(part)
  const home = inClause ? clause.figures : frame.lastFigures
  const joined = home.filter(figure => isCounting(figure) && figure.to <= part.from)
  const partClaim = inClause ? (claims.get(inClause) ?? null) : frame.lastClaim
  // 占制发总数 180 份的 90%: the whole stands in the words.
  const [whole, other] = clause.figures.filter(figure => isCounting(figure) && figure.from >= word.to && figure.to < percent.from)
  // 占审结总量 296 件、233 件的 12.8% 和 9.0%: dealt out.
  if (other) return null
  const told = whole ?? wholeAmong(text, part, counted.figures, vocabulary)
  if (told) return { percent, part, partClaim, joined, wholes: told.bound === "exact" ? [told] : [], isOfNamed: false, isCertain: true }
  const isOfNamed = withoutWords(between, wholes) !== ""
  return { percent, part, partClaim, joined, wholes: wholesFor(part, isOfNamed ? counted.figures : frame.wholes, counted), isOfNamed, isCertain: false }
}

/** 主动公开 273 份，主动公开的占 84%: the words in front of the figure, once more. */
const namesAgain = (text: string, before: string, last: Figure | null): boolean => last !== null && before.endsWith("的") && before.length > MIN_NAME && text.slice(0, last.from).endsWith(before.slice(0, -1))

const MIN_NAME = 2

/** Not so 5 个工作日内办结的占 22.4%; 较 2021 年（1750 件，占 21.4%）; 前 3 名占 51.6%. */
const mayHaveShare = (text: string, { outer }: Clause, part: Figure): boolean => part.bound === "exact" && !RANKED.test(text.slice(part.from - 1, part.from)) && !(outer && OF_OTHER_YEAR.test(text.slice(outer.from, part.from))) && !WITHIN.test(text.slice(part.digits.to, part.to + 2))

const RANKED = /[前后首末]/
const OF_OTHER_YEAR = /[较比][^,;。()]{0,8}年[^,;。()]{0,4}\($/
const WITHIN = /^(?:个?工作日|个?小时|天|日|分钟|个月)[之以]?[内后前上下]?/

/** 办结的 30 件里，全部公开 15 件，占 50%: the whole right before the part's clause. */
function wholeAmong(text: string, part: Figure, figures: readonly Figure[], { format }: ProseVocabulary): Figure | undefined {
  const last = figures.findLast(figure => figure.to <= part.from)
  const behind = last && text.slice(last.to, last.to + MAX_AMONG)
  const noun = behind && /^[^,;。:、()\d]*(?=,)/.exec(behind)?.[0]
  return noun !== undefined && format.lists.among.some(word => noun.endsWith(word)) && !format.lists.notAmong.some(word => noun.endsWith(word)) ? last : undefined
}

const MAX_AMONG = 12

/** The figures that a part may be a share of. Where all are shares themselves, their whole is not in the text. */
function wholesFor(part: Figure, figures: readonly Figure[], { shared }: Counted): Figure[] {
  const found = figures.filter(figure => figure !== part && figure.bound === "exact")
  return found.every(figure => shared.has(figure)) ? [] : found
}

/** Figures with those of a clause, as many as may be the whole of something. */
function withLast(figures: readonly Figure[], clause: Clause): readonly Figure[] {
  const own = clause.figures.filter(isCounting)
  return own.length > 0 ? [...figures, ...own].slice(-MAX_WHOLES) : figures
}

const isComparison = ({ tokens }: Clause): boolean => tokens.some(({ roles }) => roles.isComparison)

/** What a clause counts is what the next ones may go on about; a change is not: 收到 50 件，比上年增加 8 件，其中 …. */
function takeFigures(clause: Clause, claims: ReadonlyMap<Figure, Claim>, bars: ReadonlySet<string>, frame: Frame): void {
  const counting = clause.figures.filter(isCounting)
  const last = counting[counting.length - 1]
  if (last) {
    frame.hasCounted = true
    frame.lastFigures = counting
  }
  if (last) frame.wholes = withLast(frame.wholes, clause)
  if (last && frame.lastClaim && isComparison(clause)) frame.change = last
  else if (last) {
    frame.last = last
    frame.lastClaim = claims.get(last) ?? null
    frame.lastBars = bars
    frame.change = null
  }
  const others = clause.figures.filter(({ kind }) => kind !== "percent" && kind !== "year" && kind !== "month")
  if (others.length > 0 || clause.figures.length === 0) frame.latest = others[others.length - 1] ?? null
}

/** Takes what a clause has said into what is known of the sentence, and ends the sentence where it does. */
function goOn(clause: Clause, claims: ReadonlyMap<Figure, Claim>, statements: readonly StatementClaim[], frame: Frame, bars: ReadonlySet<string>, year: number | null): void {
  const { sentence } = frame
  frame.topicBefore = sentence.topic
  frame.claims = claims
  takeFigures(clause, claims, bars, frame)
  for (const { quantity } of claims.values()) frame.stated.add(quantity.id)
  const topic = topicAt(clause, sentence, clause.to)
  if (clause.endsSentence) {
    frame.sentence = newSentence(topic)
    frame.hasCounted = false
    frame.stated = new Set([...sentence.stated, ...[...claims.values()].map(({ quantity }) => quantity.id)])
    frame.list = null
    return
  }
  const years = clause.namesYears && !isComparison(clause) ? yearsIn(clause, year, [...claims.values(), ...statements]) : []
  if (years.length > 0) sentence.isOtherYear = years[years.length - 1]!.isOther
  if (clause.tokens.some(barsSentence)) sentence.isBarred = true
  for (const { roles } of clause.tokens) {
    if (roles.columns && !sentence.applicants.includes(roles.columns)) sentence.applicants.push(roles.columns)
    if (roles.scope) sentence.scope = roles.scope
  }
  for (const { quantity } of claims.values()) sentence.stated.add(quantity.id)
  sentence.topic = topic
}
