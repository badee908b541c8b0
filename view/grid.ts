import type { OfficialCell, OfficialTable } from "../server/engine/features/officialTable.ts"

/** The figures of a table as a spreadsheet has them, to be moved among by keys. Figures are known by the ids of their facts. */
export class Grid {
  readonly #rows: readonly (readonly OfficialCell[])[]

  constructor({ rows }: OfficialTable) {
    this.#rows = rows.map(({ cells }) => cells.filter(({ fact }) => fact)).filter(({ length }) => length > 0)
  }

  has(fact: string): boolean {
    return this.#cells().some(cell => cell.fact!.id === fact)
  }

  first(): string | null {
    return this.#rows[0]?.[0]?.fact!.id ?? null
  }

  textOf(fact: string): string {
    return this.#cells().find(cell => cell.fact!.id === fact)?.text ?? ""
  }

  /** The figure so many rows and columns away; null at the edge. A shorter row is entered at its end. */
  beside(fact: string, rows: number, columns: number): string | null {
    const row = this.#rows.findIndex(cells => cells.some(cell => cell.fact!.id === fact))
    const column = this.#rows[row]?.findIndex(cell => cell.fact!.id === fact) ?? -1
    const target = this.#rows[row + rows]
    const at = rows === 0 ? column + columns : Math.min(column, (target?.length ?? 0) - 1)
    return target?.[at]?.fact!.id ?? null
  }

  /** The next figure, row after row, or for -1 the one before. */
  next(fact: string, by: 1 | -1): string | null {
    const cells = this.#cells()
    return cells[cells.findIndex(cell => cell.fact!.id === fact) + by]?.fact!.id ?? null
  }

  #cells(): OfficialCell[] {
    return this.#rows.flat()
  }
}
