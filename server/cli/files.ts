import { constants, readFileSync, statSync, type Dirent } from "node:fs"
import { access, readdir, realpath, stat, writeFile } from "node:fs/promises"
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path"
import { glob, isDynamicPattern } from "tinyglobby"
import writeFileAtomic from "write-file-atomic"
import { isDocumentName, isDraftName, isLeftOut } from "../engine/draftFiles.ts"
import { Fault, faultOf } from "./fault.ts"

/** The path that stands for the standard input. */
export const STDIN = "-"

/** The drafts that arguments name, in path order and each once, and what could not be found. */
export interface FoundDrafts {
  readonly paths: readonly string[]
  readonly faults: readonly Fault[]
}

/** Finds the drafts that files, folders, globs and `-` name, seen from the folder `cwd`. */
export async function findDrafts(args: readonly string[], cwd: string): Promise<FoundDrafts> {
  const paths: string[] = []
  const faults: Fault[] = []
  for (const arg of args) {
    try {
      for (const path of await draftsOf(arg, cwd, faults)) paths.push(path)
    } catch (error) {
      faults.push(faultOf(arg, error))
    }
  }
  return { paths: inOrder(await withoutRepeats(paths, cwd)), faults }
}

/** The bytes of a file or, for `-`, of the standard input. There is nothing to do meanwhile, and so a file is read at once, which costs a fraction of waiting for it. */
export async function readSource(path: string, cwd: string, stdin: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  if (path !== STDIN) return readFileSync(resolve(cwd, path))
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** True for what can be read more than once, which the standard input and pipes cannot. Of what is not there or cannot be looked at reading will tell. */
export function isFile(path: string, cwd: string): boolean {
  try {
    return path !== STDIN && statSync(resolve(cwd, path)).isFile()
  } catch {
    return true
  }
}

/** The bytes of a file that can be read more than once; null of others, and of those that cannot be read. */
export function readAgain(path: string, cwd: string): Buffer | null {
  try {
    return isFile(path, cwd) ? readFileSync(resolve(cwd, path)) : null
  } catch {
    return null
  }
}

/** Puts new bytes in a file's place, or fails and leaves the file as it was. */
export type ReplaceFile = (path: string, bytes: Uint8Array) => Promise<void>

/**
 * Replaces a file in one step; mode and owner stay, and of a symbolic link its target is replaced.
 * write-file-atomic takes a write cut short by a full disk for a whole one, so the temporary file is filled by writeFile, which does not.
 */
export const replaceFile: ReplaceFile = async (path, bytes) => {
  if (!(await stat(path)).isFile()) throw new Fault("不是普通文件", "it is no regular file")
  await access(path, constants.W_OK)
  await writeFileAtomic(path, Buffer.alloc(0), { tmpfileCreated: temporary => writeFile(temporary, bytes) })
}

/** The files that a path or a glob names, a file with such a name before all. Throws a Fault if there are none. */
export async function filesOf(arg: string, cwd: string): Promise<string[]> {
  const kind = await kindOf(arg, cwd)
  if (kind === "missing") return matchesOf(arg, cwd)
  if (kind === "file") return [arg]
  throw new Fault("不是普通文件", "it is no regular file")
}

async function draftsOf(arg: string, cwd: string, faults: Fault[]): Promise<string[]> {
  if (arg === STDIN) return [arg]
  const kind = await kindOf(arg, cwd)
  if (kind === "file") return [arg]
  if (kind === "folder") return draftsIn(arg, cwd, faults)
  if (kind === "other") throw new Fault("不是文件也不是文件夹", "it is neither a file nor a folder")
  return matchesOf(arg, cwd)
}

type Kind = "file" | "folder" | "other" | "missing"

async function kindOf(path: string, cwd: string): Promise<Kind> {
  if (path === "") return "missing"
  const stats = await stat(resolve(cwd, path)).catch(onlyMissing)
  if (!stats) return "missing"
  if (stats.isDirectory()) return "folder"
  // A FIFO too can be read once: check <(unzip -p …).
  return stats.isFile() || stats.isFIFO() ? "file" : "other"
}

function onlyMissing(error: NodeJS.ErrnoException): null {
  // A pattern with * is no possible name on Windows: EINVAL.
  if (["ENOENT", "ENOTDIR", "EINVAL"].includes(error.code ?? "")) return null
  throw error
}

async function matchesOf(pattern: string, cwd: string): Promise<string[]> {
  const slashed = globPattern(pattern)
  if (pattern === "" || !isDynamicPattern(slashed)) throw new Fault("找不到这个文件", "there is no such file")
  const matches = await glob(slashed, { cwd, absolute: isAbsolute(pattern), ignore: ["**/node_modules/**"], expandDirectories: false })
  if (matches.length === 0) throw new Fault("没有匹配的文件", "no file matches")
  return matches.map(path => join(path))
}

/** A pattern as globs are written, with `/`; on Windows people write `\`. */
export function globPattern(pattern: string, separator: string = sep): string {
  return separator === "\\" ? pattern.replaceAll("\\", "/") : pattern
}

async function draftsIn(folder: string, cwd: string, faults: Fault[]): Promise<string[]> {
  const found: string[] = []
  const before = faults.length
  await walk(folder, { cwd, found, faults, seen: new Set() })
  if (found.length === 0 && faults.length === before) {
    throw new Fault("文件夹里没有草稿（.txt、.md、.docx、.html）", "the folder holds no drafts (.txt, .md, .docx, .html)")
  }
  return found
}

interface Walk {
  readonly cwd: string
  readonly found: string[]
  readonly faults: Fault[]
  /** Real paths of the folders seen: a symbolic link may lead back to one. */
  readonly seen: Set<string>
}

async function walk(folder: string, walked: Walk): Promise<void> {
  try {
    const real = await realpath(resolve(walked.cwd, folder))
    if (walked.seen.has(real)) return
    walked.seen.add(real)
    for (const entry of linksLast(await readdir(real, { withFileTypes: true }))) await visit(join(folder, entry.name), entry, walked)
  } catch (error) {
    walked.faults.push(faultOf(folder, error))
  }
}

async function visit(path: string, entry: Dirent, walked: Walk): Promise<void> {
  if (isLeftOut(entry.name)) return
  const isLink = entry.isSymbolicLink()
  const kind = isLink ? await kindOf(path, walked.cwd) : entry.isDirectory() ? "folder" : entry.isFile() ? "file" : "other"
  if (kind === "folder") await walk(path, walked)
  // A link to nothing is listed, so that it is reported when it cannot be read.
  else if (kind !== "other" && (isDraftName(entry.name) || isDocumentName(entry.name))) walked.found.push(path)
}

/** A folder is shown by its own path, not by a link to it. */
function linksLast(entries: readonly Dirent[]): Dirent[] {
  return [...entries].sort((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || byCodeUnit(a.name, b.name))
}

/** Leaves out a file named twice, also by way of a link to its folder; the shortest path stays. */
async function withoutRepeats(paths: readonly string[], cwd: string): Promise<string[]> {
  const folders = new Map<string, string>()
  const unique = new Map<string, string>()
  for (const path of paths) {
    const key = path === STDIN ? STDIN : await identity(resolve(cwd, path), folders)
    const known = unique.get(key)
    if (known === undefined || path.length < known.length) unique.set(key, path)
  }
  return [...unique.values()]
}

async function identity(path: string, folders: Map<string, string>): Promise<string> {
  const folder = dirname(path)
  const real = folders.get(folder) ?? (await realpath(folder).catch(() => folder))
  folders.set(folder, real)
  return join(real, basename(path))
}

function inOrder(paths: readonly string[]): string[] {
  return [...paths].sort(byCodeUnit)
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
