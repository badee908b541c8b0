// What a figure that is typed into the view writes into the draft.

interface Range {
  readonly from: number
  readonly to: number
}

/** The part of a view that is looked at here. */
export interface CellsOfView {
  readonly parts: readonly { readonly kind?: string; readonly table?: { readonly showsBlanks: boolean; readonly rows: readonly { readonly cells: readonly { readonly range: Range | null; readonly fact: { readonly id: string } | null }[] }[] } }[]
}

/** No figure, nor what stands in place of one, is longer. */
const MAX_FIGURE = 40

/** Where a figure stands, by its id; null if the view has none. */
export function rangeOfFact({ parts }: CellsOfView, fact: unknown): Range | null {
  const cells = parts.flatMap(({ table }) => table?.rows.flatMap(({ cells }) => cells) ?? [])
  return cells.find(cell => cell.fact?.id === fact)?.range ?? null
}

/** The edit that writes a text into a cell, and nowhere else. What could break the table is left out; where a blank cell cannot be seen, none is made (null). */
export function cellEdit(view: CellsOfView, fact: unknown, text: unknown): (Range & { readonly insert: string }) | null {
  const range = rangeOfFact(view, fact)
  if (!range || typeof text !== "string") return null
  const insert = text.replace(/[\s\p{C}|｜│<>]/gu, "").slice(0, MAX_FIGURE)
  const table = view.parts.find(({ table }) => table?.rows.some(({ cells }) => cells.some(cell => cell.fact?.id === fact)))?.table
  return insert === "" && !table?.showsBlanks ? null : { ...range, insert }
}
