import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { isReadable } from "../engine/draftFiles.ts"
import { FileError } from "./fileError.ts"
import type { Read, Reading, ToRead } from "./readerThread.ts"

/** No report takes longer; a file made to keep the reader busy would. */
const TIME_LIMIT_MS = 20_000
/** In MiB; a file that takes more is given up. */
const MAX_MEMORY = 1024

/**
 * Reads Word and web files one after the other in a thread of its own, so that whoever asks can go on meanwhile.
 * A file that takes too long or too much memory is given up, and the thread with it: the next file gets another one.
 */
export class Reader {
  readonly #module: string
  readonly #limit: number
  #thread: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()

  /** `module` is the thread's program, which calls `answerReader`; `limit` is the time for one file, in milliseconds. */
  constructor(module: string, limit = TIME_LIMIT_MS) {
    this.#module = module
    this.#limit = limit
  }

  /** Reads a file, one of the old kind through LibreOffice; stops when `signal` says so. Throws a FileError that says why it cannot be read. */
  async read(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Read> {
    const present = isReadable(name) ? bytes : await (await import("./bundle.ts")).withoutOldKind(name, bytes, { signal })
    const reading = this.#last.then(() => this.#read({ name, bytes: present }, signal))
    this.#last = reading.catch(() => undefined)
    return reading
  }

  async #read(file: ToRead, signal?: AbortSignal): Promise<Read> {
    const late = AbortSignal.timeout(this.#limit)
    const end = signal ? AbortSignal.any([late, signal]) : late
    if (end.aborted) throw stopped()
    const thread = (this.#thread ??= this.#start())
    thread.postMessage(file)
    // Meanwhile it keeps the program running.
    thread.ref()
    try {
      const [reading] = (await once(thread, "message", { signal: end })) as [Reading]
      if ("fault" in reading) throw new FileError(reading.fault.zh, reading.fault.en)
      return reading
    } catch (error) {
      if (error instanceof FileError) throw error
      this.#thread = null
      await thread.terminate()
      if (late.aborted) throw new FileError("读取这个文件用时过长，已中止", "reading this file took too long and was given up")
      throw signal?.aborted ? stopped() : new FileError("文件过大或已损坏，无法读取", "the file is too large or damaged to be read")
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

/** The FileError of what nobody waits for any more. */
const stopped = (): FileError => new FileError("已取消", "it was cancelled")
