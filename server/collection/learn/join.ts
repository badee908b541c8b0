import type { Decimal } from "../../engine/text/decimal.ts"
import { keyOf, wordsOf } from "../../engine/text/plain.ts"
import type { Text } from "../../engine/report/format.ts"
import type { Axis, Path } from "./equations.ts"
import { unitOfLabel, type Figure, type Sample, type SampleTable } from "./sample.ts"

/** One table of all samples. */
export interface JoinedTable {
  readonly section: string
  readonly caption: string
  readonly unit: string | null
  readonly stub: string
  readonly columns: readonly JoinedColumn[]
  /** Heads of what is not read. */
  readonly aside: readonly string[]
  /** Those of them that may be shares, from left to right. */
  readonly shares: readonly JoinedShare[]
  readonly rows: readonly Path[]
  readonly blankIsZero: boolean
  readonly hasDecimals: boolean
  /** By sample, row and column, in units of the last decimal; null for what is no figure. */
  readonly figures: readonly (readonly (readonly (number | null)[])[])[]
}

export interface Joined {
  readonly tables: readonly JoinedTable[]
  /** What was left out, and why. */
  readonly unsure: readonly Text[]
}

export interface JoinedShare {
  readonly head: string
  /** By sample and row; null for what is no percentage. */
  readonly percents: readonly (readonly (Decimal | null)[])[]
}

export interface JoinedColumn {
  readonly path: Path
  readonly unit: string | null
  /** True if some of its figures are negative, or may be by its head. */
  readonly isSigned: boolean
}

const SIGNED = /增减|差额|变动|差异|盈亏|^净/

/** Tables of which the samples share fewer of all rows are lists, and no forms. */
const MIN_SHARED = 0.5
/** Nor are larger ones, in rows and columns. */
const MAX_ROWS = 500
const MAX_COLUMNS = 60

/** Puts the tables of the samples beside each other. */
export function joinTables(samples: readonly Sample[]): Joined {
  const [first, ...others] = samples
  const unsure: Text[] = []
  const tables: JoinedTable[] = []
  const used = others.map(() => new Set<SampleTable>())
  for (const [i, table] of first!.tables.entries()) {
    const same = others.map((sample, k) => {
      const found = likest(table, sample.tables.filter(other => !used[k]!.has(other)))
      if (found) used[k]!.add(found)
      return found
    })
    const name = nameOf(table, i)
    if (same.includes(null)) {
      unsure.push({ zh: `${name}：不是每份样本都有，没有学`, en: `${name}: not every sample has it, so it was left out` })
      continue
    }
    const joined = join([table, ...(same as SampleTable[])], samples, name, unsure)
    if (joined) tables.push(joined)
  }
  return { tables, unsure }
}

export const nameOf = ({ captions, section }: Pick<SampleTable, "captions" | "section">, index: number): string => captions.at(-1) ?? (section === "" ? `表${index + 1}` : `“${section}”的表`)

const pathKey = (path: Path): string => path.map(label => keyOf(label) || wordsOf(label)).join("\n")

/** Rows or columns by their labels; of those with the same, each by how many stand before it. */
function keysOf(paths: readonly Path[]): string[] {
  const seen = new Map<string, number>()
  return paths.map(path => {
    const key = pathKey(path)
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    return `${key}\n#${count}`
  })
}

const columnKeys = ({ columns }: SampleTable): string[] => keysOf(columns.map(({ path }) => path))
const rowKeys = ({ rows }: SampleTable): string[] => keysOf(rows.map(({ path }) => path))

function likest(table: SampleTable, others: readonly SampleTable[]): SampleTable | null {
  const shared = (a: readonly string[], b: readonly string[]): number => a.filter(key => b.includes(key)).length / Math.max(1, a.length, b.length)
  const likeness = (other: SampleTable): number => 2 * shared(columnKeys(table), columnKeys(other)) + (other.section === table.section ? 0.5 : 0) + (table.rows.length === 1 && other.rows.length === 1 ? 1 : shared(rowKeys(table), rowKeys(other)))
  const [best] = [...others].sort((a, b) => likeness(b) - likeness(a))
  return best && likeness(best) >= 1.5 ? best : null
}

