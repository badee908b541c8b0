import { brokenInRow } from "../editRules.ts"
import type { TableFormat } from "../format.ts"
import { statedRows, type Arrangement, type Candidate } from "./arrangement.ts"
import { MAX_BROKEN, MAX_WAYS } from "./bands.ts"
import type { Figure, Line } from "./figures.ts"

/** A figure is not broken over more lines. */
const MAX_LINES = 4
/** So far the last digits of a figure may stand from below its first ones. */
const MAX_SHIFT = 1

/** Rows as a PDF draws them, the last digits of a figure exactly below its first ones: the way to join lines to rows under which they add up. */
export function withDigitsBelow(table: TableFormat, all: readonly Line[]): Candidate | null {
  const lines = all.map(({ figures }) => figures).filter(({ length }) => length > 0)
  const rows = statedRows(table)
  const columns = rows[0]!.columns.length
  if (lines.length < rows.length || !lines.some(({ length }) => length < columns) || rows.some(row => row.columns.length !== columns)) return null
  // ways[n]: the likeliest reading of the first n lines, by how many rows they make.
  const ways: Map<number, Joined>[] = lines.map(() => new Map())
  ways.push(new Map())
  ways[0]!.set(0, { rows: [], broken: 0 })
  for (let from = 0; from < lines.length; from++) {
    if (lines[from]!.length !== columns) continue
    for (const [done, before] of ways[from]!) {
      if (done === rows.length) continue
      let row: readonly Figure[] | null = lines[from]!
      for (let end = from + 1; row && end <= lines.length && end - from <= MAX_LINES; row = end < lines.length ? joinBelow(row, lines[end]!) : null, end++) {
        const own: readonly Figure[] = row
        const broken = before.broken + brokenInRow(table, column => own[column]!.value)
        const known = ways[end]!.get(done + 1)
        if (broken <= MAX_BROKEN && (!known || known.broken > broken)) ways[end]!.set(done + 1, { rows: [...before.rows, own], broken })
      }
    }
  }
  const found = ways[lines.length]!.get(rows.length)
  return found ? { arrangement: found.rows, isWhole: true, oddness: 0 } : null
}

/** A row with the digits of a line below, each joined to the figure above it; null if one stands below none. */
function joinBelow(row: readonly Figure[], below: readonly Figure[]): Figure[] | null {
  const joined = [...row]
  for (const digits of below) {
    const column = row.findIndex(({ x }) => Math.abs(x - digits.x) <= MAX_SHIFT)
    if (column < 0 || joined[column] !== row[column]) return null
    joined[column] = join(row[column]!, digits)
  }
  return joined
}

/** More ways than this to join the digits of a row are not tried. */
const MAX_JOINS = 3000

/** A way to read the first rows: how many figures of the text they take, and how many equations they break. */
interface Joined {
  readonly rows: Arrangement
  readonly broken: number
}

/** Row by row, figures that fill their cells going on below (300 / 1 for 3001), or running into the next one: the ways to read them under which the rows add up. One row may be left out that does not. */
export function withJoinedDigits(table: TableFormat, figures: readonly Figure[]): Candidate[] {
  const rows = statedRows(table)
  const columns = rows[0]!.columns.length
  const full = Math.max(...figures.map(({ text }) => text.length))
  // ways[n]: the likeliest readings of the first n figures, by how many rows they make.
  const ways: Map<number, Joined[]>[] = figures.map(() => new Map())
  ways.push(new Map())
  ways[0]!.set(0, [{ rows: [], broken: 0 }])
  for (let from = 0; from < figures.length; from++) {
    if (ways[from]!.size === 0) continue
    const add = (row: readonly Figure[] | null, taken: number, broken: number): void => {
      for (const [done, found] of ways[from]!) {
        const own = found.filter(before => before.broken + broken <= MAX_BROKEN)
        if (done === rows.length || own.length === 0) continue
        const at = ways[from + taken]!
        const known = [...(at.get(done + 1) ?? []), ...own.map(before => ({ rows: [...before.rows, row], broken: before.broken + broken }))]
        at.set(done + 1, known.sort((a, b) => a.broken - b.broken).slice(0, MAX_WAYS))
      }
    }
    const joined = distinct([...goingOnBehind(figures, from, columns, full), ...goingOnBelow(figures, from, columns, full), ...runTogether(figures, from, columns)])
    for (const { figures: row, taken } of joined) {
      const own = brokenInRow(table, column => row[column]!.value)
      // Where its digits can be joined in one way only, a row that does not add up is a fault of the draft; with a second such row, of the reading.
      const broken = own > 0 && taken > columns ? MAX_BROKEN : own
      if (own > 0 && (taken < columns || joined.some(other => other.taken === taken && other.figures !== row))) continue
      add(row, taken, broken)
    }
    if (hasWordsBefore(figures, from)) for (let taken = Math.max(1, columns - MAX_LOST); taken <= columns * MAX_LINES && from + taken <= figures.length; taken++) if (hasWordsBefore(figures, from + taken)) add(null, taken, MAX_BROKEN)
  }
  return (ways[figures.length]!.get(rows.length) ?? []).map(({ rows }) => ({ arrangement: rows, isWhole: !rows.includes(null), oddness: 0 }))
}

/** A row that cannot be read may lack so many figures, since some have run together. */
const MAX_LOST = 2

