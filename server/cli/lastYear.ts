import { lastYearsName, NameIndex, nameOf, namesIn, namesOfTitles, reportsByName } from "../engine/features/lastYear.ts"
import { openDocument, type Document, type PlacedReport } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"

/** Last year's report of a body, and the draft in which it stands. */
export interface Previous {
  readonly path: string
  readonly placed: PlacedReport
}

/** A report with last year's, where that is among the drafts, once. */
export interface Compared {
  readonly placed: PlacedReport
  readonly previous: Previous | null
}

/** So many drafts that were read again are kept, as a collection holds last year's reports of many. */
const MAX_KEPT = 2

/**
 * Finds last year's reports among drafts. Of a draft it remembers which bodies and years its titles name, and reads it again when one of
 * these is wanted: whether there is a report below a title, or a list of reports, is asked only then.
 */
export class LastYear {
  readonly #formats: readonly ReportFormat[]
  readonly #read: (path: string) => string
  readonly #index = new NameIndex()
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
    this.#index.set(path, namesOfTitles(text, this.#formats))
    this.#byTitles.add(path)
  }

  /** The reports of a draft with last year's, those that are compared with the same draft together: each is read once. */
  *compare(path: string, document: Document): Generator<Compared> {
    // As in `namesIn`, a report without sections is nobody's last year.
    const names = document.reports.flatMap(({ report }) => (report.sections.length > 0 ? (nameOf(report) ?? []) : []))
    const isLearnt = this.#index.names(path).length > 0
    this.#index.set(path, names)
    this.#byTitles.delete(path)
    const byPath = new Map<string | null, PlacedReport[]>()
    for (const placed of document.reports) {
      const last = this.#find(lastYearsName(placed.report) ?? "")
      const group = byPath.get(last)
      if (group) group.push(placed)
      else byPath.set(last, [placed])
    }
    // A draft that was not learnt, as it can be read only once, is nobody's last year.
    if (!isLearnt) this.#index.set(path, [])
    for (const [last, reports] of byPath) {
      const byName = last === null ? null : reportsByName(last === path ? document : this.#document(last))
      for (const placed of reports) {
        const found = byName?.get(lastYearsName(placed.report) ?? "")
        yield { placed, previous: last !== null && found ? { path: last, placed: found } : null }
      }
    }
    this.#latest = { path, document }
  }

  #find(name: string): string | null {
    for (const path of this.#index.holders(name)) if (this.#byTitles.delete(path)) this.#index.set(path, namesIn(this.#read(path), this.#formats))
    return this.#index.find(name)
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
