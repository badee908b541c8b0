import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import * as vscode from "vscode"
import type { Deciding } from "../../../client/session.ts"
import { actionsOn, closeAll, diagnosticsWhen, extension, open, screenshot, until, untilRead } from "./helpers.ts"

const DECISIONS = "report-draft.decisions.json"
const language = vscode.env.language.startsWith("zh") ? "zh" : "en"
const folder = vscode.workspace.workspaceFolders![0]!.uri
/** The tenth body's figures are wrong. */
const FAULTY = "2023/青溪县第10局.txt"

/** What is read of a line of the view. */
interface Line {
  readonly node: unknown
  readonly item: vscode.TreeItem
}

const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(`reportDraft.${command}`, ...args)
/** Takes all decisions back, in a file that an editor may still have open. */
const forget = async (): Promise<void> => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, DECISIONS), new TextEncoder().encode('{ "version": 1, "decisions": [] }'))

/** The lines below a line of the view, or the first ones. */
async function lines(parent?: Line): Promise<Line[]> {
  const { overview } = extension().exports
  const nodes = (await overview.getChildren(parent?.node)) ?? []
  return Promise.all(nodes.map(async node => ({ node, item: await overview.getTreeItem(node) })))
}

/** The line of the tenth body's report for 2023, and its first finding. */
async function faulty(): Promise<{ report: Line | undefined; finding: Line }> {
  const body = (await lines()).find(({ item }) => item.label === "青溪县第10局")!
  const report = (await lines(body)).find(({ item }) => item.label === "2023")
  const [finding] = report ? await lines(report) : []
  return { report, finding: finding! }
}

const describes = async (words: RegExp): Promise<void> => void (await until(`${words}`, async () => words.test(String((await faulty()).report?.item.description))))

describe("decisions in the editor", () => {
  afterEach(async () => {
    await closeAll()
    await forget()
  })

  it("a finding is ignored with a reason, and comes back when the line is taken out of the file", async () => {
    const { document } = await open(FAULTY)
    await untilRead(document)
    const [finding, ...others] = await diagnosticsWhen(document, "findings", found => found.length > 0)
    const action = (await actionsOn(document, finding!.range)).find(({ command }) => (command?.arguments?.[0] as Deciding | undefined)?.verdict === "accepted")!
    assert.match(action.title, language === "zh" ? /^忽略 sum-mismatch（写明理由）…$/ : /^Ignore sum-mismatch, with a reason…$/)
    await vscode.commands.executeCommand(action.command!.command, ...(action.command!.arguments as unknown[]), "与原件一致")
    await diagnosticsWhen(document, "one finding less", found => found.length === others.length)
    const { document: file } = await open(DECISIONS)
    assert.match(file.getText(), /"verdict":"accepted","reason":"与原件一致"/)
    const edit = new vscode.WorkspaceEdit()
    edit.delete(file.uri, new vscode.Range(3, 0, 4, 0))
    await vscode.workspace.applyEdit(edit)
    await diagnosticsWhen(document, "the finding again", found => found.length === others.length + 1)
    await vscode.window.showTextDocument(file)
    await vscode.commands.executeCommand("undo")
    await diagnosticsWhen(document, "one finding less", found => found.length === others.length)
    await vscode.commands.executeCommand("redo")
    await diagnosticsWhen(document, "the finding again", found => found.length === others.length + 1)
  })

  it("a decision is written into the editor where the file has unsaved changes there", async () => {
    const { document } = await open(FAULTY)
    await untilRead(document)
    const [finding] = await diagnosticsWhen(document, "findings", found => found.length > 0)
    const actions = await actionsOn(document, finding!.range)
    const deciding = actions.flatMap(({ command }) => (command?.command === "reportDraft.decide" ? [command.arguments![0] as Deciding] : []))
    const confirm = deciding.find(({ verdict }) => verdict === "confirmed")!
    await run("decide", confirm)
    const editor = await open(DECISIONS)
    await editor.edit(builder => builder.insert(new vscode.Position(editor.document.lineCount, 0), "\n"))
    assert.ok(editor.document.isDirty)
    await run("decide", { ...confirm, verdict: "accepted" }, "与原件一致")
    assert.match(editor.document.getText(), /"accepted","reason":"与原件一致"/)
    assert.doesNotMatch(readFileSync(editor.document.uri.fsPath, "utf8"), /accepted/)
  })
})

