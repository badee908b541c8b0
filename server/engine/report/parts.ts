import { add, ZERO, type Decimal } from "../text/decimal.ts"
import type { Text } from "./format.ts"
import { locate, type Correction } from "./locate.ts"
import type { Fact, Report } from "./report.ts"

/** A report as far as it is needed to be added up with others: its figures, without its text. */
export interface Part {
  /** Its body, or what its draft is called. */
  readonly name: string
  /** By fact id; a cell that the draft does not have is not in it. */
  readonly cells: ReadonlyMap<string, PartCell>
}

export interface PartCell {
  readonly state: Fact["state"]
  /** Null unless the state is `number`. */
  readonly value: Decimal | null
  /** What would put the table's own equations right if it stood there; null if they hold, or something else must be wrong. */
  readonly wanted: Decimal | null
}

/** What a report is to be the sum of. */
export interface Whole {
  /** Ids of the tables that are added up; null for all. */
  readonly tables: readonly string[] | null
  readonly parts: readonly Part[]
  /** Why not all parts are known; the sums say nothing then. */
  readonly unread: readonly Text[]
}

/** A report as a part of another one. */
export function partOf({ facts, tables }: Report, name: string): Part {
  const wanted = wantedIn(tables.flatMap(({ reading }) => locate(reading)).flatMap(({ repairs }) => repairs))
  return { name, cells: new Map([...facts.values()].map(({ id, state, value }) => [id, { state, value, wanted: wanted.get(id) ?? null }])) }
}

/** The values that a report's own equations want in the cells that they blame, by fact id. Where several repairs would do, none is among them. */
export function correctionsOf({ tables }: Pick<Report, "tables">): ReadonlyMap<string, Decimal> {
  return wantedIn(tables.flatMap(({ reading }) => locate(reading)).flatMap(({ repairs }) => (repairs.length === 1 ? repairs : [])))
}

const wantedIn = (repairs: readonly (readonly Correction[])[]): ReadonlyMap<string, Decimal> => new Map(repairs.flat().map(({ fact, value }) => [fact.id, value]))

/** What a cell of the parts comes to; null if one of them has no figure there. */
export function sumOfParts(parts: readonly Part[], id: string): Decimal | null {
  let sum = ZERO
  for (const { cells } of parts) {
    const value = cells.get(id)?.value
    if (!value) return null
    sum = add(sum, value)
  }
  return sum
}
