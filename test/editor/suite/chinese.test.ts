import assert from "node:assert/strict"
import * as vscode from "vscode"
import { breakAndMend, clean, closeAll, extension, open, screenshot, untilRead } from "./helpers.ts"

describe("report-draft in a Chinese editor", () => {
  afterEach(closeAll)

  it("has a Chinese manifest", () => {
    assert.equal(vscode.env.language, "zh-cn")
    const { contributes, description } = extension().packageJSON as { description: string; contributes: { commands: { title: unknown }[] } }
    assert.match(description, /边写边核对/)
    assert.match(JSON.stringify(contributes.commands), /核对本文档/)
  })

  it("speaks Chinese: findings, fixes, hover, manual", async () => {
    const editor = await open(await clean())
    await untilRead(editor.document)
    const finding = await breakAndMend(editor)
    assert.match(finding.message, /应为.*现为 ?90210/)
    assert.match((finding.code as { target: vscode.Uri }).target.path, /docs\/rules\.zh-CN\.md$/)
    await screenshot("chinese")
  })
})
