import { closeGaps, withoutMarkup } from "../text/markup.ts"
import { toPlain, wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import type { SectionTitles } from "../syntax/vocabulary.ts"
import type { PlacedBlock, Section } from "./report.ts"

/** Blocks with their places, counted from the first. */
export function placeBlocks(blocks: readonly Block[]): PlacedBlock[] {
  let at = 0
  return blocks.map(block => {
    const from = at
    at += block.text.length
    return { block, from, to: at }
  })
}

/** A section heading among the blocks of a text. */
interface HeadingAt {
  readonly index: number
  /** Place of its section in the format. */
  readonly section: number
}

/**
 * Cuts the blocks of a text into reports: a title begins one if the section after it is not beyond the last one before it,
 * and so does the first section after the last. (A page head that repeats the title begins nothing.)
 * Returns the indexes of the first blocks.
 */
export function reportStarts(blocks: readonly Block[], sections: readonly string[]): number[] {
  const headings = bodyHeadings(blocks, sections)
  const starts = [0]
  let last = -1
  let next = 0
  // A report begins at the beginning of a line, also in a web page that has no line ends.
  const start = (index: number): void => {
    if (!/[\r\n]/.test(blocks[index - 1]!.text.slice(-1))) return
    starts.push(index)
    last = -1
  }
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index]!
    if (next < headings.length && headings[next]!.index < index) next++
    const heading = headings[next]
    if (block.kind === "title") {
      const follows = heading ? heading.section : sections.length
      if (last >= 0 && (follows <= last || (!heading && last === sections.length - 1))) start(index)
    } else if (heading?.index === index) {
      if (heading.section === 0 && last >= sections.length - 2) start(index)
      last = Math.max(last, heading.section)
    }
  }
  return starts
}

/** The headings of known sections, without those of a table of contents: headings in a row with nothing between, which come again below. */
function bodyHeadings(blocks: readonly Block[], sections: readonly string[]): HeadingAt[] {
  const all: HeadingAt[] = []
  for (let index = 0; index < blocks.length; index++) {
    const { heading } = blocks[index]!
    const section = heading?.section ? sections.indexOf(heading.section) : -1
    if (section >= 0) all.push({ index, section })
  }
  const contents = contentsOf(blocks, all)
  return all.filter(({ index }) => !contents.has(index))
}

const MIN_CONTENTS = 3

function contentsOf(blocks: readonly Block[], headings: readonly HeadingAt[]): Set<number> {
  const found = new Set<number>()
  for (let i = 0; i < headings.length; ) {
    let end = i + 1
    while (end < headings.length && headings[end]!.section > headings[end - 1]!.section && isBare(blocks, headings[end - 1]!.index, headings[end]!.index)) end++
    const first = headings[i]!.section
    const again = headings[end]
    if (end - i >= MIN_CONTENTS && again && again.section <= first + 1) for (let k = i; k < end; k++) found.add(headings[k]!.index)
    i = end
  }
  return found
}

function isBare(blocks: readonly Block[], from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (blocks[i]!.kind !== "blank" && blocks[i]!.heading === undefined) return false
  return true
}

/** The sections of one report. A heading of its own wording is one if it stands, with the right number, where a section is missing. */
export function sectionsOf(blocks: readonly PlacedBlock[], formats: readonly SectionTitles[]): Section[] {
  const ids = formats.map(({ id }) => id)
  const known = bodyHeadings(blocks.map(({ block }) => block), ids)
  const headings = [...known, ...renamedHeadings(blocks, known, formats.map(({ keys }) => keys[0]!))].sort((a, b) => a.index - b.index)
  const end = blocks[blocks.length - 1]?.to ?? 0
  return headings.map(({ index, section }, i) => {
    const { from, block } = blocks[index]!
    const heading = block.heading!
    const next = headings[i + 1]?.index ?? blocks.length
    const at = (range: Range): Range => ({ from: from + range.from, to: from + range.to })
    const title = at(heading.title)
    return {
      id: ids[section]!,
      heading,
      headingRange: { from: from + Math.min(heading.number.from, heading.title.from), to: title.to },
      number: at(heading.number),
      title,
      body: { from: Math.min(from + heading.to, end), to: blocks[next]?.from ?? end },
      blocks: blocks.slice(index + 1, next),
      from,
      to: blocks[next]?.from ?? end,
    }
  })
}

/** Headings such as 一、工作基本情况 or 四、存在问题: between the neighbours of a missing section, with its number or with words of its title. */
function renamedHeadings(blocks: readonly PlacedBlock[], known: readonly HeadingAt[], titles: readonly string[]): HeadingAt[] {
  const found: HeadingAt[] = []
  const unknownHeadings = [...blocks.keys()].filter(index => blocks[index]!.block.heading?.section === null)
  if (unknownHeadings.length === 0) return found
  for (const section of titles.keys()) {
    if (known.some(heading => heading.section === section)) continue
    const after = known.findLast(heading => heading.section < section)?.index ?? -1
    const before = known.find(heading => heading.section > section)?.index ?? blocks.length
    const unknown = unknownHeadings.filter(index => index > after && index < before)
    const numbered = unknown.filter(index => blocks[index]!.block.heading!.ordinal === section + 1)
    const alike = unknown.filter(index => isAlike(blocks[index]!.block, titles[section]!))
    const [only] = alike.length === 1 ? alike : numbered.length === 1 ? numbered : []
    const isBetterElsewhere = only !== undefined && alike[0] !== only && titles.some((title, other) => other !== section && isAlike(blocks[only]!.block, title))
    if (only !== undefined && known.length > 0 && !isBetterElsewhere && !found.some(({ index }) => index === only)) found.push({ index: only, section })
  }
  return found
}

/** True if the heading's title has at least two pairs of neighbouring characters of the official one: 存在问题 for 存在的主要问题及改进情况. */
function isAlike({ text, heading }: Block, official: string): boolean {
  const written = wordsOf(withoutMarkup(text).slice(heading!.title.from, heading!.title.to))
  let shared = 0
  for (let i = 0; i + 1 < written.length; i++) if (official.includes(written.slice(i, i + 2))) shared++
  return shared >= 2
}

/** Title and year of a report: the last title block above the first section. */
export function titleOf(blocks: readonly PlacedBlock[], firstSection: number): { title: string; titleRange: Range | null; year: number | null } {
  const titles = blocks.filter(({ block, from }) => block.kind === "title" && from <= firstSection)
  const found = titles[titles.length - 1]
  if (!found) return { title: "", titleRange: null, year: null }
  const shown = withoutMarkup(found.block.text)
  const text = shown.trim()
  const title = titleWords(shown === found.block.text ? text : closeGaps(text).text)
  const year = /(?<!\d)(?:20\d\d)(?=\s*年)/.exec(toPlain(title))?.[0] ?? /(?<!\d)20\d\d(?!\d)/.exec(wordsOf(title))?.[0]
  const from = found.from + shown.indexOf(text)
  return { title, titleRange: { from, to: from + text.length }, year: year ? Number(year) : null }
}

/** A title as one line: its lines joined, without the signs of Markdown before it. */
export const titleWords = (written: string): string => written.replace(/\s+/g, " ").replace(/^#+\s*/, "").replace(/(?<=\P{ASCII}) (?=\P{ASCII})/gu, "")
