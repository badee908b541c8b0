import { shift, type Range, type TextEdit } from "../text/range.ts"
import { factEdit, type PlacedTable, type Report, type RowReading, type Shift } from "../report/report.ts"
import { cellName, columnName, rowName } from "./names.ts"
import { perTable } from "./perTable.ts"
import type { Finding, Rule, Text } from "./rule.ts"

export const cellCount: Rule = {
  id: "cell-count",
  severity: "warning",
  docs: {
    zh: `一行的格数与表头的列数不符。

少了格、又看不出少的是哪一格时，这一行的数字不参与核对；删去一格后其余的数左移、行末空出一格的，按勾稽关系找出缺的是哪一格，只核对位置确定的数；多出一格而能确定是哪一格时（表头“其他”写了两次，或者只有删去某个 0 才能加总），按删去后的数字核对。修改删去多出的一格，会改动排版，不是“安全”修改。`,
    en: `A row has more or fewer cells than the table has columns.

Where cells are missing and it cannot be told which, the row is not added up. Where a cell was deleted, so that the others have moved up and a blank one stands at the end, the sums tell which is missing, and only figures whose column is certain are checked. Where one is too many and it is certain which (其他 stands twice in the head, or only without a certain 0 the row adds up), the row is read without it. The fix deletes the surplus cells; it changes the layout, so it is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\t0\n行政强制\t0\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  *check(report) {
    yield* checkPlaces(report)
    for (const table of report.tables) if (table.reading.state === "read") yield* surplus(report, table)
  },
}

/** More rows than this are said once. */
const MAX_ROWS = 5

const checkPlaces = perTable(function* ({ table, rows }) {
  const unplacedRows = rows.filter(({ isPlaced }) => !isPlaced)
  if (unplacedRows.length > MAX_ROWS) yield manyUnplaced(unplacedRows)
  else for (const row of unplacedRows) yield unplaced(row, table.name)
})

function manyUnplaced(rows: readonly RowReading[]): Finding {
  const names = rows.slice(0, 3).map(({ row }) => `“${rowName(row)}”`).join("、")
  return {
    range: rows[0]!.label ?? rows[0]!.range,
    about: rows.flatMap(({ facts }) => facts.map(({ id }) => id)),
    message: {
      zh: `${names}等 ${rows.length} 行的格数与列数不符，不能确定缺的是哪一格，这些行没有核对。`,
      en: `${names} and more, ${rows.length} rows, have another number of cells than the table has columns; it cannot be told which are missing, so these rows were not checked.`,
    },
  }
}

function unplaced({ row, label, range, filled, surplus, shift: moved, cut, facts }: RowReading, tableName: Text): Finding {
  const wanted = row.columns.length
  const name = row.label === "" ? { zh: tableName.zh, en: `The ${tableName.en}` } : { zh: `“${rowName(row)}”`, en: `“${rowName(row)}”` }
  if (filled === 0) {
    return {
      range: label ?? range,
      about: facts.map(({ id }) => id),
      missingAt: range.to,
      message: { zh: `${name.zh}应有 ${wanted} 格，没有读到数字，这一行没有核对；没有的应填 0。`, en: `${name.en} has ${wanted} cells; no figure was read, so the row was not checked. Fill in 0 where there is nothing.` },
    }
  }
  const known = facts.filter(({ state }) => state === "number").length
  const checked = known > 0 ? { zh: `只核对了能确定的 ${known} 格`, en: `only the ${known} cells that are certain were checked` } : { zh: "这一行没有核对", en: "so the row was not checked" }
  if (cut) return cutOff(cut)
  if (moved) return shifted(moved, { range: label ?? range, about: [...facts.map(({ id }) => id), `${filled}`], missingAt: range.to }, name, checked)
  return {
    range: label ?? range,
    about: [...facts.map(({ id }) => id), `${filled}`],
    ...(filled < wanted ? { missingAt: range.to } : {}),
    message: {
      zh: `${name.zh}应有 ${wanted} 格，读到 ${filled} 个数，不能确定${surplus.length > 0 ? "多的" : "缺的"}是哪一格，${checked.zh}。`,
      en: `${name.en} has ${wanted} cells; ${filled} figures were read and it cannot be told which is ${surplus.length > 0 ? "too many" : "missing"}, ${checked.en}.`,
    },
  }
}

/** A figure whose last digits may have been lost. */
function cutOff({ figure, wanted }: NonNullable<RowReading["cut"]>): Finding {
  const { id, text, from, to } = figure
  const edit = factEdit(figure, wanted)
  return {
    range: { from, to },
    about: [id],
    message: {
      zh: `${cellName(figure)}读到 ${text}，按勾稽关系应为 ${wanted}：可能是转换时丢了页边的数字，这一格没有核对，请对照原文件。`,
      en: `${cellName(figure)} says ${text}, and by the table's sums it is ${wanted}: digits at the edge of the page may have been lost, so the cell was not checked. See the original.`,
    },
    fixes: edit ? [{ title: { zh: `改为 ${wanted}`, en: `Change it to ${wanted}` }, safe: false, preferred: false, edits: [edit] }] : [],
  }
}

