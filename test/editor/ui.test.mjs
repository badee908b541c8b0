/** Packs the extension, installs it into a fresh VS Code, and drives that through its user interface. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { WRONG, faultyDraft, openFixes } from "./draft.mjs"
import { openWorkbench } from "./ui.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))

describe("installed from the .vsix", function () {
  this.timeout(90_000)
  const screenshots = path(".cache/screenshots")
  let workbench, page, folder

  before(async function () {
    this.timeout(300_000)
    mkdirSync(screenshots, { recursive: true })
    mkdirSync(path(".build"), { recursive: true })
    const vsix = path(".build/report-draft.vsix")
    execFileSync(process.execPath, [path("scripts/package.mjs"), vsix], { stdio: ["ignore", "ignore", "inherit"] })
    folder = mkdtempSync(join(tmpdir(), "草稿 "))
    const file = join(folder, "某县某局2025年政府信息公开工作年度报告.txt")
    writeFileSync(file, faultyDraft())
    workbench = await openWorkbench({ vsix, folder, file, locale: "zh-cn" })
    page = workbench.page
  })
  afterEach(async function () {
    if (this.currentTest.state === "failed") await page?.screenshot({ path: join(screenshots, "ui-failed.png") })
  })
  after(async () => {
    await workbench?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("counts the wrong sums in the status bar", async () => {
    await waitForStatus("年报 2025 · 勾稽 1 处不符")
  })

  it("lists the problem, which leads to the figure with a squiggle", async () => {
    await page.keyboard.press("Control+Shift+M")
    const problem = page.locator(".markers-panel").getByText(/应为 ?0/).first()
    await problem.waitFor()
    await problem.dblclick()
    await page.locator(".squiggly-error").first().waitFor()
    await page.locator(".view-line").getByText(WRONG).first().waitFor()
    await page.screenshot({ path: join(screenshots, "ui-problems.png") })
  })

  it("asks why a finding is to be ignored, and shows it again when the decision is gone", async () => {
    await page.locator(".view-line").getByText(WRONG).first().click()
    await openFixes(page)
    await page.locator(".action-widget").getByText("忽略 sum-mismatch（写明理由）…").first().click()
    const box = page.locator(".quick-input-widget input")
    await box.waitFor()
    await page.screenshot({ path: join(screenshots, "ui-reason.png") })
    await box.fill("与原件一致")
    await box.press("Enter")
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" })
    const file = join(folder, "report-draft.decisions.json")
    assert.match(readFileSync(file, "utf8"), /"verdict":"accepted","reason":"与原件一致"/)
    rmSync(file)
    await page.locator(".squiggly-error").first().waitFor()
  })

  it("offers the fix on Ctrl+. and mends the text", async () => {
    await page.locator(".view-line").getByText(WRONG).first().click()
    await openFixes(page)
    await page.screenshot({ path: join(screenshots, "ui-menu.png") })
    await page.keyboard.press("Enter")
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" })
    assert.equal(await page.locator(".view-line").getByText(WRONG).count(), 0)
    await waitForStatus("年报 2025 · 勾稽相符")
  })

  /** Points at the language status until it says what it should. */
  async function waitForStatus(text) {
    const shown = page.locator(".hover-language-status").getByText(text)
    for (let attempt = 1; ; attempt++) {
      await page.mouse.move(640, 300)
      await page.locator("[id='status.languageStatus']").hover()
      try {
        await shown.waitFor({ timeout: 4000 })
        break
      } catch (error) {
        if (attempt === 10) throw error
      }
    }
    await page.screenshot({ path: join(screenshots, "ui-status.png") })
    await page.mouse.move(640, 300)
  }
})
