import { memoize } from "../../text/memoize.ts"
import { firstWords, patternTree, readPattern, type ItemCache, type Pattern, type PatternTree } from "./pattern.ts"
import type { BoundKind, ProseFormat, QuantityFormat, StatementFormat, UnitKind } from "./proseFormat.ts"
import { proseForm, WordTree } from "./words.ts"

/** What a word in a sentence does there; a word may do several things. */
export interface Roles {
  topic?: string
  columns?: readonly string[]
  bar?: string
  /** `part` is a part of the year: 上半年. */
  year?: "own" | "other" | "part"
  list?: "open" | "closed" | "rest" | "more" | "break"
  scope?: "whole" | "own"
  isShare?: true
  isComparison?: true
  isConcern?: true
  /** Statements that may begin with it. */
  statements?: StatementPattern[]
}

export interface QuantityPattern {
  readonly quantity: QuantityFormat
  readonly pattern: Pattern
}

export interface StatementPattern {
  readonly statement: StatementFormat
  readonly pattern: Pattern
}

/** The prose words of a format, ready for reading reports of one year. */
export interface ProseVocabulary {
  readonly format: ProseFormat
  readonly year: number | null
  readonly roles: WordTree<Roles>
  readonly units: WordTree<{ readonly kind: UnitKind }>
  readonly bounds: Readonly<Record<"before" | "between" | "after", WordTree<BoundKind>>>
  /** By what their figures count. */
  readonly quantities: Readonly<Record<"count" | "money", PatternTree<QuantityPattern>>>
  readonly negations: WordTree<true>
  readonly continuations: WordTree<true>
  /** The format's words for improvements, the coming year among them. */
  readonly improvements: readonly string[]
}

const known = memoize<ProseFormat, Map<number | null, ProseVocabulary>>(() => new Map())

/** A collection has reports of a few years; a vocabulary is large. */
const MAX_YEARS = 16

/** Put together once for each format and year. */
export function proseVocabularyOf(format: ProseFormat, year: number | null): ProseVocabulary {
  const byYear = known(format)
  let vocabulary = byYear.get(year)
  if (!vocabulary) {
    if (byYear.size >= MAX_YEARS) byYear.clear()
    byYear.set(year, (vocabulary = build(format, year)))
  }
  return vocabulary
}

const PLACEHOLDER = /\{year([+-]1)?\}/

/** The words with their years filled in; without a year, words that need one are left out. */
function yearWords(words: readonly string[], year: number | null): string[] {
  return words.flatMap(word => {
    const placeholder = PLACEHOLDER.exec(word)
    if (!placeholder) return [proseForm(word)]
    return year === null ? [] : [proseForm(word.replace(PLACEHOLDER, String(year + Number(placeholder[1] ?? 0))))]
  })
}

/** The words of a class, those of classes named in it included. */
function wordsOfClass({ words }: ProseFormat, name: string): string[] {
  const names = new Set([name])
  const found = new Set<string>()
  for (const name of names) {
    for (const word of words[name] ?? []) {
      const inner = /^\{([^{}]+)\}$/.exec(word)?.[1]
      if (inner !== undefined && Object.hasOwn(words, inner)) names.add(inner)
      else found.add(word)
    }
  }
  return [...found]
}

function build(format: ProseFormat, year: number | null): ProseVocabulary {
  const classes = new Map(Object.keys(format.words).map(name => [name, yearWords(wordsOfClass(format, name), year)]))
  const items: ItemCache = new Map()
  const bound = (place: "before" | "between" | "after"): WordTree<BoundKind> =>
    new WordTree((["lower", "upper", "vague"] as const).flatMap(kind => format.bounds[kind][place].map(word => [proseForm(word), kind] as const)), place === "before")
  const quantitiesOf = (unit: "count" | "money"): PatternTree<QuantityPattern> =>
    patternTree(format.quantities.filter(quantity => (quantity.unit ?? "count") === unit).flatMap(quantity => quantity.says.map(says => ({ quantity, pattern: readPattern(says, classes, items) }))))
  return {
    format,
    year,
    roles: new WordTree(rolesOf(format, year, classes, items)),
    units: new WordTree((["points", "measure", "money", "count"] as const).flatMap(kind => format.units[kind].map(word => [proseForm(word), { kind }] as const))),
    bounds: { before: bound("before"), between: bound("between"), after: bound("after") },
    quantities: { count: quantitiesOf("count"), money: quantitiesOf("money") },
    negations: new WordTree(format.negations.map(word => [proseForm(word), true] as const), true),
    continuations: new WordTree(format.continuations.map(word => [proseForm(word), true] as const)),
    improvements: yearWords(format.improvements, year),
  }
}

function rolesOf(format: ProseFormat, year: number | null, classes: ReadonlyMap<string, readonly string[]>, items: ItemCache): Map<string, Roles> {
  const roles = new Map<string, Roles>()
  const give = (words: readonly string[], role: Roles): void => {
    for (const word of yearWords(words, year)) roles.set(word, { ...roles.get(word), ...role })
  }
  give(format.inert, {})
  for (const [topic, words] of Object.entries(format.topics)) give(words, { topic })
  for (const { words, columns } of format.applicants) give(words, { columns })
  for (const [bar, words] of Object.entries(format.bars)) give(words, { bar })
  for (const kind of ["own", "other", "part"] as const) give(format.years[kind], { year: kind })
  for (const kind of ["whole", "own"] as const) give(format.scopes[kind], { scope: kind })
  for (const kind of ["rest", "more", "open", "closed"] as const) give(format.lists[kind], { list: kind })
  give(format.lists.breaks, { list: "break" })
  give(format.shares.words, { isShare: true })
  give(format.comparisons, { isComparison: true })
  give(format.concerns, { isConcern: true })
  for (const statement of format.statements) {
    for (const says of statement.says) {
      const entry = { statement, pattern: readPattern(says, classes, items) }
      for (const word of firstWords(says, classes)) {
        const role = roles.get(word) ?? {}
        roles.set(word, { ...role, statements: [...(role.statements ?? []), entry] })
      }
    }
  }
  return roles
}
