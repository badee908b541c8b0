import assert from "node:assert/strict"
import { readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { Writable } from "node:stream"
import { pathToFileURL } from "node:url"
import fc from "fast-check"
import { compareReports } from "../server/collection/compare.ts"
import { run } from "../server/cli/run.ts"
import { readReports } from "../server/engine/index.ts"
import { convert } from "../server/files/convert.ts"
import { LAYOUTS, writeDraft } from "./support/drafts.ts"
import { REQUEST_CELLS, soundFigures } from "./support/figures.ts"
import { FULL_CLIENT, useServers, type LspClient } from "./support/lspClient.ts"
import { draftFor, draftOf, URI } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const compare = (old: string, now: string): ReturnType<typeof compareReports> => compareReports(readReports(old)[0]!.report, readReports(now)[0]!.report)

describe("two versions of a report", () => {
  it("differ in the figure that was changed and in nothing else, whatever their layouts", () => {
    const layouts = fc.constantFrom(...LAYOUTS)
    fc.assert(fc.property(soundFigures, layouts, layouts, fc.constantFrom(...REQUEST_CELLS), fc.integer({ min: 1, max: 30 }), (figures, layout, other, id, by) => {
      const from = figures.get(id)!
      const to = String(Number(from) + by)
      const { title, changes, sections, text } = compare(writeDraft(figures, layout), writeDraft(new Map(figures).set(id, to), other))
      assert.deepEqual({ changes: changes.map(({ id, from, to }) => ({ id, from, to })), title, sections, text }, { changes: [{ id, from, to }], title: null, sections: [], text: [] })
    }), { numRuns: 100 })
  })

  it("differ in title, sections and sentences", () => {
    const old = draftOf("tsv")
    const now = old.replace("下一步将加强培训。", "下一步将加强培训和考核。").replace("政府信息公开工作年度报告", "政府信息公开年度报告").replace(/六、其他需要报告的事项[\s\S]*/, "")
    assert.deepEqual(compare(old, now), {
      title: { from: "2023年青溪县档案馆政府信息公开工作年度报告", to: "2023年青溪县档案馆政府信息公开年度报告" },
      changes: [],
      sections: [{ id: "other-matters", from: "其他需要报告的事项", to: null }],
      text: [
        { section: "problems", from: "下一步将加强培训。", to: "下一步将加强培训和考核。" },
        { section: "other-matters", from: "2023年度未收取信息处理费。", to: null },
      ],
    })
  })

  describe("on the command line", () => {
    let folder = ""
    useFolder(path => {
      folder = path
    })
    beforeEach(() => {
      writeFileSync(join(folder, "old.txt"), draftOf("tsv"))
      writeFileSync(join(folder, "new.md"), draftOf("pipes", { "requests/new/natural": "5" }).replace("下一步将加强培训。", "下一步<b>将加强考核。"))
    })
    const diff = async (...argv: readonly string[]): Promise<{ code: number; out: string }> => {
      const out: string[] = []
      const stdout = new Writable({ write: (chunk: Buffer, _, done) => (out.push(chunk.toString()), done()) })
      const stderr = new Writable({ write: (_chunk, _, done) => done() })
      const code = await run({ argv: ["diff", "--locale", "zh", ...argv], stdin: noInput(), stdout, stderr, env: {}, cwd: folder, thread: resolve("dist/cli.js") })
      return { code, out: out.join("") }
    }

    it("are compared as text, as json and as a page without markup of theirs", async () => {
      const { code, out } = await diff("old.txt", "new.md")
      assert.equal(code, 0)
      assert.match(out, /^requests\/new\/natural “一、本年新收政府信息公开申请数量”自然人: 0 → 5\n/)
      const { changes } = JSON.parse((await diff("old.txt", "new.md", "--format", "json")).out) as { changes: object[] }
      assert.deepEqual(changes, [{ id: "requests/new/natural", label: "“一、本年新收政府信息公开申请数量”自然人", from: "0", to: "5" }])
      const page = (await diff("old.txt", "new.md", "--format", "html")).out
      assert.match(page, /<td>0<\/td><td>5<\/td>/)
      assert.doesNotMatch(page, /<b>/)
      assert.match((await diff("old.txt", "old.txt", "--format", "html")).out, /没有不同/)
    })

    it("may have a table with totals before its title", async () => {
      const table = "部门|一|二|合计\n---|---|---|---\n甲|1|2|3\n乙|3|4|7\n合计|4|6|10\n\n"
      writeFileSync(join(folder, "table.md"), `${table}${readFileSync(join(folder, "new.md"), "utf8")}`)
      assert.deepEqual(await diff("old.txt", "table.md"), await diff("old.txt", "new.md"))
    })

    it("are two files with one report each", async () => {
      writeFileSync(join(folder, "poem.txt"), "床前看月光\n")
      for (const argv of [["old.txt"], ["old.txt", "new.md", "old.txt"], ["old.txt", "poem.txt"], ["old.txt", "none.txt"], ["-", "-"]]) assert.equal((await diff(...argv)).code, 2, argv.join(" "))
    })
  })
})

describe("comparing in the editor", () => {
  const start = useServers()
  let client: LspClient
  let workspace = ""
  useFolder(path => {
    workspace = path
  })
  beforeEach(async () => {
    client = start()
    await client.initialize(FULL_CLIENT, { workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "workspace" }] })
    client.open(URI, draftFor(2023, { "requests/new/natural": "6" }))
  })
  const ask = (other: { name: string; content: string } | null): Promise<{ title: string; html: string } & { fault: string }> => client.request("reportDraft/compare", { textDocument: { uri: URI }, position: { line: 0, character: 0 }, other })
  const compared = (name: string, content: string | Uint8Array): ReturnType<typeof ask> => ask({ name, content: Buffer.from(content).toString("base64") })
  const MARKED = /<td title="4 → 6 \+2 \(\+50%\)"[^>]* class="figure information">/g

  it("shows the tables of two drafts side by side, changed figures marked, with their growth, and changed words", async () => {
    const old = draftFor(2023, { "requests/new/natural": "4" }).replace("下一步将加强培训。", "下一步将加强<考核>。")
    for (const [name, content] of [["旧稿.txt", old], ["旧稿.docx", (await convert(old, "docx")).bytes]] as const) {
      const { title, html } = await compared(name, content)
      assert.equal(title, `${name} → 现稿`)
      assert.equal([...html.matchAll(MARKED)].length, 2)
      assert.equal([...html.matchAll(/<table data-table="requests"/g)].length, 2)
      assert.match(html, /自然人<\/th><td>4<\/td><td>6<\/td><td>\+2 \(\+50%\)<\/td>/)
      if (name.endsWith(".txt")) assert.match(html, /<td>下一步将加强&lt;考核>。<\/td><td>下一步将加强培训。<\/td><\/tr>/)
      assert.doesNotMatch(html, /<考核/)
    }
  })

  it("compares with last year's report, of which only the figures count", async () => {
    assert.match((await ask(null)).fault, /上一年/)
    writeFileSync(join(workspace, "2022.txt"), draftFor(2022, { "requests/new/natural": "4" }))
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: pathToFileURL(join(workspace, "2022.txt")).href, type: 1 }] })
    const { title, html } = await ask(null)
    assert.equal(title, "2022 → 2023")
    assert.equal([...html.matchAll(MARKED)].length, 2)
    const [changes] = /<table class="changes">.*?<\/table>/.exec(html)!
    assert.equal([...changes.matchAll(/<tr><th scope="row">/g)].length, 1)
  })

  it("of a collection takes the report of the same body and year, and says where there is none", async () => {
    const others = [draftFor(2023).replaceAll("档案馆", "图书馆"), draftFor(2021)]
    assert.match((await compared("汇编.txt", others.join("\n"))).fault, /几份报告/)
    assert.match((await compared("汇编.txt", [...others, draftFor(2023, { "requests/new/natural": "4" })].join("\n"))).html, MARKED)
    assert.match((await compared("poem.txt", "床前看月光\n")).fault, /没有政府信息公开年度报告/)
    assert.ok((await compared("broken.docx", "no")).fault)
  })
})

async function* noInput(): AsyncGenerator<string> {
  yield ""
}
