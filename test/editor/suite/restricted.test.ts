import assert from "node:assert/strict"
import * as vscode from "vscode"
import { breakAndMend, clean, closeAll, open } from "./helpers.ts"

describe("report-draft in Restricted Mode", () => {
  afterEach(closeAll)

  it("finds a wrong figure and mends it", async () => {
    assert.equal(vscode.workspace.isTrusted, false)
    await breakAndMend(await open(await clean()))
  })
})
