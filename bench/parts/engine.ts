import { LAYOUTS } from "../../test/support/drafts.ts"
import { ACTIONS, type Action } from "../edits.ts"
import { interleave, judge, median, p99, printTable, ratio, time, type Contender, type Samples } from "../measure.ts"
import { Worker } from "../workers.ts"

// (a) The engine alone, per edit, all rules on.

const SIZES: readonly (readonly [bytes: number, name: string])[] = [[10_000, "10 kB"], [100_000, "100 kB"], [1_000_000, "1 MB"], [10_000_000, "10 MB"]]
const [TYPED] = ACTIONS
const PROSE_ACTIONS = ["digit in a table", "digit in prose"] as const satisfies readonly Action[]

interface Opponents {
  readonly engine: Worker
  readonly lezer: Worker
}

console.log("## (a) The engine alone, per edit, all rules on\n")
const bySize = new Map<string, Opponents>()
for (const [bytes, name] of SIZES) bySize.set(name, { engine: await Worker.start("engine", String(bytes)), lezer: await Worker.start("lezer", String(bytes)) })
await warmUp([...bySize.values()].flatMap(({ engine, lezer }) => [engine, lezer]))
const times = new Map<Action, Map<string, Samples>>()
for (const action of ACTIONS) {
  const contenders = [...bySize].flatMap(([size, { engine, lezer }]) => [engine.contender(`engine ${size}`, action), lezer.contender(`lezer ${size}`, action)])
  times.set(action, await interleave(contenders, { rounds: 40, burst: 25, budget: 2500 }))
}
for (const { engine, lezer } of bySize.values()) for (const worker of [engine, lezer]) worker.end()
const whole = await timesOfWholeReaders()
const layouts = await timesOfLayouts()
const prose = await timesWithoutProse()
printAll()

async function warmUp(workers: readonly Worker[]): Promise<void> {
  for (const worker of workers) for (const action of ACTIONS) for (let spent = 0, asked = 0; spent < 300 && asked < 300; asked += 5) spent += (await worker.ask(action, 5)).reduce((sum, time) => sum + time, 0)
}

/** markdown-it and markdownlint read everything again; where that takes seconds, a few samples must do, and at 10 MB markdownlint is left out. */
async function timesOfWholeReaders(): Promise<Map<string, Samples>> {
  const all = new Map<string, Samples>()
  for (const [bytes, size] of SIZES) {
    const names = bytes > 1_000_000 ? ["markdownIt"] : ["markdownIt", "markdownlint"]
    const workers = await Promise.all(names.map(name => Worker.start(name, String(bytes))))
    if (bytes < 1_000_000) await Promise.all(workers.map(worker => worker.ask(TYPED, 10)))
    const contenders: Contender[] = workers.map((worker, i) => worker.contender(`${names[i]!} ${size}`, TYPED))
    for (const [name, samples] of await interleave(contenders, { rounds: bytes < 1_000_000 ? 10 : 2, burst: bytes < 100_000 ? 10 : 1, budget: 4000 })) all.set(name, samples)
    for (const worker of workers) worker.end()
  }
  return all
}

async function timesOfLayouts(): Promise<Map<string, Samples>> {
  const workers = await Promise.all(LAYOUTS.map(layout => Worker.start("engine", "10000", layout)))
  await warmUp(workers)
  const found = await interleave(workers.map((worker, i) => worker.contender(LAYOUTS[i]!, TYPED)), { rounds: 30, burst: 20, budget: 2000 })
  for (const worker of workers) worker.end()
  return found
}

/** The same edits with and without the rules of prose. */
async function timesWithoutProse(): Promise<Map<string, Samples>> {
  const workers = [await Worker.start("engine", "10000"), await Worker.start("engine", "10000", "", "without prose")]
  await warmUp(workers)
  const contenders = PROSE_ACTIONS.flatMap(action => workers.map((worker, i) => worker.contender(`${action} ${i}`, action)))
  const found = await interleave(contenders, { rounds: 40, burst: 25, budget: 2500 })
  for (const worker of workers) worker.end()
  return found
}

function of(action: Action, name: string): Samples {
  return times.get(action)!.get(name) ?? []
}

function printAll(): void {
  const rows = ACTIONS.flatMap(action => SIZES.map(([, size]) => {
    const [engine, lezer] = [of(action, `engine ${size}`), of(action, `lezer ${size}`)]
    const own = median(engine)
    const wholes = ["markdownIt", "markdownlint"].map(name => (action === TYPED ? time(median(whole.get(`${name} ${size}`) ?? [])) : ""))
    return [`${action}, ${size}`, time(own), time(p99(engine)), time(median(lezer)), time(p99(lezer)), ratio(own / median(lezer)), ratio(own / median(of(TYPED, `engine ${size}`))), ...wholes]
  }))
  printTable(["edit", "engine", "p99", "@lezer/markdown", "p99", "engine / lezer", "engine / typed digit", "markdown-it", "markdownlint"], rows)
  printTable(["layout, 10 kB, digit in a table", "engine", "p99"], LAYOUTS.map(layout => [layout, time(median(layouts.get(layout)!)), time(p99(layouts.get(layout)!))]))
  judgeAll()
}

function judgeAll(): void {
  const own = (action: Action, size: string): number => median(of(action, `engine ${size}`))
  const against = (size: string, action: Action = TYPED): number => own(action, size) / median(of(action, `lezer ${size}`))
  judge("engine against @lezer/markdown at 10 kB", against("10 kB"), 1.5)
  judge("engine against @lezer/markdown at 1 MB", against("1 MB"), 1 / 6)
  judge("engine against @lezer/markdown at 10 MB", against("10 MB"), 1 / 60)
  judge("engine against @lezer/markdown at 10 kB, digit in prose", against("10 kB", "digit in prose"), 2.5)
  judge("10 MB against 10 kB", own(TYPED, "10 MB") / own(TYPED, "10 kB"), 2)
  for (const action of PROSE_ACTIONS) {
    const [all, without] = [0, 1].map(i => median(prose.get(`${action} ${i}`)!)) as [number, number]
    judge(`what the rules of prose add, ${action}, 10 kB`, all / without - 1, 1 / 5)
  }
  const medians = LAYOUTS.map(layout => median(layouts.get(layout)!))
  judge("slowest layout against fastest", Math.max(...medians) / Math.min(...medians), 3)
  for (const [, size] of SIZES) {
    judge(`p99 against median at ${size}`, p99(of(TYPED, `engine ${size}`)) / own(TYPED, size), 8)
    for (const action of ["Enter", "pasted report"] as const) judge(`${action} against a typed digit at ${size}`, own(action, size) / own(TYPED, size), 3)
  }
  console.log("")
}
