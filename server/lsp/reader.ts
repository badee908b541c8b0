import { once } from "node:events"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { FileError } from "../files/fileError.ts"
import type { Reading, ToRead } from "./readerThread.ts"

/** No report takes longer; a file made to keep the reader busy would. */
const TIME_LIMIT_MS = 20_000
/** In MiB; a file that takes more is given up. */
const MAX_MEMORY = 1024

/** What a Word or web file says as a draft. */
export type Read = Exclude<Reading, { fault: unknown }>

/**
 * Reads Word and web files one after the other in a thread of its own, so that whoever asks can go on meanwhile.
 * A file that takes too long or too much memory is given up, and the thread with it: the next file gets another one.
 */
export class Reader {
  readonly #module: string
  readonly #limit: number
  #thread: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()

  /** `module` is the thread's program; `limit` is the time for one file, in milliseconds. */
  constructor(module: string, limit = TIME_LIMIT_MS) {
    this.#module = module
    this.#limit = limit
  }

  /** Throws a FileError that says why it cannot be read. */
  read(name: string, bytes: Uint8Array): Promise<Read> {
    const reading = this.#last.then(() => this.#read({ name, bytes }))
    this.#last = reading.catch(() => undefined)
    return reading
  }

  async #read(file: ToRead): Promise<Read> {
    const thread = (this.#thread ??= this.#start())
    const limit = AbortSignal.timeout(this.#limit)
    thread.postMessage(file)
    // Meanwhile it keeps the program running.
    thread.ref()
    try {
      const [reading] = (await once(thread, "message", { signal: limit })) as [Reading]
      if ("fault" in reading) throw new FileError(reading.fault.zh, reading.fault.en)
      return reading
    } catch (error) {
      if (error instanceof FileError) throw error
      this.#thread = null
      await thread.terminate()
      throw limit.aborted ? new FileError("读取这个文件用时过长，已中止", "reading this file took too long and was given up") : new FileError("文件过大或已损坏，无法读取", "the file is too large or damaged to be read")
    } finally {
      thread.unref()
    }
  }

  #start(): Worker {
    const thread = new Worker(this.#module, { resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY } })
    // Of one that fails while nothing is being read nobody else hears.
    thread.on("error", () => {
      if (this.#thread === thread) this.#thread = null
    })
    return thread
  }
}

let reader: Reader | null = null

/** Reads a Word or web file apart from all else; one of the old kind through LibreOffice. Throws a FileError. */
export async function readApart(name: string, bytes: Uint8Array): Promise<Read> {
  const { withoutOldKindApart } = await import("../files/bundle.ts")
  reader ??= new Reader(join(__dirname, "reader.js"))
  return reader.read(name, await withoutOldKindApart(name, bytes))
}
