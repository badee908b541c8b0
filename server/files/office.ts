import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { FileError } from "./fileError.ts"

const TIME_LIMIT = 60_000

/** Where LibreOffice is: on the path, or where its installers put it. */
const PROGRAMS = ["soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:\\Program Files\\LibreOffice\\program\\soffice.exe"]

/** The .docx file that LibreOffice makes of an old Word or WPS file, with a profile of its own, no macros, and a minute's time. Throws if it is not installed. */
export function toDocx(bytes: Uint8Array, ending: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "report-draft-"))
  try {
    const source = join(folder, `draft${ending}`)
    writeFileSync(source, bytes)
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`
    const args = [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", join(folder, "out"), source]
    const isFound = PROGRAMS.some(program => !isMissing(spawnSync(program, args, { timeout: TIME_LIMIT, killSignal: "SIGKILL", stdio: "ignore", windowsHide: true }).error))
    if (!isFound) throw new FileError("读取 .doc、.wps 需要安装 LibreOffice；也可在 Word 或 WPS 中用“另存为”存成 .docx", "reading .doc and .wps takes LibreOffice; or save it as .docx in Word or WPS")
    const made = join(folder, "out", "draft.docx")
    if (!existsSync(made)) throw new FileError("LibreOffice 无法转换这个文件；请在 Word 或 WPS 中用“另存为”存成 .docx", "LibreOffice cannot convert this file; save it as .docx in Word or WPS")
    return readFileSync(made)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const isMissing = (error: NodeJS.ErrnoException | undefined): boolean => error?.code === "ENOENT"
