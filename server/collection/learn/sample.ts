import schema from "../../formats/report-format.schema.json" with { type: "json" }
import { parseNumeral, type Decimal } from "../../engine/text/decimal.ts"
import { withoutMarkup } from "../../engine/text/markup.ts"
import { keyOf, toPlain, wordsOf } from "../../engine/text/plain.ts"
import type { Block } from "../../engine/syntax/block.ts"
import { percentIn } from "../../engine/report/shares.ts"
import { parse } from "../../engine/syntax/parse.ts"
import { vocabularyOf } from "../../engine/syntax/vocabulary.ts"
import type { Cell, Row } from "../../engine/tables/grid.ts"
import { layoutOf, readGrid } from "../../engine/tables/read.ts"
import type { Path } from "./equations.ts"

/** A right report as it is written, before any format of it is known. */
export interface Sample {
  readonly name: string
  /** The lines that may be its title, the most likely first. */
  readonly titles: readonly string[]
  readonly sections: readonly string[]
  readonly tables: readonly SampleTable[]
  /** How many tables show no cells, so that nothing was learnt of them. */
  readonly unread: number
}

export interface SampleTable {
  /** Title of the section that it stands in; empty if there is none. */
  readonly section: string
  /** Lines between the heading and its head, those that only name the unit left out. */
  readonly captions: readonly string[]
  readonly unit: string | null
  readonly stub: string
  readonly columns: readonly SampleColumn[]
  readonly rows: readonly SampleRow[]
}

export interface SampleColumn {
  readonly path: Path
  /** `figures`; `blank`: nothing in any row; `aside`: numbers of rows, shares, words. */
  readonly kind: "figures" | "blank" | "aside"
}

export interface SampleRow {
  readonly path: Path
  /** By the columns that are not put aside. */
  readonly cells: readonly Figure[]
  /** By columns: the percentage that stands in one put aside, if it may hold shares. */
  readonly percents: readonly (Decimal | null)[]
}

/** A figure, a blank or a sign for it, or something else. */
export type Figure = Decimal | "blank" | null

/** Only what everybody would call a heading or a table. */
const NO_WORDS = vocabularyOf([], [])

/** Lines that say no more than these characters may be titles and captions. */
const MAX_LINE = 60
const SENTENCE = /[。；！？!?]/

