import type { FormatFile } from "../collection/formatFiles.ts"
import { diagnose } from "../engine/features/diagnose.ts"
import { withFingerprints } from "../engine/features/fingerprint.ts"
import { namesIn } from "../engine/features/lastYear.ts"
import { openDocument, properReports, readReports, type Document } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { RULES } from "../engine/rules/index.ts"
import { isAtLeast, type Severity } from "../engine/rules/rule.ts"
import type { CheckRequest, FactsRequest, Locale } from "./args.ts"
import { Judge, type Decided } from "./decide.ts"
import { faultOf, type Fault, type Told } from "./fault.ts"
import { readAgain, readSource } from "./files.ts"
import { LastYear, learn, type Learnt } from "./lastYear.ts"
import type { CheckedDraft, CheckedReport } from "./output.ts"
import { checkPrinter, factsPrinter } from "./printers.ts"
import type { Source, Sources } from "./sources.ts"
import { Wholes } from "./wholes.ts"

/** What is asked of the drafts of a run. All of it goes from one thread to another, as does all that comes of it. */
export interface Task {
  readonly request: CheckRequest | FactsRequest
  readonly locale: Locale
  readonly cwd: string
  /** The drafts, which are spoken of by their numbers in this list. */
  readonly paths: readonly string[]
  /** The files of the formats that count: pipes can be read but once. */
  readonly formatFiles: readonly FormatFile[]
}

/** What came of looking at a draft: its words in the output and, if it was checked, what the rest of the run depends on. */
export interface Inspected {
  readonly printed: string
  readonly checked: Checked | null
}

export interface Checked {
  /** What is wrong with files that have a say about the draft. */
  readonly faults: readonly Told[]
  readonly reports: number
  /** How grave the findings are that were printed; null where there is no report. */
  readonly findings: readonly Severity[] | null
  /** How many findings are accepted. */
  readonly accepted: number
  readonly decided: Decided | null
}

/** What can be done with a draft, one after the other: look through it, look which reports it has, check it or list its facts. */
export interface Steps {
  readonly learn: Learnt
  readonly names: readonly string[]
  readonly inspect: Inspected
}

/** What came of a step, or why nothing did. */
export type Outcome<T> = { readonly value: T } | { readonly fault: Told }

/** Mends drafts on the way. */
export interface Mending {
  /** Mends the file of a draft; gives its text as it stands there afterwards. */
  mend(path: string, source: Source): Promise<string>
  /** The text of a draft as it will be. */
  mended(source: Source): string
}

/** So many characters of drafts are kept from when they are looked through to when they are checked; what is more is read again. */
const MAX_KEPT = 8 * 2 ** 20

const NO_BYTES = Buffer.alloc(0)

/** What is known of a draft that cannot be read. */
export const UNKNOWN: Learnt = { titles: [], sentences: [] }

/** Looks at the drafts of a run, in whatever order: what comes of a draft does not depend on those before. Each thread has one. */
export class Inspector {
  readonly #task: Task
  readonly #formats: readonly ReportFormat[]
  readonly #sources: Sources
  readonly #stdin: AsyncIterable<Uint8Array | string>
  readonly #mending: Mending | null
  readonly #kept = new Map<string, Source>()
  #keptLength = 0
  readonly #inspect: (path: string, source: Source, index: number) => Inspected | Promise<Inspected>
  #lastYear: LastYear

  /** `mending` is null where drafts stay as they are. */
  constructor(task: Task, formats: readonly ReportFormat[], sources: Sources, stdin: AsyncIterable<Uint8Array | string>, mending: Mending | null) {
    this.#task = task
    this.#formats = formats
    this.#sources = sources
    this.#stdin = stdin
    this.#mending = mending
    this.#lastYear = new LastYear(new Map(), formats, path => this.#comparedText(path))
    this.#inspect = task.request.command === "facts" ? this.#facts(task.request) : this.#check(task.request, task.locale)
  }

