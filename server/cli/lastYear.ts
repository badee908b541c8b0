import { lastYearsName, NameIndex, nameOf, namesIn, namesOfTitles, reportsByName } from "../engine/features/lastYear.ts"
import { openDocument, type Document, type PlacedReport } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { knownSentences, ownSentences } from "../engine/report/prose/written.ts"
import type { Report } from "../engine/report/report.ts"
import type { CheckContext } from "../engine/rules/rule.ts"
import { Copies } from "../collection/copies.ts"

/** Last year's report of a body, and the draft in which it stands. */
export interface Previous {
  readonly path: string
  readonly placed: PlacedReport
}

/** A report with last year's, where that is among the drafts, once. */
export interface Compared {
  readonly placed: PlacedReport
  readonly previous: Previous | null
  /** What its rules may know of the other drafts. */
  readonly others: Pick<CheckContext, "twins" | "lacksNextYear" | "alike">
}

/** Fewer bodies with two years are no sign that each should have them. */
const MIN_GOING_ON = 2

/** So many drafts that were read again are kept, as a collection holds last year's reports of many. */
const MAX_KEPT = 2

/** What is known of a draft before it is read: all that other drafts may want of it. */
export interface Learnt {
  /** The names that its titles may give to its reports. */
  readonly titles: readonly string[]
  /** Of a draft with one such name the keys of its sentences; which report of a collection a sentence is of is not known yet. */
  readonly sentences: readonly number[]
  /** The names of its reports, each as often as it occurs, where somebody has looked. */
  readonly names?: readonly string[]
}

/** Looks through a draft: for its titles and sentences only, which takes little time beside checking it. */
export function learn(text: string, formats: readonly ReportFormat[]): Learnt {
  const titles = namesOfTitles(text, formats)
  const [name, another] = titles
  return { titles, sentences: name !== undefined && another === undefined ? knownSentences(text, splitName(name).body).map(({ key }) => key) : [] }
}

/** Of which drafts it will be asked whether there are reports below their titles: those with a name that another one has, too, or whose next year another one has. */
export function wantedDrafts(drafts: readonly Learnt[]): number[] {
  const holders = new Map<string, number>()
  for (const { titles } of drafts) for (const name of titles) holders.set(name, (holders.get(name) ?? 0) + 1)
  const isWanted = (name: string): boolean => holders.get(name)! > 1 || holders.has(nextYear(name))
  return drafts.flatMap(({ titles }, i) => (titles.some(isWanted) ? [i] : []))
}

/**
 * Finds last year's reports among drafts, and what else of the other drafts concerns a report: another one of the same body and year,
 * none for the next year, sentences that another body has, too. Of a draft it remembers which bodies and years its titles name, and reads it again when one of
 * these is wanted: whether there is a report below a title, or a list of reports, is asked only then. What it finds for a draft does not depend on which were checked before.
 */
export class LastYear {
  readonly #formats: readonly ReportFormat[]
  readonly #read: (path: string) => Promise<string>
  readonly #index = new NameIndex()
  readonly #copies = new Copies()
  /** The years, with the kind of report, for which most bodies have a report for the next one, too; and all names, both by the titles alone. */
  readonly #years: ReadonlySet<string>
  readonly #names: ReadonlySet<string>
  /** The drafts of which nothing but the titles is known. */
  readonly #byTitles = new Set<string>()
  readonly #kept = new Map<string, Document>()
  /** The draft that was checked last: years of one body are often neighbours. */
  #latest: { readonly path: string; readonly document: Document } | null = null

  /** `drafts` are those among which last year's reports are sought, by path; `read` gives the text of one as it is compared with others, an empty one if it is gone. */
  constructor(drafts: ReadonlyMap<string, Learnt>, formats: readonly ReportFormat[], read: (path: string) => Promise<string>) {
    this.#formats = formats
    this.#read = read
    for (const [path, { titles, sentences, names }] of drafts) {
      this.#index.set(path, names ?? titles)
      if (!names) this.#byTitles.add(path)
      if (titles.length === 1) this.#copies.add(titles[0]!, sentences)
    }
    this.#names = new Set([...drafts.values()].flatMap(({ titles }) => titles))
    this.#years = usualYears(this.#names)
  }

