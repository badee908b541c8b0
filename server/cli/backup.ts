import { existsSync } from "node:fs"
import { link, rename, rm, writeFile } from "node:fs/promises"

/** More copies of one file nobody keeps. */
const MAX_BACKUPS = 1000

/** Puts the bytes beside the file as .bak, whole or not at all; where there is one already, as .bak2, .bak3, … Gives the path. */
export async function keepBackup(file: string, bytes: Uint8Array): Promise<string> {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    await writeFile(temporary, bytes, { flag: "wx" })
    for (let number = 1; number < MAX_BACKUPS; number++) {
      const place = `${file}.bak${number === 1 ? "" : number}`
      if (await putWhereNothingIs(temporary, place)) return place
    }
    throw new Error("there are too many copies already")
  } finally {
    await rm(temporary, { force: true })
  }
}

/** A link is made only if nothing has that name; file systems without links are asked first. */
async function putWhereNothingIs(temporary: string, place: string): Promise<boolean> {
  if (existsSync(place)) return false
  try {
    await link(temporary, place)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    await rename(temporary, place)
  }
  return true
}
