import { resolve } from "node:path"
import { version } from "../../package.json"
import { fixSafely } from "../engine/features/applyFixes.ts"
import { diagnose } from "../engine/features/diagnose.ts"
import { openDocument, readReports } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import { RULES } from "../engine/rules/index.ts"
import { SEVERITIES, type Severity } from "../engine/rules/rule.ts"
import { localeOf, readArguments, type CheckRequest, type FactsRequest, type Locale, type Request } from "./args.ts"
import { canEncode, decode, encode, isExact, type DecodedText } from "./encoding.ts"
import { Fault, faultOf } from "./fault.ts"
import { findDrafts, readAgain, readSource, replaceFile, STDIN, type ReplaceFile } from "./files.ts"
import { HELP } from "./help.ts"
import { htmlPrinter } from "./html.ts"
import { LastYear } from "./lastYear.ts"
import { factsCsvPrinter, factsJsonPrinter, jsonPrinter, oneLine, textPrinter, type CheckedDraft, type CheckedReport, type Printer, type ReadDraft } from "./output.ts"
import { openOutput, type OutputFile } from "./outputFile.ts"
import { loadReportFormats } from "./reportFormat.ts"
import { isGone, sinkTo, type Sink } from "./sink.ts"

/** All that the program sees of the world around it. */
export interface World {
  /** The arguments behind the program's name. */
  readonly argv: readonly string[]
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly replaceFile?: ReplaceFile
}

/** A run of the program: its world, made handy, and what has come up so far. */
interface Run {
  readonly world: World
  readonly locale: Locale
  readonly out: Sink
  readonly err: Sink
  hasFault: boolean
  hasError: boolean
}

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
    case "check":
      return check(request, current)
  }
}

async function facts(request: FactsRequest, current: Run): Promise<void> {
  const formats = await loadReportFormats(request.reportFormats, current.world.cwd)
  const printer = request.format === "csv" ? factsCsvPrinter : factsJsonPrinter
  await forEachDraft(request, current, { sink: current.out, openSink: () => null }, printer, () => (path, { text }) => ({ path, text, reports: readReports(text, formats) }))
}

async function check(request: CheckRequest, current: Run): Promise<void> {
  const formats = await loadReportFormats(request.reportFormats, current.world.cwd)
  const printer = PRINTERS[request.format](current.locale)
  // The mended standard input takes the standard output for itself.
  const sink = request.fix && request.paths.includes(STDIN) ? current.err : current.out
  const openSink = (paths: readonly string[]): OutputFile | null => (request.output === null ? null : openOutput(request.output, paths, current.world.cwd))
  await forEachDraft(request, current, { sink, openSink }, printer, paths => {
    const lastYear = learn(paths, request, formats, current)
    return async (path, decoded, bytes) => {
      const text = request.fix ? await mend(path, decoded, bytes, formats, current) : decoded.text
      const draft = checkText(path, text, formats, lastYear)
      current.hasError ||= draft.checked.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "error"))
      const checked = draft.checked.map(report => ({ ...report, diagnostics: report.diagnostics.filter(({ severity }) => isAtLeast(severity, request.severity)) }))
      return { ...draft, checked }
    }
  })
}

/** Looks through the drafts for the years of each body, which takes little time beside checking them; one draft alone needs no looking through. */
function learn(paths: readonly string[], { fix }: CheckRequest, formats: readonly ReportFormat[], { world }: Run): LastYear {
  const lastYear = new LastYear(formats, path => {
    const bytes = readAgain(path, world.cwd)
    const decoded = bytes && decode(bytes)
    return decoded ? (fix ? mended(decoded, bytes, formats).text : decoded.text) : ""
  })
  for (const path of paths.length > 1 ? paths : []) {
    const bytes = readAgain(path, world.cwd)
    const decoded = bytes && decode(bytes)
    if (decoded) lastYear.learn(path, decoded.text)
  }
  return lastYear
}

/** How findings are put, by the name of the output format. */
const PRINTERS: Readonly<Record<CheckRequest["format"], (locale: Locale) => Printer<CheckedDraft>>> = { text: textPrinter, json: jsonPrinter, html: htmlPrinter }

/** Where the output goes: to a file that is opened when the drafts are known, else to a stream. */
interface Target {
  readonly sink: Sink
  openSink(paths: readonly string[]): OutputFile | null
}

