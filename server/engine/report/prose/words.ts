import { memoize } from "../../text/memoize.ts"
import { toPlain } from "../../text/plain.ts"

/** Words that are looked up in a text from a place onwards, or backwards: a tree of their characters. */
interface Node<T> {
  readonly next: Map<number, Node<T>>
  value: T | undefined
}

/** The form in which prose and its words are compared: plain, without blanks and quotes. */
export function proseForm(text: string): string {
  return toPlain(text).replace(/[\s"'“”‘’]/g, "")
}

const ESCAPED = /[.*+?^${}()|[\]\\]/g

/** What `…` within a word stands for: a few characters that no mark or figure cuts. */
const GAP = "[^,;:、()\\d]{0,4}"

/** A pattern of any of the words, the longest first, to be put into a regular expression. */
export const patternOfWords = (words: readonly string[]): string => patternOf([...words].sort((a, b) => b.length - a.length))

const patternOf = (words: readonly string[]): string => formsOf(words).map(form => form.replace(ESCAPED, "\\$&").replaceAll(proseForm("…").replace(ESCAPED, "\\$&"), GAP)).join("|") || "(?!)"

const formsOf = (words: readonly string[]): string[] => [...new Set(words.map(proseForm))].filter(form => form !== "")

/** Those of the words that are not others of them in a row: they make the same runs, and a search for a run has fewer ways to try. */
export function undivided(words: readonly string[]): string[] {
  const forms = new Set(formsOf(words))
  return [...forms].filter(form => {
    const ends = [0]
    for (const from of ends) {
      for (let to = from + 1; to <= form.length; to++) if (to - from < form.length && forms.has(form.slice(from, to)) && !ends.includes(to)) ends.push(to)
    }
    return !ends.includes(form.length)
  })
}

/** What may stand before the name of a part, besides the words of the format. */
export const NAME_MARKS = [",", ";", ":", "、"]

/**
 * The words with which some run of the words begins that can be cut into them in more than one way; null if there is none. A search for such
 * runs may take for ever. (Sardinas and Patterson: what is left of a word behind another is cut on, until it ends where a word ends.)
 */
export function cutInTwoWays(words: readonly string[]): string | null {
  const forms = undivided(words)
  const begun = new Map<string, string>()
  for (const word of forms) for (const form of forms) if (word !== form && word.startsWith(form)) begun.set(word.slice(form.length), word)
  for (const [left, word] of begun) {
    for (const form of forms) {
      if (form === left) return word
      const rest = form.startsWith(left) ? form.slice(left.length) : left.startsWith(form) ? left.slice(form.length) : null
      if (rest !== null && !begun.has(rest)) begun.set(rest, word)
    }
  }
  return null
}

/** One search for all of the words is many times faster than one for each. */
const anyOf = memoize((words: readonly string[]) => new RegExp(patternOf(words)))

/** True if a text in compared form holds one of the words, which must be the same list whenever the same are looked for. */
export function holdsAny(text: string, words: readonly string[]): boolean {
  return anyOf(words).test(text)
}

const everyOf = memoize((words: readonly string[]) => new RegExp(patternOfWords(words), "g"))

/** A text in compared form without any of the words, the longest taken first; they must be the same list whenever the same are meant. */
export function withoutWords(text: string, words: readonly string[]): string {
  return text.replace(everyOf(words), "")
}

/** True if a text holds all characters of some words in their order: 公开信息 within 主动公开政府信息. */
export function isWithin(words: string, text: string): boolean {
  let at = 0
  for (const character of text) if (character === words[at]) at++
  return at === words.length
}

const BRACKETED = /\([^()]*\)/g

/** A text in compared form without what stands in brackets that hold no others. */
export const withoutBrackets = (text: string): string => text.replace(BRACKETED, "")

/** Words with a value each, found from their beginning or, `backwards`, from their end. */
export class WordTree<T> {
  readonly #root: Node<T> = { next: new Map(), value: undefined }
  readonly #backwards: boolean

  constructor(words: Iterable<readonly [string, T]>, backwards = false) {
    this.#backwards = backwards
    for (const [word, value] of words) {
      let node = this.#root
      const units = backwards ? [...word].reverse() : word
      for (const unit of units) {
        let next = node.next.get(unit.charCodeAt(0))
        if (!next) node.next.set(unit.charCodeAt(0), (next = { next: new Map(), value: undefined }))
        node = next
      }
      node.value = value
    }
  }

  /** The longest word that begins at a place (or ends there, if the tree is read backwards), with its far end; null if there is none. */
  longestAt(text: string, from: number): { readonly to: number; readonly value: T } | null {
    let node: Node<T> | undefined = this.#root
    let found: { to: number; value: T } | null = null
    const step = this.#backwards ? -1 : 1
    for (let at = from; (node = node.next.get(text.charCodeAt(this.#backwards ? at - 1 : at))); ) {
      at += step
      if (node.value !== undefined) found = { to: at, value: node.value }
    }
    return found
  }

  /** True if some word has its first character there: all others need not be looked up. */
  mayStart(text: string, at: number): boolean {
    return this.#root.next.has(text.charCodeAt(this.#backwards ? at - 1 : at))
  }

  /** The units with which its words begin (or end, if the tree is read backwards). */
  firstUnits(): Iterable<number> {
    return this.#root.next.keys()
  }

  startsWith(unit: number): boolean {
    return this.#root.next.has(unit)
  }

  /** Adds the far ends of all words that begin at a place (or end there, if the tree is read backwards). Bracketed groups are passed over. */
  addEnds(text: string, from: number, jump: (at: number) => number, ends: number[]): void {
    let node: Node<T> | undefined = this.#root
    const step = this.#backwards ? -1 : 1
    let at = jump(from)
    while ((node = node.next.get(text.charCodeAt(this.#backwards ? at - 1 : at)))) {
      at += step
      if (node.value !== undefined && !ends.includes(at)) ends.push(at)
      at = jump(at)
    }
  }
}

/** Years of a format's word filled in; none for a report that does not say its year. */
export function withYear(word: string, year: number | null): string[] {
  const placeholder = /\{year([+-]1)?\}/.exec(word)
  if (!placeholder) return [word]
  return year === null ? [] : [word.replace(placeholder[0], String(year + Number(placeholder[1] ?? 0)))]
}
