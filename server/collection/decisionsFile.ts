import { lstatSync, readFileSync } from "node:fs"
import { open, rename, rm, stat, writeFile } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import { FileError } from "../files/fileError.ts"
import { changedDecisions, type Decision } from "./decisions.ts"

// The file of decisions on the disk: the command line and the server read and write it alike.

/** Another writer is done well before that; a lock that is older was left behind. */
const LOCK_MS = 10_000
const RETRY_MS = 20
/** No collection has so many decisions; in bytes. */
const MAX_SIZE = 16 * 2 ** 20

/** The text of a file; null if there is no such file. A link is not followed. Throws if it cannot be read. */
export function readDecisionsFile(file: string): string | null {
  const stats = lstatSync(file, { throwIfNoEntry: false })
  if (!stats) return null
  if (!stats.isFile()) throw new FileError("不是普通文件", "it is no regular file")
  if (stats.size > MAX_SIZE) throw new FileError("文件太大", "the file is too large")
  return readFileSync(file, "utf8").replace(/^\uFEFF/, "")
}

/** Makes decisions in a file, which may not be there yet, and takes others back, named by their fingerprints. One writer after the other reads it anew and replaces it whole. Throws, and leaves it as it was, if it is broken or cannot be written. */
export async function changeDecisionsFile(file: string, made: readonly Decision[], withdrawn: readonly string[] = []): Promise<void> {
  const lock = `${file}.lock`
  const temporary = `${file}.${process.pid}.tmp`
  await takeLock(lock)
  try {
    await writeFile(temporary, changedDecisions(readDecisionsFile(file), made, withdrawn), { flag: "wx" })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
    await rm(lock, { force: true })
  }
}

async function takeLock(lock: string): Promise<void> {
  while (!(await create(lock))) {
    if (await isLeftBehind(lock)) await removeLeftBehind(lock)
    else await wait(RETRY_MS)
  }
}

/** Removes a lock that was left behind. Writers that have found it take turns and look again: what is there by then may be the lock of one of them. */
async function removeLeftBehind(lock: string): Promise<void> {
  const turn = `${lock}.turn`
  if (!(await create(turn))) {
    if (await isLeftBehind(turn)) await rm(turn, { force: true })
    return
  }
  try {
    if (await isLeftBehind(lock)) await rm(lock, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

/** False if the file is there already. */
async function create(file: string): Promise<boolean> {
  try {
    await (await open(file, "wx")).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    return false
  }
}

async function isLeftBehind(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => null)
  return stats !== null && Date.now() - stats.mtimeMs > LOCK_MS
}
