import type { AlignedRow } from "../align.ts"
import { leafColumns, leafRows, type LeafRow, type PartFormat, type TableFormat } from "../format.ts"
import { keyOf } from "../../text/plain.ts"
import { cellOf, type Figure, type Line } from "./figures.ts"

/** The figures of a part, row by row. */
type Rows = readonly (readonly Figure[])[]

/**
 * The rows of parts of a table whose titles or heads tell where their figures stand. A part of which this is not certain, or which
 * titles and heads read differently, is not read.
 */
export function rowsOfParts(table: TableFormat, lines: readonly Line[]): AlignedRow[] {
  const words = lines.flatMap(({ keys }) => keys).join("")
  const [betweenTitles, belowHeads] = [rowsBetweenTitles(table, lines), rowsBelowHeads(table, lines)]
  return table.parts.flatMap(part => {
    const rows = rowsOf(table, part)
    const found = [betweenTitles, belowHeads].map(read => read.get(part)).filter(own => own !== undefined)
    const [own] = found
    if (!own || found.some(other => !isSame(own, other)) || !haveInOrder(words, rows)) return []
    return own.map((figures, at) => ({ row: rows[at]!, label: null, written: { cells: figures.map(cellOf), base: 0, showsBlanks: false }, firstField: 0 }))
  })
}

const rowsOf = (table: TableFormat, part: PartFormat): LeafRow[] => leafRows(table).filter(row => row.part === part && !row.isGroup)

const isSame = (a: Rows, b: Rows): boolean => a.every((row, i) => row.every(({ from }, column) => from === b[i]![column]!.from))

/** A part of one column reads downwards wherever its labels stand: where as many figures as it has rows follow its title, and all their labels in order, the figures are theirs. */
function rowsBetweenTitles(table: TableFormat, lines: readonly Line[]): Map<PartFormat, Rows> {
  const starts = table.parts.map(({ title }) => lines.flatMap(({ keys }, i) => (title !== undefined && keys.includes(keyOf(title)) ? [i] : [])))
  const found = new Map<PartFormat, Rows>()
  if (starts.some(({ length }) => length !== 1) || starts.some(([start], i) => i > 0 && start! <= starts[i - 1]![0]!)) return found
  for (const [i, part] of table.parts.entries()) {
    const own = lines.slice(starts[i]![0]!, starts[i + 1]?.[0])
    const figures = own.flatMap(line => line.figures)
    const rows = rowsOf(table, part)
    if (leafColumns(part.columns).length === 1 && figures.length === rows.length && haveInOrder(own.flatMap(({ keys }) => keys).join(""), rows)) found.set(part, figures.map(figure => [figure]))
  }
  return found
}

/** Where each head of a part has as many figures behind it as there are rows, they stand below it; where each has one, and the last one those of the other rows too, these follow row by row. */
function rowsBelowHeads(table: TableFormat, lines: readonly Line[]): Map<PartFormat, Rows> {
  const found = new Map<PartFormat, Rows>()
  const behind = figuresBehindHeads(table, lines)
  for (const part of table.parts) {
    const columns = leafColumns(part.columns)
    const count = rowsOf(table, part).length
    const own = columns.map(({ label }) => {
      const places = table.parts.flatMap(other => leafColumns(other.columns).filter(column => column.label === label).map(() => other))
      const stretches = behind.get(label) ?? []
      return stretches.length === places.length && places.filter(other => other === part).length === 1 ? stretches[places.indexOf(part)]! : []
    })
    if (own.every(({ length }) => length === count)) found.set(part, Array.from({ length: count }, (_, row) => own.map(figures => figures[row]!)))
    const last = own.at(-1)!
    const isByRow = own.slice(0, -1).every(({ length }, i) => length === 1 && own[i]![0]!.from < (own[i + 1]![0]?.from ?? 0)) && last.length === 1 + (count - 1) * columns.length
    if (isByRow) found.set(part, [[...own.slice(0, -1), last].map(([first]) => first!), ...chunks(last.slice(1), columns.length)])
  }
  return found
}

/** For the label of a column, the figures behind each of its heads, up to the next head or title. None if figures stand elsewhere. */
function figuresBehindHeads(table: TableFormat, lines: readonly Line[]): Map<string, Figure[][]> {
  const heads = table.parts.flatMap(part => leafColumns(part.columns))
  const named = [...heads.flatMap(({ label, keys }) => keys.map(key => ({ key, label }))), ...table.parts.flatMap(({ title }) => (title === undefined ? [] : [{ key: keyOf(title), label: null }]))]
  const names = named.sort((a, b) => b.key.length - a.key.length)
  const found = new Map<string, Figure[][]>()
  let words = ""
  let stretch: Figure[] | null = null
  for (const { keys, figures } of lines) {
    words += keys.join("")
    if (figures.length === 0) continue
    for (let at = 0; at < words.length; ) {
      const name = names.find(({ key }) => words.startsWith(key, at))
      if (name) stretch = name.label === null ? null : []
      if (name?.label != null) found.set(name.label, [...(found.get(name.label) ?? []), stretch!])
      at += name?.key.length ?? 1
    }
    words = ""
    if (!stretch) return new Map()
    stretch.push(...figures)
  }
  return found
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: items.length / size }, (_, i) => items.slice(i * size, (i + 1) * size))
}

/** True if a text holds the labels of the rows one behind the other, each in one of its wordings. */
function haveInOrder(text: string, rows: readonly LeafRow[]): boolean {
  let at = 0
  for (const { keys } of rows) {
    const found = keys.map(wording => ({ wording, from: text.indexOf(wording, at) })).find(({ from }) => from >= 0)
    if (!found) return false
    at = found.from + found.wording.length
  }
  return true
}
