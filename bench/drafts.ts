import { FORMATS } from "../server/engine/formats.ts"
import { leafRows } from "../server/engine/report/format.ts"
import { HOSTILE_PROSE } from "../test/support/hostileProse.ts"
import { LAYOUTS, writeDraft, type Damage, type DraftLayout } from "../test/support/drafts.ts"

// Drafts for the benchmark: the same for the same seed, on every machine.

/** A source of numbers from 0 up to but not including `below`. */
export type Random = (below: number) => number

/** Mulberry32: small, and good enough to mix layouts and figures. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

const FORMAT = FORMATS[0]!
const APPLICANTS = ["natural", "business", "research", "public-welfare", "legal-service", "other"]
const OUTCOMES = ["upheld", "corrected", "other", "pending"]
const FRAME = ["new", "carried-in", "total", "carried-out"]
const RESULTS = leafRows(FORMAT.tables.find(({ id }) => id === "requests")!).filter(({ id, isGroup }) => !isGroup && !FRAME.includes(id)).map(({ id }) => id)

/** Figures by fact id for which every edit rule holds. */
export function soundFigures(random: Random): Map<string, string> {
  const figures = new Map<string, string>()
  const put = (row: string, values: readonly number[]): void => {
    for (const [i, value] of values.entries()) figures.set(`requests/${row}/${APPLICANTS[i]!}`, String(value))
    figures.set(`requests/${row}/total`, String(values.reduce((a, b) => a + b, 0)))
  }
  const some = (below: number): number => (random(4) === 0 ? random(below) : 0)
  const total = APPLICANTS.map(() => 0)
  for (const row of RESULTS) {
    const values = APPLICANTS.map(() => some(400))
    for (const [i, value] of values.entries()) total[i]! += value
    put(row, values)
  }
  const carriedOut = APPLICANTS.map(() => some(20))
  const carriedIn = total.map((value, i) => random(Math.min(30, value + carriedOut[i]!) + 1))
  put("new", total.map((value, i) => value + carriedOut[i]! - carriedIn[i]!))
  put("carried-in", carriedIn)
  put("total", total)
  put("carried-out", carriedOut)
  putCounts(figures, random)
  return figures
}

function putCounts(figures: Map<string, string>, random: Random): void {
  for (const group of ["review", "suit-direct", "suit-after-review"]) {
    const values = OUTCOMES.map(() => random(12))
    for (const [i, outcome] of OUTCOMES.entries()) figures.set(`litigation/count/${group}.${outcome}`, String(values[i]))
    figures.set(`litigation/count/${group}.total`, String(values.reduce((a, b) => a + b, 0)))
  }
  const counted = leafRows(FORMAT.tables.find(({ id }) => id === "proactive")!).flatMap(row => row.columns.map(column => `proactive/${row.id}/${column.id}`))
  for (const id of counted) figures.set(id, id.endsWith("/amount") ? `${random(9000)}.${1 + random(9)}` : id.includes("/rules/") ? "0" : id.endsWith("/in-force") ? String(9000 + random(9000)) : String(random(9000)))
}

const PLACES = ["青溪", "白石", "云岭", "东湾", "长林", "南渡", "金沙", "平川", "新桥", "安和"]
const BODIES = ["县档案馆", "县水利局", "市教育局", "区民政局", "镇人民政府", "县财政局", "市统计局", "区司法局"]
const SENTENCES = [
  "围绕群众关心的问题，及时发布办事指南、政策文件和解读材料，方便群众查阅。",
  "健全信息发布审核机制，做到先审查、后公开，确保内容准确、表述规范。",
  "依托门户网站和政务新媒体，不断拓宽公开渠道，提高信息到达率。",
  "定期组织业务培训，经办人员的业务能力和规范意识有了明显提高。",
  "完善监督保障机制，将政府信息公开纳入年度考核，主动接受社会评议，未发生责任追究情形。",
  "规范依申请公开办理流程，登记、审核、办理、答复、归档各环节有章可循。",
  "加强政府信息管理，对已公开的文件动态调整，保证公开内容常看常新。",
]

/** Tables drawn with lines are left out of mixtures: blanks make them ten times as large as their words and figures. */
const MIXED = LAYOUTS.filter(layout => layout !== "drawn")

/** The least that a report is long, in bytes of UTF-8; in some layouts it is longer. */
export const REPORT_SIZE = 5600

/** Damages that leave a draft readable and its length about the same. */
const MILD: readonly Damage[] = ["shifted rows", "blank line in table", "page mark in table", "half-width brackets", "spaces around figures", "straight quotes", "numbering with 、", "value on next line"]

/** One report, at least `size` bytes of UTF-8 long: every third with a wrong figure, every fourth with a mild damage. */
export function report(random: Random, layout: DraftLayout = pick(random, MIXED), size = REPORT_SIZE, isSound = false): string {
  const figures = soundFigures(random)
  if (!isSound && random(3) === 0) figures.set(`requests/${pick(random, RESULTS)}/${pick(random, APPLICANTS)}`, String(1000 + random(900)))
  const damage = !isSound && random(4) === 0 ? new Set([pick(random, MILD)]) : new Set<Damage>()
  const name = pick(random, PLACES) + pick(random, BODIES)
  const text = writeDraft(figures, layout, damage).replaceAll("青溪县档案馆", name)
  const after = "监督保障各项工作。"
  return text.replace(after, after + prose(random, size - Buffer.byteLength(text)))
}

