/** Runs the suites of this folder in a real VS Code: as it is, converting tables, in Chinese, in a folder that is not trusted, and in one with many drafts. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { getHost } from "./host.mjs"
import { runSuite } from "./run.mjs"

const path = name => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const workspace = path(".build/workspace")
const drafts = path(".build/drafts")

const README = `# 说明

这里放的是政府信息公开工作年度报告的草稿，总体情况见各文件。

| 栏目 | 数 |
| ---- | -: |
| 总计 | 3 |
`

const SUITES = [
  { name: "normal" },
  { name: "convert" },
  { name: "chinese", locale: "zh-cn" },
  { name: "restricted", restricted: true },
  { name: "overview", folder: drafts, prepare: makeDrafts },
  { name: "overview-chinese", suite: "overview", locale: "zh-cn", folder: drafts, prepare: makeDrafts },
]

makeWorkspace()
const host = await getHost()
const chosen = process.argv.slice(2)
let failed = false
for (const { name, suite = name, prepare, ...options } of SUITES) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  prepare?.()
  try {
    await runSuite({
      host, folder: workspace, extension: path("."), tests: path(".build/editor/index.cjs"), screenshots: path(".cache/screenshots"),
      // Without a word on the language the machine's own would count.
      env: { SUITE: suite, LC_ALL: "en_US.UTF-8" },
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
  rmSync(workspace, { recursive: true, force: true })
  mkdirSync(workspace, { recursive: true })
  for (const part of ["clean", "faulty"]) cpSync(path(`examples/${part}`), `${workspace}/${part}`, { recursive: true })
  writeFileSync(`${workspace}/clean/README.md`, README)
  mkdirSync(`${workspace}/word`)
  cpSync(path("test/files/samples/libreoffice.docx"), `${workspace}/word/report.docx`)
}

/** Reports of 100 bodies for three years, none of which follows another; in one of ten for 2023 a sum is wrong. */
function makeDrafts() {
  rmSync(drafts, { recursive: true, force: true })
  const right = readFileSync(path("examples/clean/青溪县档案馆2023年年度报告（Word表格，制表符分隔）.txt"), "utf8")
  for (let number = 1; number <= 100; number++) {
    for (const year of [2021, 2023, 2025]) {
      mkdirSync(`${drafts}/${year}`, { recursive: true })
      const text = right.replaceAll("青溪县档案馆", `青溪县第${number}局`).replaceAll("2023", String(year))
      writeFileSync(`${drafts}/${year}/青溪县第${number}局.txt`, year === 2023 && number % 10 === 0 ? text.replace(/(?<=（七）总计\t\t)\d+/, "90210") : text)
    }
  }
}
