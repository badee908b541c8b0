/** A sentence that so many bodies have is a phrase of the trade. */
const COMMON = 4

/** The report that has most sentences in common with another one. */
export interface MostAlike {
  /** Its body and year. */
  readonly name: string
  /** The keys of the sentences that both have, without those that many bodies have. */
  readonly keys: ReadonlySet<number>
  /** How many sentences of the other report are no such phrases. */
  readonly of: number
}

/** Who has a sentence: mostly one, who then stands without a list around him. */
type Holders = string | readonly string[]

/** Which reports of a year have the same sentences. Of a sentence only its key is kept, and who has it; of one that many have, that they do. */
export class Copies {
  /** By year and kind of report: reports of different years are compared elsewhere. */
  readonly #years = new Map<string, Map<number, Holders>>()

  /** Takes notice of the sentences, by their keys, of a report, by its body and year. */
  add(name: string, keys: Iterable<number>): void {
    const year = yearOf(name)
    const known = this.#years.get(year) ?? new Map<number, Holders>()
    this.#years.set(year, known)
    for (const key of keys) {
      const holders = listOf(known.get(key))
      if (holders.length < COMMON && !holders.includes(name)) known.set(key, holders.length === 0 ? name : [...holders, name])
    }
  }

  /** Another body's report for the same year with most of these sentences; null if none has one. */
  alike(name: string, keys: readonly number[]): MostAlike | null {
    const known = this.#years.get(yearOf(name))
    const rare = [...new Set(keys)].filter(key => listOf(known?.get(key)).length < COMMON)
    const shared = new Map<string, Set<number>>()
    for (const key of rare) for (const other of listOf(known?.get(key))) if (other !== name) shared.set(other, (shared.get(other) ?? new Set()).add(key))
    const [most] = [...shared].sort(([a, own], [b, others]) => others.size - own.size || (a < b ? -1 : 1))
    return most ? { name: most[0], keys: most[1], of: rare.length } : null
  }
}

const listOf = (holders: Holders | undefined): readonly string[] => (holders === undefined ? NOBODY : typeof holders === "string" ? [holders] : holders)
const NOBODY: readonly string[] = []

/** What stands behind the body, which has no blank. */
const yearOf = (name: string): string => name.slice(name.indexOf(" ") + 1)
