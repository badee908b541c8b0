import { memoize } from "../../text/memoize.ts"
import { figureAt, isCounting, withUnitOf, type Figure } from "./figures.ts"
import { numberAt } from "./numerals.ts"
import type { ProseVocabulary, Roles } from "./vocabulary.ts"

/** A word of a clause that does something there. */
export interface Token {
  readonly from: number
  readonly to: number
  readonly roles: Roles
}

/** What stands between two commas, in or outside brackets. Brackets within it are clauses of their own. */
export interface Clause {
  readonly from: number
  readonly to: number
  readonly tokens: readonly Token[]
  readonly figures: readonly Figure[]
  /** Number of the bracketed group that it stands in; 0 outside brackets. */
  readonly group: number
  /** The clause in which its group stands. */
  readonly outer: Clause | null
  /** True for the first clause of a bracketed group. */
  readonly isFirst: boolean
  readonly endsSentence: boolean
  /** True if a token or a figure of it is a year. */
  readonly namesYears: boolean
}

/** The clauses of a sentence in the order in which they begin, and for both ends of a bracketed group the place on its other side. */
export interface ClausesOfSentence {
  readonly clauses: readonly Clause[]
  readonly groups: ReadonlyMap<number, number>
}

interface OpenClause {
  readonly from: number
  to: number
  tokens: Token[]
  readonly figures: Figure[]
  readonly group: number
  readonly outer: Clause | null
  readonly isFirst: boolean
  endsSentence: boolean
  namesYears: boolean
}

/** Groups nested deeper than this hold nothing that anyone reads. */
const MAX_DEPTH = 4
/** A clause longer than this is none that anyone wrote; it is cut, so that the work on one has a limit. */
const MAX_CLAUSE = 600
const DIGIT = /[\d零〇一二两三四五六七八九十]/

/** Cuts a sentence into clauses, each with its figures and telling words. One walk over the text. */
export function clausesOf(text: string, vocabulary: ProseVocabulary): ClausesOfSentence {
  const telling = tellingUnits(vocabulary)
  const groups = bracketsOf(text)
  const clauses: OpenClause[] = []
  const stack: OpenClause[] = []
  let count = 0
  const open = (from: number, group: number, outer: Clause | null, isFirst: boolean): void => {
    const clause = { from, to: text.length, tokens: [], figures: [], group, outer, isFirst, endsSentence: true, namesYears: false }
    clauses.push(clause)
    stack.push(clause)
  }
  open(0, 0, null, false)
  for (let at = 0; at < text.length; ) {
    if (telling[text.charCodeAt(at)] === 0) {
      at++
      continue
    }
    const unit = text[at]!
    const top = stack[stack.length - 1]!
    if (unit === "(" && groups.has(at)) {
      if (stack.length > MAX_DEPTH) at = groups.get(at)!
      else open(++at, ++count, top, true)
    } else if (unit === ")" && groups.has(at) && stack.length > 1) {
      stack.pop()!.to = at++
    } else if (COMMAS.includes(unit) || STOPS.includes(unit)) {
      stack.pop()
      top.to = at
      top.endsSentence = STOPS.includes(unit)
      open(++at, top.group, top.outer, false)
    } else if (at - top.from > MAX_CLAUSE) {
      stack.pop()
      top.to = at
      top.endsSentence = false
      open(at, top.group, top.outer, false)
    } else at = addToken(text, at, top, vocabulary)
  }
  for (const clause of clauses) if (isConcern(clause)) clause.tokens = clause.tokens.filter(({ roles }) => roles.topic !== ELSEWHERE || roles.bar !== undefined)
  return { clauses, groups }
}

const ELSEWHERE = "elsewhere"
/** So many characters may stand before the words that say what requests are about. */
const MAX_LEAD = 8
/** 主要集中在宅基地、补贴等方面: what requests ask for is not what the text goes on about. */
const isConcern = ({ from, figures, tokens }: Clause): boolean => figures.length === 0 && tokens.some(token => token.roles.isConcern && token.from - from <= MAX_LEAD)

const MARKS = "(),;。!?0123456789零〇一二两三四五六七八九十"

/** Most units begin no word that does anything, and are no mark and no digit: 1 for those that do or are. */
const tellingUnits = memoize(({ roles }: ProseVocabulary): Uint8Array => {
  const telling = new Uint8Array(0x10000)
  for (const unit of roles.firstUnits()) telling[unit] = 1
  for (let i = 0; i < MARKS.length; i++) telling[MARKS.charCodeAt(i)] = 1
  return telling
})

const COMMAS = ",;"
const STOPS = "。!?"

/** Takes the word or figure at a place into the clause; gives the place behind it. */
function addToken(text: string, at: number, clause: OpenClause, vocabulary: ProseVocabulary): number {
  const word = vocabulary.roles.longestAt(text, at)
  if (word) {
    clause.tokens.push({ from: at, to: word.to, roles: word.value })
    if (word.value.year !== undefined) clause.namesYears = true
    return word.to
  }
  if (!DIGIT.test(text[at]!)) return at + 1
  const figure = figureAt(text, at, vocabulary)
  // 第十六条: the six is no figure, either.
  if (!figure) return numberAt(text, at)?.digitsTo ?? at + 1
  clause.figures.push(figure)
  shareUnit(text, clause)
  if (figure.kind === "year") clause.namesYears = true
  return figure.to
}

/** 分别为 42、38 和 51 份: figures that are dealt out have the unit of the last one. */
function shareUnit(text: string, { from, figures }: OpenClause): void {
  const last = figures[figures.length - 1]!
  if (last.spelled || !(isCounting(last) || last.kind === "money")) return
  const isBare = (at: number): boolean => figures[at]?.kind === "none" && !figures[at].spelled && JOINED.test(text.slice(figures[at].to, figures[at + 1]!.from))
  let first = figures.length - 1
  while (isBare(first - 1)) first--
  if (first === figures.length - 1 || !DEALT_OUT.test(text.slice(from, figures[first]!.from))) return
  for (let at = first; at < figures.length - 1; at++) figures[at] = withUnitOf(last, figures[at]!)
}

const JOINED = /^[、和及与]$/
const DEALT_OUT = /(?:分别|依次|各自)[^,;:\d]{0,6}:?$/

/** Both ends of every bracketed group that is closed, each with the place on the other side of the group. */
export function bracketsOf(text: string): Map<number, number> {
  const groups = new Map<number, number>()
  const opened: number[] = []
  for (let at = text.indexOf("("); at >= 0 && at < text.length; at++) {
    if (text[at] === "(") opened.push(at)
    else if (text[at] === ")" && opened.length > 0) {
      const from = opened.pop()!
      groups.set(from, at + 1)
      groups.set(at, from)
    }
  }
  return groups
}
