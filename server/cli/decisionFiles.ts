import { accessSync, constants, existsSync } from "node:fs"
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import { readDecisionsFile } from "../collection/decisionsFile.ts"
import { DECISIONS_FILE, decisionsIn, unneededDecisions, type Decision, type Unneeded } from "../collection/decisions.ts"
import { Fault, faultOf } from "./fault.ts"
import { STDIN } from "./files.ts"

/** A file of decisions as it was read. */
export interface DecisionFile {
  /** As it is shown. */
  readonly path: string
  readonly text: string
  readonly decisions: ReadonlyMap<string, Decision>
}

const NONE: ReadonlyMap<string, Decision> = new Map()

/** The decisions that hold for drafts: those in the nearest file, from a draft's folder up to the current one, or in the one file that is named. */
export class DecisionFiles {
  readonly #cwd: string
  readonly #named: string | null
  readonly #complain: (fault: Fault) => Promise<void>
  readonly #isToWrite: boolean
  readonly #files = new Map<string, DecisionFile | null>()
  readonly #broken = new Set<string>()

  /**
   * `named` is the one file that counts, or null; `isToWrite`: decisions are to be added. A file that cannot be used is told to `complain`
   * once, and has no decisions.
   */
  constructor(cwd: string, named: string | null, isToWrite: boolean, complain: (fault: Fault) => Promise<void>) {
    this.#cwd = cwd
    this.#named = named
    this.#isToWrite = isToWrite
    this.#complain = complain
  }

  /** The decisions that hold for a draft. */
  async of(draft: string): Promise<ReadonlyMap<string, Decision>> {
    return (await this.#read(this.pathFor(draft)))?.decisions ?? NONE
  }

  /** The file that holds for a draft, or would if it were written. */
  pathFor(draft: string): string {
    if (this.#named !== null) return this.#named
    const folders = foldersOf(draft, this.#cwd)
    const folder = folders.find(folder => existsSync(resolve(this.#cwd, folder, DECISIONS_FILE))) ?? folders.at(-1)!
    return join(folder, DECISIONS_FILE)
  }

  /** False if the file that holds for a draft, once read, cannot take another decision: it is broken, or its folder may not be written. */
  takesMore(draft: string): boolean {
    return !this.#broken.has(this.pathFor(draft))
  }

  /** What no finding needs any more, by file. */
  unneeded(reports: ReadonlySet<string>, found: ReadonlySet<string>): { readonly file: DecisionFile; readonly unneeded: readonly Unneeded[] }[] {
    return [...this.#files.values()].flatMap(file => (file ? [{ file, unneeded: unneededDecisions(file.text, file.decisions, reports, found) }] : [])).filter(({ unneeded }) => unneeded.length > 0)
  }

  async #read(path: string): Promise<DecisionFile | null> {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = await this.#readAnew(path)
    this.#files.set(path, file)
    return file
  }

  async #readAnew(path: string): Promise<DecisionFile | null> {
    try {
      const text = readDecisionsFile(resolve(this.#cwd, path))
      if (this.#isToWrite) accessSync(dirname(resolve(this.#cwd, path)), constants.W_OK)
      else if (text === null && this.#named !== null) throw new Fault("没有这个文件", "there is no such file")
      return text === null ? null : { path, text, decisions: decisionsIn(text) }
    } catch (error) {
      this.#broken.add(path)
      await this.#complain(faultOf(path, error))
      return null
    }
  }
}

/** A draft's folder and those above it, up to the current one; of a draft elsewhere its folder alone. */
export function foldersOf(draft: string, cwd: string): string[] {
  const way = draft === STDIN ? "" : relative(cwd, resolve(cwd, dirname(draft)))
  if (isAbsolute(way) || way.split(sep)[0] === "..") return [dirname(draft)]
  const steps = way === "" ? [] : way.split(sep)
  return [...steps.map((_, i) => steps.slice(0, steps.length - i).join(sep)), ""]
}
