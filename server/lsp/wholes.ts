import { dirname, join, relative, sep } from "node:path"
import { parseWholes, partPaths, partsIn, wholeOf, WHOLES_FILE, type PartFile, type PartReport, type WholeEntry } from "../collection/wholes.ts"
import type { Document, PlacedReport } from "../engine/index.ts"
import type { Text } from "../engine/report/format.ts"
import type { Whole } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { wholeMismatch } from "../engine/rules/whole-mismatch.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { isDraftFile, kindOf, pathOf, readDraft } from "./disk.ts"
import type { OpenDocument } from "./documents.ts"
import { linesOfReport } from "./reportLines.ts"
import type { Session } from "./session.ts"

/** An open document below the workspace's folders as it was last looked at. */
interface Seen {
  readonly document: OpenDocument
  readonly text: Document
}

/** What a draft holds of parts, or why it cannot be read. */
type Holding = readonly PartReport[] | { readonly fault: Text }

/** An entry that speaks of an open document, with all its parts. */
interface Gathered {
  readonly entry: WholeEntry
  readonly files: readonly PartFile[]
  readonly unmatched: readonly string[]
}

const NONE: readonly Whole[] = []
const UNREADABLE: Text = { zh: "无法读取", en: "it cannot be read" }
const TOO_MANY: Text = { zh: "工作区里的文件太多，没有全部看过", en: "there are too many files in the workspace to look at all of them" }

/**
 * What open documents are to be the sums of: by the nearest `report-draft.json` from a document's folder up to the workspace's. Parts are the
 * drafts that `LastYear` finds and reads; of these the figures are kept while a whole is open. Open documents count as they stand.
 */
export class Wholes {
  /** Called with the open documents for which the parts have changed. */
  onChange: (documents: readonly OpenDocument[]) => void = () => undefined
  readonly #session: Session
  readonly #seen = new Map<string, Seen>()
  /** The drafts that are there. */
  readonly #places = new Set<string>()
  /** By folder; null where there is no such file. One with mistakes has no entries. */
  readonly #entries = new Map<string, readonly WholeEntry[] | null>()
  readonly #holdings = new Map<string, Holding>()
  /** Parts of open wholes, and what was asked for and has not been read yet. */
  #wanted = new Set<string>()
  readonly #asked = new Set<string>()
  readonly #gathered = new Map<string, readonly Gathered[]>()
  readonly #wholes = new WeakMap<Report, { readonly gathered: readonly Gathered[]; readonly wholes: readonly Whole[] }>()
  /** Whether all drafts have been looked at, or there are too many; null before that. */
  #isWhole: boolean | null = null

  constructor(session: Session) {
    this.#session = session
  }

  /** What a report of an open document is to be the sum of, as far as that is known; the same object until something changes. */
  of(uri: string, report: Report): readonly Whole[] {
    const gathered = this.#gathered.get(pathOf(uri) ?? "")
    if (!gathered) return NONE
    const known = this.#wholes.get(report)
    if (known?.gathered === gathered) return known.wholes
    const wholes = gathered.map(({ entry, files, unmatched }) => {
      const whole = wholeOf(report, entry, files, unmatched)
      return this.#isWhole ? whole : { ...whole, unread: [TOO_MANY, ...whole.unread] }
    })
    this.#wholes.set(report, { gathered, wholes })
    return wholes
  }

  /** The drafts that were found. */
  places(): Iterable<string> {
    return this.#places
  }

  /** True for a draft that is added up with others. */
  wants(place: string): boolean {
    return this.#wanted.has(place)
  }

