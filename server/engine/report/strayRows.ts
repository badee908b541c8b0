import { splitNumbering, toPlain } from "../text/plain.ts"
import { isFigureCell } from "../tables/cell.ts"
import type { Cell, Row } from "../tables/grid.ts"
import type { LeafRow } from "./format.ts"

interface Chosen {
  readonly leaf: number
}

/** A row that has changed places with another is not further from its own than this. */
const MAX_AWAY = 3

/** Rows with their own label that stand out of order, near their place, where no other row states the same. */
export function displaced<E extends Chosen>(chosen: readonly (E | null)[], ownOf: (index: number) => E | null): Map<number, E> {
  const taken = new Set(chosen.map(found => found?.leaf))
  const found = new Map<number, E>()
  for (let i = 0; i < chosen.length; i++) {
    const [before, behind] = [chosen[i - 1], chosen[i + 1]]
    const own = chosen[i] || !(before || behind) ? null : ownOf(i)
    if (!own || taken.has(own.leaf)) continue
    if (![before, behind].some(near => near && Math.abs(near.leaf - own.leaf) <= MAX_AWAY)) continue
    found.set(i, own)
    taken.add(own.leaf)
  }
  return found
}

/** The words that stand in the place of a label, numbered as labels are: （七）合计 1 0 0. Null if there are none, or they may be a piece only. */
export function oddLabel({ cells, showsBlanks }: { readonly cells: Row; readonly showsBlanks: boolean }): Cell | null {
  if (!showsBlanks) return null
  const figure = cells.findIndex(isFigureCell)
  const label = figure < 1 ? undefined : cells.slice(0, figure).findLast(({ kind }) => kind === "text")
  return label && numberOf(label.text) !== "" ? label : null
}

/** True if the words carry the number of the row. */
export function hasNumberOf(label: Cell, row: LeafRow): boolean {
  return numberOf(label.text) === numberOf(row.label)
}

function numberOf(text: string): string {
  return splitNumbering(toPlain(text)).numbering.replace(/[\s().,、:]/g, "")
}
