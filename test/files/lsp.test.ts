import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { readFile } from "../../server/files/readFile.ts"
import { figuresOf } from "../support/check.ts"
import { useServers, type LspClient } from "../support/lspClient.ts"
import { CLEAN, URI } from "../support/sampleDrafts.ts"

const SAMPLES = "test/files/samples"

describe("Word and web files in the language server", () => {
  const start = useServers()
  let client: LspClient
  beforeEach(async () => {
    client = start()
    await client.initialize()
  })

  const read = (name: string, bytes: Buffer): Promise<{ text?: string; hasTrackedChanges?: boolean; fault?: string }> => client.request("reportDraft/readFile", { name, content: bytes.toString("base64") })

  it("are read as drafts", async () => {
    for (const name of ["tracked.docx", "page.html"]) {
      const bytes = readFileSync(`${SAMPLES}/${name}`)
      assert.deepEqual(await read(name, bytes), { text: readFile(name, bytes, page => page.toString()).text, hasTrackedChanges: name === "tracked.docx" })
    }
  })

  it("are refused with a reason", async () => {
    assert.match((await read("a.docx", Buffer.from("no"))).fault!, /damaged|损坏/)
    assert.equal(await client.request("reportDraft/writeWord", { textDocument: { uri: "file:///unknown.txt" } }), null)
    assert.equal(await client.request("reportDraft/readFile", { name: 1 }), null)
  })

  it("are made of a document as it stands in the editor", async () => {
    const text = CLEAN.replace("公开内容还不够丰富。", "解读不多。")
    client.open(URI, CLEAN)
    client.change(URI, { text })
    const { content, untouched } = await client.request<{ content: string; untouched: string[] }>("reportDraft/writeWord", { textDocument: { uri: URI } })
    assert.deepEqual(untouched, [])
    const back = readFile("a.docx", Buffer.from(content, "base64"), String).text
    assert.match(back, /^解读不多。/m)
    assert.deepEqual(figuresOf(back), figuresOf(text))
  })

  it("are pasted as an open document is written", async () => {
    client.open(URI, CLEAN)
    const at = { line: 0, character: 0 }
    const paste = (html: unknown, uri = URI): Promise<unknown> => client.request("reportDraft/paste", { textDocument: { uri }, range: { start: at, end: at }, html, isMarkdown: false })
    assert.deepEqual(await paste("<table><tr><td rowspan=2>渠道</td><td>信</td></tr><tr><td>网</td></tr></table>"), { text: "渠道\t信\n\t网\n\n", holdsTable: false })
    assert.match(((await paste("<b>".repeat(1000))) as { fault: string }).fault, /nested|嵌套/)
    assert.equal(await paste("<p>", "file:///unknown.txt"), null)
    assert.equal(await paste(1), null)
  })
})
