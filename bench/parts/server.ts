import { readFileSync } from "node:fs"
import { performance } from "node:perf_hooks"
import { globSync } from "tinyglobby"
import { openDocument } from "../../server/engine/index.ts"
import { yearbook, seeded, type Yearbook } from "../drafts.ts"
import { editOf, type Action } from "../edits.ts"
import { interleave, judge, median, p99, printTable, ratio, time, type Contender, type Samples } from "../measure.ts"
import { Places, type Change } from "../places.ts"
import { ECHO, JSON_SERVER, ROOT, SERVER } from "../programs.ts"
import { diagnosticsIn, OpenFile, Peer } from "../rpc.ts"

// (b) From didChange to the diagnostics, over stdio.

const SIZES: readonly (readonly [bytes: number, name: string])[] = [[10_000, "10 kB"], [1_000_000, "1 MB"], [10_000_000, "10 MB"]]
const ACTIONS = ["digit in a table", "Enter"] as const satisfies readonly Action[]
const EFFORT = { rounds: 60, burst: 5, budget: 6000 }

interface Row {
  readonly name: string
  readonly count: number
  readonly bytes: number
  readonly taken: ReadonlyMap<string, Samples>
}

console.log("## (b) didChange → diagnostics over stdio\n")
const rows: Row[] = []
for (const [bytes, size] of SIZES) {
  const book = yearbook(bytes)
  for (const action of ACTIONS) rows.push(await measure(`${action}, ${size}`, book, action, bytes, action === ACTIONS[0]))
}
rows.push(await measure("digit in a table, 1 MB, a fault in every row", faulty(yearbook(1_000_000)), "digit in a table", 1_000_000, false))
printAll()
await comparePreview()

/** Every figure of table three a word, so that there are more findings than are sent. */
function faulty({ text, starts }: Yearbook): Yearbook {
  return { text: text.replace(/(?<=[\t\n ])0(?=[\t\n ])/g, "x"), starts }
}

async function measure(name: string, book: Yearbook, action: Action, bytes: number, withJson: boolean): Promise<Row> {
  const own = new OpenFile(await started(SERVER), "file:///draft.report.txt")
  await own.open(book.text)
  const places = new Places(book.text)
  const sample = await own.change(places.change(editOf(action, book, seeded(1))))
  await own.change(places.undo(editOf(action, book, seeded(1))))
  const diagnostics = diagnosticsIn(sample.body)
  const echo = new OpenFile(await started(ECHO), own.uri)
  echo.peer.notify("bench/diagnostics", { diagnostics })
  await echo.open(book.text)
  const json = withJson ? await jsonContender(bytes) : null
  const contenders = [contender("report-draft", own, book, action), contender("echo", echo, book, action), ...(json ? [json.contender] : [])]
  await interleave(contenders, { rounds: 4, burst: 25, budget: 1500 })
  const taken = await interleave(contenders, EFFORT)
  await Promise.all([own.peer, echo.peer, ...(json ? [json.peer] : [])].map(peer => peer.end()))
  return { name, count: diagnostics.length, bytes: sample.body.length, taken }
}

async function started(program: string): Promise<Peer> {
  const peer = new Peer(program)
  await peer.initialize()
  return peer
}

function contender(name: string, file: OpenFile, book: Yearbook, action: Action): Contender {
  const random = seeded(42)
  const places = new Places(book.text)
  return {
    name,
    async ask(count) {
      const times: number[] = []
      for (let i = 0; i < count; i++) {
        const edit = editOf(action, book, random)
        times.push((await file.change(places.change(edit))).ms)
        await file.change(places.undo(edit))
      }
      return times
    },
  }
}

/** The largest draft of the examples and, where they are there, of the real ones beside the project. */
function largestDraft(): Yearbook {
  const texts = globSync(["examples/*/*.{txt,md}", "../shared/seeds/*.txt"], { cwd: ROOT, absolute: true }).map(path => readFileSync(path, "utf8"))
  const [text] = texts.sort((a, b) => b.length - a.length) as [string]
  return { text, starts: openDocument(text).reports.map(({ from }) => from) }
}

