/** Tables pasted into drafts through the user interface of a fresh VS Code that has the packaged extension, in a folder that is not trusted. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { build } from "esbuild"
import { formatsIn } from "../../scripts/formats.mjs"
import { openWorkbench } from "./ui.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const screenshots = path(".cache/screenshots")
const FIGURES = { "requests/new/natural": "12", "requests/new/total": "12", "requests/granted/natural": "12", "requests/granted/total": "12", "requests/total/natural": "12", "requests/total/total": "12", "proactive/licensing/decisions": "31" }

describe("paste", function () {
  this.timeout(120_000)
  let workbench, page, folder, support

  before(async function () {
    this.timeout(300_000)
    mkdirSync(screenshots, { recursive: true })
    support = await loadSupport()
    const vsix = path(".build/report-draft.vsix")
    execFileSync(process.execPath, [path("scripts/package.mjs"), vsix], { stdio: ["ignore", "ignore", "inherit"] })
    folder = mkdtempSync(join(tmpdir(), "草稿 "))
    for (const name of ["draft.txt", "draft.md"]) writeFileSync(join(folder, name), "")
    workbench = await openWorkbench({ vsix, folder, file: join(folder, "draft.txt"), restricted: true })
    page = workbench.page
    await page.locator(".view-line").first().click()
  })
  afterEach(async function () {
    if (this.currentTest.state === "failed") await page?.screenshot({ path: join(screenshots, "paste-failed.png") })
  })
  after(async () => {
    await workbench?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What the tests share with those of the engine. */
  async function loadSupport() {
    const contents = ["clipboards", "check", "sampleDrafts"].map(name => `export * from "./test/support/${name}.ts"`).join("\n")
    const outfile = path(".build/pasteSupport.mjs")
    await build({ stdin: { contents, resolveDir: path(".") }, bundle: true, platform: "node", format: "esm", packages: "external", plugins: [formatsIn()], outfile, logLevel: "warning" })
    return import(pathToFileURL(outfile).href)
  }

  /** Pastes as the key does, with what a program puts on the clipboard. */
  const paste = data => page.evaluate(data => {
    const clipboard = new DataTransfer()
    for (const [type, text] of Object.entries(data)) clipboard.setData(type, text)
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }))
  }, data)

  /**
   * What the desktop's browser does when a command pastes: it sends the event. The workbench in a browser asks for the text of the clipboard
   * instead, which is where the event is sent here; the rest is the command's own way.
   */
  async function whenPasted(data, act) {
    await page.evaluate(data => {
      navigator.clipboard.readText = async () => {
        const clipboard = new DataTransfer()
        for (const [type, text] of Object.entries(data)) clipboard.setData(type, text)
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }))
        return ""
      }
    }, data)
    await act()
    await page.evaluate(() => delete navigator.clipboard.readText)
  }

  /** Saves the draft and reads it. */
  async function saved(name) {
    await page.locator(".tab.active.dirty").waitFor()
    await page.keyboard.press("Control+s")
    await page.locator(".tab.active:not(.dirty)").waitFor()
    return readFileSync(join(folder, name), "utf8")
  }

  async function empty() {
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    assert.equal(await saved("draft.txt"), "")
  }

  for (const program of ["Word", "WPS", "Excel", "browser"]) {
    it(`writes what ${program} has copied into an empty draft, with TABs`, async () => {
      const draft = support.draftOf("tsv", FIGURES)
      await paste({ "text/html": support.clipboardOf(program, draft), "text/plain": draft })
      const text = await saved("draft.txt")
      assert.deepEqual(support.figuresOf(text), support.figuresOf(draft), text)
      assert.match(text, /^\t（二）部分公开/m)
      await page.screenshot({ path: join(screenshots, `paste-${program}.png`) })
      await empty()
    })
  }

  it("leaves a table that is none of the report's to the editor, and offers its own way beside that", async () => {
    const html = "<table><tr><td>渠道</td><td>件数</td></tr><tr><td>网站</td><td>3</td></tr></table>"
    await page.keyboard.insertText("政府信息公开工作年度报告")
    await paste({ "text/html": html, "text/plain": "渠道 件数" })
    await page.locator(".post-edit-widget").click()
    await page.locator(".action-widget").getByText("Paste as in the Draft").click()
    await page.locator(".view-line", { hasText: "网站" }).waitFor()
    assert.equal(await saved("draft.txt"), "政府信息公开工作年度报告\n\n渠道\t件数\n网站\t3\n")
    await empty()
  })

  it("is listed by “Paste As…”, and writes what is chosen there", async () => {
    const html = "<table><tr><td>渠道</td><td>件数</td></tr><tr><td>网站</td><td>3</td></tr></table>"
    await page.keyboard.insertText("政府信息公开工作年度报告")
    await whenPasted({ "text/html": html, "text/plain": "渠道 件数" }, async () => {
      await page.keyboard.press("F1")
      await page.keyboard.insertText("Paste As...")
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Paste As..." }).first().click()
      const choice = page.locator(".quick-input-list .monaco-list-row", { hasText: "Paste as in the Draft" })
      await choice.waitFor()
      await page.screenshot({ path: join(screenshots, "paste-as.png") })
      await choice.click()
    })
    await page.locator(".view-line", { hasText: "网站" }).waitFor()
    assert.equal(await saved("draft.txt"), "政府信息公开工作年度报告\n\n渠道\t件数\n网站\t3\n")
    await empty()
  })

  it("pastes elsewhere as ever", async () => {
    await paste({ "text/html": "<table><tr><td>a</td><td>b</td></tr></table>", "text/plain": "a b" })
    await page.locator(".view-line", { hasText: "a b" }).waitFor()
    assert.equal(await saved("draft.txt"), "a b")
    assert.equal(await page.locator(".post-edit-widget").count(), 0)
    await empty()
  })

  it("writes Markdown into an empty Markdown draft", async () => {
    await page.keyboard.press("Control+p")
    await page.keyboard.insertText("draft.md")
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "draft.md" }).first().waitFor()
    await page.keyboard.press("Enter")
    await page.locator(".tab.active", { hasText: "draft.md" }).waitFor()
    await page.locator(".editor-instance .view-line").first().click()
    const draft = support.draftOf("tsv", FIGURES)
    await paste({ "text/html": support.clipboardOf("Excel", draft), "text/plain": draft })
    const text = await saved("draft.md")
    assert.deepEqual(support.figuresOf(text), support.figuresOf(draft), text)
    assert.match(text, /^## 三、收到和处理政府信息公开申请情况\n\n\| /m)
  })
})
