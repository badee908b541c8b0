import { deepEqual } from "node:assert/strict"
import { readFileSync } from "node:fs"
import { report, seeded, yearbook } from "./drafts.ts"
import { SERVER } from "./programs.ts"
import { diagnosticsIn, OpenFile, Peer } from "./rpc.ts"

// Very many edits in one server: memory must not grow with them, and at the end the diagnostics are those of a fresh server.

const EDITS = Number(process.argv[2] ?? 1_000_000)
const LOOK = Math.max(1, Math.floor(EDITS / 20))
/** Edits between two waits for the diagnostics. */
const BURST = 10
/** The document is put back when it has grown or shrunk by this factor. */
const MAX_CHANGE = 2
/** Memory at the end may be so many times that of the first quarter: a leak of 100 bytes an edit would make 100 MB. */
const MAX_GROWTH = 1.25
const FRAGMENTS = ["1", "23", "总", "\n", "\n\n", "\t", " | ", "。", "- 3 -\n", "规章\t0\t0\t0\n", "一、总体情况\n", "六、其他需要报告的事项\n无\n", "2022年白石县档案馆政府信息公开工作年度报告\n"]

const random = seeded(2024)
const { text } = yearbook(60_000)
const original = text.split("\n")
let lines = [...original]
let length = text.length

async function started(): Promise<OpenFile> {
  const peer = new Peer(SERVER)
  await peer.initialize()
  return new OpenFile(peer, "file:///draft.report.txt")
}

function residentOf({ peer }: OpenFile): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${peer.child.pid!}/status`, "utf8"))?.[1]) / 1024
}

/** A change of the document: a few characters, now and then a report, or all of it put back. */
function nextChange(): unknown {
  if (length > MAX_CHANGE * text.length || length < text.length / MAX_CHANGE || random(20_000) === 0) return wholeChange()
  const line = random(lines.length)
  const character = random(lines[line]!.length + 1)
  const last = random(3) === 0 ? Math.min(line + random(3), lines.length - 1) : line
  const end = last === line ? Math.min(character + random(3), lines[line]!.length) : random(lines[last]!.length + 1)
  return replaced(line, character, last, end, insertion())
}

function insertion(): string {
  if (random(500) === 0) return report(random)
  return random(3) === 0 ? "" : FRAGMENTS[random(random(4) === 0 ? FRAGMENTS.length : 2)]!
}

function wholeChange(): unknown {
  lines = [...original]
  length = text.length
  return { text }
}

function replaced(line: number, character: number, last: number, end: number, insert: string): unknown {
  const old = lines.slice(line, last + 1).join("\n")
  const changed = lines[line]!.slice(0, character) + insert + lines[last]!.slice(end)
  lines.splice(line, last - line + 1, ...changed.split("\n"))
  length += changed.length - old.length
  return { range: { start: { line, character }, end: { line: last, character: end } }, text: insert }
}

async function settled(file: OpenFile): Promise<Buffer> {
  return (await file.change(wholeChange())).body
}

const file = await started()
await file.open(text)
const seen: number[] = []
console.log(`${EDITS} edits in one server, a draft of ${text.length} characters\nedits\tresident`)
for (let done = 0; done < EDITS; ) {
  for (let i = 1; i < BURST; i++) file.tell(nextChange())
  await file.change(nextChange())
  if (Math.floor((done + BURST) / LOOK) > Math.floor(done / LOOK)) {
    seen.push(residentOf(file))
    console.log(`${done + BURST}\t${seen[seen.length - 1]!.toFixed(0)} MB`)
  }
  done += BURST
}
const fresh = await started()
const opened = await fresh.open(lines.join("\n"))
const same = await file.change({ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "" })
deepEqual(diagnosticsIn(same.body), diagnosticsIn(opened.body))
deepEqual(diagnosticsIn(await settled(file)), diagnosticsIn(await settled(fresh)))
await Promise.all([file.peer.end(), fresh.peer.end()])
const quarter = Math.max(1, Math.floor(seen.length / 4))
const [early, late] = [Math.max(...seen.slice(0, quarter)), Math.max(...seen.slice(-quarter))]
console.log(`diagnostics equal those of a fresh server; resident memory at most ${early.toFixed(0)} MB in the first quarter, ${late.toFixed(0)} MB in the last: ${late <= MAX_GROWTH * early ? "pass" : "falls short"}`)
if (late > MAX_GROWTH * early) process.exitCode = 1