  /** Takes notice of an open document as it is now. */
  see(document: OpenDocument): void {
    const place = pathOf(document.uri)
    if (place === null || !this.#isOn() || kindOf(place, this.#session.lastYear.folders) === null) return
    const text = document.read()
    const before = this.#seen.get(place)
    if (before?.text === text) return
    this.#seen.set(place, { document, text })
    const isNew = !this.#places.has(place)
    this.#places.add(place)
    if (before && haveSameFigures(before.text, text)) return
    this.#holdings.delete(place)
    if (isNew || !before || this.#wanted.has(place)) this.#gather(document)
  }

  /** Forgets what stood in the editor only; until the file has been read, its figures stay. */
  closed({ uri }: OpenDocument): void {
    const place = pathOf(uri) ?? ""
    if (this.#wanted.has(place) && this.#seen.has(place)) this.#holdings.set(place, this.#holdingOf(place)!)
    this.#seen.delete(place)
    this.#gathered.delete(place)
  }

  /** A file was read: whether it has a text, and that, if it is wanted. */
  async took(place: string, hasText: boolean, text: Document | null): Promise<void> {
    this.#asked.delete(place)
    const isThere = hasText || (await isDraftFile(place, this.#session.lastYear.folders))
    if (isThere) this.#places.add(place)
    else this.#places.delete(place)
    if (isThere && this.#wanted.has(place)) this.#holdings.set(place, text ? partsIn(text, place) : { fault: UNREADABLE })
    else this.#holdings.delete(place)
  }

  /** A file that says which reports are the sums of which others may have been written, made or removed. */
  async readFile(path: string): Promise<void> {
    this.#asked.delete(path)
    const text = await readDraft(path, this.#session.lastYear.folders, this.#session.formats.all, fault => {
      this.#warn(fault)
    })
    this.#entries.set(dirname(path), text === null ? null : this.#entriesIn(path, text.replace(/^\uFEFF/, "")))
  }

  /** All that was to be read has been; `isWhole` is false if there are more drafts than are looked at. */
  looked(isWhole: boolean): void {
    this.#isWhole = isWhole
    this.#gather()
  }

  #isOn(): boolean {
    return this.#session.settings.rules[wholeMismatch.id] !== "off"
  }

  #entriesIn(path: string, text: string): readonly WholeEntry[] {
    const read = parseWholes(text)
    if ("wholes" in read) return read.wholes
    const lines = new LineIndex(text)
    for (const { at, text: { en } } of read.faults) {
      const { line, character } = lines.position(at)
      this.#warn(`${path}:${line + 1}:${character + 1}: ${en}`)
    }
    return []
  }

  #warn(fault: string): void {
    this.#session.connection.console.warn(fault)
  }

  /** Puts together the parts of the open wholes; what is not known yet is asked for, and until then what was known holds. */
  #gather(except?: OpenDocument): void {
    const wanted = new Set<string>()
    const unknown: string[] = []
    const changed: OpenDocument[] = []
    for (const [place, { document, text }] of this.#seen) {
      if (text.reports.length === 0) continue
      const file = this.#fileFor(place, unknown)
      if (!file) continue
      const gathered = file.entries.map(entry => this.#gatherParts(entry, file.folder, wanted, unknown))
      if (this.#isWhole === null || gathered.includes(null)) continue
      if (areSame(this.#gathered.get(place) ?? [], gathered as Gathered[])) continue
      if (gathered.length > 0) this.#gathered.set(place, gathered as Gathered[])
      else this.#gathered.delete(place)
      // A file that is only being checked waits for what is read.
      if (document !== except && this.#session.documents.get(document.uri) === document) changed.push(document)
    }
    this.#wanted = wanted
    for (const place of this.#holdings.keys()) if (!wanted.has(place)) this.#holdings.delete(place)
    const asked = unknown.filter(path => !this.#asked.has(path))
    for (const path of asked) this.#asked.add(path)
    if (asked.length > 0) this.#session.lastYear.ask(asked)
    if (changed.length > 0) this.onChange(changed)
  }

  /** The nearest file's folder, and its entries that speak of a document; null if that is not known yet. */
  #fileFor(place: string, unknown: string[]): { readonly folder: string; readonly entries: readonly WholeEntry[] } | null {
    const { folders } = this.#session.lastYear
    for (let folder = dirname(place); folders.includes(folder) || kindOf(folder, folders) !== null; folder = dirname(folder)) {
      const entries = this.#entries.get(folder)
      if (entries === undefined) {
        unknown.push(join(folder, WHOLES_FILE))
        return null
      }
      if (entries) return { folder, entries: entries.filter(({ whole }) => whole === wayTo(place, folder)) }
    }
    return { folder: "", entries: [] }
  }

  #gatherParts(entry: WholeEntry, folder: string, wanted: Set<string>, unknown: string[]): Gathered | null {
    const files = [...this.#places].filter(place => kindOf(place, [folder]) === "draft").map(place => wayTo(place, folder)).sort()
    const { paths, unmatched } = partPaths(entry, files)
    const held = paths.map(path => {
      const place = join(folder, ...path.split("/"))
      wanted.add(place)
      const holding = this.#holdingOf(place)
      if (!holding) unknown.push(place)
      return { path, holding }
    })
    if (held.some(({ holding }) => !holding)) return null
    return { entry, unmatched, files: held.map(({ path, holding }): PartFile => ("fault" in holding! ? { path, fault: holding.fault } : { path, reports: holding! })) }
  }

  #holdingOf(place: string): Holding | undefined {
    const known = this.#holdings.get(place)
    const seen = this.#seen.get(place)
    if (known || !seen) return known
    const holding = partsIn(seen.text, place)
    this.#holdings.set(place, holding)
    return holding
  }
}

const wayTo = (place: string, folder: string): string => relative(folder, place).split(sep).join("/")

/** True if the reports of two states of a document count alike as parts, and stand on the same lines. Of an edit that touches no table the figures are the same object. */
function haveSameFigures({ reports: before }: Document, { reports: now }: Document): boolean {
  return before.length === now.length && now.every((placed, i) => placed.report.facts === before[i]!.report.facts && placed.report.title === before[i]!.report.title && placed.report.year === before[i]!.report.year && haveSamePlaces(placed, before[i]!))
}

function haveSamePlaces(now: PlacedReport, before: PlacedReport): boolean {
  const lineOf = ({ report, line }: PlacedReport, table: number): number => line + linesOfReport(report).position(report.tables[table]!.from).line
  return now.report === before.report ? now.line === before.line : now.report.tables.every((_, table) => lineOf(now, table) === lineOf(before, table))
}

function areSame(before: readonly Gathered[], now: readonly Gathered[]): boolean {
  const areSameFiles = (a: readonly PartFile[], b: readonly PartFile[]): boolean => a.length === b.length && a.every((file, i) => file.path === b[i]!.path && ("reports" in file ? "reports" in b[i]! && file.reports === b[i].reports : "fault" in b[i]!))
  return before.length === now.length && before.every(({ entry, files, unmatched }, i) => entry === now[i]!.entry && areSameFiles(files, now[i]!.files) && unmatched.join("\n") === now[i]!.unmatched.join("\n"))
}
