import { fork, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import type { Contender, Samples } from "./measure.ts"
import { BUILT } from "./programs.ts"

// Every contender has a process of its own, so that no heap is another's burden; only one of them works at a time.

/** A process that takes samples. */
export class Worker {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts a worker of `bench/workers` and waits until it has read its document. */
  static async start(name: string, ...args: readonly string[]): Promise<Worker> {
    const child = fork(`${BUILT}workers/${name}.mjs`, [...args])
    const worker = new Worker(child)
    await worker.#next()
    return worker
  }

  async ask(action: string, count: number): Promise<Samples> {
    const answer = this.#next()
    this.#child.send({ action, count })
    return (await answer) as Samples
  }

  /** The worker as a contender in one action. */
  contender(name: string, action: string): Contender {
    return { name, ask: count => this.ask(action, count) }
  }

  end(): void {
    this.#child.disconnect()
  }

  async #next(): Promise<unknown> {
    const gone = new AbortController()
    const leave = (code: number | null): void => {
      gone.abort(new Error(`a worker ended with code ${code}`))
    }
    this.#child.once("exit", leave)
    try {
      return (await once(this.#child, "message", { signal: gone.signal }))[0] as unknown
    } finally {
      this.#child.off("exit", leave)
    }
  }
}
