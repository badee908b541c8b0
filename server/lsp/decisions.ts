import { basename, join } from "node:path"
import { DidChangeWatchedFilesNotification, type Diagnostic as LspDiagnostic, type TextEdit } from "vscode-languageserver"
import { changeDecisionsFile } from "../collection/decisionsFile.ts"
import { changedDecisions, DECISIONS_FILE, parseDecisions, unneededDecisions, unneededMessage, type Decision, type ReadDecisions, type Unneeded } from "../collection/decisions.ts"
import type { Text } from "../engine/report/format.ts"
import { LineIndex } from "../engine/text/lines.ts"
import type { Range } from "../engine/text/range.ts"
import { canHold, foldersAbove, pathOf, readDecisions, uriOf } from "./disk.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import { SOURCE } from "./toLsp.ts"
import { workspaceEdit } from "./workspaceEdits.ts"

/** A file of decisions as it stands in the editor, else on the disk. */
interface Known {
  readonly text: string
  readonly read: ReadDecisions
}

/** What was looked at in a draft: its reports, by name, and those of its findings, by fingerprint, on which somebody has decided. */
export interface LookedAt {
  readonly reports: readonly string[]
  /** Those that were compared with last year's. */
  readonly compared: readonly string[]
  readonly decided: readonly string[]
}

const NONE: ReadonlyMap<string, Decision> = new Map()
const [ERROR, HINT, UNNECESSARY] = [1, 4, 1] as const
/** However often the editor was quicker, an edit of an open file is tried no more than so many times. */
const MAX_TRIES = 3

/** True for a document that holds decisions, and no draft. */
export const isDecisionsUri = (uri: string): boolean => {
  const path = pathOf(uri)
  return path !== null && basename(path) === DECISIONS_FILE
}

/**
 * What has been decided about findings: the nearest file above a draft counts, up to the workspace's folder; as it stands in the editor,
 * where it is open. What is wrong with such a file, and which of its decisions no finding needs, is pushed, whether it is open or not.
 */
export class Decisions {
  /** Called with the drafts on whose findings something else is decided now. */
  onChange: (documents: readonly OpenDocument[]) => void = () => undefined
  /** Called when a file has changed, for whatever drafts it holds. */
  onFile: () => void = () => undefined
  readonly #session: Session
  /** Null where there is no file. */
  readonly #files = new Map<string, Known | null>()
  readonly #reading = new Map<string, Promise<void>>()
  readonly #looked = new Map<string, LookedAt>()
  /** They are asked for with every report of a document at every keystroke. */
  readonly #places = new Map<string, readonly string[]>()
  readonly #said = new Map<string, string>()
  #folders: readonly string[]
  #isWatching = false

  /** `folders` are the URIs of the workspace's folders. */
  constructor(session: Session, folders: readonly string[]) {
    this.#session = session
    this.#folders = folders.flatMap(uri => pathOf(uri) ?? [])
  }

  /** The decisions that hold for a draft, as far as they have been read; the same object while they are the same. */
  of(uri: string): ReadonlyMap<string, Decision> {
    for (const path of this.#placesOf(uri)) {
      const known = this.#files.get(path)
      if (known) return "decisions" in known.read ? known.read.decisions : NONE
    }
    return NONE
  }

