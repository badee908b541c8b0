import { FORMATS } from "../../engine/formats.ts"
import { diagnose } from "../../engine/features/diagnose.ts"
import { readReports } from "../../engine/index.ts"
import type { ColumnFormat, PartFormat, RowFormat, ShareFormat, TableFormat, Text } from "../../engine/report/format.ts"
import { keyOf, wordsOf } from "../../engine/text/plain.ts"
import { readFormats } from "../formatFiles.ts"
import { agreementsOf, type Agreement } from "./agreements.ts"
import { equationsOf, type Equation, type Path } from "./equations.ts"
import { axisOf, joinTables, type JoinedTable } from "./join.ts"
import { readSample, YEAR, type Sample } from "./sample.ts"
import { sharesOf } from "./shares.ts"

/** A right report to learn from. */
export interface SampleText {
  readonly name: string
  readonly text: string
}

/** What was learnt. */
export interface Learnt {
  /** A format file. */
  readonly text: string
  /** What it asks for, and what speaks for each sum. */
  readonly taken: readonly Text[]
  /** What was left out, guessed or is not certain. */
  readonly unsure: readonly Text[]
}

/** Describes the form that right reports have in common; null if they have none: neither title nor tables. */
export function learn(samples: readonly SampleText[], id: string): Learnt | null {
  const read = samples.map(({ name, text }) => readSample(name, text))
  const unsure: Text[] = []
  const title = titleOf(read, unsure)
  const sections = sectionsOf(read, unsure)
  const joined = joinTables(read)
  unsure.push(...joined.unsure, ...read.filter(({ unread }) => unread > 0).map(({ name, unread }) => ({ zh: `${name}：${unread} 张表看不出单元格，没有学`, en: `${name}: ${counted(unread, "table")} without cells to be seen, left out` })))
  if (title === null || (joined.tables.length === 0 && sections.length === 0)) return null
  const taken: Text[] = []
  const tables = joined.tables.map((table, i) => tableFormat(table, i, sections, taken, unsure))
  const agreements = agreementsOf(joined.tables)
  const format = {
    id,
    name: { zh: title, en: title },
    firstYear: FIRST_YEAR,
    reportTitle: title,
    sections: sections.map((section, i) => ({ id: `s${i + 1}`, title: section, aliases: [], covers: { zh: `${section}。`, en: section } })),
    tables,
    ...(agreements.length > 0 && { agreements: agreements.map((agreement, i) => agreementFormat(agreement, i, joined.tables, taken)) }),
  }
  const text = `${write(format)}\n`
  return { text, taken: [{ zh: `报告标题“${title}”，${sections.length} 个部分，${tables.length} 张表`, en: `reports titled ${title}, ${counted(sections.length, "section")}, ${counted(tables.length, "table")}` }, ...taken], unsure: [...builtIn(title), ...unsure, ...complaints(samples, id, text)] }
}

/** Reports of this title are known already. */
function builtIn(title: string): Text[] {
  return FORMATS.filter(({ reportTitle, titleAliases = [] }) => [reportTitle, ...titleAliases].includes(title)).slice(0, 1).map(() => ({ zh: `“${title}”已有内置的格式，不用另写；要改动可以用 extends 扩展它`, en: `there is a built-in format of reports titled ${title}; extend it rather than write another` }))
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`

/** When the form came into force is not known. */
const FIRST_YEAR = 2000
const MIN_TITLE = 4

/** What all titles end in, behind body and year. */
function titleOf(samples: readonly Sample[], unsure: Text[]): string | null {
  const candidates = samples.map(({ titles }) => titles.map(line => line.split(YEAR).at(-1)!.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "")).filter(words => wordsOf(words).length >= MIN_TITLE))
  const common = candidates[0]!.map(title => candidates.reduce((common, others) => others.map(other => commonEnd(common, other)).sort((a, b) => b.length - a.length)[0] ?? "", title))
  const [found] = common.filter(title => wordsOf(title).length >= MIN_TITLE)
  if (found === undefined) return null
  if (samples.some(({ titles }) => titles.some(line => line.endsWith(found) && line.search(YEAR) === 0))) {
    const words = found.replace(BODY, "")
    const title = wordsOf(words).length >= MIN_TITLE ? words : found
    unsure.push({ zh: `标题里年份在最前面，单位名称和“${title}”连在一起，请检查 reportTitle`, en: `the year stands first in the titles, so that the body's name may be a part of ${title}, or some of ${title} was taken for it: see reportTitle` })
    return title
  }
  if (samples.length === 1 && !YEAR.test(samples[0]!.titles[0]!)) unsure.push({ zh: `标题“${found}”里没有年份，分不出单位名称，请检查 reportTitle`, en: `the title ${found} names no year, so that the body's name may be a part of it: see reportTitle` })
  return found
}

