/** The page that opens by a double click, in Chromium over file://, with the network off. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { chromium } from "playwright-core"
import { getChromium } from "./chromium.mjs"
import * as defaults from "./defaults.mjs"
import { WRONG, faultyDraft } from "./draft.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const screenshots = path(".cache/screenshots")
const FACTS = JSON.parse(readFileSync(path("test/files/samples/facts.json"), "utf8"))
const HOSTILE = "<3>[x](javascript:alert(1))"
const TAGS = "</script><img src=x onerror=alert(1)>"

describe("offline page", function () {
  this.timeout(120_000)
  let browser, context, page, profile
  const asked = []

  before(async function () {
    this.timeout(300_000)
    mkdirSync(screenshots, { recursive: true })
    browser = await chromium.launch({ executablePath: await getChromium({ cacheDir: defaults.cacheDir }), args: ["--no-sandbox"] })
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: "zh-CN", offline: true, viewport: { width: 1400, height: 900 } })
    page = await context.newPage()
    page.on("request", request => asked.push(request.url()))
    page.on("dialog", dialog => assert.fail(dialog.message()))
    await page.goto(pathToFileURL(path("dist/report-draft.html")).href)
  })
  afterEach(() => context.close())
  after(async () => {
    await browser?.close()
    if (profile) rmSync(profile, { recursive: true, force: true })
  })
  const draft = () => page.locator("#draft")
  const cell = fact => page.locator(`[data-fact="${fact}"]`)
  /** Puts what a program would put on the clipboard into the text field. */
  const paste = data => draft().evaluate((field, data) => {
    field.focus()
    const clipboard = new DataTransfer()
    for (const [type, text] of Object.entries(data)) clipboard.setData(type, text)
    const event = new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true })
    if (field.dispatchEvent(event)) document.execCommand("insertText", false, clipboard.getData("text/plain"))
  }, data)

  it("shows the official tables of a pasted report, its findings, and its words as text", async () => {
    await paste({ "text/plain": faultyDraft().replace("二、主动公开", `${TAGS}${HOSTILE}\n\n二、主动公开`) })
    await page.locator("th[colspan='5']", { hasText: "法人或其他组织" }).waitFor()
    await page.locator("td.error", { hasText: WRONG }).waitFor()
    await page.locator("#root p", { hasText: HOSTILE }).waitFor()
    assert.equal(await page.locator("img").count(), 0)
    await page.screenshot({ path: join(screenshots, "offline.png") })
  })

  it("writes a figure, or a fix, into the text, and takes it back", async () => {
    const text = faultyDraft()
    await paste({ "text/plain": text })
    await page.locator("#root button[data-fix]").first().click()
    const mended = await draft().inputValue()
    assert.notEqual(mended, text)
    assert.equal(await page.locator("td.error").count(), 0)
    const fact = await page.locator("#root td[data-fact]").first().getAttribute("data-fact")
    await cell(fact).click()
    await page.keyboard.type("77")
    await page.keyboard.press("Enter")
    assert.equal(await cell(fact).textContent(), "77")
    await draft().press("Control+z")
    assert.equal(await draft().inputValue(), mended)
  })

  it("reads a table with merged cells from the HTML of the clipboard", async () => {
    const rows = [["规章", "0", "0", "0"], ["行政规范性文件", "2", "0", "9"]].map(cells => `<tr>${cells.map(text => `<td><p class=MsoNormal><span lang=EN-US>${text}<o:p></o:p></span></p></td>`).join("")}</tr>`)
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment--><p>2023年青溪县档案馆政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><table border=1><tr><td colspan=4><p>第二十条第（一）项</p></td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>${rows.join("")}<tr><td colspan=4>第二十条第（五）项</td></tr><tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan=3>31</td></tr></table><!--EndFragment--></body></html>`
    await paste({ "text/html": html, "text/plain": "行政许可 31" })
    await cell("proactive/normative-documents/in-force").filter({ hasText: "9" }).waitFor()
    assert.equal(await cell("proactive/licensing/decisions").textContent(), "31")
  })

  it("opens files, in the encodings of offices, and says what it cannot open", async () => {
    profile = mkdtempSync(join(tmpdir(), "drafts-"))
    const name = join(profile, "草稿.txt")
    writeFileSync(name, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(faultyDraft(), "utf16le")]))
    await page.locator("input[type=file]").setInputFiles(name)
    await page.locator("td.error", { hasText: WRONG }).waitFor()
    for (const [name, bytes, reason] of [["draft.docx", "PK", "已损坏"], ["draft.doc", Buffer.from("D0CF11E0A1B11AE1", "hex"), "另存为 .docx"], ["draft.html", Buffer.from([0]), "不是文本文件"], ["draft.xlsx", "PK", "请打开 docx"]]) {
      writeFileSync(join(profile, name), bytes)
      await page.locator("input[type=file]").setInputFiles(join(profile, name))
      await page.locator("#note", { hasText: name }).filter({ hasText: reason }).waitFor()
      assert.equal(await page.locator("td.error", { hasText: WRONG }).count(), 1)
    }
  })

  it("opens Word files and saved pages as the text that the command line checks", async () => {
    for (const name of ["tracked.docx", "written/libreoffice, generated numbers.docx", "page.html"]) {
      const file = path(`test/files/samples/${name}`)
      await page.locator("input[type=file]").setInputFiles(file)
      await page.locator("#note", { hasText: name.split("/").at(-1) }).filter({ hasText: name === "tracked.docx" ? "修订" : "" }).waitFor()
      assert.equal(await draft().inputValue(), execFileSync(process.execPath, [path("dist/cli.js"), "convert", file, "--to", "txt"]).toString())
      await page.locator("#root td[data-fact]").first().waitFor()
    }
  })

  it("takes a Word file, or a page saved as one file, that is dropped on it", async () => {
    const drop = (name, base64) => page.evaluate(({ name, base64 }) => {
      const dropped = new DataTransfer()
      dropped.items.add(new File([Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))], name))
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }))
    }, { name, base64 })
    await drop("草稿.docx", readFileSync(path("test/files/samples/auto.docx")).toString("base64"))
    await page.locator("#note", { hasText: "草稿.docx" }).waitFor()
    assert.equal(await cell("requests/new/natural").textContent(), FACTS["requests/new/natural"])
    const html = readFileSync(path("test/files/samples/page.html"))
    await drop("草稿.mhtml", Buffer.from(`MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${html.toString("base64")}\r\n--x--`).toString("base64"))
    await page.locator("#note", { hasText: "草稿.mhtml" }).waitFor()
    assert.equal(await cell("requests/new/natural").textContent(), FACTS["requests/new/natural"])
  })

  it("takes a file that is dropped on it", async () => {
    const text = faultyDraft()
    await page.evaluate(text => {
      const dropped = new DataTransfer()
      dropped.items.add(new File([text], "草稿.md"))
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }))
    }, text)
    await page.locator("td.error", { hasText: WRONG }).waitFor()
    assert.equal(await draft().inputValue(), text)
  })

  it("shows the beginning of ten megabytes as text, and whatever is opened next", async () => {
    const unit = "<b>公开</b>[x](javascript:alert(1))</script>‮1\n\n"
    await page.evaluate(text => {
      const dropped = new DataTransfer()
      dropped.items.add(new File([text], "草稿.txt"))
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }))
    }, faultyDraft().replace("五、存在的主要问题", `${unit.repeat(1e7 / Buffer.byteLength(unit))}五、存在的主要问题`))
    await page.locator("td.error", { hasText: WRONG }).waitFor()
    const shown = await page.locator("#root").textContent()
    assert.ok(shown.includes("<b>公开</b>[x](javascript:alert(1))</script>"))
    assert.equal(await page.locator("#root b").count(), 0)
    assert.ok(shown.length < 400_000)
    assert.equal(await draft().isDisabled(), true)
    await cell("requests/total/natural").click()
    await page.keyboard.type("0")
    await page.keyboard.press("Enter")
    await page.locator("td.error", { hasText: WRONG }).waitFor()
    await page.locator("input[type=file]").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("别的") })
    await page.locator("td.error").waitFor({ state: "detached" })
    assert.equal(await draft().inputValue(), "别的")
  })

  it("asks for nothing but itself", () => {
    assert.deepEqual(asked.filter(url => !url.endsWith("/dist/report-draft.html")), [])
    assert.ok(asked.length > 0)
  })
})
