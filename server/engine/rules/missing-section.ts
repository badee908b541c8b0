import { lineAt, lineEnd, sourceLinesOf } from "../text/lines.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"
import { wordsOf } from "../text/plain.ts"
import type { Range } from "../text/range.ts"
import type { SectionFormat } from "../report/format.ts"
import type { Report } from "../report/report.ts"
import { headingMark, headingOf, zeroTable } from "../report/template.ts"
import { goesOnBelow } from "./brokenWords.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

export const missingSection: Rule = {
  id: "missing-section",
  severity: "error",
  docs: {
    zh: `缺少年度报告格式规定的部分。

《条例》第五十条规定的内容“不能遗漏，也不宜泛化”（国办公开办函〔2021〕30号），年度报告由六部分组成，没有内容的部分也要保留标题。修改会在应有的位置补上标题；规定用表格的部分同时补上填 0 的表格，数字须由填表人核对，因此不是“安全”修改。`,
    en: `A section that the format prescribes is missing.

The contents named in article 50 of the Regulations must be complete (notice 国办公开办函〔2021〕30号): the report has six sections, and one with nothing to say keeps its heading. The fix inserts the heading where it belongs, with a table of zeros where a table is prescribed; its figures must be checked, so the fix is not safe.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n略。\n\n六、其他需要报告的事项\n",

  *check(report) {
    // What a converter has damaged or dropped is not missing from the draft.
    if (report.damage === "garbled") return
    for (const gap of gapsOf(report)) yield finding(report, gap)
  },
}

/** Sections that are missing one after another. */
type Gap = readonly SectionFormat[]

/** Fixes that insert the missing sections one by one. */
export function sectionInsertions(report: Report): Fix[] {
  return gapsOf(report).flatMap(gap => gap.map(section => insertionOf(report, [section])))
}

function gapsOf(report: Report): Gap[] {
  const { format, sections } = report
  const gaps: SectionFormat[][] = [[]]
  for (const section of format.sections) {
    if (sections.some(({ id }) => id === section.id) || isBroken(report, headingOf(format, section.id))) gaps.push([])
    else gaps[gaps.length - 1]!.push(section)
  }
  return gaps.filter(({ length }) => length > 0)
}

/** Of longer texts only so much is looked through. */
const MAX_TEXT = 200_000
/** So many lines are tried that a heading may begin with. */
const MAX_TRIED = 50

/** True if a heading stands in the text all the same, broken over lines by a converter. */
function isBroken(report: Report, heading: string): boolean {
  const words = wordsOf(heading)
  let tried = 0
  for (const { shown, range } of shortLinesOf(report)) {
    if (shown.length >= heading.length || !words.startsWith(wordsOf(shown))) continue
    if (++tried > MAX_TRIED) return false
    if (goesOnBelow(report.text, range, heading)) return true
  }
  return false
}

/** A line without its tags. */
interface ShortLine {
  readonly shown: string
  readonly range: Range
}

/** The lines of a report that may be pieces of a heading. */
const shortLinesOf = memoize(({ format, text }: Report): ShortLine[] => {
  const source = text.slice(0, MAX_TEXT)
  const shown = withoutMarkup(source)
  const longest = Math.max(...format.sections.map(({ id }) => headingOf(format, id).length))
  return sourceLinesOf(source).flatMap(({ from, to }) => {
    const line = shown.slice(from, to).trim()
    return line.length > 1 && line.length < longest && wordsOf(line) !== "" ? { shown: line, range: { from, to } } : []
  })
})

function finding(report: Report, gap: Gap): Finding {
  const [first] = gap
  const headings = gap.map(({ id }) => `“${headingOf(report.format, id)}”`)
  const message = gap.length > 1
    ? { zh: `缺少${headings.join("、")} ${gap.length} 节。`, en: `The sections ${headings.join(", ")} are missing.` }
    : { zh: `缺少${headings[0]!}一节。应写：${first!.covers.zh}`, en: `The section ${headings[0]!} is missing. It covers: ${first!.covers.en}` }
  const insertion = insertionOf(report, gap)
  return { range: neighbour(report, gap), message, fixes: [insertion], about: gap.map(({ id }) => id), missingAt: insertion.edits[0]!.from }
}

const indexOf = (report: Report, id: string | null): number => report.format.sections.findIndex(section => section.id === id)

/** The heading above the gap, else the title, else the heading below, else the first line. */
function neighbour(report: Report, gap: Gap): Range {
  const above = report.sections.findLast(({ id }) => indexOf(report, id) < indexOf(report, gap[0]!.id))
  return above?.headingRange ?? report.titleRange ?? report.sections[0]?.headingRange ?? firstLine(report)
}

function firstLine({ text }: Report): Range {
  const from = Math.max(0, text.search(/\S/))
  return { from, to: lineAt(text, from).to }
}

function insertionOf(report: Report, gap: Gap): Fix {
  const below = report.sections.find(({ id }) => indexOf(report, id) > indexOf(report, gap[0]!.id))
  const at = below?.from ?? report.text.length
  const eol = lineEnd(report.text)
  const mark = headingMark(report)
  const above = report.text.slice(0, at)
  const body = above.trimEnd()
  const [, rest = "", isTwo] = /^[^\r\n]*(\r\n?|\n)?[^\r\n]*([\r\n])?/.exec(above.slice(body.length))!
  const lineEnds = isTwo === undefined ? (rest === "" ? 0 : 1) : 2
  const space = body === "" ? "" : eol.repeat(Math.max(0, 2 - lineEnds))
  const sections = gap.map(({ id }) => {
    const table = report.format.tables.find(table => table.section === id)
    return `${mark}${headingOf(report.format, id)}${eol}${table ? eol + zeroTable(report, table) : ""}`
  })
  const names = gap.map(({ id }) => `“${headingOf(report.format, id)}”`)
  return {
    title: gap.length > 1 ? { zh: `补上这 ${gap.length} 节`, en: `Insert these ${gap.length} sections` } : { zh: `补上${names[0]!}`, en: `Insert ${names[0]!}` },
    safe: false,
    preferred: true,
    edits: [{ from: at, to: at, insert: `${space}${sections.join(eol)}${below ? eol : ""}` }],
  }
}