/** How a body's name, or what all samples share of it, ends for certain. */
const BODY = /^.*(?:局|委员会|人民政府|办公室|厅|办事处)/

function commonEnd(a: string, b: string): string {
  let length = 0
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length++
  return a.slice(a.length - length)
}

/** The titles of sections that all samples have, in their order. */
function sectionsOf(samples: readonly Sample[], unsure: Text[]): string[] {
  const keys = samples.map(({ sections }) => sections.map(keyOf))
  const shared = samples[0]!.sections.filter((title, i) => keys[0]!.indexOf(keyOf(title)) === i && keys.every(own => own.includes(keyOf(title))))
  const others = [...new Set(samples.flatMap(({ sections }) => sections))].filter(title => !shared.some(other => keyOf(other) === keyOf(title)))
  if (others.length > 0) unsure.push({ zh: `标题${others.slice(0, 5).map(title => `“${title}”`).join("、")}${others.length > 5 ? "等" : ""}不是每份样本都有，没有学`, en: `the headings ${others.slice(0, 5).join(", ")}${others.length > 5 ? " and more" : ""} are not in every sample and were left out` })
  return shared
}

function tableFormat(table: JoinedTable, index: number, sections: readonly string[], taken: Text[], unsure: Text[]): TableFormat {
  const id = `t${index + 1}`
  const section = sections.findIndex(title => keyOf(title) === keyOf(table.section))
  const zh = table.caption || (table.section === "" ? `表${index + 1}` : `${table.section.replace(/表$/, "")}表`)
  const units = table.columns.map(({ unit }) => unit)
  const unit = table.unit ?? units.find(unit => unit !== null) ?? (table.hasDecimals ? "万元" : "件")
  if (table.unit === null && units.every(unit => unit === null)) unsure.push({ zh: `${zh}：没有写明单位，先写作“${unit}”`, en: `${zh}: it names no unit; ${unit} is a guess` })
  const rowIds = idsOf(table.rows, "r")
  const columnIds = idsOf(table.columns.map(({ path }) => path), "c")
  const part: PartFormat = {
    ...(table.caption !== "" && { title: table.caption }),
    ...(table.stub !== "" && { stub: table.stub }),
    unit,
    columns: treeOf<ColumnFormat>(table.columns.map(({ path, unit: own, isSigned }, i) => ({ path, leaf: { id: columnIds[i]!, label: path.at(-1)!, ...(own !== null && own !== unit && { unit: own }), ...(isSigned && { signed: true }) } })), 0, (label, columns): ColumnFormat => ({ label, columns })),
    rows: treeOf<RowFormat>(table.rows.map((path, i) => ({ path, leaf: { id: rowIds[i]!, label: path.at(-1)! } })), 0, (label, rows): RowFormat => ({ id: groupId(rows), label, rows })),
  }
  const axes = (["row", "column"] as const).map(each => {
    const axis = axisOf(table, each === "row" ? "columns" : "rows")
    const exact = equationsOf(axis)
    // Figures with decimals are rounded ones where more sums hold if they are taken for such.
    const rounded = table.hasDecimals ? equationsOf({ ...axis, isRounded: true }) : exact
    const isRounded = rounded.taken.length > exact.taken.length
    return { each, axis, isRounded, ...(isRounded ? rounded : exact) }
  })
  const rules = axes.flatMap(({ each, axis, taken: sums, doubtful }) => {
    const [ids, others] = each === "row" ? [columnIds, rowIds] : [rowIds, columnIds]
    const scope = each === "row" ? { zh: "每行", en: "each row" } : { zh: "每列", en: "each column" }
    for (const sum of doubtful) unsure.push({ zh: `${zh}：${scope.zh}“${sumText(sum, axis.lines)}”样本里数字太少，拿不准，没有学`, en: `${zh}: ${scope.en}, ${sumText(sum, axis.lines)}: too few figures to be sure; it was left out` })
    return sums.map((sum, i) => {
      const { samples, operands, isAnnounced } = sum
      const name = sumText(sum, axis.lines)
      const found = { zh: `${zh}：${scope.zh}“${name}”（${samples} 份样本，${operands} 个非零数）`, en: `${zh}: ${scope.en}, ${name} (${counted(samples, "sample")}, ${counted(operands, "figure")} other than 0)` }
      taken.push(found)
      if (!isAnnounced) unsure.push({ zh: `${found.zh}：表里没有写明，只是数字相符，请确认`, en: `${found.en}: no label says so; the figures do. Please confirm` })
      if (sum.on) unsure.push({ zh: `${found.zh}：只用于${sum.on.map(x => `“${nameOn(table, each, x)}”`).join("、")}`, en: `${found.en}: only for ${sum.on.map(x => nameOn(table, each, x)).join(", ")}` })
      return {
        id: `${id}:${each}-${i + 1}`,
        each,
        equation: `${[sum.total, ...sum.minus].map(line => ids[line]!).join(" + ")} = ${sum.plus.map(line => ids[line]!).join(" + ")}`,
        ...(sum.on && { on: sum.on.map(x => others[x]!) }),
        name: { zh: `本${each === "row" ? "行" : "列"}：${name}`, en: `${each}: ${name}` },
      }
    })
  })
  const shares = sharesOf(table).map(({ head, part, whole, samples, operands }, i): ShareFormat => {
    const name = `${head} = ${nameOf(table.columns[part]!.path)} ÷ ${nameOf("row" in whole ? table.rows[whole.row]! : table.columns[whole.column]!.path)}`
    taken.push({ zh: `${zh}：每行“${name}”（${samples} 份样本，${operands} 个占比）`, en: `${zh}: each row, ${name} (${counted(samples, "sample")}, ${counted(operands, "share")})` })
    return { id: `${id}:share-${i + 1}`, head, part: columnIds[part]!, ...("row" in whole ? { row: rowIds[whole.row]! } : { column: columnIds[whole.column]! }) }
  })
  return { id, section: section < 0 ? (sections.length === 0 ? "" : "s1") : `s${section + 1}`, name: { zh, en: zh }, ...(table.aside.length > 0 && { aside: table.aside }), ...(table.blankIsZero && { blankIsZero: true }), ...(axes.some(({ isRounded }) => isRounded) && { rounded: true }), parts: [part], editRules: rules, ...(shares.length > 0 && { shares }) }
}

