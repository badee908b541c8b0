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
      this.#stream.write(framed(message), error => {
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
const NONE: readonly Diagnostic[] = []
const bytesOf = (diagnostic: Diagnostic): Buffer => (diagnostic instanceof SentDiagnostic ? diagnostic.bytes : Buffer.from(JSON.stringify(diagnostic)))

/** A message as the protocol has it: its length, and JSON. */
function framed(message: Message): Buffer {
  const { text, list } = withoutDiagnostics(message)
  // The list is the last thing that a message says.
  const at = text.lastIndexOf("[]") + 1
  const items = list.flatMap((diagnostic, i) => (i === 0 ? [bytesOf(diagnostic)] : [COMMA, bytesOf(diagnostic)]))
  let length = Buffer.byteLength(text)
  for (const item of items) length += item.length
  return Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n\r\n${text.slice(0, at)}`), ...items, Buffer.from(text.slice(at))])
}

/** A message as JSON in which an empty list stands for the diagnostics, be it that they were asked for or not; none for another message. */
function withoutDiagnostics(message: Message): { readonly text: string; readonly list: readonly Diagnostic[] } {
  const { method, params, result } = message as { readonly method?: string; readonly params?: unknown; readonly result?: unknown }
  if (method === PublishDiagnosticsNotification.method && isRecord(params)) return { text: JSON.stringify({ ...message, params: { ...params, diagnostics: NONE } }), list: params["diagnostics"] as Diagnostic[] }
  if (isRecord(result) && result["kind"] === "full") return { text: JSON.stringify({ ...message, result: { ...result, items: NONE } }), list: result["items"] as Diagnostic[] }
  return { text: JSON.stringify(message), list: NONE }
}
