/** Takes images/editor.png for the README: the editor on a draft with one wrong figure, and the fix of that cell. */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
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

/** A clean example with a row on each line, in which two digits of a total have changed places. */
function draft() {
  const clean = join(examples, "clean")
  const text = readFileSync(join(clean, readdirSync(clean).find(name => name.includes("制表符"))), "utf8")
  return text.replace(/(（七）总计\t+\d*?)(\d)(\d)(?=\t)/, "$1$3$2")
}