  /** Does a step with a draft. What went wrong is told, not thrown. */
  async do<S extends keyof Steps>(step: S, draft: number): Promise<Outcome<Steps[S]>> {
    const path = this.#task.paths[draft]!
    try {
      return { value: await this.#steps[step](path, draft) }
    } catch (error) {
      return { fault: toldOf(faultOf(path, error)) }
    }
  }

  /** Takes notice of what was learnt of the drafts, in their order. */
  know(drafts: readonly Learnt[]): void {
    this.#lastYear = new LastYear(new Map(this.#task.paths.map((path, i) => [path, drafts[i]!])), this.#formats, path => this.#comparedText(path))
  }

  readonly #steps: { readonly [S in keyof Steps]: (path: string, draft: number) => Steps[S] | Promise<Steps[S]> } = {
    learn: async path => {
      const source = await this.#sourceOf(path)
      if (!source) return UNKNOWN
      this.#keep(path, source)
      return learn(source.text, this.#formats)
    },
    names: async path => namesIn(await this.#comparedText(path), this.#formats),
    inspect: async (path, draft) => {
      const source = this.#kept.get(path) ?? (await this.#readFirst(path))
      this.#drop(path)
      return this.#inspect(path, source, draft)
    },
  }

  /** A draft that is to be mended is read again, with its bytes. */
  #keep(path: string, source: Source): void {
    if (this.#mending || this.#keptLength >= MAX_KEPT) return
    this.#kept.set(path, { ...source, bytes: NO_BYTES, decoded: null })
    this.#keptLength += source.text.length
  }

  #drop(path: string): void {
    this.#keptLength -= this.#kept.get(path)?.text.length ?? 0
    this.#kept.delete(path)
  }

  async #readFirst(path: string): Promise<Source> {
    return this.#sources.read(path, await readSource(path, this.#task.cwd, this.#stdin))
  }

  /** A draft that can be read more than once; null of others, and of one that cannot be read, which is told when its turn comes. */
  async #sourceOf(path: string): Promise<Source | null> {
    const kept = this.#kept.get(path)
    if (kept) return kept
    const bytes = readAgain(path, this.#task.cwd)
    try {
      return bytes && (await this.#sources.read(path, bytes))
    } catch {
      return null
    }
  }

  /** A draft as others are compared with it: one that is still to be mended as it will be. */
  async #comparedText(path: string): Promise<string> {
    const source = await this.#sourceOf(path)
    return source ? (this.#mending?.mended(source) ?? source.text) : ""
  }

  #facts(request: FactsRequest) {
    const printer = factsPrinter(request)
    return (path: string, { text, file }: Source, index: number): Inspected => ({ printed: printer.draft({ path, text, isDocument: file !== null, reports: readReports(text, this.#formats) }, index), checked: null })
  }

  #check(request: CheckRequest, locale: Locale) {
    const { cwd } = this.#task
    const printer = checkPrinter(request, locale)
    const judge = new Judge(request, cwd)
    const wholes = new Wholes(cwd, path => this.#part(path))
    return async (path: string, source: Source, index: number): Promise<Inspected> => {
      const text = (await this.#mending?.mend(path, source)) ?? source.text
      const { draft, faults } = await this.#checkText(path, text, source.file, wholes)
      const judged = judge.judge(draft)
      const checked = judged.draft.checked.map(report => ({ ...report, diagnostics: report.diagnostics.filter(({ severity }) => isAtLeast(severity, request.severity)) }))
      return {
        printed: printer.draft({ ...judged.draft, checked }, index),
        checked: {
          faults: [...faults, ...(judged.fault ? [judged.fault] : [])].map(toldOf),
          reports: properReports(draft.reports).length,
          findings: draft.reports.length > 0 ? checked.flatMap(({ diagnostics }) => diagnostics).map(({ severity }) => severity) : null,
          accepted: checked.flatMap(({ accepted }) => accepted).length,
          decided: judged.decided,
        },
      }
    }
  }

  async #checkText(path: string, text: string, file: Source["file"], wholes: Wholes): Promise<{ draft: CheckedDraft; faults: readonly Fault[] }> {
    const document = openDocument(text, this.#formats)
    const checked: CheckedReport[] = []
    const faults = new Set<Fault>()
    for (const { placed, previous, others } of await this.#lastYear.compare(path, document)) {
      // Of tracked changes is said once a file.
      const hasTrackedChanges = file?.hasTrackedChanges === true && placed === document.reports[0]
      const whole = await wholes.of(path, placed.report)
      for (const fault of whole.faults) faults.add(fault)
      const found = diagnose(placed.report, placed.from, {}, RULES, { previous: previous?.placed.report, hasTrackedChanges, ...others, wholes: whole.wholes })
      checked.push({ from: placed.from, previous, diagnostics: withFingerprints(placed.report, placed.from, found, previous?.placed.report), accepted: [] })
    }
    checked.sort((a, b) => a.from - b.from)
    return { draft: { path, text, isDocument: file !== null, reports: document.reports, checked }, faults: [...faults] }
  }

  /** A draft that is added up with others; one that is still to be mended as it will be. Throws if it cannot be read. */
  async #part(path: string): Promise<Document> {
    const source = await this.#sources.read(path, await readSource(path, this.#task.cwd, this.#stdin))
    return openDocument(this.#mending?.mended(source) ?? source.text, this.#formats)
  }
}

const toldOf = ({ text, subject }: Fault): Told => ({ text, subject })
