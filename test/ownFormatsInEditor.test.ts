import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { FULL_CLIENT, useServers, wordsAt, type LspClient, type LspDiagnostic } from "./support/lspClient.ts"
import { tellOfFiles } from "./support/workspace.ts"

const FORMAT = readFileSync("docs/hotline.report-format.json", "utf8")
const DRAFT = "青石县2024年政务热线工作年报\n\n一、总体情况\n\n略。\n\n二、来电受理和办结情况\n\n来电类别\t已办结\t办理中\t合计\n咨询类来电\t65\t5\t70\n投诉类来电\t45\t6\t50\n全部来电\t110\t10\t120\n\n三、下一年工作打算\n\n略。\n"
const [CHANGED, DELETED] = [2, 3]

describe("language server with formats of one's own", () => {
  const start = useServers()
  let client: LspClient
  let root = ""
  let uri = ""

  beforeEach(() => {
    client = start()
    root = realpathSync(mkdtempSync(join(tmpdir(), "report-draft-")))
    mkdirSync(join(root, "workspace", "formats"), { recursive: true })
    uri = pathToFileURL(join(root, "workspace", "稿.txt")).href
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  const put = (name: string, content: string): string => {
    const path = join(root, name)
    writeFileSync(path, content)
    return pathToFileURL(path).href
  }
  const open = async (...formats: string[]): Promise<void> => {
    client.answers.set("workspace/configuration", () => [{ formats, locale: "en" }])
    await client.initialize(FULL_CLIENT, { workspaceFolders: [{ uri: pathToFileURL(join(root, "workspace")).href, name: "workspace" }] })
    client.open(uri, DRAFT)
  }
  /** The findings on it as a report; those on its tables as of no format are left out. */
  const found = async (): Promise<string[]> => (await client.pull(uri)).filter(({ code }) => code !== "table-sum").map(({ code, range }) => `${String(code)} ${wordsAt(DRAFT, range)}`)
  const refreshed = (from: number): Promise<unknown> => client.seen(({ method }) => method === "workspace/diagnostic/refresh", from)
  const WRONG = ["sum-mismatch 6"]

  it("reads those that the settings name", async () => {
    put("workspace/formats/a.report-format.json", FORMAT)
    await open("formats/*.json")
    assert.deepEqual(await found(), WRONG)
  })

  it("follows the file, and says what is wrong with it at its place", async () => {
    const file = put("workspace/formats/a.json", FORMAT)
    await open("./formats/a.json")
    assert.deepEqual(await found(), WRONG)
    const broken = FORMAT.replace('"unit": "件"', '"unit": "kg"')
    put("workspace/formats/a.json", broken)
    const before = client.received.length
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: file, type: CHANGED }] })
    await refreshed(before)
    assert.deepEqual(await found(), [])
    const { params } = (await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { uri: string }).uri === file, before)) as { params: { diagnostics: LspDiagnostic[] } }
    assert.deepEqual(params.diagnostics.map(({ range }) => wordsAt(broken, range)), ['"'])
    assert.match(params.diagnostics[0]!.message, /tables\/0\/parts\/0\/unit/)
  })

  it("reads them again when one may have changed, or its folder is gone, and not for other files", async () => {
    const file = put("workspace/formats/a.json", FORMAT)
    const tell = (changes: readonly (readonly [string, number])[]): void => tellOfFiles(client, changes)
    // Each reading complains of what no file fits.
    const readings = (): number => client.all("window/logMessage").filter(({ params }) => JSON.stringify(params).includes("none.json")).length
    await open("formats/*.json", "none.json")
    assert.deepEqual(await found(), WRONG)
    assert.equal(readings(), 1)
    put("workspace/formats/a.json", FORMAT.replace('"unit": "件"', '"unit": "kg"'))
    tell([[put("workspace/b.json", FORMAT), CHANGED], [put("workspace/formats/c.txt", ""), CHANGED]])
    await client.settled()
    const from = client.received.length
    tell([[file, CHANGED]])
    await refreshed(from)
    assert.equal(readings(), 2)
    assert.deepEqual(await found(), [])
    put("workspace/formats/a.json", FORMAT)
    const before = client.received.length
    tell([[file, CHANGED]])
    await refreshed(before)
    assert.deepEqual(await found(), WRONG)
    rmSync(join(root, "workspace", "formats"), { recursive: true })
    const last = client.received.length
    tell([[pathToFileURL(join(root, "workspace", "formats")).href, DELETED]])
    await refreshed(last)
    assert.deepEqual(await found(), [])
  })

  it("takes up a changed setting at once", async () => {
    put("workspace/formats/a.json", FORMAT)
    await open()
    assert.deepEqual(await found(), [])
    const before = client.received.length
    client.answers.set("workspace/configuration", () => [{ formats: ["**/a.json"], locale: "en" }])
    client.notify("workspace/didChangeConfiguration", { settings: null })
    await client.seen(({ method, params }) => method === "client/registerCapability" && JSON.stringify(params).includes("**/*.json"), before)
    await client.request("reportDraft/findLastYear", { textDocument: { uri } })
    // News may come in before the answer that does not know it yet.
    for (let from = client.received.length; (await found()).length === 0; from = client.received.length) await refreshed(from)
    assert.deepEqual(await found(), WRONG)
  })

  it("makes a format of an open document, or of several texts", async () => {
    await open()
    // Then the settings are known, and the language of messages.
    await found()
    const RIGHT = DRAFT.replace("\t6\t50", "\t5\t50")
    const right = `${pathToFileURL(join(root, "workspace")).href}/right.txt`
    client.open(right, RIGHT)
    const learnt = await client.request<{ text: string; taken: string[]; unsure: string[] }>("workspace/executeCommand", { command: "reportDraft.learnFormatOf", arguments: [right] })
    put("workspace/formats/own.json", learnt.text)
    assert.ok(learnt.taken.some(text => text.includes("合计 = 已办结 + 办理中")), learnt.taken.join("\n"))
    assert.deepEqual(await client.request("reportDraft/learn", { samples: [{ name: "right.txt", text: RIGHT }] }), learnt)
    assert.equal(await client.request("reportDraft/learn", { samples: [{ name: "a", text: "" }] }), null)
    assert.equal(await client.request("reportDraft/learn", { samples: [7] }), null)
  })

  it("reads nothing outside of the workspace", async () => {
    put("a.json", FORMAT)
    await open("../a.json", join(root, "a.json"), "**/a.json")
    assert.deepEqual(await found(), [])
  })
})
