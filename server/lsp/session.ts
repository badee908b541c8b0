import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from "vscode-languageserver"
import type { PlacedReport } from "../engine/index.ts"
import { judge, type Decision, type Judged } from "../collection/decisions.ts"
import { diagnose, type Diagnostic } from "../engine/features/diagnose.ts"
import { withFingerprints } from "../engine/features/fingerprint.ts"
import type { Report } from "../engine/report/report.ts"
import { RULES } from "../engine/rules/index.ts"
import type { CheckContext } from "../engine/rules/rule.ts"
import type { Client } from "./client.ts"
import { Decisions, isDecisionsUri } from "./decisions.ts"
import { Formats } from "./formats.ts"
import { LastYear } from "./lastYear.ts"
import { Overview } from "./overview.ts"
import { Documents, type OpenDocument } from "./documents.ts"
import { DEFAULTS, localeOf, type Settings } from "./settings.ts"
import { readPlace } from "./changes.ts"
import { placeOf, type DiagnosticForm, type Locale } from "./toLsp.ts"
import type { Traffic } from "./traffic.ts"
import { Wholes } from "./wholes.ts"

/** The findings of a report, all of them and as they were judged by decisions. */
interface Findings {
  readonly report: Report
  readonly isWriting: boolean
  readonly hasTrackedChanges: CheckContext["hasTrackedChanges"]
  readonly previous: Report | undefined
  readonly wholes: CheckContext["wholes"]
  readonly all: readonly Diagnostic[]
  judgement?: { readonly decisions: ReadonlyMap<string, Decision> } & Judgement
}

/** The findings that are to be listed, and those that somebody accepted. */
export type Judgement = ReturnType<typeof judge>

/** What a report's findings depend on besides the report: the document in which it stands. */
type Standing = Pick<OpenDocument, "uri" | "isWriting"> & Pick<CheckContext, "hasTrackedChanges">

/** What the handlers share: the client, its settings and its documents. Nothing else is remembered between requests but what follows from them. */
export class Session {
  readonly documents = new Documents()
  readonly lastYear: LastYear
  readonly wholes: Wholes
  readonly decisions: Decisions
  readonly overview: Overview
  readonly formats: Formats
  #settings: Settings = DEFAULTS
  #form: DiagnosticForm
  /** Those that were asked for last: diagnostics and code actions want the same report's. */
  #findings: Findings | null = null

  constructor(
    readonly connection: Connection,
    readonly client: Client,
    readonly traffic: Traffic,
    readonly systemLocale: () => string,
    folders: readonly string[],
  ) {
    this.lastYear = new LastYear(this, folders)
    this.wholes = new Wholes(this)
    this.decisions = new Decisions(this, folders)
    this.overview = new Overview(this)
    this.formats = new Formats(this)
    this.#form = this.#formFor(DEFAULTS)
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Takes new settings; what was worked out with the old ones is forgotten. */
  set settings(settings: Settings) {
    this.#settings = settings
    this.#form = this.#formFor(settings)
    this.#findings = null
  }

  /** Always the same object between two changes of the settings. */
  get form(): DiagnosticForm {
    return this.#form
  }

  get locale(): Locale {
    return this.#form.locale
  }

  #formFor({ locale }: Settings): DiagnosticForm {
    const { hasRelated, hasTags, hasCodeDescription, manual } = this.client
    return { locale: localeOf(locale, this.client.locale, this.systemLocale), hasRelated, hasTags, hasCodeDescription, manual }
  }

  /** What the rules know besides a report of a document. */
  contextOf(report: Report, { uri }: Pick<OpenDocument, "uri">, previous = this.lastYear.of(report)?.placed.report): CheckContext {
    return { wholes: this.wholes.of(uri, report), previous, copiedShare: this.settings.copiedTextShare }
  }

