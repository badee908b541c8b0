import { CodeLensRefreshRequest, type CancellationToken, type Diagnostic as LspDiagnostic, type DocumentDiagnosticParams, type DocumentDiagnosticReport } from "vscode-languageserver"
import { decisionName, type Decision } from "../collection/decisions.ts"
import { asToCome } from "../engine/features/toCome.ts"
import type { Document, PlacedReport } from "../engine/index.ts"
import type { Whole } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { memoize } from "../engine/text/memoize.ts"
import { isDecisionsUri, type LookedAt } from "./decisions.ts"
import { FEW, type OpenDocument } from "./documents.ts"
import type { Overview } from "./overview.ts"
import { Pause } from "./pause.ts"
import { Progress } from "./progress.ts"
import { cancelled, type Session } from "./session.ts"
import { SentDiagnostic } from "./sentDiagnostic.ts"
import { SOURCE, toDiagnostic, unreadText, type DiagnosticForm, type ReportAt } from "./toLsp.ts"

/** More than this no one reads, and editors grow slow. */
const MAX_DIAGNOSTICS = 1000
/** The code of what says that not all has been looked at. */
const NOT_ALL = "not-all-checked"

/** The diagnostics of one version of a document, as sent. */
interface Sheet {
  readonly id: string
  readonly version: number
  readonly revision: number
  readonly form: DiagnosticForm
  readonly items: readonly LspDiagnostic[]
  readonly isReport: boolean
  /** False for what is known of a long document while more of it is looked at. */
  readonly isLast: boolean
  /** The reports that it speaks of, if it speaks of all, each with its diagnostics. */
  readonly reports: readonly PlacedReport[]
  readonly converted: readonly Converted[]
}

/** The work on a version of a document. */
interface Work {
  /** What is known first; never, where all is known at once. */
  readonly first: Promise<Sheet>
  readonly last: Promise<Sheet>
}

/** A report's diagnostics as last sent: they only move while the report is the same object. */
interface Converted {
  readonly form: DiagnosticForm
  readonly uri: string
  /** Null if it is all the same whether the document is being written. */
  readonly isWriting: boolean | null
  readonly wholes: readonly Whole[]
  readonly decisions: ReadonlyMap<string, Decision>
  /** Fingerprints of the findings that somebody decided on. */
  readonly decided: readonly string[]
  readonly line: number
  readonly previous: ReportAt | null
  /** The state in which there was no previous report; else -1. */
  readonly aloneAt: number
  readonly items: readonly SentDiagnostic[]
}

const lastOf = memoize<Report, { converted: Converted | null }>(() => ({ converted: null }))

/** Works out diagnostics, once for each version of a document, and hands them out: on request to clients that pull, else by itself. */
export class Diagnostics {
  readonly #session: Session
  readonly #sheets = new WeakMap<OpenDocument, Sheet>()
  readonly #running = new WeakMap<OpenDocument, Work>()
  /** Documents of which a client that asks was told what is known, and waits for more. */
  readonly #unfinished = new WeakSet<OpenDocument>()
  readonly #scheduled = new WeakSet<OpenDocument>()
  readonly #published = new Map<string, { readonly id: string; readonly count: number }>()
  #count = 0

  constructor(
    session: Session,
    /** Resolves when the settings are known: before that, severities would be wrong for a moment. */
    readonly ready: Promise<void>,
  ) {
    this.#session = session
    session.lastYear.onChange = session.wholes.onChange = session.decisions.onChange = documents => {
      this.#outdate(documents)
    }
  }

