import type { Traffic } from "./traffic.ts"

/** After so many milliseconds of work on a long document, messages are let in. */
const SLICE = 20

/** Lets messages in during long work. */
export class Pause {
  readonly #traffic: Traffic
  readonly #isStale: () => boolean
  #since = performance.now()

  constructor(traffic: Traffic, isStale: () => boolean) {
    this.#traffic = traffic
    this.#isStale = isStale
  }

  get isDue(): boolean {
    return performance.now() - this.#since >= SLICE
  }

  /** True once a message has made the work needless. */
  get isOver(): boolean {
    return this.#isStale()
  }

  async take(): Promise<void> {
    await this.#traffic.quiet()
    this.#since = performance.now()
  }
}
