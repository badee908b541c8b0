/** A report as the server tells it; one that is still to be checked has no counts. */
export interface Row {
  readonly body: string
  readonly year: number | null
  readonly title: string
  /** Where it begins in its draft, from 0. */
  readonly line: number
  readonly counts: Readonly<Record<Severity, number>> | null
  readonly accepted: number
  readonly confirmed: number
}

export const SEVERITIES = ["error", "warning", "information", "hint"] as const
export type Severity = (typeof SEVERITIES)[number]

/** A report, and where it is: the draft, and its number there, from 0. */
export interface Place extends Row {
  readonly uri: string
  readonly index: number
}

/** A draft with all its reports; without any, it has gone. */
export interface Draft {
  readonly uri: string
  readonly reports: readonly Row[]
}

export const FILTERS = ["all", "errors", "undecided"] as const
export const ORDERS = ["name", "findings", "path"] as const

/** Which reports are listed, and how. */
export interface Choice {
  readonly filter: (typeof FILTERS)[number]
  /** Words of the body, the title or the path, and the year, all of which must be there. */
  readonly search: string
  readonly order: (typeof ORDERS)[number]
}

/** The reports of one body, the newest first. */
export interface Body {
  readonly name: string
  readonly reports: readonly Place[]
}

/** How many findings of a report are listed. */
export const listed = ({ counts }: Row): number => (counts ? SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0) : 0)
/** How many of them nobody has decided on. */
export const undecided = (row: Row): number => listed(row) - row.confirmed
/** The severity of the worst finding; null if there is none, or the report has not been checked. */
export const worst = ({ counts }: Row): Severity | null => (counts ? (SEVERITIES.find(severity => counts[severity] > 0) ?? null) : null)

/** All reports by draft, from which those to be listed are taken. */
export class Reports {
  readonly #drafts = new Map<string, readonly Place[]>()

  take(drafts: readonly Draft[]): void {
    for (const { uri, reports } of drafts) {
      if (reports.length > 0) this.#drafts.set(uri, reports.map((row, index) => ({ ...row, uri, index })))
      else this.#drafts.delete(uri)
    }
  }

  clear(): void {
    this.#drafts.clear()
  }

  /** How many drafts hold reports. */
  get size(): number {
    return this.#drafts.size
  }

  all(): Place[] {
    return [...this.#drafts.values()].flat()
  }

  /** The reports that are listed, by body; those whose title names none are each by themselves. */
  bodies({ filter, search, order }: Choice): Body[] {
    const words = wordsOf(search)
    const isWanted = (row: Place): boolean => FILTER[filter](row) && words.every(word => textOf(row).includes(word))
    const bodies = new Map<string, Place[]>()
    for (const row of this.all().filter(isWanted)) {
      const name = row.body === "" ? `${row.uri}#${row.index}` : row.body
      bodies.set(name, [...(bodies.get(name) ?? []), row])
    }
    return [...bodies].map(([, reports]) => ({ name: nameOf(reports[0]!), reports: reports.sort(newestFirst) })).sort(ORDER[order])
  }
}

const FILTER: Readonly<Record<Choice["filter"], (row: Place) => boolean>> = {
  all: () => true,
  errors: ({ counts }) => (counts?.error ?? 0) > 0,
  undecided: row => undecided(row) > 0,
}

const compare = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true }).compare
const most = (body: Body, count: (row: Place) => number): number => Math.max(...body.reports.map(count))

const ORDER: Readonly<Record<Choice["order"], (a: Body, b: Body) => number>> = {
  name: (a, b) => compare(a.name, b.name),
  // Errors count before everything else.
  findings: (a, b) => most(b, ({ counts }) => counts?.error ?? 0) - most(a, ({ counts }) => counts?.error ?? 0) || most(b, listed) - most(a, listed) || compare(a.name, b.name),
  path: (a, b) => compare(a.reports[0]!.uri, b.reports[0]!.uri),
}

const newestFirst = (a: Place, b: Place): number => (b.year ?? 0) - (a.year ?? 0) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.index - b.index)
const wordsOf = (text: string): string[] => text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean)
const nameOf = ({ body, title, uri }: Place): string => body || title || fileName(uri)

function textOf({ body, title, year, uri }: Place): string {
  return `${body} ${title} ${year ?? ""} ${decoded(uri)}`.normalize("NFKC").toLowerCase()
}

/** The name of a draft's file. */
export const fileName = (uri: string): string => decoded(uri.slice(uri.lastIndexOf("/") + 1))

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
