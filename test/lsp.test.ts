import assert from "node:assert/strict"
import { once } from "node:events"
import { check } from "./support/check.ts"
import { FULL_CLIENT, positionAfter, PUSH_CLIENT, useServers, wordsAt, type LspClient, type LspDiagnostic, type LspPosition } from "./support/lspClient.ts"
import { CLEAN, draftOf, URI, WRONG } from "./support/sampleDrafts.ts"

const README = "# Reading\n\n一、总体情况\n\nNothing to see.\n"

describe("language server", () => {
  const start = useServers()
  let client: LspClient

  beforeEach(() => {
    client = start()
  })
  const at = (text: string, words: string): { textDocument: { uri: string }; position: LspPosition } => ({ textDocument: { uri: URI }, position: positionAfter(text, words) })

  describe("diagnostics", () => {
    it("are handed to a client that asks, and never pushed", async () => {
      const { capabilities, serverInfo } = await client.initialize()
      assert.equal(serverInfo.name, "report-draft")
      assert.ok(capabilities["diagnosticProvider"])
      client.open(URI, WRONG)
      const found = await client.pull(URI)
      assert.deepEqual(found.map(({ code, source, severity }) => [code, source, severity]), [["sum-mismatch", "report-draft", 1]])
      client.change(URI, { text: CLEAN })
      assert.deepEqual(await client.pull(URI), [])
      assert.deepEqual(client.all("textDocument/publishDiagnostics"), [])
    })

    it("are pushed to a client that does not ask, which cannot ask either", async () => {
      const { capabilities } = await client.initialize(PUSH_CLIENT)
      assert.equal(capabilities["diagnosticProvider"], undefined)
      client.open(URI, WRONG)
      const { version, diagnostics } = await client.published()
      assert.equal(version, 1)
      assert.deepEqual(diagnostics.map(({ code }) => code), ["sum-mismatch"])
      const { error } = await client.reply(client.ask("textDocument/diagnostic", { textDocument: { uri: URI } }))
      assert.ok(error)
    })

    it("are the engine's, in both languages", async () => {
      for (const [locale, language] of [["zh-cn", "zh"], ["en", "en"]] as const) {
        const own = start()
        await own.initialize(FULL_CLIENT, { locale, initializationOptions: { locale: language === "zh" ? "auto" : "en" } })
        own.open(URI, WRONG)
        const found = await own.pull(URI)
        assert.deepEqual(found.map(({ message }) => message), check(WRONG).map(({ message }) => message[language]))
        assert.deepEqual(found.map(({ range }) => wordsAt(WRONG, range)), check(WRONG).map(({ range }) => WRONG.slice(range.from, range.to)))
        assert.equal(await own.shutdown(), 0)
      }
    })

    it("name every operand, say where the rule is explained and grey out what is surplus, if the client can show it", async () => {
      const text = `${CLEAN.replace("2023年，青溪", "（文字描述）2023年，青溪")}`.replace("一、本年新收政府信息公开申请数量\t\t\t0", "一、本年新收政府信息公开申请数量\t\t\t1")
      await client.initialize(FULL_CLIENT, { initializationOptions: { manual: "file:///manual/rules.md" } })
      client.open(URI, text)
      const found = await client.pull(URI)
      const sum = found.find(({ code }) => code === "sum-mismatch")!
      assert.equal(sum.codeDescription?.href, "file:///manual/rules.md#sum-mismatch")
      assert.ok(sum.relatedInformation!.length >= 6)
      for (const { location, message } of sum.relatedInformation!) {
        assert.equal(location.uri, URI)
        assert.equal(message.split("：")[1], wordsAt(text, location.range))
      }
      assert.ok(sum.relatedInformation!.some(({ message }) => message.startsWith("“一、本年新收政府信息公开申请数量”商业企业")))
      assert.deepEqual(found.find(({ code }) => code === "template-remains")?.tags, [1])
    })

    it("are plain for a plain client", async () => {
      await client.initialize({ textDocument: { diagnostic: {} } }, { initializationOptions: { manual: "https://example.org/rules" } })
      client.open(URI, `${WRONG}\n（文字描述）\n`)
      for (const diagnostic of await client.pull(URI)) {
        assert.deepEqual(Object.keys(diagnostic).sort(), ["code", "message", "range", "severity", "source"])
      }
    })

    it("stand in the right place of a document of several reports", async () => {
      await client.initialize()
      const text = CLEAN + WRONG + CLEAN.replace(/\n/g, "\r\n") + WRONG
      client.open(URI, text)
      const found = await client.pull(URI)
      assert.equal(found.length, 2)
      assert.ok(found[0]!.range.start.line > CLEAN.split("\n").length)
      for (const { range, relatedInformation } of found) {
        assert.equal(wordsAt(text, range), "3")
        for (const { location, message } of relatedInformation!) assert.equal(message.split("：")[1], wordsAt(text, location.range))
      }
    })

    it("are said to be unchanged where they are, also after a report above has grown", async () => {
      await client.initialize()
      client.open(URI, CLEAN + WRONG)
      const ask = (previousResultId?: string): Promise<{ kind: string; resultId: string; items: LspDiagnostic[] }> => client.request("textDocument/diagnostic", { textDocument: { uri: URI }, previousResultId })
      const first = await ask()
      assert.equal((await ask(first.resultId)).kind, "unchanged")
      client.change(URI, { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } }, text: "一句。\n又一句。\n" })
      const second = await ask(first.resultId)
      assert.equal(second.kind, "full")
      assert.equal(second.items[0]!.range.start.line, first.items[0]!.range.start.line + 2)
      client.close(URI)
      client.open(URI, CLEAN)
      assert.deepEqual((await ask(first.resultId)).items, [])
    })

    it("are no more than a reader can bear", async () => {
      await client.initialize(FULL_CLIENT, { initializationOptions: { rules: { "not-a-number": "hint" } } })
      const many = draftOf("tsv").replace(/\t0/g, "\t0 0").repeat(8)
      const count = check(many).length
      assert.ok(count > 1000)
      client.open(URI, many)
      const found = await client.pull(URI)
      assert.equal(found.length, 1001)
      assert.ok(found[1000]!.message.includes(String(count - 1000)))
    })

    it("do not exist in a file that is no report", async () => {
      await client.initialize()
      client.open(URI, README)
      assert.deepEqual(await client.pull(URI), [])
      const position = { line: 2, character: 1 }
      const params = { textDocument: { uri: URI }, position, range: { start: position, end: position }, positions: [position], context: { diagnostics: [], includeDeclaration: true } }
      for (const method of ["hover", "completion", "definition", "references", "documentHighlight", "documentSymbol", "foldingRange", "selectionRange", "codeAction"]) {
        const answer = await client.request<unknown[] | null>(`textDocument/${method}`, params)
        assert.ok(answer === null || answer.length === 0, method)
      }
    })

    it("are not spoken of where a client waits for them and the file is no report", async () => {
      await client.initialize(PUSH_CLIENT)
      client.open("file:///README.md", README)
      client.open(URI, WRONG)
      await client.published()
      assert.deepEqual(client.all("textDocument/publishDiagnostics").map(({ params }) => (params as { uri: string }).uri), [URI])
    })
  })

  describe("a burst of changes", () => {
    const spell = (text: string): object[] => {
      const start = positionAfter(text, "一、本年新收政府信息公开申请数量\t\t\t")
      return Array.from({ length: 40 }, (_, i) => ({ range: { start, end: { line: start.line, character: start.character + 1 } }, text: String(i % 10) }))
    }

    // On a machine that is busy the burst takes longer than an answer may wait: some versions in between are told then.
    const isOfBurst = (told: number, changes: number): boolean => told < changes / 2

    it("is pushed for the newest version, not for each, and never as nothing", async () => {
      await client.initialize(PUSH_CLIENT)
      client.open(URI, WRONG)
      await client.published()
      const changes = spell(WRONG)
      client.send(...changes.map((change, i) => ({ method: "textDocument/didChange", params: { textDocument: { uri: URI, version: i + 2 }, contentChanges: [change] } })))
      await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { version: number }).version === changes.length + 1)
      await client.settled()
      const pushed = client.all("textDocument/publishDiagnostics").map(({ params }) => params as { version: number; diagnostics: unknown[] })
      assert.equal(pushed.at(-1)!.version, changes.length + 1)
      assert.ok(isOfBurst(pushed.length, changes.length))
      assert.ok(pushed.every(({ diagnostics }) => diagnostics.length > 0))
    })

    it("is answered with the newest version, whoever asked when", async () => {
      await client.initialize()
      client.open(URI, CLEAN)
      await client.pull(URI)
      const messages = spell(CLEAN).flatMap((change, i) => [
        { method: "textDocument/didChange", params: { textDocument: { uri: URI, version: i + 2 }, contentChanges: [change] } },
        { id: `pull ${i}`, method: "textDocument/diagnostic", params: { textDocument: { uri: URI } } },
      ])
      client.send(...messages)
      const answers = await Promise.all(spell(CLEAN).map((_, i) => client.seen(({ id }) => id === `pull ${i}`)))
      const ids = answers.map(({ result }) => Number((result as { resultId: string }).resultId))
      assert.deepEqual(ids, ids.toSorted((a, b) => a - b))
      assert.ok(isOfBurst(new Set(ids).size, ids.length))
      const newest = await client.request<{ resultId: string }>("textDocument/diagnostic", { textDocument: { uri: URI } })
      assert.equal(Number(newest.resultId), ids.at(-1))
    })

    it("leaves a cancelled request without an answer but that it was cancelled", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      client.send({ id: "first", method: "textDocument/diagnostic", params: { textDocument: { uri: URI } } }, { id: "second", method: "textDocument/hover", params: at(WRONG, "一、本年") }, { method: "$/cancelRequest", params: { id: "first" } }, { method: "$/cancelRequest", params: { id: "second" } })
      assert.equal((await client.seen(({ id }) => id === "first")).error?.code, -32800)
      const second = await client.seen(({ id }) => id === "second")
      assert.ok(second.error?.code === -32800 || second.result !== undefined)
      assert.equal((await client.pull(URI)).length, 1)
    })
  })

  it("lets messages in while it reads a long document, and stops when that is closed", async () => {
    await client.initialize(PUSH_CLIENT)
    const long = "file:///long.report.txt"
    client.open(long, `${WRONG}\n`.repeat(1000))
    for (let turn = 0; turn < 8; turn++) await new Promise(resolve => setImmediate(resolve))
    client.close(long)
    client.open(URI, WRONG)
    await client.published()
    await client.settled()
    assert.deepEqual(client.all("textDocument/publishDiagnostics").map(({ params }) => (params as { uri: string }).uri), [URI])
  })

  describe("settings", () => {
    it("set the severity of a rule, silence it, and bring the client to ask again", async () => {
      let settings: object = { rules: { "sum-mismatch": "hint" } }
      client.answers.set("workspace/configuration", () => [settings])
      await client.initialize()
      client.open(URI, WRONG)
      assert.deepEqual((await client.pull(URI)).map(({ severity }) => severity), [4])
      settings = { rules: { "sum-mismatch": "off" } }
      client.notify("workspace/didChangeConfiguration", { settings: null })
      await client.seen(({ method }) => method === "workspace/diagnostic/refresh")
      assert.deepEqual(await client.pull(URI), [])
    })

    it("are known before the first answer", async () => {
      client.answers.set("workspace/configuration", () => [{ enable: false }])
      await client.initialize({ ...PUSH_CLIENT, workspace: { ...PUSH_CLIENT.workspace, configuration: true } })
      client.open(URI, WRONG)
      client.answers.set("workspace/configuration", () => [{ enable: true, locale: "en" }])
      client.notify("workspace/didChangeConfiguration", { settings: null })
      const { diagnostics } = await client.published()
      assert.match(diagnostics[0]!.message, /should say/)
      assert.equal(client.all("textDocument/publishDiagnostics").length, 1)
    })

    it("come with the notification from clients that have no other way", async () => {
      await client.initialize(PUSH_CLIENT)
      client.open(URI, WRONG)
      await client.published()
      const from = client.received.length
      client.notify("workspace/didChangeConfiguration", { settings: { reportDraft: { enable: false } } })
      assert.deepEqual((await client.published(from)).diagnostics, [])
    })

    it("that are malformed are left out and logged", async () => {
      client.answers.set("workspace/configuration", () => [{ rules: { "sum-mismatch": "loud", "no-such-rule": "error", "blank-cell": 7 }, locale: "fr", enable: "yes", recomputeTotalsOnSave: [] }])
      await client.initialize()
      client.open(URI, WRONG)
      assert.deepEqual((await client.pull(URI)).map(({ severity }) => severity), [1])
      const log = client.all("window/logMessage").map(({ params }) => (params as { message: string }).message).join("\n")
      for (const word of ["sum-mismatch", "no-such-rule", "blank-cell", "fr", "enable", "recomputeTotalsOnSave"]) assert.ok(log.includes(word), word)
    })
  })

  describe("ends", () => {
    const LIMIT = 2000
    const timely = async (exit: Promise<unknown[]>): Promise<number | null> => {
      const timer = setTimeout(() => client.process.kill("SIGKILL"), LIMIT)
      const [code] = await exit
      clearTimeout(timer)
      return code as number | null
    }

    it("with 0 after shutdown and exit", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      const exit = once(client.process, "exit")
      await client.request("shutdown")
      client.notify("exit")
      assert.equal(await timely(exit), 0)
    })
    it("with 0 when the client's pipe is closed after shutdown", async () => {
      await client.initialize()
      const exit = once(client.process, "exit")
      await client.request("shutdown")
      client.process.stdin!.end()
      assert.equal(await timely(exit), 0)
    })
    it("with 1 on exit without shutdown", async () => {
      await client.initialize()
      const exit = once(client.process, "exit")
      client.notify("exit")
      assert.equal(await timely(exit), 1)
    })
    it("when the client's pipe is closed", async () => {
      await client.initialize()
      client.open(URI, WRONG)
      const exit = once(client.process, "exit")
      client.process.stdin!.end()
      assert.equal(await timely(exit), 1)
    })
    it("when no one listens any more", async () => {
      await client.initialize()
      const exit = once(client.process, "exit")
      client.process.stdout!.destroy()
      client.open(URI, WRONG)
      client.ask("textDocument/diagnostic", { textDocument: { uri: URI } })
      assert.notEqual(await timely(exit), null)
    })
  })
})
