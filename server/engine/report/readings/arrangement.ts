import { memoize } from "../../text/memoize.ts"
import { confront, type Confrontation } from "../editRules.ts"
import { leafRows, type LeafRow, type TableFormat } from "../format.ts"
import type { Figure } from "./figures.ts"

/** A table of figures of the text, one for each row and column of the format; null is a row that cannot be read. */
export type Arrangement = readonly (readonly Figure[] | null)[]

/** A figure as far as equations look at it. */
export type Valued = Pick<Figure, "value">

/** A reading that is possible. */
export interface Candidate {
  readonly arrangement: Arrangement
  /** True if it has a place for every figure of the text. */
  readonly isWhole: boolean
  /** How far the order of its figures is from the plain one, row by row, in broken equations. */
  readonly oddness: number
}

/** The rows that a table states in its usual form. */
export const statedRows = (table: TableFormat): readonly LeafRow[] => leafRows(table).filter(({ isGroup }) => !isGroup)

/** How many figures rows have. */
export const sizeOf = (rows: readonly LeafRow[]): number => rows.reduce((sum, { columns }) => sum + columns.length, 0)

/** For the place of a row among all rows of a table, its place among those of the usual form. */
export const placesOf = memoize((table: TableFormat) => {
  const leaves = leafRows(table)
  return new Map(statedRows(table).map((row, i) => [leaves.indexOf(row), i]))
})

/** What the equations of a table say of an arrangement; null is a row or a figure of which nothing is known. */
export function confrontArrangement(table: TableFormat, arrangement: readonly (readonly (Valued | null)[] | null)[]): Confrontation {
  const places = placesOf(table)
  return confront(table, (row, column) => arrangement[places.get(row) ?? -1]?.[column]?.value ?? null)
}
