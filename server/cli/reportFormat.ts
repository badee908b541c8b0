import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { schemaFaults } from "../collection/schemaFaults.ts"
import { FORMATS } from "../engine/formats.ts"
import { extendFormat } from "../engine/report/extendFormat.ts"
import { formatFaults, type ReportFormat, type Text } from "../engine/report/format.ts"
import { LineIndex } from "../engine/text/lines.ts"
import schema from "../formats/report-format.schema.json" with { type: "json" }
import { decode } from "./encoding.ts"
import { Fault, faultOf } from "./fault.ts"

/** The built-in report formats and those in the files, newest last. Throws a Fault that names the file and what is wrong with it. */
export async function loadReportFormats(files: readonly string[], cwd: string): Promise<ReportFormat[]> {
  const formats = [...FORMATS]
  for (const file of files) {
    try {
      formats.push(readReportFormat(await readFile(resolve(cwd, file)), formats))
    } catch (error) {
      throw faultOf(file, error)
    }
  }
  return formats
}

function readReportFormat(bytes: Buffer, others: readonly ReportFormat[]): ReportFormat {
  const format = validated(whole(parseJson(bytes), others))
  const [fault] = formatFaults(format)
  if (fault !== undefined) throw new Fault(`报告格式有误：${fault.zh}`, `this is no sound report format: ${fault.en}`)
  if (others.some(({ id }) => id === format.id)) throw new Fault(`已有名为“${format.id}”的报告格式，请换一个 id`, `there already is a report format "${format.id}"; give this one another id`)
  return format
}

/** A format that extends another one, with all that it has of it. */
function whole(value: unknown, others: readonly ReportFormat[]): unknown {
  if (typeof value !== "object" || value === null || !("extends" in value)) return value
  const base = others.find(({ id }) => id === value.extends)
  if (!base) throw new Fault(`要扩展的报告格式“${String(value.extends)}”不存在`, `there is no report format "${String(value.extends)}" to extend`)
  return extendFormat({ ...value }, base)
}

function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes)?.text
  if (text === undefined) throw new Fault("不是文本文件", "it is no text file")
  try {
    return JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    const place = placeOf(text, message)
    throw new Fault(`不是有效的 JSON${place.zh}：${message}`, `it is no valid JSON${place.en}: ${message}`)
  }
}

/** Where JSON.parse stopped, if it says so. */
function placeOf(text: string, message: string): Text {
  const offset = /position (\d+)/.exec(message)?.[1]
  if (offset === undefined || message.includes("line")) return { zh: "", en: "" }
  const { line, character } = new LineIndex(text).position(Number(offset))
  return { zh: `（第 ${line + 1} 行第 ${character + 1} 列）`, en: ` (line ${line + 1}, column ${character + 1})` }
}

function validated(value: unknown): ReportFormat {
  const [fault] = schemaFaults(value, schema, "2020-12")
  if (!fault) return value as ReportFormat
  const place = fault.pointer.replace(/^\//, "") || "/"
  throw new Fault(`报告格式有误：${place}${fault.text.zh}`, `this is no sound report format: ${place}${fault.text.en}`)
}
