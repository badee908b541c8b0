import { fieldsOf, isDigits, isFigureCell, meaningOf } from "../cell.ts"
import type { Range } from "../../text/range.ts"
import type { Cell, Layout, Row } from "../grid.ts"

const PIPE = 0x7c
const PLUS = 0x2b
const SPACE = 0x20

/** Full width, and those that tables are drawn with. */
const OTHER_PIPES = "｜│┃║"

const isPipe = (code: number, text: string, at: number): boolean => (code === PIPE && text[at - 1] !== "\\") || (code > 0x2500 && OTHER_PIPES.includes(text[at]!))

/** One row a line, pipes between the cells, with or without pipes at its ends, with or without a `---` line below the head; or rows between drawn lines. */
export const pipes: Layout = {
  id: "pipes",
  showsBlanks: true,
  claims: line => /[|｜│┃║]/.test(line),
  read(lines) {
    const rows: Cell[][] = []
    const between: Range[] = []
    let isDrawn = false
    let first = 0
    for (const line of lines) {
      if (isDrawnRule(line.text)) {
        if (isDrawn && rows.length > first) between.push({ from: first, to: rows.length })
        isDrawn = true
        first = rows.length
      } else if (line.text.trim() !== "" && !isRule(line.text)) rows.push(withoutEnd(fieldsOf(line, isPipe)))
    }
    return mergeLines(withoutStart(rows), between)
  },
}

/** The `---` line of a markdown table. */
function isRule(line: string): boolean {
  return line.includes("-") && !/[^\s|｜:+-]/.test(line)
}

/** A line drawn between rows: +-----+-----+ or ├─────┼─────┤. */
function isDrawnRule(line: string): boolean {
  let at = 0
  while (line.charCodeAt(at) === SPACE) at++
  const code = line.charCodeAt(at)
  return (code === PLUS || (code >= 0x2500 && code <= 0x257f)) && !/[^\s+=:─-╿-]/.test(line) && /[-=─━═]/.test(line)
}

/** So many rows with figures between drawn lines: every row of the table stands between two. */
const MIN_DRAWN_ROWS = 3

/** Lines between two drawn ones are one row, if they can be: then the digits of a figure may go on in its cell. */
function mergeLines(rows: readonly Cell[][], between: readonly Range[]): Row[] {
  const drawn = between.filter(({ from, to }) => rows.slice(from, to).some(cells => cells.some(isFigureCell)))
  const isEveryRowDrawn = drawn.length >= MIN_DRAWN_ROWS
  const open = drawn.filter(({ from, to }) => !isOneRow(rows.slice(from, to), isEveryRowDrawn) && to > from + 1)
  // Where nearly all rows are drawn singly, one whose figures all fill their cells has its digits below, too.
  const isOneBroken = (lines: readonly Row[]): boolean => open.length <= drawn.length * SHARE_OF_BROKEN && haveFullCells(lines)
  const merged: Row[] = []
  let at = 0
  for (const { from, to } of between) {
    merged.push(...rows.slice(at, from))
    const lines = rows.slice(from, to)
    merged.push(...(isOneRow(lines, isEveryRowDrawn) || isOneBroken(lines) ? [merge(lines)] : lines))
    at = to
  }
  return [...merged, ...rows.slice(at)]
}

/** Of drawn rows so many at most may hold two lines of figures each. */
const SHARE_OF_BROKEN = 1 / 6

/** True if digits go on below: they fill their cells either above or below, and none stands below a 0. */
function haveFullCells([top, ...below]: readonly Row[]): boolean {
  if (!top || below.length === 0 || below.some(({ length }) => length !== top.length)) return false
  const broken = top.flatMap((head, column) => {
    const rest = below.map(cells => cells[column]!).filter(isFigureCell)
    return rest.length > 0 ? [{ head, rest }] : []
  })
  const digits = broken.flatMap(({ head, rest }) => [head, ...rest])
  const width = Math.max(...digits.map(({ text }) => text.length))
  const isFull = ({ text }: Cell): boolean => text.length === width
  return width > 1 && digits.every(({ text }) => isDigits(text)) && broken.every(({ head }) => !head.text.startsWith("0"))
    && (broken.every(({ head }) => isFull(head)) || broken.every(({ rest }) => rest.every(isFull)))
}

/** True if no line below the first looks like a row of its own. */
function isOneRow(lines: readonly Row[], isEveryRowDrawn: boolean): boolean {
  const [top, ...below] = lines
  if (!top || below.length === 0 || below.some(({ length }) => length !== top.length)) return false
  const figures = top.filter(isFigureCell).length
  const goOn = below.every(cells => cells.filter(isFigureCell).length < figures && cells.every((cell, i) => !isFigureCell(cell) || isFigureCell(top[i]!)))
  const hasOne = top.every((_, column) => lines.filter(cells => isFigureCell(cells[column]!)).length < 2)
  return hasOne || (goOn && (isEveryRowDrawn || below.every(cells => cells.every(({ kind }) => kind !== "text"))))
}

const merge = (lines: readonly Row[]): Row =>
  lines[0]!.map((top, column) => {
    const cells = lines.map(cells => cells[column]!).filter(({ kind }) => kind !== "blank")
    return cells.length > 1 ? together(cells) : (cells[0] ?? top)
  })

/** What is broken over lines put together. A figure keeps the place of its first digits: between them and the others stand other cells. */
function together(cells: readonly Cell[]): Cell {
  const text = cells.map(cell => cell.text).join("")
  const [first] = cells
  return { from: first!.from, to: isFigureCell(first!) ? first!.to : cells[cells.length - 1]!.to, text, ...meaningOf(text) }
}

/** A pipe at the end of a line opens no cell behind it. */
function withoutEnd(cells: Cell[]): Cell[] {
  return cells.length > 1 && cells[cells.length - 1]!.kind === "blank" ? cells.slice(0, -1) : cells
}

/** Pipes at the start of all lines open no cells before them; where only some lines begin with one, a merged cell is empty there. */
function withoutStart(rows: readonly Cell[][]): Cell[][] {
  const opens = rows.every(cells => cells.length < 2 || cells[0]!.kind === "blank")
  return opens ? rows.map(cells => (cells.length > 1 ? cells.slice(1) : cells)) : [...rows]
}
