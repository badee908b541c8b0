import type { Range } from "../text/range.ts"

/** One cell as written, without the blanks around it. A blank cell has an empty range, at the place where its figure would stand. */
export interface Cell extends Range {
  readonly text: string
  readonly kind: CellKind
  /** Of words, the form in which they are compared; else empty. */
  readonly key: string
}

export type CellKind = "number" | "blank" | "placeholder" | "unreadable" | "text"

/** The cells of one row from left to right; of a text that shows no rows, the words up to the figures that follow them. */
export type Row = readonly Cell[]

/** A table as rows of cells. All ranges count from the start of the block. */
export interface Grid {
  readonly layout: LayoutId
  readonly rows: readonly Row[]
}

export type LayoutId = "tab-cell" | "tsv" | "csv" | "pipes" | "cell-pipe" | "alternate-pipe" | "cell-line" | "pdf" | "html"

/** A way in which copy and paste flatten a table. */
export interface Layout {
  readonly id: LayoutId
  /** True if blank cells can be seen in it, so that the place of a figure in its row is certain. */
  readonly showsBlanks: boolean
  /** True for a line of this form; the layout whose lines are most reads the block. */
  claims(line: string): boolean
  read(lines: readonly SourceLine[]): Row[]
}

/** A line without its line end, with its place in the block. */
export interface SourceLine extends Range {
  readonly text: string
}