  /** Resolves when the decisions that hold for a draft have been read. */
  async ready(uri: string): Promise<void> {
    const places = this.#placesOf(uri)
    if (places.length > 0) this.#watch()
    for (const path of places) if (!this.#files.has(path)) await this.#read(path)
  }

  /** A file of decisions was opened or changed in the editor. */
  seen(document: OpenDocument): void {
    this.#take(pathOf(document.uri)!, document.read().text)
  }

  /** What stood in the editor only is gone. */
  async closed(uri: string): Promise<void> {
    await this.#read(pathOf(uri)!)
  }

  /** A draft is closed, or has no report, or nothing was decided on it: what was looked at there counts no more. */
  forget(uri: string): void {
    this.#places.delete(uri)
    if (this.#looked.delete(uri)) for (const path of this.#placesOf(uri)) this.#say(path)
  }

  /** A draft was checked. */
  looked(uri: string, now: LookedAt): void {
    const before = this.#looked.get(uri)
    this.#looked.set(uri, now)
    if (JSON.stringify(before) !== JSON.stringify(now)) for (const path of this.#placesOf(uri)) this.#say(path)
  }

  /** What a draft is compared with is another thing now, and it will be checked again. */
  outdate(uri: string): void {
    const looked = this.#looked.get(uri)
    if (looked) this.#looked.set(uri, { ...looked, compared: [] })
  }

  /** Many drafts were checked, each with its URI. */
  lookedAt(drafts: readonly (readonly [string, LookedAt])[]): void {
    for (const [uri, now] of drafts) this.#looked.set(uri, now)
    if (drafts.length > 0) this.sayAll()
  }

  /** Files were written, made or removed. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    const paths = uris.flatMap(uri => pathOf(uri) ?? [])
    for (const path of paths) if (basename(path) === DECISIONS_FILE && this.#files.has(path)) await this.#read(path)
  }

  /** Folders were added to the workspace, or taken out of it. */
  async foldersChanged(added: readonly string[], removed: readonly string[]): Promise<void> {
    const [more, fewer] = [added, removed].map(uris => uris.flatMap(uri => pathOf(uri) ?? [])) as [string[], string[]]
    const before = this.#snapshot()
    this.#places.clear()
    this.#folders = [...this.#folders.filter(folder => !fewer.includes(folder)), ...more]
    for (const { uri } of this.#session.documents.all()) await this.ready(uri)
    this.#tell(before)
  }

  /** Says anew what is to be said of the files: in another language, no more, or of more drafts. */
  sayAll(): void {
    for (const path of this.#files.keys()) this.#say(path)
  }

  /** Where decisions on a draft's findings are written; null if it is in no folder of the workspace. */
  placeFor(uri: string): string | null {
    const places = this.#placesOf(uri)
    return places.find(path => this.#files.get(path)) ?? places.at(-1) ?? null
  }

  /**
   * Makes decisions on a draft's findings, and takes back others, named by their fingerprints. A file that has unsaved changes in
   * the editor (`dirty`, by URI) is edited there, any other replaced on the disk. Throws, and changes nothing, if that cannot be done.
   */
  async change(uri: string, made: readonly Decision[], withdrawn: readonly string[], dirty: readonly string[]): Promise<void> {
    await this.ready(uri)
    const path = this.placeFor(uri)
    if (path === null || !(await canHold(path, this.#folders))) throw new Refusal({ zh: "草稿不在工作区的文件夹里，没有地方存放决定", en: "the draft is in no folder of the workspace: there is no place for decisions" })
    const open = dirty.map(pathOf).includes(path) ? this.#openAt(path) : undefined
    if (open) return this.#edit(open, made, withdrawn)
    await changeDecisionsFile(path, made, withdrawn)
    // An editor that has the file open sends what is in it now by itself.
    if (!this.#openAt(path)) await this.#read(path)
  }

  /** What takes decisions out of an open file. */
  withoutDecisions(document: OpenDocument, fingerprints: readonly string[]): TextEdit[] {
    const { text } = document.read()
    return [replacement(text, changedDecisions(text, [], fingerprints))]
  }

  /** The decisions of an open file that no finding needs any more. */
  unneededIn(uri: string): readonly Unneeded[] {
    const known = this.#files.get(pathOf(uri)!)
    return known ? this.#unneeded(pathOf(uri)!, known) : []
  }

  async #edit(document: OpenDocument, made: readonly Decision[], withdrawn: readonly string[]): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { text } = document.read()
      const edit = workspaceEdit(this.#session, document, [replacement(text, changedDecisions(text, made, withdrawn))])
      if ((await this.#session.connection.workspace.applyEdit(edit)).applied) return
    }
    throw new Refusal({ zh: "编辑器没有改成这个文件", en: "the editor did not change the file" })
  }

  /** The places of files that may hold for a draft, the nearest first. */
  #placesOf(uri: string): readonly string[] {
    const known = this.#places.get(uri)
    if (known) return known
    const path = pathOf(uri)
    const places = path === null ? [] : foldersAbove(path, this.#folders).map(folder => join(folder, DECISIONS_FILE))
    this.#places.set(uri, places)
    return places
  }

  #openAt(path: string): OpenDocument | undefined {
    return this.#session.documents.all().find(({ uri }) => pathOf(uri) === path)
  }

  #watch(): void {
    if (this.#isWatching || !this.#session.client.registersFileWatchers) return
    this.#isWatching = true
    this.#session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: `**/${DECISIONS_FILE}` }] }).catch(() => undefined)
  }

  /** One reading of a file after the other. */
  #read(path: string): Promise<void> {
    const reading = (this.#reading.get(path) ?? Promise.resolve()).then(() => this.#readNow(path))
    this.#reading.set(path, reading)
    return reading
  }

  async #readNow(path: string): Promise<void> {
    if (this.#openAt(path)) return
    try {
      const text = await readDecisions(path, this.#folders)
      if (!this.#openAt(path)) this.#take(path, text)
    } catch (error) {
      this.#set(path, { text: "", read: { fault: reasonOf(error), at: 0 } })
    }
  }

  #take(path: string, text: string | null): void {
    const before = this.#files.get(path)
    if (before?.text !== text || before === undefined) this.#set(path, text === null ? null : { text, read: parseDecisions(text) })
  }

  #set(path: string, known: Known | null): void {
    const before = this.#snapshot()
    this.#files.set(path, known)
    // What was decided of their findings is another thing now.
    for (const uri of this.#looked.keys()) if (this.#placesOf(uri).includes(path)) this.#looked.delete(uri)
    this.#tell(before)
    this.#say(path)
    this.onFile()
  }

  #snapshot(): ReadonlyMap<OpenDocument, ReadonlyMap<string, Decision>> {
    return new Map(this.#session.documents.all().map(document => [document, this.of(document.uri)]))
  }

  #tell(before: ReadonlyMap<OpenDocument, ReadonlyMap<string, Decision>>): void {
    const concerned = [...before].flatMap(([document, decisions]) => (decisions === this.of(document.uri) ? [] : [document]))
    if (concerned.length > 0) this.onChange(concerned)
  }

  #say(path: string): void {
    const known = this.#files.get(path)
    const diagnostics = known && this.#session.settings.enable ? this.#remarks(path, known) : []
    const said = JSON.stringify(diagnostics)
    if (said === (this.#said.get(path) ?? "[]")) return
    this.#said.set(path, said)
    void this.#session.connection.sendDiagnostics({ uri: this.#openAt(path)?.uri ?? uriOf(path), diagnostics })
  }

  #remarks(path: string, known: Known): LspDiagnostic[] {
    const { locale, hasTags } = this.#session.form
    const lines = new LineIndex(known.text)
    const rangeOf = ({ from, to }: Range): LspDiagnostic["range"] => ({ start: lines.position(from), end: lines.position(Math.min(known.text.length, to)) })
    if ("fault" in known.read) {
      const { fault, at } = known.read
      return [{ range: rangeOf({ from: at, to: at + 1 }), severity: ERROR, source: SOURCE, message: { zh: `没有采用这里的决定：${fault.zh}`, en: `The decisions here are not taken: ${fault.en}` }[locale] }]
    }
    return this.#unneeded(path, known).map(({ decision, at }) => ({
      range: rangeOf({ from: at, to: at + decision.fingerprint.length + 2 }),
      severity: HINT,
      code: "unneeded-decision",
      source: SOURCE,
      message: unneededMessage(decision)[locale],
      ...(hasTags ? { tags: [UNNECESSARY] } : {}),
    }))
  }

  #unneeded(path: string, { text, read }: Known): Unneeded[] {
    if (!("decisions" in read) || read.decisions.size === 0) return []
    const own = [...this.#looked].filter(([uri]) => this.placeFor(uri) === path).map(([, looked]) => looked)
    const { settings: { rules }, lastYear } = this.#session
    const namesOf = (which: keyof LookedAt): ReadonlySet<string> => new Set(own.flatMap(looked => looked[which]))
    // Until all drafts have been looked at, a report may be compared with one that turns out to be one of several.
    const compared: ReadonlySet<string> = lastYear.isSettled ? namesOf("compared") : new Set()
    return unneededDecisions(text, read.decisions, namesOf("reports"), namesOf("decided"), compared).filter(({ decision: { rule } }) => rules[rule] !== "off")
  }
}

/** Something that cannot be done, with the reason. */
class Refusal extends Error {
  constructor(readonly text: Text) {
    super(text.en)
  }
}

/** Why a file cannot be read or written. */
export function reasonOf(error: unknown): Text {
  if (error instanceof Error && "text" in error) return error.text as Text
  const { message } = error as Error
  return { zh: `无法读写（${message}）`, en: `it cannot be read or written (${message})` }
}

/** The one edit that makes another text of a text, and leaves alone what both begin and end with. */
function replacement(text: string, changed: string): TextEdit {
  const most = Math.min(text.length, changed.length)
  let from = 0
  while (from < most && text[from] === changed[from]) from++
  let end = 0
  while (end < most - from && text.at(-1 - end) === changed.at(-1 - end)) end++
  const lines = new LineIndex(text)
  return { range: { start: lines.position(from), end: lines.position(text.length - end) }, newText: changed.slice(from, changed.length - end) }
}
