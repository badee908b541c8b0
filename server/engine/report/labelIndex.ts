import { distance, tolerance } from "../text/distance.ts"
import { keyOf, wordsOf } from "../text/plain.ts"
import type { LeafRow } from "./format.ts"

/** Misspelt labels whose meaning is kept in mind. */
const MAX_REMEMBERED = 1000
/** Shorter words are no telling piece of a label. */
export const MIN_PIECE = 4

const NO_TWINS: readonly number[] = []

/** The rows' labels, looked up by key; misspelt ones are searched once. */
export class LabelIndex {
  readonly #byKey = new Map<string, number>()
  readonly #twins = new Map<number, readonly number[]>()
  readonly #ends = new Set<string>()
  readonly #near = new Map<string, number>()
  readonly keys: readonly { readonly key: string; readonly leaf: number }[]

  /** How many columns each row has. */
  readonly widths: readonly number[]

  readonly #leaves: readonly LeafRow[]
  readonly #numbers: readonly string[]

  constructor(leaves: readonly LeafRow[]) {
    this.#leaves = leaves
    this.#numbers = leaves.map(({ label }) => numberOf(label))
    this.widths = leaves.map(({ columns }) => columns.length)
    this.keys = leaves.flatMap(({ keys }, leaf) => keys.map(key => ({ key, leaf })))
    for (const { key, leaf } of this.keys) {
      const first = this.#byKey.get(key)
      if (first === undefined) this.#byKey.set(key, leaf)
      else if (first !== leaf) this.#twins.set(first, [...(this.#twins.get(first) ?? []), leaf])
      for (let from = 0; from <= key.length; from++) this.#ends.add(key.slice(from))
    }
  }

  /** The rows further down that have a label of this one: several groups may each have their 小计. */
  twinsOf(leaf: number): readonly number[] {
    return this.#twins.get(leaf) ?? NO_TWINS
  }

  exact(key: string): number | undefined {
    return this.#byKey.get(key)
  }

  /** True if the one is the label of a group, the other that of a row in it. */
  isGroupOf(group: string, key: string): boolean {
    const [above, own] = [this.exact(group), this.exact(key)]
    return above !== undefined && own !== undefined && this.#leaves[above]!.isGroup && this.#leaves[own]!.replacedBy === this.#leaves[above]!.id
  }

  /** True if a label ends with the key. */
  mayEnd(key: string): boolean {
    return this.#ends.has(key)
  }

  /** True if the words stand in a label. */
  mention(words: string): boolean {
    return this.keys.some(({ key }) => key.includes(words))
  }

  /** The one label that the key is a misspelling of; -1 if there is none, or two are equally near. */
  near(key: string): number {
    let found = this.#near.get(key)
    if (found === undefined) {
      found = this.#search(key)
      if (this.#near.size >= MAX_REMEMBERED) this.#near.clear()
      this.#near.set(key, found)
    }
    return found
  }

  #search(key: string): number {
    let best = -1
    let least = Infinity
    for (const { key: label, leaf } of this.keys) {
      const number = this.#numbers[leaf]!
      // Converters put the number of a label into the middle of its words.
      if (number !== "" && key.length === label.length + number.length && key.replace(number, "") === label) return leaf
      const limit = tolerance(label.length)
      if (Math.abs(label.length - key.length) > limit) continue
      const far = distance(key, label, limit)
      if (far > limit || far > least) continue
      best = far === least && best !== leaf ? -1 : leaf
      least = far
    }
    return best
  }

  /** The one row in whose label the words stand; -1 if there is none or more than one. */
  containing(words: string): number {
    if (words.length < MIN_PIECE || words.length > 60) return -1
    const found = new Set(this.keys.filter(({ key }) => key.includes(words)).map(({ leaf }) => leaf))
    return found.size === 1 ? [...found][0]! : -1
  }
}

/** The number before a label, in the form in which words are compared. */
export function numberOf(label: string): string {
  const words = wordsOf(label)
  return words.slice(0, words.length - keyOf(label).length)
}
