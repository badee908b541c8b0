import { closeGaps, withoutMarkup } from "../text/markup.ts"
import { toPlain, wordsOf } from "../text/plain.ts"
import { yearIn } from "../text/year.ts"
import type { Range } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import { titledKind, type KindWords, type Vocabulary } from "../syntax/vocabulary.ts"
import type { PlacedBlock, Report, Section } from "./report.ts"

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
  /** Place of its section among those of the kind. */
  readonly section: number
}

/** The kind of report whose title a block is; null if it is no title. */
function kindOfTitle({ kind, text }: Block, vocabulary: Pick<Vocabulary, "kinds">): KindWords | null {
  return kind === "title" ? titledKind(withoutMarkup(text).trim(), vocabulary) : null
}

/**
 * Cuts the blocks of a text into reports: a title begins one if the section after it is not beyond the last one before it,
 * and so does, without a title, the first section after the last two if one that was there already follows: a single section
 * that stands elsewhere, or twice, begins nothing. (Nor does a page head that repeats the title.) The title of another
 * kind of report begins one if a section of that kind follows. Returns the indexes of the first blocks.
 */
export function reportStarts(blocks: readonly Block[], vocabulary: Vocabulary): number[] {
  const headings = new Map(vocabulary.kinds.map(kind => [kind, { all: bodyHeadings(blocks, kind), next: 0 }]))
  const nextOf = (kind: KindWords, index: number): HeadingAt | undefined => {
    const own = headings.get(kind)!
    while (own.next < own.all.length && own.all[own.next]!.index < index) own.next++
    return own.all[own.next]
  }
  const starts = [0]
  let kind: KindWords | null = null
  let last = -1
  const seen = new Set<number>()
  /** True if the last two sections are behind those before, and behind the section at hand one follows that has been there. */
  const isNewRun = (kind: KindWords): boolean => {
    const { all, next } = headings.get(kind)!
    const section = all[next + 1]?.section ?? 0
    return last >= kind.sections.length - 2 && section > 0 && seen.has(section)
  }
  // A report begins at the beginning of a line, also in a web page that has no line ends.
  const start = (index: number): boolean => {
    if (!/[\r\n]/.test(blocks[index - 1]!.text.slice(-1))) return false
    starts.push(index)
    last = -1
    seen.clear()
    return true
  }
  for (let index = 0; index < blocks.length; index++) {
    const own = kindOfTitle(blocks[index]!, vocabulary)
    if (own) {
      const next = nextOf(own, index)
      if (last < 0) kind = own
      else if (own !== kind) {
        const before = kind && nextOf(kind, index)
        if (next && !(before && before.index < next.index) && start(index)) kind = own
      } else if (next ? next.section <= last : last === own.sections.length - 1) start(index)
      continue
    }
    kind ??= vocabulary.kinds.find(kind => nextOf(kind, index)?.index === index) ?? null
    const heading = kind && nextOf(kind, index)
    if (!kind || heading?.index !== index) continue
    if (heading.section === 0 && isNewRun(kind)) start(index)
    last = Math.max(last, heading.section)
    seen.add(heading.section)
  }
  return starts
}