  /** What the documents are compared with has changed, or what was decided about them. */
  #outdate(documents: readonly OpenDocument[]): void {
    for (const document of documents) {
      document.outdate()
      this.#session.decisions.outdate(document.uri)
      this.changed(document)
    }
    this.refresh()
  }

  /** Brings a client that asks to ask again. */
  refresh(): void {
    const { client, connection } = this.#session
    if (client.pullsDiagnostics && client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(() => undefined)
  }

  /** Answers a client that asks. While more changes keep coming in, the answer waits for the newest. */
  async pull({ textDocument, previousResultId }: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    // What is said of decisions is pushed, as nobody asks about files that are not open.
    const document = isDecisionsUri(textDocument.uri) ? undefined : this.#session.documents.get(textDocument.uri)
    const sheet = document ? await this.#newest(document, !this.#session.client.refreshesDiagnostics, token) : null
    if (!document || !sheet) return { kind: "full", items: [] }
    if (!sheet.isLast) this.#unfinished.add(document)
    return previousResultId === sheet.id ? { kind: "unchanged", resultId: sheet.id } : { kind: "full", resultId: sheet.id, items: [...sheet.items] }
  }

  /** Resolves when the diagnostics of a document as it stands, of a long one those that come first, are worked out and those who wait for them have them. */
  async settled(document: OpenDocument): Promise<void> {
    await this.#newest(document, false)
    await this.#session.traffic.quiet()
  }

  /** The same, though the user did not want to wait before. */
  async resume(document: OpenDocument): Promise<void> {
    if (document.isStopped) {
      document.isStopped = false
      this.#outdate([document])
    }
    await this.readThrough(document)
  }

  /** Resolves when all of a document has been looked at, or the user did not want to wait for that. */
  async readThrough(document: OpenDocument): Promise<void> {
    await this.#newest(document, true)
  }

  /** A document was opened or changed, or the settings were: a client that does not ask gets the news. */
  changed(document: OpenDocument): void {
    if (this.#session.client.pullsDiagnostics || this.#scheduled.has(document) || isDecisionsUri(document.uri)) return
    this.#scheduled.add(document)
    this.#newest(document, false)
      .finally(() => this.#scheduled.delete(document))
      .then(sheet => {
        if (sheet) this.#publish(document, sheet)
      })
      .catch((error: unknown) => {
        this.#session.complain("diagnostics", error)
      })
  }

  /** The document was saved: what was to come is missing now. */
  saved(document: OpenDocument): void {
    if (!document.saved()) return
    this.changed(document)
    this.refresh()
  }

  /** The document is no longer open: what was pushed goes. */
  closed(uri: string): void {
    const published = this.#published.get(uri)
    this.#published.delete(uri)
    if (published && published.count > 0) void this.#session.connection.sendDiagnostics({ uri, diagnostics: [] })
  }

  #publish(document: OpenDocument, { id, version, items, isReport }: Sheet): void {
    const last = this.#published.get(document.uri)
    // A file that is no report is never spoken of, unless it was one before.
    if (last?.id === id || (!isReport && !last)) return
    this.#published.set(document.uri, { id, count: items.length })
    void this.#session.connection.sendDiagnostics({ uri: document.uri, version, diagnostics: [...items] })
  }

  /** The diagnostics of the newest version: of all of it, or of a long document what is known; null if the document was closed. */
  async #newest(document: OpenDocument, wantsAll: boolean, token?: CancellationToken): Promise<Sheet | null> {
    const isOpen = (): boolean => this.#session.documents.get(document.uri) === document
    await this.ready
    for (;;) {
      await this.#session.traffic.quiet()
      if (token?.isCancellationRequested) throw cancelled()
      if (!isOpen()) return null
      const sheet = await this.#sheetOf(document, wantsAll)
      if (this.#isCurrent(document, sheet)) return isOpen() ? sheet : null
    }
  }

  #isCurrent(document: OpenDocument, { revision, form }: Sheet): boolean {
    return revision === document.revision && form === this.#session.form
  }

  async #sheetOf(document: OpenDocument, wantsAll: boolean): Promise<Sheet> {
    const known = this.#sheets.get(document)
    if (known && this.#isCurrent(document, known) && (known.isLast || !wantsAll)) return known
    const { first, last } = this.#running.get(document) ?? this.#begin(document)
    return wantsAll ? last : Promise.race([first, last])
  }

  #begin(document: OpenDocument): Work {
    let tell: ((sheet: Sheet) => void) | null = null
    const first = new Promise<Sheet>(resolve => (tell = resolve))
    const last = this.#compute(document, sheet => tell!(sheet)).finally(() => this.#running.delete(document))
    // Nobody may be waiting any more.
    last.catch((error: unknown) => {
      this.#session.complain("diagnostics", error)
    })
    const work = { first, last }
    this.#running.set(document, work)
    return work
  }

  /** Given up, with what it has, as soon as the document changes: the caller sees that it is out of date. `tell` gets what is known of a long document before all is. */
  async #compute(document: OpenDocument, tell: (sheet: Sheet) => void): Promise<Sheet> {
    const { revision } = document
    const { form, settings, traffic, documents } = this.#session
    const pause = new Pause(traffic, () => document.revision !== revision || form !== this.#session.form || documents.get(document.uri) !== document)
    const isLong = settings.enable && document.isLong
    if (isLong) {
      const progress = new Progress(this.#session)
      const stopped = await this.#lookAround(document, pause, progress, tell).finally(() => {
        progress.done()
      })
      if (stopped) return stopped
    }
    const reports = settings.enable && !pause.isOver ? await readReports(document.read(), pause) : []
    if (reports.length > 0) await this.#session.decisions.ready(document.uri)
    if (settings.enable && !pause.isOver) this.#session.lastYear.see(document)
    const { overview } = this.#session
    const { converted, entries } = await this.#lookAt(reports, document, pause)
    const sheet = this.#sheetFor(document, { revision, form, reports, isReport: reports.length > 0 }, converted)
    if (pause.isOver || !this.#isCurrent(document, sheet)) return { ...sheet, revision: -1 }
    this.#sheets.set(document, sheet)
    if (isLong) this.#hand(document, sheet)
    if (overview.isOn) overview.took(document, entries)
    if (reports.length === 0 || this.#session.decisions.of(document.uri).size === 0) this.#session.decisions.forget(document.uri)
    else this.#session.decisions.looked(document.uri, lookedAt(reports, converted))
    return sheet
  }

  /** Looks at all reports of a document, or at the first ones if the work is over before. */
  async #lookAt(reports: readonly PlacedReport[], document: OpenDocument, pause: Pause): Promise<{ converted: Converted[]; entries: ReturnType<Overview["entryOf"]>[] }> {
    const { overview } = this.#session
    const before = this.#sheets.get(document)
    const converted: Converted[] = []
    const entries: ReturnType<Overview["entryOf"]>[] = []
    for (const [i, placed] of reports.entries()) {
      if (pause.isDue) await pause.take()
      if (pause.isOver) break
      converted.push(this.#convert(placed, document, placed === before?.reports[i] ? before.converted[i] : undefined))
      if (overview.isOn) entries.push(overview.entryOf(placed, document))
    }
    return { converted, entries }
  }

  /**
   * Looks at the reports of a long document, first at those that somebody looks at or has just changed, then at the others in order. What is
   * known is told each time that it has doubled, so that telling stays cheap. Gives what is known if the user ends it; null if all was looked at, or the document has changed.
   */
  async #lookAround(document: OpenDocument, pause: Pause, progress: Progress, tell: (sheet: Sheet) => void): Promise<Sheet | null> {
    const { revision } = document
    const { form } = this.#session
    const work = new WorkList(document)
    for (let index = 0; index < document.settled; index++) {
      if (!document.known.isRead(index)) continue
      const placed = document.known.reportAt(index)
      const converted = placed && this.#knownOf(placed, document)
      if (!placed || converted) work.add(index, converted)
    }
    const sheet = (isLast: boolean): Sheet => {
      const known = this.#sheetFor(document, { revision, form, reports: [], isReport: work.hasReport }, work.inOrder())
      return { ...known, items: [this.#unreadRemark(document), ...known.items], isLast }
    }
    for (let index = work.next; index !== null; index = work.next) {
      if (index === undefined) document.readOn()
      else await this.#look(document, index, work)
      if (pause.isOver) return null
      if (!pause.isDue) continue
      if (work.isNews && work.next !== null) {
        work.wasTold()
        this.#hand(document, sheet(false), tell)
      }
      await pause.take()
      if (pause.isOver) return null
      progress.at(work.share)
      if (progress.isEnded) document.isStopped = true
    }
    if (!document.isLong) return null
    const last = sheet(true)
    this.#hand(document, last, tell)
    return last
  }

  async #look(document: OpenDocument, index: number, work: WorkList): Promise<void> {
    const placed = document.known.reportAt(index)
    if (placed && !work.hasReport) await this.#session.decisions.ready(document.uri)
    work.add(index, placed && this.#convert(placed, document))
  }

  /** More of a long document is known, or all: clients are told, be it that they are told to ask. */
  #hand(document: OpenDocument, sheet: Sheet, tell: (sheet: Sheet) => void = () => undefined): void {
    const { client, connection } = this.#session
    this.#sheets.set(document, sheet)
    tell(sheet)
    if (!client.pullsDiagnostics) this.#publish(document, sheet)
    else if (this.#unfinished.delete(document)) this.refresh()
    if (client.refreshesCodeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined)
  }

  /** What reports have to say, no more than a reader can bear. */
  #sheetFor({ version }: OpenDocument, state: Pick<Sheet, "revision" | "form" | "reports" | "isReport">, converted: readonly Converted[]): Sheet {
    const items: LspDiagnostic[] = []
    let more = 0
    for (const { items: own } of converted) {
      for (const item of own) {
        if (items.length <= MAX_DIAGNOSTICS) items.push(item)
        else more++
      }
    }
    if (items.length > MAX_DIAGNOSTICS) items[MAX_DIAGNOSTICS] = this.#remark(items[MAX_DIAGNOSTICS]!, more + 1)
    return { id: String(++this.#count), version, ...state, items, isLast: true, converted }
  }

  /** A report's diagnostics. `last` are those of the same report in the same place, if they are at hand. */
  #convert(placed: PlacedReport, document: OpenDocument, last?: Converted): Converted {
    const known = this.#knownOf(placed, document, last)
    if (known) return known
    const { uri } = document
    const { form, lastYear } = this.#session
    const { report, line } = placed
    const decisions = this.#session.decisions.of(uri)
    const previous = lastYear.of(report)
    const findings = this.#session.findingsOf(report, document)
    const items = findings.map(finding => SentDiagnostic.of(toDiagnostic({ uri, placed }, previous, finding, form), uri))
    const decided = decisions.size === 0 ? [] : this.#decidedOf(placed, document)
    const isWriting = findings.some(finding => asToCome(report, finding) !== finding) ? document.isWriting : null
    return (lastOf(report).converted = { form, uri, isWriting, wholes: this.#session.wholes.of(uri, report), decisions, decided, line, previous, aloneAt: previous ? -1 : lastYear.state, items })
  }

  /** A report's diagnostics where nothing has changed but, perhaps, its place; else null. */
  #knownOf({ report, line }: PlacedReport, { uri, isWriting }: OpenDocument, known = lastOf(report).converted): Converted | null {
    const { form, lastYear, wholes, decisions } = this.#session
    if (!known || known.form !== form || known.uri !== uri || (known.isWriting ?? isWriting) !== isWriting || known.wholes !== wholes.of(uri, report) || known.decisions !== decisions.of(uri)) return null
    const isAlone = known.aloneAt === lastYear.state
    if (isAlone && known.line === line) return known
    const previous = isAlone ? null : lastYear.of(report)
    // What speaks of last year's report does not all move with this one.
    if (!isSame(known.previous, previous) || (previous && line !== known.line)) return null
    return (lastOf(report).converted = { ...known, line, previous, aloneAt: previous ? -1 : lastYear.state, items: known.items.map(item => item.moved(line - known.line)) })
  }

  #decidedOf({ report }: PlacedReport, document: OpenDocument): string[] {
    const { listed, accepted } = this.#session.judgementOf(report, document)
    return [...listed, ...accepted].flatMap(({ fingerprint, decision }) => (decision ? [fingerprint] : []))
  }

  /** Stands where the first line stands that has not been looked at. */
  #unreadRemark({ unreadLine, isStopped }: OpenDocument): LspDiagnostic {
    const start = { line: unreadLine, character: 0 }
    return { range: { start, end: start }, severity: 3, code: NOT_ALL, source: SOURCE, message: unreadText(isStopped)[this.#session.locale] }
  }

  /** Stands where the first diagnostic stands that is not sent. */
  #remark({ range }: LspDiagnostic, more: number): LspDiagnostic {
    const message = this.#session.locale === "zh" ? `还有 ${more} 处问题没有列出；改正一些后会继续列出。` : `${more} more problems are not listed; they will be when some are mended.`
    return { range: { start: range.start, end: range.start }, severity: 3, source: SOURCE, message }
  }
}

/** What of a long document has been looked at, and what is to be next. */
class WorkList {
  hasReport = false
  readonly #document: OpenDocument
  /** By stretch; null for one that is no report. */
  readonly #all = new Map<number, Converted | null>()
  #hasFindings = false
  #isWanted = false
  #first = 0
  #told = 0

  constructor(document: OpenDocument) {
    this.#document = document
  }

  add(index: number, converted: Converted | null): void {
    this.#all.set(index, converted)
    this.#isWanted ||= this.#document.wanted.includes(index)
    this.hasReport ||= converted !== null
    this.#hasFindings ||= converted !== null && converted.items.length > 0
  }

  /** The stretch to look at next: one that somebody looks at or has just changed, else the first. Undefined if more is to be cut before; null if that was all, or nobody wants more. */
  get next(): number | undefined | null {
    const { wanted, isStopped, isCut, settled } = this.#document
    const first = wanted.find(index => !this.#all.has(index))
    if (first !== undefined || isStopped) return first ?? null
    while (this.#all.has(this.#first)) this.#first++
    // Something is to be seen soon; then places anywhere are to be known.
    if (this.#first < settled && (isCut || !this.#hasFindings)) return this.#first
    return isCut ? null : undefined
  }

  /** True each time that twice as much is known, so that telling stays cheap, or that somebody waits for what is. */
  get isNews(): boolean {
    return this.#isWanted || this.#all.size >= Math.max(1, 2 * this.#told) && (this.#hasFindings || this.#all.size > FEW)
  }

  wasTold(): void {
    this.#told = this.#all.size
    this.#isWanted = false
  }

  /** How much of it that is, from 0 to 1. */
  get share(): number {
    return this.#document.isCut ? this.#all.size / this.#document.known.size : 0
  }

  inOrder(): Converted[] {
    return [...this.#all].sort(([a], [b]) => a - b).flatMap(([, converted]) => converted ?? [])
  }
}

/** The reports of a document; only the first ones if the work is over before all are read. */
async function readReports(document: Document, pause: Pause): Promise<readonly PlacedReport[]> {
  for (const reading = document.eachReport(); !pause.isOver && !reading.next().done; ) if (pause.isDue) await pause.take()
  return pause.isOver ? [] : document.reports
}

function lookedAt(reports: readonly PlacedReport[], converted: readonly Converted[]): LookedAt {
  const names = reports.map(({ report }) => decisionName(report))
  return { reports: names, compared: names.filter((_, i) => converted[i]!.previous !== null), decided: converted.flatMap(({ decided }) => decided) }
}

function isSame(a: ReportAt | null, b: ReportAt | null): boolean {
  return a?.uri === b?.uri && a?.placed.report === b?.placed.report && a?.placed.line === b?.placed.line
}
