/**
 * `npm run test:extract` makes Word files of the official form with random figures, has common tools turn them into texts, and
 * reads those: no figure may be misread, and nothing untrue be said. Takes some minutes. `-- COUNT` says how many sets of figures.
 */
import { execFile, execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { measure, type Figures, type Outcome } from "./measure.ts"

const MAKERS = join(import.meta.dirname, "../../shared/extract")
const PACKAGES: Readonly<Record<string, string>> = {
  soffice: "libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk", pandoc: "pandoc", pdftotext: "poppler-utils", w3m: "w3m", lynx: "lynx", docx2txt: "docx2txt", catdoc: "catdoc",
}
/** Half points of the type: small, as it is, large. */
const SIZES = [18, 24, 28]
/** A tool that leaves neither line ends nor cells: of its text only that is said. */
const GLUED = "docx2txt"

interface Score {
  wanted: number
  read: number
  readonly complaints: string[]
  /** Of files with a figure changed: in how many its table was read, and in how many of these the right cell was named. */
  changed: number
  found: number
}

process.exitCode = await main(Number(process.argv[2] ?? 4))

async function main(count: number): Promise<number> {
  if (!existsSync(MAKERS)) return refuse(`${MAKERS} is not there; it holds what makes the files.`)
  const missing = Object.keys(PACKAGES).filter(program => !isInstalled(program))
  if (missing.length > 0) return refuse(`Install what makes the texts: apt-get install --no-install-recommends ${missing.map(program => PACKAGES[program]).join(" ")} python3-pdfminer python3-bs4 python3-lxml`)
  const folder = mkdtempSync(join(tmpdir(), "report-draft-extract-"))
  try {
    const scores = new Map<string, Score>()
    for (const size of SIZES) {
      for (const isFaulty of [false, true]) await readSet(join(folder, `${size}-${isFaulty ? "faulty" : "right"}`), count, size, isFaulty, scores)
    }
    return print(scores)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function refuse(message: string): number {
  console.error(message)
  return 2
}

function isInstalled(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

async function readSet(folder: string, count: number, size: number, isFaulty: boolean, scores: Map<string, Score>): Promise<void> {
  execFileSync("python3", [join(import.meta.dirname, "../test/extract/make.py"), MAKERS, folder, String(count), String(size * 7 + Number(isFaulty)), String(size), ...(isFaulty ? ["faulty"] : [])])
  for (let i = 0; i < count; i++) {
    const { figures, changed } = JSON.parse(readFileSync(join(folder, `${i}.json`), "utf8")) as { figures: Figures; changed: string | null }
    for (const width of ["wide", "narrow"]) {
      await promisify(execFile)("bash", [join(MAKERS, "extract.sh"), join(folder, `${i}-${width}.docx`), join(folder, "texts")])
      for (const file of readdirSync(join(folder, "texts")).filter(name => name.startsWith(`${i}-${width}.`))) {
        const tool = `${file.slice(`${i}-${width}.`.length).replace(/\.(?:txt|html)$/, "")} ${width}`
        const outcome = measure(readFileSync(join(folder, "texts", file), "utf8"), figures)
        add(scores, tool, outcome, `${file} (${size / 2} pt)`, changed)
      }
    }
  }
}

function add(scores: Map<string, Score>, tool: string, outcome: Outcome, file: string, changed: string | null): void {
  const score = scores.get(tool) ?? { wanted: 0, read: 0, complaints: [], changed: 0, found: 0 }
  scores.set(tool, score)
  score.wanted += outcome.wanted
  score.read += outcome.read
  score.complaints.push(...outcome.misread.map(what => `${file}: misread ${what}`))
  const isOfChange = (complaint: string): boolean => changed !== null && complaint.startsWith("sum-mismatch")
  score.complaints.push(...outcome.untrue.filter(complaint => !isOfChange(complaint)).map(what => `${file}: untrue ${what}`))
  if (changed === null || !outcome.isRead(changed)) return
  score.changed++
  if (outcome.blamed.some(cells => cells.includes(changed))) score.found++
}

function print(scores: ReadonlyMap<string, Score>): number {
  for (const [tool, { wanted, read, complaints, changed, found }] of [...scores].sort()) {
    console.log(`${tool.padEnd(26)} read ${(read / wanted).toFixed(3)}   ${String(complaints.length).padStart(4)} complaints   changed figures named ${found} of ${changed}`)
    for (const complaint of complaints.slice(0, 5)) console.log(`    ${complaint}`)
  }
  const all = [...scores].filter(([tool]) => !tool.startsWith(GLUED)).map(([, score]) => score)
  const sum = (of: (score: Score) => number): number => all.reduce((total, score) => total + of(score), 0)
  const complaints = sum(score => score.complaints.length)
  console.log(`all but ${GLUED}: read ${(sum(score => score.read) / sum(score => score.wanted)).toFixed(4)}, ${complaints} complaints, ${sum(score => score.found)} of ${sum(score => score.changed)} changed figures named`)
  return complaints > 0 ? 1 : 0
}
