import { lineAt, lineEnd } from "../text/lines.ts"
import { shift } from "../text/range.ts"
import { leafRows, type LeafRow } from "../report/format.ts"
import { zeroRow } from "../report/template.ts"
import type { LayoutId } from "../tables/grid.ts"
import type { PlacedTable, Report, RowReading, TableReading } from "../report/report.ts"
import { rowName } from "./names.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

export const missingRow: Rule = {
  id: "missing-row",
  severity: "warning",
  docs: {
    zh: `表格缺少格式规定的行。

表格的行不得增删、调换；换了位置的行仍按行名核对。相邻的缺行合并报告一次。修改按表格原来的排法插入填 0 的行，数字须由填表人核对，因此不是“安全”修改。`,
    en: `A table lacks rows that the format prescribes.

Rows may be neither added nor left out nor change places; one out of order is checked by its label all the same. Neighbouring rows are reported together. The fix inserts rows of zeros in the table's own layout; their figures must be checked, so it is not safe.`,
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
    ...(after === written.at(-1) ? { missingAt: table.from + range.to } : {}),
  }
}

const WITHOUT_ROOM: readonly LayoutId[] = ["pdf", "html"]

/** Rows go in on lines of their own; text from a PDF has no such place, for labels may run on below the figures, nor has HTML. */
function insertion(report: Report, { from, reading: { layout, rows: written } }: PlacedTable, after: RowReading | undefined, rows: readonly LeafRow[]): Fix[] {
  const beside = after ?? written[0]
  if (!layout || WITHOUT_ROOM.includes(layout) || !beside) return []
  const isRowALine = layout === "tsv" || layout === "pipes"
  // The labels of its groups stand above the row, and nothing tells where they begin.
  if (!after && !isRowALine && beside.row.groups.length > 0) return []
  const eol = lineEnd(report.text)
  const isSpaced = layout === "tab-cell" || (layout === "cell-line" && hasBlankLine(report.text.slice(from + beside.range.from, from + beside.range.to)))
  const last = from + beside.range.to
  const at = after ? endOfRow(report, last, isSpaced) : startOfLine(report, from + beside.range.from)
  const isLineOpen = at === report.text.length && !/[\r\n]$/.test(report.text)
  const gap = after && isSpaced && !hasBlankLine(report.text.slice(last, at)) ? eol : ""
  const text = rows.map(row => zeroRow(report, row, layout)).join("")
  return [
    {
      title: { zh: `插入${rows.length > 1 ? `这 ${rows.length} 行` : `“${rowName(rows[0]!)}”行`}（先填 0，请核对）`, en: "Insert with zeros, to be checked" },
      safe: false,
      preferred: true,
      edits: [{ from: at, to: at, insert: (isLineOpen ? eol : "") + gap + (layout === "cell-line" && !isSpaced ? text.replaceAll(eol + eol, eol) : text) }],
    },
  ]
}

const BLANK_LINE = /\r\n[ \u3000]*\r\n|\n[ \u3000]*\n|\r[ \u3000]*\r/

function hasBlankLine(text: string): boolean {
  return BLANK_LINE.test(text)
}

function startOfLine({ text }: Report, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1
}

/** Behind the line on which the row's last cell stands, and behind a pipe, or a blank line that parts rows, on the next. */
function endOfRow({ text }: Report, last: number, isSpaced: boolean): number {
  const { next } = lineAt(text, last)
  const below = lineAt(text, next)
  const line = text.slice(below.from, below.to)
  return /^\s*[|｜]\s*$/.test(line) || (isSpaced && line.trim() === "") ? below.next : next
}
