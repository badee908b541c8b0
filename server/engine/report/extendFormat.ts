/** A format, or a part of one, as it is written. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * The whole of a format that is written as what sets it apart from `base`. Fields are replaced, and taken away by null; those of the prose, too,
 * and there what has names, name by name (`words`, `topics`, `rates` …). Lists of things with ids are joined: what has the id of another stands in
 * its place, the rest behind. That it is sound, the schema and `formatFaults` must say of what comes out.
 */
export function extendFormat(written: Fields, base: Fields): Fields {
  return merge(base, { ...written, extends: null }, key => key === "prose")
}

const ANY = (): boolean => true
const NONE = (): boolean => false

function merge(base: Fields, own: Fields, isMerged: (key: string) => boolean): Fields {
  const entries = Object.entries(own).map(([key, value]): [string, unknown] => {
    const before = base[key]
    if (isMerged(key) && isFields(before) && isFields(value)) return [key, merge(before, value, isMerged === ANY ? NONE : ANY)]
    return [key, isNamed(before) && isNamed(value) ? joined(before, value) : value]
  })
  return Object.fromEntries([...Object.entries(base), ...entries].filter(([key]) => own[key] !== null))
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value)
const isNamed = (value: unknown): value is { readonly id: string }[] => Array.isArray(value) && value.length > 0 && value.every(entry => isFields(entry) && typeof entry["id"] === "string")

function joined<T extends { readonly id: string }>(base: readonly T[], own: readonly T[]): T[] {
  const ownById = new Map(own.map(entry => [entry.id, entry]))
  const ids = new Set(base.map(({ id }) => id))
  return [...base.map(entry => ownById.get(entry.id) ?? entry), ...own.filter(({ id }) => !ids.has(id))]
}
