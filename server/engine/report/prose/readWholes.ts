import type { Clause } from "./clauses.ts"
import type { Count } from "./counts.ts"
import { openedLists } from "./openedLists.ts"
import { partsAmong, splitsOf } from "./splits.ts"
import { totalsOf } from "./totals.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import type { Reader, Whole } from "./wholes.ts"

/** All wholes of a sentence. `counts` are those of its clauses, in order. */
export function wholesOf(text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): Whole[] {
  if (counts.length < 2) return []
  const countsOf = new Map<Clause, Count[]>()
  for (const count of counts) {
    const known = countsOf.get(count.clause)
    if (known) known.push(count)
    else countsOf.set(count.clause, [count])
  }
  const reader: Reader = { text, clauses, counts, countsOf, vocabulary }
  const opened = openedLists(reader)
  const told = [...opened, ...totalsOf(reader, new Set(opened.flatMap(({ parts }) => parts)))]
  const found = [...told, ...splitsOf(reader, told)]
  const known = new Set(found.map(({ whole }) => whole))
  return [...found, ...partsAmong(reader).filter(({ whole, parts }) => parts.length === 1 || !known.has(whole))]
}
