import assert from "node:assert/strict"
import * as vscode from "vscode"
import { readReports } from "../../../server/engine/index.ts"
import { figuresOf } from "../../support/check.ts"
import { actionsOn, clean, closeAll, diagnosticsWhen, open, rangeOfFact, untilRead } from "./helpers.ts"

/** What the action is called, and how the tables stand then. */
const LAYOUTS = { tsv: "with TABs", pipes: "as Markdown", "cell-line": "with a cell on each line", html: "as HTML" } as const
/** From each to each other one, and back to the first. */
const WAY = ["pipes", "tsv", "cell-line", "tsv", "html", "pipes", "cell-line", "pipes", "html", "cell-line", "html", "tsv"] as const

describe("tables written anew in the editor", () => {
  afterEach(closeAll)

  it("stand in each layout whatever they stood in before, every figure as it was", async () => {
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
})
