import { availableParallelism } from "node:os"
import { resolve } from "node:path"
import { version } from "../../package.json"
import type { Text } from "../engine/report/format.ts"
import { isAtLeast } from "../engine/rules/rule.ts"
import { localeOf, readArguments, type CheckRequest, type FactsRequest, type Request } from "./args.ts"
import { convert } from "./convert.ts"
import { alone, type Crew } from "./crew.ts"
import { complain, note, type Run, type World } from "./current.ts"
import { Decisions } from "./decide.ts"
import { diff } from "./diff.ts"
import { Fault, faultOf, type Told } from "./fault.ts"
import { findDrafts, isFile, STDIN } from "./files.ts"
import { HELP } from "./help.ts"
import { Inspector, UNKNOWN, type Checked, type Task } from "./inspect.ts"
import { wantedDrafts, type Learnt } from "./lastYear.ts"
import { learnFormat } from "./learn.ts"
import { Mender } from "./mend.ts"
import type { CheckedDraft, Listed, Printer, ReadDraft } from "./output.ts"
import { openOutput, type OutputFile } from "./outputFile.ts"
import { checkPrinter, factsPrinter } from "./printers.ts"
import { loadReportFormats, type LoadedFormats } from "./reportFormat.ts"
import { isGone, sinkTo, type Sink } from "./sink.ts"
import { Sources } from "./sources.ts"
import { Threads, threadsFor } from "./threads.ts"
import { total } from "./total.ts"

/** Runs the program and gives its exit code: 0 nothing of error severity, 1 something, 2 wrong use or a file that cannot be read or written. */
export async function run(world: World): Promise<number> {
  const locale = localeOf(world.argv, world.env, Intl.DateTimeFormat().resolvedOptions().locale)
  const current: Run = { world, locale, sources: new Sources(world.thread), out: sinkTo(world.stdout), err: sinkTo(world.stderr), hasFault: false, hasError: false }
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
  await forEachDraft(request, current, { sink: current.out, openSink: () => null }, factsPrinter(request), () => ({ notice: () => undefined, rest: () => Promise.resolve([]) }))
}

async function check(request: CheckRequest, current: Run): Promise<void> {
  const printer = checkPrinter(request, current.locale)
  // The mended standard input takes the standard output for itself.
  const sink = request.fix && request.paths.includes(STDIN) ? current.err : current.out
  const openSink = (paths: readonly string[]): OutputFile | null => (request.output === null ? null : openOutput(request.output, paths, current.world.cwd))
  const sum = { files: 0, reports: 0, errors: 0, accepted: 0 }
  const stored: Text[] = []
  await forEachDraft(request, current, { sink, openSink }, printer, tell => {
    const decisions = new Decisions(request, current.world.cwd, tell)
    const notice = ({ reports, findings, accepted, decided }: Checked): void => {
      const errors = findings?.filter(severity => severity === "error").length ?? 0
      current.hasError ||= errors > 0
      sum.files++
      sum.reports += reports
      sum.errors += errors
      sum.accepted += accepted
      if (decided) decisions.notice(decided)
    }
    const rest = async (): Promise<readonly CheckedDraft[]> => {
      stored.push(...(await decisions.store()))
      return isAtLeast("hint", request.severity) ? decisions.unneeded() : []
    }
    return { notice, rest }
  })
  if (!request.quiet) for (const text of [...stored, summaryOf(sum)]) await note({ text }, current)
}