/** The headings of sections of a kind, without those of a table of contents: headings in a row with nothing between, which come again below. */
function bodyHeadings(blocks: readonly Block[], kind: KindWords): HeadingAt[] {
  const { sections } = kind
  const all: HeadingAt[] = []
  // （一）, （二）… are those of sections if all sections follow each other so below a title, and none with another number stands before them.
  let run: HeadingAt[] = []
  let isNumberedSo = true
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index]!
    const { sections: named = [], inBrackets = [] } = block.heading ?? {}
    const section = sections.findIndex(section => named.includes(section))
    const bracketed = sections.findIndex(section => inBrackets.includes(section))
    if (section >= 0) {
      all.push({ index, section })
      isNumberedSo = false
    } else if (block.kind === "title" && kindOfTitle(block, { kinds: [kind] })) [run, isNumberedSo] = [[], true]
    else if (isNumberedSo && bracketed >= 0) {
      run = bracketed === run.length ? [...run, { index, section: bracketed }] : bracketed === 0 ? [{ index, section: 0 }] : []
      if (run.length === sections.length) all.push(...run)
    }
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
export function sectionsOf(blocks: readonly PlacedBlock[], kind: KindWords): Section[] {
  const known = bodyHeadings(blocks.map(({ block }) => block), kind)
  const headings = [...known, ...renamedHeadings(blocks, known, kind)].sort((a, b) => a.index - b.index)
  const end = blocks[blocks.length - 1]?.to ?? 0
  return headings.map(({ index, section }, i) => {
    const { from, block } = blocks[index]!
    const heading = block.heading!
    const next = headings[i + 1]?.index ?? blocks.length
    const at = (range: Range): Range => ({ from: from + range.from, to: from + range.to })
    const title = at(heading.title)
    return {
      id: kind.sections[section]!.id,
      isNamed: known.some(heading => heading.index === index),
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

/**
 * Headings such as 一、工作基本情况 or 四、存在问题: between the neighbours of a missing section, with its number or with words of its title.
 * One in brackets is a heading within a section as long as no section stands behind it, unless it is the last of all: below 一、总体情况 many begin with （一）主动公开情况.
 */
function renamedHeadings(blocks: readonly PlacedBlock[], known: readonly HeadingAt[], { sections }: KindWords): HeadingAt[] {
  const found: HeadingAt[] = []
  const titles = sections.map(({ keys }) => keys[0]!)
  const unknownHeadings = [...blocks.keys()].filter(index => blocks[index]!.block.heading && !sections.some(section => blocks[index]!.block.heading!.sections.includes(section)))
  if (unknownHeadings.length === 0) return found
  for (const section of titles.keys()) {
    if (known.some(heading => heading.section === section)) continue
    const after = known.findLast(heading => heading.section < section)?.index ?? -1
    const before = known.find(heading => heading.section > section)?.index ?? blocks.length
    const isNumbered = (index: number): boolean => blocks[index]!.block.heading!.ordinal === section + 1
    const isLast = (index: number): boolean => section === sections.length - 1 && isNumbered(index)
    const unknown = unknownHeadings.filter(index => index > after && index < before && (before < blocks.length || !blocks[index]!.block.heading!.inBrackets || isLast(index)))
    const numbered = unknown.filter(isNumbered)
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

/**
 * What kind of report the blocks of one are: the one that a title names. Where titles name several kinds, or none, `evidence` decides, how much of
 * the tables speaks for each, and then the headings.
 */
export function kindOf(blocks: readonly PlacedBlock[], { kinds }: Vocabulary, evidence: (kind: number) => number): number {
  if (kinds.length === 1) return 0
  const titled = new Set(blocks.flatMap(({ block }) => kindOfTitle(block, { kinds }) ?? []))
  const possible = [...kinds.keys()].filter(kind => titled.size === 0 || titled.has(kinds[kind]!))
  if (possible.length === 1) return possible[0]!
  const shown = possible.map(evidence)
  const headed = possible.map(kind => bodyHeadings(blocks.map(({ block }) => block), kinds[kind]!).length)
  return [...possible].sort((a, b) => shown[possible.indexOf(b)]! - shown[possible.indexOf(a)]! || headed[possible.indexOf(b)]! - headed[possible.indexOf(a)]!)[0]!
}

/** Title, body and year of a report of a kind: the last title block above the first section. */
export function titleOf(blocks: readonly PlacedBlock[], firstSection: number, { bodyIn }: KindWords): Pick<Report, "title" | "titleRange" | "body" | "year"> {
  const titles = blocks.filter(({ block, from }) => block.kind === "title" && from <= firstSection)
  const found = titles[titles.length - 1]
  if (!found) return { title: "", titleRange: null, body: "", year: null }
  const shown = withoutMarkup(found.block.text)
  const text = shown.trim()
  const title = titleWords(shown === found.block.text ? text : closeGaps(text).text)
  const bare = /(?<!\d)20\d\d(?!\d)/.exec(wordsOf(title))
  const from = found.from + shown.indexOf(text)
  return { title, titleRange: { from, to: from + text.length }, body: bodyIn(title), year: yearIn(toPlain(title)) ?? (bare && Number(bare[0])) }
}

/** A title as one line: its lines joined, without the signs of Markdown before it. */
export const titleWords = (written: string): string => written.replace(/\s+/g, " ").replace(/^#+\s*/, "").replace(/(?<=\P{ASCII}) (?=\P{ASCII})/gu, "")
