import { LineIndex } from "../server/engine/text/lines.ts"
import type { TextEdit } from "../server/engine/text/range.ts"

interface Place {
  readonly line: number
  readonly character: number
}

/** A change as the protocol has it. */
export interface Change {
  readonly range: { readonly start: Place; readonly end: Place }
  readonly text: string
}

/** Turns edits of a text into changes of the protocol. The text must have LF line ends only. */
export class Places {
  readonly #lines: LineIndex

  constructor(text: string) {
    this.#lines = new LineIndex(text)
  }

  change({ from, to, insert }: TextEdit): Change {
    return { range: { start: this.#lines.position(from), end: this.#lines.position(to) }, text: insert }
  }

  /** The change that takes back an insertion. */
  undo({ from, insert }: TextEdit): Change {
    const start = this.#lines.position(from)
    const lines = insert.split("\n")
    const last = lines[lines.length - 1]!
    return { range: { start, end: { line: start.line + lines.length - 1, character: lines.length === 1 ? start.character + last.length : last.length } }, text: "" }
  }
}
