import { partsIn, withoutSources, type PartReport } from "../collection/wholes.ts"
import { reportTitled, totalOf } from "../collection/total.ts"
import { nameOf } from "../engine/features/lastYear.ts"
import { openDocument } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import { convert } from "../files/convert.ts"
import type { TotalRequest } from "./args.ts"
import { failingAs, refuseToReplace, store, TARGETS } from "./convert.ts"
import { complain, note, type Run } from "./current.ts"
import { Fault, faultOf } from "./fault.ts"
import { findDrafts, readSource } from "./files.ts"
import { loadReportFormats } from "./reportFormat.ts"

/** A report to be added up, and its draft. */
interface Addend extends PartReport {
  readonly path: string
}

/** Writes the draft of the report that others add up to. Throws a Fault if one of them cannot be read, or is there twice; then nothing is written. */
export async function total(request: TotalRequest, current: Run): Promise<void> {
  const { title, to, layout } = request
  const { formats } = await loadReportFormats(request.reportFormats, current.world.cwd)
  refuseToReplace(request, current)
  const head = reportTitled(title, formats)
  if (!head) throw new Fault(`标题“${title}”应写明单位和年份，例如“青溪县人民政府2023年政府信息公开工作年度报告”`, `the title "${title}" should name a body and a year, as 青溪县人民政府2023年政府信息公开工作年度报告 does`)
  const { paths, faults } = await findDrafts(request.paths, current.world.cwd)
  for (const fault of faults) await complain(fault, current)
  if (faults.length > 0) return
  const addends = await addendsIn(paths, head, formats, current)
  const { text, gaps } = totalOf(title, head.format, addends.map(({ part }) => part))
  const { bytes } = await failingAs(request.output ?? title, () => convert(text, to, layout && TARGETS[layout], formats))
  await store(bytes, paths, request, current)
  for (const gap of gaps) await note({ text: gap }, current)
}

/** The reports for the year of the whole, each body's once. */
async function addendsIn(paths: readonly string[], head: Report, formats: readonly ReportFormat[], current: Run): Promise<Addend[]> {
  const found: Addend[] = []
  for (const path of paths) {
    const reports = await reportsOf(path, formats, current)
    if (reports.length === 0) throw new Fault(`${path}：没有读到报告`, `${path}: no report was found in it`)
    if (reports.some(({ year }) => year === null)) throw new Fault(`${path}：题目没有写明年份，不知道是不是 ${head.year} 年的报告，请先补上`, `${path}: its title names no year, so that it may be of another one than ${head.year}; write it there first`)
    const others = reports.filter(({ key }) => key !== nameOf(head))
    if (others.length < reports.length) await note({ text: { zh: `${path}：是汇总报告自己，没有相加`, en: `${path}: the report of the whole itself is not added` } }, current)
    const own = others.filter(({ year }) => year === head.year)
    if (own.length < others.length) await note({ text: { zh: `${path}：不是 ${head.year} 年的报告没有相加`, en: `${path}: reports for other years than ${head.year} are not added` } }, current)
    found.push(...own.map(report => ({ ...report, path })))
  }
  const addends = withoutSources(found)
  if (addends.length === 0) throw new Fault(`没有 ${head.year} 年的报告可以相加`, `there is no report for ${head.year} to be added`)
  const twin = addends.find(({ key }, i) => key !== null && addends.findIndex(other => other.key === key) < i)
  if (twin) {
    const first = addends.find(({ key }) => key === twin.key)!
    throw new Fault(`“${twin.key}”的报告有两份：${first.path} 和 ${twin.path}，请只留一份`, `there are two reports of “${twin.key}”, ${first.path} and ${twin.path}; leave one`)
  }
  return addends
}

async function reportsOf(path: string, formats: readonly ReportFormat[], { world, sources }: Run): Promise<PartReport[]> {
  try {
    const { text } = await sources.read(path, await readSource(path, world.cwd, world.stdin))
    return partsIn(openDocument(text, formats), path)
  } catch (error) {
    throw faultOf(path, error)
  }
}
