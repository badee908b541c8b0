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
  readonly #starts: number[] = [0]

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1)
  }

  change({ from, to, insert }: TextEdit): Change {
    return { range: { start: this.#at(from), end: this.#at(to) }, text: insert }
  }

  /** The change that takes back an insertion. */
  undo({ from, insert }: TextEdit): Change {
    const start = this.#at(from)
    const lines = insert.split("\n")
    const last = lines[lines.length - 1]!
    return { range: { start, end: { line: start.line + lines.length - 1, character: lines.length === 1 ? start.character + last.length : last.length } }, text: "" }
  }

  #at(offset: number): Place {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle
    }
    return { line: low, character: offset - this.#starts[low]! }
  }
}
