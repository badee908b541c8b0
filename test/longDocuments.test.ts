import assert from "node:assert/strict"
import fc from "fast-check"
import { FORMATS } from "../server/engine/formats.ts"
import { fixOfRule } from "../server/engine/features/fixAll.ts"
import { LineIndex } from "../server/engine/text/lines.ts"
import { OpenDocument } from "../server/lsp/documents.ts"
import type { Session } from "../server/lsp/session.ts"
import { DEFAULTS } from "../server/lsp/settings.ts"
import { reportAtOrFirst } from "../server/lsp/toLsp.ts"
import { fixEdits } from "../server/lsp/workspaceEdits.ts"
import { check } from "./support/check.ts"
import { FULL_CLIENT, positionAfter, PUSH_CLIENT, useServers, type LspClient, type LspDiagnostic, type LspPosition, type Message } from "./support/lspClient.ts"
import { draftFor, URI, WRONG } from "./support/sampleDrafts.ts"

/** What stands before the figure that is at fault. */
const BEFORE_FAULT = "（一）予以公开\t\t"
const withFigure = (figure: string): string => WRONG.replace(`${BEFORE_FAULT}3`, BEFORE_FAULT + figure)

const NOT_ALL = "not-all-checked"
const COUNT = 300
const LINES = WRONG.split("\n").length - 1
/** Every report of it has one fault. */
const LONG = WRONG.repeat(COUNT)

interface Published {
  readonly uri: string
  readonly version: number
  readonly diagnostics: LspDiagnostic[]
}

const isWhole = (diagnostics: readonly LspDiagnostic[]): boolean => diagnostics.every(({ code }) => code !== NOT_ALL)

/** Where the fault of a report is. */
function faultOf(report: number): LspPosition {
  const { line, character } = positionAfter(WRONG, BEFORE_FAULT)
  return { line: line + report * LINES, character }
}

/** The reports, counted from 0, that findings speak of. */
const reportsIn = (diagnostics: readonly LspDiagnostic[]): number[] => diagnostics.flatMap(({ code, range }) => (code === NOT_ALL ? [] : Math.floor(range.start.line / LINES)))

/** Findings as they are shown, for comparison. */
const shown = (text: string, diagnostics: readonly LspDiagnostic[]): unknown[] => {
  const lines = text.split("\n")
  return diagnostics.map(({ message, range: { start, end } }) => [message, start.line, lines[start.line]!.slice(start.character, start.line === end.line ? end.character : undefined)])
}

/** The same of one check of the whole text. */
const checked = (text: string): unknown[] => {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return check(text).map(({ message, range: { from, to } }) => {
    const line = starts.findLastIndex(start => start <= from)
    return [message.zh, line, text.slice(from, Math.min(to, (starts[line + 1] ?? text.length + 1) - 1))]
  })
}

