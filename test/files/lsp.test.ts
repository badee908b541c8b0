import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readFile } from "../../server/files/readFile.ts"
import { Reader } from "../../server/lsp/reader.ts"
import { figuresOf } from "../support/check.ts"
import { useServers, type LspClient } from "../support/lspClient.ts"
import { CLEAN, URI } from "../support/sampleDrafts.ts"

const SAMPLES = "test/files/samples"

describe("Word and web files in the language server", () => {
  const start = useServers()
  let client: LspClient
  beforeEach(async () => {
    client = start()
    await client.initialize()
  })

  const read = (name: string, bytes: Buffer): Promise<{ text?: string; hasTrackedChanges?: boolean; fault?: string }> => client.request("reportDraft/readFile", { name, content: bytes.toString("base64") })

  it("are read as drafts", async () => {
    for (const name of ["tracked.docx", "page.html"]) {
      const bytes = readFileSync(`${SAMPLES}/${name}`)
      assert.deepEqual(await read(name, bytes), { text: readFile(name, bytes).text, hasTrackedChanges: name === "tracked.docx" })
    }
  })

  it("are refused with a reason", async () => {
    assert.match((await read("a.docx", Buffer.from("no"))).fault!, /damaged|损坏/)
    assert.equal(await client.request("reportDraft/writeWord", { textDocument: { uri: "file:///unknown.txt" } }), null)
    assert.equal(await client.request("reportDraft/readFile", { name: 1 }), null)
  })

  it("of the old kind are converted while the server answers whatever else it is asked", async function () {
    if (process.platform === "win32") this.skip()
    const folder = mkdtempSync(join(tmpdir(), "report-draft-"))
    const { PATH } = process.env
    try {
      // It goes on when somebody writes into the pipe, and has converted nothing.
      execFileSync("mkfifo", [join(folder, "pipe")])
      writeFileSync(join(folder, "soffice"), `#!/bin/sh\nread line <"${folder}/pipe"\n`, { mode: 0o755 })
      process.env.PATH = `${folder}:${PATH}`
      client = start()
      await client.initialize()
      const converting = read("a.doc", readFileSync(`${SAMPLES}/written/libreoffice.doc`))
      assert.match((await read("tracked.docx", readFileSync(`${SAMPLES}/tracked.docx`))).text!, /年度报告/)
      client.open(URI, CLEAN)
      assert.deepEqual(await client.pull(URI), [])
      writeFileSync(join(folder, "pipe"), "go\n")
      assert.match((await converting).fault!, /无法转换/)
    } finally {
      process.env.PATH = PATH
      rmSync(folder, { recursive: true, force: true })
    }
  })

  describe("apart", () => {
    let folder = ""
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "report-draft-"))
    })
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true })
    })
    const reader = (onMessage: string, limit?: number): Reader => {
      writeFileSync(join(folder, "thread.cjs"), `const { parentPort } = require("node:worker_threads")\nparentPort.on("message", ({ name }) => { ${onMessage} })\n`)
      return new Reader(join(folder, "thread.cjs"), limit)
    }

    it("a file that takes too long is given up, and the next one is read", async () => {
      const files = reader(`while (name === "hostile"); parentPort.postMessage({ text: name, hasTrackedChanges: false })`, 1000)
      const [hostile, next] = await Promise.allSettled([files.read("hostile", new Uint8Array()), files.read("next", new Uint8Array())])
      assert.match(String((hostile as PromiseRejectedResult).reason), /took too long/)
      assert.equal((next as PromiseFulfilledResult<{ text: string }>).value.text, "next")
    })

    it("a file that brings the reader down does so to itself only", async () => {
      const files = reader(`if (name === "hostile") throw new Error("down"); parentPort.postMessage({ text: name, hasTrackedChanges: false })`)
      await assert.rejects(files.read("hostile", new Uint8Array()), /too large or damaged/)
      assert.equal((await files.read("next", new Uint8Array())).text, "next")
    })
  })

  it("are made of a document as it stands in the editor", async () => {
    const text = CLEAN.replace("公开内容还不够丰富。", "解读不多。")
    client.open(URI, CLEAN)
    client.change(URI, { text })
    const { content, untouched } = await client.request<{ content: string; untouched: string[] }>("reportDraft/writeWord", { textDocument: { uri: URI } })
    assert.deepEqual(untouched, [])
    const back = readFile("a.docx", Buffer.from(content, "base64"), String).text
    assert.match(back, /^解读不多。/m)
    assert.deepEqual(figuresOf(back), figuresOf(text))
  })

  it("are pasted as an open document is written", async () => {
    client.open(URI, CLEAN)
    const at = { line: 0, character: 0 }
    const paste = (html: unknown, uri = URI): Promise<unknown> => client.request("reportDraft/paste", { textDocument: { uri }, range: { start: at, end: at }, html, isMarkdown: false })
    assert.deepEqual(await paste("<table><tr><td rowspan=2>渠道</td><td>信</td></tr><tr><td>网</td></tr></table>"), { text: "渠道\t信\n\t网\n\n", holdsTable: false })
    assert.match(((await paste("<b>".repeat(1000))) as { fault: string }).fault, /nested|嵌套/)
    assert.equal(await paste("<p>", "file:///unknown.txt"), null)
    assert.equal(await paste(1), null)
  })
})
