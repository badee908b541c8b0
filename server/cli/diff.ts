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
  const [before, after] = [await reportIn(old, formats, current), await reportIn(now, formats, current)]
  const differences = compareReports(before, after)
  const titleOf = (section: string): string => after.format.sections.find(({ id }) => id === section)?.title ?? section
  await current.out.write(format === "json" ? `${JSON.stringify(differences, null, 2)}\n` : WRITERS[format](rowsOf(differences, titleOf, current.locale), `${old} → ${now}`, current.locale))
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

/** A difference as it is shown: what it is, what it was, what it has become. */
interface Row {
  readonly where: string
  readonly from: string
  readonly to: string
}

const WRITERS: Readonly<Record<"text" | "html", (rows: readonly Row[], versions: string, locale: Locale) => string>> = {
  text: rows => rows.map(({ where, from, to }) => `${oneLine(`${where}: ${from} → ${to}`)}\n`).join(""),
  html: (rows, versions, locale) => {
    const cells = rows.map(({ where, from, to }) => el("tr", null, el("td", null, where), el("td", null, from), el("td", null, to)))
    const table = cells.length > 0 ? el("table", null, el("tbody", null, cells)) : el("p", null, SAME[locale])
    return `${pageHead(el("title", null, versions), locale)}<body>\n${htmlOf(el("h1", null, versions))}\n${htmlOf(table)}\n</body>\n</html>\n`
  },
}

const SAME: Text = { zh: "没有不同。", en: "There is no difference." }
const TITLE: Text = { zh: "标题", en: "title" }
const BLANK: Text = { zh: "空白", en: "blank" }

function rowsOf({ title, changes, sections, text }: Differences, titleOf: (section: string) => string, locale: Locale): Row[] {
  const row = (where: string, { from, to }: Change): Row => ({ where, from: shown(from, locale), to: shown(to, locale) })
  return [
    ...(title ? [row(TITLE[locale], title)] : []),
    ...changes.map(change => row(`${change.id} ${change.label}`, change)),
    ...sections.map(change => row(`${titleOf(change.id)} ${TITLE[locale]}`, change)),
    ...text.map(change => row(change.section === null ? "" : titleOf(change.section), change)),
  ]
}

const shown = (words: string | null, locale: Locale): string => (words === null ? "∅" : words === "" ? BLANK[locale] : words)
