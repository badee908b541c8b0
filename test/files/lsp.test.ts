import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { convert } from "../../server/files/convert.ts"
import { readFile as readWord } from "../../server/files/readFile.ts"
import { LimitedThread } from "../../server/files/limitedThread.ts"
import { Reader } from "../../server/files/reader.ts"
import { figuresOf } from "../support/check.ts"
import { FULL_CLIENT, useServers, type LspClient, type LspDiagnostic } from "../support/lspClient.ts"
import { CLEAN, draftFor, URI } from "../support/sampleDrafts.ts"

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
      assert.deepEqual(await read(name, bytes), { text: readWord(name, bytes).text, hasTrackedChanges: name === "tracked.docx" })
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
      const files = reader(`while (name === "hostile"); parentPort.postMessage({ text: name, hasTrackedChanges: false })`, 10_000)
      const [hostile, next] = await Promise.allSettled([files.read("hostile", new Uint8Array()), files.read("next", new Uint8Array())])
      assert.match(String((hostile as PromiseRejectedResult).reason), /took too long/)
      assert.equal((next as PromiseFulfilledResult<{ text: string }>).value.text, "next")
    })

    it("a file that may take longer than others is not given up", async () => {
      writeFileSync(join(folder, "thread.cjs"), `const { parentPort } = require("node:worker_threads")\nparentPort.on("message", name => { parentPort.postMessage(name) })\n`)
      // No thread starts in so short a time.
      const thread = new LimitedThread(join(folder, "thread.cjs"), undefined, 1)
      await assert.rejects(thread.ask("a"), /took too long/)
      assert.equal(await thread.ask("b", { more: 10_000 }), "b")
    })

    it("a file that nobody waits for any more is given up", async () => {
      const files = reader(`while (name === "hostile"); parentPort.postMessage({ text: name, hasTrackedChanges: false })`)
      const cancelling = new AbortController()
      const [hostile, waiting, next] = [files.read("hostile", new Uint8Array(), cancelling.signal), files.read("waiting", new Uint8Array(), cancelling.signal), files.read("next", new Uint8Array())]
      cancelling.abort()
      for (const read of [hostile, waiting]) await assert.rejects(read, /was cancelled/)
      assert.equal((await next).text, "next")
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
    const back = readWord("a.docx", Buffer.from(content, "base64"), String).text
    assert.match(back, /^解读不多。/m)
    assert.deepEqual(figuresOf(back), figuresOf(text))
  })

  describe("of the workspace are checked", () => {
    let root = ""
    beforeEach(async () => {
      root = realpathSync(mkdtempSync(join(tmpdir(), "report-draft-")))
      client = start()
      await client.initialize(FULL_CLIENT, { workspaceFolders: [{ uri: pathToFileURL(root).href, name: "workspace" }] })
    })
    afterEach(() => {
      rmSync(root, { recursive: true, force: true })
    })
    const uriOf = (name: string): string => pathToFileURL(join(root, name)).href
    const checked = (name: string, content: Uint8Array): Promise<{ reports?: number; items?: LspDiagnostic[]; fault?: string }> => {
      writeFileSync(join(root, name), content)
      return client.request("reportDraft/checkFile", { uri: uriOf(name), content: Buffer.from(content).toString("base64") })
    }
    const bytesOf = async (text: string): Promise<Uint8Array> => (await convert(text, "docx")).bytes

    it("with the places of their findings in words, as the command line says them", async () => {
      const wrong = await bytesOf(draftFor(2023, { "requests/new/total": "3" }))
      const { reports, items } = await checked("报告.docx", wrong)
      assert.equal(reports, 1)
      assert.deepEqual(items!.map(({ code, range, message }) => [code, range.start, range.end, message.split("：")[0]]), [["sum-mismatch", { line: 0, character: 0 }, { line: 0, character: 0 }, "表三 第4行 总计"]])
      const { stdout } = spawnSync(process.execPath, ["dist/cli.js", "check", "--locale", "zh", "--format", "json", join(root, "报告.docx")], { encoding: "utf8" })
      const { files } = JSON.parse(stdout) as { files: { diagnostics: { where: string; message: string }[] }[] }
      assert.deepEqual(items!.map(({ message }) => message), files[0]!.diagnostics.map(({ where, message }) => `${where}：${message}`))
    })

    it("against last year's report, tracked changes and decisions among what is known", async () => {
      writeFileSync(join(root, "2022.txt"), draftFor(2022, { "requests/new/natural": "2", "requests/new/total": "2", "requests/carried-out/natural": "2", "requests/carried-out/total": "2" }))
      const own = await bytesOf(draftFor(2023, { "requests/carried-in/natural": "1", "requests/carried-in/total": "1", "requests/carried-out/natural": "1", "requests/carried-out/total": "1" }))
      assert.deepEqual([...new Set((await checked("2023.docx", own)).items!.map(({ code }) => code))], ["carry-over-mismatch"])
      const tracked = readFileSync(`${SAMPLES}/tracked.docx`)
      assert.deepEqual((await checked("tracked.docx", tracked)).items!.map(({ code }) => code), ["tracked-changes"])
      spawnSync(process.execPath, [resolve("dist/cli.js"), "check", ".", "--quiet", "--accept", "tracked-changes", "--reason", "尚未定稿"], { cwd: root })
      client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf("report-draft.decisions.json"), type: 1 }] })
      assert.deepEqual((await checked("tracked.docx", tracked)).items, [])
    })

    it("and are compared with their parts, if they are wholes", async () => {
      writeFileSync(join(root, "report-draft.json"), JSON.stringify({ wholes: [{ whole: "县.docx", parts: ["a.txt", "b.txt"] }] }))
      const part = (name: string): string => draftFor(2023, { "proactive/licensing/decisions": "1" }).replaceAll("青溪县档案馆", name)
      for (const name of ["a", "b"]) writeFileSync(join(root, `${name}.txt`), part(`青溪县${name === "a" ? "水利站" : "农机站"}`))
      const whole = (count: string): Promise<Uint8Array> => bytesOf(draftFor(2023, { "proactive/licensing/decisions": count }).replaceAll("青溪县档案馆", "青溪县农业局"))
      const { items } = await checked("县.docx", await whole("3"))
      assert.deepEqual(items!.map(({ code }) => code), ["whole-mismatch"])
      assert.match(items![0]!.message, /^表二.*：.*2 个部分之和为 2，多 1。/)
      // Of a part that has changed meanwhile, the new figures count.
      writeFileSync(join(root, "a.txt"), part("青溪县水利站").replace("行政许可\t1", "行政许可\t2"))
      client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf("a.txt"), type: 2 }] })
      assert.deepEqual((await checked("县.docx", await whole("3"))).items, [])
    })

    it("until that is cancelled, which ends LibreOffice", async function () {
      if (process.platform === "win32") this.skip()
      const { PATH } = process.env
      try {
        execFileSync("mkfifo", [join(root, "started"), join(root, "ended")])
        // What it starts ends with it: then nobody has the pipe open any more.
        writeFileSync(join(root, "soffice"), `#!/bin/sh\nexec 3>"${root}/ended"\necho $$ >"${root}/started"\nsleep 1000\n`, { mode: 0o755 })
        process.env.PATH = `${root}:${PATH}`
        client = start()
        await client.initialize()
        const ended = readFile(join(root, "ended"))
        const id = client.ask("reportDraft/checkFile", { uri: uriOf("a.doc"), content: readFileSync(`${SAMPLES}/written/libreoffice.doc`).toString("base64") })
        await readFile(join(root, "started"))
        client.notify("$/cancelRequest", { id })
        assert.equal((await client.reply(id)).error!.message, "cancelled")
        await ended
      } finally {
        process.env.PATH = PATH
      }
    })

    it("unless they hold no report, or cannot be read", async () => {
      assert.deepEqual(await checked("a.html", Buffer.from("<p>别的</p>")), { reports: 0, items: [] })
      assert.match((await checked("a.docx", Buffer.from("no"))).fault!, /损坏/)
      assert.equal(await client.request("reportDraft/checkFile", { uri: 1 }), null)
    })
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
