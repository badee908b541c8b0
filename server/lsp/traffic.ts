import type { Message } from "vscode-languageserver"

/** A turn of the event loop in which nothing came in says little: a message takes some turns from the pipe to its handler. */
const QUIET_TURNS = 4
/** However many messages keep coming, an answer waits no longer than this many milliseconds. */
const MAX_WAIT = 100

/** Watches the messages that come in, so that work can wait until those that have arrived are handled: a burst of changes is answered once. */
export class Traffic {
  #count = 0

  /** To be given to the connection. */
  readonly strategy = {
    handleMessage: (message: Message, next: (message: Message) => Promise<void> | void): Promise<void> | void => {
      this.#count++
      return next(message)
    },
  }

  /** Resolves as soon as no message is waiting any more; that takes no time where none is. */
  async quiet(): Promise<void> {
    const end = performance.now() + MAX_WAIT
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      const seen = this.#count
      await nextTurn()
      if (this.#count !== seen && performance.now() < end) turns = -1
    }
  }
}

/** Lets messages that are waiting come in. */
function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
