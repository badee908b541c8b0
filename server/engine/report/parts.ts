import { add, ZERO, type Decimal } from "../text/decimal.ts"
import { LineIndex, type LinePlace } from "../text/lines.ts"
import type { Text } from "./format.ts"
import { locate, type Correction } from "./locate.ts"
import { factRange, type Fact, type Report } from "./report.ts"

/** A report as far as it is needed to be added up with others: its figures, without its text. */
export interface Part {
  /** Its body, or what its draft is called. */
  readonly name: string
  /** The draft in which it stands. */
  readonly path: string
  /** By fact id; a cell that the draft does not have is not in it. */
  readonly cells: ReadonlyMap<string, PartCell>
}

export interface PartCell {
  readonly state: Fact["state"]
  /** Null unless the state is `number`. */
  readonly value: Decimal | null
  /** What would put the table's own equations right if it stood there; null if they hold, or something else must be wrong. */
  readonly wanted: Decimal | null
  /** Where it stands in the draft. */
  readonly start: LinePlace
  readonly end: LinePlace
}

/** What a report is to be the sum of. */
export interface Whole {
  /** Ids of the tables that are added up; null for all. */
  readonly tables: readonly string[] | null
  readonly parts: readonly Part[]
  /** Why not all parts are known; the sums say nothing then. */
  readonly unread: readonly Text[]
}

/** A report, which begins on the 0-based `line` of the draft at `path`, as a part of another one. */
export function partOf(report: Report, line: number, name: string, path: string): Part {
  const { facts, tables } = report
  const wanted = wantedIn(tables.flatMap(({ reading }) => locate(reading)).flatMap(({ repairs }) => repairs))
  const lines = new LineIndex(report.text)
  const placeOf = (offset: number): LinePlace => {
    const place = lines.position(offset)
    return { line: place.line + line, character: place.character }
  }
  const cellOf = (fact: Fact): PartCell => {
    const { from, to } = factRange(report, fact)
    return { state: fact.state, value: fact.value, wanted: wanted.get(fact.id) ?? null, start: placeOf(from), end: placeOf(to) }
  }
  return { name, path, cells: new Map([...facts.values()].map(fact => [fact.id, cellOf(fact)])) }
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
