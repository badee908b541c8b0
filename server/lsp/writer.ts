import type { Writable } from "node:stream"
import { AbstractMessageWriter, PublishDiagnosticsNotification, type Diagnostic, type Message, type MessageWriter } from "vscode-languageserver"
import { SentDiagnostic } from "./sentDiagnostic.ts"
import { isRecord } from "./settings.ts"

/**
 * Writes messages to a stream, each in one piece: of two, as the library writes them, both wake the client. Diagnostics
 * are written by themselves: of a long document most are those that were sent the last time.
 */
export class Writer extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: Writable

  constructor(stream: Writable) {
    super()
    this.#stream = stream
    stream.on("error", error => {
      this.fireError(error)
    })
    stream.on("close", () => {
      this.fireClose()
    })
  }

  /** Resolves when the stream has taken the message. */
  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(framed(bodyOf(message)), error => {
        if (error) reject(error)
        else resolve()
      })
    })
  }

  end(): void {
    this.#stream.end()
  }
}

const COMMA = Buffer.from(",")
const bytesOf = (diagnostic: Diagnostic): Buffer => (diagnostic instanceof SentDiagnostic ? diagnostic.bytes : Buffer.from(JSON.stringify(diagnostic)))

/** A message as JSON, in pieces. */
function bodyOf(message: Message): Buffer[] {
  const list = diagnosticsIn(message)
  if (!list) return [Buffer.from(JSON.stringify(message))]
  const text = JSON.stringify(message, (_, value: unknown) => (value === list ? [] : value))
  // The list is the last thing that a message says.
  const at = text.lastIndexOf("[]") + 1
  const items = list.flatMap((diagnostic, i) => (i === 0 ? [bytesOf(diagnostic)] : [COMMA, bytesOf(diagnostic)]))
  return [Buffer.from(text.slice(0, at)), ...items, Buffer.from(text.slice(at))]
}

/** The diagnostics that a message lists, be it that they were asked for or not; null if it is another message. */
function diagnosticsIn(message: Message): readonly Diagnostic[] | null {
  const { method, params, result } = message as { readonly method?: unknown; readonly params?: unknown; readonly result?: unknown }
  const list = method === PublishDiagnosticsNotification.method ? isRecord(params) && params["diagnostics"] : isRecord(result) && result["kind"] === "full" && result["items"]
  return Array.isArray(list) ? (list as Diagnostic[]) : null
}

function framed(body: readonly Buffer[]): Buffer {
  let length = 0
  for (const piece of body) length += piece.length
  return Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n`), ...body])
}
