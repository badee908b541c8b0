import { labelsOf, leafColumns, leafRows, type ReportFormat } from "../../server/engine/report/format.ts"

/** A TextMate grammar, as far as it is used here. */
export interface Grammar {
  readonly scopeName: string
  readonly injectionSelector?: string
  readonly patterns: readonly Pattern[]
  readonly repository?: Readonly<Record<string, Pattern>>
}

interface Pattern {
  readonly name?: string
  readonly include?: string
  readonly match?: string
  readonly begin?: string
  readonly end?: string
  readonly beginCaptures?: Captures
  readonly captures?: Captures
  readonly patterns?: readonly Pattern[]
}

type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>

const SCOPE = "text.report-draft"
const FIGURE = "[+\\-－]?[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
const PLACEHOLDER = "[/／—–\\-－]{1,2}|无"
/** The head of a column that is as long as this is found in no other table: 商业企业. */
const MIN_OWN_COLUMN = 4
const CELL_START = "(?<=^|[\\t|｜])"
const CELL_END = "(?=[ 　]*(?:$|[\\t|｜]))"
const BLANKS = "[ 　]*"

/** The grammar of the own language, with the labels of the formats. */
export function ownGrammar(formats: readonly ReportFormat[]): Grammar {
  return {
    scopeName: SCOPE,
    patterns: ["title", "section", "instruction", "gap", "total", "label", "placeholder", "figure"].map(name => ({ include: `#${name}` })),
    repository: {
      title: { match: `^[ 　#]*(.*(?:${alternatives(formats.map(({ reportTitle }) => reportTitle))}|政府信息公开年度报告))[ 　]*$`, captures: { 1: { name: "markup.heading.title.report-draft" } } },
      section: { match: `(?<=^|[ 　#])([一二三四五六][、.．])?${BLANKS}(${alternatives(sectionTitles(formats))})(?=[。.：:]?[ 　#]*$)`, captures: { 1: { name: "punctuation.definition.ordinal.report-draft" }, 2: { name: "entity.name.section.report-draft" } } },
      instruction: { match: alternatives(formats.flatMap(({ templateTexts }) => templateTexts)), name: "comment.block.instruction.report-draft" },
      gap: { match: "(?<![A-Za-z])[XＸ]{2,}(?![A-Za-z])|×{2,}|_{4,}|〔年份〕", name: "invalid.illegal.gap.report-draft" },
      total: { match: `${CELL_START}${BLANKS}((?:（七）|\\(七\\)|㈦)?${BLANKS}总计)${CELL_END}`, captures: { 1: { name: "keyword.other.total.report-draft" } } },
      label: { match: `${CELL_START}${BLANKS}(${alternatives(labels(formats))})${CELL_END}`, captures: { 1: { name: "entity.name.tag.label.report-draft" } } },
      placeholder: { match: `${CELL_START}${BLANKS}(${PLACEHOLDER})${CELL_END}`, captures: { 1: { name: "constant.language.placeholder.report-draft" } } },
      figure: { match: `${CELL_START}${BLANKS}(${FIGURE})${CELL_END}`, captures: { 1: { name: "constant.numeric.figure.report-draft" } } },
    },
  }
}

/**
 * What is added to markdown. Figures count only in lines that are known to be rows of a report's table:
 * a table of another kind stays as it is.
 */
export function markdownGrammar(formats: readonly ReportFormat[]): Grammar {
  const include = (name: string): Pattern => ({ include: `${SCOPE}#${name}` })
  const tables = formats.flatMap(({ tables }) => tables)
  const bare = tables.flatMap(leafRows).filter(({ label }) => label === "").map(({ columns }) => columns.length)
  const cell = `${BLANKS}(?:${FIGURE}|${PLACEHOLDER})?${BLANKS}`
  const unlabelled = [...new Set(bare)].map(width => `\\|?(?:${cell}\\|){${width - 1}}${cell}\\|?${BLANKS}$`)
  const known = `\\|?(?:[^|]*\\|)*?${BLANKS}(?:${alternatives(ownLabels(formats))})${BLANKS}\\|`
  return {
    scopeName: `${SCOPE}.markdown`,
    injectionSelector: "L:text.html.markdown - markup.fenced_code - markup.raw - meta.row.report-draft",
    patterns: [
      include("section"),
      include("instruction"),
      {
        begin: `(?=^${BLANKS}(?:${[known, ...unlabelled].join("|")}))`,
        end: "$",
        name: "meta.row.report-draft",
        patterns: ["total", "label", "placeholder", "figure"].map(include),
      },
    ],
  }
}

const sectionTitles = (formats: readonly ReportFormat[]): string[] => formats.flatMap(({ sections }) => sections.flatMap(({ title, aliases }) => [title, ...aliases]))

/** Every label but the totals, which look different. */
const labels = (formats: readonly ReportFormat[]): string[] => formats.flatMap(({ tables }) => tables.flatMap(labelsOf)).filter(label => !label.endsWith("总计"))

/** Labels that no table of another kind has: 其他 or 总计 may stand in any. */
function ownLabels(formats: readonly ReportFormat[]): string[] {
  const tables = formats.flatMap(({ tables }) => tables)
  const columns = new Set(tables.flatMap(({ parts }) => parts.flatMap(part => leafColumns(part.columns))).map(({ label }) => label))
  return tables.flatMap(labelsOf).filter(label => !columns.has(label) || label.length >= MIN_OWN_COLUMN)
}

/** One of the words, the longest that fits; brackets, quotes and numbering as people write them. */
function alternatives(words: readonly string[]): string {
  const sorted = [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  return sorted.map(tolerant).join("|")
}

function tolerant(word: string): string {
  return word
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replace(/^(\d)\\\./, `$1${BLANKS}[.．、]${BLANKS}`)
    .replace(/（/g, "[（(]")
    .replace(/）/g, `[）)]${BLANKS}`)
    .replace(/[“”]/g, "[“”\"]")
}
