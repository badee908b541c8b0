import assert from "node:assert/strict"
import { positionAt, PUSH_CLIENT, useServers, type LspClient, type LspPosition, type Message } from "../support/lspClient.ts"
import { CLEAN, URI, WRONG, WRONG_TOTAL } from "../support/sampleDrafts.ts"

describe("language server: whatever comes", () => {
  const start = useServers()
  let client: LspClient

  beforeEach(() => {
    client = start()
  })

  describe("it survives", () => {
    const METHODS = ["hover", "completion", "definition", "references", "documentHighlight", "documentSymbol", "foldingRange", "selectionRange", "codeAction", "diagnostic", "willSaveWaitUntil"].map(name => `textDocument/${name}`)
    const NONSENSE: readonly unknown[] = [
      null, 5, "x", [], {}, { textDocument: null }, { textDocument: { uri: 7 } }, { textDocument: { uri: URI } }, { textDocument: { uri: URI }, position: null, range: null, positions: null, context: null },
      { textDocument: { uri: URI }, position: { line: "1", character: NaN }, range: { start: {}, end: 4 }, positions: [{}, null], context: 3 },
      { textDocument: { uri: URI }, position: { line: -5, character: 1e9 }, range: { start: { line: 9e9, character: 1 }, end: { line: -1, character: -1 } }, positions: [{ line: 1e9, character: 0 }], context: { diagnostics: "no", only: 4 } },
      { textDocument: { uri: URI }, position: { line: 1.5, character: 0.5 }, positions: {}, range: [], context: { only: [4, null], diagnostics: [null] } },
    ]
    const works = async (): Promise<void> => {
      client.open("file:///sound", WRONG)
      assert.equal((await client.pull("file:///sound")).length, 1)
    }

    it("malformed requests, each with an answer", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      for (const method of [...METHODS, "workspace/executeCommand", "completionItem/resolve", "no/such", "$/no"]) {
        for (const params of NONSENSE) {
          const answer = await client.reply(client.ask(method, params))
          assert.ok(answer.result !== undefined || answer.error !== undefined, method)
        }
      }
      await works()
    })

    it("malformed notifications", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      for (const method of ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "textDocument/willSave", "workspace/didChangeConfiguration", "$/setTrace", "$/cancelRequest", "no/such"]) {
        for (const params of [...NONSENSE, { textDocument: { uri: URI }, contentChanges: [{ range: { start: 1 }, text: "x" }] }, { textDocument: { uri: URI, version: 2 }, contentChanges: [{ text: 5 }, null] }]) client.notify(method, params)
      }
      client.open(URI, WRONG, 9)
      assert.equal((await client.pull(URI)).length, 1)
      await works()
    })

    it("a malformed change in the middle of others, which leaves the text as it was", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      client.change(URI, { text: "" }, { range: { start: { line: 0 }, end: null }, text: "x" })
      assert.equal((await client.pull(URI)).length, 1)
    })

    it("malformed messages and headers", async () => {
      await client.initialize()
      client.process.stdin!.write("Content-Length: 9\r\n\r\n{nonsense")
      client.process.stdin!.write("Content-Length: 4\r\n\r\nnull")
      client.process.stdin!.write("Content-Length: 2\r\n\r\n{}")
      client.send({ id: null, method: "textDocument/hover", params: {} }, { id: {}, method: "textDocument/hover" }, { id: 999, result: 1 }, { method: 5 })
      await works()
    })

    it("initialize that is malformed, or comes without capabilities", async () => {
      assert.ok((await client.reply(client.ask("initialize", { capabilities: null }))).error)
      assert.ok((await client.reply(client.ask("initialize", { capabilities: { textDocument: 4, workspace: [] }, initializationOptions: 8, locale: 3 }))).result)
      client.notify("initialized")
      client.open(URI, WRONG)
      const { diagnostics } = await client.published()
      assert.equal(diagnostics.length, 1)
    })

    it("changes out of range, which go to the nearest end", async () => {
      await client.initialize()
      client.open(URI, CLEAN)
      const change = (start: LspPosition, end: LspPosition, text: string): number => client.change(URI, { range: { start, end }, text })
      change({ line: 1e9, character: 5 }, { line: 2e9, character: 7 }, "尾")
      change({ line: -4, character: -4 }, { line: 0, character: 0 }, "头")
      change({ line: 0, character: 1e9 }, { line: 0, character: 2e9 }, "末")
      change({ line: 0, character: 1 }, { line: 0, character: 0 }, "")
      const fresh = start()
      await fresh.initialize()
      fresh.open(URI, `${CLEAN.replace("报告\n", "报告末\n")}尾`)
      assert.deepEqual(await stateOf(client), await stateOf(fresh))
    })

    it("unknown and closed documents", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      client.close(URI)
      client.close(URI)
      client.change(URI, { text: CLEAN })
      const position = { line: 1, character: 1 }
      for (const uri of [URI, "file:///never", "untitled:1", ""]) {
        assert.deepEqual(await client.pull(uri), [])
        for (const method of METHODS.filter(method => method !== "textDocument/diagnostic")) {
          const answer = await client.request<unknown[] | null>(method, { textDocument: { uri }, position, positions: [position], range: { start: position, end: position }, context: { diagnostics: [] }, reason: 1 })
          assert.ok(answer === null || answer.length === 0, method)
        }
      }
    })

    it("a document that is closed while its diagnostics are asked for", async () => {
      await client.initialize(PUSH_CLIENT)
      client.open(URI, WRONG)
      await client.published()
      client.change(URI, { text: CLEAN })
      client.close(URI)
      await client.settled()
      client.open("file:///other", WRONG)
      await client.seen(({ params }) => (params as { uri?: string } | undefined)?.uri === "file:///other")
      const last = client.all("textDocument/publishDiagnostics").filter(({ params }) => (params as { uri: string }).uri === URI).at(-1)!
      assert.deepEqual((last.params as { diagnostics: unknown[] }).diagnostics, [])
    })

    it("50 documents at once", async () => {
      await client.initialize()
      const uris = Array.from({ length: 50 }, (_, i) => `file:///${i}.txt`)
      for (const [i, uri] of uris.entries()) client.open(uri, i % 2 === 0 ? WRONG : CLEAN)
      const found = await Promise.all(uris.map(uri => client.pull(uri)))
      assert.deepEqual(found.map(({ length }) => length), uris.map((_, i) => (i % 2 === 0 ? 1 : 0)))
    })

    it("10,000 random edits in a session, as if it had been opened then", async () => {
      await client.initialize()
      const random = randomFrom(20231231)
      let text = CLEAN + WRONG_TOTAL
      client.open(URI, text)
      const damage: Edit[] = []
      for (let i = 0; i < 10_000; i++) {
        // Damage is mended again, the last first, so that the text stays a report; figures that change in between keep their length.
        const isMended = damage.length > 0 && (i > 9_950 || random(2) === 0)
        const edit = isMended ? damage.pop()! : random(4) === 0 && i < 9_900 ? randomDamage(text, random) : randomFigure(text, random)
        if (!isMended && edit.insert.length !== edit.to - edit.from) damage.push({ from: edit.from, to: edit.from + edit.insert.length, insert: text.slice(edit.from, edit.to) })
        client.change(URI, { range: { start: positionAt(text, edit.from), end: positionAt(text, edit.to) }, text: edit.insert })
        text = text.slice(0, edit.from) + edit.insert + text.slice(edit.to)
        if (i % 500 === 0) await client.pull(URI)
      }
      const fresh = start()
      await fresh.initialize()
      fresh.open(URI, text)
      const state = await stateOf(client)
      assert.ok((state[0] as unknown[]).length > 0 && (state[1] as unknown[]).length > 0, "the text is still a report at the end")
      assert.deepEqual(state, await stateOf(fresh))
      const title = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
      for (const own of [client, fresh]) own.change(URI, { range: title, text: CLEAN })
      assert.deepEqual(await stateOf(client), await stateOf(fresh))
    }).timeout(120_000)
  })
})

