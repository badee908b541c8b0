import { add, equals, format, isNegative, negate, ZERO, type Decimal } from "../text/decimal.ts"
import { lineAt, lineEnd, startOfLine } from "../text/lines.ts"
import { shift } from "../text/range.ts"
import { brokenInRow, verdictsOf, type Verdict } from "../report/editRules.ts"
import { leafRows, type LeafRow, type Text } from "../report/format.ts"
import { newRow } from "../report/template.ts"
import type { LayoutId } from "../tables/grid.ts"
import type { PlacedTable, Report, RowReading, TableReading } from "../report/report.ts"
import { rowName } from "./names.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

export const missingRow: Rule = {
  id: "missing-row",
  severity: "warning",
  docs: {
    zh: `表格缺少格式规定的行。

表格的行不得增删、调换；换了位置的行仍按行名核对。相邻的缺行合并报告一次。修改按表格原来的排法插入缺的行：只缺一行、各列勾稽关系能算出它的数字时填算出的数字，否则填 0；数字须由填表人核对，因此不是“安全”修改。`,
    en: `A table lacks rows that the format prescribes.

Rows may be neither added nor left out nor change places; one out of order is checked by its label all the same. Neighbouring rows are reported together. The fix inserts the rows in the table's own layout: with the figures that the sums of the columns call for, where one row is missing and they tell them, else with zeros; they must be checked, so it is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  *check(report) {
    for (const table of report.tables) {
      if (table.reading.state !== "read") continue
      yield* displacedRows(table)
      if (table.reading.missing.length === 0) continue
      for (const { after, rows } of gaps(table.reading)) yield finding(report, table, after, rows)
    }
  },
}

/** Rows below one that they should stand above; their figures were read by their labels. */
function* displacedRows({ from, reading: { table, rows } }: PlacedTable): Iterable<Finding> {
  const leaves = leafRows(table)
  let last = -1
  for (const { row, label, range } of rows) {
    const at = leaves.indexOf(row)
    if (at > last) last = at
    else {
      const above = leaves.slice(0, at).findLast(({ isGroup }) => !isGroup)
      yield {
        range: shift(label ?? range, from),
        message: {
          zh: `“${rowName(row)}”一行的位置不对，应在${above ? `“${rowName(above)}”一行下面` : "表格开头"}；数字已按行名核对。`,
          en: `“${rowName(row)}” is out of order: it belongs ${above ? `below “${rowName(above)}”` : "at the top of the table"}. Its figures were checked by its label.`,
        },
      }
    }
  }
}

interface Gap {
  /** The written row above the gap; undefined at the top of the table. */
  readonly after: RowReading | undefined
  readonly rows: LeafRow[]
}

function gaps({ table, missing, rows }: TableReading): Gap[] {
  const found: Gap[] = []
  let after: RowReading | undefined
  for (const leaf of leafRows(table)) {
    const written = rows.find(({ row }) => row.id === leaf.id)
    const last = found[found.length - 1]
    if (written) after = written
    else if (!missing.includes(leaf)) continue
    else if (last && last.after === after) last.rows.push(leaf)
    else found.push({ after, rows: [leaf] })
  }
  return found
}

function finding(report: Report, table: PlacedTable, after: RowReading | undefined, rows: readonly LeafRow[]): Finding {
  const names = rows.map(row => `“${rowName(row)}”`)
  const { rows: written, range } = table.reading
  const place = after ?? written[0]
  return {
    range: shift(place?.label ?? place?.range ?? range, table.from),
    message: {
      zh: `${after ? "这一行下面" : "表格开头"}缺少${names.join("、")}${rows.length > 1 ? ` ${rows.length} 行` : "一行"}。`,
      en: `${after ? "Below this row" : "At the top of the table"} ${names.join(", ")} ${rows.length > 1 ? "are" : "is"} missing.`,
    },
    fixes: insertion(report, table, after, rows),
    about: rows.map(({ id }) => `${table.reading.table.id}/${id}`),
    ...(isLastRow(after, table.reading) ? { missingAt: table.from + range.to } : {}),
  }
}

/** True for the last row that is written of a table, or of one of its parts that stand side by side. */
function isLastRow(row: RowReading | undefined, { rows, table: { beside } }: TableReading): boolean {
  return row === rows.findLast(other => !beside || !row || other.row.part === row.row.part)
}

const WITHOUT_ROOM: readonly LayoutId[] = ["pdf", "html"]

/** Rows go in on lines of their own; text from a PDF has no such place, for labels may run on below the figures, nor has HTML. */
function insertion(report: Report, { from, reading }: PlacedTable, after: RowReading | undefined, rows: readonly LeafRow[]): Fix[] {
  const { layout, rows: written } = reading
  const beside = after ?? written[0]
  if (!layout || WITHOUT_ROOM.includes(layout) || !beside) return []
  const isRowALine = layout === "tsv" || layout === "pipes"
  // The labels of its groups stand above the row, and nothing tells where they begin.
  if (!after && !isRowALine && beside.row.groups.length > 0) return []
  const eol = lineEnd(report.text)
  const isSpaced = layout === "tab-cell" || (layout === "cell-line" && hasBlankLine(report.text.slice(from + beside.range.from, from + beside.range.to)))
  const last = from + beside.range.to
  const at = after ? endOfRow(report, last, isSpaced) : startOfLine(report.text, from + beside.range.from)
  const isLineOpen = at === report.text.length && !/[\r\n]$/.test(report.text)
  const gap = after && isSpaced && !hasBlankLine(report.text.slice(last, at)) ? eol : ""
  const figures = figuresByColumn(reading)
  const text = rows.map(row => newRow(report, row, layout, figures ? (_, { id }) => format(figures.get(id)!) : undefined)).join("")
  return [
    {
      title: insertionTitle(rows, figures && [...figures.values()].map(format)),
      safe: false,
      preferred: true,
      edits: [{ from: at, to: at, insert: (isLineOpen ? eol : "") + gap + (layout === "cell-line" && !isSpaced ? text.replaceAll(eol + eol, eol) : text) }],
    },
  ]
}

function insertionTitle(rows: readonly LeafRow[], figures: readonly string[] | null): Text {
  const names = rows.length > 1 ? `这 ${rows.length} 行` : `“${rowName(rows[0]!)}”行`
  if (!figures) return { zh: `插入${names}（先填 0，请核对）`, en: "Insert with zeros, to be checked" }
  return { zh: `插入${names}（按各列勾稽关系填 ${figures.join("、")}，请核对）`, en: `Insert with what the sums call for (${figures.join(", ")}), to be checked` }
}

/** What the only row that is missing holds in each column, by the columns' equations; null if they do not tell all of it, or the row does not add up. */
function figuresByColumn(reading: TableReading): ReadonlyMap<string, Decimal> | null {
  const [row, another] = [...reading.missing, ...reading.unread]
  if (!row || another) return null
  const verdicts = verdictsOf(reading).filter(({ isComplete, rule }) => !isComplete && rule.each === "column")
  const figures = new Map<string, Decimal>()
  for (const { id } of row.columns) {
    const [figure, ...others] = verdicts.filter(({ on }) => on.id === id).map(verdict => figureOf(row, verdict))
    if (!figure || !others.every(other => other && equals(other, figure))) return null
    figures.set(id, figure)
  }
  const scale = Math.max(...[...figures.values()].map(({ scale }) => scale))
  const inUnits = (column: number): number => Number(add(figures.get(row.columns[column]!.id)!, { units: 0n, scale }).units)
  return brokenInRow(reading.table, inUnits) === 0 ? figures : null
}

/** The figure of the only row that an equation lacks; null if another one is open, or it would be negative. */
function figureOf(row: LeafRow, { lacking, terms }: Verdict): Decimal | null {
  const [place, ...others] = lacking
  if (place?.row !== row || others.length > 0 || terms.some(({ fact }) => fact.value === null)) return null
  const rest = terms.reduce<Decimal>((sum, { fact: { value }, sign }) => add(sum, sign === 1 ? value! : negate(value!)), ZERO)
  const figure = place.sign === 1 ? negate(rest) : rest
  return isNegative(figure) ? null : figure
}

const BLANK_LINE = /\r\n[ \u3000]*\r\n|\n[ \u3000]*\n|\r[ \u3000]*\r/

function hasBlankLine(text: string): boolean {
  return BLANK_LINE.test(text)
}

/** Behind the line on which the row's last cell stands, and behind a pipe, or a blank line that parts rows, on the next. */
function endOfRow({ text }: Report, last: number, isSpaced: boolean): number {
  const { next } = lineAt(text, last)
  const below = lineAt(text, next)
  const line = text.slice(below.from, below.to)
  return /^\s*[|｜]\s*$/.test(line) || (isSpaced && line.trim() === "") ? below.next : next
}
