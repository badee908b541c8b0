/** Runs the suites of this folder in a real VS Code: as it is, in Chinese, and in a folder that is not trusted. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { getHost } from "./host.mjs"
import { runSuite } from "./run.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const folder = path(".build/workspace")

const README = `# 说明

这里放的是政府信息公开工作年度报告的草稿，总体情况见各文件。

| 栏目 | 数 |
| ---- | -: |
| 总计 | 3 |
`

const SUITES = [
  { name: "normal" },
  { name: "chinese", locale: "zh-cn" },
  { name: "restricted", restricted: true },
]

makeWorkspace()
const host = await getHost()
const chosen = process.argv.slice(2)
let failed = false
for (const { name, ...options } of SUITES) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  try {
    await runSuite({
      host, folder, extension: path("."), tests: path(".build/editor/index.cjs"), screenshots: path(".cache/screenshots"),
      // Without a word on the language the machine's own would count.
      env: { SUITE: name, LC_ALL: "en_US.UTF-8" },
      ...options,
    })
  } catch (error) {
    console.error(`${name}: ${error.message ?? error}`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)

/** The examples, and a file beside them that is no report although it speaks of one, and a Word file. */
function makeWorkspace() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const part of ["clean", "faulty"]) cpSync(path(`examples/${part}`), `${folder}/${part}`, { recursive: true })
  writeFileSync(`${folder}/clean/README.md`, README)
  mkdirSync(`${folder}/word`)
  cpSync(path("test/files/samples/libreoffice.docx"), `${folder}/word/report.docx`)
}
