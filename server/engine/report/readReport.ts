import { isGarbled } from "../text/garbled.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"
import type { Block } from "../syntax/block.ts"
import type { KindWords } from "../syntax/vocabulary.ts"
import { verdictsOf } from "./editRules.ts"
import { factsOf } from "./facts.ts"
import { formatsByKind, leafRows, vocabularyOfFormats, type ReportFormat } from "./format.ts"
import { kindOf, placeBlocks, sectionsOf, titleOf } from "./outline.ts"
import type { PlacedBlock, Report, Section } from "./report.ts"
import { evidenceFor, tableBlocks, type TableBlock } from "./segments.ts"
import { asDamaged, readTables } from "./tables.ts"

/**
 * Reads the blocks of one report, and the text that they make, in the format that its tables, else its year, call for.
 * Null if it is no report of any of the formats: too little of it looks like one, or it is for an earlier year.
 */
export function readReport(blocks: readonly Block[], text: string, all: readonly ReportFormat[]): Report | null {
  const placed = placeBlocks(blocks)
  const { sections, title, kind } = outlineOf(placed, all)
  const formats = formatsByKind(all)[kind]!
  const earliest = Math.min(...formats.map(({ firstYear }) => firstYear))
  if (title.year !== null && title.year < earliest) return null
  const inTables = tableBlocks(placed, sections)
  const format = formatOf(formats, inTables, title.year)
  const damage = blocks.some(isGarbledBlock) ? "garbled" : "none"
  const sound = readTables(format, formats, inTables, sections)
  const tables = damage === "none" ? sound : sound.map(placed => ({ ...placed, reading: asDamaged(placed.reading) }))
  const hasTable = tables.some(({ reading: { state, rows } }) => state === "read" && rows.some(({ label }) => label !== null))
  const isReport = hasTable || isOutlined(title.titleRange !== null, sections, vocabularyOfFormats(all).kinds[kind]!)
  if (!isReport && !placed.some(({ block }) => isGlued(block, format))) return null
  return {
    format,
    damage: isReport ? damage : "glued",
    text,
    blocks: placed,
    ...title,
    sections,
    tables,
    facts: factsOf(format, tables.map(({ reading }) => reading)),
    verdicts: tables.flatMap(({ reading }) => verdictsOf(reading)),
  }
}

/** The kind of report that blocks are, with its sections and title. */
export function outlineOf(blocks: readonly PlacedBlock[], formats: readonly ReportFormat[]): { kind: number; sections: Section[]; title: ReturnType<typeof titleOf> } {
  const vocabulary = vocabularyOfFormats(formats)
  const tables = tableBlocks(blocks, [])
  const kind = kindOf(blocks, vocabulary, kind => Math.max(...formatsByKind(formats)[kind]!.map(format => evidenceFor(format, formats, tables))))
  const sections = sectionsOf(blocks, vocabulary.kinds[kind]!)
  return { kind, sections, title: titleOf(blocks, sections[0]?.from ?? Infinity, vocabulary.kinds[kind]!) }
}

const isGarbledBlock = memoize(({ text }: Block) => isGarbled(text) && isGarbled(withoutMarkup(text)))

/** Shorter paragraphs hold no whole report. */
const MIN_GLUED = 500
/** Of a longer one so much is looked at: many reports. */
const MAX_GLUED = 1_000_000
const MIN_TITLES = 5
const MIN_LABELS = 3

/** True if a whole report stands in one paragraph, titles and figures glued together: a converter has dropped its line ends and cells. */
function isGlued({ kind, text: whole }: Block, { sections, tables }: ReportFormat): boolean {
  const text = whole.slice(0, MAX_GLUED)
  if (kind !== "paragraph" || text.length < MIN_GLUED || sections.filter(({ title }) => text.includes(title)).length < MIN_TITLES) return false
  const labels = tables.flatMap(leafRows).map(({ label }) => label).filter(label => label !== "")
  return labels.filter(label => /^\d/.test(text.slice(text.indexOf(label) + label.length)) && text.includes(label)).length >= MIN_LABELS
}

/** True if the headings are those of a report: under its title any one, without a title two of which one is like no other document's. */
function isOutlined(hasTitle: boolean, sections: readonly Section[], kind: KindWords): boolean {
  const known = sections.filter(({ isNamed }) => isNamed)
  return hasTitle ? known.length > 0 : known.length > 1 && known.some(({ id }) => kind.sections.some(section => section.id === id && section.isTelling))
}

const newestFirstOf = memoize((formats: readonly ReportFormat[]) => [...formats].sort((a, b) => b.firstYear - a.firstYear))

/** The format whose own labels the tables show most; without any, the one in force for the year; without a year, the newest. */
function formatOf(formats: readonly ReportFormat[], blocks: readonly TableBlock[], year: number | null): ReportFormat {
  const newestFirst = newestFirstOf(formats)
  const evidence = newestFirst.map(format => evidenceFor(format, formats, blocks))
  const most = Math.max(...evidence)
  if (most > 0) return newestFirst[evidence.indexOf(most)]!
  return newestFirst.find(format => year !== null && format.firstYear <= year) ?? newestFirst[0]!
}
