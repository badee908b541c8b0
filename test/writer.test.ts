import assert from "node:assert/strict"
import { Writable } from "node:stream"
import fc from "fast-check"
import type { Diagnostic, Message } from "vscode-languageserver"
import { SentDiagnostic } from "../server/lsp/sentDiagnostic.ts"
import { moveDiagnostic } from "../server/lsp/toLsp.ts"
import { Writer } from "../server/lsp/writer.ts"

const at = (line: number): object => ({ start: { line, character: 0 }, end: { line, character: 2 } })
const diagnostic = (line: number, message: string): object => ({ range: at(line), severity: 1, code: "sum-mismatch", source: "report-draft", message, relatedInformation: [{ location: { uri: "file:///甲.txt", range: at(line + 1) }, message: "[]" }] })
const [first, second] = [diagnostic(3, '合计 "[]" 应为 3'), diagnostic(9, "𠮷")]

const published = (diagnostics: readonly object[]): Message => ({ jsonrpc: "2.0", method: "textDocument/publishDiagnostics", params: { uri: "file:///[].txt", version: 2, diagnostics } }) as Message
const answered = (result: unknown): Message => ({ jsonrpc: "2.0", id: "[]", result }) as Message

/** What comes out at the other end, piece by piece. */
async function written(...messages: readonly Message[]): Promise<string[]> {
  const pieces: string[] = []
  const writer = new Writer(new Writable({
    write(chunk: Buffer, _, done) {
      pieces.push(chunk.toString())
      done()
    },
  }))
  await Promise.all(messages.map(message => writer.write(message)))
  return pieces
}

const asTheProtocolHasIt = (message: Message): string => `Content-Length: ${Buffer.byteLength(JSON.stringify(message))}\r\n\r\n${JSON.stringify(message)}`

describe("the writer of messages", () => {
  it("writes each in one piece, in their order", async () => {
    const messages = [answered(null), published([first, second]), answered({ kind: "full", resultId: "1", items: [first] }), answered({ kind: "unchanged", resultId: "1" }), answered([{ items: [] }])]
    assert.deepEqual(await written(...messages), messages.map(asTheProtocolHasIt))
  })

  it("writes diagnostics that were sent before as it wrote them then, wherever they stand among others", async () => {
    const messages = [published([first]), published([second, first]), published([]), published([first, second, first])]
    assert.deepEqual(await written(...messages), messages.map(asTheProtocolHasIt))
  })

  it("writes a diagnostic that has moved as one that was made where it stands now", async () => {
    const uri = "file:///甲.txt"
    const range = fc.record({ start: fc.record({ line: fc.nat(2000), character: fc.nat(99) }), end: fc.record({ line: fc.nat(2000), character: fc.nat(99) }) })
    const message = fc.oneof(fc.string(), fc.constant('"line":7'), fc.constant('\\"line":7'))
    const related = fc.array(fc.record({ location: fc.record({ uri: fc.oneof({ weight: 9, arbitrary: fc.constant(uri) }, fc.constant("file:///乙.txt")), range }), message }), { maxLength: 3 })
    const diagnostics = fc.record({ range, code: fc.string(), message, relatedInformation: related }, { requiredKeys: ["range", "message"] }) as fc.Arbitrary<Diagnostic>
    await fc.assert(fc.asyncProperty(diagnostics, fc.array(fc.tuple(fc.nat(2000), fc.boolean())), async (diagnostic, places) => {
      let [sent, line] = [SentDiagnostic.of(diagnostic, uri), 0]
      for (const [place, isWritten] of places) {
        sent = sent.moved(place - line)
        line = place
        if (isWritten) assert.deepEqual(await written(published([sent])), [asTheProtocolHasIt(published([moveDiagnostic(diagnostic, uri, line)]))])
      }
    }))
  })

  it("says so where the stream takes no more", async () => {
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error("gone"))
      },
    })
    const writer = new Writer(stream)
    const told = new Promise(resolve => writer.onError(([error]) => { resolve(error.message) }))
    await assert.rejects(writer.write(published([first])), /gone/)
    assert.equal(await told, "gone")
  })
})
