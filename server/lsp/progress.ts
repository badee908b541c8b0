import type { WorkDoneProgressServerReporter } from "vscode-languageserver"
import type { Session } from "./session.ts"

/** Work that takes no more than so many milliseconds is not spoken of. */
const PATIENCE = 500

/** Shows the user how far long work on a document is, and lets them end it. */
export class Progress {
  /** True once the user has ended the work. */
  isEnded = false
  readonly #session: Session
  readonly #begun = performance.now()
  #reporter: WorkDoneProgressServerReporter | null = null
  #isAsked = false
  #isDone = false
  #percent = 0

  constructor(session: Session) {
    this.#session = session
  }

  /** So much of the work is done, from 0 to 1. */
  at(share: number): void {
    if (!this.#isAsked && performance.now() - this.#begun > PATIENCE) this.#ask()
    const percent = Math.floor(share * 100)
    if (percent <= this.#percent) return
    this.#percent = percent
    this.#reporter?.report(percent)
  }

  /** The work is done, or given up. */
  done(): void {
    this.#isDone = true
    this.#reporter?.done()
  }

  #ask(): void {
    this.#isAsked = true
    const { connection, client, locale } = this.#session
    if (!client.showsProgress) return
    connection.window.createWorkDoneProgress().then(reporter => {
      if (this.#isDone) return
      this.#reporter = reporter
      reporter.token.onCancellationRequested(() => (this.isEnded = true))
      reporter.begin({ zh: "report-draft：正在检查长文", en: "report-draft: checking a long document" }[locale], this.#percent, undefined, true)
    }, () => undefined)
  }
}
