import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { performance } from "node:perf_hooks"
import { seeded, yearbook } from "../drafts.ts"
import { editOf } from "../edits.ts"
import { interleave, judge, median, megabytes, p99, printTable, ratio, time, type Contender, type Samples } from "../measure.ts"
import { Places } from "../places.ts"
import { ECHO, SERVER, TRIVIAL } from "../programs.ts"
import { diagnosticsIn, OpenFile, Peer } from "../rpc.ts"

// (d) Starting, opening a document, memory.

console.log("## (d) Start-up, opening, memory\n")
await measureStart()
await measureOpening()
await measureMemory()

function timed(name: string, once: () => Promise<number>): Contender {
  return {
    name,
    async ask(count) {
      const times: number[] = []
      for (let i = 0; i < count; i++) times.push(await once())
      return times
    },
  }
}

async function start(program: string): Promise<number> {
  const begun = performance.now()
  const peer = new Peer(program)
  const { at } = await peer.initialize()
  await peer.end()
  return at - begun
}

async function startNode(): Promise<number> {
  const begun = performance.now()
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit")
  return performance.now() - begun
}

async function measureStart(): Promise<void> {
  const taken = await interleave([timed("own", () => start(SERVER)), timed("trivial", () => start(TRIVIAL)), timed("node", startNode)], { rounds: 40, burst: 1, budget: 20_000 })
  const [own, trivial, node] = [taken.get("own")!, taken.get("trivial")!, taken.get("node")!]
  const row = (name: string, samples: Samples): string[] => [name, time(median(samples)), time(p99(samples)), ratio(median(samples) / median(trivial))]
  printTable(["spawn → initialize answered", "median", "p99", "/ trivial server"], [row("report-draft", own), row("trivial bundled server", trivial), row("node -e 0, to its end", node)])
  judge("start against a trivial server", median(own) / median(trivial), 1.3)
  judge("start beyond node -e 0", median(own) - median(node), 150, time)
  console.log("")
}

async function begun(program: string, ...args: readonly string[]): Promise<Peer> {
  const peer = new Peer(program, ["--stdio", ...args])
  await peer.initialize()
  return peer
}

/** Opens a text in a server that has just started: how long it is until there are diagnostics, and all. */
async function open(program: string, text: string, diagnostics: unknown[]): Promise<{ ms: number; first: number }> {
  const peer = await begun(program)
  if (program !== SERVER) peer.notify("bench/diagnostics", { diagnostics })
  const { ms, first } = await new OpenFile(peer, "file:///draft.report.txt").open(text)
  await peer.end()
  return { ms, first }
}

/** The next draft in a server that has one open. */
async function openAnother(peer: Peer, texts: readonly string[], count: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push((await new OpenFile(peer, `file:///draft-${performance.now()}.report.txt`).open(texts[i % texts.length]!)).ms)
  return times
}

async function diagnosticsOf(text: string): Promise<unknown[]> {
  const peer = await begun(SERVER)
  const { body } = await new OpenFile(peer, "file:///draft.report.txt").open(text)
  await peer.end()
  return diagnosticsIn(body)
}

async function measureOpening(): Promise<void> {
  const rows: string[][] = []
  const verdicts: (() => void)[] = []
  for (const [bytes, size] of [[10_000, "10 kB"], [10_000_000, "10 MB"]] as const) {
    const { text } = yearbook(bytes)
    const diagnostics = await diagnosticsOf(text)
    const firsts: number[] = []
    const openOwn = async (): Promise<number> => {
      const { ms, first } = await open(SERVER, text, [])
      firsts.push(first)
      return ms
    }
    const echoOf = (diagnostics: unknown[]) => async (): Promise<number> => (await open(ECHO, text, diagnostics)).ms
    const taken = await interleave([timed("own", openOwn), timed("echo", echoOf(diagnostics)), timed("bare echo", echoOf([]))], { rounds: bytes > 1e6 ? 8 : 20, burst: 1, budget: 30_000 })
    const [own, echo, bare] = [taken.get("own")!, taken.get("echo")!, taken.get("bare echo")!]
    const row = (name: string, own: Samples, echo: Samples): string[] => [name, time(median(own)), time(p99(own)), time(median(echo)), ratio(median(own) / median(echo))]
    rows.push(row(`${size}, first document of a server`, own, echo))
    if (bytes > 1e6) {
      // The text alone takes its time to come: an echo of nothing shows how much.
      rows.push(row(`${size}: first findings`, firsts, bare))
      verdicts.push(
        () => { judge("10 MB: first findings", median(firsts), 150, time) },
        () => { judge("10 MB: all findings against echo", median(own) / median(echo), 8) },
      )
    } else verdicts.push(() => { judge("first diagnostics of 10 kB in a running server", median(own), 100, time) })
  }
  const peer = await begun(SERVER)
  const texts = Array.from({ length: 20 }, (_, i) => yearbook(10_000, i + 100).text)
  const later = (await openAnother(peer, texts, 60)).slice(10)
  await peer.end()
  rows.push(["10 kB, in a server that has opened others", time(median(later)), time(p99(later)), "", ""])
  printTable(["didOpen → diagnostics", "report-draft", "p99", "echo", "report-draft / echo"], rows)
  for (const verdict of verdicts) verdict()
  console.log("")
}

interface Memory {
  readonly resident: number
  readonly peak: number
}

function memoryOf(peer: Peer): Memory {
  const status = readFileSync(`/proc/${peer.child.pid!}/status`, "utf8")
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) * 1024
  return { resident: field("VmRSS"), peak: field("VmHWM") }
}

/** A document of 10 MB is opened and typed in; memory is read then and a few seconds later, as it is left. */
async function memoryWith(program: string, args: readonly string[], diagnostics: unknown[]): Promise<Memory> {
  const book = yearbook(10_000_000)
  const peer = await begun(program, ...args)
  if (program !== SERVER) peer.notify("bench/diagnostics", { diagnostics })
  const file = new OpenFile(peer, "file:///draft.report.txt")
  await file.open(book.text)
  const places = new Places(book.text)
  const random = seeded(42)
  for (let i = 0; i < 100; i++) {
    const edit = editOf("digit in a table", book, random)
    await file.change(places.change(edit))
    await file.change(places.undo(edit))
  }
  await new Promise(resolve => setTimeout(resolve, 3000))
  const memory = memoryOf(peer)
  await peer.end()
  return memory
}

/** What is resident depends on when the collector last ran: medians of five processes. */
async function usualMemory(program: string, args: readonly string[], diagnostics: unknown[]): Promise<Memory> {
  const all: Memory[] = []
  for (let i = 0; i < 5; i++) all.push(await memoryWith(program, args, diagnostics))
  return { resident: median(all.map(({ resident }) => resident)), peak: median(all.map(({ peak }) => peak)) }
}

async function measureMemory(): Promise<void> {
  if (process.platform !== "linux") {
    console.log("Memory is read from /proc, which this system does not have.\n")
    return
  }
  const diagnostics = await diagnosticsOf(yearbook(10_000_000).text)
  const own = await usualMemory(SERVER, [], diagnostics)
  const echo = await usualMemory(ECHO, ["--store"], diagnostics)
  const row = (name: string, { resident, peak }: Memory): string[] => [name, megabytes(resident), megabytes(peak)]
  printTable(["10 MB opened, 200 edits", "resident", "peak"], [row("report-draft", own), row("echo with TextDocuments", echo)])
  judge("resident memory against echo with TextDocuments", own.resident / echo.resident, 2)
  judge("peak memory against echo with TextDocuments", own.peak / echo.peak, 2)
  console.log("")
}
