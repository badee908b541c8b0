import { compareReports } from "../collection/compare.ts"
import { comparisonOf, figureRows, wordsRows } from "../collection/comparison.ts"
import { properReports, readReports } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import { drawComparison } from "../../view/comparison.ts"
import { el } from "../../view/element.ts"
import { htmlOf, pageHead } from "../../view/pageText.ts"
import { WORDS } from "../../view/words.ts"
import type { DiffRequest, Locale } from "./args.ts"
import type { Run } from "./current.ts"
import { Fault, faultOf } from "./fault.ts"
import { readSource } from "./files.ts"
import { oneLine } from "./output.ts"
import { loadReportFormats } from "./reportFormat.ts"

/** Writes what is different between two versions of a report. Throws a Fault if one cannot be read, or is not one report. */
export async function diff({ old, now, format, reportFormats }: DiffRequest, current: Run): Promise<void> {
  const { formats } = await loadReportFormats(reportFormats, current.world.cwd)
  const [before, after] = [await reportIn(old, formats, current), await reportIn(now, formats, current)]
  await current.out.write(WRITERS[format](before, after, [old, now], current.locale))
}

async function reportIn(path: string, formats: readonly ReportFormat[], { world, sources }: Run): Promise<Report> {
  try {
    const { text } = await sources.read(path, await readSource(path, world.cwd, world.stdin))
    const reports = properReports(readReports(text, formats))
    if (reports.length !== 1) throw new Fault(`应有一份报告，读到 ${reports.length} 份`, `it should hold one report, and holds ${reports.length}`)
    return reports[0]!.report
  } catch (error) {
    throw faultOf(path, error)
  }
}

const WRITERS: Readonly<Record<DiffRequest["format"], (before: Report, after: Report, names: readonly [string, string], locale: Locale) => string>> = {
  json: (before, after) => `${JSON.stringify(compareReports(before, after), null, 2)}\n`,
  text: (before, after, _, locale) => {
    const differences = compareReports(before, after)
    const figures = figureRows(differences, locale).map(({ id, label, ...change }) => ({ where: `${id} ${label}`, ...change }))
    return [...figures, ...wordsRows(differences, after, locale)].map(({ where, from, to }) => `${oneLine(`${where}: ${from} → ${to}`)}
`).join("")
  },
  html: (before, after, names, locale) => `${pageHead(el("title", null, names.join(" → ")), locale)}<body>\n${htmlOf(drawComparison(comparisonOf(before, after, locale), names, WORDS[locale]))}\n</body>\n</html>\n`,
}
