import { keyOf } from "../text/plain.ts"
import type { Block } from "../syntax/block.ts"
import type { Grid, Row } from "../tables/grid.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import type { TableFormat } from "./format.ts"

/** The grid of a block without the columns that the table's format puts aside. The rows stay as many. */
export function readFigures(block: Block, table: TableFormat | undefined): Grid {
  const grid = readGrid(block)
  return table?.aside ? { ...grid, rows: withoutAside(grid.rows, new Set(table.aside.map(keyOf))) } : grid
}

/**
 * True where it is not certain which figures are put aside: in a layout that shows no cells, unless each row with figures has as many cells as
 * the head that names the columns, those put aside among them.
 */
export function isAsideOpen(block: Block, table: TableFormat, first: number, end: number): boolean {
  const { layout, rows } = readGrid(block)
  if (!table.aside || layoutOf(layout).showsBlanks) return false
  const keys = new Set(table.aside.map(keyOf))
  const own = rows.slice(first, end)
  const head = own.find(row => row.some(({ key }) => key !== "" && keys.has(key)) && row.every(({ kind }) => kind !== "number"))
  return !head || own.some(row => row.some(({ kind }) => kind === "number") && row.length !== head.length)
}

function withoutAside(rows: readonly Row[], keys: ReadonlySet<string>): Row[] {
  const aside = asideIn(rows, keys)
  return rows.map((row, i) => (aside[i]!.size === 0 ? row : row.filter((_, column) => !aside[i]!.has(column))))
}

/** For each row the columns that are put aside, each with the key of its head. A head of several lines says on any of them which they are; another head below begins anew. */
export function asideIn(rows: readonly Row[], keys: ReadonlySet<string>): ReadonlyMap<number, string>[] {
  let aside: ReadonlyMap<number, string> = new Map()
  let isHead = false
  return rows.map(row => {
    const named = row.flatMap(({ key }, i) => (key !== "" && keys.has(key) ? [[i, key] as const] : []))
    if (row.some(({ kind }) => kind === "number")) isHead = false
    else if (named.length > 0) {
      aside = new Map(isHead ? [...aside, ...named] : named)
      isHead = true
    }
    return aside
  })
}
