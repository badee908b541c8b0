import type { ReportFormat } from "./format.ts"

type Fields = Readonly<Record<string, unknown>>

/**
 * The whole of a format that is written as what sets it apart from `base`. Fields are replaced, and taken away by null; those of the prose, too,
 * and there words by name (`words`, `topics`, `bars`). Lists of things with ids are joined: what has the id of another stands in its place, the
 * rest behind. That it is sound, the schema and `formatFaults` must say of what comes out.
 */
export function extendFormat(written: Fields, base: ReportFormat): Fields {
  return merge({ ...base }, { ...written, extends: null }, ["prose"])
}

const BY_NAME = ["words", "topics", "bars"]

function merge(base: Fields, own: Fields, inner: readonly string[]): Fields {
  const entries = Object.entries(own).map(([key, value]): [string, unknown] => {
    const before = base[key]
    if (inner.includes(key) && isFields(before) && isFields(value)) return [key, merge(before, value, BY_NAME)]
    return [key, isNamed(before) && isNamed(value) ? joined(before, value) : value]
  })
  return Object.fromEntries([...Object.entries(base), ...entries].filter(([key]) => own[key] !== null))
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value)
const isNamed = (value: unknown): value is { readonly id: string }[] => Array.isArray(value) && value.length > 0 && value.every(entry => isFields(entry) && typeof entry["id"] === "string")

function joined<T extends { readonly id: string }>(base: readonly T[], own: readonly T[]): T[] {
  const kept = base.map(entry => own.find(({ id }) => id === entry.id) ?? entry)
  return [...kept, ...own.filter(({ id }) => !base.some(entry => entry.id === id))]
}
