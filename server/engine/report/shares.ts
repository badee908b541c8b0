import { isNegative, isZero, parseNumeral, type Decimal } from "../text/decimal.ts"
import { keyOf, toPlain } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { Cell } from "../tables/grid.ts"
import { layoutOf, readGrid } from "../tables/read.ts"
import { asideIn } from "./aside.ts"
import type { ShareFormat } from "./format.ts"
import type { Fact, PlacedTable, Report, RowReading } from "./report.ts"

/** A share that a table states: what a part is of a whole, in per cent. */
export interface StatedShare {
  readonly format: ShareFormat
  readonly value: Decimal
  /** Its digits, in the report. */
  readonly range: Range
  /** True if they are written out in the report as they are read. */
  readonly isPlain: boolean
  /** Not negative; nor is the whole, which is not 0 either. */
  readonly part: Fact
  readonly whole: Fact
}

/** The shares that the tables of a report state in columns put aside. A blank states none, nor does what a part or a whole is lacking of. */
export function sharesIn(report: Report): StatedShare[] {
  return report.tables.flatMap(placed => (placed.reading.state === "read" && placed.reading.table.shares ? sharesOf(report, placed) : []))
}

function sharesOf({ blocks }: Report, { from, reading }: PlacedTable): StatedShare[] {
  const { aside = [], shares = [] } = reading.table
  const keys = new Set(aside.map(keyOf))
  const rowAt = new Map(reading.rows.flatMap(row => row.facts.map(fact => [from + fact.from, row] as const)))
  const wholeOf = ({ part, row, column }: ShareFormat, own: RowReading): Fact | undefined => {
    const rowOfWhole = row === undefined ? own : reading.rows.find(other => other.row.id === row)
    return rowOfWhole?.facts.find(fact => fact.column.id === (column ?? part))
  }
  return blocks.flatMap(({ block, from: base, to }) => {
    if (block.kind !== "table" || to <= from + reading.range.from || base >= from + reading.range.to) return []
    const { layout, rows } = readGrid(block)
    if (!layoutOf(layout).showsBlanks) return []
    const columns = asideIn(rows, keys)
    return rows.flatMap((cells, i) => {
      const row = rowAt.get(base + (cells.find(cell => rowAt.has(base + cell.from))?.from ?? NaN))
      if (!row) return []
      return columnsOf(shares, columns[i]!).flatMap(({ share, column }) => {
        const stated = cells[column] && percentIn(cells[column], base)
        const [part, whole] = [row.facts.find(fact => fact.column.id === share.part), wholeOf(share, row)]
        if (!stated || !part?.value || !whole?.value || isNegative(part.value) || isNegative(whole.value) || isZero(whole.value)) return []
        return { format: share, ...stated, part, whole }
      })
    })
  })
}

/** Which column states which share: of those with the same head each, or none, if they are not as many as the format has. */
function columnsOf(shares: readonly ShareFormat[], aside: ReadonlyMap<number, string>): { share: ShareFormat; column: number }[] {
  return shares.flatMap(share => {
    const own = shares.filter(({ head }) => keyOf(head) === keyOf(share.head))
    const columns = [...aside].filter(([, key]) => key === keyOf(share.head)).map(([column]) => column).sort((a, b) => a - b)
    return columns.length === own.length ? { share, column: columns[own.indexOf(share)]! } : []
  })
}

/** The percentage that a cell states, with or without its sign, and where; null for anything else. */
export function percentIn({ text, from, to }: Cell, base = 0): Pick<StatedShare, "value" | "range" | "isPlain"> | null {
  const digits = toPlain(text).replace(/\s*%$/, "")
  const numeral = parseNumeral(digits)
  if (!numeral || numeral.spaced || isNegative(numeral.value)) return null
  const isPlain = toPlain(text).length === to - from
  return { value: numeral.value, range: { from: base + from, to: base + (isPlain ? from + digits.length : to) }, isPlain }
}
