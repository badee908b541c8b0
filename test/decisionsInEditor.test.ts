import assert from "node:assert/strict"
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { DECISIONS_FILE, writeDecisions, type Decision } from "../server/collection/decisions.ts"
import { applyLspEdits, editsOf, FULL_CLIENT, PUSH_CLIENT, useServers, wordsAt, type LspAction, type LspClient, type LspDiagnostic, type LspEdit } from "./support/lspClient.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { tellOfFiles, useWorkspace } from "./support/workspace.ts"

const WRONG = draftFor(2023, { "requests/new/total": "3" })
const ACROSS_YEARS: Decision = { fingerprint: "0".repeat(16), rule: "carry-over-mismatch", report: "青溪县档案馆 2023", verdict: "accepted", reason: "x" }
const REFRESH = "workspace/diagnostic/refresh"
const [CREATED, CHANGED, DELETED] = [1, 2, 3]

/** What the client sends when somebody decides about a finding. */
type Deciding = Pick<Decision, "fingerprint" | "rule" | "report"> & { readonly uri: string; readonly verdict: Decision["verdict"] | null }

describe("decisions in the editor", () => {
  const start = useServers()
  let client: LspClient
  const disk = useWorkspace()

  beforeEach(() => {
    client = start()
    mkdirSync(join(disk.path, "部门"))
  })

  const { uriOf } = disk
  const draft = (): string => uriOf("部门", "a.txt")
  const file = (): string => join(disk.path, DECISIONS_FILE)
  const stored = (): Decision[] => (JSON.parse(readFileSync(file(), "utf8")) as { decisions: Decision[] }).decisions
  const initialize = (capabilities: object = FULL_CLIENT): Promise<unknown> => client.initialize(capabilities, { workspaceFolders: disk.folders, initializationOptions: { asksForReasons: true } })

  const actionsOn = async (uri: string, { range }: Pick<LspDiagnostic, "range">): Promise<LspAction[]> => client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } })
  /** The one finding of the draft, and what may be decided about it, by verdict. */
  const finding = async (): Promise<{ found: LspDiagnostic; deciding: Map<Deciding["verdict"], Deciding> }> => {
    const [found, ...others] = await client.pull(draft())
    assert.deepEqual(others, [])
    const choices = (await actionsOn(draft(), found!)).flatMap(({ command }) => (command?.command === "reportDraft.decide" ? [command.arguments[0] as Deciding] : []))
    return { found: found!, deciding: new Map(choices.map(choice => [choice.verdict, choice])) }
  }
  const decide = async ({ uri, ...subject }: Deciding, reason = "与原件一致", dirty: string[] = []): Promise<{ fault: string } | null> => client.request("reportDraft/decide", { textDocument: { uri }, ...subject, reason, dirty })
  /** What was last said of the file of decisions. */
  const said = async (isRight: (diagnostics: LspDiagnostic[]) => boolean, from = 0): Promise<LspDiagnostic[]> => {
    const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { uri: string }).uri === uriOf(DECISIONS_FILE) && isRight((params as { diagnostics: LspDiagnostic[] }).diagnostics), from)
    return (params as { diagnostics: LspDiagnostic[] }).diagnostics
  }
  const refreshed = (from: number): Promise<unknown> => client.seen(({ method }) => method === REFRESH, from)
  const fileChanged = (): void => tellOfFiles(client, [[uriOf(DECISIONS_FILE), CHANGED]])
  const accepted = async (): Promise<void> => {
    await initialize()
    client.open(draft(), WRONG)
    const { deciding } = await finding()
    assert.equal(await decide(deciding.get("accepted")!), null)
  }

  it("an accepted finding is shown no more, and the decision stands in the file as the command line writes it", async () => {
    await initialize()
    client.open(draft(), WRONG)
    const { deciding } = await finding()
    const from = client.received.length
    assert.equal(await decide(deciding.get("accepted")!), null)
    await refreshed(from)
    assert.deepEqual(await client.pull(draft()), [])
    const [{ on, fingerprint, ...decision }] = stored() as [Decision]
    assert.match(`${on!} ${fingerprint}`, /^\d{4}-\d\d-\d\d [0-9a-f]{16}$/)
    assert.deepEqual(decision, { rule: "sum-mismatch", report: "青溪县档案馆 2023", verdict: "accepted", reason: "与原件一致" })
    assert.equal(readFileSync(file(), "utf8"), writeDecisions(stored()))
  })

  it("is pushed to clients that do not ask", async () => {
    await initialize(PUSH_CLIENT)
    client.open(draft(), WRONG)
    const isOf = (count: number) => ({ method, params }: { method?: string; params?: unknown }): boolean => method === "textDocument/publishDiagnostics" && (params as { uri: string; diagnostics: unknown[] }).uri === draft() && (params as { diagnostics: unknown[] }).diagnostics.length === count
    const { params } = await client.seen(isOf(1))
    const [found] = (params as { diagnostics: [LspDiagnostic] }).diagnostics
    const [deciding] = (await actionsOn(draft(), found)).flatMap(({ command }) => (command?.command === "reportDraft.decide" ? [command.arguments[0] as Deciding] : []))
    assert.equal(await decide(deciding!), null)
    await client.seen(isOf(0))
  })

  it("a confirmed finding stays, and says so; it may be taken back", async () => {
    await initialize()
    client.open(draft(), WRONG)
    const { found, deciding } = await finding()
    await decide(deciding.get("confirmed")!)
    const confirmed = await finding()
    assert.equal(confirmed.found.message, `${found.message}（已确认有误）`)
    assert.deepEqual([...confirmed.deciding.keys()], ["accepted", null])
    await decide(confirmed.deciding.get(null)!)
    assert.deepEqual((await finding()).found, found)
    assert.deepEqual(stored(), [])
  })

  it("holds again when the line is taken out: on the disk, in the editor, by undoing", async () => {
    await accepted()
    const text = readFileSync(file(), "utf8")
    writeFileSync(file(), writeDecisions([]))
    fileChanged()
    await client.settled()
    assert.equal((await client.pull(draft())).length, 1)
    client.open(uriOf(DECISIONS_FILE), text)
    assert.deepEqual(await client.pull(draft()), [])
    client.change(uriOf(DECISIONS_FILE), { text: writeDecisions([]) })
    assert.equal((await client.pull(draft())).length, 1)
    client.change(uriOf(DECISIONS_FILE), { text })
    assert.deepEqual(await client.pull(draft()), [])
    client.close(uriOf(DECISIONS_FILE))
    await client.settled()
    assert.equal((await client.pull(draft())).length, 1)
  })

  it("with unsaved changes the file is edited in the editor, not on the disk", async () => {
    await accepted()
    const [decision] = stored()
    const before = readFileSync(file(), "utf8")
    const other = { ...decision!, fingerprint: "0".repeat(16) }
    const open = writeDecisions([other])
    client.open(uriOf(DECISIONS_FILE), open)
    client.answers.set("workspace/applyEdit", () => ({ applied: true }))
    await decide({ ...decision!, uri: draft(), verdict: "confirmed" }, "确有其事", [uriOf(DECISIONS_FILE)])
    const [{ params }] = client.all("workspace/applyEdit") as [{ params: { edit: { documentChanges: { edits: LspEdit[] }[] } } }]
    assert.equal(applyLspEdits(open, params.edit.documentChanges.flatMap(({ edits }) => edits)), writeDecisions([other, { ...decision!, verdict: "confirmed", reason: "确有其事" }]))
    assert.equal(readFileSync(file(), "utf8"), before)
  })

  it("none is lost of those that several editors make at once", async () => {
    const editors = [client, start(), start()]
    const many = Array.from({ length: 10 }, (_, i) => i.toString(16).padStart(16, "0"))
    for (const editor of editors) await editor.initialize(FULL_CLIENT, { workspaceFolders: disk.folders })
    const answers = await Promise.all(editors.flatMap((editor, i) => many.map(fingerprint => editor.request("reportDraft/decide", { textDocument: { uri: draft() }, fingerprint: `${i}${fingerprint.slice(1)}`, rule: "sum-mismatch", report: "青溪县档案馆 2023", verdict: "accepted", reason: "x", dirty: [] }))))
    assert.deepEqual(new Set(answers), new Set([null]))
    assert.equal(stored().length, 30)
  })

  it("a broken file is said at its place, hides nothing and is never overwritten", async () => {
    writeFileSync(file(), "<<<<<<< mine")
    await initialize()
    client.open(draft(), WRONG)
    const { deciding } = await finding()
    const [{ severity, message }] = await said(({ length }) => length > 0) as [LspDiagnostic]
    assert.equal(severity, 1)
    assert.match(message, /没有采用这里的决定：不是有效的 JSON/)
    assert.match((await decide(deciding.get("accepted")!))!.fault, /不是有效的 JSON/)
    assert.equal(readFileSync(file(), "utf8"), "<<<<<<< mine")
    const from = client.received.length
    writeFileSync(file(), writeDecisions([]))
    fileChanged()
    await said(({ length }) => length === 0, from)
  })

  it("a decision that no finding needs any more is a hint in its file, and can be taken out", async () => {
    await accepted()
    client.change(draft(), { text: draftFor(2023) })
    await client.pull(draft())
    const [hint] = await said(({ length }) => length > 0) as [LspDiagnostic]
    const text = readFileSync(file(), "utf8")
    assert.deepEqual([hint.severity, hint.code, wordsAt(text, hint.range)], [4, "unneeded-decision", JSON.stringify(stored()[0]!.fingerprint)])
    client.open(uriOf(DECISIONS_FILE), text)
    const [remove] = await actionsOn(uriOf(DECISIONS_FILE), hint)
    assert.equal(applyLspEdits(text, editsOf(remove!)), writeDecisions([]))
    const from = client.received.length
    client.change(draft(), { text: WRONG })
    await client.pull(draft())
    await said(({ length }) => length === 0, from)
  })

  it("a decision on a rule across years is unneeded once last year's report has been found and agrees, be the draft open or in the overview alone", async () => {
    const acrossBodies = ["copied-text", "duplicate-report", "whole-mismatch"].map((rule, i): Decision => ({ ...ACROSS_YEARS, rule, fingerprint: `${i + 1}`.repeat(16) }))
    disk.put(DECISIONS_FILE, writeDecisions([ACROSS_YEARS, ...acrossBodies]))
    disk.put("部门/a.txt", draftFor(2023))
    await initialize()
    client.open(draft(), draftFor(2023))
    const settled = async (): Promise<void> => {
      await client.request("reportDraft/findLastYear", { textDocument: { uri: draft() } })
      await client.pull(draft())
      await client.settled()
    }
    await settled()
    assert.equal(client.all("textDocument/publishDiagnostics").length, 0)
    const lastYears = disk.put("2022.txt", draftFor(2022))
    const change = async (type: number, count: number): Promise<LspDiagnostic[]> => {
      const from = client.received.length
      tellOfFiles(client, [[lastYears, type]])
      await settled()
      return said(({ length }) => length === count, from)
    }
    const [hint] = await change(CREATED, 1) as [LspDiagnostic]
    assert.match(hint.message, /这个 carry-over-mismatch 问题/)
    rmSync(join(disk.path, "2022.txt"))
    await change(DELETED, 0)
    disk.put("2022.txt", draftFor(2022))
    await change(CREATED, 1)
    disk.put("2022 again.txt", draftFor(2022))
    const from = client.received.length
    tellOfFiles(client, [[uriOf("2022 again.txt"), CREATED]])
    await settled()
    await said(({ length }) => length === 0, from)
    client.close(draft())
    rmSync(join(disk.path, "2022 again.txt"))
    tellOfFiles(client, [[uriOf("2022 again.txt"), DELETED]])
    await client.request("reportDraft/overview", null)
    await said(({ length }) => length === 1, from)
  })

  it("a decision on a rule across years is not called unneeded while drafts are read of which one may be last year's, too", async () => {
    disk.put(DECISIONS_FILE, writeDecisions([ACROSS_YEARS]))
    for (let i = 0; i < 80; i++) disk.put(`others/${i}.txt`, draftFor(2020).replaceAll("青溪县", `${i}号县`))
    for (const name of ["2022.txt", "others/2022.txt"]) disk.put(name, draftFor(2022))
    await initialize()
    client.open(draft(), draftFor(2023))
    const found = client.ask("reportDraft/findLastYear", { textDocument: { uri: draft() } })
    while (!client.received.some(({ id, method }) => id === found && method === undefined)) {
      client.change(draft(), { text: draftFor(2023) })
      await client.pull(draft())
    }
    await client.pull(draft())
    await client.settled()
    assert.equal(client.all("textDocument/publishDiagnostics").length, 0)
  })

  it("a decision on a rule that is off is not called unneeded", async () => {
    await accepted()
    client.answers.set("workspace/configuration", () => [{ rules: { "sum-mismatch": "off" } }])
    const from = client.received.length
    client.notify("workspace/didChangeConfiguration", {})
    await refreshed(from)
    assert.deepEqual(await client.pull(draft()), [])
    await client.settled()
    assert.deepEqual(client.all("textDocument/publishDiagnostics").filter(({ params }) => (params as { diagnostics: unknown[] }).diagnostics.length > 0), [])
  })

  it("the nearest file counts, and decisions are written there", async () => {
    const near = join(disk.path, "部门", DECISIONS_FILE)
    writeFileSync(near, writeDecisions([]))
    await initialize()
    client.open(draft(), WRONG)
    const { deciding } = await finding()
    await decide(deciding.get("accepted")!)
    assert.ok(!existsSync(file()))
    assert.match(readFileSync(near, "utf8"), /与原件一致/)
  })

  it("nothing is read or written outside of the workspace, nor through a link", async () => {
    mkdirSync(join(disk.root, "elsewhere"))
    symlinkSync(join(disk.root, "elsewhere"), join(disk.path, "link"))
    await accepted()
    const [decision] = stored()
    const text = readFileSync(file(), "utf8")
    rmSync(file())
    writeFileSync(join(disk.root, DECISIONS_FILE), text)
    writeFileSync(join(disk.root, "elsewhere", DECISIONS_FILE), text)
    fileChanged()
    await client.settled()
    assert.equal((await client.pull(draft())).length, 1)
    for (const uri of [pathToFileURL(join(disk.root, "b.txt")).href, uriOf("link", "c.txt"), "untitled:d"]) {
      client.open(uri, WRONG)
      const [found] = await client.pull(uri)
      assert.equal(found!.code, "sum-mismatch", uri)
    }
    assert.ok((await decide({ ...decision!, uri: pathToFileURL(join(disk.root, "b.txt")).href, verdict: null }))!.fault)
    assert.ok((await decide({ ...decision!, uri: "untitled:d", verdict: null }))!.fault)
    assert.equal(readFileSync(join(disk.root, DECISIONS_FILE), "utf8"), text)
  })

  it("a client that does not ask for reasons is offered nothing to decide", async () => {
    await client.initialize(FULL_CLIENT, { workspaceFolders: disk.folders })
    client.open(draft(), WRONG)
    assert.equal((await finding()).deciding.size, 0)
  })
})
