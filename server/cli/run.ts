import { resolve } from "node:path"
import { version } from "../../package.json"
import { diagnose } from "../engine/features/diagnose.ts"
import { withFingerprints } from "../engine/features/fingerprint.ts"
import { openDocument, readReports, type Document } from "../engine/index.ts"
import type { ReportFormat, Text } from "../engine/report/format.ts"
import { RULES } from "../engine/rules/index.ts"
import { isAtLeast } from "../engine/rules/rule.ts"
import { localeOf, readArguments, type CheckRequest, type FactsRequest, type Locale, type Request } from "./args.ts"
import { convert } from "./convert.ts"
import { complain, note, type Run, type World } from "./current.ts"
import { Decisions } from "./decide.ts"
import { diff } from "./diff.ts"
import { Fault, faultOf } from "./fault.ts"
import { findDrafts, readAgain, readSource, STDIN } from "./files.ts"
import { HELP } from "./help.ts"
import { htmlPrinter } from "./html.ts"
import { LastYear } from "./lastYear.ts"
import { junitPrinter } from "./junit.ts"
import { learnFormat } from "./learn.ts"
import { mend, mended } from "./mend.ts"
import { factsCsvPrinter, factsJsonPrinter, findingsCsvPrinter, jsonPrinter, overviewPrinter, textPrinter, type CheckedDraft, type CheckedReport, type Printer, type ReadDraft } from "./output.ts"
import { openOutput, type OutputFile } from "./outputFile.ts"
import { loadReportFormats } from "./reportFormat.ts"
import { sarifPrinter } from "./sarif.ts"
import { isGone, sinkTo, type Sink } from "./sink.ts"
import { readOne, sourceReader, type ReadSource, type Source } from "./sources.ts"
import { total } from "./total.ts"
import { Wholes } from "./wholes.ts"

/** Runs the program and gives its exit code: 0 nothing of error severity, 1 something, 2 wrong use or a file that cannot be read or written. */
export async function run(world: World): Promise<number> {
  const locale = localeOf(world.argv, world.env, Intl.DateTimeFormat().resolvedOptions().locale)
  const current: Run = { world, locale, out: sinkTo(world.stdout), err: sinkTo(world.stderr), hasFault: false, hasError: false }
  try {
    await perform(readArguments(world.argv), current)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    await complain(error, current)
  }
  const failure = current.out.failure()
  if (failure && !isGone(failure)) await complain(faultOf(locale === "zh" ? "标准输出" : "standard output", failure), current)
  return current.hasFault ? 2 : current.hasError ? 1 : 0
}

async function perform(request: Request, current: Run): Promise<void> {
  switch (request.command) {
    case "help":
      return current.out.write(HELP[current.locale])
    case "version":
      return current.out.write(`${version}\n`)
    case "facts":
      return facts(request, current)
    case "convert":
      return convert(request, current)
    case "total":
      return total(request, current)
    case "diff":
      return diff(request, current)
    case "learn":
      return learnFormat(request, current)
    case "check":
      return check(request, current)
  }
}

async function facts(request: FactsRequest, current: Run): Promise<void> {
  const formats = await loadReportFormats(request.reportFormats, current.world.cwd)
  const printer = request.format === "csv" ? factsCsvPrinter(request.bom) : factsJsonPrinter
  await forEachDraft(request, current, { sink: current.out, openSink: () => null }, printer, () => ({ inspect: (path, { text, file }) => ({ path, text, isDocument: file !== null, reports: readReports(text, formats) }) }))
}

async function check(request: CheckRequest, current: Run): Promise<void> {
  const formats = await loadReportFormats(request.reportFormats, current.world.cwd)
  const printer = PRINTERS[request.format](current.locale, request.bom)
  // The mended standard input takes the standard output for itself.
  const sink = request.fix && request.paths.includes(STDIN) ? current.err : current.out
  const openSink = (paths: readonly string[]): OutputFile | null => (request.output === null ? null : openOutput(request.output, paths, current.world.cwd))
  const sum = { files: 0, reports: 0, errors: 0, accepted: 0 }
  const stored: Text[] = []
  await forEachDraft(request, current, { sink, openSink }, printer, (paths, read, tell) => {
    const lastYear = learn(paths, read, request, formats, current)
    const wholes = new Wholes(current.world.cwd, path => readPart(path, request, formats, current), tell)
    const decisions = new Decisions(request, current.world.cwd, tell)
    const inspect = async (path: string, source: Source): Promise<CheckedDraft> => {
      const text = request.fix ? await mend(path, source, request, formats, current) : source.text
      const all = await checkText(path, text, source.file, formats, lastYear, wholes)
      const draft = await decisions.judge(all)
      const errors = draft.checked.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === "error").length
      current.hasError ||= errors > 0
      sum.files++
      sum.reports += draft.reports.filter(({ report }) => !report.format.isLoose).length
      sum.errors += errors
      sum.accepted += draft.checked.flatMap(({ accepted }) => accepted).length
      const checked = draft.checked.map(report => ({ ...report, diagnostics: report.diagnostics.filter(({ severity }) => isAtLeast(severity, request.severity)) }))
      return { ...draft, checked }
    }
    const rest = async (): Promise<readonly CheckedDraft[]> => {
      stored.push(...(await decisions.store()))
      return isAtLeast("hint", request.severity) ? decisions.unneeded() : []
    }
    return { inspect, rest }
  })
  if (!request.quiet) for (const text of [...stored, summaryOf(sum)]) await note({ text }, current)
}

