import { relative } from "node:path"
import type { CancellationToken, Range as LspRange } from "vscode-languageserver"
import { BOM } from "../collection/csv.ts"
import { decisionName, type Decision } from "../collection/decisions.ts"
import { OVERVIEW_HEAD, overviewRow, standingOf, type Standing } from "../collection/overview.ts"
import { isDocumentName } from "../engine/draftFiles.ts"
import { lastYearsName } from "../engine/features/lastYear.ts"
import { whereIs } from "../engine/features/where.ts"
import { isProper, properReports, type PlacedReport } from "../engine/index.ts"
import { topicOf } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import type { Severity } from "../engine/rules/rule.ts"
import { shift } from "../engine/text/range.ts"
import { pathOf, uriOf } from "./disk.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import { rangeOf } from "./toLsp.ts"

/** The rows that have changed since they were last sent. */
export const ROWS = "reportDraft/overviewRows"
/** The client draws them anew so often at most. */
const PAUSE_MS = 100
/** So many drafts are sent in one message. */
const BATCH = 200

/** What is kept of a report: no text. */
interface Entry {
  readonly report: Pick<Report, "title" | "body" | "year">
  readonly name: string
  readonly line: number
  readonly found: readonly { readonly fingerprint: string; readonly severity: Severity }[]
  /** The name of the report that it is compared with. */
  readonly wanted: string | null
  readonly isCompared: boolean
}

interface Draft {
  readonly uri: string
  /** Null until it has been checked. */
  readonly entries: readonly Entry[] | null
  /** The names of its reports, as far as they are known before. */
  readonly names: readonly string[]
}

/** A report as the client lists it; one that is still to be checked has no counts. */
export interface Row extends Omit<Standing, "counts"> {
  readonly line: number
  readonly counts: Standing["counts"] | null
}

/** What goes to the client: drafts with all their reports, drafts that hold none any more, and how far the reading is. */
export interface Rows {
  readonly drafts: readonly { readonly uri: string; readonly reports: readonly Row[] }[]
  readonly read: number
  readonly total: number
  /** False if there are more drafts than are looked at. */
  readonly isWhole: boolean
}

/** A report of a draft, the first being 0. */
export interface OfReport {
  readonly uri: string
  readonly index: number
}

/** A finding as it is listed below its report. */
export interface ListedFinding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly range: LspRange
  /** In a Word or web file, which has no lines, the place in words. */
  readonly where: string | null
  readonly fingerprint: string
  readonly report: string
  readonly decision: Pick<Decision, "verdict" | "reason"> | null
}

/**
 * All reports of the workspace, and how they stand: those of open documents as they are in the editor, others as they are on the disk.
 * Nothing is read before a client asks; from then on it is told what changes. Of a report its findings are kept without their
 * words, so that decisions are counted without reading it again.
 */
