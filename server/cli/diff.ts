import { compareReports, type Change, type Differences } from "../collection/compare.ts"
import { readReports } from "../engine/index.ts"
import type { ReportFormat, Text } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import { el } from "../../view/element.ts"
import { htmlOf, pageHead } from "../../view/pageText.ts"
import type { DiffRequest, Locale } from "./args.ts"
import type { Run } from "./current.ts"
import { Fault, faultOf } from "./fault.ts"
import { readSource } from "./files.ts"
import { oneLine } from "./output.ts"
import { loadReportFormats } from "./reportFormat.ts"
import { readOne } from "./sources.ts"

/** Writes what is different between two versions of a report. Throws a Fault if one cannot be read, or is not one report. */
export async function diff({ old, now, format, reportFormats }: DiffRequest, current: Run): Promise<void> {
  const formats = await loadReportFormats(reportFormats, current.world.cwd)
  const differences = compareReports(await reportIn(old, formats, current), await reportIn(now, formats, current))
  await current.out.write(WRITERS[format](differences, current.locale))
}

async function reportIn(path: string, formats: readonly ReportFormat[], { world }: Run): Promise<Report> {
  try {
    const { text } = await readOne(path, await readSource(path, world.cwd, world.stdin))
    const reports = readReports(text, formats)
    if (reports.length !== 1) throw new Fault(`应有一份报告，读到 ${reports.length} 份`, `it should hold one report, and holds ${reports.length}`)
    return reports[0]!.report
  } catch (error) {
    throw faultOf(path, error)
  }
}

const WRITERS: Readonly<Record<DiffRequest["format"], (differences: Differences, locale: Locale) => string>> = {
  text: (differences, locale) => rowsOf(differences, locale).map(({ where, from, to }) => `${oneLine(`${where}: ${from ?? "∅"} → ${to ?? "∅"}`)}\n`).join(""),
  json: differences => `${JSON.stringify(differences, null, 2)}\n`,
  html: (differences, locale) => {
    const cells = rowsOf(differences, locale).map(({ where, from, to }) => el("tr", null, el("td", null, where), el("td", null, from ?? "∅"), el("td", null, to ?? "∅")))
    const table = cells.length > 0 ? el("table", null, el("tbody", null, cells)) : el("p", null, SAME[locale])
    return `${pageHead(el("title", null, "report-draft"), locale)}<body>\n${htmlOf(table)}\n</body>\n</html>\n`
  },
}

const SAME: Text = { zh: "没有不同。", en: "There is no difference." }
const TEXT: Text = { zh: "文字", en: "text" }
const SECTION: Text = { zh: "标题", en: "title" }

/** All differences as rows: what it is, what it was, what it has become. */
function rowsOf({ changes, sections, text }: Differences, locale: Locale): (Change & { readonly where: string })[] {
  return [
    ...changes.map(({ id, label, from, to }) => ({ where: `${id} ${label}`, from, to })),
    ...sections.map(({ id, from, to }) => ({ where: `${id} ${SECTION[locale]}`, from, to })),
    ...text.map(({ section, from, to }) => ({ where: `${section ?? ""} ${TEXT[locale]}`.trim(), from, to })),
  ]
}
