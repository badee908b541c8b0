import { isDocumentName } from "../engine/draftFiles.ts"
import { nameOf } from "../engine/features/lastYear.ts"
import { properReports, type Document } from "../engine/index.ts"
import type { Text } from "../engine/report/format.ts"
import { partOf, type Part, type Whole } from "../engine/report/parts.ts"
import type { Report } from "../engine/report/report.ts"
import { parseJson, placesIn, type FileFault } from "./jsonFile.ts"
import { schemaFaults, type SchemaFault } from "./schemaFaults.ts"
import schema from "./wholes.schema.json" with { type: "json" }

/** The name of the file that says which reports are the sums of which others; it stands in a draft's folder or above. */
export const WHOLES_FILE = "report-draft.json"

/** A report that is the sum of others. All paths count from the folder of the file, with `/`. */
export interface WholeEntry {
  readonly whole: string
  /** Paths and globs. */
  readonly parts: readonly string[]
  /** Ids of the tables that are added up; null for all. */
  readonly tables: readonly string[] | null
}

/** Reads the text of such a file: what it says or, if there is one mistake, all mistakes in their order. */
export function parseWholes(text: string): { readonly wholes: readonly WholeEntry[] } | { readonly faults: readonly FileFault[] } {
  const { value, fault } = parseJson(text)
  if (fault) return { faults: [fault] }
  const file = value as { readonly wholes: readonly { readonly whole: string; readonly parts: readonly string[]; readonly tables?: readonly string[] }[] }
  const found = schemaFaults(file, schema, "7")
  if (found.length === 0) return { wholes: file.wholes.map(({ whole, parts, tables }) => ({ whole: withoutDot(whole), parts: parts.map(withoutDot), tables: tables ?? null })) }
  const placeOf = placesIn(text)
  return { faults: found.map(fault => ({ at: placeOf(fault.pointer), text: wordsOf(fault), isOfSchema: true })).sort((a, b) => a.at - b.at) }
}

const PATH: Text = {
  zh: "应是从这个文件夹算起的路径，用 / 分隔，不以 / 开头，不含 ..",
  en: "it should be a path from this folder, with / between names, not at its beginning, and without ..",
}
const WORDS: Readonly<Record<string, Text>> = {
  pattern: PATH,
  maxLength: PATH,
  minItems: { zh: "列表是空的", en: "the list is empty" },
  maxItems: { zh: "列表太长；请用 * 写", en: "the list is too long; use *" },
}
const ID: Text = { zh: "应是一张表的 id，例如 requests", en: "it should be the id of a table, as requests is" }

const wordsOf = ({ pointer, keyword, text }: SchemaFault): Text => (keyword === "pattern" && /\/tables\/\d+$/.test(pointer) ? ID : (WORDS[keyword] ?? named(pointer, text)))

const named = (pointer: string, { zh, en }: Text): Text => {
  const name = pointer.split("/").findLast(step => !/^\d*$/.test(step))
  return { zh: `${name ?? "文件"}${zh}`, en: `${name ?? "the file"}${en}` }
}

const withoutDot = (path: string): string => path.replace(/^(?:\.\/+)+/, "")

/** Whether a path fits a glob: `*` stands for any characters of a name, `?` for one, `**` for any folders, everything else for itself. */
export function fitsGlob(path: string, glob: string): boolean {
  return fits(path.split("/"), glob.split("/"), step => step === "**", (step, name) => fits([...name], [...step], sign => sign === "*", (sign, letter) => sign === "?" || sign === letter))
}

/**
 * Whether items fit a pattern of which some places stand for any number of them. Only the last such place is ever tried again, so that no
 * pattern takes longer than the lengths multiplied; the expressions that libraries make of globs may take for ever.
 */
function fits<Item, Place>(items: readonly Item[], pattern: readonly Place[], isMany: (place: Place) => boolean, isOne: (place: Place, item: Item) => boolean): boolean {
  let [at, next] = [0, 0]
  let last: { place: number; taken: number } | null = null
  while (at < items.length) {
    const place = pattern[next]
    if (place !== undefined && isMany(place)) last = { place: next++, taken: at }
    else if (place !== undefined && isOne(place, items[at]!)) [at, next] = [at + 1, next + 1]
    else if (last) [at, next] = [++last.taken, last.place + 1]
    else return false
  }
  return pattern.slice(next).every(isMany)
}

