import { add, equals, format, isZero, ZERO, type Decimal } from "../text/decimal.ts"
import { lineEnd } from "../text/lines.ts"
import { shift, type Range, type TextEdit } from "../text/range.ts"
import { impliedValue } from "../report/implied.ts"
import { leafRows, type SentenceFormat, type Text } from "../report/format.ts"
import type { Fact, PlacedTable, Report } from "../report/report.ts"
import { headingMark, headingOf, newRow, zeroTable } from "../report/template.ts"
import { cellName, rowName } from "../rules/names.ts"
import { figureAt, rowRange, sectionAt, type FigurePlace } from "./places.ts"
import { tabStops } from "./tabStops.ts"

/** Something to be written at the cursor. */
export interface Completion {
  readonly kind: "value" | "heading" | "row" | "sentence"
  readonly label: string
  readonly detail: Text
  readonly edit: TextEdit
  /** What is to be filled in, counted from the start of the inserted text. */
  readonly stops: readonly Range[]
  /** True for the one that nothing speaks against. */
  readonly preferred: boolean
}

/** What can be written at an offset: the value of a cell, a missing row, the next section heading, a standard sentence. */
export function complete(report: Report, offset: number): Completion[] {
  const figure = figureAt(report, offset)
  if (figure) return values(report, figure)
  const line = typedLine(report.text, offset)
  const table = line.rest === "" ? tableAround(report, line) : null
  if (table) return rows(report, table, line)
  return [...(line.rest === "" ? headings(report, line) : []), ...sentences(report, offset)]
}

function values({ verdicts }: Report, { fact, range }: FigurePlace): Completion[] {
  const implied = fact.value ? sumFor(fact, verdicts) : impliedValue(fact, verdicts)
  const found = implied && !(fact.value && equals(implied, fact.value)) ? format(implied) : null
  const item = (label: string, detail: Text, preferred: boolean): Completion => ({ kind: "value", label, detail, edit: { ...range, insert: label }, stops: [], preferred })
  const wanted = found === null ? [] : [item(found, { zh: `${cellName(fact)}：按勾稽关系`, en: `${cellName(fact)}: by the table's sums` }, true)]
  const zero = fact.value || found === "0" ? [] : [item("0", { zh: "没有的填 0", en: "where there is nothing" }, false)]
  return [...wanted, ...zero]
}

/** The sum of the parts of a total, if all sums that it is the total of are decided and agree. */
function sumFor(fact: Fact, verdicts: Report["verdicts"]): Decimal | null {
  let found: Decimal | null = null
  for (const { terms, state } of verdicts) {
    if (terms[0]!.fact !== fact || terms.filter(({ sign }) => sign === 1).length > 1 || state === "undecided") continue
    const sum = terms.slice(1).reduce<Decimal>((sum, { fact }) => add(sum, fact.value!), ZERO)
    if (found && !equals(found, sum)) return null
    found = sum
  }
  return found
}

interface TypedLine {
  readonly offset: number
  /** Where the words before the cursor begin. */
  readonly start: number
  /** The words between there and the cursor. */
  readonly typed: string
  /** What stands behind the cursor, blanks aside. */
  readonly rest: string
}

function typedLine(text: string, offset: number): TypedLine {
  let from = offset
  while (from > 0 && !/[\r\n]/.test(text[from - 1]!)) from--
  const before = text.slice(from, offset)
  const start = from + (before.length - before.trimStart().length)
  const rest = /^[^\r\n]*/.exec(text.slice(offset))![0].trim()
  return { offset, start, typed: text.slice(start, offset), rest }
}

function begins(words: string, typed: string): boolean {
  return typed === "" || words.startsWith(typed)
}

/** The table in whose rows, or right below them, a line stands. */
function tableAround({ tables, text }: Report, { offset }: TypedLine): PlacedTable | null {
  const below = (to: number): boolean => offset > to && /^[^\S\r\n]*(?:\r\n|\r|\n)\S*$/.test(text.slice(to, offset))
  const isAround = ({ from, to }: Range): boolean => from <= offset && (offset <= to || below(to))
  return tables.find(({ from, reading: { state, range, missing } }) => state === "read" && missing.length > 0 && isAround(shift(range, from))) ?? null
}

