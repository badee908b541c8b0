import { format, type Decimal } from "../../engine/text/decimal.ts"
import { isTotal } from "./equations.ts"
import type { JoinedShare, JoinedTable } from "./join.ts"

/** A column of shares: what the figure of a column is, in each row, of that in another row or another column, in per cent. */
export interface LearntShare {
  readonly head: string
  /** Places of columns and rows. */
  readonly part: number
  readonly whole: { readonly row: number } | { readonly column: number }
  /** In how many samples it holds, with how many shares that say something. */
  readonly samples: number
  readonly operands: number
}

type Candidate = Pick<LearntShare, "part" | "whole">

/** A share needs so many bits more than it takes to tell it from all that were tried. */
const MARGIN = 10

/** What the shares of a table are of what. Columns with one head are taken together or not at all, since it does not tell which is which. */
export function sharesOf(table: JoinedTable): LearntShare[] {
  const found = table.shares.map(share => ({ head: share.head, learnt: learnShare(table, share) }))
  const isClear = (head: string): boolean => found.every(other => other.head !== head || other.learnt !== null)
  return found.flatMap(({ head, learnt }) => (learnt && isClear(head) ? [learnt] : []))
}

/** The only reading that holds in all samples; of several rows that do, the total. */
function learnShare(table: JoinedTable, share: JoinedShare): LearntShare | null {
  const columns = [...table.columns.keys()]
  const candidates = columns.flatMap((part): Candidate[] => [
    ...[...table.rows.keys()].map(row => ({ part, whole: { row } })),
    ...columns.filter(column => column !== part).map(column => ({ part, whole: { column } })),
  ])
  const judged = candidates.flatMap(candidate => judge(table, share, candidate) ?? []).filter(({ bits }) => bits >= Math.log2(candidates.length + 1) + MARGIN)
  const totals = judged.filter(({ learnt: { whole } }) => "row" in whole && isTotal(table.rows[whole.row]!))
  const [only, ...more] = judged.length > 1 && totals.length > 0 ? totals : judged
  return only && more.length === 0 ? only.learnt : null
}

/** What the samples say of a reading; null if it does not hold. */
function judge({ figures }: JoinedTable, { head, percents }: JoinedShare, candidate: Candidate): { bits: number; learnt: LearntShare } | null {
  const { part, whole } = candidate
  const samples = new Set<number>()
  let [bits, operands] = [0, 0]
  for (const [s, rows] of figures.entries()) {
    for (const [r, row] of rows.entries()) {
      const percent = percents[s]![r] ?? null
      const [above, below] = [row[part] ?? null, ("row" in whole ? rows[whole.row]![part] : row[whole.column]) ?? null]
      if (percent === null || above === null || below === null) continue
      if (below <= 0 || above < 0) {
        if (percent.units > 0n) return null
        continue
      }
      // One unit off: shares are often made to add up.
      const [stated, unit] = [Number(format(percent)), 10 ** -percent.scale]
      if (Math.abs(stated - (100 * above) / below) > 1.000001 * unit) return null
      if (above === 0 || above === below) continue
      bits += bitsOf(percent)
      operands++
      samples.add(s)
    }
  }
  return operands === 0 ? null : { bits, learnt: { head, part, whole, samples: samples.size, operands } }
}

/** How rarely a share fits by chance: of all that could stand there, three would do. */
const bitsOf = ({ scale }: Decimal): number => Math.log2((100 * 10 ** scale) / 3)
