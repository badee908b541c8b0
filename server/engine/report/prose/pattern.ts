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

/** Different places in the order in which they were reached: mostly one, never many. */
type Places = readonly number[]

/** How far items reach: the far end of the longest way to match them all. Null if they do not match. */
export function reach(items: readonly Item[], course: Course): number | null {
  if (items.length === 0) return course.from
  let places: Places = [course.from]
  for (const item of items) {
    places = advance(item, places, course)
    if (places.length === 0) return null
  }
  return farthest(places, course)
}

const NOWHERE: Places = []

/** The places that an item reaches from some places. */
function advance({ words, optional, many }: Item, places: Places, { text, from, jump, limit }: Course): Places {
  if (!places.some(place => words.mayStart(text, jump(place)))) return optional ? places : NOWHERE
  const next = optional ? [...places] : []
  for (const place of places) words.addEnds(text, place, jump, next)
  // A list that grows while it is walked through is walked to its end: every place is tried once.
  if (many) for (const place of next) if (Math.abs(place - from) < MAX_REACH) words.addEnds(text, place, jump, next)
  return next.filter(place => (limit <= from ? place >= limit : place <= limit))
}

function farthest(places: Places, { from }: Course): number {
  let found = from
  for (const place of places) if (Math.abs(place - from) > Math.abs(found - from)) found = place
  return found
}

/** Patterns by the pieces before their figures, nearest first, so that what several have in common is matched once. */
export interface PatternTree<T> {
  readonly branches: Branch<T>[]
  readonly ends: T[]
  /** The branches that lead on where a unit stands before the place, and the ends that may match where one stands behind the figure: of the units that were met. */
  readonly branchesBefore: Map<number, readonly Branch<T>[]>
  readonly endsBehind: Map<number, readonly T[]>
}

interface Branch<T> {
  readonly item: Item
  readonly next: PatternTree<T>
}

interface Entry {
  readonly pattern: Pattern
}

const newTree = <T>(): PatternTree<T> => ({ branches: [], ends: [], branchesBefore: new Map(), endsBehind: new Map() })

export function patternTree<T extends Entry>(entries: readonly T[]): PatternTree<T> {
  const root = newTree<T>()
  for (const entry of entries) {
    let node = root
    for (const item of entry.pattern.before) {
      let branch = node.branches.find(known => known.item === item)
      if (!branch) node.branches.push((branch = { item, next: newTree() }))
      node = branch.next
    }
    node.ends.push(entry)
  }
  return root
}

function branchesAt<T>({ branches, branchesBefore }: PatternTree<T>, place: number, { text, jump }: Course): readonly Branch<T>[] {
  const unit = text.charCodeAt(jump(place) - 1)
  let leading = branchesBefore.get(unit)
  if (!leading) branchesBefore.set(unit, (leading = branches.filter(branch => leadsOn(branch, unit))))
  return leading
}

/** The branches that lead on from any of the places. */
function branchesFrom<T>(node: PatternTree<T>, places: Places, course: Course): Iterable<Branch<T>> {
  return places.length === 1 ? branchesAt(node, places[0]!, course) : new Set(places.flatMap(place => branchesAt(node, place, course)))
}

/** True if a word of the branch may begin with the unit or, where it need not have one, the pieces after it lead on. */
function leadsOn<T>({ item, next }: Branch<T>, unit: number): boolean {
  return item.words.startsWith(unit) || (item.optional && (next.ends.length > 0 || next.branches.some(branch => leadsOn(branch, unit))))
}

function endsAt<T extends Entry>({ ends, endsBehind }: PatternTree<T>, unit: number): readonly T[] {
  let possible = endsBehind.get(unit)
  if (!possible) endsBehind.set(unit, (possible = ends.filter(({ pattern }) => mayBegin(pattern.behind, unit))))
  return possible
}

function mayBegin([first, ...others]: readonly Item[], unit: number): boolean {
  return !first || first.words.startsWith(unit) || (first.optional && mayBegin(others, unit))
}

/** All patterns whose pieces before the figure match, with how far they reach; without those that cannot match where `unit` stands behind it. */
export function eachMatch<T extends Entry>(tree: PatternTree<T>, course: Course, unit: number, found: (entry: T, place: number) => void): void {
  const visit = (node: PatternTree<T>, places: Places): void => {
    if (node.ends.length > 0) for (const entry of endsAt(node, unit)) found(entry, farthest(places, course))
    for (const { item, next } of branchesFrom(node, places, course)) {
      const reached = advance(item, places, course)
      if (reached.length > 0) visit(next, reached)
    }
  }
  visit(tree, [course.from])
}
