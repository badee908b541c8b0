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

/**
 * Finds last year's reports among drafts, and what else of the other drafts concerns a report: another one of the same body and year,
 * none for the next year, sentences that another body has, too. Of a draft it remembers which bodies and years its titles name, and reads it again when one of
 * these is wanted: whether there is a report below a title, or a list of reports, is asked only then.
 */
export class LastYear {
  readonly #formats: readonly ReportFormat[]
  readonly #read: (path: string) => string
  readonly #index = new NameIndex()
  readonly #copies = new Copies()
  /** The years, with the kind of report, for which most bodies have a report for the next one, too; and all names. Worked out when all drafts are learnt. */
  #known: { readonly years: ReadonlySet<string>; readonly names: ReadonlySet<string> } | null = null
  /** The drafts of which nothing but the titles is known. */
  readonly #byTitles = new Set<string>()
  readonly #kept = new Map<string, Document>()
  /** The draft that was checked last: years of one body are often neighbours. */
  #latest: { readonly path: string; readonly document: Document } | null = null

  /** `read` gives the text of a draft that was learnt, as it is compared with others; an empty one if it is gone. */
  constructor(formats: readonly ReportFormat[], read: (path: string) => string) {
    this.#formats = formats
    this.#read = read
  }

  /** Takes notice of one of the drafts among which last year's reports are sought. */
  learn(path: string, text: string): void {
    const names = namesOfTitles(text, this.#formats)
    this.#index.set(path, names)
    this.#byTitles.add(path)
    const [name, another] = names
    // Which report of a collection a sentence is of is not known yet.
    if (name !== undefined && another === undefined) this.#copies.add(name, knownSentences(text, splitName(name).body).map(({ key }) => key))
  }

  /** The reports of a draft with last year's, those that are compared with the same draft together: each is read once. */
  *compare(path: string, document: Document): Generator<Compared> {
    // As in `namesIn`, a report without sections is nobody's last year.
    const names = document.reports.flatMap(({ report }) => (report.sections.length > 0 || report.format.sections.length === 0 ? (nameOf(report) ?? []) : []))
    const isLearnt = this.#index.names(path).length > 0
    this.#known ??= this.#knowAll()
    this.#index.set(path, names)
    this.#byTitles.delete(path)
    const byPath = new Map<string | null, PlacedReport[]>()
    for (const placed of document.reports) {
      const last = this.#find(lastYearsName(placed.report) ?? "")
      const group = byPath.get(last)
      if (group) group.push(placed)
      else byPath.set(last, [placed])
    }
    const others = new Map(document.reports.map(({ report }) => [report, this.#othersOf(path, report, isLearnt)]))
    // A draft that was not learnt, as it can be read only once, is nobody's last year.
    if (!isLearnt) this.#index.set(path, [])
    for (const [last, reports] of byPath) {
      const byName = last === null ? null : reportsByName(last === path ? document : this.#document(last))
      for (const placed of reports) {
        const found = byName?.get(lastYearsName(placed.report) ?? "")
        yield { placed, others: others.get(placed.report)!, previous: last !== null && found ? { path: last, placed: found } : null }
      }
    }
    this.#latest = { path, document }
  }

  #find(name: string): string | null {
    this.#verify(name)
    return this.#index.find(name)
  }

  /** Looks whether there is a report below the titles that name it. */
  #verify(name: string): void {
    for (const path of this.#index.holders(name)) if (this.#byTitles.delete(path)) this.#index.set(path, namesIn(this.#read(path), this.#formats))
  }

  #othersOf(path: string, report: Report, isLearnt: boolean): Compared["others"] {
    const name = nameOf(report)
    if (name === null) return {}
    this.#verify(name)
    const { body, year, kind } = splitName(name)
    const { years, names } = this.#known!
    const sentences = ownSentences(report)
    const most = this.#copies.alike(name, sentences.map(({ key }) => key))
    return {
      twins: this.#index.twins(name, path),
      lacksNextYear: isLearnt && years.has(year + kind) && !names.has(`${body} ${Number(year) + 1}${kind}`),
      alike: most && { name: most.name, of: most.of, sentences: sentences.filter(({ key }) => most.keys.has(key)) },
    }
  }

  #knowAll(): { years: ReadonlySet<string>; names: ReadonlySet<string> } {
    const names = new Set([...this.#index.keys()].flatMap(path => this.#index.names(path)))
    const bodies = new Map<string, { all: number; goingOn: number }>()
    for (const { body, year, kind } of [...names].map(splitName)) {
      const { all, goingOn } = bodies.get(year + kind) ?? { all: 0, goingOn: 0 }
      bodies.set(year + kind, { all: all + 1, goingOn: goingOn + (names.has(`${body} ${Number(year) + 1}${kind}`) ? 1 : 0) })
    }
    const isUsual = ({ all, goingOn }: { all: number; goingOn: number }): boolean => goingOn >= MIN_GOING_ON && 2 * goingOn >= all
    return { names, years: new Set([...bodies].filter(([, counts]) => isUsual(counts)).map(([year]) => year)) }
  }

  #document(path: string): Document {
    if (this.#latest?.path === path) return this.#latest.document
    const document = this.#kept.get(path) ?? openDocument(this.#read(path), this.#formats)
    this.#kept.delete(path)
    this.#kept.set(path, document)
    for (const oldest of [...this.#kept.keys()].slice(0, -MAX_KEPT)) this.#kept.delete(oldest)
    return document
  }
}

/** Body and year of a name, neither of which has a blank, and the rest of it. */
function splitName(name: string): { readonly body: string; readonly year: string; readonly kind: string } {
  const [body = "", year = "", ...kind] = name.split(" ")
  return { body, year, kind: kind.map(word => ` ${word}`).join("") }
}