const nameOf = (path: Path): string => path.join(" › ")
const nameOn = (table: JoinedTable, each: "row" | "column", x: number): string => nameOf(each === "row" ? table.rows[x]! : table.columns[x]!.path)

/** So many parts of a sum are named. */
const MAX_NAMED = 8

function sumText({ total, plus, minus }: Equation, lines: readonly Path[]): string {
  const nameOf = (line: number): string => {
    const path = lines[line]!
    const isAlone = lines.filter(other => other.at(-1) === path.at(-1)).length === 1
    return isAlone ? path.at(-1)! : path.join(" › ")
  }
  const parts = plus.length > MAX_NAMED ? [...plus.slice(0, 2).map(nameOf), "…", nameOf(plus.at(-1)!)] : plus.map(nameOf)
  return `${nameOf(total)} = ${[parts.join(" + "), ...minus.map(nameOf)].join(" − ")}`
}

/** An id for each path: its number, behind that of its group. */
function idsOf(paths: readonly Path[], prefix: string): string[] {
  const groups: string[] = []
  return paths.map((path, i) => {
    if (path.length === 1) return `${prefix}${i + 1}`
    if (i === 0 || paths[i - 1]![0] !== path[0] || paths[i - 1]!.length === 1) groups.push(path[0]!)
    return `g${groups.length}.${prefix}${i + 1}`
  })
}

