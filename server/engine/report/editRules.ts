import { add, isZero, negate, ZERO, type Decimal } from "../text/decimal.ts"
import { leafRows, type EditRuleFormat, type LeafColumn, type LeafRow, type TableFormat } from "./format.ts"
import type { Fact, TableReading } from "./report.ts"

/** A figure's place in an equation: `total` is its first figure, `sign` is -1 for all that stands on the other side. */
export interface Term {
  readonly fact: Fact
  readonly sign: 1 | -1
}

/** An equation between facts, as it comes out. */
export interface Verdict {
  readonly rule: EditRuleFormat
  /** The row or column that it was applied to. */
  readonly on: LeafRow | LeafColumn
  readonly table: TableFormat
  /** The total first, then the other figures in the order of the equation. */
  readonly terms: readonly Term[]
  /** False if a row that the equation needs is missing. */
  readonly isComplete: boolean
  /** `undecided` if a figure is blank or unreadable, or its row is missing. */
  readonly state: "pass" | "fail" | "undecided"
  /** Left side less right side: by how much the total is too large. Null if undecided. */
  readonly excess: Decimal | null
}

/** Applies the edit rules of a table to its figures. */
export function confront(reading: TableReading, facts: ReadonlyMap<string, Fact>): Verdict[] {
  const { table } = reading
  if (reading.state !== "read") return []
  const rows = leafRows(table)
  return table.editRules.flatMap(rule => {
    const sides = parseEquation(rule.equation)
    if (rule.each === "row") {
      return rows.filter(row => !row.isGroup).concat(reading.groupsAsOneRow).flatMap(row => verdict(reading, rule, row, column => [`${table.id}/${row.id}/${column}`], sides, facts))
    }
    const columns = rows[0]!.columns
    return columns.flatMap(column => verdict(reading, rule, column, id => rowIds(id, rows, reading).map(row => `${table.id}/${row}/${column.id}`), sides, facts))
  })
}

/** The ids on either side of an equation. */
function parseEquation(equation: string): [string[], string[]] {
  const [left = "", right = ""] = equation.split(" = ")
  return [left.split(" + "), right.split(" + ")]
}

/** `denied.*` means all rows below denied, or the group's own row where the draft states it as one. */
function rowIds(id: string, rows: readonly LeafRow[], reading: TableReading): string[] {
  if (!id.endsWith(".*")) return [id]
  const group = id.slice(0, -2)
  if (reading.groupsAsOneRow.some(row => row.id === group)) return [group]
  return rows.filter(row => row.id.startsWith(`${group}.`)).map(row => row.id)
}

function verdict(
  { table }: TableReading,
  rule: EditRuleFormat,
  on: LeafRow | LeafColumn,
  resolve: (id: string) => string[],
  sides: [string[], string[]],
  facts: ReadonlyMap<string, Fact>,
): Verdict[] {
  const terms: Term[] = []
  let isDecided = true
  let isComplete = true
  let excess: Decimal = ZERO
  for (const [side, ids] of sides.entries()) {
    const sign = side === 0 ? 1 : -1
    for (const id of ids.flatMap(resolve)) {
      const fact = facts.get(id)
      if (fact) terms.push({ fact, sign })
      else isComplete = false
      if (fact?.value) excess = add(excess, sign === 1 ? fact.value : negate(fact.value))
      else isDecided = false
    }
  }
  if (terms.length === 0) return []
  const state = !isDecided ? "undecided" : isZero(excess) ? "pass" : "fail"
  return [{ rule, on, table, terms, isComplete, state, excess: isDecided ? excess : null }]
}
