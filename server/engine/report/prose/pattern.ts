import { proseForm, WordTree } from "./words.ts"

/** A piece of a pattern: one of its words, perhaps none, or any number of them. */
export interface Item {
  readonly words: WordTree<true>
  readonly optional: boolean
  readonly many: boolean
}

/** A pattern ready to be matched: what stands before the figure, nearest first, and what stands behind it. */
export interface Pattern {
  readonly before: readonly Item[]
  readonly behind: readonly Item[]
}

/** No clause that states a figure has more between its words and the figure. */
const MAX_REACH = 80

const PIECE = /\{([^{}?*]+)([?*]?)\}|([^{}#]+)/g

/** Pieces by how they are written, so that equal ones are one object. */
export type ItemCache = Map<string, Item>

/** Reads a pattern; a class that is not known has no words. */
export function readPattern(pattern: string, classes: ReadonlyMap<string, readonly string[]>, known: ItemCache): Pattern {
  const [before = "", behind = ""] = pattern.includes("#") ? pattern.split("#") : ["", pattern]
  return { before: itemsOf(before, true, classes, known).reverse(), behind: itemsOf(behind, false, classes, known) }
}

/** The classes that a pattern uses. */
export function classesIn(pattern: string): string[] {
  return [...pattern.matchAll(PIECE)].flatMap(match => match[1] ?? [])
}

/** The words with which a pattern without a figure can begin. */
export function firstWords(pattern: string, classes: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [first] = pattern.matchAll(PIECE)
  return first?.[1] !== undefined ? (classes.get(first[1]) ?? []) : [proseForm(first?.[3] ?? "")]
}

function itemsOf(text: string, backwards: boolean, classes: ReadonlyMap<string, readonly string[]>, known: ItemCache): Item[] {
  return [...text.matchAll(PIECE)].map(([written, name, mark, literal]) => {
    const key = `${backwards ? "<" : ">"}${written}`
    let item = known.get(key)
    if (!item) {
      const words = name === undefined ? [proseForm(literal!)] : (classes.get(name) ?? [])
      item = { words: new WordTree(words.map(word => [word, true] as const), backwards), optional: mark === "?" || mark === "*", many: mark === "*" }
      known.set(key, item)
    }
    return item
  })
}

/** Where a match runs: the text, the place where it begins, how brackets are passed over, and how far it may go. */
export interface Course {
  readonly text: string
  readonly from: number
  readonly jump: (at: number) => number
  readonly limit: number
}

/** How far items reach: the far end of the longest way to match them all. Null if they do not match. */
export function reach(items: readonly Item[], course: Course): number | null {
  let places: ReadonlySet<number> = new Set([course.from])
  for (const item of items) {
    places = advance(item, places, course)
    if (places.size === 0) return null
  }
  return farthest(places, course)
}

const NOWHERE: ReadonlySet<number> = new Set()

/** The places that an item reaches from some places. */
function advance({ words, optional, many }: Item, places: ReadonlySet<number>, { text, from, jump, limit }: Course): ReadonlySet<number> {
  let mayGoOn = false
  for (const place of places) mayGoOn ||= words.mayStart(text, jump(place))
  if (!mayGoOn) return optional ? places : NOWHERE
  const next = new Set(optional ? places : [])
  for (const place of places) words.addEnds(text, place, jump, next)
  // A set that grows while it is walked through is walked to its end: every place is tried once.
  if (many) for (const place of next) if (Math.abs(place - from) < MAX_REACH) words.addEnds(text, place, jump, next)
  for (const place of next) if (limit <= from ? place < limit : place > limit) next.delete(place)
  return next
}

function farthest(places: ReadonlySet<number>, { from }: Course): number {
  let found = from
  for (const place of places) if (Math.abs(place - from) > Math.abs(found - from)) found = place
  return found
}

/** Patterns by the pieces before their figures, nearest first, so that what several have in common is matched once. */
export interface PatternTree<T> {
  readonly next: Map<Item, PatternTree<T>>
  readonly ends: T[]
}

export function patternTree<T extends { readonly pattern: Pattern }>(entries: readonly T[]): PatternTree<T> {
  const root: PatternTree<T> = { next: new Map(), ends: [] }
  for (const entry of entries) {
    let node = root
    for (const item of entry.pattern.before) {
      let next = node.next.get(item)
      if (!next) node.next.set(item, (next = { next: new Map(), ends: [] }))
      node = next
    }
    node.ends.push(entry)
  }
  return root
}

/** All patterns whose pieces before the figure match, with how far they reach. */
export function eachMatch<T>(tree: PatternTree<T>, course: Course, found: (entry: T, place: number) => void): void {
  const visit = (node: PatternTree<T>, places: ReadonlySet<number>): void => {
    if (node.ends.length > 0) for (const entry of node.ends) found(entry, farthest(places, course))
    for (const [item, next] of node.next) {
      const reached = advance(item, places, course)
      if (reached.size > 0) visit(next, reached)
    }
  }
  visit(tree, new Set([course.from]))
}