/** Typing into one draft with the preview beside it, which asks for a view with each change, and without. */
async function comparePreview(): Promise<void> {
  const book = largestDraft()
  const random = seeded(42)
  const typist = async (name: string, isOpen: boolean): Promise<Contender & { readonly peer: Peer }> => {
    const file = new OpenFile(await started(SERVER), "file:///draft.report.txt")
    await file.open(book.text)
    const places = new Places(book.text)
    const type = async (change: Change): Promise<number> => {
      const news = file.published()
      const start = performance.now()
      file.tell(change)
      const view = isOpen ? file.peer.request("reportDraft/preview", { textDocument: { uri: file.uri }, position: change.range.start }) : null
      const { at } = await news
      await view
      return at - start
    }
    const ask = async (count: number): Promise<Samples> => {
      const times: number[] = []
      for (let i = 0; i < count; i++) {
        const edit = editOf(ACTIONS[0], book, random)
        times.push(await type(places.change(edit)))
        await type(places.undo(edit))
      }
      return times
    }
    return { name, ask, peer: file.peer }
  }
  const [closed, open] = [await typist("closed", false), await typist("open", true)]
  await interleave([closed, open], { rounds: 4, burst: 25, budget: 1500 })
  const taken = await interleave([closed, open], EFFORT)
  await Promise.all([closed.peer.end(), open.peer.end()])
  const [without, beside] = [taken.get("closed")!, taken.get("open")!]
  printTable(["edit", "preview closed", "p99", "preview open", "p99", "open / closed"], [[`${ACTIONS[0]}, ${Math.round(Buffer.byteLength(book.text) / 1000)} kB`, time(median(without)), time(p99(without)), time(median(beside)), time(p99(beside)), ratio(median(beside) / median(without))]])
  judge("typing with the preview open against closed", median(beside) / median(without), 1.3)
  console.log("")
}

/** VS Code's own JSON server on a JSON text of that size: a digit typed into a number, then diagnostics asked for. */
async function jsonContender(bytes: number): Promise<{ peer: Peer; contender: Contender }> {
  const peer = new Peer(JSON_SERVER, ["--stdio"], { textDocument: { diagnostic: { dynamicRegistration: false } } })
  await peer.initialize()
  const file = new OpenFile(peer, "file:///figures.json", "json")
  const line = (i: number): string => `  { "单位": "青溪县档案馆", "年度": 2023, "本年新收": ${1000 + (i % 9000)} }`
  const count = Math.ceil(bytes / Buffer.byteLength(`${line(0)},\n`))
  peer.notify("textDocument/didOpen", { textDocument: { uri: file.uri, languageId: "json", version: 1, text: `[\n${Array.from({ length: count }, (_, i) => line(i)).join(",\n")}\n]\n` } })
  await peer.request("textDocument/diagnostic", { textDocument: { uri: file.uri } })
  const random = seeded(42)
  const character = line(0).length - 4
  const ask = async (samples: number): Promise<Samples> => {
    const times: number[] = []
    for (let i = 0; i < samples; i++) {
      const start = { line: 1 + random(count), character }
      const typed: Change = { range: { start, end: start }, text: "1" }
      times.push((await file.changeAndPull(typed)).ms)
      await file.changeAndPull({ range: { start, end: { line: start.line, character: character + 1 } }, text: "" })
    }
    return times
  }
  return { peer, contender: { name: "json", ask } }
}

function printAll(): void {
  const cells = rows.map(({ name, count, bytes, taken }) => {
    const [own, echo, json] = ["report-draft", "echo", "json"].map(who => taken.get(who) ?? [])
    return [name, String(count), `${(bytes / 1000).toFixed(1)} kB`, time(median(own!)), time(p99(own!)), time(median(echo!)), time(p99(echo!)), ratio(median(own!) / median(echo!)), time(median(json!))]
  })
  printTable(["edit", "diagnostics", "sent", "report-draft", "p99", "echo", "p99", "report-draft / echo", "JSON server"], cells)
  for (const { name, taken } of rows) {
    const against = median(taken.get("report-draft")!) / median(taken.get("echo")!)
    judge(`report-draft against echo, ${name}`, against, name.includes("10 kB") ? 3 : name.includes("10 MB") ? 1.4 : 1.6)
  }
  console.log("")
}
