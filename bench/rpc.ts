import { spawn, type ChildProcess } from "node:child_process"
import { performance } from "node:perf_hooks"

// A language client that does next to nothing, so that it is the server that is measured.

/** A message that came in: when its last byte was there, and its body as bytes. */
export interface Arrival {
  readonly at: number
  readonly body: Buffer
}

interface Waiting {
  readonly marks: readonly Buffer[]
  /** Gives back whether that was all that is waited for. */
  readonly take: (arrival: Arrival) => boolean
}

/** So much of a message is looked at to see what it is. */
const PEEK = 4096
const SEPARATOR = "\r\n\r\n"

/** A server process and the messages to and from it. */
export class Peer {
  readonly child: ChildProcess
  readonly capabilities: object
  #chunks: Buffer[] = []
  #size = 0
  #wanted = -1
  #waiting: Waiting[] = []
  #nextId = 1

  /** Starts `node program …args`; `capabilities` are the client's. */
  constructor(program: string, args: readonly string[] = ["--stdio"], capabilities: object = { textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } } }) {
    this.capabilities = capabilities
    this.child = spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "inherit"] })
    this.child.stdout!.on("data", (chunk: Buffer) => {
      this.#receive(chunk)
    })
  }

  /** Asks the server to begin, and tells it that it may. */
  async initialize(): Promise<Arrival> {
    const answer = await this.request("initialize", { processId: process.pid, rootUri: null, capabilities: this.capabilities, initializationOptions: { locale: "zh" }, locale: "zh-cn" })
    this.notify("initialized", {})
    return answer
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: "2.0", method, params })
  }

  request(method: string, params: unknown): Promise<Arrival> {
    const id = this.#nextId++
    const answer = this.next(`"id":${id},`)
    this.#send({ jsonrpc: "2.0", id, method, params })
    return answer
  }

  /** The next message whose beginning has these words in it. */
  next(...words: readonly string[]): Promise<Arrival> {
    return this.last(() => true, ...words)
  }

  /** The first message of these that is the last of its kind; `isLast` is asked of each. */
  last(isLast: (arrival: Arrival) => boolean, ...words: readonly string[]): Promise<Arrival> {
    return new Promise(resolve => {
      const take = (arrival: Arrival): boolean => {
        const isOver = isLast(arrival)
        if (isOver) resolve(arrival)
        return isOver
      }
      this.#waiting.push({ marks: words.map(word => Buffer.from(word)), take })
    })
  }

  /** Ends the server, if need be by force. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null) return
    const gone = new Promise(resolve => this.child.once("exit", resolve))
    const force = setTimeout(() => this.child.kill("SIGKILL"), 3000)
    await Promise.race([this.request("shutdown", null), gone])
    this.notify("exit", null)
    await gone
    clearTimeout(force)
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify(message))
    this.child.stdin!.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}${SEPARATOR}`), body]))
  }

  #receive(chunk: Buffer): void {
    const at = performance.now()
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#size >= Math.max(this.#wanted, 1)) {
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
      this.#chunks = [all]
      const head = all.indexOf(SEPARATOR)
      if (head < 0) return
      const end = head + SEPARATOR.length + Number(/Content-Length: *(\d+)/i.exec(all.toString("latin1", 0, head))?.[1])
      this.#wanted = end
      if (all.length < end) return
      this.#wanted = -1
      this.#chunks = [all.subarray(end)]
      this.#size = all.length - end
      this.#deliver({ at, body: all.subarray(head + SEPARATOR.length, end) })
    }
  }

  #deliver(arrival: Arrival): void {
    const start = arrival.body.subarray(0, PEEK)
    const index = this.#waiting.findIndex(({ marks }) => marks.every(mark => start.includes(mark)))
    if (index >= 0) {
      if (this.#waiting[index]!.take(arrival)) this.#waiting.splice(index, 1)
    } else if (start.includes('"method":') && start.includes('"id":')) this.#refuse(arrival)
  }

  /** A request of the server's gets null for an answer. */
  #refuse({ body }: Arrival): void {
    const { id, method } = JSON.parse(body.toString()) as { id?: unknown; method?: string }
    if (id !== undefined && method !== undefined) this.#send({ jsonrpc: "2.0", id, result: method === "workspace/configuration" ? [null] : null })
  }
}

/** Stands at the beginning of diagnostics that are not all yet. */
const NOT_ALL = '"code":"not-all-checked"'
const PUBLISHED = '"method":"textDocument/publishDiagnostics"'

/** A document that is open in a server. */
export class OpenFile {
  #version = 1

  constructor(
    readonly peer: Peer,
    readonly uri: string,
    readonly language = "plaintext",
  ) {}

  /** Opens the text and waits for all its diagnostics. Gives how long that took, how long until there were any, and the last message. */
  async open(text: string): Promise<{ ms: number; first: number; body: Buffer }> {
    let first = NaN
    const news = this.peer.last(({ at, body }) => {
      if (Number.isNaN(first)) first = at - start
      return !body.subarray(0, PEEK).includes(NOT_ALL)
    }, PUBLISHED)
    const start = performance.now()
    this.peer.notify("textDocument/didOpen", { textDocument: { uri: this.uri, languageId: this.language, version: this.#version, text } })
    const { at, body } = await news
    return { ms: at - start, first, body }
  }

  /** Sends a change and waits for the diagnostics. */
  async change(change: unknown): Promise<{ ms: number; body: Buffer }> {
    const news = this.#news()
    const start = performance.now()
    this.tell(change)
    const { at, body } = await news
    return { ms: at - start, body }
  }

  /** Sends a change and asks for the diagnostics. */
  async changeAndPull(change: unknown): Promise<{ ms: number; body: Buffer }> {
    const start = performance.now()
    this.tell(change)
    const { at, body } = await this.peer.request("textDocument/diagnostic", { textDocument: { uri: this.uri } })
    return { ms: at - start, body }
  }

  /** Sends changes and waits for nothing. */
  tell(...contentChanges: readonly unknown[]): void {
    this.peer.notify("textDocument/didChange", { textDocument: { uri: this.uri, version: ++this.#version }, contentChanges })
  }

  /** The diagnostics of the version to come next. */
  published(): Promise<Arrival> {
    return this.#news()
  }

  #news(): Promise<Arrival> {
    return this.peer.next(PUBLISHED)
  }
}

/** The diagnostics in a message that publishes them. */
export function diagnosticsIn(body: Buffer): unknown[] {
  return (JSON.parse(body.toString()) as { params: { diagnostics: unknown[] } }).params.diagnostics
}