/** Sentences of at least so many bytes, a paragraph for every four. */
function prose(random: Random, bytes: number): string {
  let text = ""
  let count = 0
  for (let left = bytes; left > 0; count++) {
    const numbers = [random(300), random(300), random(300)]
    const published = `全年通过门户网站发布信息${numbers[0]! + numbers[1]! + numbers[2]!}条，包括机构职能${numbers[0]!}条、政策文件${numbers[1]!}条、工作动态${numbers[2]!}条。`
    const sentence = (count % 4 === 0 ? "\n\n" : "") + (random(5) === 0 ? published : pick(random, SENTENCES))
    text += sentence
    left -= Buffer.byteLength(sentence)
  }
  return text
}

/** Reports one after another. */
export interface Yearbook {
  readonly text: string
  /** Where each report begins. */
  readonly starts: readonly number[]
}

/** About `size` bytes of reports in mixed layouts, or all in one. */
export function yearbook(size: number, seed = 1, layout?: DraftLayout): Yearbook {
  const random = seeded(seed)
  const count = Math.max(1, Math.round(size / 6000))
  const parts: string[] = []
  const starts: number[] = []
  let length = 0
  let bytes = 0
  for (let i = 0; i === 0 || bytes + 2500 < size; i++) {
    const part = `${report(random, layout ?? MIXED[i % MIXED.length]!, Math.min(REPORT_SIZE, size / count))}\n`
    starts.push(length)
    parts.push(part)
    length += part.length
    bytes += Buffer.byteLength(part)
  }
  return { text: parts.join(""), starts }
}

/** Drafts for a folder, as many as asked for, by file name. */
export function* folder(count: number, seed = 7): Generator<[name: string, text: string]> {
  const random = seeded(seed)
  for (let i = 0; i < count; i++) yield [`draft-${String(i).padStart(5, "0")}.md`, report(random, MIXED[i % MIXED.length]!)]
}

/** As many drafts that have hardly a line in common: one character of each line with words is another one, so that nothing helps that was known of other drafts. */
export function* unlikeFolder(count: number, seed = 11): Generator<[name: string, text: string]> {
  const random = seeded(seed)
  const misspelt = (line: string): string => {
    const at = [...line.matchAll(/\p{Script=Han}/gu)].map(({ index }) => index)
    const place = at.length < 6 || /总体情况|工作年度报告|^#/.test(line) ? undefined : pick(random, at)
    return place === undefined ? line : line.slice(0, place) + String.fromCharCode(0x4e00 + random(20000)) + line.slice(place + 1)
  }
  for (const [name, text] of folder(count, seed)) yield [name, text.split("\n").map(misspelt).join("\n")]
}

const HEAD = "2023年青溪县档案馆政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，有序推进各项工作。\n\n"
const REQUESTS = "三、收到和处理政府信息公开申请情况\n\n"

/** Drafts that nobody writes by hand, by name. */
export const ODD_DRAFTS: Readonly<Record<string, () => string>> = {
  "ledger of 1 MB": () => `${HEAD}${REQUESTS}${repeated(1_000_000, i => `${i}\t2023-0${1 + (i % 9)}-1${i % 10}\t申请人${i}\t申请公开征地补偿材料\t予以公开\t${i % 7}\n`)}`,
  "table of 1 MB": () => `${HEAD}${REQUESTS}${repeated(1_000_000, i => `（一）予以公开\t${i % 10}\t0\t0\t0\t0\t0\t${i % 10}\n`)}`,
  "paragraph of 1 MB, one line": () => `${HEAD}${repeated(1_000_000, i => `${SENTENCES[i % SENTENCES.length]!}第${i}项。`)}\n`,
  "paragraph of 1 MB, many lines": () => `${HEAD}${repeated(1_000_000, i => `${SENTENCES[i % SENTENCES.length]!}第${i}项。\n`)}`,
  "line of 10 MB": () => `${HEAD}${repeated(10_000_000, i => `${SENTENCES[i % SENTENCES.length]!}第${i}项。`)}\n`,
  "1,000,000 blank lines": () => `${HEAD}${"\n".repeat(1_000_000)}${REQUESTS}`,
  "100,000 columns": () => `${HEAD}${REQUESTS}（一）予以公开${"\t1".repeat(100_000)}\n`,
  "100,000 rows": () => `${HEAD}${REQUESTS}${Array.from({ length: 100_000 }, (_, i) => `（一）予以公开\t${i % 10}\t0\t0\t0\t0\t0\t${i % 10}\n`).join("")}`,
}

/** How many characters of hostile prose are read, and four times as many. */
export const PROSE_LENGTHS = [16_000, 64_000] as const

export const hostileName = (name: string, length: number): string => `${name}, ${length} characters`

/** Prose that no one writes, in both lengths, by `hostileName`. */
export const HOSTILE_DRAFTS: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries(HOSTILE_PROSE).flatMap(([name, textOf]) => PROSE_LENGTHS.map(length => [hostileName(name, length), () => `${HEAD}${textOf(length)}\n`])),
)

function repeated(bytes: number, line: (i: number) => string): string {
  const lines: string[] = []
  for (let left = bytes, i = 0; left > 0; i++) {
    lines.push(line(i))
    left -= Buffer.byteLength(lines[i]!)
  }
  return lines.join("")
}
