import type { Claim } from "./claims.ts"
import type { Clause } from "./clauses.ts"
import type { Figure } from "./figures.ts"
import type { QuantityFormat } from "./proseFormat.ts"

/** A figure and the parts that the text says it has: 共 12 件，其中 …. */
export interface List {
  /** Null if it is not clear whose parts they are. */
  readonly head: Figure | null
  readonly parts: readonly Part[]
  /** True if the words that open it say that the parts are all there are. */
  readonly isClosed: boolean
  /** True if 等 says that there are more. */
  readonly hasMore: boolean
  /** True if something keeps it from being added up. */
  readonly isBroken: boolean
}

export interface Part {
  readonly figure: Figure
  readonly claim: Claim | null
  /** True for 其他 12 件, with which a list ends. */
  readonly isRest: boolean
  /** How many semicolons stand before it in the list. */
  readonly group: number
}

interface OpenList {
  head: Figure | null
  /** What the last figure before it states, which the parts may be parts of even where other words stand between. */
  headClaim: Claim | null
  parts: Part[]
  isClosed: boolean
  hasMore: boolean
  isBroken: boolean
  group: number
  /** Where its words stand, in the clause that opens it. */
  readonly from: number
  readonly clause: Clause
}

/** What a bracketed group, or what stands outside of all, has said so far. */
export interface Account {
  /** The last figure that counts something. */
  last: Figure | null
  lastClaim: Claim | null
  list: OpenList | null
}

const ADJACENT = /^[,:;。、]?$/

export const isCounting = ({ kind }: Figure): boolean => kind === "count" || kind === "measure"

/** Opens a list where the words of a clause do: 其中, 包括, a bracket or a colon behind a figure. Gives it if it is new. */
export function openList(text: string, groups: ReadonlyMap<number, number>, clause: Clause, account: Account): List | null {
  const opening = openingOf(text, clause, account)
  if (!opening) return null
  const { from, isClosed } = opening
  const inClause = clause.figures.findLast(figure => isCounting(figure) && figure.to <= from)
  const candidate = inClause ?? account.last
  const isHead = candidate !== null && (clause.isFirst ? !inClause : isNextTo(text, groups, candidate, from))
  if (account.list && account.list.parts.length > 0) account.list.isBroken = true
  const list: OpenList = { head: isHead ? candidate : null, headClaim: inClause ? null : account.lastClaim, parts: [], isClosed, hasMore: false, isBroken: !isHead || isJoined(text, candidate), group: 0, from, clause }
  account.list = list
  return list
}

function openingOf(text: string, clause: Clause, { last }: Account): { from: number; isClosed: boolean } | null {
  const word = clause.tokens.find(({ roles }) => roles.list === "open" || roles.list === "closed")
  if (word) return { from: word.from, isClosed: word.roles.list === "closed" }
  if (clause.isFirst && last && clause.figures.some(isCounting)) return { from: clause.from, isClosed: false }
  const head = clause.figures.find(figure => isCounting(figure) && text[figure.to] === ":")
  return head ? { from: head.to + 1, isClosed: false } : null
}

/** 文件 12 件、解读 15 篇，其中 …: it is not clear which of them, or both, has the parts. */
function isJoined(text: string, head: Figure): boolean {
  return /\d[\p{Script=Han}]{1,3}[、和及与][^,;。:()\d]{0,16}$/u.test(text.slice(Math.max(0, head.from - 24), head.from))
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
  if (list.clause !== clause && quantity.opens) return true
  if (!list.headClaim || list.parts.some(({ claim }) => !claim)) return false
  return quantity.under === undefined || quantity.under.includes(list.headClaim.quantity.id)
}

/** Takes the figures of a clause into the open list, or closes the list where something else begins. */
export function addParts(text: string, clause: Clause, claims: ReadonlyMap<Figure, Claim>, account: Account): void {
  const { list } = account
  if (!list) return
  const isOpening = list.clause === clause
  if (!isOpening && (clause.tokens.some(({ roles }) => roles.list === "break") || [...claims.values()].some(({ quantity }) => quantity.opens))) {
    account.list = null
    return
  }
  const figures = clause.figures.filter(figure => isCounting(figure) && figure.from >= list.from)
  let start = clause.from
  for (const figure of figures) {
    const claim = claims.get(figure) ?? null
    const isRest = !claim && clause.tokens.some(({ from, roles }) => roles.list === "rest" && from >= start && from < figure.from)
    if (figure.bound !== "exact") list.isBroken = true
    list.parts.push({ figure, claim, isRest, group: list.group })
    start = figure.to
  }
  if (clause.tokens.some(({ from, roles }) => roles.list === "more" && from >= start)) list.hasMore = true
  if (text[clause.to] === ";") list.group++
}