/** The rows that the table lacks, those first that belong where the cursor is. */
function rows(report: Report, { from, reading: { missing, layout, rows: written, table } }: PlacedTable, { start, offset, typed }: TypedLine): Completion[] {
  if (!layout) return []
  const above = written.findLast(row => from + rowRange(row).to <= start)?.row.id ?? null
  const order = leafRows(table).map(({ id }) => id)
  const place = (id: string): number => order.indexOf(id)
  const found = missing.filter(row => begins(row.label, typed.replace(/^[|｜\s]+/, "")))
  const next = found.find(({ id }) => above === null || place(id) > place(above)) ?? found[0]
  return [...(next ? [next] : []), ...found.filter(row => row !== next)].map(row => {
    const insert = newRow(report, row, layout).trimEnd()
    return { kind: "row", label: rowName(row), detail: { zh: "缺少的行", en: "missing row" }, edit: { from: start, to: offset, insert }, stops: tabStops(insert), preferred: row === next }
  })
}

/** The headings that are missing between the sections around the cursor, with their tables. */
function headings(report: Report, { start, offset, typed }: TypedLine): Completion[] {
  const { format, sections } = report
  const indexOf = (id: string | null): number => format.sections.findIndex(section => section.id === id)
  const others = sections.filter(({ headingRange }) => headingRange.to < start || headingRange.from > offset)
  const above = Math.max(-1, ...others.filter(({ from }) => from < start).map(({ id }) => indexOf(id)))
  const below = Math.min(format.sections.length, ...others.filter(({ from }) => from > offset).map(({ id }) => indexOf(id)))
  const words = typed.replace(/^#+\s*/, "")
  const missing = format.sections.filter((section, index) => index > above && index < below && [headingOf(format, section.id), section.title].some(wanted => begins(wanted, words)))
  const mark = /^#+\s/.exec(typed)?.[0] ?? headingMark(report)
  return missing.map((section, i) => {
    const heading = headingOf(format, section.id)
    const eol = lineEnd(report.text)
    const table = format.tables.find(table => table.section === section.id)
    const insert = `${mark}${heading}${table ? `${eol}${eol}${zeroTable(report, table).trimEnd()}` : `${eol}${eol}`}`
    const stops = table ? tabStops(insert) : [{ from: insert.length, to: insert.length }]
    return { kind: "heading", label: heading, detail: section.covers, edit: { from: start, to: offset, insert }, stops, preferred: i === 0 }
  })
}

/** Sentences for the section at the cursor, from the start of a line or of a sentence on. */
function sentences(report: Report, offset: number): Completion[] {
  const section = sectionAt(report, offset)
  if (!section || offset < section.body.from || offset === section.title.to || report.format.tables.some(table => table.section === section.id)) return []
  const { text } = report
  let start = offset
  while (start > section.body.from && !/[。；！？\r\n]/.test(text[start - 1]!)) start--
  while (start < offset && /\s/.test(text[start]!)) start++
  const typed = text.slice(start, offset)
  const known = (report.format.sentences ?? []).filter(sentence => sentence.section === section.id && !contradicts(report, sentence))
  return known.flatMap(sentence => {
    const { insert, stops } = filledIn(report, sentence)
    if (!begins(insert, typed) || text.includes(insert)) return []
    return [{ kind: "sentence" as const, label: insert, detail: { zh: "常用语句", en: "standard sentence" }, edit: { from: start, to: offset, insert }, stops, preferred: false }]
  })
}

function contradicts({ facts }: Report, { allZero = [] }: SentenceFormat): boolean {
  return allZero.some(id => {
    const value = facts.get(id)?.value
    return value ? !isZero(value) : false
  })
}

function filledIn({ year, facts }: Report, sentence: SentenceFormat): { insert: string; stops: Range[] } {
  const stops: Range[] = []
  let insert = ""
  const words = year === null ? sentence.text.replaceAll("{year}年", "本年度") : sentence.text.replaceAll("{year}", String(year))
  for (const part of words.split(/(\{[^}]*\})/)) {
    const name = /^\{(.*)\}$/.exec(part)?.[1]
    const value = name === undefined ? null : facts.get(name)?.value
    if (name === undefined) insert += part
    else if (value) insert += format(value)
    else {
      stops.push({ from: insert.length, to: insert.length + 1 })
      insert += "0"
    }
  }
  return { insert, stops }
}
