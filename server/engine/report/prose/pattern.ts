import { proseForm, WordTree } from "./words.ts"

/** A piece of a pattern: one of its words, perhaps none, or any number of them. */
interface Item {
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

/** Trees of words by what they hold, so that a class is built once for all patterns. */
export type TreeCache = Map<string, WordTree<true>>

/** Reads a pattern; a class that is not known has no words. */
export function readPattern(pattern: string, classes: ReadonlyMap<string, readonly string[]>, trees: TreeCache): Pattern {
  const [before = "", behind = ""] = pattern.includes("#") ? pattern.split("#") : ["", pattern]
  return { before: itemsOf(before, true, classes, trees).reverse(), behind: itemsOf(behind, false, classes, trees) }
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

function itemsOf(text: string, backwards: boolean, classes: ReadonlyMap<string, readonly string[]>, trees: TreeCache): Item[] {
  return [...text.matchAll(PIECE)].map(([, name, mark, literal]) => {
    const key = `${backwards ? "<" : ">"}${name === undefined ? `=${literal!}` : name}`
    const words = name === undefined ? [proseForm(literal!)] : (classes.get(name) ?? [])
    let tree = trees.get(key)
    if (!tree) trees.set(key, (tree = new WordTree(words.map(word => [word, true] as const), backwards)))
    return { words: tree, optional: mark === "?" || mark === "*", many: mark === "*" }
  })
}

/** How far items reach from a place: the far end of the longest way to match them all, not beyond `limit`. Null if they do not match. */
export function reach(items: readonly Item[], text: string, from: number, jump: (at: number) => number, limit: number): number | null {
  const isWithin = (place: number): boolean => (limit <= from ? place >= limit : place <= limit)
  let places = new Set([from])
  for (const { words, optional, many } of items) {
    const next = new Set(optional ? places : [])
    for (const place of places) words.addEnds(text, place, jump, next)
    // A set that grows while it is walked through is walked to its end: every place is tried once.
    if (many) for (const place of next) if (Math.abs(place - from) < MAX_REACH) words.addEnds(text, place, jump, next)
    for (const place of next) if (!isWithin(place)) next.delete(place)
    if (next.size === 0) return null
    places = next
  }
  let farthest = from
  for (const place of places) if (Math.abs(place - from) > Math.abs(farthest - from)) farthest = place
  return farthest
}
