import assert from "node:assert/strict"
import * as vscode from "vscode"
import { readReports } from "../../../server/engine/index.ts"
import { figuresOf } from "../../support/check.ts"
import { actionsOn, clean, cleanDrafts, closeAll, diagnosticsWhen, open, openNew, rangeOfFact, untilRead } from "./helpers.ts"

/** What the action is called, and how the tables stand then. */
const LAYOUTS = { tsv: "with TABs", pipes: "as Markdown", "cell-line": "with a cell on each line", html: "as HTML" } as const
/** From each to each other one, and back to the first. */
const WAY = ["pipes", "tsv", "cell-line", "tsv", "html", "pipes", "cell-line", "pipes", "html", "cell-line", "html", "tsv"] as const

describe("what is made of a draft in the editor", () => {
  afterEach(closeAll)

  it("tables stand in each layout whatever they stood in before, every figure as it was", async () => {
    const { document } = await open(await clean())
    await untilRead(document)
    const before = figuresOf(document.getText())
    const layouts = (): string[] => [...new Set(readReports(document.getText())[0]!.report.tables.map(({ reading }) => reading.layout!))]
    assert.deepEqual(layouts(), ["tsv"])
    for (const layout of WAY) {
      const actions = await actionsOn(document, rangeOfFact(document, "requests/total/natural"), "refactor.rewrite")
      const action = actions.find(({ title }) => title === `Rewrite all tables ${LAYOUTS[layout]}`)
      assert.ok(action, `${layout}: ${actions.map(({ title }) => title).join("; ")}`)
      await vscode.workspace.applyEdit(action.edit!)
      assert.deepEqual(layouts(), [layout])
      assert.deepEqual(figuresOf(document.getText()), before)
    }
    await diagnosticsWhen(document, "no finding", found => found.length === 0)
  })

  it("a report format is made of the text, and of files", async () => {
    const text = ["项目\t上年\t本年\t增减", "咨询\t65\t70\t5", "投诉\t51\t45\t-6", "求助\t12\t23\t11", "合计\t128\t138\t10"].join("\n")
    await openNew(`青石县2024年政务热线工作年报\n\n一、来电情况\n\n单位：件\n\n${text}\n`, "plaintext")
    const rules = async (...files: vscode.Uri[]): Promise<string> => {
      await vscode.commands.executeCommand("reportDraft.learnFormat", files[0], files.length > 0 ? files : undefined)
      const { document } = vscode.window.activeTextEditor!
      assert.equal(document.languageId, "json")
      return document.getText()
    }
    assert.match(await rules(), /"c2 = c1 \+ c3"[^]*"r4 = r1 \+ r2 \+ r3"/)
    const [first, second] = (await cleanDrafts()).filter(path => path.includes("制表符") || path.includes("Markdown")).map(path => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path))
    assert.match(await rules(first!, second!), /"reportTitle": "政府信息公开工作年度报告"/)
  })
})
