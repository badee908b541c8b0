import assert from "node:assert/strict"
import { mkdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { DECISIONS_FILE } from "../server/collection/decisions.ts"
import { convert } from "../server/files/convert.ts"
import { FULL_CLIENT, useServers, wordsAt, type LspClient, type LspDiagnostic, type LspRange } from "./support/lspClient.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { tellOfFiles, useWorkspace } from "./support/workspace.ts"

const WRONG = draftFor(2023, { "requests/new/total": "3" })
const [CREATED, CHANGED, DELETED] = [1, 2, 3]

interface Row {
  readonly body: string
  readonly year: number | null
  readonly title: string
  readonly counts: { readonly error: number; readonly warning: number } | null
  readonly accepted: number
  readonly confirmed: number
}

interface Rows {
  readonly drafts: readonly { readonly uri: string; readonly reports: readonly Row[] }[]
  readonly read: number
  readonly total: number
  readonly isWhole: boolean
}

interface Finding {
  readonly rule: string
  readonly message: string
  readonly range: LspRange
  readonly where: string | null
  readonly fingerprint: string
  readonly report: string
  readonly decision: { readonly verdict: string; readonly reason: string } | null
}

describe("overview of the workspace", () => {
  const start = useServers()
  let client: LspClient
  const disk = useWorkspace()

  beforeEach(() => {
    client = start()
  })

  const { uriOf, put } = disk
  const initialize = (): Promise<unknown> => client.initialize(FULL_CLIENT, { workspaceFolders: disk.folders, initializationOptions: { asksForReasons: true } })
  const read = (): Promise<unknown> => client.request("reportDraft/overview", null)
  const filesChanged = (...changes: [string, number][]): void => tellOfFiles(client, changes)
  const messages = (): Rows[] => client.all("reportDraft/overviewRows").map(({ params }) => params as Rows)
  /** What a client that takes every message shows: the reports by draft. */
  const shown = (): Map<string, readonly Row[]> => {
    const all = new Map(messages().flatMap(({ drafts }) => drafts.map(({ uri, reports }) => [uri, reports] as const)))
    return new Map([...all].filter(([, reports]) => reports.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  /** The same in short, as soon as it is what it should be: body, year, errors, accepted, confirmed. */
  const shows = async (isRight: (rows: readonly string[]) => boolean): Promise<void> => {
    const rows = (): string[] => [...shown().values()].flat().map(({ body, year, counts, accepted, confirmed }) => `${body} ${year} ${counts?.error ?? "?"} ${accepted} ${confirmed}`)
    await client.seen(() => isRight(rows()))
  }
  const showing = (...wanted: string[]): Promise<void> => shows(rows => JSON.stringify(rows) === JSON.stringify(wanted))
  const findings = async (uri: string, index = 0): Promise<Finding[]> => client.request("reportDraft/findings", { uri, index })
  const decide = async (uri: string, { fingerprint, rule, report }: Finding, verdict: string | null): Promise<void> => {
    assert.equal(await client.request("reportDraft/decide", { textDocument: { uri }, fingerprint, rule, report, verdict, reason: "与原件一致", dirty: [] }), null)
  }

  it("lists every report: of texts, Word files and collections, with or without a body's name; and nothing else", async () => {
    put("a.txt", WRONG)
    put("b/2022.docx", (await convert(draftFor(2022), "docx")).bytes)
    put("汇编.md", `${draftFor(2023).replaceAll("档案馆", "图书馆")}\n${WRONG.replaceAll("档案馆", "美术馆")}`)
    put("无名.txt", draftFor(2021).replace(/^.*\n/, "2021年政府信息公开工作年度报告\n"))
    put("README.md", "# 政府信息公开工作年度报告的草稿\n")
    put(".hidden.txt", WRONG)
    await initialize()
    await read()
    await showing(" 2021 0 0 0", "青溪县图书馆 2023 0 0 0", "青溪县美术馆 2023 1 0 0", "青溪县档案馆 2023 1 0 0", "青溪县档案馆 2022 0 0 0")
    const { read: done, total, isWhole } = messages().at(-1)!
    assert.deepEqual([done, total, isWhole], [4, 4, true])
  })

  it("names come before counts, and nothing is read before somebody asks", async () => {
    for (let i = 0; i < 20; i++) put(`${i}.txt`, WRONG.replaceAll("青溪县", `${i}号县`))
    await initialize()
    client.open("untitled:poem", "床前看月光\n")
    await client.settled()
    assert.deepEqual(messages(), [])
    await read()
    const states = messages().flatMap(({ drafts }) => drafts.filter(({ uri }) => uri === uriOf("19.txt")).map(({ reports }) => reports[0]!.counts !== null))
    assert.deepEqual([...new Set(states)].sort(), states)
    assert.equal(states.at(-1), true)
  })

  it("compares with last year's, whichever is read first, and again when that changes", async () => {
    const last = draftFor(2022, { "requests/new/natural": "2", "requests/new/total": "2", "requests/carried-out/natural": "2", "requests/carried-out/total": "2" })
    const own = draftFor(2023, { "requests/carried-in/natural": "1", "requests/carried-in/total": "1", "requests/carried-out/natural": "1", "requests/carried-out/total": "1" })
    put("a.txt", own)
    put("b.txt", last)
    await initialize()
    await read()
    await showing("青溪县档案馆 2023 2 0 0", "青溪县档案馆 2022 0 0 0")
    put("b.txt", draftFor(2022, { "requests/new/natural": "1", "requests/new/total": "1", "requests/carried-out/natural": "1", "requests/carried-out/total": "1" }))
    filesChanged([uriOf("b.txt"), CHANGED])
    await showing("青溪县档案馆 2023 0 0 0", "青溪县档案馆 2022 0 0 0")
  })

  it("follows files and folders that come, change and go, and what is typed", async () => {
    put("a.txt", WRONG)
    await initialize()
    await read()
    await showing("青溪县档案馆 2023 1 0 0")
    put("部门/b.txt", draftFor(2022))
    filesChanged([uriOf("部门", "b.txt"), CREATED])
    await showing("青溪县档案馆 2022 0 0 0", "青溪县档案馆 2023 1 0 0")
    client.open(uriOf("a.txt"), WRONG)
    client.change(uriOf("a.txt"), { text: draftFor(2023) })
    await client.pull(uriOf("a.txt"))
    await showing("青溪县档案馆 2022 0 0 0", "青溪县档案馆 2023 0 0 0")
    client.close(uriOf("a.txt"))
    await showing("青溪县档案馆 2022 0 0 0", "青溪县档案馆 2023 1 0 0")
    rmSync(join(disk.path, "部门"), { recursive: true })
    filesChanged([uriOf("部门"), DELETED])
    await showing("青溪县档案馆 2023 1 0 0")
    const other = join(disk.root, "other")
    mkdirSync(other)
    renameSync(join(disk.path, "a.txt"), join(other, "a.txt"))
    filesChanged([uriOf("a.txt"), DELETED])
    await showing()
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: pathToFileURL(other).href, name: "other" }], removed: [] } })
    await showing("青溪县档案馆 2023 1 0 0")
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [{ uri: pathToFileURL(other).href, name: "other" }] } })
    await showing()
  })

  it("lists the findings of a report, where decisions are made and taken back", async () => {
    const uri = put("a.txt", WRONG)
    await initialize()
    await read()
    const [finding] = await findings(uri) as [Finding]
    assert.deepEqual([finding.rule, wordsAt(WRONG, finding.range), finding.report, finding.decision], ["sum-mismatch", "3", "青溪县档案馆 2023", null])
    await decide(uri, finding, "accepted")
    await showing("青溪县档案馆 2023 0 1 0")
    assert.deepEqual((await findings(uri))[0]!.decision, { verdict: "accepted", reason: "与原件一致" })
    await decide(uri, finding, "confirmed")
    await showing("青溪县档案馆 2023 1 0 1")
    await decide(uri, finding, null)
    await showing("青溪县档案馆 2023 1 0 0")
    assert.deepEqual(await findings(uri), [finding])
    assert.equal(await findings(uri, 1), null)
  })

  it("says in words where a finding in a Word file is", async () => {
    const uri = put("a.docx", (await convert(WRONG, "docx")).bytes)
    await initialize()
    await read()
    assert.match((await findings(uri))[0]!.where!, /表三/)
  })

  it("an unneeded decision on a report that is not open is said, too", async () => {
    const uri = put("a.txt", WRONG)
    await initialize()
    await read()
    await decide(uri, (await findings(uri))[0]!, "accepted")
    await showing("青溪县档案馆 2023 0 1 0")
    put("a.txt", draftFor(2023))
    filesChanged([uri, CHANGED])
    const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && (params as { diagnostics: unknown[] }).diagnostics.length > 0)
    const { uri: file, diagnostics: [hint] } = params as { uri: string; diagnostics: [LspDiagnostic] }
    assert.deepEqual([file, hint.code], [uriOf(DECISIONS_FILE), "unneeded-decision"])
  })

  it("can be stopped, and read on", async () => {
    for (let i = 0; i < 60; i++) put(`${i}.txt`, WRONG.replaceAll("青溪县", `${i}号县`))
    await initialize()
    const id = client.ask("reportDraft/overview", null)
    await client.seen(({ method }) => method === "reportDraft/overviewRows")
    client.notify("$/cancelRequest", { id })
    await client.reply(id)
    assert.ok([...shown().values()].flat().some(({ counts }) => counts === null))
    await read()
    assert.deepEqual([...shown().values()].flat().map(({ counts }) => counts?.error), Array.from({ length: 60 }, () => 1))
  })

  it("gives the reports that are asked for as the command line's table, in their order", async () => {
    const [a, b] = [put("a.txt", WRONG), put("部门/b.txt", draftFor(2022))]
    await initialize()
    await read()
    const csv = await client.request<string>("reportDraft/overviewCsv", { reports: [{ uri: b, index: 0 }, { uri: a, index: 0 }, { uri: uriOf("gone.txt"), index: 0 }] })
    const [head, ...rows] = csv.trimEnd().split("\r\n")
    assert.equal(head, "\uFEFFpath,body,year,title,state,errors,warnings,information,hints,accepted,confirmed,undecided")
    assert.deepEqual(rows.map(row => row.replace(/(?<=,\d{4},)[^,]*/, "…")), [`${join("部门", "b.txt")},青溪县档案馆,2022,…,none,0,0,0,0,0,0,0`, "a.txt,青溪县档案馆,2023,…,error,1,0,0,0,0,0,1"])
  })
})