describe("a long document", function () {
  this.timeout(60_000)
  const start = useServers()
  let client: LspClient

  beforeEach(() => {
    client = start()
  })

  const publications = (): Published[] => client.all("textDocument/publishDiagnostics").map(({ params }) => params as Published)
  const publishedWhen = async (isWanted: (published: Published) => boolean): Promise<Published> => {
    const { params } = await client.seen(({ method, params }) => method === "textDocument/publishDiagnostics" && isWanted(params as Published))
    return params as Published
  }
  const whole = (version: number): Promise<Published> => publishedWhen(published => published.version === version && isWhole(published.diagnostics))
  /** Mends the fault of a report, or makes it anew. */
  const type = (report: number, figure: string): number => {
    const at = faultOf(report)
    return client.change(URI, { range: { start: at, end: { ...at, character: at.character + 1 } }, text: figure })
  }

  it("has the findings on its first report first, then more each time, and in the end all", async () => {
    await client.initialize(PUSH_CLIENT)
    client.open(URI, LONG)
    const { diagnostics } = await whole(1)
    assert.deepEqual(shown(LONG, diagnostics), checked(LONG))
    const told = publications()
    assert.ok(told.length > 1 && told.length < 15, `${told.length} publications`)
    assert.deepEqual(told.map(({ diagnostics }) => isWhole(diagnostics)), told.map((_, i) => i === told.length - 1))
    const counts = told.map(({ diagnostics }) => reportsIn(diagnostics).length)
    assert.deepEqual(counts, counts.toSorted((a, b) => a - b))
    assert.ok(reportsIn(told[0]!.diagnostics).includes(0) && !reportsIn(told[0]!.diagnostics).includes(COUNT - 1))
  })

  it("says where it has not been looked at", async () => {
    await client.initialize(PUSH_CLIENT)
    client.open(URI, LONG)
    const { diagnostics } = await publishedWhen(() => true)
    const [remark, ...others] = diagnostics
    assert.equal(remark!.code, NOT_ALL)
    assert.match(remark!.message, /还有没看过/)
    assert.ok(Math.max(...others.map(({ range }) => range.start.line)) < remark!.range.start.line)
    await whole(1)
  })

  it("is handed out as far as it is known to a client that asks, which is brought to ask again", async () => {
    await client.initialize()
    client.open(URI, LONG)
    const answers: LspDiagnostic[][] = []
    for (let asked = 0; ; ) {
      answers.push(await client.pull(URI))
      if (isWhole(answers.at(-1)!)) break
      await client.seen(({ method }) => method === "workspace/diagnostic/refresh", asked)
      asked = client.received.length
    }
    assert.ok(answers.length > 1)
    assert.ok(!reportsIn(answers[0]!).includes(COUNT - 1))
    assert.deepEqual(shown(LONG, answers.at(-1)!), checked(LONG))
  })

  it("is answered for as a whole to a client that cannot be brought to ask again", async () => {
    await client.initialize({ ...FULL_CLIENT, workspace: { ...FULL_CLIENT.workspace, diagnostics: undefined } })
    client.open(URI, LONG)
    assert.deepEqual(shown(LONG, await client.pull(URI)), checked(LONG))
  })

  it("is typed in while it is read: the report that changes comes first, and nothing is lost", async () => {
    await client.initialize(PUSH_CLIENT)
    client.open(URI, LONG)
    await publishedWhen(() => true)
    const edited = COUNT - 20
    const version = type(edited, "9")
    const { diagnostics } = await publishedWhen(published => published.version === version && reportsIn(published.diagnostics).includes(edited))
    assert.ok(!isWhole(diagnostics) && !reportsIn(diagnostics).includes(edited - 1))
    const last = [type(edited, "2"), type(3, "2"), type(COUNT - 1, "7")].at(-1)!
    const text = Array.from({ length: COUNT }, (_, i) => (i === edited || i === 3 ? withFigure("2") : i === COUNT - 1 ? withFigure("7") : WRONG)).join("")
    assert.deepEqual(shown(text, (await whole(last)).diagnostics), checked(text))
  })

  it("has the findings on what is on the screen before those on what is not", async () => {
    await client.initialize(PUSH_CLIENT)
    client.open(URI, LONG)
    const seen = COUNT / 2
    const range = { start: { line: seen * LINES, character: 0 }, end: { line: seen * LINES + 40, character: 0 } }
    const { data } = await client.request<{ data: number[] }>("textDocument/semanticTokens/range", { textDocument: { uri: URI }, range })
    assert.ok(data[0]! >= seen * LINES)
    const { diagnostics } = await publishedWhen(({ diagnostics }) => reportsIn(diagnostics).includes(seen))
    assert.ok(!reportsIn(diagnostics).includes(seen - 1) && !reportsIn(diagnostics).includes(seen + 3))
    await whole(1)
  })

  it("is asked about at any place at once, and as a whole when all is read", async () => {
    await client.initialize(PUSH_CLIENT)
    client.open(URI, LONG)
    const outline = client.ask("textDocument/documentSymbol", { textDocument: { uri: URI } })
    const hover = client.ask("textDocument/hover", { textDocument: { uri: URI }, position: faultOf(COUNT - 1) })
    assert.ok((await client.reply(hover)).result)
    assert.ok(publications().every(({ diagnostics }) => !isWhole(diagnostics)))
    assert.equal(((await client.reply(outline)).result as unknown[]).length, COUNT)
    assert.ok(publications().some(({ diagnostics }) => isWhole(diagnostics)))
  })

  it("is cut no further for what is offered on one report, nor is another report read", () => {
    const document = new OpenDocument(URI, 1, LONG, FORMATS)
    const session = { settings: DEFAULTS, contextOf: () => ({}) } as unknown as Session
    const placed = reportAtOrFirst(document.known, faultOf(0))!
    assert.equal(placed.line, 0)
    assert.equal(fixEdits(session, document, [placed], fixOfRule("sum-mismatch")).length, 1)
    assert.ok(!document.isCut)
    assert.equal(document.known.readReports.length, 1)
  })

  it("has lenses where it has been read, one that says that there is more, and all in the end", async () => {
    await client.initialize({ ...PUSH_CLIENT, workspace: { ...PUSH_CLIENT.workspace, codeLens: { refreshSupport: true } } })
    client.open(URI, LONG)
    await publishedWhen(() => true)
    const lenses = (): Promise<{ command: { title: string } }[]> => client.request("textDocument/codeLens", { textDocument: { uri: URI } })
    const isSaid = ({ command }: { command: { title: string } }): boolean => command.title.includes("还有没看过")
    const early = await lenses()
    assert.equal(early.filter(isSaid).length, 1)
    await whole(1)
    await client.seen(({ method }) => method === "workspace/codeLens/refresh", client.received.findIndex(({ params }) => params === publications().at(-1)))
    const all = await lenses()
    assert.ok(all.length > early.length && !all.some(isSaid))
  })

  it("is spoken of no more once it is closed", async () => {
    await client.initialize(PUSH_CLIENT)
    const other = "file:///other.txt"
    client.open(URI, LONG)
    await publishedWhen(() => true)
    client.close(URI)
    client.open(other, WRONG)
    await publishedWhen(({ uri }) => uri === other)
    await client.settled()
    const told = publications().filter(({ uri }) => uri === URI)
    assert.deepEqual(told.at(-1)!.diagnostics, [])
    assert.ok(told.every(({ diagnostics }) => diagnostics.length === 0 || !isWhole(diagnostics)))
  })

  it("is left where the user ends the work, said to be so, and looked at to its end when it is asked for", async () => {
    await client.initialize({ ...PUSH_CLIENT, window: { workDoneProgress: true } })
    const count = 800
    client.open(URI, WRONG.repeat(count))
    const kindOf = ({ method, params }: Message): string | undefined => (method === "$/progress" ? (params as { value: { kind: string } }).value.kind : undefined)
    const { params } = await client.seen(message => kindOf(message) === "begin")
    const { token, value } = params as { token: string; value: { cancellable: boolean } }
    assert.equal(value.cancellable, true)
    client.notify("window/workDoneProgress/cancel", { token })
    await client.seen(message => kindOf(message) === "end")
    const { diagnostics } = await publishedWhen(({ diagnostics }) => diagnostics.some(({ message }) => message.includes("已停止")))
    assert.ok(reportsIn(diagnostics).length < count)
    assert.ok((await client.request<unknown[]>("textDocument/documentSymbol", { textDocument: { uri: URI } })).length < count)
    await client.request("reportDraft/findLastYear", { textDocument: { uri: URI } })
    await whole(1)
    assert.equal((await client.request<unknown[]>("textDocument/documentSymbol", { textDocument: { uri: URI } })).length, count)
  })

  it("has its reports compared with each other when all are known", async () => {
    const text = `${draftFor(2023, { "requests/carried-in/natural": "5" })}${WRONG.repeat(COUNT)}${draftFor(2022, { "requests/carried-out/natural": "3" })}`
    await client.initialize(PUSH_CLIENT)
    client.open(URI, text)
    const { diagnostics } = await whole(1)
    assert.deepEqual(shown(text, diagnostics), checked(text))
  })

  it("has the same text and the same reports wherever it is changed while it is cut into them", () => {
    const place = fc.oneof(fc.nat(WRONG.length * 20), fc.nat(LONG.length))
    const change = fc.record({ from: place, length: fc.constantFrom(0, 1, 40, WRONG.length * 3), insert: fc.constantFrom("", "1", "\n", "\r", "一句。\n", WRONG), cuts: fc.nat(2) })
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), changes => {
      const document = new OpenDocument(URI, 1, LONG, FORMATS)
      let text = LONG
      assert.ok(!document.isCut)
      for (const [i, { from, length, insert, cuts }] of changes.entries()) {
        const lines = new LineIndex(text)
        const [start, end] = [from, from + length].map(offset => lines.position(Math.min(offset, text.length)))
        document.change([{ range: { start, end }, text: insert }], i + 2)
        text = text.slice(0, lines.offset(start!.line, start!.character)) + insert + text.slice(lines.offset(end!.line, end!.character))
        for (let cut = 0; cut < cuts && !document.isCut; cut++) document.readOn()
      }
      const whole = new OpenDocument(URI, 1, text, FORMATS).read()
      assert.equal(document.read().text, text)
      assert.deepEqual(Array.from({ length: whole.size }, (_, i) => whole.lineOf(i)), Array.from({ length: document.read().size }, (_, i) => document.read().lineOf(i)))
    }), { numRuns: 40 })
  })

  it("of a few reports is no long one: all is said at once", async () => {
    await client.initialize({ ...PUSH_CLIENT, window: { workDoneProgress: true }, workspace: { ...PUSH_CLIENT.workspace, codeLens: { refreshSupport: true } } })
    client.open(URI, WRONG.repeat(20))
    assert.equal((await whole(1)).diagnostics.length, 20)
    await whole(type(7, "2"))
    await client.settled()
    assert.equal(publications().length, 2)
    assert.deepEqual(client.received.flatMap(({ method, id }) => (method !== undefined && id !== undefined ? method : [])), [])
  })
})
