import assert from "node:assert/strict"
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"

/** The bundle that is tested; `npm test` builds it first. */
export const SERVER = "dist/server.js"

/** A message as it stands in the pipe. */
export interface Message {
  readonly id?: number | string | null
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** What a request of the server is answered with. */
export type Answer = (params: never) => unknown

/** A client that can do all that the server knows. */
export const FULL_CLIENT = {
  workspace: { applyEdit: true, configuration: true, didChangeConfiguration: { dynamicRegistration: true }, didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true }, workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } } },
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ["markdown", "plaintext"] },
  },
}

/** The same client, which waits for diagnostics instead of asking for them, and has no settings of its own. */
export const PUSH_CLIENT = {
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
  textDocument: { ...FULL_CLIENT.textDocument, diagnostic: undefined },
}

/** A plain JSON-RPC client of the server in a process of its own. It notes every message that comes in. */
export class LspClient {
  readonly process: ChildProcess
  readonly received: Message[] = []
  /** What requests of the server are answered with, by method; null for those that are not here. */
  readonly answers = new Map<string, Answer>()
  #waiting: (() => void)[] = []
  #isGone = false
  #buffer = Buffer.alloc(0)
  #nextId = 1
  #versions = new Map<string, number>()

  constructor() {
    this.process = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] })
    this.process.stdout!.on("data", (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk])
      while (this.#takeMessage()) continue
    })
    this.process.stdin!.on("error", () => undefined)
    this.process.on("exit", () => {
      this.#isGone = true
      this.#wake()
    })
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  #takeMessage(): boolean {
    const end = this.#buffer.indexOf("\r\n\r\n")
    if (end < 0) return false
    const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString("ascii"))![1])
    const from = end + 4
    if (this.#buffer.length < from + length) return false
    const message = JSON.parse(this.#buffer.subarray(from, from + length).toString("utf8")) as Message
    this.#buffer = this.#buffer.subarray(from + length)
    this.received.push(message)
    if (message.method !== undefined && message.id !== undefined) {
      const answer = this.answers.get(message.method)
      this.send({ id: message.id, result: answer ? answer(message.params as never) : null })
    }
    this.#wake()
    return true
  }

  send(...messages: readonly object[]): void {
    const texts = messages.map(message => {
      const body = JSON.stringify({ jsonrpc: "2.0", ...message })
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    })
    this.process.stdin!.write(texts.join(""))
  }

  notify(method: string, params?: unknown): void {
    this.send({ method, params })
  }

  /** Sends a request and returns its number, without waiting for the answer. */
  ask(method: string, params?: unknown): number {
    const id = this.#nextId++
    this.send({ id, method, params })
    return id
  }

  /** The answer to a request, whatever it is. */
  reply(id: number): Promise<Message> {
    return this.seen(message => message.id === id && message.method === undefined)
  }

  async request<T = unknown>(method: string, params?: unknown): Promise<T> {
    const { result, error } = await this.reply(this.ask(method, params))
    if (error) throw new Error(`${method}: ${error.code} ${error.message}`)
    return result as T
  }

  /** The first message of the kind, among those that came since `from` or that are still to come. */
  async seen(isWanted: (message: Message) => boolean, from = 0): Promise<Message> {
    for (;;) {
      const found = this.received.slice(from).find(isWanted)
      if (found) return found
      if (this.#isGone) throw new Error("the server is gone")
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
  }

  async initialize(capabilities: object = FULL_CLIENT, more: object = {}): Promise<{ capabilities: Record<string, unknown>; serverInfo: { name: string } }> {
    const result = await this.request("initialize", { processId: process.pid, rootUri: null, locale: "zh-cn", capabilities, ...more })
    this.notify("initialized", {})
    return result as never
  }

  open(uri: string, text: string, version = 1): void {
    this.#versions.set(uri, version)
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "plaintext", version, text } })
  }

  change(uri: string, ...contentChanges: readonly object[]): number {
    const version = (this.#versions.get(uri) ?? 0) + 1
    this.#versions.set(uri, version)
    this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges })
    return version
  }

  close(uri: string): void {
    this.notify("textDocument/didClose", { textDocument: { uri } })
  }

  /** Asks for the diagnostics of a document. */
  async pull(uri: string): Promise<LspDiagnostic[]> {
    const report = await this.request<{ kind: string; items: LspDiagnostic[] }>("textDocument/diagnostic", { textDocument: { uri } })
    assert.equal(report.kind, "full")
    return report.items
  }

  /** The first diagnostics that were pushed since `from`, or that are still to come. */
  async published(from = 0): Promise<{ uri: string; version: number; diagnostics: LspDiagnostic[] }> {
    const { params } = await this.seen(({ method }) => method === "textDocument/publishDiagnostics", from)
    return params as never
  }

  /** Resolves when all that was sent before has been handled. */
  async settled(): Promise<void> {
    await this.request("textDocument/foldingRange", { textDocument: { uri: "file:///none" } })
  }

  /** The messages of one method that came in, in order. */
  all(method: string): Message[] {
    return this.received.filter(message => message.method === method)
  }

  /** Ends the session as the protocol wants it, and gives the exit code. */
  async shutdown(): Promise<number | null> {
    if (this.process.exitCode === null) {
      const exit = once(this.process, "exit")
      await this.request("shutdown")
      this.notify("exit")
      await exit
    }
    return this.process.exitCode
  }
}

