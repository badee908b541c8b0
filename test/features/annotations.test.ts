import assert from "node:assert/strict"
import { applyLspEdits, FULL_CLIENT, positionAt, useServers, wordsAt, type LspClient, type LspEdit, type LspPosition, type LspRange } from "../support/lspClient.ts"
import { CLEAN, draftOf, URI, WRONG } from "../support/sampleDrafts.ts"

interface Lens {
  readonly range: LspRange
  readonly command: { readonly title: string; readonly command: string; readonly arguments: readonly unknown[] }
}

describe("language server: what is shown beside the text", () => {
  const start = useServers()
  const document = { textDocument: { uri: URI } }
  const whole = (text: string): LspRange => ({ start: { line: 0, character: 0 }, end: positionAt(text, text.length) })

  async function opened(text: string, options: object = {}): Promise<LspClient> {
    const client = start()
    await client.initialize({ ...FULL_CLIENT, window: { showDocument: { support: true } } }, { initializationOptions: options })
    client.open(URI, text)
    return client
  }

  describe("lenses", () => {
    const lensesOf = (client: LspClient): Promise<Lens[]> => client.request("textDocument/codeLens", document)
    const titles = (lenses: readonly Lens[]): string[] => lenses.map(({ command }) => command.title)

    it("say above each table how it stands", async () => {
      const client = await opened(CLEAN)
      const lenses = await lensesOf(client)
      assert.deepEqual(titles(lenses), ["10 个数", "勾稽相符", "勾稽相符"])
      assert.deepEqual(lenses.map(({ range }) => CLEAN.split("\n")[range.start.line]!.split("\t").find(cell => cell !== "")), ["第二十条第（一）项", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "行政复议"])
    })

    it("count the sums that fail, lead to one, and compute the totals of their table only", async () => {
      const text = draftOf("tsv", { "litigation/count/review.upheld": "3", "litigation/count/review.total": "5", "requests/new/total": "8" })
      const client = await opened(text, { hasPreview: true })
      const lenses = await lensesOf(client)
      assert.deepEqual(titles(lenses).slice(-3), ["1 处不符", "预览", "重算合计"])
      const [, uri, range] = ["", ...lenses.at(-3)!.command.arguments] as [string, string, LspRange]
      assert.equal(uri, URI)
      assert.equal(wordsAt(text, range), "5")
      let edited = text
      client.answers.set("workspace/applyEdit", ({ edit }: { edit: { documentChanges: { edits: LspEdit[] }[] } }) => {
        edited = applyLspEdits(text, edit.documentChanges[0]!.edits)
        return { applied: true }
      })
      const { command, arguments: args } = lenses.at(-1)!.command
      assert.equal(await client.request("workspace/executeCommand", { command, arguments: args }), 1)
      assert.equal(edited, text.replace("\t5\t", "\t3\t"))
    })

    it("of an unreadable or half read table claim nothing", async () => {
      const client = await opened(draftOf("tsv", { "requests/granted/natural": "" }))
      assert.match(titles(await lensesOf(client))[1]!, /^勾稽相符，\d+ 处没有核对$/)
    })
  })

  describe("hints", () => {
    const hintsOf = async (client: LspClient, text: string): Promise<string[]> =>
      (await client.request<{ position: LspPosition; label: string }[]>("textDocument/inlayHint", { ...document, range: whole(text) })).map(({ position, label }) => `${label} ${/^[^\t|\n]*/.exec(text.split("\n")[position.line]!.slice(position.character))![0]}`)

    it("name the columns of rows with a finding", async () => {
      const client = await opened(WRONG)
      const hints = await hintsOf(client, WRONG)
      assert.deepEqual(hints.slice(0, 7), ["自然人 3", "商业企业 0", "科研机构 0", "社会公益组织 0", "法律服务机构 0", "其他 0", "总计 2"])
      assert.equal(hints.length, 7)
    })

    it("are those of all rows, or none, as the user wants", async () => {
      assert.equal((await hintsOf(await opened(CLEAN, { inlayHints: "all" }), CLEAN)).length, 200)
      assert.deepEqual(await hintsOf(await opened(WRONG, { inlayHints: "off" }), WRONG), [])
      assert.deepEqual(await hintsOf(await opened(CLEAN), CLEAN), [])
    })
  })

  it("colours tell headings, labels, figures and totals, in any layout, and only of the range that is asked for", async () => {
    const kinds = ["heading", "label", "figure"]
    for (const layout of ["tsv", "pdf-broken-between", "cell-line"] as const) {
      const text = draftOf(layout)
      const client = await opened(text)
      const tokensIn = async (range: LspRange): Promise<{ words: string; kind: string; isTotal: boolean }[]> => {
        const { data } = await client.request<{ data: number[] }>("textDocument/semanticTokens/range", { ...document, range })
        const lines = text.split("\n")
        let [line, character] = [0, 0]
        return Array.from({ length: data.length / 5 }, (_, i) => {
          const [down, right, length, kind, modifiers] = data.slice(i * 5, i * 5 + 5) as [number, number, number, number, number]
          character = down > 0 ? right : character + right
          line += down
          return { words: lines[line]!.slice(character, character + length), kind: kinds[kind]!, isTotal: modifiers === 1 }
        })
      }
      const all = await tokensIn(whole(text))
      assert.equal(all.filter(({ kind }) => kind === "heading").length, 7, layout)
      assert.equal(all.filter(({ kind }) => kind === "figure").length, 200, layout)
      // 25 totals of rows, 7 of them totals of columns too, and 3 of table four.
      assert.equal(all.filter(({ isTotal }) => isTotal).length, 34, layout)
      assert.ok(all.filter(({ kind }) => kind === "figure").every(({ words }) => words === "0"))
      const first = await tokensIn({ start: { line: 0, character: 0 }, end: { line: 1, character: 0 } })
      assert.deepEqual(first.map(({ kind, words }) => [kind, words]), [["heading", "2023年青溪县档案馆政府信息公开工作年度报告"]])
    }
  })
})
