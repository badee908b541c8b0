import assert from "node:assert/strict"
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { copiedText } from "../server/engine/rules/copied-text.ts"
import { convert } from "../server/files/convert.ts"
import { applyLspEdits, editsOf, FULL_CLIENT, positionAfter, PUSH_CLIENT, useServers, wordsAt, type LspAction, type LspClient, type LspDiagnostic } from "./support/lspClient.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { tellOfFiles, useWorkspace } from "./support/workspace.ts"

/** Carries 2 requests forward, in all and of natural persons; the draft for 2023 takes over 1. */
const LAST = draftFor(2022, { "requests/new/natural": "2", "requests/new/total": "2", "requests/carried-out/natural": "2", "requests/carried-out/total": "2" })
const THIS = draftFor(2023, { "requests/carried-in/natural": "1", "requests/carried-in/total": "1", "requests/carried-out/natural": "1", "requests/carried-out/total": "1" })
const RULE = "carry-over-mismatch"
const REFRESH = "workspace/diagnostic/refresh"
const [CREATED, CHANGED, DELETED] = [1, 2, 3]

describe("language server across years", () => {
  const start = useServers()
  let client: LspClient
  const disk = useWorkspace()

  beforeEach(() => {
    client = start()
  })

  const { uriOf, put } = disk
  const initialize = (capabilities: object = FULL_CLIENT, more: object = {}): Promise<unknown> => client.initialize(capabilities, { workspaceFolders: disk.folders, ...more })
  const refreshed = (from: number): Promise<unknown> => client.seen(({ method }) => method === REFRESH, from)
  const filesChanged = (...changes: [string, number][]): void => tellOfFiles(client, changes)
  /** The findings across years on a document, after all that is to be read has been read. */
  const found = async (uri: string): Promise<LspDiagnostic[]> => {
    await client.request("reportDraft/findLastYear", { textDocument: { uri } })
    return (await client.pull(uri)).filter(({ code }) => code === RULE)
  }
  const THIS_URI = "untitled:2023"
  const LAST_URI = "untitled:2022"

  describe("among open documents", () => {
    it("tells what differs, and where the other figure stands", async () => {
      await initialize()
      client.open(THIS_URI, THIS)
      assert.deepEqual(await client.pull(THIS_URI), [])
      const from = client.received.length
      client.open(LAST_URI, `一行\n${LAST}`)
      assert.deepEqual(await client.pull(LAST_URI), [])
      await refreshed(from)
      const diagnostics = await client.pull(THIS_URI)
      assert.deepEqual(diagnostics.map(({ code, range }) => [code, wordsAt(THIS, range)]), [[RULE, "1"], [RULE, "1"]])
      for (const { relatedInformation } of diagnostics) {
        const [{ location, message }] = relatedInformation as [{ location: { uri: string; range: LspDiagnostic["range"] }; message: string }]
        assert.deepEqual([location.uri, wordsAt(`一行\n${LAST}`, location.range), message], [LAST_URI, "2", "上年报告：2"])
      }
    })

    it("follows what is typed in last year's, whose unsaved text counts", async () => {
      await initialize()
      client.open(LAST_URI, LAST)
      client.open(THIS_URI, THIS)
      await client.pull(LAST_URI)
      assert.equal((await client.pull(THIS_URI)).length, 2)
      const mark = positionAfter(LAST, "四、结转下年度继续办理\t\t\t")
      const type = async (line: number, text: string): Promise<void> => {
        const from = client.received.length
        client.change(LAST_URI, { range: { start: { line, character: mark.character }, end: { line, character: mark.character + 1 } }, text })
        await client.pull(LAST_URI)
        await refreshed(from)
      }
      await type(mark.line, "1")
      assert.deepEqual((await client.pull(THIS_URI)).map(({ message }) => message.includes("总计")), [true])
      const from = client.received.length
      client.change(LAST_URI, { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: "\n" })
      await client.pull(LAST_URI)
      await refreshed(from)
      const [{ relatedInformation }] = await client.pull(THIS_URI) as [LspDiagnostic]
      assert.equal(relatedInformation![0]!.location.range.start.line, mark.line + 1)
      await type(mark.line + 1, "3")
      assert.equal((await client.pull(THIS_URI)).length, 2)
    })

    it("leaves all others alone", async () => {
      await initialize()
      client.open(LAST_URI, LAST)
      client.open(THIS_URI, THIS)
      client.open("untitled:other", LAST.replaceAll("档案馆", "图书馆"))
      for (const uri of [LAST_URI, THIS_URI, "untitled:other"]) await client.pull(uri)
      const ask = (previousResultId?: string): Promise<{ kind: string; resultId: string }> => client.request("textDocument/diagnostic", { textDocument: { uri: THIS_URI }, previousResultId })
      const { resultId } = await ask()
      await client.settled()
      const from = client.received.length
      client.change("untitled:other", { range: { start: positionAfter(LAST, "一、总体情况\n\n"), end: positionAfter(LAST, "一、总体情况\n\n") }, text: "字" })
      await client.pull("untitled:other")
      client.change(THIS_URI, { text: THIS })
      client.change(THIS_URI, { text: THIS })
      await client.pull("untitled:other")
      await client.settled()
      assert.deepEqual(client.received.slice(from).filter(({ method }) => method === REFRESH), [])
      assert.notEqual((await ask(resultId)).kind, "unchanged")
      const again = await ask()
      client.change("untitled:other", { text: LAST.replaceAll("档案馆", "美术馆") })
      await client.pull("untitled:other")
      assert.equal((await ask(again.resultId)).kind, "unchanged")
    })

    it("is pushed to a client that waits, when last year's changes, goes or is another body's", async () => {
      await client.initialize(PUSH_CLIENT)
      const news = async (from: number): Promise<number> => {
        const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { uri: string }).uri === THIS_URI, from)
        return (params as { diagnostics: unknown[] }).diagnostics.length
      }
      client.open(THIS_URI, THIS)
      assert.equal(await news(0), 0)
      const step = async (act: () => void, count: number): Promise<void> => {
        const from = client.received.length
        act()
        assert.equal(await news(from), count)
      }
      await step(() => { client.open(LAST_URI, LAST) }, 2)
      await step(() => client.change(LAST_URI, { text: LAST.replaceAll("档案馆", "图书馆") }), 0)
      await step(() => client.change(LAST_URI, { text: LAST }), 2)
      await step(() => { client.open("untitled:copy", LAST) }, 0)
      await step(() => { client.close("untitled:copy") }, 2)
      await step(() => { client.close(LAST_URI) }, 0)
    })

    it("is found within one document, wherever that moves", async () => {
      await initialize()
      const text = `${LAST}\n${THIS}`
      client.open(THIS_URI, text)
      assert.equal((await client.pull(THIS_URI)).length, 2)
      client.change(THIS_URI, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "前言\n\n" })
      for (const { range, relatedInformation } of await client.pull(THIS_URI)) {
        assert.equal(wordsAt(`前言\n\n${text}`, range), "1")
        assert.equal(wordsAt(`前言\n\n${text}`, relatedInformation![0]!.location.range), "2")
      }
    })

    it("is mended on request", async () => {
      await initialize()
      client.open(LAST_URI, LAST)
      client.open(THIS_URI, THIS)
      await client.pull(LAST_URI)
      const [first] = await client.pull(THIS_URI) as [LspDiagnostic]
      const actions = await client.request<LspAction[]>("textDocument/codeAction", { textDocument: { uri: THIS_URI }, range: first.range, context: { diagnostics: [first], only: ["quickfix"] } })
      const carried = (text: string): string => /二、上年结转\D*([\d\t]+)/.exec(text)![1]!.trim()
      const [one, all] = actions.map(action => carried(applyLspEdits(THIS, editsOf(action))))
      assert.deepEqual(actions.map(({ diagnostics }) => diagnostics?.[0]?.code), [RULE, undefined])
      assert.deepEqual([one, all], ["2\t0\t0\t0\t0\t0\t1", "2\t0\t0\t0\t0\t0\t2"])
    })

    it("takes the share of copied sentences from the settings", async () => {
      const text = copiedText.good
      for (const [copiedTextShare, count] of [[0.25, 1], [0.26, 0], ["many", 0]] as const) {
        const own = start()
        own.answers.set("workspace/configuration", () => [{ copiedTextShare }])
        await own.initialize()
        own.open(THIS_URI, text)
        assert.equal((await own.pull(THIS_URI)).filter(({ code }) => code === "copied-text").length, count, String(copiedTextShare))
      }
    })
  })

  describe("with files of the workspace", () => {
    it("reads none before a report is open, and finds last year's then", async () => {
      const last = put("2022/年报.md", LAST)
      await initialize()
      client.open(uriOf("notes.txt"), "没有报告。\n")
      assert.deepEqual(await client.pull(uriOf("notes.txt")), [])
      assert.equal(client.all("client/registerCapability").some(({ params }) => JSON.stringify(params).includes("didChangeWatchedFiles")), false)
      client.open(uriOf("2023.txt"), THIS)
      const from = client.received.length
      await client.pull(uriOf("2023.txt"))
      await refreshed(from)
      const diagnostics = await client.pull(uriOf("2023.txt"))
      assert.deepEqual(diagnostics.map(({ code }) => code), [RULE, RULE])
      const { uri, range } = diagnostics[0]!.relatedInformation![0]!.location
      assert.deepEqual([uri, wordsAt(LAST, range)], [last, "2"])
      assert.ok(client.all("client/registerCapability").some(({ params }) => JSON.stringify(params).includes("didChangeWatchedFiles")))
    })

    it("reads nothing that is outside, be it by a link, nor what is hidden or no draft", async () => {
      writeFileSync(join(disk.root, "2022.txt"), LAST)
      mkdirSync(join(disk.root, "outside"))
      writeFileSync(join(disk.root, "outside", "2022.txt"), LAST)
      for (const name of [".git/2022.txt", "node_modules/2022.txt", "2022.csv", ".2022.txt"]) put(name, LAST)
      if (process.platform !== "win32") {
        symlinkSync(join(disk.root, "2022.txt"), join(disk.path, "link.txt"))
        symlinkSync(join(disk.root, "outside"), join(disk.path, "linked"))
      }
      await initialize()
      client.open(uriOf("2023.txt"), THIS)
      assert.deepEqual(await found(uriOf("2023.txt")), [])
      filesChanged([pathToFileURL(join(disk.root, "2022.txt")).href, CHANGED!], [`${uriOf()}/../2022.txt`, CHANGED!], ...["link.txt", "linked/2022.txt", ".git/2022.txt", "2022.csv"].map(name => [uriOf(...name.split("/")), CHANGED!] as [string, number]), ["https://example.org/2022.txt", CHANGED!], ["file://%", CHANGED!])
      assert.deepEqual(await found(uriOf("2023.txt")), [])
      assert.deepEqual(client.all("window/logMessage"), [])
    })

    it("follows files that are made, written and removed, and folders that are removed", async () => {
      await initialize()
      client.open(uriOf("2023.txt"), THIS)
      assert.equal((await found(uriOf("2023.txt"))).length, 0)
      const step = async (uri: string, type: number, count: number): Promise<void> => {
        const from = client.received.length
        filesChanged([uri, type])
        await refreshed(from)
        assert.equal((await found(uriOf("2023.txt"))).length, count)
      }
      const last = put("older/2022.txt", LAST)
      await step(last, CREATED!, 2)
      put("older/2022.txt", LAST.replace(/(四、结转下年度继续办理\t+)2/, "$11"))
      await step(last, CHANGED!, 1)
      const copy = put("copy.txt", LAST)
      await step(copy, CREATED!, 0)
      rmSync(join(disk.path, "copy.txt"))
      await step(copy, DELETED!, 1)
      rmSync(join(disk.path, "older"), { recursive: true })
      await step(uriOf("older"), DELETED!, 0)
    })

    it("takes what stands in the editor for the file, as long as it is open", async () => {
      const last = put("2022.txt", LAST)
      await initialize()
      client.open(uriOf("2023.txt"), THIS)
      assert.equal((await found(uriOf("2023.txt"))).length, 2)
      client.open(last, LAST.replace(/(四、结转下年度继续办理\t+)2/, "$11"))
      await client.pull(last)
      assert.equal((await found(uriOf("2023.txt"))).length, 1)
      filesChanged([last, CHANGED!])
      assert.equal((await found(uriOf("2023.txt"))).length, 1)
      client.close(last)
      assert.equal((await found(uriOf("2023.txt"))).length, 2)
    })

    it("is pushed to a client that waits", async () => {
      put("2022.txt", LAST)
      await initialize(PUSH_CLIENT)
      client.open(uriOf("2023.txt"), THIS)
      const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { diagnostics: unknown[] }).diagnostics.length > 0)
      assert.deepEqual((params as { diagnostics: LspDiagnostic[] }).diagnostics.map(({ code }) => code), [RULE, RULE])
    })

    it("is left to a client that cannot be told: it is said that documents depend on each other", async () => {
      for (const [refreshSupport, expected] of [[true, false], [false, true]]) {
        const { capabilities } = await start().initialize({ ...FULL_CLIENT, workspace: { diagnostics: { refreshSupport } } })
        assert.equal((capabilities["diagnosticProvider"] as { interFileDependencies: boolean }).interFileDependencies, expected)
      }
    })

    it("follows folders that come and go", async () => {
      const last = put("2022/2022.txt", LAST)
      const folder = { uri: dirname(last), name: "2022" }
      await initialize(FULL_CLIENT, { workspaceFolders: null, rootUri: uriOf("2023") })
      client.open(THIS_URI, THIS)
      assert.equal((await found(THIS_URI)).length, 0)
      client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [folder], removed: [] } })
      assert.equal((await found(THIS_URI)).length, 2)
      client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [folder] } })
      assert.equal((await found(THIS_URI)).length, 0)
    })

    it("finds it in a Word file or a page, and says where there in words; a text made of that counts before it", async () => {
      for (const name of ["2022.docx", "2022.html"] as const) {
        const last = put(name, (await convert(LAST, name.endsWith("docx") ? "docx" : "html")).bytes)
        const own = start()
        await own.initialize(FULL_CLIENT, { workspaceFolders: disk.folders })
        own.open(uriOf("2023.txt"), THIS)
        await own.request("reportDraft/findLastYear", { textDocument: { uri: uriOf("2023.txt") } })
        const [{ relatedInformation }] = (await own.pull(uriOf("2023.txt"))).filter(({ code }) => code === RULE) as [LspDiagnostic]
        const { location, message } = relatedInformation![0]!
        assert.deepEqual([location.uri, location.range.start.line], [last, 0])
        assert.match(message, /^表三 第28行 自然人：.*2/)
        const text = put("2022（草稿）.txt", LAST)
        own.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: text, type: CREATED }] })
        await own.request("reportDraft/findLastYear", { textDocument: { uri: uriOf("2023.txt") } })
        const [again] = (await own.pull(uriOf("2023.txt"))).filter(({ code }) => code === RULE) as [LspDiagnostic]
        assert.equal(again.relatedInformation![0]!.location.uri, text)
        rmSync(join(disk.path, name))
        rmSync(join(disk.path, "2022（草稿）.txt"))
      }
    })

    it("passes over Word files and pages that cannot be read, and starts no other program for old ones", async () => {
      for (const name of ["a.docx", "b.doc", "c.wps", "d.mhtml"]) put(name, "PK no")
      put("e.html", "<p>信息公开")
      put("2022.txt", LAST)
      await initialize()
      client.open(uriOf("2023.txt"), THIS)
      assert.equal((await found(uriOf("2023.txt"))).length, 2)
      assert.deepEqual(client.all("window/logMessage"), [])
    })

    it("reads any bytes, and says which file is too large", async () => {
      put("2022.txt", Buffer.from(`\uFEFF${LAST}`, "utf16le"))
      put("bytes.txt", Buffer.from([0xff, 0x00, 0x80, 0xfe]))
      put("empty.md", "")
      put("large.txt", `${LAST}${" ".repeat(5_000_000)}`)
      await initialize()
      client.open(uriOf("2023.txt"), THIS)
      assert.equal((await found(uriOf("2023.txt"))).length, 2)
      const log = client.all("window/logMessage").map(({ params }) => (params as { message: string }).message)
      assert.equal(log.length, 1)
      assert.match(log[0]!, /large\.txt is too large/)
    })

    it("reads none where the folder is not on the disk, the rules are off or the server is", async () => {
      put("2022.txt", LAST)
      for (const [folder, settings] of [["vscode-vfs://github/drafts", {}], [disk.uriOf(), { rules: { [RULE]: "off", "stock-mismatch": "off", "copied-text": "off", "whole-mismatch": "off" } }], [disk.uriOf(), { enable: false }]] as const) {
        const own = start()
        own.answers.set("workspace/configuration", () => [settings])
        await own.initialize(FULL_CLIENT, { workspaceFolders: [{ uri: folder, name: "drafts" }] })
        own.open(uriOf("2023.txt"), THIS)
        await own.pull(uriOf("2023.txt"))
        await own.request("reportDraft/findLastYear", { textDocument: { uri: uriOf("2023.txt") } })
        assert.deepEqual((await own.pull(uriOf("2023.txt"))).map(({ code }) => code), [])
        assert.equal(own.all("client/registerCapability").some(({ params }) => JSON.stringify(params).includes("docx")), false)
        assert.deepEqual(own.all("window/logMessage"), [])
      }
    })
  })
})
