import { add, isFromRounding, isZero, parseNumeral, subtract, type Decimal } from "../text/decimal.ts"
import { lineEnd, linesOf } from "../text/lines.ts"
import { memoize } from "../text/memoize.ts"
import { toPlain, wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import { LARGE_BLOCK, type Block } from "../syntax/block.ts"
import type { Cell, LayoutId, Row, SourceLine } from "../tables/grid.ts"
import { csv } from "../tables/layouts/csv.ts"
import { readGrid } from "../tables/read.ts"
import { verdictsOf } from "./editRules.ts"
import { factsOf } from "./facts.ts"
import { leafRows, type EditRuleFormat, type ReportFormat, type TableFormat } from "./format.ts"
import { placeBlocks } from "./outline.ts"
import { Fact, type PlacedBlock, type PlacedTable, type Report, type RowReading, type TableReading } from "./report.ts"

// Tables of no format: what their totals add up is told by the words for totals, and believed if most of the sums hold.

const TOTAL_WORD = /[合总小共][ \t　]*计|总数|\b(?:sub-?)?totals?\b/i
const TOTAL = /^(?:合计|总计|小计|共计|总数|subtotals?|(?:grand)?totals?)(?:件|数|元|万元)?$/i
const SUBTOTAL = /^(?:小计|subtotals?)/i
/** Heads of figures that nobody adds up. */
const NO_AMOUNT = /[率比价均]|占|序号|编号|排名|年份|^年$|^(?:no|id|#|rank|year|min|max|p\d+)$|average|avg|mean|median|price|rate|ratio|percent|share|version|per/i

/** Larger tables are data, and none that somebody wrote. */
const MAX_ROWS = 500
const MAX_COLUMNS = 40
const MIN_ROWS = 3
/** Nor are longer ones, in UTF-16 units. */
const MAX_LENGTH = 16 * LARGE_BLOCK

/** The layouts in which the place of a figure in its row is certain. */
const SHOWS_CELLS: readonly LayoutId[] = ["tsv", "csv", "pipes", "html", "tab-cell"]

/** The tables of a text that is no report, as a report of a format that says nothing else; null if it has none whose totals add up. */
export function readLooseTables(blocks: readonly Block[], text: string): Report | null {
  if (!TOTAL_WORD.test(text)) return null
  const placed = placeBlocks(blocks)
  const inBlocks: PlacedTable[] = []
  for (const { block, from } of tablesOf(placed)) {
    const reading = tableIn(block, inBlocks.length)
    if (reading) inBlocks.push({ from, reading })
  }
  const tables: PlacedTable[] = inBlocks.length > 0 ? inBlocks : sheetsIn(text)
  if (tables.length === 0) return null
  const readings = tables.map(({ reading }) => reading)
  const format: ReportFormat = { ...LOOSE, tables: readings.map(({ table }) => table) }
  return { format, text, blocks: placed, title: "", titleRange: null, body: "", year: null, sections: [], tables, facts: factsOf(format, readings), verdicts: readings.flatMap(verdictsOf), damage: "none" }
}

const LOOSE: Omit<ReportFormat, "tables"> = { id: "tables", name: { zh: "表格", en: "tables" }, isLoose: true, firstYear: 0, reportTitle: "", templateTexts: [], sections: [] }

/** The tables among blocks; one that was cut for its size is whole again. */
function tablesOf(placed: readonly PlacedBlock[]): PlacedBlock[] {
  const found: PlacedBlock[] = []
  for (let i = 0; i < placed.length; i++) {
    const first = placed[i]!
    if (first.block.kind !== "table") continue
    let end = i + 1
    while (placed[end]?.block.kind === "table" && placed[end - 1]!.block.text.length >= LARGE_BLOCK && placed[end]!.to - first.from <= MAX_LENGTH) end++
    found.push(end === i + 1 ? first : { block: wholeOf(placed.slice(i, end).map(({ block }) => block)), from: first.from, to: placed[end - 1]!.to })
    i = end - 1
  }
  return found
}

/** The block that pieces were cut of: the same object as long as they are the same. */
function wholeOf(pieces: readonly Block[]): Block {
  const last = lastWhole(pieces[0]!)
  if (last.pieces.length !== pieces.length || last.pieces.some((piece, i) => piece !== pieces[i])) {
    last.pieces = pieces
    last.whole = { kind: "table", text: pieces.map(({ text }) => text).join(""), lines: pieces.flatMap(({ lines }) => lines) }
  }
  return last.whole
}

const lastWhole = memoize<Block, { pieces: readonly Block[]; whole: Block }>(block => ({ pieces: [block], whole: block }))

/** The readings of a block by how many tables stand before it. */
const readingsOf = memoize<Block, Map<number, TableReading | null>>(() => new Map())

function tableIn(block: Block, index: number): TableReading | null {
  if (!TOTAL_WORD.test(block.text)) return null
  const known = readingsOf(block)
  let reading = known.get(index)
  if (reading === undefined) {
    const { layout, rows } = readGrid(block)
    known.set(index, (reading = SHOWS_CELLS.includes(layout) ? readTable(rows, layout, block.text, index) : null))
  }
  return reading
}

/** Runs of lines with commas between as many fields each: a sheet of which the words are no labels of any format. */
function sheetsIn(text: string): PlacedTable[] {
  if (!/,[ "]*\d/.test(text)) return []
  const found: PlacedTable[] = []
  let run: SourceLine[] = []
  const end = (): void => {
    const [first] = run
    const own = run.map(({ text, from, to }) => ({ text, from: from - first!.from, to: to - first!.from }))
    const reading = run.length >= MIN_ROWS && run.length <= MAX_ROWS ? readTable(csv.read(own), "csv", text, found.length) : null
    if (reading) found.push({ from: first!.from, reading })
    run = []
  }
  for (const { from, to } of linesOf(text)) {
    const line = text.slice(from, to)
    const isRow = line.length < 2000 && line.split(",").length > 2 && !/[。；]/.test(line)
    if (!isRow) end()
    else run.push({ text: line, from, to })
  }
  end()
  return found
}

/** What a cell says; null for words. */
const numeralOf = (cell: Cell | undefined): Decimal | null => (cell?.kind === "number" ? (parseNumeral(cell.text)?.value ?? null) : null)
const isTotal = (cell: Cell | undefined): boolean => cell !== undefined && TOTAL.test(wordsOf(cell.text))

/** A table whose totals add up; null for any other. */
function readTable(all: readonly Row[], layout: LayoutId, text: string, index: number): TableReading | null {
  const width = all[0]?.length ?? 0
  const rows = all.filter(row => row.some(cell => cell.text !== ""))
  if (rows.length < MIN_ROWS || rows.length > MAX_ROWS || width < 2 || width > MAX_COLUMNS || rows.some(row => row.length !== width)) return null
  const heads = headsOf(rows)
  const body = rows.slice(heads)
  const columns = figureColumns(rows, heads)
  if (columns.length === 0 || body.length < 2) return null
  const labels = body.map(row => row.slice(0, columns[0]))
  const grid = body.map(row => columns.map(column => numeralOf(row[column])))
  const across = sumsOf(columns.map(column => totalKind(rows.slice(0, heads).map(row => row[column]))), grid)
  const down = sumsOf(labels.map(totalKind), columns.map((_, column) => grid.map(row => row[column]!)))
  const editRules = [...across.map(sum => ruleOf(sum, "row", "c")), ...down.map(sum => ruleOf(sum, "column", "r"))]
  return editRules.length === 0 ? null : readingOf({ index, rows: body, head: rows.slice(0, heads), columns, labels, editRules, layout, text })
}

/** How many rows are heads: those without a figure, and the first if it names a total. */
function headsOf(rows: readonly Row[]): number {
  const first = rows.findIndex(row => row.some(cell => cell.kind === "number"))
  return first < 0 ? rows.length : first === 0 && rows[0]!.slice(1).some(isTotal) ? 1 : first
}

/** The columns, behind the labels, in which nothing but figures stand; not those of shares, means or numbers of rows. */
function figureColumns(rows: readonly Row[], heads: number): number[] {
  return rows[0]!.flatMap((_, column) => {
    const body = rows.slice(heads).map(row => row[column]!)
    const isOfFigures = body.every(({ kind }) => kind !== "text" && kind !== "unreadable") && body.filter(({ kind }) => kind === "number").length > 1
    return column > 0 && isOfFigures && !rows.slice(0, heads).some(row => NO_AMOUNT.test(toPlain(row[column]!.text).trim())) ? [column] : []
  })
}

type TotalKind = "total" | "subtotal" | null

function totalKind(cells: readonly (Cell | undefined)[]): TotalKind {
  const found = cells.find(isTotal)
  return found === undefined ? null : SUBTOTAL.test(wordsOf(found.text)) ? "subtotal" : "total"
}

interface Sum {
  readonly total: number
  readonly parts: readonly number[]
}

/** The totals among the places of a line, with the parts that they add up in most of the lines. */
function sumsOf(kinds: readonly TotalKind[], lines: readonly (readonly (Decimal | null)[])[]): Sum[] {
  return kinds.flatMap((kind, total) => {
    if (kind === null) return []
    const judged = partsFor(kinds, total).map(parts => ({ total, parts, ...judge(lines, total, parts) }))
    const [best] = judged.sort((a, b) => b.held - a.held || a.broken - b.broken)
    return best && best.held >= 2 && best.held >= 2 * best.broken ? [best] : []
  })
}

/** What a total may add up: the group before it, or behind it, or all that are no totals, or all subtotals. */
function partsFor(kinds: readonly TotalKind[], total: number): number[][] {
  const places = [...kinds.keys()]
  const plain = places.filter(place => kinds[place] === null)
  const before = places.filter(place => place < total && kinds[place] !== null).at(-1) ?? -1
  const behind = places.find(place => place > total && kinds[place] !== null) ?? kinds.length
  const subtotals = places.filter(place => kinds[place] === "subtotal" && place !== total)
  const all = [
    plain.filter(place => place > before && place < total),
    plain.filter(place => place > total && place < behind),
    ...(kinds[total] === "total" ? [plain.filter(place => place < total), plain.filter(place => place > total), subtotals] : []),
  ]
  return all.filter((parts, i) => parts.length > 1 && all.findIndex(other => other.join() === parts.join()) === i)
}

/** In how many lines a sum holds, and in how many not; lines with a blank, or with one part alone, say nothing. */
function judge(lines: readonly (readonly (Decimal | null)[])[], total: number, parts: readonly number[]): { held: number; broken: number } {
  let [held, broken] = [0, 0]
  for (const line of lines) {
    const figures = parts.flatMap(part => line[part] ?? [])
    const stated = line[total]
    if (!stated || figures.length < parts.length) continue
    const excess = subtract(figures.reduce(add), stated)
    if (!isZero(excess) && !isFromRounding(excess, figures.length + 1)) broken++
    else if (figures.filter(figure => !isZero(figure)).length > 1) held++
  }
  return { held, broken }
}

function ruleOf({ total, parts }: Sum, each: "row" | "column", prefix: string): EditRuleFormat {
  const equation = `${prefix}${total} = ${parts.map(part => `${prefix}${part}`).join(" + ")}`
  return { id: `${each}-${prefix}${total}`, each, equation, name: each === "row" ? { zh: "本行：各列之和 = 合计", en: "row: the columns add up to the total" } : { zh: "本列：各行之和 = 合计", en: "column: the rows add up to the total" } }
}

interface Written {
  readonly index: number
  readonly head: readonly Row[]
  readonly rows: readonly Row[]
  readonly columns: readonly number[]
  readonly labels: readonly Row[]
  readonly editRules: readonly EditRuleFormat[]
  readonly layout: LayoutId
  readonly text: string
}

const shownText = ({ text }: Cell): string => toPlain(text).trim().slice(0, 40)

/** The table as a reading of a format that is made of it. */
function readingOf({ index, head, rows, columns, labels, editRules, layout, text }: Written): TableReading {
  const headOf = (column: number): string => head.map(row => shownText(row[column]!)).findLast(words => words !== "") ?? `#${column + 1}`
  const labelOf = (cells: Row, i: number): string => cells.map(shownText).findLast(words => words !== "") ?? `#${i + 1}`
  const table: TableFormat = {
    id: `table-${index + 1}`,
    section: "",
    rounded: true,
    name: { zh: "表格", en: "table" },
    parts: [{ unit: "", columns: columns.map((column, i) => ({ id: `c${i}`, label: headOf(column) })), rows: labels.map((cells, i) => ({ id: `r${i}`, label: labelOf(cells, i) })) }],
    editRules,
  }
  const leaves = leafRows(table)
  const readings = rows.map((row, i): RowReading => {
    const facts = columns.map((column, k) => factOf(leaves[i]!.places[k]!, row[column]!))
    const label = labels[i]!.findLast(cell => cell.text !== "")
    return { row: leaves[i]!, label: label ? { text: label.text, from: label.from, to: label.to, exact: true } : null, range: { from: (label ?? facts[0]!).from, to: facts.at(-1)!.to }, isPlaced: true, isPlain: true, filled: facts.filter(({ state }) => state === "number").length, surplus: [], facts }
  })
  const range: Range = { from: readings[0]!.range.from, to: readings.at(-1)!.range.to }
  return { table, state: "read", layout, range, rows: readings, byLeaf: readings, missing: [], unread: [], heads: [], surplusHeads: [], groupsAsOneRow: [], repeated: [], lineEnd: lineEnd(text) }
}

function factOf(place: ConstructorParameters<typeof Fact>[0], cell: Cell): Fact {
  const numeral = cell.kind === "number" ? parseNumeral(cell.text) : null
  return new Fact(place, numeral ? "number" : cell.kind === "placeholder" ? "placeholder" : "blank", numeral, cell.text, cell)
}
