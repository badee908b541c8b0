import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { pathToFileURL } from "node:url"
import { folder } from "../drafts.ts"
import { interleave, judge, median, megabytes, p99, printTable, ratio, time, type Contender } from "../measure.ts"
import { CLI, MARKDOWNLINT_CLI, READ, USAGE } from "../programs.ts"

// (c) A folder of drafts on one core.

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

function written(count: number): string {
  const path = join(temporary, String(count))
  mkdirSync(path)
  for (const [name, text] of folder(count)) writeFileSync(join(path, name), text)
  return path
}

/** Runs a program to its end; what it prints goes nowhere. Gives the time and, if asked, the peak of its memory in bytes. */
async function run(args: readonly string[], cwd: string, codes: readonly number[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const [command, ...rest] = [...core, process.execPath, ...args] as [string, ...string[]]
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
  const [many, few] = [written(MANY), written(FEW)]
  const contender = (name: string, args: readonly string[], cwd = many): Contender => ({
    name,
    async ask(count) {
      const times: number[] = []
      for (let i = 0; i < count; i++) times.push(await run(args, cwd, [0, 1]))
      return times
    },
  })
  const check = [CLI, "check", "."]
  const contenders = [contender("check", check), contender("read", [READ, many]), contender("empty", ["-e", "0"]), contender("lint", [MARKDOWNLINT_CLI, "*.md"])]
  const taken = await interleave(contenders, { rounds: 12, burst: 1, budget: 25_000 })
  const [own, read, empty, lint] = [taken.get("check")!, taken.get("read")!, taken.get("empty")!, taken.get("lint")!]
  const usage = { many: await usageOf(check, many), few: await usageOf(check, few), read: await usageOf([READ, many], many), lint: await usageOf([MARKDOWNLINT_CLI, "*.md"], many) }
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
    row(`read and decode ${MANY} drafts`, read, usage.read),
    row(`markdownlint-cli2, ${MANY} drafts`, lint, usage.lint),
    row("node -e 0", empty),
  ])
  judge("check against reading and decoding", median(own) / median(read), 3)
  judge("check against markdownlint-cli2", median(own) / median(lint), 1 / 40)
  judge("peak memory", usage.many.peak, 200 * 1048576, megabytes)
  judge(`peak memory of ${MANY} drafts against ${FEW}`, usage.many.peak / usage.few.peak, 1.25)
  console.log("")
}