function summaryOf({ files, reports, errors, accepted }: Readonly<Record<"files" | "reports" | "errors" | "accepted", number>>): Text {
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`
  return { zh: `${files} 个文件，${reports} 份报告，${errors} 处错误，已接受 ${accepted} 处`, en: `${counted(files, "file")}, ${counted(reports, "report")}, ${counted(errors, "error")}, ${accepted} accepted` }
}

/** Where the output goes: to a file that is opened when the drafts are known, else to a stream. */
interface Target {
  readonly sink: Sink
  openSink(paths: readonly string[]): OutputFile | null
}

/** Says what is wrong, wherever that is to be said. */
type Tell = (fault: Told) => Promise<void>

/** What is made of the drafts beyond their words. */
interface Account<Draft> {
  notice(checked: Checked): void
  /** What else there is to print when all are done. */
  rest(): Promise<readonly Draft[]>
}

/** Has the drafts looked at, prints them in their order, and in the end what else there is to print. What cannot be read is reported, and the others are still done. */
async function forEachDraft<Draft extends ReadDraft>(request: CheckRequest | FactsRequest, current: Run, to: Target, printer: Printer<Draft>, prepare: (tell: Tell) => Account<Draft>): Promise<void> {
  const { cwd } = current.world
  // A mistake in a format is told before anything is written.
  const loaded = await loadReportFormats(request.reportFormats, cwd)
  const found = await findDrafts(request.paths, cwd)
  const paths = found.paths.filter(path => !isOwnOutput(path, request, cwd))
  const file = to.openSink(paths)
  const sink = file?.sink ?? to.sink
  await sink.write(printer.head)
  const tell: Tell = async fault => {
    await complain(fault, current)
    await sink.write(printer.fault?.(fault) ?? "")
  }
  for (const fault of found.faults) await tell(fault)
  const listed: Listed[] = []
  let isFirst = true
  const print = async (words: string): Promise<void> => {
    if (words === "") return
    await sink.write((printer.between?.[isFirst ? 0 : 1] ?? "") + words)
    isFirst = false
  }
  const account = prepare(tell)
  const told = new Set<string>()
  const crew = await crewFor({ request, locale: current.locale, cwd, paths, formatFiles: loaded.files }, loaded, current)
  try {
    await learnAll(crew, request, paths)
    let draft = 0
    for await (const outcome of crew.each("inspect", [...paths.keys()])) {
      if ("fault" in outcome) await tell(outcome.fault)
      else {
        const { printed, checked } = outcome.value
        // Of a file that has a say about many drafts it is said once.
        for (const fault of checked?.faults ?? []) if (!told.has(fault.text.en) && told.add(fault.text.en)) await tell(fault)
        await print(printed)
        listed.push({ path: paths[draft]!, index: draft, findings: checked?.findings ?? null })
        if (checked) account.notice(checked)
      }
      draft++
      // Without a reader there is nothing left to do but to mend files.
      if (sink.failure() && !(request.command === "check" && request.fix)) break
    }
  } finally {
    await crew.end()
  }
  for (const [i, draft] of (await account.rest()).entries()) {
    const index = paths.length + i
    await print(printer.draft(draft, index))
    listed.push({ path: draft.path, index, findings: null })
  }
  await sink.write(printer.tail(listed))
  await file?.store().catch((error: unknown) => complain(faultOf((request as CheckRequest).output!, error), current))
}

/** Who looks at the drafts: several threads where there are many drafts, of which each can be read more than once, and none is to be mended. */
async function crewFor(task: Task, loaded: LoadedFormats, current: Run): Promise<Crew> {
  const { request, paths, cwd } = task
  const { thread, stdin } = current.world
  const mending = request.command === "check" && request.fix ? new Mender(request, loaded, current) : null
  const wanted = request.jobs ?? threadsFor(paths.length, availableParallelism())
  const count = Math.min(wanted, paths.length)
  if (count < 2 || mending || !paths.every(path => isFile(path, cwd))) return alone(new Inspector(task, loaded.formats, current.sources, stdin, mending))
  return new Threads(thread, count, task, text => note({ text }, current))
}

/** Has the drafts looked through for the years and sentences of each body; one draft alone needs no looking through. */
async function learnAll(crew: Crew, request: CheckRequest | FactsRequest, paths: readonly string[]): Promise<void> {
  if (request.command !== "check" || paths.length < 2) return
  const learnt: Learnt[] = []
  // What cannot be read is reported when its turn comes.
  for await (const outcome of crew.each("learn", [...paths.keys()])) learnt.push("value" in outcome ? outcome.value : UNKNOWN)
  const wanted = wantedDrafts(learnt)
  let i = 0
  for await (const outcome of crew.each("names", wanted)) {
    const draft = wanted[i++]!
    if ("value" in outcome) learnt[draft] = { ...learnt[draft]!, names: outcome.value }
  }
  crew.know(learnt)
}

/** True for the page that an earlier run has left in a folder of drafts. */
function isOwnOutput(path: string, request: CheckRequest | FactsRequest, cwd: string): boolean {
  return request.command === "check" && request.output !== null && !request.paths.includes(path) && resolve(cwd, path) === resolve(cwd, request.output)
}
