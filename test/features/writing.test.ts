import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import type { DraftLayout } from "../support/drafts.ts"
import { soundFigures } from "../support/figures.ts"
import { positionAt, useServers, type LspClient, type LspDiagnostic } from "../support/lspClient.ts"
import { draftOf, URI } from "../support/sampleDrafts.ts"

const [ERROR, WARNING, HINT] = [1, 2, 4]
const isLoud = ({ severity }: LspDiagnostic): boolean => severity === ERROR || severity === WARNING

describe("language server: writing from top to bottom", () => {
  const start = useServers()
  let client: LspClient

  beforeEach(async () => {
    client = start()
    await client.initialize()
  })

  /** Types the draft into an empty document, half a line at a time; gives what is said after each step. */
  async function typed(draft: string): Promise<{ text: string; found: LspDiagnostic[] }[]> {
    client.open(URI, "")
    const steps: { text: string; found: LspDiagnostic[] }[] = []
    let text = ""
    for (const line of draft.match(/[^\n]*\n/g)!) {
      const half = Math.floor(line.length / 2)
      for (const piece of [line.slice(0, half), line.slice(half)].filter(piece => piece !== "")) {
        const at = positionAt(text, text.length)
        client.change(URI, { range: { start: at, end: at }, text: piece })
        text += piece
        steps.push({ text, found: await client.pull(URI) })
      }
    }
    return steps
  }

  const [figures] = fc.sample(soundFigures, { numRuns: 1, seed: 7 })
  const right = (layout: DraftLayout): string => draftOf(layout, Object.fromEntries(figures!))
  const said = (steps: readonly { readonly found: readonly LspDiagnostic[] }[]): string => [...new Set(steps.flatMap(({ found }) => found.filter(isLoud).map(({ message }) => message)))].join("\n")

  for (const layout of ["tsv", "gfm", "cell-line", "html", "drawn"] as const satisfies readonly DraftLayout[]) {
    it(`hardly ever shows an error or a warning for a right draft (${layout})`, async () => {
      const steps = await typed(right(layout))
      const loud = steps.filter(({ found }) => found.some(isLoud))
      assert.ok(loud.length * 20 <= steps.length, `${loud.length} of ${steps.length} steps: ${said(loud)}`)
      assert.deepEqual(steps.at(-1)!.found, [])
    })
  }

  it("takes a heading within the first section for none of the sections to come", async () => {
    const draft = right("tsv")
    const head = draft.slice(0, draft.indexOf("二、主动公开"))
    assert.equal(said(await typed(`${head}（一）主动公开政府信息情况\n\n公开信息40条。\n\n（二）依申请公开情况\n\n略。\n\n`)), "")
  })

  it("says nothing of a cell on a line of which only the indentation is there", async () => {
    const indented = draftOf("tab-cell").replaceAll(/^\t$/gm, "")
    assert.equal(said(await typed(indented.slice(0, indented.indexOf("三、收到和处理")))), "")
  })

  it("says nothing of the rows to come of parts that stand side by side", async () => {
    const accounts = readFileSync("examples/clean/青石县民政局2024年度部门决算公开表（收支并排）.txt", "utf8")
    assert.equal(said(await typed(accounts.slice(0, accounts.indexOf("收入决算表")))), "")
  })

  it("says what is missing once the draft is saved, goes on behind it, or is opened", async () => {
    const half = draftOf("tsv").slice(0, draftOf("tsv").indexOf("四、政府信息公开"))
    const steps = await typed(half)
    const toCome = steps.at(-1)!.found.filter(({ code }) => code === "missing-section")
    assert.deepEqual(toCome.map(({ severity, message }) => [severity, message.startsWith("还没写到：")]), [[HINT, true]])
    client.notify("textDocument/didSave", { textDocument: { uri: URI } })
    const missing = (await client.pull(URI)).filter(({ code }) => code === "missing-section")
    assert.deepEqual(missing.map(({ severity, message }) => [severity, message]), [[ERROR, "缺少“四、政府信息公开行政复议、行政诉讼情况”、“五、存在的主要问题及改进情况”、“六、其他需要报告的事项” 3 节。"]])
    const at = positionAt(half, half.length)
    client.change(URI, { range: { start: at, end: at }, text: "六、其他需要报告的事项\n\n2023年度未收取信息处理费。\n" })
    assert.deepEqual((await client.pull(URI)).filter(({ code }) => code === "missing-section").map(({ severity }) => severity), [ERROR])
    client.close(URI)
    client.open(URI, half)
    assert.deepEqual((await client.pull(URI)).filter(({ code }) => code === "missing-section").map(({ severity }) => severity), [ERROR])
  })
})
