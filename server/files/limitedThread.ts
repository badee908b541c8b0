import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { FileError } from "./fileError.ts"

/** No report takes longer; a file made to keep a reader busy would. */
const TIME_LIMIT_MS = 20_000
/** In MiB; a file that takes more is given up. */
const MAX_MEMORY = 1024

/** How long somebody waits for an answer. */
interface Wait {
  readonly signal?: AbortSignal | undefined
  readonly more?: number
}

/**
 * A thread that does one thing with a file after the other, so that whoever asks can go on meanwhile.
 * What takes too long or too much memory is given up, and the thread with it: the next file gets another one.
 */
export class LimitedThread {
  readonly #module: string
  readonly #data: unknown
  readonly #limit: number
  #thread: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()

  /** `module` is the thread's program, which answers each message with one; `data` is its `workerData`; `limit` is the time for one file, in milliseconds. */
  constructor(module: string, data?: unknown, limit = TIME_LIMIT_MS) {
    this.#module = module
    this.#data = data
    this.#limit = limit
  }

  /** What the thread answers; `signal` says when nobody waits for it any more, `more` for how many milliseconds it may go on beyond the limit. Throws a FileError if there is no answer. */
  ask(question: unknown, { signal, more = 0 }: Wait = {}): Promise<unknown> {
    const answer = this.#last.then(() => this.#ask(question, this.#limit + more, signal))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  async #ask(question: unknown, limit: number, signal?: AbortSignal): Promise<unknown> {
    const late = AbortSignal.timeout(limit)
    const end = signal ? AbortSignal.any([late, signal]) : late
    if (end.aborted) throw stopped()
    const thread = (this.#thread ??= this.#start())
    thread.postMessage(question)
    // Meanwhile it keeps the program running.
    thread.ref()
    try {
      const [answer] = (await once(thread, "message", { signal: end })) as [unknown]
      return answer
    } catch {
      this.#thread = null
      await thread.terminate()
      if (late.aborted) throw new FileError("处理这个文件用时过长，已中止", "this file took too long and was given up")
      throw signal?.aborted ? stopped() : new FileError("文件过大或已损坏，无法读取", "the file is too large or damaged to be read")
    } finally {
      thread.unref()
    }
  }

  #start(): Worker {
    const thread = new Worker(this.#module, { workerData: this.#data, resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY } })
    // Of one that fails while nothing is asked of it nobody else hears.
    thread.on("error", () => {
      if (this.#thread === thread) this.#thread = null
    })
    return thread
  }
}

/** The FileError of what nobody waits for any more. */
const stopped = (): FileError => new FileError("已取消", "it was cancelled")
