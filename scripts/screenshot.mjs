/**
 * Takes the README's pictures of a draft with one wrong figure: images/editor.png, the editor with the fix of that cell, and docs/offline.png,
 * the page for those without an editor. `npm run screenshot -- page` takes only that.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { chromium } from "playwright-core"
import { getChromium } from "../test/editor/chromium.mjs"
import { cacheDir } from "../test/editor/defaults.mjs"
import { openFixes } from "../test/editor/draft.mjs"
import { openWorkbench } from "../test/editor/ui.mjs"
import { examples } from "./examples.mjs"

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const SETTINGS = {
  "editor.fontSize": 14,
  "editor.lineNumbersMinChars": 3,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "workbench.activityBar.location": "hidden",
}

const vsix = path(".build/report-draft.vsix")
const { status } = spawnSync(process.execPath, [path("scripts/package.mjs"), vsix], { stdio: ["ignore", "ignore", "inherit"] })
if (status !== 0) process.exit(1)
await takePage()
if (process.argv[2] !== "page") await takeEditor()

async function takePage() {
  const browser = await chromium.launch({ executablePath: await getChromium({ cacheDir }), args: ["--no-sandbox"] })
  try {
    const context = await browser.newContext({ locale: "zh-CN", offline: true, viewport: { width: 1400, height: 900 } })
    const page = await context.newPage()
    await page.goto(pathToFileURL(path("dist/report-draft.html")).href)
    await page.locator("#draft").fill(draft())
    const wrong = page.locator("td.error").first()
    await wrong.waitFor()
    // Draft and view go to its place.
    await wrong.click()
    await page.mouse.move(0, 0)
    await page.screenshot({ path: path("docs/offline.png") })
  } finally {
    await browser.close()
  }
  console.log(path("docs/offline.png"))
}

async function takeEditor() {
  const scratch = mkdtempSync(join(tmpdir(), "screenshot-"))
  const folder = join(scratch, "年度报告")
  mkdirSync(folder)
  const name = "青溪县档案馆2023年政府信息公开工作年度报告.txt"
  writeFileSync(join(folder, name), draft())
  const { page, close } = await openWorkbench({ vsix, folder, locale: "zh-cn", settings: SETTINGS })
  try {
    // A file that is open from the start is shown before the extension's defaults for its language are known.
    await page.locator(".explorer-folders-view").getByText(name).dblclick()
    await page.keyboard.press("Control+B")
    await page.keyboard.press("Control+Shift+M")
    const problem = page.locator(".markers-panel").getByText(/应为/).first()
    await problem.waitFor()
    await problem.dblclick()
    await page.locator(".squiggly-error").first().waitFor()
    await page.waitForTimeout(500)
    await openFixes(page)
    await page.waitForTimeout(500)
    await page.mouse.move(0, 0)
    await page.screenshot({ path: path("images/editor.png") })
  } finally {
    await close()
    rmSync(scratch, { recursive: true, force: true })
  }
  console.log(path("images/editor.png"))
}

/** A clean example with a row on each line, in which two digits of a total have changed places. */
function draft() {
  const clean = join(examples, "clean")
  const text = readFileSync(join(clean, readdirSync(clean).find(name => name.includes("制表符"))), "utf8")
  return text.replace(/(（七）总计\t+\d*?)(\d)(\d)(?=\t)/, "$1$3$2")
}
