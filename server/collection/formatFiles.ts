import { BASE, FORMATS } from "../engine/formats.ts"
import { extendFormat } from "../engine/report/extendFormat.ts"
import { formatFaults, type ReportFormat, type TableFormat, type Text } from "../engine/report/format.ts"
import schema from "../formats/report-format.schema.json" with { type: "json" }
import { parseJson, placesIn, type FileFault } from "./jsonFile.ts"
import { schemaFaults } from "./schemaFaults.ts"

/** A file that describes a report format. */
export interface FormatFile {
  readonly path: string
  readonly text: string
}

/** The built-in formats and those of the files, in their order, and the mistakes by the path of their file; a file with mistakes adds nothing. */
export interface ReadFormats {
  readonly formats: readonly ReportFormat[]
  readonly faults: ReadonlyMap<string, readonly FileFault[]>
}

/** Larger formats, in cells and rows, are none that anybody fills in. */
const MAX_CELLS = 20_000
const MAX_ROWS = 2_000
/** Nor do equations name more cells, all rows and columns in which they hold taken together. */
const MAX_TERMS = 200_000

/** Reads formats, of which any may extend any other. */
export function readFormats(files: readonly FormatFile[]): ReadFormats {
  const formats = [...FORMATS]
  const faults = new Map<string, readonly FileFault[]>()
  let open = files.flatMap(({ path, text }) => {
    const { value, fault } = parseJson(text)
    if (fault) faults.set(path, [fault])
    return fault ? [] : [{ path, text, value }]
  })
  for (let before = -1; open.length !== before; ) {
    before = open.length
    open = open.filter(({ path, text, value }) => {
      const base = baseOf(value, formats)
      if (!base) return true
      const read = formatOf(value, base, formats)
      if ("format" in read) formats.push(read.format)
      else faults.set(path, placed(text, read.faults))
      return false
    })
  }
  for (const { path, text, value } of open) faults.set(path, placed(text, [{ pointer: "/extends", text: unknownBase(value) }]))
  return { formats, faults }
}

function placed(text: string, faults: readonly Placed[]): FileFault[] {
  const placeOf = placesIn(text)
  return faults.map(({ pointer, text, isOfSchema = false }) => ({ at: placeOf(pointer), text, isOfSchema })).sort((a, b) => a.at - b.at)
}

interface Placed { readonly pointer: string; readonly text: Text; readonly isOfSchema?: boolean }

function formatOf(value: unknown, base: object, others: readonly ReportFormat[]): { format: ReportFormat } | { faults: readonly Placed[] } {
  const whole = isRecord(value) ? extendFormat(value, { ...base }) : value
  const wrong = schemaFaults(whole, schema, "2020-12")
  if (wrong.length > 0) return { faults: wrong.map(({ pointer, text }) => ({ pointer, isOfSchema: true, text: { zh: `报告格式有误：${nameOf(pointer)}${text.zh}`, en: `this is no sound report format: ${nameOf(pointer)}${text.en}` } })) }
  const format = whole as ReportFormat
  const fault = sizeFault(format) ?? formatFaults(format)[0]
  if (fault) return { faults: [{ pointer: "", text: { zh: `报告格式有误：${fault.zh}`, en: `this is no sound report format: ${fault.en}` } }] }
  if (others.some(({ id }) => id === format.id)) return { faults: [{ pointer: "/id", text: { zh: `已有名为“${format.id}”的报告格式，请换一个 id`, en: `there already is a report format "${format.id}"; give this one another id` } }] }
  return { format }
}

/** What a format as written is merged with; null if that is not known (yet). */
function baseOf(value: unknown, formats: readonly ReportFormat[]): object | null {
  if (!isRecord(value) || value["extends"] === undefined) return BASE
  return formats.find(({ id }) => id === value["extends"]) ?? null
}

function unknownBase(value: unknown): Text {
  const name = String((value as { extends?: unknown }).extends).slice(0, 60)
  return { zh: `要扩展的报告格式“${name}”不存在`, en: `there is no report format "${name}" to extend` }
}

interface Tree { readonly columns?: readonly Tree[]; readonly rows?: readonly Tree[] }
const leavesOf = (trees: readonly Tree[], inner: "columns" | "rows"): number => trees.reduce((sum, tree) => sum + (tree[inner] ? leavesOf(tree[inner], inner) : 1), 0)

/** How many cells the equations of a table name at most. */
function termsOf({ parts, editRules }: TableFormat): number {
  const rows = parts.reduce((sum, part) => sum + leavesOf(part.rows, "rows"), 0)
  const columns = parts.reduce((sum, part) => sum + leavesOf(part.columns, "columns"), 0)
  return editRules.reduce((sum, { each, equation, on }) => {
    const terms = equation.split(/ \+ | = /).reduce((sum, term) => sum + (term.endsWith(".*") ? rows : 1), 0)
    return sum + terms * (on?.length ?? (each === "row" ? rows : columns))
  }, 0)
}

function sizeFault({ tables, sections }: ReportFormat): Text | null {
  const parts = tables.flatMap(table => table.parts)
  const rows = parts.reduce((sum, part) => sum + leavesOf(part.rows, "rows"), 0)
  const cells = parts.reduce((sum, part) => sum + leavesOf(part.rows, "rows") * leavesOf(part.columns, "columns"), 0)
  const terms = tables.reduce((sum, table) => sum + termsOf(table), 0)
  if (terms > MAX_TERMS) return { zh: `勾稽关系太多（共涉及 ${terms} 格次，最多 ${MAX_TERMS}）`, en: `there are too many edit rules (with ${terms} cells, ${MAX_TERMS} at most)` }
  if (rows <= MAX_ROWS && cells <= MAX_CELLS && sections.length <= MAX_ROWS) return null
  return { zh: `表格太大（${cells} 格，最多 ${MAX_CELLS} 格；行和部分最多 ${MAX_ROWS}）`, en: `the tables are too large (${cells} cells, ${MAX_CELLS} at most; ${MAX_ROWS} rows or sections at most)` }
}

const nameOf = (pointer: string): string => pointer.replace(/^\//, "") || "/"
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)
