import type { Dirent } from "node:fs"
import { lstat, open, opendir, realpath } from "node:fs/promises"
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { readDecisionsFile } from "../collection/decisionsFile.ts"
import { topicOf, type ReportFormat } from "../engine/report/format.ts"
import { isDocumentName, isLeftOut, isReadable } from "../engine/draftFiles.ts"
import { memoizeText } from "../engine/text/memoize.ts"
import { decode } from "./decode.ts"
import { readApart } from "./readApart.ts"

// All that the server reads from the disk: drafts below the workspace's folders, and nothing that a link leads to.

/** More drafts than this are not looked through. */
export const MAX_FILES = 5000
/** Larger files, in bytes, are not read: a collection of several hundred reports is smaller. */
const MAX_SIZE = 4 * 1024 * 1024
/** So many files and folders of any kind are looked at in search of drafts. */
const MAX_ENTRIES = 100_000
/** That of an open document is asked for with each of its reports. */
const FOR_URIS = { texts: 1000, length: 2000 }

/** The path of a URI; null for what is not on the disk. */
export const pathOf = memoizeText((uri): string | null => {
  try {
    return fileURLToPath(uri).replace(/^[A-Z](?=:)/, drive => drive.toLowerCase())
  } catch {
    return null
  }
}, FOR_URIS)

/** The URI of a path. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href
}

/** What a path below one of the folders may be, by its name; null if it is below none of them, or where nobody looks for drafts. */
export function kindOf(path: string, folders: readonly string[]): "draft" | "other" | null {
  const steps = folders.map(folder => stepsTo(path, folder)).find(steps => steps && !steps.some(isLeftOut))
  return steps ? (isReadable(basename(path)) ? "draft" : "other") : null
}

/** The names that lead from a folder down to a path; null if it is not below the folder. */
function stepsTo(path: string, folder: string): string[] | null {
  const way = relative(folder, path)
  const steps = way.split(sep)
  return way === "" || steps[0] === ".." || isAbsolute(way) ? null : steps
}

/** The folders in which a path below one of the folders lies, the nearest first; none where nobody looks for drafts. */
export function foldersAbove(path: string, folders: readonly string[]): string[] {
  const tops = folders.filter(folder => kindOf(path, [folder]))
  // Of workspace folders one within another the outermost counts.
  const top = tops.sort((a, b) => a.length - b.length)[0]
  if (top === undefined) return []
  const above = [dirname(path)]
  while (above.at(-1) !== top) above.push(dirname(above.at(-1)!))
  return above
}

/** The drafts below the folders, and whether these are all. */
export interface Listing {
  readonly paths: readonly string[]
  readonly isWhole: boolean
}

/** Lists the drafts below folders, or files of other names. Links are not followed; a folder that cannot be read has none. */
export async function listFiles(folders: readonly string[], isWanted: (name: string) => boolean = isReadable): Promise<Listing> {
  const paths: string[] = []
  const left = [...folders]
  let entries = 0
  for (const folder of left) {
    try {
      for await (const entry of await opendir(folder)) {
        if (++entries > MAX_ENTRIES || paths.length === MAX_FILES) return { paths, isWhole: false }
        sort(entry, folder, paths, left, isWanted)
      }
    } catch {
      continue
    }
  }
  return { paths, isWhole: true }
}

function sort(entry: Dirent, folder: string, paths: string[], folders: string[], isWanted: (name: string) => boolean): void {
  if (isLeftOut(entry.name)) return
  if (entry.isDirectory()) folders.push(join(folder, entry.name))
  else if (entry.isFile() && isWanted(entry.name)) paths.push(join(folder, entry.name))
}

/** The text of a draft below one of the folders; null if there is none that can be read. One that is too large is told to `complain`. */
export async function readDraft(path: string, folders: readonly string[], formats: readonly ReportFormat[], complain: (fault: string) => void): Promise<string | null> {
  return readBytes(path, folders, complain, bytes => textOf(path, bytes, formats))
}

/** The text of any other file below one of the folders. */
export async function readText(path: string, folders: readonly string[], complain: (fault: string) => void): Promise<string | null> {
  return readBytes(path, folders, complain, bytes => Promise.resolve(decode(bytes)))
}

async function readBytes(path: string, folders: readonly string[], complain: (fault: string) => void, read: (bytes: Buffer) => Promise<string | null>): Promise<string | null> {
  try {
    if (!(await isDraftFile(path, folders))) return null
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size <= MAX_SIZE) return await read(await file.readFile())
      complain(`${path} is too large to be read: ${size} bytes`)
      return null
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

/** True if there is a file of its own at the path, below one of the folders and behind no link. */
export async function isDraftFile(path: string, folders: readonly string[]): Promise<boolean> {
  try {
    return (await isReallyBelow(path, folders)) && (await lstat(path)).isFile()
  } catch {
    return false
  }
}

/** The text of a file of decisions below one of the folders; null if there is none. Throws if it cannot be read, or a link leads to it. */
export async function readDecisions(path: string, folders: readonly string[]): Promise<string | null> {
  return (await canHold(path, folders)) ? readDecisionsFile(path) : null
}

/** True if a file may be written at a path: its folder is one of the folders or below one, and no link leads there. */
export async function canHold(path: string, folders: readonly string[]): Promise<boolean> {
  const folder = dirname(path)
  try {
    return folders.includes(folder) || (await isReallyBelow(folder, folders))
  } catch {
    return false
  }
}

/** True for a page about something else than reports of the formats, by its name and its bytes. */
export const isOffTopic = (name: string, bytes: Uint8Array, formats: readonly ReportFormat[]): boolean => /\.html?$/i.test(name) && !topicOf(formats).test(decode(bytes) ?? "")

/** The text of a draft; of a Word or web file as `check` reads it; empty for a page about something else. Throws if there is none. */
async function textOf(path: string, bytes: Buffer, formats: readonly ReportFormat[]): Promise<string | null> {
  if (!isDocumentName(path)) return decode(bytes)
  if (isOffTopic(path, bytes, formats)) return ""
  return (await readApart(path, bytes)).text
}

/** True if no link leads from the folder to the file, be it of the file itself or of a folder on the way. */
async function isReallyBelow(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realpath(path)
  for (const folder of folders) {
    const steps = stepsTo(path, folder)
    if (steps && join(await realpath(folder), ...steps) === real) return true
  }
  return false
}
