import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { FileError } from "./fileError.ts"
import { onInterruption } from "./interruption.ts"
import { endingOf } from "./readFile.ts"

/** Conversions take seconds; what takes longer than this never ends. */
const TIME_LIMIT_MS = 60_000

/** Where LibreOffice is: on the path, or where its installers put it. */
const PROGRAMS = ["soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:\\Program Files\\LibreOffice\\program\\soffice.exe"]

/** How long somebody waits for a conversion. */
export interface Patience {
  /** In milliseconds. */
  readonly limit?: number
  /** Says when nobody waits any more. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The .docx file that LibreOffice makes of an old Word or WPS file; any other file as it is. LibreOffice has a profile of its own, runs no macros, and is ended after a time limit, or when `signal` says so.
 * Throws a FileError if it is not installed, or cannot convert the file in that time.
 */
export async function withoutOldKind(name: string, bytes: Uint8Array, { limit = TIME_LIMIT_MS, signal }: Patience = {}): Promise<Uint8Array> {
  if (!isOfOldKind(name, bytes)) return bytes
  const folder = mkdtempSync(join(tmpdir(), "report-draft-"))
  const clear = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const source = join(folder, `draft${endingOf(name)}`)
    writeFileSync(source, bytes)
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`
    const end = await runFirst([profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", join(folder, "out"), source], { limit, signal }, clear)
    return outcomeOf(end, join(folder, "out", "draft.docx"))
  } finally {
    clear()
  }
}

/** Some programs write new files under the old name. */
function isOfOldKind(name: string, bytes: Uint8Array): boolean {
  return /^\.(?:doc|wps)$/.test(endingOf(name)) && !(bytes[0] === 0x50 && bytes[1] === 0x4b)
}

type Ending = "done" | "late" | "stopped" | "missing"

/** What was made by a program that ended so. */
function outcomeOf(end: Ending, made: string): Buffer {
  if (end === "missing") throw new FileError("读取 .doc、.wps 需要安装 LibreOffice；也可在 Word 或 WPS 中用“另存为”存成 .docx", "reading .doc and .wps takes LibreOffice; or save it as .docx in Word or WPS")
  if (end === "late") throw new FileError("LibreOffice 过了时限还没有转换完这个文件，已中止；请在 Word 或 WPS 中用“另存为”存成 .docx", "LibreOffice did not convert this file within its time limit and was ended; save it as .docx in Word or WPS")
  if (end === "stopped") throw new FileError("已取消", "it was cancelled")
  if (!existsSync(made)) throw new FileError("LibreOffice 无法转换这个文件；请在 Word 或 WPS 中用“另存为”存成 .docx", "LibreOffice cannot convert this file; save it as .docx in Word or WPS")
  return readFileSync(made)
}

/** A group of its own, since LibreOffice starts further programs, which are to end with it. */
const OPTIONS = { stdio: "ignore", windowsHide: true, detached: process.platform !== "win32" } as const satisfies SpawnOptions

/** Runs the first of the programs that is there; `clear` removes what it leaves behind if this one ends before. */
async function runFirst(args: readonly string[], patience: Required<Patience>, clear: () => void): Promise<Ending> {
  for (const program of PROGRAMS) {
    const end = await run(program, args, patience, clear)
    if (end !== "missing") return end
  }
  return "missing"
}

function run(program: string, args: readonly string[], { limit, signal }: Required<Patience>, clear: () => void): Promise<Ending> {
  const late = AbortSignal.timeout(limit)
  const enough = signal ? AbortSignal.any([late, signal]) : late
  if (enough.aborted) return Promise.resolve("stopped")
  return new Promise(resolve => {
    let office: ChildProcess | null = null
    const end = (): void => {
      endAll(office?.pid)
    }
    enough.addEventListener("abort", end)
    // It must not outlive the program, or the thread, that waits for it, be that interrupted while it starts.
    const leave = (): void => {
      end()
      clear()
    }
    process.on("exit", leave)
    const forgetInterruption = onInterruption(leave)
    const settle = (ending: Ending): void => {
      enough.removeEventListener("abort", end)
      process.off("exit", leave)
      forgetInterruption()
      resolve(ending)
    }
    const fail = (error: unknown): void => {
      settle(["ENOENT", "EACCES"].includes((error as NodeJS.ErrnoException).code!) ? "missing" : "done")
    }
    try {
      office = spawn(program, args, OPTIONS)
    } catch (error) {
      // Of what the system has too little for, one hears at once.
      fail(error)
      return
    }
    office.on("error", fail)
    office.on("exit", () => {
      settle(late.aborted ? "late" : signal?.aborted ? "stopped" : "done")
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
