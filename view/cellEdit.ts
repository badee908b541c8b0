// What a figure that is typed into the view writes into the draft.

interface Range {
  readonly from: number
  readonly to: number
}

/** The part of a view that is looked at here. */
export interface CellsOfView {
  readonly parts: readonly { readonly kind?: string; readonly table?: { readonly showsBlanks: boolean; readonly rows: readonly { readonly cells: readonly { readonly text: string; readonly range: Range | null; readonly fact: { readonly id: string } | null }[] }[] } }[]
}

/** No figure, nor what stands in place of one, is longer. */
const MAX_FIGURE = 40

/** Where a figure stands, by its id; null if the view has none. */
export function rangeOfFact(view: CellsOfView, fact: unknown): Range | null {
  return placeOf(view, fact)?.cell.range ?? null
}

function placeOf({ parts }: CellsOfView, fact: unknown) {
  for (const { table } of parts) for (const { cells } of table?.rows ?? []) for (const cell of cells) if (cell.fact?.id === fact) return { table, cell }
  return null
}

/** True of a figure whose last digits stand on a line below: between its halves stands other text. */
const isBroken = (text: string, { from, to }: Range): boolean => text.length > to - from

/** The edit that writes a text into a cell, and nowhere else. What could break the table is left out; null where a blank cell could not be seen, and of a figure broken over lines. */
export function cellEdit(view: CellsOfView, fact: unknown, text: unknown): (Range & { readonly insert: string }) | null {
  const { table, cell } = placeOf(view, fact) ?? {}
  if (!cell?.range || typeof text !== "string" || isBroken(cell.text, cell.range)) return null
  const insert = text.replace(/[\s\p{C}|｜│<>,"]/gu, "").slice(0, MAX_FIGURE)
  return insert === "" && !table?.showsBlanks ? null : { from: cell.range.from, to: cell.range.to, insert }
}
