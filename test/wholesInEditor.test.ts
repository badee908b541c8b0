import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { WHOLES_FILE } from "../server/collection/wholes.ts"
import { convert } from "../server/files/convert.ts"
import { applyLspEdits, editsOf, FULL_CLIENT, PUSH_CLIENT, positionAfter, useServers, wordsAt, type LspAction, type LspClient, type LspDiagnostic } from "./support/lspClient.ts"
import { draftFor } from "./support/sampleDrafts.ts"

const RULE = "whole-mismatch"
const REFRESH = "workspace/diagnostic/refresh"
const [CREATED, CHANGED, DELETED] = [1, 2, 3] as const

describe("language server with wholes and parts", () => {
  const start = useServers()
  let client: LspClient
  let root = ""
  let workspace = ""

  beforeEach(() => {
    client = start()
    root = realpathSync(mkdtempSync(join(tmpdir(), "report-draft-")))
    workspace = join(root, "workspace")
    mkdirSync(workspace)
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  const uriOf = (...names: string[]): string => pathToFileURL(join(workspace, ...names)).href
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(workspace, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return pathToFileURL(path).href
  }
  const initialize = (capabilities: object = FULL_CLIENT): Promise<unknown> => client.initialize(capabilities, { workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "workspace" }] })
  const filesChanged = (...changes: [string, number][]): void => {
    client.notify("workspace/didChangeWatchedFiles", { changes: changes.map(([uri, type]) => ({ uri, type })) })
  }
  /** The findings of the rule on a document, after all that is to be read has been read. */
  const found = async (uri: string): Promise<LspDiagnostic[]> => {
    await client.request("reportDraft/findLastYear", { textDocument: { uri } })
    return (await client.pull(uri)).filter(({ code }) => code === RULE)
  }
  const messages = async (uri: string): Promise<string[]> => (await found(uri)).map(({ message }) => /\d+ 个部分之和为 \d+|不能全部.*/.exec(message)![0])
  const refreshed = (from: number): Promise<unknown> => client.seen(({ method }) => method === REFRESH, from)

  const draft = (name: string, count: number | string): string => draftFor(2023, { "proactive/licensing/decisions": String(count) }).replaceAll("青溪县档案馆", name)
  const WHOLE = draft("青溪县农业局", 2)
  const wholes = (...parts: string[]): string => JSON.stringify({ wholes: [{ whole: "县.txt", parts }] })

  it("compares an open whole with its parts, and mends it on request", async () => {
    put(WHOLES_FILE, wholes("部门/*"))
    put("部门/a.txt", draft("青溪县水利站", 1))
    put("部门/b.docx", (await convert(draft("青溪县农机站", 2), "docx")).bytes)
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    const [finding, ...more] = await found(uriOf("县.txt"))
    assert.deepEqual([wordsAt(WHOLE, finding!.range), more], ["2", []])
    assert.match(finding!.message, /2 个部分之和为 3，少 1。/)
    const actions = await client.request<LspAction[]>("textDocument/codeAction", { textDocument: { uri: uriOf("县.txt") }, range: finding!.range, context: { diagnostics: [finding], only: ["quickfix"] } })
    assert.equal(applyLspEdits(WHOLE, editsOf(actions[0]!)), draft("青溪县农业局", 3))
  })

  it("leads to the cells of the parts, also when lines come in above them", async () => {
    put(WHOLES_FILE, wholes("部门/*"))
    const part = draft("青溪县水利站", 1)
    const a = put("部门/a.txt", part)
    put("部门/b.docx", (await convert(draft("青溪县农机站", 2), "docx")).bytes)
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    client.open(a, part)
    const related = async (): Promise<NonNullable<LspDiagnostic["relatedInformation"]>> => (await found(uriOf("县.txt")))[0]!.relatedInformation!
    const [text, word] = await related()
    assert.deepEqual([word!.location.uri, word!.location.range.end], [uriOf("部门", "b.docx"), { line: 0, character: 0 }])
    assert.deepEqual([text!.location.uri, wordsAt(part, text!.location.range), text!.message], [a, "1", "“青溪县水利站”“行政许可”本年处理决定数量：1"])
    const from = client.received.length
    const body = positionAfter(part, "一、总体情况\n\n")
    client.change(a, { range: { start: body, end: body }, text: "再写一句。\n\n" })
    void client.pull(a)
    await refreshed(from)
    assert.equal((await related())[0]!.location.range.start.line, text!.location.range.start.line + 2)
  })

  it("follows the parts: as they are typed in, saved by others, made and removed, closed unsaved", async () => {
    put(WHOLES_FILE, wholes("部门/*"))
    const a = put("部门/a.txt", draft("青溪县水利站", 1))
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    assert.deepEqual(await messages(uriOf("县.txt")), ["1 个部分之和为 1"])
    const after = async (change: () => void, expected: readonly string[]): Promise<void> => {
      const from = client.received.length
      change()
      await refreshed(from)
      assert.deepEqual(await messages(uriOf("县.txt")), expected)
    }
    const b = uriOf("部门", "b.txt")
    await after(() => {
      put("部门/b.txt", draft("青溪县农机站", 1))
      filesChanged([b, CREATED])
    }, [])
    await after(() => {
      put("部门/b.txt", draft("青溪县农机站", 3))
      filesChanged([b, CHANGED])
    }, ["2 个部分之和为 4"])
    client.open(a, draft("青溪县水利站", 1))
    await client.pull(a)
    const { line, character } = positionAfter(draft("青溪县水利站", 1), "行政许可\t")
    await after(() => {
      client.change(a, { range: { start: { line, character }, end: { line, character: character + 1 } }, text: "5" })
      void client.pull(a)
    }, ["2 个部分之和为 8"])
    await after(() => client.close(a), ["2 个部分之和为 4"])
    await after(() => {
      rmSync(join(workspace, "部门", "b.txt"))
      filesChanged([b, DELETED])
    }, ["1 个部分之和为 1"])
  })

  it("an edit of a part that touches no figure disturbs nobody", async () => {
    put(WHOLES_FILE, wholes("部门/*"))
    const text = draft("青溪县水利站", 1)
    const a = put("部门/a.txt", text)
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    client.open(a, text)
    await client.pull(a)
    assert.equal((await found(uriOf("县.txt"))).length, 1)
    await client.settled()
    const from = client.received.length
    const at = positionAfter(text, "一、总体情况\n\n")
    client.change(a, { range: { start: at, end: at }, text: "字" })
    await client.pull(a)
    await client.settled()
    assert.deepEqual(client.received.slice(from).filter(({ method }) => method === REFRESH), [])
  })

  it("follows the file: as it comes, names other parts, has mistakes and goes; the nearest counts, and none outside", async () => {
    writeFileSync(join(root, WHOLES_FILE), '{ "wholes": [{ "whole": "workspace/县.txt", "parts": ["workspace/部门/*"] }] }')
    put("部门/a.txt", draft("青溪县水利站", 1))
    put("乡镇/b.txt", draft("青溪县农机站", 5))
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    assert.deepEqual(await messages(uriOf("县.txt")), [])
    const step = async (text: string | null, expected: readonly string[]): Promise<void> => {
      const from = client.received.length
      if (text === null) rmSync(join(workspace, WHOLES_FILE))
      else put(WHOLES_FILE, text)
      filesChanged([uriOf(WHOLES_FILE), text === null ? DELETED : CHANGED])
      await refreshed(from)
      assert.deepEqual(await messages(uriOf("县.txt")), expected)
    }
    await step(wholes("部门/*"), ["1 个部分之和为 1"])
    await step(wholes("部门/*", "乡镇/*"), ["2 个部分之和为 6"])
    await step('{ "wholes": [{ "whole": "县.txt", "parts": ["../*"] }] }', [])
    assert.ok(client.all("window/logMessage").some(({ params }) => JSON.stringify(params).includes("report-draft.json:1:44")))
    await step(wholes("乡镇/*"), ["1 个部分之和为 5"])
    await step(null, [])
  })

  it("a part that cannot be read is said, and nothing is compared; links and hidden folders have no parts", async () => {
    mkdirSync(join(root, "outside"))
    writeFileSync(join(root, "outside", "c.txt"), draft("青溪县外站", 7))
    put("部门/a.txt", draft("青溪县水利站", 2))
    put(".git/d.txt", draft("青溪县内站", 7))
    if (process.platform !== "win32") {
      symlinkSync(join(root, "outside"), join(workspace, "链接"))
      symlinkSync(join(root, "outside", "c.txt"), join(workspace, "部门", "c.txt"))
    }
    put(WHOLES_FILE, wholes("**/*"))
    await initialize()
    client.open(uriOf("县.txt"), WHOLE)
    assert.deepEqual(await messages(uriOf("县.txt")), [])
    put("部门/b.docx", "no Word file")
    const from = client.received.length
    filesChanged([uriOf("部门", "b.docx"), CREATED])
    await refreshed(from)
    assert.deepEqual(await messages(uriOf("县.txt")), ["不能全部与各部分之和核对：“部门/b.docx”无法读取。"])
  })

  it("is pushed to a client that waits", async () => {
    put(WHOLES_FILE, wholes("部门/*"))
    put("部门/a.txt", draft("青溪县水利站", 1))
    await initialize(PUSH_CLIENT)
    client.open(uriOf("县.txt"), WHOLE)
    const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { diagnostics: unknown[] }).diagnostics.length > 0)
    assert.deepEqual((params as { diagnostics: LspDiagnostic[] }).diagnostics.map(({ code }) => code), [RULE])
  })
})
