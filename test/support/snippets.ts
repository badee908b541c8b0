import type { Snippet } from "../../client/snippets.ts"
import type { ReportFormat, SectionFormat, TableFormat } from "../../server/engine/report/format.ts"
import { headingOf, templateRows } from "../../server/engine/report/template.ts"
import { writeTable } from "../../server/engine/tables/write.ts"

/** The layouts in which tables are inserted, with the ends of their prefixes and what they are called. */
export const SNIPPET_LAYOUTS = [
  { id: "tsv", layout: "tsv", name: "制表符分隔", mark: "", hasRule: false },
  { id: "gfm", layout: "pipes", name: "Markdown 表格", mark: "#", hasRule: true },
  { id: "lines", layout: "cell-line", name: "每格一行", mark: "", hasRule: false },
] as const
type SnippetLayout = (typeof SNIPPET_LAYOUTS)[number]

/** A year in which the format is in force; the first place to be filled in. */
const YEAR = "2025"
const BODY = "某县某局"

/**
 * What a section without a table says; ‹ › enclose what is to be written.
 * A format's own data says what a section covers, not in which words.
 */
const PROSE: Readonly<Record<string, string>> = {
  overview: `‹${YEAR}›年，‹${BODY}›认真贯彻落实《中华人民共和国政府信息公开条例》，有序推进政府信息公开各项工作。

（一）主动公开。‹按规定及时公开各类政府信息。›

（二）依申请公开。‹依法办理政府信息公开申请。›

（三）政府信息管理。‹做好政府信息的审核、发布和更新。›

（四）政府信息公开平台建设。‹加强门户网站和政务新媒体的建设与维护。›

（五）监督保障。‹明确责任分工，加强业务培训。›
`,
  problems: `存在的主要问题：‹公开内容还不够丰富。›

改进情况：‹围绕群众关切充实公开内容，加强业务培训。›
`,
  "other-matters": "‹本年度没有收取信息处理费，没有其他需要报告的事项。›\n",
}

/** Encloses a zero of a table, which no label can hold. */
const FIGURE = "‹0›"

/** All snippets of a format by name, in the order of the report. */
export function snippetsOf(format: ReportFormat): Record<string, Snippet> {
  const found: [string, Snippet][] = SNIPPET_LAYOUTS.map(layout => reportSnippet(format, layout))
  for (const section of format.sections) found.push(...sectionSnippets(format, section))
  for (const table of format.tables) for (const layout of SNIPPET_LAYOUTS) found.push(tableSnippet(table, layout))
  return Object.fromEntries(found)
}

/** The text that is inserted if nothing is filled in. */
export function expand({ body }: Snippet): string {
  return body.join("\n").replace(/\$\{TM_LINE_INDEX\/\.\*\/(\t+)\/\}|\$\{\d+:([^}]*)\}|\$\d|\\([\\$}])/g, (_, tabs = "", words = "", escaped = "") => `${tabs}${words}${escaped}`)
}

function reportSnippet(format: ReportFormat, layout: SnippetLayout): [string, Snippet] {
  const sections = format.sections.map(section => sectionText(format, section, layout))
  const title = `‹${BODY}›‹${YEAR}›年${format.reportTitle}`
  const text = `${layout.mark ? `${layout.mark} ` : ""}${title}\n\n${sections.join("\n")}`
  return [`年报全文（${layout.name}）`, snippet([`report-${layout.id}`], text, `年报全文，六个部分和全部表格，${layout.name}`)]
}

function sectionSnippets(format: ReportFormat, section: SectionFormat): [string, Snippet][] {
  const heading = headingOf(format, section.id)
  const number = format.sections.indexOf(section) + 1
  const hasTable = format.tables.some(table => table.section === section.id)
  const layouts = hasTable ? SNIPPET_LAYOUTS : SNIPPET_LAYOUTS.slice(0, 2)
  return layouts.map(layout => {
    const form = hasTable ? layout.name : layout.mark ? "Markdown" : "纯文本"
    const prefix = [`section-${number}-${hasTable || layout.mark ? layout.id : "text"}`]
    return [`${heading}（${form}）`, snippet(prefix, sectionText(format, section, layout), `${section.covers.zh}${form}`)]
  })
}

function tableSnippet(table: TableFormat, layout: SnippetLayout): [string, Snippet] {
  return [`${table.name.zh}（${layout.name}）`, snippet([`table-${table.id}-${layout.id}`], tableText(table, layout), `${table.name.zh}，各格填 0，${layout.name}`)]
}

function sectionText(format: ReportFormat, section: SectionFormat, layout: SnippetLayout): string {
  const tables = format.tables.filter(table => table.section === section.id).map(table => tableText(table, layout))
  const mark = layout.mark ? `${layout.mark}# ` : ""
  return `${mark}${headingOf(format, section.id)}\n\n${tables.join("\n") || PROSE[section.id]!}`
}

function tableText(table: TableFormat, { layout, hasRule }: SnippetLayout): string {
  return writeTable(templateRows(table, () => FIGURE), layout, "\n", hasRule)
}

/** A text with ‹ › around what is to be filled in; the same words of a report are filled in once. */
function snippet(prefix: readonly string[], text: string, description: string): Snippet {
  const known = new Map<string, number>()
  let count = 0
  const escaped = text.trimEnd().replace(/[\\$}]/g, "\\$&")
  const filled = escaped.replace(/‹([^›]*)›/g, (_, words: string) => {
    const isShared = words === YEAR || words === BODY
    const stop = (isShared && known.get(words)) || ++count
    known.set(words, stop)
    return `\${${stop}:${words}}`
  })
  return { prefix, body: [...filled.split("\n").map(keepTabs), "$0"], description }
}

/** An editor that indents with spaces would turn the tabs at the start of a line into spaces; what a transformation writes stays. */
function keepTabs(line: string): string {
  return line.replace(/^\t+/, tabs => `\${TM_LINE_INDEX/.*/${tabs}/}`)
}
