import type { Decimal } from "../text/decimal.ts"
import type { Range } from "../text/range.ts"
import type { Block, Heading } from "../syntax/block.ts"
import type { LayoutId } from "../tables/grid.ts"
import type { LeafColumn, LeafRow, ReportFormat, TableFormat } from "./format.ts"
import type { Label } from "./align.ts"
import type { Verdict } from "./editRules.ts"

/** A draft seen through its format. All ranges count from the first character of the report. */
export interface Report {
  readonly format: ReportFormat
  readonly text: string
  readonly blocks: readonly PlacedBlock[]
  /** The title as written, halves joined; empty if there is none. */
  readonly title: string
  readonly titleRange: Range | null
  /** The reporting year; null if the title does not say it. */
  readonly year: number | null
  readonly sections: readonly Section[]
  readonly tables: readonly TableReading[]
  readonly facts: ReadonlyMap<string, Fact>
  readonly verdicts: readonly Verdict[]
}

/** A block with its place in the report. */
export interface PlacedBlock extends Range {
  readonly block: Block
}

/** A heading and all up to the next one. */
export interface Section extends Range {
  /** Id in the format; null for a heading that no format knows. */
  readonly id: string | null
  readonly heading: Heading
  /** From the first character of the heading's line to where the title ends. */
  readonly headingRange: Range
  readonly number: Range
  readonly title: Range
  /** From behind the title to the next heading. */
  readonly body: Range
  readonly blocks: readonly PlacedBlock[]
}

/** One figure stated at table/row/column. */
export interface Fact extends Range {
  /** e.g. requests/denied.third-party/natural */
  readonly id: string
  readonly table: TableFormat
  readonly row: LeafRow
  readonly column: LeafColumn
  readonly state: "number" | "blank" | "placeholder" | "unreadable"
  /** Null unless the state is `number`. */
  readonly value: Decimal | null
  /** The cell as written. */
  readonly text: string
  /** True if blanks between the digits were left out to read it. */
  readonly isSpaced: boolean
}

/** What was found of a table of the format. */
export interface TableReading {
  readonly table: TableFormat
  /** `absent`: not a trace; `unreadable`: something is there that could not be read; `read`: rows with figures. */
  readonly state: "absent" | "unreadable" | "read"
  readonly layout: LayoutId | null
  /** From the first to the last of its cells; of an unreadable table, all that stands in its place. */
  readonly range: Range
  readonly rows: readonly RowReading[]
  /** Rows of the format that the draft does not have. */
  readonly missing: readonly LeafRow[]
  /** Column heads that are not worded as in the format. */
  readonly heads: readonly LabelReading[]
  /** Column heads that stand once too often. */
  readonly surplusHeads: readonly Range[]
  /** True if the rows of a group are stated as one row, as an older format had it. */
  readonly groupsAsOneRow: readonly LeafRow[]
  /** Labels of rows that the table states once more, with other figures; these were not read. */
  readonly repeated: readonly Label[]
}

export interface RowReading {
  readonly row: LeafRow
  readonly label: Label | null
  /** From the label, or the first figure, to the last cell. */
  readonly range: Range
  /** False if it is not certain which cell belongs to which column. */
  readonly isPlaced: boolean
  /** How many cells have something in them. */
  readonly filled: number
  readonly surplus: readonly Range[]
  readonly facts: readonly Fact[]
}

/** A label as written and the words that it should have. */
export interface LabelReading {
  readonly label: Label
  readonly official: string
}

/** Where a fact stands in its report. */
export function factRange(_report: Report, { from, to }: Fact): Range {
  return { from, to }
}
