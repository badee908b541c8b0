import { join } from "node:path"
import { Reader } from "../files/reader.ts"
import type { Read } from "../files/readerThread.ts"

let reader: Reader | null = null

/** Reads a Word or web file apart from all else, until `signal` says that nobody waits for it. Throws a FileError. */
export function readApart(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Read> {
  reader ??= new Reader(join(__dirname, "reader.js"))
  return reader.read(name, bytes, signal)
}
