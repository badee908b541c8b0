import { add, decimal, isFromRounding, isZero, negate, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { leafRows, type EditRuleFormat, type LeafColumn, type LeafRow, type TableFormat } from "./format.ts"
import type { Fact, TableReading } from "./report.ts"

/** A figure's place in an equation: `total` is its first figure, `sign` is -1 for all that stands on the other side. */
export interface Term {
  readonly fact: Fact
  readonly sign: 1 | -1
}

/** An equation between facts, as it comes out. */
export class Verdict {
  readonly rule: EditRuleFormat
  /** The row or column that it was applied to. */
  readonly on: LeafRow | LeafColumn
  readonly table: TableFormat
  /** False if a row that the equation needs is missing. */
  readonly isComplete: boolean
  /** Left side less right side: by how much the total is too large. Null if undecided. */
  readonly excess: Decimal | null
  readonly #reading: TableReading
  readonly #slots: readonly Slot[]

  constructor(reading: TableReading, { rule, on, slots }: Instance, isComplete: boolean, excess: Decimal | null) {
    this.rule = rule
    this.on = on
    this.table = reading.table
    this.isComplete = isComplete
    this.excess = excess
    this.#reading = reading
    this.#slots = slots
  }

  /** `undecided` if a figure is blank or unreadable, or its row is missing. */
  get state(): "pass" | "fail" | "undecided" {
    return this.excess === null ? "undecided" : this.holdsWith(this.excess) ? "pass" : "fail"
  }

  /** True if it would hold with an excess: with none, or where figures are rounded with one that rounding explains. */
  holdsWith(excess: Decimal): boolean {
    return isZero(excess) || (this.table.rounded === true && isFromRounding(excess, this.#slots.length))
  }

  /** The total first, then the other figures in the order of the equation. Most equations hold, and nobody asks for their figures. */
  get terms(): readonly Term[] {
    return Verdict.#termsOf(this)
  }

  /** The rows of which the draft has no figure for it, and on which side each would stand. */
  get lacking(): readonly { readonly row: LeafRow; readonly sign: 1 | -1 }[] {
    const leaves = leafRows(this.table)
    return this.#slots.flatMap(({ row, column, sign }) => (this.#reading.byLeaf[row]?.facts[column] ? [] : [{ row: leaves[row]!, sign }]))
  }

  static readonly #termsOf = memoize((verdict: Verdict): readonly Term[] =>
    verdict.#slots.flatMap(({ row, column, sign }) => {
      const fact = verdict.#reading.byLeaf[row]?.facts[column]
      return fact ? [{ fact, sign }] : []
    }),
  )
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

/** The equations of one form of a table. */
interface Equations {
  readonly instances: readonly Instance[]
  /** For the id of each figure, which of them it takes part in, and on which side. */
  readonly byFact: ReadonlyMap<string, readonly { readonly index: number; readonly sign: 1 | -1 }[]>
  /** For each of them, which share a figure with it. */
  readonly neighbours: readonly (readonly number[])[]
  /** In how many of them one figure takes part at most. */
  readonly mostOnFact: number
}

/** What the edit rules of a table say of its figures. */
export const verdictsOf = memoize((reading: TableReading): readonly Verdict[] => decisionsOf(reading).filter(verdict => verdict !== null))

/** A verdict on an equation in which a figure stands with a sign. */
export interface SignedVerdict {
  readonly verdict: Verdict
  readonly sign: 1 | -1
}

/** The verdicts on all equations that a figure takes part in. */
export function verdictsOn(reading: TableReading, { id }: Fact): SignedVerdict[] {
  const decisions = decisionsOf(reading)
  return equationsOf(reading).byFact.get(id)!.map(({ index, sign }) => ({ verdict: decisions[index]!, sign }))
}

/** A verdict for each equation of the table's form; null where the draft has none of its figures. */
const decisionsOf = memoize((reading: TableReading): readonly (Verdict | null)[] =>
  reading.state === "read" ? equationsOf(reading).instances.map(instance => decide(reading, instance)) : [],
)

const known = memoize<TableFormat, Map<string, Equations>>(() => new Map())

/** The equations of a table, one for each row or column that they apply to; worked out once for each form of the table. */
function equationsOf({ table, groupsAsOneRow }: TableReading): Equations {
  const form = groupsAsOneRow.length === 0 ? "" : groupsAsOneRow.map(({ id }) => id).join()
  let equations = known(table).get(form)
  if (!equations) known(table).set(form, (equations = formOf(table, groupsAsOneRow)))
  return equations
}

function formOf(table: TableFormat, groupsAsOneRow: readonly LeafRow[]): Equations {
  const leaves = leafRows(table)
  const instances = table.editRules.flatMap(rule => instantiate(rule, leaves, groupsAsOneRow))
  const byFact = new Map<string, { index: number; sign: 1 | -1 }[]>(leaves.flatMap(({ places }) => places.map(({ id }) => [id, []])))
  for (const [index, { slots }] of instances.entries()) for (const { row, column, sign } of slots) byFact.get(leaves[row]!.places[column]!.id)!.push({ index, sign })
  const neighbours = instances.map(({ slots }) => [...new Set(slots.flatMap(({ row, column }) => byFact.get(leaves[row]!.places[column]!.id)!.map(({ index }) => index)))])
  return { instances, byFact, neighbours, mostOnFact: [...byFact.values()].reduce((most, { length }) => Math.max(most, length), 0) }
}

/** What the equations of a table's usual form say of figures. */
export interface Confrontation {
  /** How many equations have all their figures. */
  readonly decided: number
  /** How many of these have a figure other than 0: that zeros make 0 says nothing of their order. */
  readonly telling: number
  readonly broken: number
}

/** Confronts figures with the equations of a table, before they are facts. `figureAt` gives the figure of a row and column by their places; null for none. */
export function confront(table: TableFormat, figureAt: (row: number, column: number) => number | null): Confrontation {
  return confrontAll(plainEquations(table).instances, figureAt)
}

function confrontAll(instances: readonly Instance[], figureAt: (row: number, column: number) => number | null): Confrontation {
  let [decided, telling, broken] = [0, 0, 0]
  for (const { slots } of instances) {
    const sum = signedSum(slots, ({ row, column }) => figureAt(row, column))
    if (sum === null) continue
    decided++
    if (slots.some(({ row, column }) => figureAt(row, column) !== 0)) telling++
    if (sum !== 0) broken++
  }
  return { decided, telling, broken }
}

const plainEquations = memoize((table: TableFormat) => formOf(table, []))

/** How many of the equations within one row its figures break. */
export function brokenInRow(table: TableFormat, figureAt: (column: number) => number): number {
  let broken = 0
  for (const slots of rowEquations(table)) {
    let sum = 0
    for (const { column, sign } of slots) sum += sign * figureAt(column)
    if (sum !== 0) broken++
  }
  return broken
}

const rowEquations = memoize((table: TableFormat) => {
  const { instances } = plainEquations(table)
  const first = instances.find(({ rule }) => rule.each === "row")
  return first ? instances.filter(({ rule, on }) => rule.each === "row" && on === first.on).map(({ slots }) => slots) : []
})

/** How many of the equations within one column its figures break; `figureAt` gives the figure of a row by its place. */
export function brokenInColumn(table: TableFormat, column: number, figureAt: (row: number) => number | null): number {
  return columnEquations(table)(column).filter(slots => (signedSum(slots, ({ row }) => figureAt(row)) ?? 0) !== 0).length
}

const columnEquations = memoize((table: TableFormat) => {
  const { instances } = plainEquations(table)
  const columns = leafRows(table)[0]!.columns.map(column => instances.filter(({ rule, on }) => rule.each === "column" && on === column).map(({ slots }) => slots))
  return (column: number): readonly (readonly Slot[])[] => columns[column]!
})

/** The sum of an equation's figures with their signs; null if one is missing. */
function signedSum(slots: readonly Slot[], figureOf: (slot: Slot) => number | null): number | null {
  let sum = 0
  for (const slot of slots) {
    const figure = figureOf(slot)
    if (figure === null) return null
    sum += slot.sign * figure
  }
  return sum
}

/** What the equations that a row takes part in say with these figures in it; null for none. The row is given by its place among those of the format. */
export function confrontRow(reading: TableReading, at: number, figures: readonly (number | null)[]): Confrontation {
  return confrontAll(equationsOf(reading).instances.filter(({ slots }) => slots.some(({ row }) => row === at)), (row, column) => (row === at ? figures[column]! : (reading.byLeaf[row]?.facts[column]?.count ?? null)))
}

/** The figures of a row and those that its own equations want in place of a lone one that is missing; null if that would be less than 0. */
export function completeRow(reading: TableReading, at: number, figures: readonly (number | null)[]): (number | null)[] | null {
  const completed = [...figures]
  for (const { slots } of rowInstances(reading, at)) {
    const open = slots.filter(({ column }) => figures[column] === null)
    const [only] = open
    if (!only || open.length > 1) continue
    const value = -only.sign * slots.reduce((sum, { column, sign }) => sum + sign * (figures[column] ?? 0), 0)
    if (value < 0) return null
    completed[only.column] = value
  }
  return completed
}

/** True if the last column of a row is the sum of others. */
export function endsWithTotal(reading: TableReading, at: number): boolean {
  const last = leafRows(reading.table)[at]!.columns.length - 1
  return rowInstances(reading, at).some(({ slots: [total, ...parts] }) => total!.column === last && parts.every(({ sign }) => sign !== total!.sign))
}

/** The equations within a row. */
function rowInstances(reading: TableReading, at: number): Instance[] {
  const row = leafRows(reading.table)[at]
  return equationsOf(reading).instances.filter(({ rule, on }) => rule.each === "row" && on === row)
}

/** In how many equations a figure of the table takes part at most. */
export function mostOnFact(reading: TableReading): number {
  return equationsOf(reading).mostOnFact
}

/** The decided equations that share figures with a decided one, directly or through others, itself included, in the order of the format. */
export function connected(reading: TableReading, verdict: Verdict): Verdict[] {
  const decisions = decisionsOf(reading)
  const { neighbours } = equationsOf(reading)
  const found = new Set([decisions.indexOf(verdict)])
  for (const index of found) for (const other of neighbours[index]!) if ((decisions[other]?.state ?? "undecided") !== "undecided") found.add(other)
  return [...found].sort((a, b) => a - b).map(index => decisions[index]!)
}

function instantiate(rule: EditRuleFormat, leaves: readonly LeafRow[], groupsAsOneRow: readonly LeafRow[]): Instance[] {
  const [left = "", right = ""] = rule.equation.split(" = ")
  const sides = [{ ids: left.split(" + "), sign: 1 as const }, { ids: right.split(" + "), sign: -1 as const }]
  const isOn = ({ id }: LeafRow | LeafColumn): boolean => rule.on?.includes(id) ?? true
  if (rule.each === "row") {
    const ids = sides.flatMap(side => side.ids)
    const used = leaves.filter(row => (!row.isGroup || groupsAsOneRow.includes(row)) && isOn(row) && ids.every(id => row.columns.some(column => column.id === id)))
    return used.map(on => ({ rule, on, slots: sides.flatMap(({ ids, sign }) => ids.map(id => ({ row: leaves.indexOf(on), column: on.columns.findIndex(column => column.id === id), sign }))) }))
  }
  const rows = sides.flatMap(({ ids, sign }) => ids.flatMap(id => rowsOf(id, leaves, groupsAsOneRow)).map(row => ({ row, sign })))
  return (rows[0]?.row.columns ?? []).flatMap((on, column) => {
    if (!isOn(on) || rows.some(({ row }) => row.columns[column]?.id !== on.id)) return []
    return { rule, on, slots: rows.map(({ row, sign }) => ({ row: leaves.indexOf(row), column, sign })) }
  })
}

/** `denied.*` means all rows below denied, or the group's own row where the draft states it as one. */
function rowsOf(id: string, leaves: readonly LeafRow[], groupsAsOneRow: readonly LeafRow[]): LeafRow[] {
  if (!id.endsWith(".*")) return leaves.filter(row => row.id === id)
  const group = groupsAsOneRow.find(row => `${row.id}.*` === id)
  return group ? [group] : leaves.filter(row => row.id.startsWith(id.slice(0, -1)))
}

function decide(reading: TableReading, instance: Instance): Verdict | null {
  const { slots } = instance
  let count = 0
  // Counts are small whole numbers: their sums are exact as doubles, and far cheaper so.
  let sum = 0
  let isExact = true
  for (const { row, column, sign } of slots) {
    const fact = reading.byLeaf[row]?.facts[column]
    if (!fact) continue
    count++
    if (fact.count === null) isExact = false
    else sum += sign * fact.count
  }
  if (count === 0) return null
  const isComplete = count === slots.length
  return new Verdict(reading, instance, isComplete, !isComplete ? null : isExact ? decimal(sum) : exactSum(reading, slots))
}

/** Left side less right side; null if a figure is open. */
function exactSum({ byLeaf }: TableReading, slots: readonly Slot[]): Decimal | null {
  let total = ZERO
  for (const { row, column, sign } of slots) {
    const value = byLeaf[row]?.facts[column]?.value
    if (!value) return null
    total = add(total, sign === 1 ? value : negate(value))
  }
  return total
}
