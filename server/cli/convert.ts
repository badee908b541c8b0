import { existsSync } from "node:fs"
import { resolve } from "node:path"
import type { Target } from "../engine/features/convertTables.ts"
import { readReports } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { convert as convertText, type Converted } from "../files/convert.ts"
import type { ConvertRequest } from "./args.ts"
import { complain, note, type Run } from "./current.ts"
import { Fault, faultOf } from "./fault.ts"
import { readSource } from "./files.ts"
import { openOutput } from "./outputFile.ts"
import { loadReportFormats } from "./reportFormat.ts"
import type { Source } from "./sources.ts"

/** The layouts by the names that people give them. */
export const TARGETS: Readonly<Record<NonNullable<ConvertRequest["layout"]>, Target>> = { tabs: "tsv", markdown: "pipes", lines: "cell-line" }

/** Writes a draft as another kind of file; a text without a report, too, which is said. Throws a Fault if it cannot be done; then nothing is written. */
export async function convert(request: ConvertRequest, current: Run): Promise<void> {
  const { path } = request
  const { world: { cwd, stdin }, sources } = current
  const { formats } = await loadReportFormats(request.reportFormats, cwd)
  refuseToReplace(request, current)
  const source = await failingAs(path, async () => sources.read(path, await readSource(path, cwd, stdin)))
  const { bytes, untouched } = await failingAs(path, () => converted(source, request, formats))
  for (const { zh, en } of untouched) await note({ text: { zh: `${path}：${zh}没有全部读懂，照原样写出`, en: `${path}: not all of the ${en} was understood; it is written as it is` } }, current)
  await store(bytes, [path], request, current)
  if (readReports(source.text, formats).length === 0) await complain(new Fault(`${path}：没有读到报告，段落和表格照原样写出`, `${path}: no report was found in it; its paragraphs and tables are written as they are`), current)
}

/** What is to be written, and where. */
type Writing = Pick<ConvertRequest, "to" | "output" | "force">

/** Throws a Fault if the output is a file that is there, unless it is to be replaced, or a Word file would go to a terminal. */
export function refuseToReplace({ to, output, force }: Writing, { world: { cwd, stdout } }: Run): void {
  if (output !== null && !force && existsSync(resolve(cwd, output))) throw new Fault(`${output}：已有这个文件；要替换它，请加 --force`, `${output}: the file is there already; --force replaces it`)
  if (output === null && to === "docx" && "isTTY" in stdout && stdout.isTTY === true) throw new Fault("Word 文件不能显示在终端里，请用 --output 指明文件", "a Word file cannot be shown in a terminal; name a file with --output")
}

/** Writes a draft's bytes to where they are to go; that must not be one of the drafts that were read. */
export async function store(bytes: Uint8Array, read: readonly string[], { output }: Writing, { world, out }: Run): Promise<void> {
  if (output === null) return out.write(bytes)
  const file = openOutput(output, read, world.cwd)
  await file.sink.write(bytes)
  await failingAs(output, () => file.store())
}

/** A Word or web file becomes plain text as it is checked, unless a layout for its tables is asked for: that is the text in which places are counted. */
async function converted({ text, file }: Source, { to, layout }: ConvertRequest, formats: readonly ReportFormat[]): Promise<Converted> {
  if (file && to === "txt" && layout === null) return { bytes: new TextEncoder().encode(text), untouched: [] }
  return convertText(text, to, layout && TARGETS[layout], formats)
}

/** Does something; what fails is a fault of the subject. */
export async function failingAs<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw faultOf(subject, error)
  }
}