function join(tables: readonly SampleTable[], samples: readonly Sample[], name: string, unsure: Text[]): JoinedTable | null {
  const [first] = tables
  const refuse = (zh: string, en: string): null => {
    unsure.push({ zh: `${name}：${zh}，没有学`, en: `${name}: ${en}, so it was left out` })
    return null
  }
  if (tables.some(({ rows, columns }) => rows.length > MAX_ROWS || columns.length > MAX_COLUMNS)) return refuse("太大", "it is too large")
  const columnsIn = tables.map(columnKeys)
  const isRead = (key: string): boolean => columnsIn.every((keys, s) => keys.includes(key) && tables[s]!.columns[keys.indexOf(key)]!.kind !== "aside")
  const columns = first!.columns.flatMap(({ path }, i) => (isRead(columnsIn[0]![i]!) ? [{ path, key: columnsIn[0]![i]! }] : []))
  if (columns.length === 0) return refuse("没有每份样本都填数的列", "it has no column of figures in every sample")
  if (columns.some(({ path }) => path.length === 0)) return refuse("有的列没有表头", "one of its columns has no head")
  const left = new Set(tables.flatMap((table, s) => table.columns.flatMap(({ path }, i) => (isRead(columnsIn[s]![i]!) ? [] : [path.at(-1) ?? ""]))))
  if (left.has("")) return refuse("有的列没有表头", "one of its columns has no head")
  for (const label of left) if (columns.some(({ path }) => keyOf(path.at(-1)!) === keyOf(label))) return refuse(`“${label}”列有的填数，有的不是`, `some columns “${label}” hold figures and others do not`)
  const figuresOf = (table: SampleTable, s: number, row: number): Figure[] => {
    const read = table.columns.flatMap(({ kind }, i) => (kind === "aside" ? [] : [columnsIn[s]![i]!]))
    return columns.map(({ key }) => table.rows[row]!.cells[read.indexOf(key)]!)
  }
  const isSingle = tables.every(({ rows }) => rows.length === 1) && isOfBody(tables, samples)
  const rowsIn = isSingle ? tables.map(() => ["one"]) : tables.map(rowKeys)
  const all = new Set(rowsIn.flat())
  const shared = rowsIn[0]!.filter(key => rowsIn.every(keys => keys.includes(key)))
  if (shared.length < all.size * MIN_SHARED) return refuse("各份样本的行大多不同", "most of its rows are not the same in every sample")
  if (shared.some(key => key.startsWith("\n#"))) return refuse("有的行没有名称", "one of its rows has no label")
  if (shared.length < all.size) unsure.push({ zh: `${name}：有 ${all.size - shared.length} 行不是每份样本都有，没有学`, en: `${name}: not every sample has all of its rows; ${all.size - shared.length} were left out` })
  const cells = tables.map((table, s) => shared.map(key => figuresOf(table, s, rowsIn[s]!.indexOf(key))))
  const isOpen = (row: number): boolean => cells.every(rows => rows[row]!.every(cell => cell === "blank"))
  const hasBlanks = cells.some(rows => rows.some(row => row.includes("blank") && row.some(cell => cell !== "blank")))
  const pathOf = (key: string): Path => (isSingle ? [""] : tables[0]!.rows[rowsIn[0]!.indexOf(key)]!.path)
  const kept = shared.flatMap((key, row) => (isOpen(row) && (!hasBlanks || /[:：]$/.test(pathOf(key).at(-1)!)) ? [] : [row]))
  const sharesAt = (key: string): readonly (readonly (Decimal | null)[])[] =>
    tables.map(({ rows }, s) => kept.map(row => rows[rowsIn[s]!.indexOf(shared[row]!)]!.percents[columnsIn[s]!.indexOf(key)] ?? null))
  const values = cells.flatMap(rows => kept.flatMap(row => rows[row]!)).filter((cell): cell is Decimal => cell !== null && cell !== "blank")
  const scale = Math.max(0, ...values.map(value => value.scale))
  return {
    section: first!.section,
    caption: tables.every(({ captions }) => captions.at(-1) === first!.captions.at(-1)) ? (first!.captions.at(-1) ?? "") : "",
    unit: tables.map(({ unit }) => unit).find(unit => unit !== null) ?? null,
    stub: first!.stub,
    columns: columns.map(({ path }, column) => ({
      path,
      unit: path.map(unitOfLabel).findLast(unit => unit !== null) ?? null,
      isSigned: SIGNED.test(path.at(-1)!) || cells.some(rows => rows.some(row => typeof row[column] === "object" && row[column] !== null && row[column].units < 0n)),
    })),
    aside: [...left],
    shares: first!.columns.flatMap(({ path, kind }, i) => (kind === "aside" ? [{ head: path.at(-1)!, percents: sharesAt(columnsIn[0]![i]!) }] : [])).filter(({ percents }) => percents.some(rows => rows.some(percent => percent !== null))),
    rows: kept.map(row => pathOf(shared[row]!)),
    blankIsZero: hasBlanks,
    hasDecimals: values.some(({ units, scale }) => scale > 0 && units % 10n ** BigInt(scale) !== 0n),
    figures: cells.map(rows => kept.map(row => rows[row]!.map(cell => (cell === "blank" ? (hasBlanks ? 0 : null) : cell && inUnits(cell, scale))))),
  }
}

/** True if the only row is that of the body which reports: its label is another in each sample, or stands in the title. */
function isOfBody(tables: readonly SampleTable[], samples: readonly Sample[]): boolean {
  const labels = tables.map(({ rows }) => wordsOf(rows[0]!.path.at(-1) ?? ""))
  return new Set(labels).size > 1 || labels.every((label, s) => label === "" || samples[s]!.titles.some(title => wordsOf(title).includes(label)))
}

/** The figure as a double that stands for it exactly; null if it is too large. */
function inUnits({ units, scale }: Decimal, most: number): number | null {
  const value = Number(units * 10n ** BigInt(most - scale))
  return Math.abs(value) < 1e13 ? value : null
}

/** The rows, or the columns, as what adds up along an axis. */
export function axisOf({ columns, rows, figures }: JoinedTable, of: "rows" | "columns"): Axis {
  const isRows = of === "rows"
  return {
    lines: isRows ? rows : columns.map(({ path }) => path),
    across: isRows ? columns.length : rows.length,
    samples: figures.length,
    isRounded: false,
    at: (sample, line, across) => (isRows ? figures[sample]![line]![across]! : figures[sample]![across]![line]!),
  }
}

