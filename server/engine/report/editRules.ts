import { add, isZero, negate, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
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

/** A figure's place in an equation, before the figures are known. */
interface Slot {
  /** Place of its row among the table's rows. */
  readonly row: number
  readonly column: number
  readonly sign: 1 | -1
}

interface Instance {
  readonly rule: EditRuleFormat
  readonly on: LeafRow | LeafColumn
  readonly slots: readonly Slot[]
}

/** Applies the edit rules of a table to its figures. */
export function confront(reading: TableReading): Verdict[] {
  const { table, rows, groupsAsOneRow } = reading
  if (reading.state !== "read") return []
  const leaves = leafRows(table)
  const facts: (readonly Fact[] | undefined)[] = leaves.map(() => undefined)
  for (const row of rows) facts[leaves.indexOf(row.row)] = row.facts
  const verdicts: Verdict[] = []
  for (const instance of instancesOf(table, groupsAsOneRow)) {
    const verdict = decide(table, instance, facts)
    if (verdict) verdicts.push(verdict)
  }
  return verdicts
}

const known = memoize<TableFormat, Map<string, readonly Instance[]>>(() => new Map())

/** The equations of a table, one for each row or column that they apply to; worked out once for each form of the table. */
function instancesOf(table: TableFormat, groupsAsOneRow: readonly LeafRow[]): readonly Instance[] {
  const form = groupsAsOneRow.map(({ id }) => id).join()
  let instances = known(table).get(form)
  if (!instances) known(table).set(form, (instances = table.editRules.flatMap(rule => instantiate(rule, leafRows(table), groupsAsOneRow))))
  return instances
}

function instantiate(rule: EditRuleFormat, leaves: readonly LeafRow[], groupsAsOneRow: readonly LeafRow[]): Instance[] {
  const [left = "", right = ""] = rule.equation.split(" = ")
  const sides = [{ ids: left.split(" + "), sign: 1 as const }, { ids: right.split(" + "), sign: -1 as const }]
  const { columns } = leaves[0]!
  if (rule.each === "row") {
    const used = leaves.filter(row => !row.isGroup || groupsAsOneRow.includes(row))
    return used.map(on => ({ rule, on, slots: sides.flatMap(({ ids, sign }) => ids.map(id => ({ row: leaves.indexOf(on), column: on.columns.findIndex(column => column.id === id), sign }))) }))
  }
  return columns.map((on, column) => ({
    rule,
    on,
    slots: sides.flatMap(({ ids, sign }) => ids.flatMap(id => rowsOf(id, leaves, groupsAsOneRow)).map(row => ({ row: leaves.indexOf(row), column, sign }))),
  }))
}

/** `denied.*` means all rows below denied, or the group's own row where the draft states it as one. */
function rowsOf(id: string, leaves: readonly LeafRow[], groupsAsOneRow: readonly LeafRow[]): LeafRow[] {
  if (!id.endsWith(".*")) return leaves.filter(row => row.id === id)
  const group = groupsAsOneRow.find(row => `${row.id}.*` === id)
  return group ? [group] : leaves.filter(row => row.id.startsWith(id.slice(0, -1)))
}

function decide(table: TableFormat, { rule, on, slots }: Instance, facts: readonly (readonly Fact[] | undefined)[]): Verdict | null {
  const terms: Term[] = []
  let isDecided = true
  for (const { row, column, sign } of slots) {
    const fact = facts[row]?.[column]
    if (fact) terms.push({ fact, sign })
    if (!fact?.value) isDecided = false
  }
  if (terms.length === 0) return null
  const excess = isDecided ? excessOf(terms) : null
  const state = excess === null ? "undecided" : isZero(excess) ? "pass" : "fail"
  return { rule, on, table, terms, isComplete: terms.length === slots.length, state, excess }
}

function excessOf(terms: readonly Term[]): Decimal {
  // Counts are small whole numbers: their sums are exact as doubles, and far cheaper so.
  let sum = 0
  for (const { fact, sign } of terms) sum += fact.value!.scale === 0 ? sign * Number(fact.value!.units) : NaN
  if (Math.abs(sum) < 1e12 && terms.every(({ fact }) => Number(fact.value!.units) < 1e12)) return { units: BigInt(sum), scale: 0 }
  return terms.reduce<Decimal>((total, { fact, sign }) => add(total, sign === 1 ? fact.value! : negate(fact.value!)), ZERO)
}
