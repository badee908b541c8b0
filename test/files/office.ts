/**
 * `npm run test:office` writes reports as Word files by the `docx` package, LibreOffice and pandoc, and as pages, each plain, with
 * generated numbers, with tracked changes and with merged heads, and reads them: every figure must be right, and nothing be found above
 * information. What the command line exports must go through LibreOffice unharmed, and so must .doc and .wps
 * files. `-- COUNT FOLDER` says how many reports, and where the files are kept; those in samples/ are of the first one.
 */
import { execFileSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { fairCopy, pageOf, type CopyPart } from "../../server/engine/features/fairCopy.ts"
import { OWN_PAGE } from "../../server/engine/features/ownPage.ts"
import { openDocument } from "../../server/engine/index.ts"
import { writeDocx } from "../../server/files/writeDocx.ts"
import { withoutOldKind } from "../../server/files/office.ts"
import { readFile } from "../../server/files/readFile.ts"
import { check, figuresOf } from "../support/check.ts"
import { VARIANTS, wordPackageFile } from "./wordPackage.ts"

const EXAMPLES = "examples/clean"
const PACKAGES: Readonly<Record<string, string>> = { soffice: "libreoffice-writer-nogui", pandoc: "pandoc" }
const ALL = 11

/** The folders of what is written, by writer. */
const WRITERS = ["package", "own", "libreoffice", "pandoc", "pages", "libreoffice-pages", "doc"] as const

interface Sample {
  readonly name: string
  readonly parts: readonly CopyPart[]
  readonly figures: ReadonlyMap<string, string>
}

async function main(count: number, kept: string | undefined): Promise<number> {
  const missing = Object.keys(PACKAGES).filter(program => !isInstalled(program))
  if (missing.length > 0) {
    console.error(`Install what writes the files: apt-get install --no-install-recommends ${missing.map(program => PACKAGES[program]!).join(" ")}`)
    return 2
  }
  const folder = kept ?? mkdtempSync(join(tmpdir(), "report-draft-office-"))
  try {
    const samples = samplesOf().slice(0, count)
    for (const sample of samples) await write(sample, folder)
    convertAll(folder)
    return await judge(folder, samples)
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true })
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore", timeout: 60_000 })
    return true
  } catch {
    return false
  }
}

/** The reports of the examples, each by itself. */
function samplesOf(): Sample[] {
  const texts = readdirSync(EXAMPLES).filter(name => name !== "README.md").sort().flatMap(name => {
    const text = readFileSync(join(EXAMPLES, name), "utf8")
    const { reports } = openDocument(text)
    return reports.map(({ from }, i) => text.slice(from, reports[i + 1]?.from))
  })
  return texts.slice(0, ALL).map((text, i) => ({ name: `${i}`, parts: fairCopy(openDocument(text), "html").parts, figures: figuresOf(text) }))
}

async function write({ name, parts }: Sample, folder: string): Promise<void> {
  for (const writer of [...WRITERS, "lists"]) mkdirSync(join(folder, writer), { recursive: true })
  for (const variant of VARIANTS) writeFileSync(join(folder, "package", `${name} ${variant}.docx`), await wordPackageFile(parts, variant))
  writeFileSync(join(folder, "own", `${name} official.docx`), writeDocx(parts))
  const page = pageOf({ parts, untouched: [] })
  writeFileSync(join(folder, "pages", `${name} official.html`), published(page))
  writeFileSync(join(folder, "lists", `${name} ${NUMBERED}.html`), withLists(page))
}

/** Of generated numbers pandoc knows only those of lists: 1. for （一）. */
const NUMBERED: (typeof VARIANTS)[number] = "generated numbers"

function withLists(page: string): string {
  return page.replace(/(?:<p>（[一二三四五六七八九十]+）.*<\/p>\n)+/g, items => `<ol>\n${items.replace(/<p>（[^）]+）/g, "<li>").replaceAll("</p>", "</li>")}</ol>\n`)
}

/** A page as a site shows it. */
function published(page: string): string {
  return page.replace(OWN_PAGE, "").replace("<body>", `<body><nav>首页 3 政务公开 12</nav><div class="breadcrumb">当前位置：首页 &gt; 年报</div><p>发布日期：2024-01-20 浏览次数：12</p>`).replace("</body>", `<div class="share">分享到 2</div><footer>ICP备12345678号 网站标识码 3301000001</footer></body>`)
}

function convertAll(folder: string): void {
  const inputs = ["package", "own"].flatMap(writer => readdirSync(join(folder, writer)).map(file => join(folder, writer, file)))
  const soffice = (to: string, out: string, files: readonly string[]): void => {
    execFileSync("soffice", [`-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`, "--headless", "--norestore", "--convert-to", to, "--outdir", join(folder, out), ...files], { stdio: "ignore", timeout: 600_000 })
  }
  soffice("docx", "libreoffice", inputs)
  soffice("html:HTML:EmbedImages", "libreoffice-pages", inputs.filter(file => /plain|merged|official/.test(file)))
  soffice("doc", "doc", inputs.filter(file => /official/.test(file)).slice(0, 2))
  // WPS writes .doc files under another name.
  for (const file of readdirSync(join(folder, "doc"))) copyFileSync(join(folder, "doc", file), join(folder, "doc", file.replace(/doc$/, "wps")))
  const lists = readdirSync(join(folder, "lists")).map(file => join(folder, "lists", file))
  for (const file of [...inputs.filter(file => !file.includes(NUMBERED)), ...lists]) {
    const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.\w+$/, "")
    const from = file.endsWith(".docx") ? ["-f", "docx"] : ["-f", "html"]
    execFileSync("pandoc", [...from, "--track-changes=all", "-t", "docx", "-o", join(folder, "pandoc", `${name}.docx`), file], { timeout: 60_000 })
    execFileSync("pandoc", [...from, "-t", "html", "-s", "-o", join(folder, "pages", `${name} pandoc.html`), file], { stdio: "ignore", timeout: 60_000 })
  }
}

async function judge(folder: string, samples: readonly Sample[]): Promise<number> {
  const complaints: string[] = []
  let read = 0
  for (const writer of WRITERS) {
    const files = readdirSync(join(folder, writer)).sort()
    for (const file of files) {
      const sample = samples.find(({ name }) => file.startsWith(`${name} `))!
      complaints.push(...(await complaintsOf(join(folder, writer, file), sample)).map(what => `${writer}/${file}: ${what}`))
      read++
    }
    console.log(`${writer.padEnd(18)} ${files.length} files`)
  }
  for (const complaint of complaints.slice(0, 60)) console.log(`    ${complaint}`)
  console.log(`${read} files read, ${complaints.length} complaints`)
  return complaints.length > 0 || read === 0 ? 1 : 0
}

async function complaintsOf(path: string, { figures }: Sample): Promise<string[]> {
  const { text } = readFile(path, await withoutOldKind(path, readFileSync(path)))
  const own = figuresOf(text)
  const wrong = [...figures].filter(([id, value]) => own.get(id) !== value).map(([id, value]) => `${id} is ${value}, read as ${own.get(id) ?? "nothing"}`)
  const found = check(text).filter(({ severity }) => severity === "error" || severity === "warning").map(({ rule, message }) => `${rule}: ${message.en}`)
  return [...wrong.slice(0, 3), ...(wrong.length > 3 ? [`and ${wrong.length - 3} more`] : []), ...found.slice(0, 4)]
}

process.exitCode = await main(Number(process.argv[2] ?? ALL), process.argv[3])
