import { existsSync, lstatSync, readFileSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { glob } from "tinyglobby"
import { parseWholes, partPaths, partsIn, wholeOf, WHOLES_FILE, type PartFile, type WholeEntry } from "../collection/wholes.ts"
import { isReadable } from "../engine/draftFiles.ts"
import type { Document } from "../engine/index.ts"
import type { Whole } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { decode } from "./encoding.ts"
import { foldersOf } from "./decisionFiles.ts"
import { Fault, faultOf, reasonOf } from "./fault.ts"
import { STDIN } from "./files.ts"

/** A file that says which reports are the sums of which others. */
interface WholesFile {
  /** Its folder, as drafts are named. */
  readonly folder: string
  readonly wholes: readonly WholeEntry[]
  /** Its mistakes; with one it says nothing. */
  readonly faults: readonly Fault[]
  /** The drafts below the folder, as paths from there with `/`; listed when a whole is checked. */
  files: readonly string[] | null
}

/** What the drafts of a run are to be the sums of: the nearest file counts, from a draft's folder up to the current one. */
export class Wholes {
  readonly #cwd: string
  readonly #read: (path: string) => Promise<Document>
  readonly #files = new Map<string, WholesFile>()
  /** Which folders have such a file. */
  readonly #folders = new Map<string, boolean>()
  readonly #parts = new Map<string, PartFile>()

  /** `read` gives a draft as it is compared with others, and throws if it cannot be read. */
  constructor(cwd: string, read: (path: string) => Promise<Document>) {
    this.#cwd = cwd
    this.#read = read
  }

  /** What a report of a draft is to be the sum of, and what is wrong with the file that says so. */
  async of(draft: string, report: Report): Promise<{ readonly wholes: readonly Whole[]; readonly faults: readonly Fault[] }> {
    const file = draft === STDIN ? null : this.#fileFor(draft)
    if (!file) return { wholes: [], faults: [] }
    const own = relative(resolve(this.#cwd, file.folder), resolve(this.#cwd, draft)).split(sep).join("/")
    const entries = file.wholes.filter(({ whole }) => whole === own)
    if (entries.length > 0) file.files ??= await draftsBelow(resolve(this.#cwd, file.folder))
    const found: Whole[] = []
    for (const entry of entries) {
      const { paths, unmatched } = partPaths(entry, file.files!)
      const parts: PartFile[] = []
      for (const path of paths) parts.push(await this.#partsOf(path, file.folder))
      found.push(wholeOf(report, entry, parts, unmatched))
    }
    return { wholes: found, faults: file.faults }
  }

  async #partsOf(path: string, folder: string): Promise<PartFile> {
    const place = join(folder, path)
    const known = this.#parts.get(place) ?? (await this.#readParts(path, place))
    this.#parts.set(place, known)
    return known
  }

  async #readParts(path: string, place: string): Promise<PartFile> {
    try {
      return { path, reports: partsIn(await this.#read(place), place) }
    } catch (error) {
      return { path, fault: reasonOf(error) }
    }
  }

  #fileFor(draft: string): WholesFile | null {
    const folder = foldersOf(draft, this.#cwd).find(folder => this.#hasFile(folder))
    if (folder === undefined) return null
    const known = this.#files.get(folder)
    if (known !== undefined) return known
    const file: WholesFile = { folder, ...this.#readFile(folder), files: null }
    this.#files.set(folder, file)
    return file
  }

  #hasFile(folder: string): boolean {
    const known = this.#folders.get(folder) ?? existsSync(resolve(this.#cwd, folder, WHOLES_FILE))
    this.#folders.set(folder, known)
    return known
  }

  #readFile(folder: string): Pick<WholesFile, "wholes" | "faults"> {
    const path = join(folder, WHOLES_FILE)
    try {
      const text = textOf(resolve(this.#cwd, path))
      const read = parseWholes(text)
      if (!("faults" in read)) {
        const missing = read.wholes.filter(({ whole }) => !existsSync(resolve(this.#cwd, folder, whole)))
        return { wholes: read.wholes, faults: missing.map(({ whole }) => new Fault(`${path}：没有“${whole}”这个文件`, `${path}: there is no file “${whole}”`)) }
      }
      const lines = new LineIndex(text)
      const faults = read.faults.map(({ at, text: { zh, en } }) => {
        const { line, character } = lines.position(at)
        const place = `${path}:${line + 1}:${character + 1}`
        return new Fault(`${place}：${zh}`, `${place}: ${en}`, path)
      })
      return { wholes: [], faults }
    } catch (error) {
      return { wholes: [], faults: [faultOf(path, error)] }
    }
  }
}

/** A link is not followed. */
function textOf(file: string): string {
  if (!lstatSync(file).isFile()) throw new Fault("不是普通文件", "it is no regular file")
  const decoded = decode(readFileSync(file))
  if (!decoded) throw new Fault("不是文本文件", "it is no text file")
  return decoded.text.replace(/^\uFEFF/, "")
}

/** No link is followed, and nothing is listed where nobody looks for drafts. */
async function draftsBelow(folder: string): Promise<readonly string[]> {
  const found = await glob("**/*", { cwd: folder, followSymbolicLinks: false, expandDirectories: false, ignore: ["**/node_modules/**"] })
  return found.filter(isReadable).sort()
}
