/** A sentence that so many bodies have is a phrase of the trade. */
const COMMON = 4

/** The report that has most sentences in common with another one. */
export interface MostAlike {
  /** Its body and year. */
  readonly name: string
  /** The keys of the sentences that both have, without those that many bodies have. */
  readonly keys: ReadonlySet<string>
  /** How many sentences of the other report are no such phrases. */
  readonly of: number
}

/** Which reports of a year have the same sentences. Of a sentence only its key is kept, and who has it; of one that many have, that they do. */
export class Copies {
  readonly #holders = new Map<string, readonly string[]>()

  /** Takes notice of the sentences, by their keys, of a report, by its body and year. */
  add(name: string, keys: Iterable<string>): void {
    for (const key of keys) {
      const place = placeOf(name, key)
      const holders = this.#holders.get(place) ?? []
      if (holders.length < COMMON && !holders.includes(name)) this.#holders.set(place, [...holders, name])
    }
  }

  /** Another body's report for the same year with most of these sentences; null if none has one. */
  alike(name: string, keys: readonly string[]): MostAlike | null {
    const rare = [...new Set(keys)].filter(key => (this.#holders.get(placeOf(name, key))?.length ?? 0) < COMMON)
    const shared = new Map<string, Set<string>>()
    for (const key of rare) for (const other of this.#holders.get(placeOf(name, key)) ?? []) if (other !== name) shared.set(other, (shared.get(other) ?? new Set()).add(key))
    const [most] = [...shared].sort(([a, own], [b, others]) => others.size - own.size || (a < b ? -1 : 1))
    return most ? { name: most[0], keys: most[1], of: rare.length } : null
  }
}

/** Reports of different years are compared elsewhere. */
const placeOf = (name: string, key: string): string => `${/\d*$/.exec(name)![0]} ${key}`