/** Makes something of one draft. */
type Inspect<Draft> = (path: string, decoded: DecodedText, bytes: Buffer) => Draft | Promise<Draft>

/** Reads and prints the drafts one by one. A draft that cannot be read is reported, and the others are still done. */
async function forEachDraft<Draft extends ReadDraft>(
  request: CheckRequest | FactsRequest,
  current: Run,
  to: Target,
  printer: Printer<Draft>,
  prepare: (paths: readonly string[]) => Inspect<Draft>,
): Promise<void> {
  const { cwd, stdin } = current.world
  const { paths, faults } = await findDrafts(request.paths, cwd)
  for (const fault of faults) await complain(fault, current)
  const inspect = prepare(paths)
  const file = to.openSink(paths)
  const sink = file?.sink ?? to.sink
  await sink.write(printer.head)
  let isFirst = true
  for (const path of paths) {
    // Without a reader there is nothing left to do but to mend files.
    if (sink.failure() && !(request.command === "check" && request.fix)) break
    try {
      const bytes = await readSource(path, cwd, stdin)
      await sink.write(printer.draft(await inspect(path, decodedText(bytes), bytes), isFirst))
      isFirst = false
    } catch (error) {
      await complain(faultOf(path, error), current)
    }
  }
  await sink.write(printer.tail)
  await file?.store().catch((error: unknown) => complain(faultOf((request as CheckRequest).output!, error), current))
}

function decodedText(bytes: Buffer): DecodedText {
  const decoded = decode(bytes)
  if (!decoded) throw new Fault("不是 UTF-8、GB18030 或带 BOM 的 UTF-16 文本文件", "it is no text file in UTF-8, GB18030 or UTF-16 with a byte order mark")
  return decoded
}

function checkText(path: string, text: string, formats: readonly ReportFormat[], lastYear: LastYear): CheckedDraft {
  const document = openDocument(text, formats)
  const checked: CheckedReport[] = []
  for (const { placed, previous } of lastYear.compare(path, document)) {
    checked.push({ from: placed.from, previous, diagnostics: diagnose(placed.report, placed.from, {}, RULES, { previous: previous?.placed.report }) })
  }
  return { path, text, reports: document.reports, checked: checked.sort((a, b) => a.from - b.from) }
}

function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)
}

/** Applies the safe fixes and stores the text where it came from; gives the text as it stands there afterwards. */
async function mend(path: string, decoded: DecodedText, bytes: Buffer, formats: readonly ReportFormat[], current: Run): Promise<string> {
  const { text, mayStore } = mended(decoded, bytes, formats)
  if (!mayStore) await complain(damaged(path), current)
  const stored = text === decoded.text ? null : encode(text, decoded.encoding)
  const isStored = await store(path, stored, bytes, current)
  return isStored ? text : decoded.text
}

/** The text after its safe fixes; as it is, where the mended one may not be stored. */
function mended(decoded: DecodedText, bytes: Buffer, formats: readonly ReportFormat[]): { text: string; mayStore: boolean } {
  const { text, encoding } = decoded
  const fixed = fixSafely(text, formats).text
  const mayStore = fixed === text || (isExact(decoded, bytes) && canEncode(fixed, encoding))
  return { text: mayStore ? fixed : text, mayStore }
}

/** Puts the mended bytes in the draft's place, if there are any; false if that failed. */
async function store(path: string, mended: Uint8Array | null, bytes: Uint8Array, current: Run): Promise<boolean> {
  const { cwd, replaceFile: replace = replaceFile } = current.world
  try {
    if (path === STDIN) await current.out.write(mended ?? bytes)
    else if (mended) await replace(resolve(cwd, path), mended)
    return true
  } catch (error) {
    await complain(notWritten(path, error), current)
    return false
  }
}

function damaged(path: string): Fault {
  return new Fault(
    `${path}：没有修改，因为文件里有些字节不能原样写回；请先另存为 UTF-8`,
    `${path}: not mended, since some of its bytes could not be written back as they are; save it as UTF-8 first`,
  )
}

function notWritten(path: string, error: unknown): Fault {
  const { zh, en } = faultOf(path, error).text
  return new Fault(`${zh}，没有写入，原文件未动`, `${en}; nothing was written and the file is as it was`)
}

async function complain(fault: Fault, current: Run): Promise<void> {
  current.hasFault = true
  await current.err.write(`${oneLine(`report-draft: ${fault.text[current.locale]}`)}\n`)
}
