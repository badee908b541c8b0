import { keyOf, wordsOf } from "../../engine/text/plain.ts"
import { isTotal, type Path } from "./equations.ts"
import type { JoinedTable } from "./join.ts"

/** A cell of one of the tables, by places. */
export interface CellPlace {
  readonly table: number
  readonly row: number
  readonly column: number
}

/** Two cells of different tables that state one figure in every sample. */
export interface Agreement {
  readonly cells: readonly [CellPlace, CellPlace]
  /** In how many samples it is not 0. */
  readonly samples: number
}

/** So many bits more than it takes to tell a pair from all that were tried. */
const MARGIN = 8
/** More pairs than these are not tried. */
const MAX_PAIRS = 4_000_000
/** Shorter labels name nothing that would be the same elsewhere. */
const MIN_LABEL = 2

/** Cells that stand for one thing by their labels and agree in all samples, each once for every other table. */
export function agreementsOf(tables: readonly JoinedTable[]): Agreement[] {
  const found: Agreement[] = []
  for (let a = 0; a < tables.length; a++)
    for (let b = a + 1; b < tables.length; b++) found.push(...between(tables, a, b))
  return found
}

interface Candidate extends CellPlace {
  /** Its figure in each sample. */
  readonly figures: readonly number[]
  readonly labels: Labels
}

interface Labels {
  readonly row: string
  readonly column: string
  readonly isTotal: boolean
}

function between(tables: readonly JoinedTable[], a: number, b: number): Agreement[] {
  const [left, right] = [candidatesIn(tables, a), candidatesIn(tables, b)]
  if (left.length * right.length > MAX_PAIRS) return []
  const wanted = Math.log2(left.length * right.length + 1) + MARGIN
  const used = new Set<Candidate>()
  const pairs = left.flatMap(one => right.flatMap(other => (areAgreed(one, other) && bitsOf(one) >= wanted ? [{ one, other, likeness: likeness(one.labels, other.labels) }] : [])))
  return pairs
    .filter(({ likeness }) => likeness > 0)
    .sort((x, y) => y.likeness - x.likeness)
    .flatMap(({ one, other }) => {
      if (used.has(one) || used.has(other)) return []
      used.add(one)
      used.add(other)
      return [{ cells: [placeOf(one), placeOf(other)] as const, samples: one.figures.filter(figure => figure !== 0).length }]
    })
}

const placeOf = ({ table, row, column }: Candidate): CellPlace => ({ table, row, column })
const areAgreed = (a: Candidate, b: Candidate): boolean => a.figures.every((figure, s) => figure === b.figures[s])
const bitsOf = ({ figures }: Candidate): number => [...new Set(figures.map(Math.abs))].reduce((bits, figure) => bits + Math.log2(1 + figure), 0)

/** Cells with a figure in every sample, that are not always 0. */
function candidatesIn(tables: readonly JoinedTable[], table: number): Candidate[] {
  const { rows, columns, figures } = tables[table]!
  return rows.flatMap((path, row) =>
    columns.flatMap(({ path: head }, column): Candidate[] => {
      const own = figures.map(sample => sample[row]![column]!)
      if (own.some(figure => figure === null) || own.every(figure => figure === 0)) return []
      return [{ table, row, column, figures: own as number[], labels: { row: nameIn(path), column: nameIn(head), isTotal: isTotal(path) || isTotal(head) } }]
    }),
  )
}

/** What a label names; empty for one that is only a word for a total. */
function nameIn(path: Path): string {
  const words = keyOf(path.at(-1)!).replace(/^其中/, "")
  return wordsOf(words).replace(/合计|总计|小计|共计|总数/g, "").length < MIN_LABEL ? "" : words
}

/** How many of their labels say that two cells are one thing. */
function likeness(a: Labels, b: Labels): number {
  const named = [a.row, a.column].filter(label => label !== "")
  const shared = named.filter(label => label === b.row || label === b.column).length
  return 2 * shared + (a.isTotal && b.isTotal ? 1 : 0)
}
