import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { pathToFileURL } from "node:url"
import { folder, unlikeFolder } from "../drafts.ts"
import { interleave, judge, median, megabytes, p99, printTable, ratio, time, type Contender } from "../measure.ts"
import { CLI, MARKDOWNLINT_CLI, READ, USAGE } from "../programs.ts"

// (c) A folder of drafts on one core, and in two threads.

const MANY = 2000
const FEW = 500
const core = spawnSync("taskset", ["-c", "0", "true"]).status === 0 ? ["taskset", "-c", "0"] : []

console.log(`## (c) ${MANY} drafts${core.length > 0 ? " on one core" : ""}\n`)
const temporary = mkdtempSync(join(tmpdir(), "report-draft-bench-"))
try {
  await measure()
} finally {
  rmSync(temporary, { recursive: true })
}

function written(name: string, drafts: Iterable<[name: string, text: string]>): string {
  const path = join(temporary, name)
  mkdirSync(path)
  for (const [name, text] of drafts) writeFileSync(join(path, name), text)
  return path
}

/** Runs a program to its end, on one core if that is asked for; what it prints goes nowhere. Gives the time. */
async function run(args: readonly string[], cwd: string, codes: readonly number[], env: NodeJS.ProcessEnv = {}, on: readonly string[] = core): Promise<number> {
  const [command, ...rest] = [...on, process.execPath, ...args] as [string, ...string[]]
  const start = performance.now()
  const child = spawn(command, rest, { cwd, stdio: "ignore", env: { ...process.env, ...env } })
  const [code] = (await once(child, "close")) as [number]
  if (!codes.includes(code)) throw new Error(`${args.join(" ")} ended with code ${code}`)
  return performance.now() - start
}

/** What one run of a program uses: memory at its peak in bytes, and processor time, which other processes do not blur. */
interface Usage {
  readonly peak: number
  readonly processor: number
}

async function usageOf(args: readonly string[], cwd: string): Promise<Usage> {
  const file = join(temporary, "usage")
  await run(["--import", pathToFileURL(USAGE).href, ...args], cwd, [0, 1], { BENCH_USAGE: file })
  return JSON.parse(readFileSync(file, "utf8")) as Usage
}

async function measure(): Promise<void> {
  const [many, few, unlike] = [written("many", folder(MANY)), written("few", folder(FEW)), written("unlike", unlikeFolder(MANY))]
  const contender = (name: string, args: readonly string[], cwd = many, on = core): Contender => ({
    name,
    async ask(count) {
      const times: number[] = []
      for (let i = 0; i < count; i++) times.push(await run(args, cwd, [0, 1], {}, on))
      return times
    },
  })
  const check = [CLI, "check", ".", "--jobs", "1"]
  const two = [CLI, "check", ".", "--jobs", "2"]
  const contenders = [contender("check", check), contender("read", [READ, many]), contender("empty", ["-e", "0"]), contender("lint", [MARKDOWNLINT_CLI, "*.md"]), contender("unlike", check, unlike), contender("one thread", check, many, []), contender("two threads", two, many, [])]
  const taken = await interleave(contenders, { rounds: 12, burst: 1, budget: 25_000 })
  const [own, read, empty, lint] = [taken.get("check")!, taken.get("read")!, taken.get("empty")!, taken.get("lint")!]
  const usage = { many: await usageOf(check, many), few: await usageOf(check, few), unlike: await usageOf(check, unlike), read: await usageOf([READ, many], many), lint: await usageOf([MARKDOWNLINT_CLI, "*.md"], many) }
  const row = (name: string, samples: number[], used?: Usage): string[] => [
    name,
    time(median(samples)),
    time(p99(samples)),
    time(median(samples) - median(empty)),
    samples.length > 0 ? ratio(median(samples) / median(read)) : "–",
    time(used?.processor ?? NaN),
    used ? megabytes(used.peak) : "–",
  ]
  printTable(["whole process", "median", "p99", "without starting Node", "/ read and decode", "processor time", "peak memory"], [
    row(`report-draft check, ${MANY} drafts`, own, usage.many),
    row(`report-draft check, ${FEW} drafts`, [], usage.few),
    row(`… drafts with no line in common`, taken.get("unlike")!, usage.unlike),
    row(`… in one thread, on all cores`, taken.get("one thread")!),
    row(`… in two threads, on all cores`, taken.get("two threads")!),
    row(`read and decode ${MANY} drafts`, read, usage.read),
    row(`markdownlint-cli2, ${MANY} drafts`, lint, usage.lint),
    row("node -e 0", empty),
  ])
  judge("check against reading and decoding", median(own) / median(read), 15)
  judge("check against markdownlint-cli2", median(own) / median(lint), 1 / 10)
  judge("two threads against one", median(taken.get("two threads")!) / median(taken.get("one thread")!), 1 / 1.8)
  judge("peak memory", usage.many.peak, 200 * 1048576, megabytes)
  judge(`peak memory of ${MANY} drafts against ${FEW}`, usage.many.peak / usage.few.peak, 1.25)
  console.log("")
}
