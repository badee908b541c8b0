import { accessSync, constants, existsSync } from "node:fs"
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import { readDecisionsFile } from "../collection/decisionsFile.ts"
import { DECISIONS_FILE, decisionsIn, type Decision } from "../collection/decisions.ts"
import { Fault, faultOf } from "./fault.ts"
import { STDIN } from "./files.ts"

/** A file of decisions as it was read. */
export interface DecisionFile {
  /** As it is shown. */
  readonly path: string
  readonly text: string
  readonly decisions: ReadonlyMap<string, Decision>
}

/** The decisions that hold for drafts: those in the nearest file, from a draft's folder up to the current one, or in the one file that is named. */
export class DecisionFiles {
  readonly #cwd: string
  readonly #named: string | null
  readonly #isToWrite: boolean
  readonly #files = new Map<string, DecisionFile | Fault | null>()
  /** Which folders have such a file. */
  readonly #folders = new Map<string, boolean>()

  /** `named` is the one file that counts, or null; `isToWrite`: decisions are to be added. */
  constructor(cwd: string, named: string | null, isToWrite: boolean) {
    this.#cwd = cwd
    this.#named = named
    this.#isToWrite = isToWrite
  }

  /** A file of decisions, null if there is none, or why it cannot be used: it is broken or, where it takes more, its folder may not be written. Each is read once. */
  at(path: string): DecisionFile | Fault | null {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = this.#read(path)
    this.#files.set(path, file)
    return file
  }

  /** The file that holds for a draft, or would if it were written. */
  pathFor(draft: string): string {
    if (this.#named !== null) return this.#named
    const folders = foldersOf(draft, this.#cwd)
    return join(folders.find(folder => this.#hasFile(folder)) ?? folders.at(-1)!, DECISIONS_FILE)
  }

  #hasFile(folder: string): boolean {
    const known = this.#folders.get(folder) ?? existsSync(resolve(this.#cwd, folder, DECISIONS_FILE))
    this.#folders.set(folder, known)
    return known
  }

  #read(path: string): DecisionFile | Fault | null {
    try {
      const text = readDecisionsFile(resolve(this.#cwd, path))
      if (this.#isToWrite) accessSync(dirname(resolve(this.#cwd, path)), constants.W_OK)
      else if (text === null && this.#named !== null) throw new Fault("没有这个文件", "there is no such file")
      return text === null ? null : { path, text, decisions: decisionsIn(text) }
    } catch (error) {
      return faultOf(path, error)
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
