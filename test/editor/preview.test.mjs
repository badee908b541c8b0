/** The preview of a report, driven through the user interface of a fresh VS Code that has the packaged extension. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { WRONG, faultyDraft } from "./draft.mjs"
import { openWorkbench } from "./ui.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const screenshots = path(".cache/screenshots")
const THEMES = { light: "Default Light Modern", dark: "Default Dark Modern", contrast: "Default High Contrast" }
const HOSTILE = "<3>[x](command:workbench.action.quit)"
const DRAFT = faultyDraft().replace("二、主动公开", `${HOSTILE}\n\n二、主动公开`)
/** The first rows of the table of requests as HTML. */
const REQUESTS_HEAD = [
  '<tr><td colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><td colspan="7">申请人情况</td></tr>',
  '<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>',
  "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>",
]

describe("preview", function () {
  this.timeout(120_000)
  let workbench, page, folder, preview, vsix

  before(function () {
    this.timeout(300_000)
    mkdirSync(screenshots, { recursive: true })
    mkdirSync(path(".build"), { recursive: true })
    vsix = path(".build/report-draft.vsix")
    execFileSync(process.execPath, [path("scripts/package.mjs"), vsix], { stdio: ["ignore", "ignore", "inherit"] })
  })
  afterEach(async function () {
    if (this.currentTest.state === "failed") await page?.screenshot({ path: join(screenshots, "preview-failed.png") })
  })
  const close = async () => {
    await workbench?.close()
    workbench = undefined
    rmSync(folder, { recursive: true, force: true })
  }
  after(close)

  /** Opens a draft with one wrong total, and its preview, by the key. */
  async function open({ theme, locale, restricted }) {
    if (workbench) await close()
    folder = mkdtempSync(join(tmpdir(), "草稿 "))
    const file = join(folder, "某县某局2025年政府信息公开工作年度报告.txt")
    writeFileSync(file, DRAFT)
    workbench = await openWorkbench({ vsix, folder, file, locale, restricted, settings: { "workbench.colorTheme": theme, "editor.minimap.enabled": false, "workbench.activityBar.location": "hidden" } })
    page = workbench.page
    await page.locator(".squiggly-error").or(page.locator(".squiggly-warning")).or(page.locator("[id='status.languageStatus']")).first().waitFor()
    await page.locator(".view-line").first().click()
    await page.locator(".editor-actions .codicon-open-preview").first().waitFor()
    await page.keyboard.press("Control+Alt+v")
    preview = page.frameLocator("iframe.webview").frameLocator("#active-frame")
    await preview.locator("table").first().waitFor({ timeout: 30_000 })
  }
  const cell = fact => preview.locator(`[data-fact="${fact}"]`)
  /** Presses a button that copies: what another program then finds on the clipboard. */
  async function copiedBy(button) {
    // Reading takes the right to; writing must do without, as it does for a user.
    await page.context().grantPermissions(["clipboard-read"])
    const said = page.locator(".statusbar-item", { hasText: "已复制" })
    await said.waitFor({ state: "detached" })
    await button.click()
    await said.waitFor()
    return page.evaluate(async () => {
      const [item] = await navigator.clipboard.read({ unsanitized: ["text/html"] })
      const [html, text] = await Promise.all(["text/html", "text/plain"].map(async type => (await item.getType(type)).text()))
      return { html, text }
    })
  }
  const rowsOf = html => html.match(/<tr>.*<\/tr>/g)
  const wrongLines = () => page.locator(".view-line").getByText(WRONG).count()

  it("shows the official tables, the blamed cell, and what a draft says as text", async () => {
    await open({ theme: THEMES.light, locale: "zh-cn" })
    await preview.locator("th[colspan='5']", { hasText: "法人或其他组织" }).waitFor()
    await preview.locator("td.error", { hasText: WRONG }).waitFor()
    await preview.getByText(HOSTILE).waitFor()
    assert.equal(await preview.locator("img").count(), 0)
    await preview.locator("td.error").scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(screenshots, "preview-light.png") })
  })

  it("copies a table with its merged cells, and as text with TABs", async () => {
    const { html, text } = await copiedBy(preview.locator("figure", { hasText: "申请人情况" }).locator("button.copy"))
    assert.equal(html.match(/<table\b/g).length, 1)
    assert.deepEqual(rowsOf(html).slice(0, 3), REQUESTS_HEAD)
    assert.match(html, new RegExp(`<tr><td colspan="2">（七）总计</td><td>${WRONG}</td>(<td>0</td>){6}</tr>`))
    assert.deepEqual(html.match(/(?<=<td[^>]*>)[^<]+/g), text.split(/[\t\n]+/).filter(Boolean))
    assert.ok(text.includes(`\n\t（七）总计\t\t${WRONG}\t0\t`), text)
    assert.ok(DRAFT.includes(`\n\n${text}\n`), text)
  })

  it("copies the whole report, in which what a draft says stays text", async () => {
    const { html, text } = await copiedBy(preview.locator(".bar button[data-copy]"))
    assert.equal(text.trimEnd(), DRAFT.trimEnd())
    assert.deepEqual(html.match(/<(h1|h2|table)\b/g), ["<h1", "<h2", "<h2", "<table", "<h2", "<table", "<h2", "<table", "<h2", "<h2"])
    assert.deepEqual(rowsOf(html.split("<table")[2]).slice(0, 3), REQUESTS_HEAD)
    assert.equal(html.match(/.*command:.*/)[0], `<p>${HOSTILE.replace("<", "&lt;").replace(">", "&gt;")}</p>`)
  })

  it("leads from a cell to the text and from the text to a cell", async () => {
    await preview.locator("td.error").click()
    await page.locator(".view-line").getByText(WRONG).first().waitFor()
    await page.locator(".squiggly-error").first().waitFor()
    await page.locator(".view-line").getByText(WRONG).first().click()
    await page.keyboard.press("ArrowUp")
    await preview.locator("[data-fact][aria-current]:not(.error)").waitFor()
  })

  it("writes what is typed into a cell into the draft, which the sums follow and undo takes back", async () => {
    await cell("requests/total/natural").click()
    await page.keyboard.type("0")
    await page.keyboard.press("Enter")
    await preview.locator("td.error").waitFor({ state: "detached" })
    assert.equal(await wrongLines(), 0)
    await page.mouse.click(480, 400)
    await page.keyboard.press("Control+z")
    await preview.locator("td.error", { hasText: WRONG }).waitFor()
  })

  it("moves as a spreadsheet does; Escape leaves the cell as it was", async () => {
    await cell("requests/new/natural").click()
    for (const key of ["Tab", "ArrowDown", "ArrowRight", "Enter", "5", "Escape"]) await page.keyboard.press(key)
    await preview.locator("[data-fact='requests/carried-in/research'][aria-current]").waitFor()
    assert.equal(await cell("requests/carried-in/research").textContent(), "0")
  })

  it("steps through the findings and applies a fix by its button", async () => {
    await preview.locator("button[data-step='1']").click()
    await preview.locator("li.error button.fix").first().click()
    await preview.locator("td.error").waitFor({ state: "detached" })
    assert.equal(await wrongLines(), 0)
  })

  for (const [name, theme] of Object.entries(THEMES).slice(1)) {
    it(`looks as the theme does: ${name}`, async () => {
      await open({ theme, locale: name === "contrast" ? "en" : "zh-cn", restricted: name === "contrast" })
      await preview.locator("td.error").scrollIntoViewIfNeeded()
      await page.screenshot({ path: join(screenshots, `preview-${name}.png`) })
    })
  }
})
