import { once } from "node:events"
import { Worker } from "node:worker_threads"
import type { Text } from "../engine/report/format.ts"
import { onInterruption } from "../files/interruption.ts"
import type { Crew } from "./crew.ts"
import { reasonOf } from "./fault.ts"
import type { Outcome, Steps, Task } from "./inspect.ts"
import type { Learnt } from "./lastYear.ts"
import type { Question } from "./thread.ts"

/** So many drafts are handed out at once, so that threads need not be asked for each. */
const BATCH = 8
/** So many batches for each thread may be done before those that come first in the output. */
const AHEAD = 16
/** In MiB: as much as Node gives to a program. A thread that takes more ends, not all of them. */
const MAX_MEMORY = 4096
/** A thread that has not ended by itself so many milliseconds after it was told to has its hands full, and has started no other program. */
const GRACE_MS = 500

const MAX_THREADS = 8
/** A thread has to become quick first, for which a second core compiles; it takes as long as checking so many drafts, and many times as long where all cores are busy. */
const DRAFTS_PER_THREAD = 100
const DRAFTS_PER_BUSY_THREAD = 1000

/** How many threads look at so many drafts the soonest, on so many cores. */
export function threadsFor(drafts: number, cores: number): number {
  const most = Math.min(cores, MAX_THREADS)
  return Math.max(Math.min(Math.floor(most / 2), Math.floor(drafts / DRAFTS_PER_THREAD)), Math.min(most, Math.floor(drafts / DRAFTS_PER_BUSY_THREAD)))
}

/** Drafts that are with a thread. */
interface Batch {
  readonly drafts: readonly number[]
  /** True if its thread has died of one like it before. */
  readonly isRetried: boolean
}

interface Member {
  readonly worker: Worker
  batch: Batch | null
}

/** A thread is done with a batch. */
interface Event {
  readonly batch: Batch
  /** What came of it, or why the thread has died. */
  readonly outcomes: readonly Outcome<unknown>[] | Text
}

/** Several threads that look at drafts beside each other. One that dies is told of; its drafts are tried once more, each by itself, and the others go on. */
export class Threads implements Crew {
  readonly #module: string
  readonly #count: number
  readonly #task: Task
  readonly #tell: (text: Text) => Promise<void>
  readonly #members = new Set<Member>()
  readonly #events: Event[] = []
  #wake = (): void => undefined
  #known: readonly Learnt[] | null = null
  /** Who has looked through a draft, and still has its text. */
  readonly #readers = new Map<number, Member>()
  #isEnded = false
  readonly #forgetInterruption = onInterruption(() => this.end())

  /** `module` is the threads' program; `tell` is told of threads that have died. */
  constructor(module: string, count: number, task: Task, tell: (text: Text) => Promise<void>) {
    this.#module = module
    this.#count = count
    this.#task = task
    this.#tell = tell
  }

  async *each<S extends keyof Steps>(step: S, drafts: readonly number[]): AsyncGenerator<Outcome<Steps[S]>> {
    const pending: Batch[] = []
    for (let i = 0; i < drafts.length; i += BATCH) pending.push({ drafts: drafts.slice(i, i + BATCH), isRetried: false })
    const done = new Map<number, Outcome<unknown>>()
    for (const [i, draft] of drafts.entries()) {
      while (!done.has(draft)) {
        this.#handOut(step, pending, drafts[Math.min(drafts.length - 1, i + AHEAD * BATCH * this.#count)]!)
        await this.#settle(await this.#next(), pending, done)
      }
      yield done.get(draft) as Outcome<Steps[S]>
      done.delete(draft)
    }
  }

  know(drafts: readonly Learnt[]): void {
    this.#known = drafts
    for (const { worker } of this.#members) ask(worker, { known: drafts })
  }

  async end(): Promise<void> {
    this.#isEnded = true
    this.#forgetInterruption()
    await Promise.all([...this.#members].map(({ worker }) => endOf(worker)))
  }

  /** Gives work to all who have none, but none beyond the draft `last`. */
  #handOut(step: keyof Steps, pending: Batch[], last: number): void {
    for (let idle = this.#idle(); idle && pending.length > 0 && pending[0]!.drafts[0]! <= last; idle = this.#idle()) {
      const member = idle
      const own = pending.findIndex(({ drafts: [first] }) => first! <= last && this.#readers.get(first!) === member)
      const [batch] = pending.splice(Math.max(0, own), 1) as [Batch]
      member.batch = batch
      if (step === "learn") for (const draft of batch.drafts) this.#readers.set(draft, member)
      ask(member.worker, { step, drafts: batch.drafts })
    }
  }

  /** Somebody without work; null if all have some, or are told to end. */
  #idle(): Member | null {
    if (this.#isEnded) return null
    for (const member of this.#members) if (!member.batch) return member
    return this.#members.size < this.#count ? this.#start() : null
  }

  #start(): Member {
    const worker = new Worker(this.#module, { workerData: this.#task, resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY } })
    const member: Member = { worker, batch: null }
    this.#members.add(member)
    let reason: Text = { zh: "原因不明", en: "nobody knows why" }
    const say = (outcomes: Event["outcomes"]): void => {
      if (member.batch) this.#events.push({ batch: member.batch, outcomes })
      member.batch = null
      this.#wake()
    }
    worker.on("message", say)
    worker.on("error", error => {
      reason = reasonOf(error)
    })
    worker.on("exit", () => {
      this.#members.delete(member)
      say(reason)
    })
    if (this.#known) ask(worker, { known: this.#known })
    return member
  }

  /** What happens next; nothing more once the threads are told to end, of which none has died. */
  async #next(): Promise<Event> {
    while (this.#isEnded || this.#events.length === 0) await new Promise<void>(resolve => (this.#wake = resolve))
    return this.#events.shift()!
  }

  async #settle({ batch: { drafts, isRetried }, outcomes }: Event, pending: Batch[], done: Map<number, Outcome<unknown>>): Promise<void> {
    if (!("zh" in outcomes)) {
      for (const [i, draft] of drafts.entries()) done.set(draft, outcomes[i]!)
      return
    }
    const { zh, en } = outcomes
    if (isRetried) {
      const [draft] = drafts as [number]
      const path = this.#task.paths[draft]!
      done.set(draft, { fault: { subject: path, text: { zh: `${path}：检查它的线程中止了（${zh}）`, en: `${path}: the thread that looked at it has died (${en})` } } })
      return
    }
    await this.#tell({ zh: `一个线程中止了（${zh}），它的 ${drafts.length} 个文件逐个再试一次`, en: `a thread has died (${en}); its ${drafts.length} ${drafts.length === 1 ? "file is" : "files are"} tried once more, one by one` })
    pending.unshift(...drafts.map(draft => ({ drafts: [draft], isRetried: true })))
  }
}

/** LibreOffice, which a thread may be waiting for, ends with a thread that ends by itself, but not with one that is made to. */
async function endOf(worker: Worker): Promise<void> {
  ask(worker, { end: true })
  await once(worker, "exit", { signal: AbortSignal.timeout(GRACE_MS) }).catch(() => worker.terminate())
}

function ask(worker: Worker, question: Question): void {
  worker.postMessage(question)
}