/** All that can be seen from outside of a document's text and findings. */
async function stateOf(client: LspClient): Promise<Message["result"][]> {
  const textDocument = { uri: URI }
  const end = { line: 1e6, character: 0 }
  return [
    await client.pull(URI),
    await client.request("textDocument/documentSymbol", { textDocument }),
    await client.request("textDocument/foldingRange", { textDocument }),
    await client.request("textDocument/selectionRange", { textDocument, positions: [{ line: 3, character: 0 }, end] }),
  ]
}

/** Numbers from 0 to below n, always the same for a seed. */
function randomFrom(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

interface Edit {
  from: number
  to: number
  insert: string
}

const SCRAPS = ["", "0", "12", "\t", "\n", "\r\n", "|", "件", "，", "一、总体情况\n", "😀", "规章\t0\t0\t0\n"]

/** A stretch of text that goes, or one that comes. Line ends stay whole, as a client's do. */
function randomDamage(text: string, random: (n: number) => number): Edit {
  let from = random(text.length + 1)
  let to = Math.min(text.length, from + random(2) * random(30))
  if (text[from - 1] === "\r" && text[from] === "\n") from--
  if (text[to - 1] === "\r" && text[to] === "\n") to++
  return { from, to, insert: SCRAPS[random(SCRAPS.length)]! }
}

/** Another digit in place of one. */
function randomFigure(text: string, random: (n: number) => number): Edit {
  const digits = [...text.matchAll(/(?<=[\t |])\d(?=[\t |\n])/g)]
  const from = digits[random(digits.length)]?.index ?? 0
  return { from, to: Math.min(text.length, from + (digits.length > 0 ? 1 : 0)), insert: digits.length > 0 ? String(random(3)) : "" }
}
