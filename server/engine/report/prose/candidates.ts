import { add, equals, format, isLess, isZero, magnitude, negate, subtract, ZERO, type Decimal } from "../../text/decimal.ts"
import { memoize } from "../../text/memoize.ts"
import type { Facts } from "../facts.ts"
import { leafRows, type ReportFormat } from "../format.ts"
import type { Fact } from "../report.ts"
import type { Claim, StatementClaim } from "./claims.ts"
import { inUnit, type Figure } from "./figures.ts"
import { timesTen } from "./numerals.ts"
import type { ProseFormat } from "./proseFormat.ts"

/** A sum of cells that a figure of prose may state, as it comes out. */
export interface Candidate {
  readonly terms: readonly CandidateTerm[]
  /** Null if a cell of it is missing, blank or unreadable. */
  readonly value: Decimal | null
}

export interface CandidateTerm {
  readonly fact: Fact
  readonly sign: 1 | -1
}

/** A claim beside the cells that it may state. */
export interface Comparison {
  readonly claim: Claim
  /** What the text says, in the unit of the cells. */
  readonly stated: Decimal
  /** Without those that come out the same; the usual one first. */
  readonly candidates: readonly Candidate[]
  /** The first of them that the claim fits. */
  readonly fitting: Candidate | null
  /** Of those with a value, the one that comes nearest. */
  readonly nearest: Candidate | null
}

/** A claim that fits none of its candidates, all of which are known. */
export interface Mismatch extends Comparison {
  readonly nearest: Candidate
}

/** What the tables say of the requests received, handled and answered, and of the other wholes of their kind. */
export function totalsIn(facts: Facts, { quantities }: ProseFormat): Decimal[] {
  return quantities.filter(({ opens, topics }) => opens && topics).flatMap(quantity => candidatesOf(facts, { quantity, columns: [[]], furtherCells: [] })).flatMap(({ value }) => value ?? [])
}

/** Puts a claim beside the cells that it may state. Null if the draft has none of them. */
export function compareClaim(facts: Facts, claim: Claim): Comparison | null {
  const all = candidatesOf(facts, claim)
  if (all.length === 0) return null
  const stated = statedValue(claim, all[0]!)
  const isSame = ({ value }: Candidate, other: Candidate): boolean => value !== null && other.value !== null && equals(other.value, value)
  const candidates = all.filter((candidate, i) => all.findIndex(other => other === candidate || isSame(candidate, other)) === i)
  const gap = ({ value }: Candidate): Decimal => magnitude(subtract(value!, stated))
  const nearest = candidates.filter(({ value }) => value !== null).reduce<Candidate | null>((best, candidate) => (!best || isLess(gap(candidate), gap(best)) ? candidate : best), null)
  const fitting = candidates.find(({ value }) => value !== null && fits(claim, stated, value)) ?? null
  return { claim, stated, candidates, fitting, nearest }
}

/** Confronts a claim with the cells that it may state. Null if it fits one of them, or if that cannot be told. */
export function confrontClaim(facts: Facts, claim: Claim): Mismatch | null {
  const comparison = compareClaim(facts, claim)
  if (!comparison || comparison.fitting || comparison.candidates.some(({ value }) => value === null)) return null
  return { ...comparison, nearest: comparison.nearest! }
}

/** The sums of cells that a claim may state: those of its own columns first. */
export function candidatesOf(facts: Facts, { quantity, columns, furtherCells }: Pick<Claim, "quantity" | "columns" | "furtherCells">): Candidate[] {
  const expressions = [...quantity.cells, ...furtherCells]
  return columns.flatMap(chosen => expressions.flatMap(expression => candidateOf(facts, expression, chosen) ?? []))
}

/** The cells that a statement says are 0. */
export function cellsOfStatement(facts: Facts, { statement, columns }: StatementClaim): Fact[] {
  return statement.zero.flatMap(expression => candidateOf(facts, expression, columns)?.terms.map(({ fact }) => fact) ?? [])
}

interface Slot {
  readonly ids: readonly string[]
  /** Where an older draft states a whole group as one row: its cells. */
  readonly groupIds: readonly string[]
  readonly sign: 1 | -1
}

const slotsOf = memoize<ReportFormat, Map<string, readonly Slot[]>>(() => new Map())

