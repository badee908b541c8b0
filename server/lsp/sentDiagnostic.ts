import type { Diagnostic, Range } from "vscode-languageserver"
import { moveDiagnostic } from "./toLsp.ts"

const LINE = Buffer.from('"line":')
const [ZERO, NINE] = [0x30, 0x39]

/** A diagnostic as JSON, with its lines as they were by then. */
interface Written {
  readonly bytes: Buffer
  /** How far the diagnostic had moved. */
  readonly by: number
}

/**
 * A diagnostic of a report that may stand further up or down its document by now than when it was made. It is written as JSON
 * once: where it has moved, its line numbers are put in anew. Who wants it as an object gets one only then.
 */
export class SentDiagnostic implements Diagnostic {
  readonly #first: Diagnostic
  readonly #uri: string
  readonly #by: number
  #moved: Diagnostic | null = null
  #written: Written | null

  private constructor(first: Diagnostic, uri: string, by: number, written: Written | null) {
    this.#first = first
    this.#uri = uri
    this.#by = by
    this.#written = written
  }

  /** A diagnostic of the document at `uri`. */
  static of(diagnostic: Diagnostic, uri: string): SentDiagnostic {
    return new SentDiagnostic(diagnostic, uri, 0, null)
  }

  /** The same, some lines further down. */
  moved(by: number): SentDiagnostic {
    return new SentDiagnostic(this.#first, this.#uri, this.#by + by, this.#written)
  }

  get range(): Range {
    return this.toJSON().range
  }

  get message(): Diagnostic["message"] {
    return this.#first.message
  }

  toJSON(): Diagnostic {
    return (this.#moved ??= moveDiagnostic(this.#first, this.#uri, this.#by))
  }

  /** What `JSON.stringify` makes of it, in UTF-8. */
  get bytes(): Buffer {
    const { bytes } = (this.#written = this.#writtenHere())
    return bytes
  }

  #writtenHere(): Written {
    const by = this.#by
    if (this.#written?.by === by) return this.#written
    const bytes = this.#written && this.#staysInDocument() ? withLinesMoved(this.#written.bytes, by - this.#written.by) : null
    return { bytes: bytes ?? Buffer.from(JSON.stringify(this.toJSON())), by }
  }

  #staysInDocument(): boolean {
    return (this.#first.relatedInformation ?? []).every(({ location: { uri } }) => uri === this.#uri)
  }
}

/** JSON with another number behind each key `line`, as it can be no part of a text, where quotes are escaped. Null if a number gets more or fewer digits. */
function withLinesMoved(json: Buffer, by: number): Buffer | null {
  const moved = Buffer.from(json)
  for (let at = json.indexOf(LINE); at >= 0; ) {
    const from = at + LINE.length
    let line = 0
    let to = from
    for (let digit = json[to]!; ZERO <= digit && digit <= NINE; digit = json[++to]!) line = 10 * line + digit - ZERO
    let left = line + by
    for (let i = to - 1; i >= from; i--) {
      moved[i] = ZERO + (left % 10)
      left = Math.floor(left / 10)
    }
    if (left !== 0 || (moved[from] === ZERO && to - from > 1)) return null
    at = json.indexOf(LINE, to)
  }
  return moved
}
