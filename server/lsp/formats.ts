import { relative, sep } from "node:path"
import { DidChangeWatchedFilesNotification, type Diagnostic as LspDiagnostic } from "vscode-languageserver"
import { readFormats, type FormatFile } from "../collection/formatFiles.ts"
import { fitsGlob } from "../collection/wholes.ts"
import type { FileFault } from "../collection/jsonFile.ts"
import { FORMATS } from "../engine/formats.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { kindOf, listFiles, pathOf, readText, uriOf } from "./disk.ts"
import type { Session } from "./session.ts"
import { SOURCE } from "./toLsp.ts"

/** No workspace has formats in more files. */
const MAX_FORMATS = 100
const ERROR = 1
const IS_JSON = /\.json$/i
/** The editor itself checks such files against the schema. */
const CHECKED_BY_EDITOR = /[./\\]report-format\.json$/

/** The built-in formats and those of the files that the settings name: paths and globs below the workspace's folders. */
export class Formats {
  /** Called when the formats have changed. */
  onChange: () => void = () => undefined
  readonly #session: Session
  #all: readonly ReportFormat[] = FORMATS
  /** What the formats follow from. */
  #files: readonly FormatFile[] = []
  readonly #said = new Set<string>()
  #isWatching = false
  #work: Promise<void> = Promise.resolve()
  /** A reading that has not begun yet. */
  #next: Promise<void> | null = null

  constructor(session: Session) {
    this.#session = session
  }

  /** All formats; the same list until one changes. */
  get all(): readonly ReportFormat[] {
    return this.#all
  }

  /** Reads the files that the settings name now. Of several who ask while one reading goes on, all get the next. */
  read(): Promise<void> {
    this.#next ??= this.#work = this.#work.then(async () => {
      this.#next = null
      await this.#read().catch((error: unknown) => {
        this.#session.complain("report formats", error)
      })
    })
    return this.#next
  }

  /** Files were written, made or removed, or folders removed. Of other files than formats there are many, and to read is to go through the whole workspace. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    const paths = uris.flatMap(uri => pathOf(uri) ?? [])
    if (paths.some(path => this.#mayBeFormat(path) || this.#files.some(file => kindOf(file.path, [path]) !== null))) await this.read()
  }

  #mayBeFormat(path: string): boolean {
    return IS_JSON.test(path) && kindOf(path, this.#session.lastYear.folders) !== null && this.#session.settings.formats.some(pattern => this.#fits(path, pattern))
  }

  #fits(path: string, pattern: string): boolean {
    return this.#session.lastYear.folders.some(folder => fitsGlob(relative(folder, path).replaceAll(sep, "/"), pattern.replace(/^\.\//, "")))
  }

  async #read(): Promise<void> {
    const { settings, lastYear, connection } = this.#session
    const patterns = settings.enable ? settings.formats : []
    if (patterns.length > 0) this.#watch()
    const files: FormatFile[] = []
    const unmatched = new Set(patterns)
    for (const path of patterns.length > 0 ? (await listFiles(lastYear.folders, name => IS_JSON.test(name))).paths : []) {
      const fitting = patterns.filter(pattern => this.#fits(path, pattern))
      for (const pattern of fitting) unmatched.delete(pattern)
      if (fitting.length === 0 || files.length === MAX_FORMATS) continue
      const text = await readText(path, lastYear.folders, fault => connection.console.warn(fault))
      if (text !== null) files.push({ path, text })
    }
    for (const pattern of unmatched) connection.console.warn(`no file of the workspace is a report format "${pattern}"`)
    this.#take(files)
  }

  #take(files: readonly FormatFile[]): void {
    if (JSON.stringify(files) === JSON.stringify(this.#files)) return
    const { formats, faults } = readFormats(files)
    this.#files = files
    this.#all = files.length === 0 ? FORMATS : formats
    this.#say(faults)
    this.onChange()
  }

  #say(faults: ReadonlyMap<string, readonly FileFault[]>): void {
    for (const path of new Set([...this.#said, ...faults.keys()])) {
      const { text = "" } = this.#files.find(file => file.path === path) ?? {}
      const diagnostics = (faults.get(path) ?? []).filter(({ isOfSchema }) => !(isOfSchema && CHECKED_BY_EDITOR.test(path))).map(fault => this.#remark(text, fault))
      void this.#session.connection.sendDiagnostics({ uri: uriOf(path), diagnostics })
      this.#said.add(path)
    }
  }

  #remark(text: string, { at, text: message }: FileFault): LspDiagnostic {
    const lines = new LineIndex(text)
    return { range: { start: lines.position(at), end: lines.position(Math.min(text.length, at + 1)) }, severity: ERROR, source: SOURCE, message: message[this.#session.locale] }
  }

  #watch(): void {
    if (this.#isWatching || !this.#session.client.registersFileWatchers) return
    this.#isWatching = true
    this.#session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/*.json" }] }).catch(() => undefined)
  }
}
