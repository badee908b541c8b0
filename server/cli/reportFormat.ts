import { readFile, stat } from "node:fs/promises"
import { resolve } from "node:path"
import { readFormats, type FormatFile } from "../collection/formatFiles.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { LineIndex } from "../engine/text/lines.ts"
import { decode } from "./encoding.ts"
import { Fault, faultOf } from "./fault.ts"
import { filesOf } from "./files.ts"

/** A larger file, in bytes, describes no report. */
const MAX_SIZE = 4 * 1024 * 1024

/** Report formats, and the files that they were read from. */
export interface LoadedFormats {
  readonly files: readonly FormatFile[]
  /** The built-in ones and those of the files, newest last. */
  readonly formats: readonly ReportFormat[]
}

/** The built-in report formats and those in the files that paths or globs name. Throws a Fault that names the file and what is wrong with it. */
export async function loadReportFormats(patterns: readonly string[], cwd: string): Promise<LoadedFormats> {
  const texts = new Map<string, string>()
  for (const pattern of patterns) {
    try {
      for (const path of await filesOf(pattern, cwd)) texts.set(path, await textOf(path, cwd))
    } catch (error) {
      throw faultOf(pattern, error)
    }
  }
  const files = [...texts].map(([path, text]) => ({ path, text }))
  const { formats, faults } = readFormats(files)
  for (const [path, [first]] of faults) {
    const { at, text } = first!
    const { line, character } = new LineIndex(texts.get(path)!).position(at)
    const place = at === 0 ? { zh: "", en: "" } : { zh: `（第 ${line + 1} 行第 ${character + 1} 列）`, en: ` (line ${line + 1}, column ${character + 1})` }
    throw new Fault(`${path}：${text.zh}${place.zh}`, `${path}: ${text.en}${place.en}`, path)
  }
  return { files, formats }
}

async function textOf(path: string, cwd: string): Promise<string> {
  const file = resolve(cwd, path)
  if ((await stat(file)).size > MAX_SIZE) throw new Fault("文件太大", "the file is too large")
  const text = decode(await readFile(file))?.text
  if (text === undefined) throw new Fault("不是文本文件", "it is no text file")
  return text
}
