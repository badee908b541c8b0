import { memoize } from "../text/memoize.ts"
import { leafRows, type ReportFormat } from "./format.ts"
import type { Fact, TableReading } from "./report.ts"

/** Where a fact is found: places of its table in the format, of its row in the table, of its column in the row. */
interface Slot {
  readonly table: number
  readonly row: number
  readonly column: number
}

const slotsOf = memoize((format: ReportFormat) => {
  const slots = new Map<string, Slot>()
  for (const [table, rows] of format.tables.map(leafRows).entries()) {
    for (const [row, { places }] of rows.entries()) for (const [column, { id }] of places.entries()) slots.set(id, { table, row, column })
  }
  return slots
})

/** The figures of a report by their ids. Of a table that could not be read there are none. */
export class Facts {
  readonly format: ReportFormat
  readonly #tables: readonly TableReading[]

  /** The tables in the order of the format. */
  constructor(format: ReportFormat, tables: readonly TableReading[]) {
    this.format = format
    this.#tables = tables
  }

  get(id: string): Fact | undefined {
    const slot = slotsOf(this.format).get(id)
    if (!slot) return undefined
    const { state, byLeaf } = this.#tables[slot.table]!
    return state === "read" ? byLeaf[slot.row]?.facts[slot.column] : undefined
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  /** True if these are the tables that it has the figures of. */
  areOf(format: ReportFormat, tables: readonly TableReading[]): boolean {
    return this.format === format && this.#tables.length === tables.length && this.#tables.every((table, i) => table === tables[i])
  }

  *values(): Generator<Fact> {
    for (const { state, rows } of this.#tables) if (state === "read") for (const { facts } of rows) yield* facts
  }
}

const lastFacts = memoize<TableReading, { facts: Facts | null }>(() => ({ facts: null }))

/** The figures of the tables: the same object for the same readings, so that what was compared with them is known as long as no figure changes. */
export function factsOf(format: ReportFormat, tables: readonly TableReading[]): Facts {
  const [first] = tables
  const last = first ? lastFacts(first) : { facts: null }
  if (!last.facts?.areOf(format, tables)) last.facts = new Facts(format, tables)
  return last.facts
}
