import type { Block } from "../syntax/block.ts"
import { confront } from "./editRules.ts"
import type { ReportFormat } from "./format.ts"
import { placeBlocks, sectionsOf, titleOf } from "./outline.ts"
import type { Fact, PlacedBlock, Report, Section } from "./report.ts"
import { evidenceFor, readTables, rowsOf, type SectionRow } from "./tables.ts"

/** Reports for years before this were free in form: nothing here applies to them. */
const MIN_SECTIONS = 2

/**
 * Reads the blocks of one report in the format that its tables, else its year, call for.
 * Null if it is no report of any of the formats: too little of it looks like one, or it is for an earlier year.
 */
export function readReport(blocks: readonly Block[], formats: readonly ReportFormat[]): Report | null {
  const placed = placeBlocks(blocks)
  const sections = sectionsOf(placed, formats[0]!.sections)
  const title = titleOf(placed, sections[0]?.from ?? Infinity)
  const earliest = Math.min(...formats.map(({ firstYear }) => firstYear))
  if (title.year !== null && title.year < earliest) return null
  const rows = rowsOf(placed, sections)
  const format = formatOf(formats, rows, title.year)
  const tables = readTables(format, rows, sections)
  const hasTable = tables.some(({ state, rows }) => state === "read" && rows.some(({ label }) => label !== null))
  if (sections.length + (title.titleRange && sections.length > 0 ? 1 : 0) < MIN_SECTIONS && !hasTable) return null
  const facts = new Map<string, Fact>(tables.filter(({ state }) => state === "read").flatMap(({ rows }) => rows.flatMap(row => row.facts.map(fact => [fact.id, fact] as const))))
  return {
    format,
    text: blocks.map(({ text }) => text).join(""),
    blocks: placed,
    ...title,
    sections,
    tables,
    facts,
    verdicts: tables.flatMap(reading => confront(reading, facts)),
  }
}

/** The format whose own labels the tables show most; without any, the one in force for the year; without a year, the newest. */
function formatOf(formats: readonly ReportFormat[], rows: readonly SectionRow[], year: number | null): ReportFormat {
  const newestFirst = [...formats].sort((a, b) => b.firstYear - a.firstYear)
  const evidence = newestFirst.map(format => evidenceFor(format, formats, rows))
  const most = Math.max(...evidence)
  if (most > 0) return newestFirst[evidence.indexOf(most)]!
  return newestFirst.find(format => year !== null && format.firstYear <= year) ?? newestFirst[0]!
}

export type { PlacedBlock, Section }