  /** The reports of a draft with last year's, those that are compared with the same draft together: each is read once. */
  async compare(path: string, document: Document): Promise<Compared[]> {
    const learnt = this.#index.names(path)
    // As in `namesIn`, a report without sections is nobody's last year.
    this.#index.set(path, document.reports.flatMap(({ report }) => (report.sections.length > 0 || report.format.sections.length === 0 ? (nameOf(report) ?? []) : [])))
    const compared: { readonly last: string | null; readonly others: Compared["others"] }[] = []
    for (const { report } of document.reports) compared.push({ last: await this.#find(lastYearsName(report) ?? "", path), others: await this.#othersOf(path, report, learnt.length > 0) })
    // For other drafts it counts as they would know it without this one having been read.
    this.#index.set(path, learnt)
    const others = new Map(document.reports.map(({ report }, i) => [report, compared[i]!.others]))
    const byPath = new Map<string | null, PlacedReport[]>()
    for (const [i, placed] of document.reports.entries()) {
      const { last } = compared[i]!
      const group = byPath.get(last)
      if (group) group.push(placed)
      else byPath.set(last, [placed])
    }
    const found: Compared[] = []
    for (const [last, reports] of byPath) {
      const byName = last === null ? null : reportsByName(last === path ? document : await this.#document(last))
      for (const placed of reports) {
        const previous = byName?.get(lastYearsName(placed.report) ?? "")
        found.push({ placed, others: others.get(placed.report)!, previous: last !== null && previous ? { path: last, placed: previous } : null })
      }
    }
    this.#latest = { path, document }
    return found
  }

  async #find(name: string, asking: string): Promise<string | null> {
    await this.#verify(name, asking)
    return this.#index.find(name)
  }

  /** Looks whether there is a report below the titles that name it, but for the draft that asks, which has been read. */
  async #verify(name: string, asking: string): Promise<void> {
    for (const path of this.#index.holders(name)) if (path !== asking && this.#byTitles.delete(path)) this.#index.set(path, namesIn(await this.#read(path), this.#formats))
  }

  async #othersOf(path: string, report: Report, isLearnt: boolean): Promise<Compared["others"]> {
    const name = nameOf(report)
    if (name === null) return {}
    await this.#verify(name, path)
    const { year, kind } = splitName(name)
    const sentences = ownSentences(report)
    const most = this.#copies.alike(name, sentences.map(({ key }) => key))
    return {
      twins: this.#index.twins(name, path).sort(),
      lacksNextYear: isLearnt && this.#years.has(year + kind) && !this.#names.has(nextYear(name)),
      alike: most && { name: most.name, of: most.of, sentences: sentences.filter(({ key }) => most.keys.has(key)) },
    }
  }

  async #document(path: string): Promise<Document> {
    if (this.#latest?.path === path) return this.#latest.document
    const document = this.#kept.get(path) ?? openDocument(await this.#read(path), this.#formats)
    this.#kept.delete(path)
    this.#kept.set(path, document)
    for (const oldest of [...this.#kept.keys()].slice(0, -MAX_KEPT)) this.#kept.delete(oldest)
    return document
  }
}

/** The years, with the kind of report, for which at least two bodies, and most of those with a report, have one for the next year, too. */
function usualYears(names: ReadonlySet<string>): Set<string> {
  const bodies = new Map<string, { all: number; goingOn: number }>()
  for (const name of names) {
    const { year, kind } = splitName(name)
    const { all, goingOn } = bodies.get(year + kind) ?? { all: 0, goingOn: 0 }
    bodies.set(year + kind, { all: all + 1, goingOn: goingOn + (names.has(nextYear(name)) ? 1 : 0) })
  }
  const isUsual = ({ all, goingOn }: { all: number; goingOn: number }): boolean => goingOn >= MIN_GOING_ON && 2 * goingOn >= all
  return new Set([...bodies].filter(([, counts]) => isUsual(counts)).map(([year]) => year))
}

/** The name of the same body's report for the next year. */
function nextYear(name: string): string {
  const { body, year, kind } = splitName(name)
  return `${body} ${Number(year) + 1}${kind}`
}

/** Body and year of a name, neither of which has a blank, and the rest of it: the kind of report. */
function splitName(name: string): { readonly body: string; readonly year: string; readonly kind: string } {
  const [body = "", year = "", ...kind] = name.split(" ")
  return { body, year, kind: kind.map(word => ` ${word}`).join("") }
}
