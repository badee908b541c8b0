import { keyOf } from "../text/plain.ts"
import type { Block } from "../syntax/block.ts"
import type { Grid, Row } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import type { TableFormat } from "./format.ts"

/** The grid of a block without the columns that the table's format puts aside. The rows stay as many. */
export function readFigures(block: Block, table: TableFormat | undefined): Grid {
  const grid = readGrid(block)
  return table?.aside ? { ...grid, rows: withoutAside(grid.rows, new Set(table.aside.map(keyOf))) } : grid
}

/** A head of several lines says on any of them which columns are put aside; another head below begins anew. */
function withoutAside(rows: readonly Row[], keys: ReadonlySet<string>): Row[] {
  let aside: ReadonlySet<number> = new Set()
  let isHead = false
  return rows.map(row => {
    const named = row.flatMap(({ key }, i) => (key !== "" && keys.has(key) ? [i] : []))
    if (row.some(({ kind }) => kind === "number")) isHead = false
    else if (named.length > 0) {
      aside = new Set(isHead ? [...aside, ...named] : named)
      isHead = true
    }
    return aside.size === 0 ? row : row.filter((_, i) => !aside.has(i))
  })
}
