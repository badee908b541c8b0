/** Rows of cells with their spans: all that it takes to draw a table. */
export interface TableForm {
  /** How many columns it has, those of the labels included. */
  readonly width: number
  readonly rows: readonly FormRow[]
}

export interface FormRow {
  /** `title`: of a part; `head`: of columns; `figures`: any other. */
  readonly kind: "title" | "head" | "figures"
  /** From left to right, without what a cell above or before covers. */
  readonly cells: readonly FormCell[]
}

export interface FormCell {
  readonly kind: "title" | "stub" | "column" | "label" | "figure"
  /** The official words, or the figure as written. */
  readonly text: string
  readonly colSpan: number
  readonly rowSpan: number
}

/** The table as a full grid: each cell at its top left place, null for the rest of a merged one. */
export function gridOf({ rows, width }: TableForm): (FormCell | null)[][] {
  const grid = rows.map(() => new Array<FormCell | null>(width).fill(null))
  const free = rows.map(() => new Array<boolean>(width).fill(true))
  for (const [at, { cells }] of rows.entries()) {
    for (const cell of cells) {
      const left = free[at]!.indexOf(true)
      grid[at]![left] = cell
      for (const row of free.slice(at, at + cell.rowSpan)) row.fill(false, left, left + cell.colSpan)
    }
  }
  return grid
}