/** Reads a right report. Accepts every text. */
export function readSample(name: string, text: string): Sample {
  const blocks = parse(text, NO_WORDS)
  const isMain = mainHeadings(blocks)
  const lines: string[] = []
  const sections: string[] = []
  const tables: SampleTable[] = []
  let [unread, captions, isOpening] = [0, [] as string[], true]
  for (const block of blocks) {
    if (block.kind === "heading" && isMain(block)) {
      isOpening = false
      captions = unitIn(block.text) === null ? [] : [block.text.trim()]
      sections.push(titleOf(block))
    } else if (block.kind === "table") {
      isOpening = false
      const { layout, rows } = readGrid(block)
      if (layoutOf(layout).showsBlanks) tables.push(...tablesIn(rows, sections.at(-1) ?? "", captions))
      else unread++
      captions = []
    } else if (block.kind !== "blank") {
      const own = withoutMarkup(block.text).split(/\r\n|\r|\n/).map(line => line.trim().replace(/^#+\s*/, "")).filter(line => line !== "")
      if (isOpening) lines.push(...own)
      captions = own.every(isCaption) ? [...captions, ...own] : []
    }
  }
  const titles = lines.filter(line => line.length <= MAX_LINE && wordsOf(line).length >= 4 && !SENTENCE.test(line) && unitIn(line) === null)
  return { name, titles: [...titles.filter(line => YEAR.test(line)), ...titles.filter(line => !YEAR.test(line))], sections, tables, unread }
}

export const YEAR = /20\d\d\s*年?度?/

const isCaption = (line: string): boolean => line.length <= MAX_LINE && !SENTENCE.test(line)

/** Where there are headings 第一部分, those below them are none of the report's sections. */
function mainHeadings(blocks: readonly Block[]): (block: Block) => boolean {
  const isPart = ({ text, heading }: Block): boolean => text.slice(heading!.number.from).startsWith("第")
  const hasParts = blocks.some(block => block.heading !== undefined && isPart(block))
  return block => block.heading !== undefined && /^[第一二三四五六七八九十]/.test(block.text.slice(block.heading.number.from)) && (!hasParts || isPart(block))
}

const titleOf = ({ text, heading }: Block): string => withoutMarkup(text).slice(heading!.title.from, heading!.title.to).trim()

const UNITS: readonly string[] = [...schema.$defs.unit.enum].sort((a, b) => b.length - a.length)
const UNIT_LINE = new RegExp(`单位[:：]?\\s*(?:人民币)?(${UNITS.join("|")})(?![\\p{Script=Han}])`, "u")
const UNIT_OF_LABEL = new RegExp(`[(（](?:单位[:：])?(${UNITS.join("|")})[)）]`)

/** The unit that a line above a table names; null if it names none. */
const unitIn = (line: string): string | null => UNIT_LINE.exec(line)?.[1] ?? null

/** The unit that a label has in brackets. */
export const unitOfLabel = (label: string): string | null => UNIT_OF_LABEL.exec(label)?.[1] ?? null

const isFilled = ({ kind }: Cell): boolean => kind !== "blank"
const isNumber = ({ kind }: Cell): boolean => kind === "number"
const textOf = ({ text }: Cell): string => text.replace(/[\s\u3000]+/g, " ").trim()

/** Heads of columns whose figures nobody adds up. */
const ASIDE = /率|占比|比重|比例|百分比|[%％‰]|^同比$|^环比$|增幅|增速|均|单价|序号|行次|栏次|编号|编码|代码|排名|名次|年份|备注|说明|^附注$/

/** Cuts rows into tables: another begins with the heads that follow figures. */
function tablesIn(rows: readonly Row[], section: string, before: readonly string[]): SampleTable[] {
  const groups: Row[][] = [[]]
  let hasFigures = false
  let origin = Infinity
  const opensTable = (i: number): boolean => {
    const next = rows.slice(i, i + MAX_CAPTIONS).find(row => row.filter(isFilled).length !== 1)
    return next !== undefined && isHead(next, origin)
  }
  for (const [i, row] of rows.entries()) {
    const own = groups.at(-1)!
    if (row.some(isNumber) && !isYearHead(row) && !isCount(row)) {
      hasFigures = true
      origin = Math.min(origin, row.findIndex(isNumber))
    } else if (hasFigures && (isHead(row, origin) || (row.filter(isFilled).length === 1 && opensTable(i)))) {
      groups.push([])
      hasFigures = false
      origin = Infinity
    }
    groups.at(-1)!.push(row)
    if (own !== groups.at(-1)! && isRepeat(own, row)) groups.splice(-2, 2, [...own, ...groups.at(-1)!.slice(1)])
  }
  return groups.flatMap((group, i) => tableOf(group, section, i === 0 ? before : []) ?? [])
}

/** More lines do not stand between two tables. */
const MAX_CAPTIONS = 6

/** True for words where figures stand. */
const isHead = (row: Row, origin: number): boolean => row.every(cell => !isNumber(cell)) && row.some((cell, i) => i >= origin && cell.kind === "text")

const keysOf = (row: Row): string => row.map(({ key }) => key).join("\t")
const isRepeat = (rows: readonly Row[], row: Row): boolean => rows.slice(0, 4).some(other => keysOf(other) === keysOf(row)) && row.filter(isFilled).length > 1

/** 项目 2023 2022 */
const isYearHead = (row: Row): boolean => row.slice(1).filter(isFilled).length > 0 && row.slice(1).filter(isFilled).every(({ text }) => /^20\d\d$/.test(toPlain(text)))

/** 栏次 1 2 3 */
function isCount(row: Row): boolean {
  const counts = row.filter(isNumber).map(({ text }) => Number(toPlain(text)))
  return row.some(({ key }) => key === "栏次" || key === "栏号") && counts.every((count, i) => i === 0 || count === counts[i - 1]! + 1)
}

function tableOf(rows: readonly Row[], section: string, before: readonly string[]): SampleTable | null {
  const width = Math.max(...rows.map(({ length }) => length))
  const figures = rows.findIndex(row => row.some(isNumber) && !isYearHead(row) && !isCount(row))
  if (figures < 1 || width < 2) return null
  // Below the last head a label may stand alone: its row is blank.
  const first = 1 + rows.slice(0, figures).findLastIndex(row => row.filter(isFilled).length > 1 || isCount(row))
  if (first === 0) return null
  const all = rows.slice(0, first).filter(row => row.some(isFilled) && !isCount(row))
  const words = all.filter(row => row.filter(isFilled).length === 1 && isFilled(row[0]!))
  const heads = all.filter(row => !words.includes(row) || all.length === 1)
  const captions = [...before, ...words.flatMap(row => row.filter(isFilled).map(textOf))].filter(isCaption)
  const paths = pathsOf(heads, width)
  const body = rows.slice(first).filter(row => row.some(isFilled))
  const kinds = paths.map((path, i) => kindOf(path, body.map(row => row[i])))
  const labels = kinds.findIndex((kind, i) => kind === "figures" || (kind === "blank" && i > 0))
  // A column of codes may have the word for the total in it.
  const isWords = (i: number): boolean => kinds[i] === "aside" && (!isAside(paths[i]!) || body.some(row => row[i]?.kind === "text"))
  const wordColumns = [...kinds.keys()].filter(i => i < labels && isWords(i))
  if (labels < 0 || (kinds[0] !== "aside" && paths[0]!.length > 0 && wordColumns.length === 0 && labels > 0)) return null
  const columns = [...kinds.keys()].filter(i => !wordColumns.includes(i))
  const above = new Map<number, string>()
  const sampleRows = body.flatMap((row): SampleRow[] => {
    const cells = columns.filter(i => kinds[i] !== "aside").map(i => figureOf(row[i]))
    if (wordColumns.some(i => row[i] && isNumber(row[i]!))) return []
    const own = wordColumns.map(i => (row[i] && isFilled(row[i]!) ? textOf(row[i]!) : ""))
    const last = own.findLastIndex(text => text !== "")
    for (const [k, text] of own.entries()) if (text !== "") above.set(k, text)
    const percents = columns.map(i => (kinds[i] === "aside" && isShare(paths[i]!) && row[i] ? (percentIn(row[i])?.value ?? null) : null))
    if (last < 0) return cells.some(cell => cell !== "blank") ? [{ path: [], cells, percents }] : []
    // Words alone, with words after them, are a note below the table.
    if (cells.every(cell => cell === "blank") && own.filter(text => text !== "").some(text => SENTENCE.test(text) || text.length > MAX_LINE)) return []
    const groups = own.slice(0, last).map((text, k) => text || (above.get(k) ?? ""))
    return [{ path: [...groups.filter(text => text !== ""), own[last]!], cells, percents }]
  })
  return {
    section,
    captions: captions.filter(line => unitIn(line) === null && !NO_CAPTION.test(line)),
    unit: captions.map(unitIn).findLast(unit => unit !== null) ?? null,
    stub: wordColumns.map(i => paths[i]!.at(-1) ?? "").find(text => text !== "") ?? "",
    columns: columns.map(i => ({ path: paths[i]!, kind: kinds[i]! })),
    rows: sampleRows,
  }
}

/** Numbers of tables, and who reports. */
const NO_CAPTION = /[:：]|^[^\d一二三四五六七八九十]{0,3}[\d一二三四五六七八九十]+表?$/

export const isAside = (path: Path): boolean => path.length > 0 && ASIDE.test(toPlain(path.at(-1)!).replace(/\s/g, ""))

/** Heads of columns in which a figure is stated as a share of another. */
const SHARE = /占|率|比重|比例|百分比|[%％]/

const isShare = (path: Path): boolean => SHARE.test(path.at(-1) ?? "")

/** Heads of columns that hold words, though none of them may be filled. */
const LABELS = /名称|科目|类别|项目$/

function kindOf(path: Path, cells: readonly (Cell | undefined)[]): SampleColumn["kind"] {
  const filled = cells.filter(cell => cell !== undefined && isFilled(cell))
  if (isAside(path) || (filled.length === 0 && LABELS.test(path.at(-1) ?? "")) || filled.some(cell => cell!.kind === "text" || cell!.kind === "unreadable")) return "aside"
  return filled.some(cell => isNumber(cell!)) ? "figures" : "blank"
}

function figureOf(cell: Cell | undefined): Figure {
  if (!cell || cell.kind === "blank" || cell.kind === "placeholder") return "blank"
  return cell.kind === "number" ? (parseNumeral(cell.text)?.value ?? null) : null
}

/** The heads above each column, outermost first: a merged head stands in its first cell. */
function pathsOf(heads: readonly Row[], width: number): string[][] {
  const paths = Array.from({ length: width }, (): string[] => [])
  for (const [level, head] of heads.entries()) {
    for (let column = 0; column < width; column++) {
      const cell = head[column]
      const hasBelow = heads.slice(level + 1).some(row => row[column] && isFilled(row[column]!))
      const before = paths[column - 1]
      const isMerged = column > 1 && hasBelow && before !== undefined && before.length === level + 1 && before.slice(0, level).join("\n") === paths[column]!.slice(0, level).join("\n")
      const text = cell && isFilled(cell) ? textOf(cell) : isMerged ? before[level]! : ""
      if (text !== "" && keyOf(text) !== keyOf(paths[column]!.at(-1) ?? "")) paths[column]!.push(text)
    }
  }
  return paths
}
