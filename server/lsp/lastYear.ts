import { basename } from "node:path"
import { DidChangeWatchedFilesNotification, WatchKind } from "vscode-languageserver"
import { lastYearsName, NameIndex, nameOf, namesIn, reportsByName } from "../engine/features/lastYear.ts"
import { openDocument, type Document, type PlacedReport } from "../engine/index.ts"
import type { Report } from "../engine/report/report.ts"
import { RULES } from "../engine/rules/index.ts"
import { wholeMismatch } from "../engine/rules/whole-mismatch.ts"
import { WHOLES_FILE } from "../collection/wholes.ts"
import { kindOf, listFiles, MAX_FILES, pathOf, readDraft, uriOf } from "./disk.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import type { ReportAt } from "./toLsp.ts"

/** So many drafts are kept that nobody has open. */
const MAX_RECENT = 4

/** An open document as it was last looked at. */
interface Seen {
  readonly document: OpenDocument
  readonly text: Document
  /** The names of the reports that its own are compared with. */
  readonly wanted: ReadonlySet<string>
  /** The state of affairs in which no report was compared with one of its own; -1 if one was. */
  readonly unwantedAt: number
}

/**
 * Finds last year's reports: in open documents as they stand in the editor, and in the drafts of the workspace's folders.
 * These are looked through in the background, once an open document has a report; of each the names of its reports are
 * kept, and the text only while an open document is compared with it. A document has one place, its path or else its URI.
 */
export class LastYear {
  /** Called with the open documents for which last year's reports have changed. */
  onChange: (documents: readonly OpenDocument[]) => void = () => undefined
  /** Called with a file that was read, be it for the first time or anew: the names of its reports, and its text; null if it is none any more. */
  onRead: (path: string, names: readonly string[], text: string | null) => void = () => undefined
  /** Called with names of which the reports have come, changed or gone. */
  onNames: (names: ReadonlySet<string>) => void = () => undefined
  readonly #session: Session
  readonly #index = new NameIndex()
  readonly #seen = new Map<string, Seen>()
  readonly #files = new Map<string, Document>()
  #folders: string[]
  #isStarted = false
  /** Folders that are still to be gone through, and files that are still to be read. */
  #unlisted: string[] = []
  readonly #unread = new Set<string>()
  #work: Promise<void> | null = null
  /** Those that were read last: the drafts of a body, and the reports of a collection, are looked for one after the other. */
  readonly #recent = new Map<string, Document>()
  #state = 0

  /** `folders` are the URIs of the workspace's folders; those that are not on the disk do not count. */
  constructor(session: Session, folders: readonly string[]) {
    this.#session = session
    this.#folders = folders.flatMap(uri => pathOf(uri) ?? [])
  }

  /** The paths of the workspace's folders. */
  get folders(): readonly string[] {
    return this.#folders
  }

  /** A number that changes whenever another report may have come to be last year's of some report; within one, such a report may still move and change. */
  get state(): number {
    return this.#state
  }

  /** The same body's report for the year before, as far as that is known by now; null if it is not there, or there are several. */
  of(report: Report): ReportAt | null {
    const name = lastYearsName(report)
    const place = name === null ? null : this.#index.find(name)
    if (name === null || place === null) return null
    const seen = this.#seen.get(place)
    const text = seen?.text ?? this.#files.get(place)
    const placed = text && reportsByName(text).get(name)
    return placed ? { uri: seen?.document.uri ?? uriOf(place), placed } : null
  }

