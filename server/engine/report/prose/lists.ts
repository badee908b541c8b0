import { add, isLess } from "../../text/decimal.ts"
import type { Claim } from "./claims.ts"
import type { Clause } from "./clauses.ts"
import { isCounting, type Figure } from "./figures.ts"
import type { QuantityFormat } from "./proseFormat.ts"

interface Part {
  readonly figure: Figure
  readonly claim: Claim | null
  /** True for 其他 12 件, with which a list ends. */
  readonly isRest: boolean
  /** How many semicolons stand before it in the list. */
  readonly group: number
}

/** A list of which parts are being read: it tells which quantities may be stated there. What adds up to what, `wholes.ts` reads. */
interface OpenList {
  head: Figure | null
  /** What the last figure before it states, which the parts may be parts of even where other words stand between. */
  headClaim: Claim | null
  parts: Part[]
  group: number
  /** Where its words stand, in the clause that opens it. */
  readonly from: number
  readonly clause: Clause
  /** A change named between it and its whole, which it may be parts of just as well: 比上年增加 8 件，其中 …. */
  readonly change: Figure | null
  /** True if its sentence names no whole: 办理结果具体为：…. */
  readonly isOfAll: boolean
  /** The quantities that its sentence and the one before have stated. */
  readonly stated: ReadonlySet<string>
  /** What keeps its whole from being compared keeps its parts from it. */
  readonly bars: ReadonlySet<string>
}

/** What a bracketed group, or what stands outside of all, has said so far. */
export interface Account {
  /** The last figure that counts something. */
  last: Figure | null
  lastClaim: Claim | null
  /** The bars of its clause. */
  lastBars: ReadonlySet<string>
  /** The last figure of a change, if the last figure that counts something stands before it. */
  change: Figure | null
  /** True if the sentence has counted something. */
  hasCounted: boolean
  /** The quantities that the sentence and the one before have stated. */
  stated: Set<string>
  list: OpenList | null
}

const ADJACENT = /^[,:;。、]?$/

/** Opens a list where the words of a clause do: 其中, 包括, a bracket or a colon behind a figure. */
export function openList(text: string, groups: ReadonlyMap<number, number>, clause: Clause, account: Account): void {
  const opening = openingOf(text, groups, clause, account)
  if (!opening) return
  const { from, isClosed } = opening
  const inClause = clause.figures.findLast(figure => isCounting(figure) && figure.to <= from)
  const candidate = inClause ?? account.last
  const isHead = candidate !== null && (clause.isFirst ? !inClause : isNextTo(text, groups, candidate, from))
  account.list = { head: isHead ? candidate : null, headClaim: inClause ? null : account.lastClaim, parts: [], group: 0, from, clause, change: account.change, isOfAll: isClosed && !account.hasCounted && candidate === null, stated: account.stated, bars: account.lastBars }
}

function openingOf(text: string, groups: ReadonlyMap<number, number>, clause: Clause, { last }: Account): { from: number; isClosed: boolean } | null {
  const word = clause.tokens.find(({ roles }) => roles.list === "open" || roles.list === "closed")
  if (word) return { from: word.from, isClosed: word.roles.list === "closed" }
  if (clause.isFirst && last && holdsParts(clause) && isNextTo(text, groups, last, clause.from - 1)) return { from: clause.from, isClosed: false }
  const head = clause.figures.find(figure => isCounting(figure) && text[figure.to] === ":")
  return head ? { from: head.to + 1, isClosed: false } : null
}

/** A bracket behind a figure holds its parts, but not where it says the same in another measure: 1 期（142 人）. Behind a word it says how many of that there are. */
function holdsParts({ from, to, figures }: Clause): boolean {
  return figures.some(figure => isCounting(figure) && !(figure.from === from && figure.to === to))
}

/** Nothing but a mark and bracketed groups stands between the figure and the words. */
function isNextTo(text: string, groups: ReadonlyMap<number, number>, { to }: Figure, from: number): boolean {
  let at = to
  while (text[at] === "(" && groups.has(at)) at = groups.get(at)!
  return from - at < 3 && ADJACENT.test(text.slice(at, from))
}

/** True if a quantity may be stated at this place of a clause: under a figure only what can be a part of it. */
export function mayStand(quantity: QuantityFormat, figure: Figure, clause: Clause, { list }: Account): boolean {
  if (!list || figure.from < list.from) return true
  if (list.clause !== clause && (quantity.opens || isBesideHead(quantity, list))) return true
  if (list.isOfAll) return true
  if (!list.headClaim || list.parts.some(({ claim }) => !claim) || mayBePartOfChange(figure, list)) return false
  return quantity.under === undefined || quantity.under.includes(list.headClaim.quantity.id) || (exceedsHead(figure, list) && quantity.under.some(id => list.stated.has(id)))
}

/** 收到 62 件，结转下年度 5 件。其中，予以公开 27 件: no part of the last figure, but of one before it. */
function exceedsHead(figure: Figure, { headClaim, parts }: OpenList): boolean {
  return headClaim !== null && [figure, ...parts.map(part => part.figure)].some(({ value }) => isLess(headClaim.figure.value, value))
}

/** 比上年增加 20 件，其中自然人 15 件: one part that is larger than the change shows that they are parts of the whole. */
function mayBePartOfChange(figure: Figure, { change, parts }: OpenList): boolean {
  return change !== null && ![figure, ...parts.map(part => part.figure)].some(({ value }) => isLess(change.value, value))
}

/** 不予公开 2 件，其中国家秘密 1 件，无法提供 4 件: what can be no part of the figure and is of its kind stands beside it, if what is before it are its parts. */
function isBesideHead({ id, kinds = [], under }: QuantityFormat, { head, headClaim, parts }: OpenList): boolean {
  if (!head || !headClaim || parts.length === 0 || parts.some(({ figure }) => isLess(head.value, figure.value)) || id === headClaim.quantity.id || under?.includes(headClaim.quantity.id)) return false
  return headClaim.quantity.kinds?.some(kind => kinds.includes(kind)) === true
}

/** 其中公告 4 条、其他 38 条；公众号 60 条: the last part and a semicolon end a list that adds up to its whole, or to more. */
function isOver({ head, parts, group }: OpenList): boolean {
  const last = parts[parts.length - 1]
  return head !== null && last?.isRest === true && last.group < group && !isLess(parts.map(({ figure }) => figure.value).reduce(add), head.value)
}

/** Takes the figures of a clause into the open list, or closes the list where something else begins. */
export function addParts(text: string, clause: Clause, claims: ReadonlyMap<Figure, Claim>, account: Account): void {
  const { list } = account
  if (!list || isOver(list)) {
    account.list = null
    return
  }
  const isOpening = list.clause === clause
  if (!isOpening && (clause.tokens.some(({ roles }) => roles.list === "break") || [...claims.values()].some(({ quantity }) => quantity.opens || isBesideHead(quantity, list)))) {
    account.list = null
    return
  }
  const figures = clause.figures.filter(figure => isCounting(figure) && figure.from >= list.from)
  let start = clause.from
  for (const figure of figures) {
    const claim = claims.get(figure) ?? null
    const isRest = !claim && clause.tokens.some(({ from, roles }) => roles.list === "rest" && from >= start && from < figure.from)
    list.parts.push({ figure, claim, isRest, group: list.group })
    start = figure.to
  }
  if (text[clause.to] === ";") list.group++
}
