import { memoize } from "../text/memoize.ts"
import { keyOf } from "../text/plain.ts"
import type { Block } from "../syntax/block.ts"
import type { Row } from "../tables/grid.ts"
import { readGrid } from "../tables/read.ts"
import { modelOf } from "../tables/skeleton.ts"
import { labelsOf, type ReportFormat, type TableFormat } from "./format.ts"
import type { PlacedBlock, Section } from "./report.ts"

/** Rows of one block, one after another, that belong to one table of the format. */
export interface Segment {
  readonly block: Block
  /** Where the block begins: in the report, or counted from where its table begins. */
  readonly base: number
  readonly section: string | null
  /** Its rows in the block's grid: from `first`, before `end`. */
  readonly first: number
  readonly end: number
}

/** A table block of a report. */
export interface TableBlock {
  readonly block: Block
  readonly base: number
  readonly section: string | null
}

/** The table blocks of a report, in order. */
export function tableBlocks(blocks: readonly PlacedBlock[], sections: readonly Section[]): TableBlock[] {
  const found: TableBlock[] = []
  let next = 0
  for (const { block, from } of blocks) {
    while (next < sections.length && sections[next]!.from <= from) next++
    if (block.kind === "table") found.push({ block, base: from, section: sections[next - 1]?.id ?? null })
  }
  return found
}

/** What is kept of a block's grid: it is far smaller, and a block that does not change is hardly read again. */
interface Summary {
  /** For each format, how many cells are worded as labels that only this one has. */
  readonly evidence: readonly number[]
  /** For each format, where in its rows their labels begin to name another table. */
  readonly votes: readonly (readonly Vote[])[]
  readonly rows: number
}

/** Rows whose labels name one table, or none: null, for the first ones only. They end where the next ones begin. */
interface Vote {
  readonly table: string | null
  readonly first: number
}

const summariesOf = memoize((formats: readonly ReportFormat[]) => {
  const distinct = distinctLabels(formats)
  const owners = formats.map(tellingLabels)
  const summarize = memoize((block: Block): Summary => {
    const { rows } = readGrid(block)
    return { evidence: distinct.map(keys => countKeys(rows, keys)), votes: owners.map(owner => votesOf(rows, owner)), rows: rows.length }
  })
  return (block: Block) => summarize(modelOf(block))
})

/** How many cells are worded as labels that only this format has. */
export function evidenceFor(format: ReportFormat, formats: readonly ReportFormat[], blocks: readonly TableBlock[]): number {
  const index = formats.indexOf(format)
  const summaryOf = summariesOf(formats)
  let sum = 0
  for (const { block } of blocks) sum += summaryOf(block).evidence[index]!
  return sum
}

/** For each format the labels that no other has. */
function distinctLabels(formats: readonly ReportFormat[]): ReadonlySet<string>[] {
  const keys = formats.map(format => new Set(format.tables.flatMap(labelsOf).map(keyOf)))
  return keys.map(own => new Set([...own].filter(key => keys.every(other => other === own || !other.has(key)))))
}

function countKeys(rows: readonly Row[], keys: ReadonlySet<string>): number {
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

function votesOf(rows: readonly Row[], owner: ReadonlyMap<string, string>): Vote[] {
  const votes: Vote[] = []
  for (const [first, cells] of rows.entries()) {
    const table = voteOf(cells, owner)
    if (first === 0 || (table !== null && table !== votes.at(-1)!.table)) votes.push({ table, first })
  }
  return votes
}

function voteOf(cells: Row, owner: ReadonlyMap<string, string>): string | null {
  for (const { key } of cells) {
    const table = key === "" ? undefined : owner.get(key)
    if (table !== undefined) return table
  }
  return null
}

/** Deals the blocks' rows out to the tables: a row's labels say where it belongs, else the row above, else the section. */
export function segmentsByTable(format: ReportFormat, formats: readonly ReportFormat[], blocks: readonly TableBlock[]): Map<TableFormat, Segment[]> {
  const index = formats.indexOf(format)
  const summaryOf = summariesOf(formats)
  const dealt = new Map<TableFormat, Segment[]>(format.tables.map(table => [table, []]))
  let section: string | null = null
  let current: string | null = null
  for (const { block, base, section: own } of blocks) {
    if (own !== section || current === null) {
      section = own
      current = format.tables.find(table => section !== null && table.section === section)?.id ?? (section === null ? current : null)
    }
    const { votes: all, rows } = summaryOf(block)
    const votes = all[index]!
    for (let i = 0; i < votes.length; ) {
      const { table: voted, first } = votes[i]!
      const owner: string | null = voted ?? current
      for (i++; i < votes.length && votes[i]!.table === owner; ) i++
      const table = format.tables.find(({ id }) => id === owner)
      if (table) dealt.get(table)!.push({ block, base, section: own, first, end: votes[i]?.first ?? rows })
      current = owner
    }
  }
  return dealt
}
