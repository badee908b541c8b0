import { toCount, ZERO, type Decimal, type Numeral } from "../text/decimal.ts"
import { shift, type Range, type TextEdit } from "../text/range.ts"
import type { Block, Heading } from "../syntax/block.ts"
import type { LayoutId } from "../tables/grid.ts"
import type { FactPlace, LeafColumn, LeafRow, ReportFormat, TableFormat } from "./format.ts"
import type { Label } from "./align.ts"
import type { Verdict } from "./editRules.ts"
import type { Facts } from "./facts.ts"

/** A draft seen through its format. Ranges count from the first character of the report, those of a table from where the table begins. */
export interface Report {
  readonly format: ReportFormat
  /** As the draft has it, the markup of a web page and all. */
  readonly text: string
  readonly blocks: readonly PlacedBlock[]
  /** The title as written, halves joined; empty if there is none. */
  readonly title: string
  readonly titleRange: Range | null
  /** The body that the title names; empty if it names none. */
  readonly body: string
  /** The reporting year; null if the title does not say it. */
  readonly year: number | null
  readonly sections: readonly Section[]
  readonly tables: readonly PlacedTable[]
  readonly facts: Facts
  readonly verdicts: readonly Verdict[]
  /** `garbled`: pieces of the text were damaged by a wrong encoding or a broken converter; `glued`: it has lost its line ends and cells, and nothing of it can be read. */
  readonly damage: "none" | "garbled" | "glued"
}

/** A block with its place in the report. */
export interface PlacedBlock extends Range {
  readonly block: Block
}

/** A heading and all up to the next one. */
export interface Section extends Range {
  /** Id in the format; null for a heading that no format knows. */
  readonly id: string | null
  /** False for a heading of its own wording. */
  readonly isNamed: boolean
  readonly heading: Heading
  /** From the first character of the heading's line to where the title ends. */
  readonly headingRange: Range
  readonly number: Range
  readonly title: Range
  /** From behind the title to the next heading. */
  readonly body: Range
  readonly blocks: readonly PlacedBlock[]
}

/** A table where it stands. The reading knows no place in the report: it lasts as long as the table's own text. */
export interface PlacedTable {
  /** What the ranges of the reading count from, in the report. */
  readonly from: number
  readonly reading: TableReading
}

/** One figure as stated, blank or not. Its range counts from where its table begins; `factRange` gives that in the report. */
export class Fact implements Range {
  readonly place: FactPlace
  readonly state: "number" | "blank" | "placeholder" | "unreadable"
  /** Null unless the state is `number`, or the table's format takes nothing for 0. */
  readonly value: Decimal | null
  /** The value as an exact double; null if there is none, or it is no whole number of usual size. */
  readonly count: number | null
  /** The cell as written. */
  readonly text: string
  /** True if blanks between the digits were left out to read it. */
  readonly isSpaced: boolean
  readonly from: number
  readonly to: number

  constructor(place: FactPlace, state: Fact["state"], numeral: Numeral | null, text: string, { from, to }: Range) {
    this.place = place
    this.state = state
    const isZero = place.table.blankIsZero === true && (state === "blank" || state === "placeholder")
    this.value = numeral?.value ?? (isZero ? ZERO : null)
    this.count = this.value ? toCount(this.value) : null
    this.text = text
    this.isSpaced = numeral?.spaced ?? false
    this.from = from
    this.to = to
  }

  /** True if its last digits stand on a line below the others: no single edit can replace it. Its range is that of its first digits. */
  get isBroken(): boolean {
    return this.text.length > this.to - this.from
  }

  /** e.g. requests/denied.third-party/natural */
  get id(): string {
    return this.place.id
  }

  get table(): TableFormat {
    return this.place.table
  }

  get row(): LeafRow {
    return this.place.row
  }

  get column(): LeafColumn {
    return this.place.column
  }
}

/** What was found of a table of the format. All ranges count from where the table begins. */
export interface TableReading {
  readonly table: TableFormat
  /** `absent`: not a trace; `unreadable`: something is there that could not be read; `read`: rows with figures. */
  readonly state: "absent" | "unreadable" | "read"
  readonly layout: LayoutId | null
  /** From the first to the last of its cells; of an unreadable table, all that stands in its place. */
  readonly range: Range
  readonly rows: readonly RowReading[]
  /** The same rows by their places among the rows of the format. */
  readonly byLeaf: readonly (RowReading | undefined)[]
  /** Rows of the format that the draft does not have. */
  readonly missing: readonly LeafRow[]
  /** Rows of the format that may be in the draft, but could not be told in what is left of its text. */
  readonly unread: readonly LeafRow[]
  /** Column heads that are not worded as in the format. */
  readonly heads: readonly LabelReading[]
  /** Column heads that stand once too often. */
  readonly surplusHeads: readonly Range[]
  /** True if the rows of a group are stated as one row, as an older format had it. */
  readonly groupsAsOneRow: readonly LeafRow[]
  /** Labels of rows that the table states once more, with other figures; these were not read. */
  readonly repeated: readonly Label[]
  /** The line end that the table's own text uses. */
  readonly lineEnd: string
}

export interface RowReading {
  readonly row: LeafRow
  readonly label: Label | null
  /** From the label, or the first figure, to the last cell. */
  readonly range: Range
  /** False if it is not certain which cell belongs to which column. */
  readonly isPlaced: boolean
  /** True if every cell holds a whole number in plain digits: nothing can be said against it by itself. */
  readonly isPlain: boolean
  /** How many cells have something in them. */
  readonly filled: number
  readonly surplus: readonly Range[]
  /** That cells of it are gone and those behind them have moved up; absent where nothing says so. */
  readonly shift?: Shift
  /** The last figure as written and what its equations want in full; absent unless digits may be cut off. */
  readonly cut?: { readonly figure: Fact; readonly wanted: string }
  readonly facts: readonly Fact[]
}

/** What is known of a row whose total stands too far left. */
export interface Shift {
  /** How many cells are gone. */
  readonly count: number
  /** The total, by the column that it stands in. */
  readonly total: Fact
  /** The columns whose cells may be gone; empty if the equations do not tell. */
  readonly lost: readonly LeafColumn[]
}

/** A label as written and the words that it should have. */
export interface LabelReading {
  readonly label: Label
  readonly official: string
}

/** Where a fact stands in its report. */
export function factRange(report: Report, fact: Fact): Range {
  return shift({ from: fact.from, to: fact.to }, tableStart(report, fact))
}

const tableStart = ({ tables }: Report, { table }: Fact): number => tables.find(({ reading }) => reading.table === table)!.from

/** The edit that writes a text into the cell of a fact, counted from where its table begins; null where none can, since its digits are broken over lines. */
export function factEdit(fact: Fact, insert: string): TextEdit | null {
  return fact.isBroken ? null : { from: fact.from, to: fact.to, insert }
}

/** The same edit, counted from the first character of the report. */
export function factEditIn(report: Report, fact: Fact, insert: string): TextEdit | null {
  const edit = factEdit(fact, insert)
  return edit && shift(edit, tableStart(report, fact))
}
