import { format, isNegative, isZero, trimZeros, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import type { Verdict } from "../report/editRules.ts"
import type { LeafColumn, LeafRow, Text } from "../report/format.ts"
import type { Fact } from "../report/report.ts"

/** A row as people call it: a numbered row carries its group, as in （三）不予公开 4.保护第三方合法权益; the note in （二）部分公开 is left out. */
export const rowName = memoize((row: LeafRow): string => {
  const group = row.groups[row.groups.length - 1]
  return /^\d/.test(row.label) && group ? `${group} ${row.label}` : row.label.replace(/（区分处理.*$/, "")
})

/** A column with the group that it stands in where its own name is not unique (行政复议结果维持), and without its unit. */
export const columnName = memoize(({ label, groups, isUnique }: LeafColumn): string => {
  const name = label.replace(/（单位.*$/, "")
  return groups.length > 0 && !isUnique ? `${groups[groups.length - 1]!}${name}` : name
})

/** Where a figure stands: “（一）予以公开”自然人; of a table without row labels only the column. */
export function cellName({ row, column }: Pick<Fact, "row" | "column">): string {
  return row.label === "" ? `“${columnName(column)}”` : `“${rowName(row)}”${columnName(column)}`
}

export const figure = (value: Decimal): string => format(trimZeros(value))

/** The figures that make up a side of an equation: 4+5+2; zeros are left out, and the parts that are all zero give 0. */
export function sumOf(values: readonly Decimal[]): string {
  const shown = values.filter(value => !isZero(value)).map((value, i) => (i > 0 && isNegative(value) ? `(${figure(value)})` : figure(value)))
  return shown.length === 0 ? "0" : shown.join("+")
}

/** The row or column that an equation was applied to. */
export function scopeName({ rule, on }: Verdict): Text {
  if (rule.each === "column") return { zh: `${columnName(on as LeafColumn)}列`, en: `column ${columnName(on as LeafColumn)}` }
  const row = on as LeafRow
  return row.label === "" ? { zh: rule.name.zh.split("：")[0]!, en: rule.name.zh.split("：")[0]! } : { zh: `“${rowName(row)}”行`, en: `row ${rowName(row)}` }
}