  /** The same as `of`, though the draft may have to be read for it. */
  async find(report: Report): Promise<ReportAt | null> {
    const name = lastYearsName(report)
    const place = name === null ? null : this.#index.find(name)
    if (name === null || place === null) return null
    const known = this.of(report)
    if (known || this.#seen.has(place) || this.#files.has(place)) return known
    const text = await this.read(place)
    const placed = text && reportsByName(text).get(name)
    return placed ? { uri: uriOf(place), placed } : null
  }

  /** A draft of the workspace's folders as it is on the disk; null if there is none. */
  async read(path: string): Promise<Document | null> {
    const known = this.#files.get(path) ?? this.#recent.get(path)
    const text = known ? null : await readDraft(path, this.#folders, this.#session.formats.all, () => undefined)
    const document = known ?? (text === null ? null : openDocument(text, this.#session.formats.all))
    if (document) this.#remember(path, document)
    return document
  }

  #remember(path: string, document: Document): void {
    this.#recent.delete(path)
    this.#recent.set(path, document)
    if (this.#recent.size > MAX_RECENT) this.#recent.delete(this.#recent.keys().next().value!)
  }

  /** True for a path where a draft is looked for. */
  holds(path: string): boolean {
    return kindOf(path, this.#folders) === "draft"
  }

  /** The workspace's folder in which a path lies. */
  folderOf(path: string): string | undefined {
    return this.#folders.find(folder => kindOf(path, [folder]))
  }

  /** Looks through all drafts, unless that has been done. */
  start(): void {
    if (!this.#isStarted) this.#start()
  }

  /** Looks through all drafts, be it again, and has each told to `onRead`. */
  lookThrough(): void {
    if (!this.#isStarted) return this.#start()
    this.#unlisted = [...this.#folders]
    this.#go()
  }

  /** The formats have changed: no draft is what it was. */
  formatsChanged(): void {
    this.#files.clear()
    this.#recent.clear()
    if (this.#isStarted) this.lookThrough()
  }

  /** How many drafts are still to be read. */
  get left(): number {
    return this.#unread.size
  }

  /** False if there are more drafts than are looked at. */
  isWhole = true

  /** Takes notice of an open document as it is now. */
  see(document: OpenDocument): void {
    const place = placeOf(document.uri)
    const text = document.read()
    const seen = this.#seen.get(place)
    if (seen && seen.unwantedAt === this.#state && haveSameNames(seen.text, text)) this.#seen.set(place, { ...seen, text })
    else if (seen?.text !== text) this.#take(place, document, text)
    if (!this.#isStarted && this.#seen.get(place)!.wanted.size > 0 && this.#isOn()) this.#start()
    this.#session.wholes.see(document)
  }

  /** Forgets what stood in the editor only. */
  closed(document: OpenDocument): void {
    const place = placeOf(document.uri)
    if (this.#seen.get(place)?.document !== document) return
    this.#seen.delete(place)
    const names = this.#index.names(place)
    this.#name(place, [])
    this.#prune()
    this.#tell(new Set(names))
    this.filesChanged([document.uri])
  }

  /** Has files read, be it again. */
  ask(paths: readonly string[]): void {
    for (const path of paths) this.#unread.add(path)
    this.#go()
  }

  /** Files were written, made or removed. */
  filesChanged(uris: readonly string[]): void {
    if (!this.#isStarted) return
    for (const path of uris.flatMap(uri => pathOf(uri) ?? [])) {
      const kind = kindOf(path, this.#folders)
      if (kind === "draft" || (kind !== null && basename(path) === WHOLES_FILE)) this.#unread.add(path)
      // A folder that is gone took its drafts with it.
      else if (kind === "other") this.#readBelow(path)
    }
    this.#go()
  }

  /** Folders were added to the workspace, or taken out of it. */
  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const [more, fewer] = [added, removed].map(uris => uris.flatMap(uri => pathOf(uri) ?? [])) as [string[], string[]]
    this.#folders = [...this.#folders.filter(folder => !fewer.includes(folder)), ...more]
    if (!this.#isStarted) return
    fewer.forEach(folder => this.#readBelow(folder))
    this.#unlisted.push(...more)
    this.#go()
  }

  /** True when all drafts of the workspace have been looked at, and nothing is known to have changed since. */
  get isSettled(): boolean {
    return this.#isStarted && this.#work === null && this.isWhole
  }

  /** Resolves when all that is known to have changed has been read. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work
  }

  #isOn(): boolean {
    const { rules } = this.#session.settings
    return RULES.some(({ id, acrossYears }) => (acrossYears || id === wholeMismatch.id) && rules[id] !== "off")
  }

  #start(): void {
    this.#isStarted = true
    this.#unlisted = [...this.#folders]
    if (this.#folders.length > 0 && this.#session.client.registersFileWatchers) this.#watch()
    this.#go()
  }

  #watch(): void {
    // The removal of a folder is told of the folder alone.
    const watchers = [{ globPattern: "**/*.{txt,text,md,markdown,docx,html,htm,mht,mhtml}" }, { globPattern: `**/${WHOLES_FILE}` }, { globPattern: "**", kind: WatchKind.Delete }]
    this.#session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined)
  }

  #take(place: string, document: OpenDocument, text: Document): void {
    const last = this.#seen.get(place)?.text ?? this.#files.get(place)
    const wanted = new Set(text.reports.flatMap(({ report }) => lastYearsName(report) ?? []))
    const names = text.reports.flatMap(({ report }) => nameOf(report) ?? [])
    const before = this.#index.names(place)
    this.#seen.set(place, { document, text, wanted, unwantedAt: -1 })
    this.#files.delete(place)
    this.#name(place, names)
    const changed = new Set([...before, ...names].filter(name => !last || !isSame(reportsByName(last).get(name), reportsByName(text).get(name))))
    if (changed.size > 0) this.#tell(changed, document)
    for (const name of wanted) this.#want(name)
    if (!names.some(this.#isWanted)) this.#seen.set(place, { document, text, wanted, unwantedAt: this.#state })
  }

  #name(place: string, names: readonly string[]): void {
    this.#index.set(place, names)
    this.#state++
  }

  /** Reads the draft that holds a report, unless that has been done. */
  #want(name: string): void {
    const place = this.#index.find(name)
    if (place === null || this.#seen.has(place) || this.#files.has(place)) return
    this.#unread.add(place)
    this.#go()
  }

  #isWanted = (name: string): boolean => [...this.#seen.values()].some(({ wanted }) => wanted.has(name))

  /** Reports of these names have come, changed or gone. */
  #tell(names: ReadonlySet<string>, except?: OpenDocument): void {
    const concerned = [...this.#seen.values()].filter(({ document, wanted }) => document !== except && [...names].some(name => wanted.has(name)))
    for (const name of names) if (concerned.some(({ wanted }) => wanted.has(name))) this.#want(name)
    if (concerned.length > 0) this.onChange(concerned.map(({ document }) => document))
    this.onNames(names)
  }

  #readBelow(folder: string): void {
    for (const place of [...this.#index.keys(), ...this.#session.wholes.places(), ...this.#session.overview.places()]) if (kindOf(place, [folder])) this.#unread.add(place)
  }

  /** Lets go of the drafts with which no open document is compared any more. */
  #prune(): void {
    for (const place of this.#files.keys()) if (!this.#index.names(place).some(this.#isWanted)) this.#files.delete(place)
  }

  #go(): void {
    this.#work ??= this.#run().catch((error: unknown) => {
      this.#session.complain("drafts of the workspace", error)
    })
  }

  async #run(): Promise<void> {
    await this.#session.traffic.quiet()
    try {
      while (this.#unlisted.length > 0 || this.#unread.size > 0) {
        await this.#list()
        const changed = new Set<string>()
        for (const path of this.#unread) {
          this.#unread.delete(path)
          for (const name of await this.#read(path)) changed.add(name)
          await this.#session.traffic.quiet()
        }
        this.#tell(changed)
        // Of a whole, parts may be wanted that were not kept.
        if (this.#isStarted && this.#unlisted.length === 0 && this.#unread.size === 0) this.#session.wholes.looked(this.isWhole)
      }
    } finally {
      this.#work = null
      this.#session.decisions.sayAll()
    }
  }

  async #list(): Promise<void> {
    const folders = this.#unlisted
    this.#unlisted = []
    const { paths, isWhole } = await listFiles(folders)
    for (const path of paths) this.#unread.add(path)
    this.isWhole = isWhole
    if (!isWhole) this.#warn(`not all drafts of the workspace are compared with each other: there are more than ${MAX_FILES}, or too many other files`)
  }

  /** Reads a file, or finds it gone. Gives the names of the reports that it had or has. */
  async #read(path: string): Promise<readonly string[]> {
    if (basename(path) === WHOLES_FILE) {
      await this.#session.wholes.readFile(path)
      return []
    }
    const before = this.#index.names(path)
    if (this.#seen.has(path) || (before.length === 0 && this.#index.size >= MAX_FILES && !this.#session.wholes.wants(path))) return []
    const text = await readDraft(path, this.#folders, this.#session.formats.all, fault => {
      this.#warn(fault)
    })
    // It may have been opened meanwhile.
    if (this.#seen.has(path)) return []
    const names = text === null ? [] : namesIn(text, this.#session.formats.all)
    this.#recent.delete(path)
    this.#name(path, names)
    this.onRead(path, names, text)
    const isWanted = names.some(this.#isWanted)
    const document = text !== null && (isWanted || this.#session.wholes.wants(path)) ? openDocument(text, this.#session.formats.all) : null
    if (isWanted && document) this.#files.set(path, document)
    else this.#files.delete(path)
    await this.#session.wholes.took(path, text !== null, document)
    return [...before, ...names]
  }

  #warn(fault: string): void {
    this.#session.connection.console.warn(fault)
  }
}

const placeOf = (uri: string): string => pathOf(uri) ?? uri

/** True if the reports that differ between two states of a document have kept their titles. Looks at no other report. */
function haveSameNames({ reports: before }: Document, { reports: now }: Document): boolean {
  if (before.length !== now.length) return false
  return now.every(({ report }, i) => report === before[i]!.report || (report.title === before[i]!.report.title && report.year === before[i]!.report.year))
}

/** True if a report stands where it stood, and is the same; of several with one name, if they still are several. */
function isSame(before: PlacedReport | null | undefined, now: PlacedReport | null | undefined): boolean {
  return before !== undefined && now !== undefined && before?.report === now?.report && before?.line === now?.line
}