  /** The findings of a report of a document that are to be listed, worked out once for several requests in a row. Without decisions nothing is known of fingerprints. */
  findingsOf(report: Report, document: Standing): readonly (Diagnostic & Partial<Judged>)[] {
    return this.decisions.of(document.uri).size > 0 ? this.judgementOf(report, document).listed : this.#allOf(report, document).all
  }

  /** The findings of a report of a draft with their fingerprints, and what was decided about them. */
  judgementOf(report: Report, document: Standing, previous = this.lastYear.of(report)?.placed.report): Judgement {
    const findings = this.#allOf(report, document, previous)
    const decisions = this.decisions.of(document.uri)
    if (findings.judgement?.decisions !== decisions) findings.judgement = { decisions, ...judge(withFingerprints(report, 0, findings.all, findings.previous), decisions) }
    return findings.judgement
  }

  #allOf(report: Report, document: Standing, previous = this.lastYear.of(report)?.placed.report): Findings {
    const { isWriting, hasTrackedChanges } = document
    const context: CheckContext = { ...this.contextOf(report, document, previous), isWriting, hasTrackedChanges }
    const known = this.#findings
    if (known?.report === report && known.isWriting === isWriting && known.hasTrackedChanges === hasTrackedChanges && known.previous === previous && known.wholes === context.wholes) return known
    return (this.#findings = { report, isWriting, hasTrackedChanges, previous, wholes: context.wholes, all: this.#diagnose(report, context) })
  }

  /** A rule that fails must not take the others with it. */
  #diagnose(report: Report, context: CheckContext): Diagnostic[] {
    try {
      return diagnose(report, 0, this.settings.rules, RULES, context)
    } catch {
      return RULES.flatMap(rule => {
        try {
          return diagnose(report, 0, this.settings.rules, [rule], context)
        } catch (error) {
          this.complain(`rule ${rule.id}`, error)
          return []
        }
      })
    }
  }

  /** The reports of an open document; none where there is no such document, or the user wants nothing. Where the user did not want all of it read, those that were. */
  reportsOf(params: { textDocument: { uri: string } }): readonly PlacedReport[] {
    const document = this.openDocument(params)
    return document?.isStopped && document.isLong ? document.known.readReports : (document?.read().reports ?? [])
  }

  /** Resolves when the report in a line of a document is known: a long text is cut into reports piece by piece. */
  async reach(document: OpenDocument, line: number): Promise<void> {
    while (!document.reaches(line)) {
      document.readOn()
      await this.traffic.quiet()
    }
  }

  /** A document in which drafts may stand, unless the user wants nothing. */
  openDocument({ textDocument }: { textDocument: { uri: string } }): OpenDocument | undefined {
    const document = this.settings.enable ? this.documents.get(textDocument.uri) : undefined
    return document && !isDecisionsUri(document.uri) ? document : undefined
  }

  /** The report at a position of an open document, with the offset in it. */
  place(params: { textDocument: { uri: string }; position: { line: number; character: number } }): { placed: PlacedReport; offset: number } | null {
    const position = readPlace(params.position)
    if (!position) throw new TypeError("malformed position")
    const document = this.openDocument(params)
    return document ? placeOf(document.known, position) : null
  }

  /** Writes an error to the client's log. */
  complain(what: string, error: unknown): void {
    this.connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }

  /** Turns a handler into one that never fails: an error is logged and the answer is `fallback`; a cancelled request says so. */
  guard<P, R>(name: string, fallback: R, handle: (params: P, token: CancellationToken) => R | Promise<R>): (params: P, token: CancellationToken) => Promise<R> {
    return async (params, token) => {
      try {
        if (token.isCancellationRequested) throw cancelled()
        return await handle(params, token)
      } catch (error) {
        if (error instanceof ResponseError) throw error
        this.complain(name, error)
        return fallback
      }
    }
  }
}

export function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled")
}

/** For commands and requests that cannot be obeyed, with the reason. */
export function refused(reason: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, reason)
}
