import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Block } from "../syntax/block.ts"
import type { Grid } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import { labelsOf, type ReportFormat, type TableFormat } from "./format.ts"
import type { PlacedBlock, Section } from "./report.ts"

/** Rows of one block, one after another, that belong to one table of the format. */
export interface Segment {
  readonly block: Block
  /** Where the block begins: in the report, or counted from where its table begins. */
  readonly base: number
  readonly grid: Grid
  readonly section: string | null
  /** Its rows in the grid: from `first`, before `end`. */
  readonly first: number
  readonly end: number
}

/** The rows of all table blocks of a report, each block a segment. */
export function tableBlocks(blocks: readonly PlacedBlock[], sections: readonly Section[]): Segment[] {
  const found: Segment[] = []
  let next = 0
  for (const { block, from } of blocks) {
    while (next < sections.length && sections[next]!.from <= from) next++
    if (block.kind !== "table") continue
    const grid = readGrid(block)
    found.push({ block, base: from, grid, section: sections[next - 1]?.id ?? null, first: 0, end: grid.rows.length })
  }
  return found
}

/** How many cells are worded as labels that only this format has. */
export function evidenceFor(format: ReportFormat, formats: readonly ReportFormat[], segments: readonly Segment[]): number {
  const counts = distinctCounts(formats).get(format)!
  return segments.reduce((sum, { block }) => sum + counts(block), 0)
}

const distinctCounts = memoize((formats: readonly ReportFormat[]) => {
  const keys = new Map(formats.map(format => [format, new Set(format.tables.flatMap(labelsOf).map(keyOf))]))
  const isElsewhere = (own: ReportFormat, key: string): boolean => formats.some(format => format !== own && keys.get(format)!.has(key))
  return new Map(formats.map(format => {
    const distinct = new Set([...keys.get(format)!].filter(key => !isElsewhere(format, key)))
    return [format, memoize((block: Block) => countKeys(readGrid(block), distinct))]
  }))
})

function countKeys({ rows }: Grid, keys: ReadonlySet<string>): number {
  let count = 0
  for (const cells of rows) for (const { key } of cells) if (key !== "" && keys.has(key)) count++
  return count
}

/** Labels that are in one table only, nor a piece of a label of another (其他 may be half of 其他结果). */
function tellingLabels(format: ReportFormat): Map<string, string> {
  const words = format.tables.map(table => ({ id: table.id, keys: [...new Set(labelsOf(table).map(keyOf))] }))
  const telling = words.flatMap(({ id, keys }) => {
    const others = words.filter(other => other.id !== id).flatMap(other => other.keys).join("\n")
    return keys.filter(key => !others.includes(key)).map(key => [key, id] as const)
  })
  return new Map(telling)
}

/** For each row of a block the table that its labels name; null if they name none. */
const votesOf = memoize((format: ReportFormat) => {
  const owner = tellingLabels(format)
  return memoize((block: Block) =>
    readGrid(block).rows.map(cells => {
      const voter = cells.find(({ key }) => key !== "" && owner.has(key))
      return voter ? owner.get(voter.key)! : null
    }),
  )
})

/** Deals the blocks' rows out to the tables: a row's labels say where it belongs, else the row above, else the section. */
export function segmentsByTable(format: ReportFormat, blocks: readonly Segment[]): Map<TableFormat, Segment[]> {
  const dealt = new Map<TableFormat, Segment[]>(format.tables.map(table => [table, []]))
  let section: string | null = null
  let current: string | null = null
  for (const segment of blocks) {
    if (segment.section !== section || current === null) {
      section = segment.section
      current = format.tables.find(table => section !== null && table.section === section)?.id ?? (section === null ? current : null)
    }
    const votes = votesOf(format)(segment.block)
    for (let first = 0; first < votes.length; ) {
      const owner: string | null = votes[first] ?? current
      let end = first + 1
      while (end < votes.length && (votes[end] ?? owner) === owner) end++
      const table = format.tables.find(({ id }) => id === owner)
      if (table) dealt.get(table)!.push({ ...segment, first, end })
      current = owner
      first = end
    }
  }
  return dealt
}
