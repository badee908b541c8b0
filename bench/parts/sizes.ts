import { HOSTILE_PROSE } from "../../test/support/hostileProse.ts"
import { hostileName, ODD_DRAFTS, PROSE_LENGTHS } from "../drafts.ts"
import { judge, median, p99, printTable, time, type Samples } from "../measure.ts"
import { Worker } from "../workers.ts"

// (e) Drafts that nobody writes by hand: none may take long to read, and in those of 1 MB typing goes on.

const MAX_READING = 5000
const MAX_EDIT = 16
/** The same for those that are larger. */
const MAX_EXTREME = 60
/** Four times the text may take so many times as long: what is quadratic takes sixteen times. */
const MAX_GROWTH = 8
const NAMES = ["10000000", ...Object.keys(ODD_DRAFTS)]

interface Figures {
  readonly name: string
  readonly reading: Samples
  readonly edit: Samples
}

console.log("## (e) Odd drafts, the engine alone\n")
const figures: Figures[] = []
for (const name of NAMES) figures.push(await measure(name))
printTable(["draft", "read and checked, first time", "typed digit", "p99"], figures.map(({ name, reading, edit }) => [title(name), time(reading[0]!), time(median(edit)), time(p99(edit))]))
for (const { name, reading } of figures) judge(`${title(name)} read and checked`, reading[0]!, MAX_READING, time)
for (const { name, edit } of figures) if (name in ODD_DRAFTS) judge(`${name}, an edit`, median(edit), name.includes("1 MB") ? MAX_EDIT : MAX_EXTREME, time)
await judgeProse()
console.log("")

/** Hostile prose, four times as much of it; the one that grows most. */
async function judgeProse(): Promise<void> {
  const grown: { name: string; by: number }[] = []
  for (const name of Object.keys(HOSTILE_PROSE)) {
    const [few, many] = [await readingOf(hostileName(name, PROSE_LENGTHS[0])), await readingOf(hostileName(name, PROSE_LENGTHS[1]))]
    grown.push({ name, by: many / few })
  }
  const worst = grown.reduce((a, b) => (b.by > a.by ? b : a))
  judge(`four times as much hostile prose (${worst.name} grows most)`, worst.by, MAX_GROWTH)
}

async function readingOf(name: string): Promise<number> {
  const reader = await Worker.start("reading", name)
  const times = await reader.ask("", 5)
  reader.end()
  return median(times)
}

function title(name: string): string {
  return /^\d+$/.test(name) ? "10 MB of reports" : name
}

async function measure(name: string): Promise<Figures> {
  const reader = await Worker.start("reading", name)
  const reading = await reader.ask("", 1)
  reader.end()
  const editor = await Worker.start("engine", name)
  const first = await editor.ask("digit anywhere", 2)
  const edit = await editor.ask("digit anywhere", Math.max(5, Math.min(200, Math.floor(4000 / median(first)))))
  editor.end()
  return { name, reading, edit }
}