/** Which of the files below a folder are the parts of a whole, in their order, and which of the paths and globs match none. Nothing else can be a part, whatever a glob says. */
export function partPaths({ whole, parts }: WholeEntry, files: readonly string[]): { readonly paths: readonly string[]; readonly unmatched: readonly string[] } {
  const used = new Set<string>()
  const paths = files.filter(path => {
    const own = parts.filter(glob => fitsGlob(path, glob))
    for (const glob of own) used.add(glob)
    return own.length > 0 && path !== whole
  })
  return { paths, unmatched: parts.filter(glob => !used.has(glob)) }
}

/** A report of a draft that may be a part. */
export interface PartReport {
  /** Body and year; null if its title does not name both. */
  readonly key: string | null
  readonly year: number | null
  readonly part: Part
}

/** A draft that may hold parts: its reports, or why they could not be read. */
export type PartFile = { readonly path: string } & ({ readonly reports: readonly PartReport[] } | { readonly fault: Text })

/** The reports of a draft, of which `path` tells where it is, as parts. */
export function partsIn({ reports }: Document, path: string): PartReport[] {
  const fallback = path.replace(/^.*[\\/]/, "").replace(/\.\w+$/, "")
  return properReports(reports).map(({ report, line }) => ({ key: nameOf(report), year: report.year, part: partOf(report, line, report.body || fallback, path) }))
}

/**
 * What a report is to be the sum of: of the files that match, the reports for its year. Of a body's text and the Word file or page
 * that it was made of, the text counts. `unmatched` are paths and globs without a file. A table that the format of the report does not have is told as well.
 */
export function wholeOf(report: Report, { parts, tables }: WholeEntry, files: readonly PartFile[], unmatched: readonly string[]): Whole {
  const isOfYear = ({ year, key }: PartReport): boolean => (year === null || report.year === null || year === report.year) && (key === null || key !== nameOf(report))
  const unread: Text[] = unmatched.map(pattern => ({ zh: `“${pattern}”没有对应的文件`, en: `no file matches “${pattern}”` }))
  const unknown = (tables ?? []).filter(id => !report.format.tables.some(table => table.id === id))
  unread.push(...unknown.map(id => ({ zh: `${WHOLES_FILE} 里写的表“${id}”，这种报告没有`, en: `${WHOLES_FILE} names table “${id}”, which such a report does not have` })))
  const chosen = files.flatMap(file => {
    if ("fault" in file) {
      unread.push({ zh: `“${file.path}”${file.fault.zh}`, en: `“${file.path}”: ${file.fault.en}` })
      return []
    }
    const own = file.reports.filter(isOfYear)
    const year = report.year ?? ""
    if (own.length === 0 && parts.includes(file.path)) unread.push({ zh: `“${file.path}”里没有读到${year === "" ? "" : ` ${year} 年的`}报告`, en: `no report${year === "" ? "" : ` for ${year}`} was found in “${file.path}”` })
    if (report.year !== null && own.some(part => part.year === null)) unread.push({ zh: `“${file.path}”的题目没有写明年份，按 ${report.year} 年计入`, en: `the title of “${file.path}” names no year; it is taken for ${report.year}` })
    return own.map(({ key, part }) => ({ key, part, path: file.path }))
  })
  if (chosen.length === 0 && unread.length === 0) unread.push({ zh: "没有找到各部分的报告", en: "no report of a part was found" })
  return { tables, unread, parts: withoutSources(chosen).map(({ part }) => part) }
}

/** Leaves out the Word files and pages of which there is a text, too. */
export function withoutSources<T extends { readonly key: string | null; readonly path: string }>(drafts: readonly T[]): T[] {
  const texts = new Set(drafts.flatMap(({ key, path }) => (key === null || isDocumentName(path) ? [] : [key])))
  return drafts.filter(({ key, path }) => key === null || !isDocumentName(path) || !texts.has(key))
}
