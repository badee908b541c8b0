import type { CancellationToken, Diagnostic as LspDiagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from "vscode-languageserver"
import { decisionName, type Decision } from "../collection/decisions.ts"
import type { Document, PlacedReport } from "../engine/index.ts"
import type { Whole } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { memoize } from "../engine/text/memoize.ts"
import { isDecisionsUri } from "./decisions.ts"
import type { OpenDocument } from "./documents.ts"
import { cancelled, type Session } from "./session.ts"
import { moveDiagnostic, SOURCE, toDiagnostic, type DiagnosticForm, type ReportAt } from "./toLsp.ts"
import { nextTurn } from "./traffic.ts"

/** More than this no one reads, and editors grow slow. */
const MAX_DIAGNOSTICS = 1000
/** After so many milliseconds of work on a long document, messages are let in. */
const SLICE = 20

/** The diagnostics of one version of a document, as sent. */
interface Sheet {
  readonly id: string
  readonly version: number
  readonly revision: number
  readonly form: DiagnosticForm
  readonly items: readonly LspDiagnostic[]
  readonly isReport: boolean
}

/** A report's diagnostics as last sent: they only move while the report is the same object. */
interface Converted {
  readonly form: DiagnosticForm
  readonly uri: string
  readonly isWriting: boolean
  readonly wholes: readonly Whole[]
  readonly decisions: ReadonlyMap<string, Decision>
  /** Fingerprints of the findings that somebody decided on. */
  readonly decided: readonly string[]
  readonly line: number
  readonly previous: ReportAt | null
  /** The state in which there was no previous report; else -1. */
  readonly aloneAt: number
  readonly items: readonly LspDiagnostic[]
}

const lastOf = memoize<Report, { converted: Converted | null }>(() => ({ converted: null }))

/** Works out diagnostics, once for each version of a document, and hands them out: on request to clients that pull, else by itself. */
export class Diagnostics {
  readonly #session: Session
  readonly #sheets = new WeakMap<OpenDocument, Sheet>()
  readonly #running = new WeakMap<OpenDocument, Promise<Sheet>>()
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
    const sheet = document ? await this.#newest(document, token) : null
    if (!sheet) return { kind: "full", items: [] }
    return previousResultId === sheet.id ? { kind: "unchanged", resultId: sheet.id } : { kind: "full", resultId: sheet.id, items: [...sheet.items] }
  }

  /** Resolves when the diagnostics of a document as it stands are worked out and those who wait for them have them. */
  async settled(document: OpenDocument): Promise<void> {
    await this.#newest(document)
    await this.#session.traffic.quiet()
  }

  /** A document was opened or changed, or the settings were: a client that does not ask gets the news. */
  changed(document: OpenDocument): void {
    if (this.#session.client.pullsDiagnostics || this.#scheduled.has(document) || isDecisionsUri(document.uri)) return
    this.#scheduled.add(document)
    this.#newest(document)
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

  /** The diagnostics of the newest version; null if the document was closed. */
  async #newest(document: OpenDocument, token?: CancellationToken): Promise<Sheet | null> {
    await this.ready
    for (;;) {
      await this.#session.traffic.quiet()
      if (token?.isCancellationRequested) throw cancelled()
      if (this.#session.documents.get(document.uri) !== document) return null
      const sheet = await this.#sheetOf(document)
      if (this.#isCurrent(document, sheet)) return sheet
    }
  }

  #isCurrent(document: OpenDocument, { revision, form }: Sheet): boolean {
    return revision === document.revision && form === this.#session.form
  }

  async #sheetOf(document: OpenDocument): Promise<Sheet> {
    const known = this.#sheets.get(document)
    if (known && this.#isCurrent(document, known)) return known
    let running = this.#running.get(document)
    if (!running) {
      running = this.#compute(document).finally(() => this.#running.delete(document))
      this.#running.set(document, running)
    }
    return running
  }

  /** Given up, with what it has, as soon as the document changes: the caller sees that it is out of date. */
  async #compute(document: OpenDocument): Promise<Sheet> {
    const { version, revision } = document
    const { form, settings } = this.#session
    const pause = new Pause(() => document.revision !== revision || form !== this.#session.form)
    const reports = settings.enable ? await readReports(document.read(), pause) : []
    if (reports.length > 0) await this.#session.decisions.ready(document.uri)
    if (settings.enable && !pause.isOver) this.#session.lastYear.see(document)
    const items: LspDiagnostic[] = []
    const decided: string[] = []
    const { overview } = this.#session
    const entries: ReturnType<typeof overview.entryOf>[] = []
    let more = 0
    for (const placed of reports) {
      if (pause.isDue) await pause.take()
      if (pause.isOver) break
      const converted = this.#convert(placed, document)
      decided.push(...converted.decided)
      if (overview.isOn) entries.push(overview.entryOf(placed, document))
      for (const item of converted.items) {
        if (items.length <= MAX_DIAGNOSTICS) items.push(item)
        else more++
      }
    }
    if (items.length > MAX_DIAGNOSTICS) items[MAX_DIAGNOSTICS] = this.#remark(items[MAX_DIAGNOSTICS]!, more + 1)
    const sheet: Sheet = { id: String(++this.#count), version, revision, form, items, isReport: reports.length > 0 }
    if (!this.#isCurrent(document, sheet)) return sheet
    this.#sheets.set(document, sheet)
    if (overview.isOn) overview.took(document, entries)
    if (reports.length === 0 || this.#session.decisions.of(document.uri).size === 0) this.#session.decisions.forget(document.uri)
    else this.#session.decisions.looked(document.uri, { reports: reports.map(({ report }) => decisionName(report)), decided })
    return sheet
  }

  #convert(placed: PlacedReport, document: OpenDocument): Converted {
    const { uri, isWriting } = document
    const { form, lastYear } = this.#session
    const { report, line } = placed
    const wholes = this.#session.wholes.of(uri, report)
    const decisions = this.#session.decisions.of(uri)
    const last = lastOf(report)
    const known = last.converted
    const isSameText = known?.form === form && known.uri === uri && known.isWriting === isWriting && known.wholes === wholes && known.decisions === decisions
    const isAlone = known?.aloneAt === lastYear.state
    if (isSameText && isAlone && known.line === line) return known
    const previous = isAlone ? null : lastYear.of(report)
    const isKnown = isSameText && isSame(known.previous, previous)
    // What speaks of last year's report does not all move with this one.
    const canMove = isKnown && (!previous || line === known.line)
    const items = canMove ? known.items.map(item => moveDiagnostic(item, uri, line - known.line)) : this.#session.findingsOf(report, document).map(finding => toDiagnostic({ uri, placed }, previous, finding, form))
    const decided = canMove ? known.decided : decisions.size === 0 ? [] : this.#decidedOf(placed, document)
    return (last.converted = { form, uri, isWriting, wholes, decisions, decided, line, previous, aloneAt: previous ? -1 : lastYear.state, items })
  }

  #decidedOf({ report }: PlacedReport, document: OpenDocument): string[] {
    const { listed, accepted } = this.#session.judgementOf(report, document)
    return [...listed, ...accepted].flatMap(({ fingerprint, decision }) => (decision ? [fingerprint] : []))
  }

  /** Stands where the first diagnostic stands that is not sent. */
  #remark({ range }: LspDiagnostic, more: number): LspDiagnostic {
    const message = this.#session.locale === "zh" ? `还有 ${more} 处问题没有列出；改正一些后会继续列出。` : `${more} more problems are not listed; they will be when some are mended.`
    return { range: { start: range.start, end: range.start }, severity: 3, source: SOURCE, message }
  }
}

/** The reports of a document; only the first ones if the work is over before all are read. */
async function readReports(document: Document, pause: Pause): Promise<readonly PlacedReport[]> {
  for (const reading = document.eachReport(); !pause.isOver && !reading.next().done; ) if (pause.isDue) await pause.take()
  return pause.isOver ? [] : document.reports
}

/** Lets messages in during long work. */
class Pause {
  readonly #isStale: () => boolean
  #since = performance.now()
  /** True once a message has made the work needless. */
  isOver = false

  constructor(isStale: () => boolean) {
    this.#isStale = isStale
  }

  get isDue(): boolean {
    return performance.now() - this.#since >= SLICE
  }

  async take(): Promise<void> {
    await nextTurn()
    this.isOver = this.#isStale()
    this.#since = performance.now()
  }
}

function isSame(a: ReportAt | null, b: ReportAt | null): boolean {
  return a?.uri === b?.uri && a?.placed.report === b?.placed.report && a?.placed.line === b?.placed.line
}