/** More columns than these are not listed. */
const MAX_NAMES = 3

/** A row that lacks cells, so that its total stands too far left. */
function shifted({ count, total, lost }: Shift, place: Omit<Finding, "message">, name: Text, checked: Text): Finding {
  const [end, below] = [columnName(total.row.columns.at(-1)!), columnName(total.column)]
  const names = lost.slice(0, MAX_NAMES).map(columnName)
  const isMore = lost.length > MAX_NAMES
  const isOpen = lost.length > count
  const gap = names.length === 0
    ? { zh: "看不出缺的是哪一格", en: "it cannot be told which is missing" }
    : { zh: `按勾稽关系，缺的是${names.map(column => `“${column}”`).join("、")}${isMore ? `等 ${lost.length} 格` : ""}${isOpen ? "中的" : "这"} ${count} 格`, en: `by the table's sums ${isOpen ? `${count} of ` : ""}${names.join(", ")}${isMore ? ` and more (${lost.length} cells)` : ""} ${count > 1 ? "are" : "is"} missing` }
  return {
    ...place,
    message: {
      zh: `${name.zh}少了 ${count} 格，后面的数左移了：“${end}”的 ${total.text} 写在“${below}”一格里；${gap.zh}，${checked.zh}。`,
      en: `${name.en} lacks ${count === 1 ? "a cell" : `${count} cells`}, so the figures behind stand too far left: the ${total.text} of ${end} stands below ${below}; ${gap.en}, ${checked.en}.`,
    },
  }
}

/** A column too many is said once for the table. */
function* surplus(report: Report, { from, reading: { rows, surplusHeads, layout } }: PlacedTable): Iterable<Finding> {
  const wide = rows.filter(row => row.isPlaced && row.surplus.length > 0)
  const [first] = wide
  if (!first) return
  const heads = surplusHeads.map(range => shift(range, from))
  const cells = [...heads, ...wide.flatMap(row => row.surplus.map(range => shift(range, from)))]
  const names = wide.map(({ row, label }) => `“${label ? rowName(row) : "数字行"}”`)
  const edits = layout === "tsv" || layout === "pipes" ? cells.map(cell => deletion(report, cell)) : []
  yield {
    range: shift(first.surplus[0]!, from),
    message: {
      zh: `${names.join("、")}比表头多一格，已按删去多余的一格核对${surplusHeads.length > 0 ? "（表头中的这一列写了两次）" : ""}。`,
      en: `${names.join(", ")}: one cell more than the table has columns; checked without it${surplusHeads.length > 0 ? " (its head stands twice)" : ""}.`,
    },
    isUnnecessary: true,
    related: heads.map(range => ({ range, message: { zh: "重复的列名", en: "head that stands twice" } })),
    fixes: edits.length > 0 ? [{ title: { zh: "删去多余的一格", en: "Delete the surplus cell" }, safe: false, preferred: true, edits }] : [],
  }
}

/** The cell with the blanks around it and the separator before it. */
function deletion({ text }: Report, { from, to }: Range): TextEdit {
  let start = from
  while (start > 0 && /[ 　]/.test(text[start - 1]!)) start--
  let end = to
  while (end < text.length && /[ 　]/.test(text[end]!)) end++
  return { from: Math.max(0, start - 1), to: end, insert: "" }
}
