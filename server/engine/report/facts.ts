import { memoize } from "../text/memoize.ts"
import { leafRows, type ReportFormat } from "./format.ts"
import type { Fact, PlacedTable } from "./report.ts"

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
  readonly #format: ReportFormat
  readonly #tables: readonly PlacedTable[]

  /** The tables in the order of the format. */
  constructor(format: ReportFormat, tables: readonly PlacedTable[]) {
    this.#format = format
    this.#tables = tables
  }

  get(id: string): Fact | undefined {
    const slot = slotsOf(this.#format).get(id)
    if (!slot) return undefined
    const { state, byLeaf } = this.#tables[slot.table]!.reading
    return state === "read" ? byLeaf[slot.row]?.facts[slot.column] : undefined
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  *values(): Generator<Fact> {
    for (const { reading } of this.#tables) if (reading.state === "read") for (const { facts } of reading.rows) yield* facts
  }
}