describe("overview", () => {
  before(async () => {
    await extension().activate()
    await vscode.commands.executeCommand("reportDraft.overview.focus")
  })
  afterEach(async () => {
    await run("filterOverview", "all")
    await run("searchOverview", "")
    await closeAll()
    await forget()
  })

  it("lists 300 drafts by body and year, with their state", async () => {
    // A body is described by the states of its reports: a tick, or how many findings there are.
    await until("all reports", async () => (await lines()).filter(({ item }) => /^(?:\d{4} [✓\d]+(?: · )?){3}$/.test(String(item.description))).length === 100)
    await describes(language === "zh" ? /^错误 1/ : /^errors 1/)
    const first = (await lines())[0]!
    assert.equal(first.item.label, "青溪县第1局")
    assert.deepEqual((await lines(first)).map(({ item }) => item.label), ["2025", "2023", "2021"])
    await screenshot(`overview-${language}`)
  })

  it("is filtered, searched and sorted", async () => {
    await run("filterOverview", "errors")
    assert.deepEqual((await lines()).map(({ item }) => item.label), Array.from({ length: 10 }, (_, i) => `青溪县第${(i + 1) * 10}局`))
    await run("searchOverview", "第10局 2023")
    assert.equal((await lines()).length, 1)
    await screenshot(`overview-filtered-${language}`)
    await run("searchOverview", "")
    await run("filterOverview", "all")
    await run("sortOverview", "findings")
    assert.deepEqual((await lines()).slice(0, 2).map(({ item }) => item.label), ["青溪县第10局", "青溪县第20局"])
    await run("sortOverview", "name")
  })

  it("leads to a finding, where it is decided", async () => {
    const { finding } = await faulty()
    await vscode.commands.executeCommand(finding.item.command!.command, ...(finding.item.command!.arguments as unknown[]))
    await until("the figure", () => {
      const editor = vscode.window.activeTextEditor
      return editor && editor.document.getText(editor.selection) === "90210"
    })
    await run("confirmFinding", finding.node)
    await describes(language === "zh" ? /已?确认/ : /confirmed 1/)
    await run("searchOverview", "第10局 2023")
    await screenshot(`overview-decided-${language}`)
    await run("searchOverview", "")
    await run("takeBackDecision", (await faulty()).finding.node)
    await describes(language === "zh" ? /错误 1$/ : /errors 1$/)
  })

  it("follows drafts that come and go", async () => {
    const place = vscode.Uri.joinPath(folder, "新/青溪县新设局.txt")
    const text = readFileSync(vscode.Uri.joinPath(folder, FAULTY).fsPath, "utf8").replaceAll("第10局", "新设局")
    await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(text))
    await until("the new body", async () => (await lines()).some(({ item }) => item.label === "青溪县新设局"))
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, "新"), { recursive: true })
    await until("the old bodies", async () => (await lines()).length === 100)
  })

  it("is exported as it is listed", async () => {
    const target = vscode.Uri.joinPath(folder, "清单.csv")
    await run("exportOverview", target)
    const all = readFileSync(target.fsPath, "utf8").trimEnd().split("\r\n")
    assert.equal(all.length, 301)
    await run("filterOverview", "errors")
    await run("exportOverview", target)
    const [head, first, ...rest] = readFileSync(target.fsPath, "utf8").trimEnd().split("\r\n")
    assert.equal(head, "\uFEFFpath,body,year,title,state,errors,warnings,information,hints,accepted,confirmed,undecided")
    assert.match(first!, /^2023[\\/]青溪县第10局\.txt,青溪县第10局,2023,.*,error,1,/)
    assert.equal(rest.length, 9)
  })
})

describe("comparing", () => {
  afterEach(closeAll)

  it("shows two drafts side by side", async () => {
    const { document } = await open(FAULTY)
    await untilRead(document)
    await run("compareWith", vscode.Uri.joinPath(folder, "2023/青溪县第11局.txt"))
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label))
    await until("the comparison", () => labels().includes(`青溪县第11局.txt → ${language === "zh" ? "现稿" : "this draft"}`))
    await screenshot(`comparison-${language}`)
  })
})
