import { isDocumentName } from "../draftFiles.ts"
import { memoize } from "../text/memoize.ts"
import { parse } from "../syntax/parse.ts"
import { titlesIn } from "../syntax/titles.ts"
import { formatsByKind, vocabularyOfFormats, type ReportFormat } from "../report/format.ts"
import { placeBlocks, reportStarts } from "../report/outline.ts"
import { outlineOf } from "../report/readReport.ts"
import type { Report } from "../report/report.ts"
import type { Document, PlacedReport } from "../index.ts"

/** Body, year and kind of report in one line, by which reports are found; null if the title does not name body and year. */
function nameFrom({ body, year }: Pick<Report, "body" | "year">, { isUsual, reportTitle }: ReportFormat): string | null {
  return body === "" || year === null ? null : `${body} ${year}${isUsual ? "" : ` ${reportTitle}`}`
}

/** The name of a report: its body and year as its title has them, and of which kind it is, unless that is the usual one; null if it does not name body and year. */
export const nameOf = memoize((report: Report) => nameFrom(report, report.format))

/** The name that the same body's report for the year before has. */
export const lastYearsName = memoize(({ body, year, format }: Report) => nameFrom({ body, year: year === null ? null : year - 1 }, format))

/** The reports of a document by name; null where several have one. */
export const reportsByName = memoize(({ reports }: Document): ReadonlyMap<string, PlacedReport | null> => {
  const found = new Map<string, PlacedReport | null>()
  for (const placed of reports) {
    const name = nameOf(placed.report)
    if (name !== null) found.set(name, found.has(name) ? null : placed)
  }
  return found
})

/** The names of the reports in a text, each as often as it occurs, told by titles and headings alone: that takes a tenth of the time of reading them. */
export function namesIn(text: string, formats: readonly ReportFormat[]): string[] {
  const vocabulary = vocabularyOfFormats(formats)
  const blocks = parse(text, vocabulary)
  const starts = reportStarts(blocks, vocabulary)
  return starts.flatMap((start, i) => {
    const placed = placeBlocks(blocks.slice(start, starts[i + 1]))
    const { sections, title, kind } = outlineOf(placed, formats)
    const format = formatsByKind(formats)[kind]![0]!
    // A title without any section is a list of reports, or a letter that sends one.
    const isThere = format.sections.length === 0 ? placed.some(({ block }) => block.kind === "table") : sections.length > 0
    return isThere ? (nameFrom(title, format) ?? []) : []
  })
}

/** The names that titles in a text may give to its reports: those of `namesIn`, and perhaps others, each once. Reads nothing but the titles. */
export function namesOfTitles(text: string, formats: readonly ReportFormat[]): string[] {
  const titles = titlesIn(text, vocabularyOfFormats(formats))
  return [...new Set(titles.flatMap(block => {
    const { title, kind } = outlineOf(placeBlocks([block]), formats)
    return nameFrom(title, formatsByKind(formats)[kind]![0]!) ?? []
  }))]
}

/** Which of many drafts holds the one report of a name. A draft is whatever its key says: a path, an address. */
export class NameIndex {
  readonly #names = new Map<string, readonly string[]>()
  readonly #holders = new Map<string, Map<string, number>>()

  /** How many drafts are known. */
  get size(): number {
    return this.#names.size
  }

  /** The keys of all drafts. */
  keys(): Iterable<string> {
    return this.#names.keys()
  }

  /** The names of a draft's reports, each as often as it occurs. */
  names(key: string): readonly string[] {
    return this.#names.get(key) ?? []
  }

  /** Takes the names of a draft's reports in place of those that it had. */
  set(key: string, names: readonly string[]): void {
    const before = this.names(key)
    if (before.length === names.length && before.every((name, i) => name === names[i])) return
    for (const name of before) this.#drop(name, key)
    for (const name of names) {
      const holders = this.#holders.get(name) ?? new Map<string, number>()
      this.#holders.set(name, holders.set(key, (holders.get(key) ?? 0) + 1))
    }
    if (names.length > 0) this.#names.set(key, names)
    else this.#names.delete(key)
  }

  /** The keys of the drafts that have a report of this name. */
  holders(name: string): string[] {
    return [...(this.#holders.get(name)?.keys() ?? [])]
  }

  /**
   * The draft that holds the report; null if none does, or if there are several such reports, as then nobody knows which one counts.
   * A text counts before a Word file or a page: it was made of that, or is worked on instead of it.
   */
  find(name: string): string | null {
    const holders = [...(this.#holders.get(name) ?? [])]
    const texts = holders.filter(([key]) => !isDocumentName(key))
    const [first, second] = texts.length > 0 ? texts : holders
    return first && !second && first[1] === 1 ? first[0] : null
  }

  /** The other drafts that hold a report of this name, and the draft itself if it holds several. What a text was made of is no other. */
  twins(name: string, key: string): string[] {
    const holders = this.#holders.get(name)
    const texts = this.holders(name).filter(other => !isDocumentName(other))
    const counted = texts.length > 0 ? texts : this.holders(name)
    return counted.includes(key) ? counted.filter(other => other !== key || holders!.get(key)! > 1) : []
  }

  #drop(name: string, key: string): void {
    const holders = this.#holders.get(name)
    holders?.delete(key)
    if (holders?.size === 0) this.#holders.delete(name)
  }
}