const groupId = (rows: readonly RowFormat[]): string => rows[0]!.id.split(".")[0]!

interface Leaf<T> { readonly path: Path; readonly leaf: T }

/** Leaves that stand beside each other below one label, as a group. */
function treeOf<T>(leaves: readonly Leaf<T>[], depth: number, group: (label: string, inner: T[]) => T): T[] {
  const found: T[] = []
  for (let i = 0; i < leaves.length; ) {
    const label = leaves[i]!.path[depth]!
    let end = i + 1
    if (leaves[i]!.path.length === depth + 1) found.push(leaves[i]!.leaf)
    else {
      while (end < leaves.length && leaves[end]!.path.length > depth + 1 && leaves[end]!.path[depth] === label) end++
      found.push(group(label, treeOf(leaves.slice(i, end), depth + 1, group)))
    }
    i = end
  }
  return found
}

function agreementFormat({ cells, samples }: Agreement, index: number, tables: readonly JoinedTable[], taken: Text[]): { id: string; cells: string[]; name: Text } {
  const ids = cells.map(({ table, row, column }) => `t${table + 1}/${idsOf(tables[table]!.rows, "r")[row]!}/${idsOf(tables[table]!.columns.map(({ path }) => path), "c")[column]!}`)
  const names = cells.map(({ table, row, column }) => {
    const { caption, section, rows, columns } = tables[table]!
    return `${caption || section || `表${table + 1}`}“${[rows[row]!.at(-1)!, columns[column]!.path.join(" › ")].filter(label => label !== "").join("”“")}”`
  })
  const name = { zh: names.join(" = "), en: names.join(" = ") }
  taken.push({ zh: `表间：${name.zh}（${samples} 份样本）`, en: `between tables: ${name.en} (${counted(samples, "sample")})` })
  return { id: `a${index + 1}`, cells: ids, name }
}

/** What the format has to say against its own samples: nothing, if all was understood. */
function complaints(samples: readonly SampleText[], id: string, text: string): Text[] {
  const { formats, faults } = readFormats([{ path: id, text }])
  const broken = [...faults.values()].flat().map(({ text }) => text)
  if (broken.length > 0) return broken
  return samples.flatMap((sample): Text[] => {
    const reports = readReports(sample.text, formats).filter(({ report }) => report.format.id === id)
    if (reports.length === 0) return [{ zh: `${sample.name}：用学到的格式认不出这份样本`, en: `${sample.name}: the format does not recognise this sample` }]
    return reports.flatMap(({ report, from }) => [
      ...report.tables.filter(({ reading }) => reading.state !== "read").map(({ reading: { table } }) => ({ zh: `${sample.name}：${table.name.zh}用学到的格式读不出来`, en: `${sample.name}: the format cannot read ${table.name.en}` })),
      ...diagnose(report, from).filter(({ severity }) => severity === "error" || severity === "warning").map(({ message }) => ({ zh: `${sample.name}：${message.zh}`, en: `${sample.name}: ${message.en}` })),
    ])
  })
}

/** JSON to be read by people: what is short stands on one line. */
function write(value: unknown, indent = ""): string {
  const flat = writeFlat(value)
  if (typeof value !== "object" || value === null || flat.length + indent.length <= MAX_WIDTH) return flat
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const lines = isList ? value.map(entry => inner + write(entry, inner)) : Object.entries(value).filter(([, entry]) => entry !== undefined).map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${write(entry, inner)}`)
  return `${isList ? "[" : "{"}\n${lines.join(",\n")}\n${indent}${isList ? "]" : "}"}`
}

const MAX_WIDTH = 160

function writeFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeFlat).join(", ")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value).filter(([, entry]) => entry !== undefined).map(([key, entry]) => `${JSON.stringify(key)}: ${writeFlat(entry)}`).join(", ")} }`
}