export class Overview {
  readonly #session: Session
  /** By path, or URI where it has none. */
  readonly #drafts = new Map<string, Draft>()
  readonly #stale = new Set<string>()
  readonly #unsent = new Set<string>()
  readonly #sent = new Map<string, string>()
  #known = new WeakMap<Report, { readonly isWriting: boolean; readonly previous: Report | undefined; readonly found: Entry["found"] }>()
  #isOn = false
  #isStopped = false
  #work: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(session: Session) {
    this.#session = session
  }

  /** True once somebody has asked. */
  get isOn(): boolean {
    return this.#isOn
  }

  /** The paths of the drafts that hold reports, or may. */
  places(): Iterable<string> {
    return this.#drafts.keys()
  }

  /** Reads all drafts, and tells the client of each. Resolves when that is done, or given up. */
  async read(token: CancellationToken): Promise<null> {
    const { lastYear, decisions, documents } = this.#session
    if (!this.#isOn) {
      this.#isOn = true
      lastYear.onRead = (path, names, text) => {
        this.#wasRead(path, names, text)
      }
      lastYear.onNames = names => {
        this.#outdate(({ wanted }) => wanted !== null && names.has(wanted))
      }
      decisions.onFile = () => {
        this.#decided()
      }
    }
    this.#isStopped = false
    const listener = token.onCancellationRequested(() => {
      this.#isStopped = true
    })
    for (const document of documents.all()) this.#stale.add(placeOf(document.uri))
    lastYear.lookThrough()
    this.#go()
    await this.#work
    listener.dispose()
    return null
  }

  /** What is kept of a report of an open document. */
  entryOf(placed: PlacedReport, document: Pick<OpenDocument, "uri" | "isWriting">, previous = this.#session.lastYear.of(placed.report)?.placed.report): Entry {
    const { report, line } = placed
    const known = this.#known.get(report)
    const isKnown = known?.isWriting === document.isWriting && known.previous === previous
    const found = isKnown ? known.found : this.#foundIn(report, document, previous)
    if (!isKnown) this.#known.set(report, { isWriting: document.isWriting, previous, found })
    return { report: { title: report.title, body: report.body, year: report.year }, name: decisionName(report), line, found, wanted: lastYearsName(report), isCompared: previous !== undefined }
  }

  /** An open document was checked. */
  took({ uri }: OpenDocument, entries: readonly Entry[]): void {
    this.#stale.delete(placeOf(uri))
    this.#set(placeOf(uri), entries.length > 0 ? { uri, entries, names: [] } : null)
  }

  /** A document is closed: what is no draft of the workspace's is gone with it. */
  closed({ uri }: OpenDocument): void {
    if (!this.#session.lastYear.holds(placeOf(uri))) this.#set(placeOf(uri), null)
  }

  /** The settings have changed: all is to be checked again. */
  outdate(): void {
    this.#known = new WeakMap()
    if (this.#isOn) this.#outdate(() => true)
  }

  /** The findings on a report, the accepted ones, too; null if it is not there any more. */
  async findings({ uri, index }: OfReport): Promise<ListedFinding[] | null> {
    const { documents, lastYear, locale } = this.#session
    const open = documents.get(uri)
    const document = open?.read() ?? (await this.#session.lastYear.read(placeOf(uri)))
    const placed = document && properReports(document.reports)[index]
    if (!placed) return null
    await this.#session.decisions.ready(uri)
    const previous = (await lastYear.find(placed.report))?.placed.report
    const { listed, accepted } = this.#session.judgementOf(placed.report, open ?? { uri, isWriting: false }, previous)
    return [...listed, ...accepted].map(({ rule, severity, message, range, fingerprint, decision }) => ({
      rule,
      severity,
      message: message[locale],
      range: rangeOf(placed, range),
      where: isDocumentName(uri) ? whereIs([placed], shift(range, placed.from)) : null,
      fingerprint,
      report: decisionName(placed.report),
      decision: decision ? { verdict: decision.verdict, reason: decision.reason } : null,
    }))
  }

  /** These reports as a table for a spreadsheet, in their order, as `check --format overview` writes it. */
  csv(reports: readonly OfReport[]): string {
    const rows = reports.flatMap(({ uri, index }) => {
      const entry = this.#drafts.get(placeOf(uri))?.entries?.[index]
      return entry ? [overviewRow(this.#nameOf(uri), this.#standing(uri, entry))] : []
    })
    return `${BOM}${OVERVIEW_HEAD}${rows.join("")}`
  }

  #nameOf(uri: string): string {
    const path = pathOf(uri)
    const folder = path === null ? undefined : this.#session.lastYear.folderOf(path)
    return path === null ? uri : folder === undefined ? path : relative(folder, path)
  }

  #foundIn(report: Report, document: Pick<OpenDocument, "uri" | "isWriting">, previous: Report | undefined): Entry["found"] {
    const { listed, accepted } = this.#session.judgementOf(report, document, previous)
    return [...listed, ...accepted].map(({ fingerprint, severity }) => ({ fingerprint, severity }))
  }

  #standing(uri: string, { report, found }: Entry): Standing {
    const decisions = this.#session.decisions.of(uri)
    return standingOf(report, found.map(({ fingerprint, severity }) => ({ severity, decision: decisions.get(fingerprint) })))
  }

  #wasRead(path: string, names: readonly string[], text: string | null): void {
    if (text === null || (names.length === 0 && !topicOf(this.#session.formats.all).test(text))) return this.#set(path, null)
    this.#set(path, { uri: uriOf(path), entries: this.#drafts.get(path)?.entries ?? null, names })
    this.#stale.add(path)
    this.#go()
  }

  #outdate(isConcerned: (entry: Entry) => boolean): void {
    for (const [place, { entries }] of this.#drafts) if (entries?.some(isConcerned)) this.#stale.add(place)
    if (this.#stale.size > 0) this.#go()
  }

  #decided(): void {
    for (const place of this.#drafts.keys()) this.#unsent.add(place)
    this.#tellLooked()
    this.#sendSoon()
  }

  #set(place: string, draft: Draft | null): void {
    if (draft) this.#drafts.set(place, draft)
    else if (!this.#drafts.delete(place)) return
    this.#unsent.add(place)
    this.#sendSoon()
  }

  #go(): void {
    this.#work ??= this.#run()
      .catch((error: unknown) => {
        this.#session.complain("overview", error)
      })
      .finally(() => {
        this.#work = null
      })
  }

  /** The names of all reports come first: they are shown at once, and tell which one is compared with which. */
  async #run(): Promise<void> {
    const { lastYear, traffic } = this.#session
    do {
      await lastYear.settled()
      for (const place of [...this.#stale].sort()) {
        if (this.#isStopped) break
        this.#stale.delete(place)
        await this.#check(place)
        await traffic.quiet()
      }
    } while (this.#stale.size > 0 && !this.#isStopped)
    this.#tellLooked()
    this.#send()
  }

  async #check(place: string): Promise<void> {
    const { documents, decisions, lastYear, traffic } = this.#session
    const uri = this.#drafts.get(place)?.uri ?? uriOfPlace(place)
    const open = documents.all().find(document => placeOf(document.uri) === place)
    const document = open?.read() ?? (await this.#session.lastYear.read(placeOf(uri)))
    const entries: Entry[] = []
    if (document) {
      await decisions.ready(uri)
      for (const placed of document.eachReport()) {
        if (!isProper(placed)) continue
        const previous = (await lastYear.find(placed.report))?.placed.report
        entries.push(this.entryOf(placed, open ?? { uri, isWriting: false }, previous))
        await traffic.quiet()
      }
    }
    // Meanwhile it may have been opened, closed or changed, and is read again then.
    const isOpen = documents.all().some(document => placeOf(document.uri) === place)
    if (isOpen !== Boolean(open) || (open && open.read() !== document)) return
    this.#set(place, entries.length > 0 ? { uri: open?.uri ?? uri, entries, names: [] } : null)
  }

  /** So that decisions are called unneeded of reports that are not open, too. */
  #tellLooked(): void {
    const { decisions } = this.#session
    const looked = [...this.#drafts.values()].flatMap(({ uri, entries }) => {
      const made = decisions.of(uri)
      return entries && made.size > 0 ? [[uri, { reports: namesOf(entries), compared: namesOf(entries.filter(({ isCompared }) => isCompared)), decided: entries.flatMap(({ found }) => found.flatMap(({ fingerprint }) => (made.has(fingerprint) ? [fingerprint] : []))) }] as const] : []
    })
    decisions.lookedAt(looked)
  }

  #sendSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#send()
    }, PAUSE_MS)
  }

  #send(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const places = [...this.#unsent]
    this.#unsent.clear()
    const drafts = places.flatMap(place => this.#news(place))
    const left = this.#session.lastYear.left + this.#stale.size
    const progress = { total: this.#drafts.size + this.#session.lastYear.left, isWhole: this.#session.lastYear.isWhole }
    for (let i = 0; i === 0 || i < drafts.length; i += BATCH) {
      const rows: Rows = { drafts: drafts.slice(i, i + BATCH), read: Math.max(0, progress.total - left), ...progress }
      void this.#session.connection.sendNotification(ROWS, rows)
    }
  }

  /** A draft as the client is to see it, unless it sees it so already. */
  #news(place: string): Rows["drafts"] {
    const draft = this.#drafts.get(place)
    const uri = draft?.uri ?? uriOfPlace(place)
    const reports = draft ? this.#rowsOf(draft) : []
    const text = JSON.stringify(reports)
    if ((this.#sent.get(uri) ?? "[]") === text) return []
    if (reports.length > 0) this.#sent.set(uri, text)
    else this.#sent.delete(uri)
    return [{ uri, reports }]
  }

  #rowsOf({ uri, entries, names }: Draft): Row[] {
    if (entries) return entries.map(entry => ({ line: entry.line, ...this.#standing(uri, entry) }))
    return names.map(name => {
      const [, body = name, year] = /^(.*) (\d+)$/.exec(name) ?? []
      return { body, year: year === undefined ? null : Number(year), title: name, line: 0, counts: null, accepted: 0, confirmed: 0 }
    })
  }
}

const namesOf = (entries: readonly Entry[]): string[] => entries.map(({ name }) => name)
const placeOf = (uri: string): string => pathOf(uri) ?? uri
/** The URI of a path; what is no path is a URI already. */
const uriOfPlace = (place: string): string => (/^[\w+.-]{2,}:/.test(place) ? place : uriOf(place))