/** True if words stand between a figure and the one before it, as they do where a row begins. */
const hasWordsBefore = (figures: readonly Figure[], at: number): boolean => at === 0 || at === figures.length || figures[at]!.words > figures[at - 1]!.words

/** A row put together, and how many figures of the text it takes. */
interface JoinedRow {
  readonly figures: readonly Figure[]
  readonly taken: number
}

function distinct(rows: readonly JoinedRow[]): JoinedRow[] {
  const known = new Set<string>()
  return rows.filter(({ figures, taken }) => {
    const text = `${taken}: ${figures.map(figure => figure.text).join(" ")}`
    return !known.has(text) && known.add(text)
  })
}

/** The ways to read a row of which each figure may go on in the next line, before the figure that follows it. */
function goingOnBehind(all: readonly Figure[], from: number, columns: number, full: number): JoinedRow[] {
  const found: JoinedRow[] = []
  const read = (row: readonly Figure[], at: number): void => {
    if (found.length === MAX_JOINS) return
    if (row.length === columns) found.push({ figures: row, taken: at - from })
    if (row.length === columns || at === all.length) return
    for (let figure = all[at]!, last = at, lines = 1; ; ) {
      read([...row, figure], last + 1)
      const next = all[last + 1]
      // What goes on below fills its cell, and ends its line as it began one; no words stand between.
      if (lines++ === MAX_LINES || !next || !fills(all[last]!.text, full, last > at) || next.line === all[last]!.line || next.words > all[last]!.words || all[last + 2]?.line === next.line) return
      figure = join(figure, next)
      last++
    }
  }
  read([], from)
  return found
}

/** The ways to read a row of which some figures go on in the lines below all of them. */
function goingOnBelow(all: readonly Figure[], from: number, columns: number, full: number): JoinedRow[] {
  const heads = all.slice(from, from + columns)
  const lines = new Set(heads.map(({ line }) => line)).size
  if (heads.length < columns || (lines > 1 && lines < columns)) return []
  const found: JoinedRow[] = []
  const read = (row: readonly Figure[], open: readonly number[], at: number, lines: number): void => {
    const last = all[at - 1]!
    if (lines === MAX_LINES || found.length >= MAX_JOINS || (all[at]?.line ?? 0) <= last.line) return
    for (let count = 1; count <= open.length && at + count <= all.length; count++) {
      const tails = all.slice(at, at + count)
      if (all[at + count]?.line === tails.at(-1)!.line) continue
      for (const chosen of choose(open, count)) {
        if (found.length >= MAX_JOINS) return
        const joined = row.map((figure, column) => (chosen.includes(column) ? join(figure, tails[chosen.indexOf(column)]!) : figure))
        found.push({ figures: joined, taken: at + count - from })
        read(joined, chosen.filter((_, i) => fills(tails[i]!.text, full, true)), at + count, lines + 1)
      }
    }
  }
  read(heads, heads.flatMap(({ text }, column) => (fills(text, full, false) ? [column] : [])), from + columns, 1)
  return found
}

/** The ways to read a row that has a line to itself, and in it two figures without a blank between them. */
function runTogether(all: readonly Figure[], from: number, columns: number): JoinedRow[] {
  const own = all.slice(from, from + columns - 1)
  const isOnLine = (figure: Figure | undefined): boolean => figure?.line === own[0]!.line
  if (columns < 2 || own.length < columns - 1 || !own.every(isOnLine) || isOnLine(all[from - 1]) || isOnLine(all[from + columns - 1])) return []
  return own.flatMap((figure, i) => halves(figure).map(pair => ({ figures: [...own.slice(0, i), ...pair, ...own.slice(i + 1)], taken: columns - 1 })))
}

/** The ways to read digits as two figures. */
function halves({ text, value, ...place }: Figure): Figure[][] {
  if (!Number.isInteger(value)) return []
  return Array.from({ length: text.length - 1 }, (_, i) => [text.slice(0, i + 1), text.slice(i + 1)] as const)
    .filter(pair => pair.every(digits => digits === "0" || !digits.startsWith("0")))
    .map(([head, tail]) => [
      { ...place, to: place.from + head.length, text: head, value: Number(head) },
      { ...place, from: place.from + head.length, text: tail, value: Number(tail) },
    ])
}

/** Figures of one line each, those that fill their cell joined with the one directly below. */
export function joinedBelow(figures: readonly Figure[]): Figure[] {
  const full = Math.max(...figures.map(({ text }) => text.length))
  const joined: Figure[] = []
  for (const [i, figure] of figures.entries()) {
    const above = figures[i - 1]
    if (above && fills(above.text, full, false) && figure.line === above.line + 1) joined.push(join(joined.pop()!, figure))
    else joined.push(figure)
  }
  return joined
}

/** True for digits that may go on below: those that fill a cell of some width; 0 does not, as the first digit of a figure. */
function fills(digits: string, full: number, isBehind: boolean): boolean {
  return digits.length === full && full > 1 && (isBehind || !digits.startsWith("0"))
}

function join(head: Figure, tail: Figure): Figure {
  const text = head.text + tail.text
  return { ...head, text, value: Number(text) }
}

/** The ways to choose so many of the items, in their order, one after the other: there may be more than a memory holds. */
export function* choose(items: readonly number[], count: number): Generator<readonly number[]> {
  if (count === 0) return yield []
  for (let i = 0; i + count <= items.length; i++) for (const way of choose(items.slice(i + 1), count - 1)) yield [items[i]!, ...way]
}