function candidateOf(facts: Facts, expression: string, columns: readonly string[]): Candidate | null {
  const known = slotsOf(facts.format)
  const chosen = columns.length > 0 ? columns : facts.format.prose!.allApplicants
  const key = expression.includes("@") ? `${expression} ${chosen.join()}` : expression
  let slots = known.get(key)
  if (!slots) known.set(key, (slots = readSlots(facts.format, expression, chosen)))
  const terms: CandidateTerm[] = []
  let isKnown = true
  for (const { ids, groupIds, sign } of slots) {
    const isOneRow = groupIds.length > 0 && groupIds.some(id => facts.has(id))
    for (const id of isOneRow ? groupIds : ids) {
      const fact = facts.get(id)
      if (fact) terms.push({ fact, sign })
      if (!fact?.value) isKnown = false
    }
  }
  if (terms.length === 0) return null
  return { terms, value: isKnown ? terms.reduce<Decimal>((sum, { fact, sign }) => add(sum, sign === 1 ? fact.value! : negate(fact.value!)), ZERO) : null }
}

/** The cells of a sum: requests/new/@ + requests/carried-in/@ */
function readSlots(format: ReportFormat, expression: string, columns: readonly string[]): Slot[] {
  let sign: 1 | -1 = 1
  const slots: Slot[] = []
  for (const word of expression.split(" ")) {
    if (word === "+" || word === "-") {
      sign = word === "+" ? 1 : -1
      continue
    }
    const [table = "", row = "", column = ""] = word.split("/")
    const inColumns = (rowId: string): string[] => (column === "@" ? columns : [column]).map(id => `${table}/${rowId}/${id}`)
    const group = row.endsWith(".*") ? row.slice(0, -2) : null
    const rows = group === null ? [row] : rowsBelow(format, table, group)
    slots.push({ ids: rows.flatMap(inColumns), groupIds: group === null ? [] : inColumns(group), sign })
  }
  return slots
}

function rowsBelow(format: ReportFormat, tableId: string, group: string): string[] {
  const table = format.tables.find(({ id }) => id === tableId)
  return table ? leafRows(table).filter(({ id, isGroup }) => !isGroup && id.startsWith(`${group}.`)).map(({ id }) => id) : []
}

const POWERS: Readonly<Record<string, number>> = { 万元: 4, 亿元: 8 }

/** What the cells come to, in units of one or yuan. */
export function valueInOnes({ value, terms: [first] }: Candidate, { kind }: Figure): Decimal {
  return kind === "money" ? timesTen(value!, POWERS[first!.fact.row.part.unit] ?? 0) : value!
}

/** What the text says, in the unit of the cells. */
function statedValue({ figure }: Claim, { terms: [first] }: Candidate): Decimal {
  return figure.kind === "money" ? inUnit(figure.value, POWERS[first!.fact.row.part.unit] ?? 0) : figure.value
}

function fits({ figure, quantity }: Claim, stated: Decimal, cell: Decimal): boolean {
  if (figure.bound === "upper") return quantity.atMost === true || !isLess(stated, cell)
  if (figure.bound === "lower" || quantity.atMost) return !isLess(cell, stated) || (figure.kind === "money" && !isZero(cell) && isRoundedAway(stated, cell))
  if (equals(stated, cell)) return true
  const shift = stated.scale - figure.value.scale
  const power = figure.precision - shift
  return isRounded(stated, cell, power, figure.kind === "money")
}

/** True if the text gives the cell cut or rounded to 10^power; money in yuan may also be what the cell has rounded. */
function isRounded(stated: Decimal, cell: Decimal, power: number, isMoney: boolean): boolean {
  if (power > 0 || isMoney) {
    const unit: Decimal = power >= 0 ? { units: 10n ** BigInt(power), scale: 0 } : { units: 1n, scale: -power }
    const gap = subtract(cell, stated)
    const twice = magnitude(add(gap, gap))
    if (!isLess(unit, twice)) return true
    if (!isLess(gap, ZERO) && isLess(gap, unit)) return true
    if (isMoney) return isRoundedAway(stated, cell)
  }
  return false
}

/** True if the cell, rounded to its last digit, may stand for what the text gives. */
function isRoundedAway(stated: Decimal, cell: Decimal): boolean {
  const gap = subtract(cell, stated)
  return !isLess({ units: 1n, scale: cell.scale }, magnitude(add(gap, gap)))
}

/** Two cells and their sum in figures: 30+4; a single cell only its figure. */
export function sumText({ terms }: Candidate): string {
  return terms.map(({ fact, sign }, i) => `${sign === -1 ? "-" : i > 0 ? "+" : ""}${format(fact.value!)}`).join("")
}
