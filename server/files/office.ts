import { spawn, spawnSync, type SpawnOptions } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { FileError } from "./fileError.ts"
import { endingOf } from "./readFile.ts"

/** Conversions take seconds; what takes longer than this never ends. */
const TIME_LIMIT_MS = 60_000

/** Where LibreOffice is: on the path, or where its installers put it. */
const PROGRAMS = ["soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:\\Program Files\\LibreOffice\\program\\soffice.exe"]

/**
 * The .docx file that LibreOffice makes of an old Word or WPS file; any other file as it is. LibreOffice has a profile of its own, runs no macros, and is ended after a time limit.
 * Throws a FileError if it is not installed, or cannot convert the file in that time.
 */
export function withoutOldKind(name: string, bytes: Uint8Array, limit = TIME_LIMIT_MS): Uint8Array {
  return isOfOldKind(name, bytes) ? inFolder(name, bytes, ({ args, outcome }) => outcome(PROGRAMS.map(program => runNow(program, args, limit)).find(end => end !== "missing"))) : bytes
}

/** The same, for a program that has to go on meanwhile. */
export async function withoutOldKindApart(name: string, bytes: Uint8Array, limit = TIME_LIMIT_MS): Promise<Uint8Array> {
  if (!isOfOldKind(name, bytes)) return bytes
  return inFolder(name, bytes, async ({ args, outcome }) => {
    for (const program of PROGRAMS) {
      const end = await runApart(program, args, limit)
      if (end !== "missing") return outcome(end)
    }
    return outcome(undefined)
  })
}

/** Some programs write new files under the old name. */
function isOfOldKind(name: string, bytes: Uint8Array): boolean {
  return /^\.(?:doc|wps)$/.test(endingOf(name)) && !(bytes[0] === 0x50 && bytes[1] === 0x4b)
}

interface Conversion {
  readonly args: readonly string[]
  /** What was made by a program that ended so; undefined if there is no program. */
  readonly outcome: (end: Ending | undefined) => Buffer
}

type Ending = "done" | "late" | "missing"

/** Does a conversion in a folder of its own, which is gone afterwards. */
function inFolder<T extends Buffer | Promise<Buffer>>(name: string, bytes: Uint8Array, convert: (conversion: Conversion) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "report-draft-"))
  const clean = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  let made: T | null = null
  try {
    const source = join(folder, `draft${endingOf(name)}`)
    writeFileSync(source, bytes)
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`
    const args = [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", join(folder, "out"), source]
    made = convert({ args, outcome: end => outcomeOf(end, join(folder, "out", "draft.docx")) })
  } finally {
    if (!(made instanceof Promise)) clean()
  }
  return made instanceof Promise ? (made.finally(clean) as T) : made
}

function outcomeOf(end: Ending | undefined, made: string): Buffer {
  if (end === undefined) throw new FileError("读取 .doc、.wps 需要安装 LibreOffice；也可在 Word 或 WPS 中用“另存为”存成 .docx", "reading .doc and .wps takes LibreOffice; or save it as .docx in Word or WPS")
  if (end === "late") throw new FileError("LibreOffice 过了时限还没有转换完这个文件，已中止；请在 Word 或 WPS 中用“另存为”存成 .docx", "LibreOffice did not convert this file within its time limit and was ended; save it as .docx in Word or WPS")
  if (!existsSync(made)) throw new FileError("LibreOffice 无法转换这个文件；请在 Word 或 WPS 中用“另存为”存成 .docx", "LibreOffice cannot convert this file; save it as .docx in Word or WPS")
  return readFileSync(made)
}

/** A group of its own, since LibreOffice starts further programs, which are to end with it. */
const OPTIONS = { stdio: "ignore", windowsHide: true, detached: process.platform !== "win32" } as const satisfies SpawnOptions

function runNow(program: string, args: readonly string[], limit: number): Ending {
  const { pid, error } = spawnSync(program, args, { ...OPTIONS, timeout: limit, killSignal: "SIGKILL" })
  if (isMissing(error)) return "missing"
  const isLate = (error as NodeJS.ErrnoException | undefined)?.code === "ETIMEDOUT"
  if (isLate) endAll(pid)
  return isLate ? "late" : "done"
}

function runApart(program: string, args: readonly string[], limit: number): Promise<Ending> {
  return new Promise(resolve => {
    const office = spawn(program, args, OPTIONS)
    let isLate = false
    const end = (): void => {
      endAll(office.pid)
    }
    const timer = setTimeout(() => {
      isLate = true
      end()
    }, limit)
    // It must not outlive the program that waits for it.
    process.on("exit", end)
    const settle = (ending: Ending): void => {
      clearTimeout(timer)
      process.off("exit", end)
      resolve(ending)
    }
    office.on("error", error => {
      settle(isMissing(error) ? "missing" : "done")
    })
    office.on("exit", () => {
      settle(isLate ? "late" : "done")
    })
  })
}

/** Ends a program with all that it has started. */
function endAll(pid: number | undefined): void {
  if (pid === undefined || pid === 0) return
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore", windowsHide: true })
    else process.kill(-pid, "SIGKILL")
  } catch {
    // It has ended by itself.
  }
}

const isMissing = (error: NodeJS.ErrnoException | undefined): boolean => error?.code === "ENOENT"