function summaryOf({ files, reports, errors, accepted }: Readonly<Record<"files" | "reports" | "errors" | "accepted", number>>): Text {
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`
  return { zh: `${files} 个文件，${reports} 份报告，${errors} 处错误，已接受 ${accepted} 处`, en: `${counted(files, "file")}, ${counted(reports, "report")}, ${counted(errors, "error")}, ${accepted} accepted` }
}

/** Looks through the drafts for the years of each body, which takes little time beside checking them; one draft alone needs no looking through. */
function learn(paths: readonly string[], read: ReadSource, request: CheckRequest, formats: readonly ReportFormat[], { world }: Run): LastYear {
  const sourceOf = (path: string): Source | null => {
    const bytes = readAgain(path, world.cwd)
    try {
      return bytes && read(path, bytes)
    } catch {
      // It is reported when its turn comes.
      return null
    }
  }
  const lastYear = new LastYear(formats, path => {
    const source = sourceOf(path)
    return source?.decoded && request.fix ? mended(source.decoded, source.bytes, request, formats).text : (source?.text ?? "")
  })
  for (const path of paths.length > 1 ? paths : []) {
    const source = sourceOf(path)
    if (source) lastYear.learn(path, source.text)
  }
  return lastYear
}

/** A draft that is added up with others; one that is still to be mended as it will be. */
async function readPart(path: string, request: CheckRequest, formats: readonly ReportFormat[], { world }: Run): Promise<Document> {
  const { text, decoded, bytes } = await readOne(path, await readSource(path, world.cwd, world.stdin))
  return openDocument(decoded && request.fix ? mended(decoded, bytes, request, formats).text : text, formats)
}

/** How findings are put, by the name of the output format. */
const PRINTERS: Readonly<Record<CheckRequest["format"], (locale: Locale, hasBom: boolean) => Printer<CheckedDraft>>> = {
  text: textPrinter,
  json: jsonPrinter,
  html: htmlPrinter,
  sarif: sarifPrinter,
  csv: findingsCsvPrinter,
  overview: (_, hasBom) => overviewPrinter(hasBom),
  junit: junitPrinter,
}

/** Where the output goes: to a file that is opened when the drafts are known, else to a stream. */
interface Target {
  readonly sink: Sink
  openSink(paths: readonly string[]): OutputFile | null
}

/** Says what is wrong, wherever that is to be said. */
type Tell = (fault: Fault) => Promise<void>

/** What is printed of the drafts. */
interface Inspection<Draft> {
  /** Makes something of one draft. */
  inspect(path: string, source: Source): Draft | Promise<Draft>
  /** What else there is to print when all are done. */
  rest?(): Promise<readonly Draft[]>
}

/** Reads and prints the drafts one by one, and in the end what else there is to print. What cannot be read is reported, and the others are still done. */
async function forEachDraft<Draft extends ReadDraft>(
  request: CheckRequest | FactsRequest,
  current: Run,
  to: Target,
  printer: Printer<Draft>,
  prepare: (paths: readonly string[], read: ReadSource, tell: Tell) => Inspection<Draft>,
): Promise<void> {
  const { cwd, stdin } = current.world
  const found = await findDrafts(request.paths, cwd)
  const paths = found.paths.filter(path => !isOwnOutput(path, request, cwd))
  const read = await sourceReader(paths)
  const file = to.openSink(paths)
  const sink = file?.sink ?? to.sink
  await sink.write(printer.head)
  const tell: Tell = async fault => {
    await complain(fault, current)
    await sink.write(printer.fault?.(fault) ?? "")
  }
  const inspection = prepare(paths, read, tell)
  for (const fault of found.faults) await tell(fault)
  let isFirst = true
  for (const path of paths) {
    // Without a reader there is nothing left to do but to mend files.
    if (sink.failure() && !(request.command === "check" && request.fix)) break
    try {
      const bytes = await readSource(path, cwd, stdin)
      await sink.write(printer.draft(await inspection.inspect(path, path === STDIN ? await readOne(path, bytes) : read(path, bytes)), isFirst))
      isFirst = false
    } catch (error) {
      await tell(faultOf(path, error))
    }
  }
  for (const draft of (await inspection.rest?.()) ?? []) {
    await sink.write(printer.draft(draft, isFirst))
    isFirst = false
  }
  await sink.write(printer.tail)
  await file?.store().catch((error: unknown) => complain(faultOf((request as CheckRequest).output!, error), current))
}

/** True for the page that an earlier run has left in a folder of drafts. */
function isOwnOutput(path: string, request: CheckRequest | FactsRequest, cwd: string): boolean {
  return request.command === "check" && request.output !== null && !request.paths.includes(path) && resolve(cwd, path) === resolve(cwd, request.output)
}

async function checkText(path: string, text: string, file: Source["file"], formats: readonly ReportFormat[], lastYear: LastYear, wholes: Wholes): Promise<CheckedDraft> {
  const document = openDocument(text, formats)
  const checked: CheckedReport[] = []
  for (const { placed, previous, others } of lastYear.compare(path, document)) {
    // Of tracked changes is said once a file.
    const hasTrackedChanges = file?.hasTrackedChanges === true && placed === document.reports[0]
    const found = diagnose(placed.report, placed.from, {}, RULES, { previous: previous?.placed.report, hasTrackedChanges, ...others, wholes: await wholes.of(path, placed.report) })
    checked.push({ from: placed.from, previous, diagnostics: withFingerprints(placed.report, placed.from, found, previous?.placed.report), accepted: [] })
  }
  checked.sort((a, b) => a.from - b.from)
  return { path, text, isDocument: file !== null, reports: document.reports, checked }
}
