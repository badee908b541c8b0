import { brokenInRow } from "../editRules.ts"
import type { TableFormat } from "../format.ts"
import { statedRows, type Candidate } from "./arrangement.ts"
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

/** More figures of a row are not broken over lines. */
const MAX_BROKEN_FIGURES = 4
/** More ways than this to join the digits of a row are not tried. */
const MAX_JOINS = 200

/** A way to read the first rows: how many figures of the text they take, and how many equations they break. */
interface Joined {
  readonly rows: readonly (readonly Figure[])[]
  readonly broken: number
}

/** Row by row, figures that fill their cells going on below (300 / 1 for 3001): the ways to join them under which the rows add up. */
export function withJoinedDigits(table: TableFormat, figures: readonly Figure[]): Candidate[] {
  const rows = statedRows(table)
  const columns = rows[0]!.columns.length
  const full = Math.max(...figures.map(({ text }) => text.length))
  // ways[n]: the likeliest readings of the first n figures, by how many rows they make.
  const ways: Map<number, Joined[]>[] = figures.map(() => new Map())
  ways.push(new Map())
  ways[0]!.set(0, [{ rows: [], broken: 0 }])
  for (let from = 0; from < figures.length; from++) {
    for (const [done, found] of ways[from]!) {
      if (done === rows.length) continue
      const least = found[0]!.broken
      for (let more = 0; more <= MAX_BROKEN_FIGURES && from + columns + more <= figures.length; more++) {
        const own = figures.slice(from, from + columns + more)
        for (const row of joins(own, columns, full)) {
          const broken = brokenInRow(table, column => row[column]!.value)
          if (broken > 0 && (more > 0 || least + broken > MAX_BROKEN)) continue
          const at = ways[from + own.length]!
          const known = [...(at.get(done + 1) ?? []), ...found.map(before => ({ rows: [...before.rows, row], broken: before.broken + broken }))]
          at.set(done + 1, known.sort((a, b) => a.broken - b.broken).slice(0, MAX_WAYS))
        }
      }
    }
  }
  return (ways[figures.length]!.get(rows.length) ?? []).map(({ rows }) => ({ arrangement: rows, isWhole: true, oddness: 0 }))
}

/** The ways to make so many figures of those of a row and the digits that go on below: directly behind a figure that ends its line, or all behind the last. */
function joins(own: readonly Figure[], columns: number, full: number): Figure[][] {
  const more = own.length - columns
  if (more === 0) return [[...own]]
  const heads = own.slice(0, columns)
  const isOpen = ({ text }: Figure): boolean => fills(text, full)
  const below = own[columns]!.line > heads[columns - 1]!.line ? choose(heads.flatMap((head, i) => (isOpen(head) ? [i] : [])), more).map(chosen => heads.map((head, i) => (chosen.includes(i) ? join(head, own[columns + chosen.indexOf(i)]!) : head))) : []
  const breaks = own.flatMap((figure, i) => (i + 1 < own.length && isOpen(figure) && own[i + 1]!.line > figure.line ? [i] : []))
  const behind = choose(breaks, more).filter(chosen => chosen.every((at, i) => at - 1 !== chosen[i - 1])).map(chosen => own.flatMap((figure, i) => (chosen.includes(i - 1) ? [] : [chosen.includes(i) ? join(figure, own[i + 1]!) : figure])))
  return [...below, ...behind]
}

/** Figures of one line each, those that fill their cell joined with the one directly below. */
export function joinedBelow(figures: readonly Figure[]): Figure[] {
  const full = Math.max(...figures.map(({ text }) => text.length))
  const joined: Figure[] = []
  for (const [i, figure] of figures.entries()) {
    const above = figures[i - 1]
    if (above && fills(above.text, full) && figure.line === above.line + 1) joined.push(join(joined.pop()!, figure))
    else joined.push(figure)
  }
  return joined
}

/** True for digits that may go on below: those that fill a cell of some width, and no 0. */
function fills(digits: string, full: number): boolean {
  return digits.length === full && full > 1 && !digits.startsWith("0")
}

function join(head: Figure, tail: Figure): Figure {
  const text = head.text + tail.text
  return { ...head, text, value: Number(text) }
}

/** All ways to choose so many of the items, in their order. */
function choose(items: readonly number[], count: number): number[][] {
  let ways: number[][] = [[]]
  for (let i = 0; i < count; i++) ways = ways.flatMap(way => items.filter(item => item > (way[way.length - 1] ?? -1)).map(item => [...way, item])).slice(0, MAX_JOINS)
  return ways
}