/** Gives a suite a way to start servers, which are gone after each test. */
export function useServers(): () => LspClient {
  let clients: LspClient[] = []
  afterEach(() => {
    for (const { process } of clients) process.kill("SIGKILL")
    clients = []
  })
  return () => {
    const client = new LspClient()
    clients.push(client)
    return client
  }
}

export interface LspPosition {
  line: number
  character: number
}

export interface LspRange {
  start: LspPosition
  end: LspPosition
}

export interface LspDiagnostic {
  range: LspRange
  severity: number
  code?: string
  source: string
  message: string
  tags?: number[]
  codeDescription?: { href: string }
  relatedInformation?: { location: { uri: string; range: LspRange }; message: string }[]
}

export interface LspEdit {
  range: LspRange
  newText?: string
  snippet?: { kind: string; value: string }
}

export interface LspAction {
  title: string
  kind: string
  isPreferred?: boolean
  diagnostics?: LspDiagnostic[]
  command?: { command: string; arguments: unknown[] }
  edit: { documentChanges?: { textDocument: { uri: string; version: number }; edits: LspEdit[] }[]; changes?: Record<string, LspEdit[]> }
}

/** The position of an offset of a text. */
export function positionAt(text: string, offset: number): LspPosition {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length - 1, character: lines[lines.length - 1]!.length }
}

/** The position behind the first occurrence of words. */
export function positionAfter(text: string, words: string): LspPosition {
  assert.ok(text.includes(words), words)
  return positionAt(text, text.indexOf(words) + words.length)
}

/** The offset of a position of a text. */
export function offsetAt(text: string, { line, character }: LspPosition): number {
  const ends = [...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)
  return line === 0 ? character : (ends[line - 1] ?? text.length) + character
}

/** The words in a range of a text. */
export function wordsAt(text: string, { start, end }: LspRange): string {
  return text.slice(offsetAt(text, start), offsetAt(text, end))
}

/** The text after the edits, which count in the text as it is. */
export function applyLspEdits(text: string, edits: readonly LspEdit[]): string {
  const placed = edits.map(({ range, newText, snippet }) => ({ from: offsetAt(text, range.start), to: offsetAt(text, range.end), insert: newText ?? snippet!.value }))
  let result = ""
  let at = 0
  for (const { from, to, insert } of placed.sort((a, b) => a.from - b.from || a.to - b.to)) {
    assert.ok(from >= at && to >= from, "edits overlap")
    result += text.slice(at, from) + insert
    at = to
  }
  return result + text.slice(at)
}

/** The edits of an action on one document. */
export function editsOf({ edit }: LspAction): LspEdit[] {
  return edit.documentChanges?.flatMap(({ edits }) => edits) ?? Object.values(edit.changes ?? {}).flat()
}
