import assert from "node:assert/strict"
import fc from "fast-check"
import { diagnose } from "../server/engine/features/diagnose.ts"
import { reportView } from "../server/engine/features/reportView.ts"
import { readReports } from "../server/engine/index.ts"
import { htmlOf } from "../view/pageText.ts"
import { drawReport } from "../view/report.ts"
import { WORDS } from "../view/words.ts"
import { LAYOUTS } from "./support/drafts.ts"
import { draftOf, WRONG } from "./support/sampleDrafts.ts"

function viewOf(text: string, maxText?: number): ReturnType<typeof reportView> {
  const { report } = readReports(text)[0]!
  return reportView(report, diagnose(report, 0), "zh", maxText)
}

const HOSTILE = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[点我](command:workbench.action.quit)", "‮反‬", "&lt;b&gt;", "\"'`", "<!--", "]]>"]

describe("report view", () => {
  it("shows all text once: what is not in an official table stands in the pieces, in order, where it stands in the draft", () => {
    for (const layout of LAYOUTS) {
      const text = draftOf(layout, { "requests/total/natural": "3" })
      for (const part of viewOf(text).parts) if (part.kind !== "table") for (const piece of part.pieces) assert.equal(text.slice(piece.from, piece.from + piece.text.length), piece.text, layout)
      const words = viewOf(text).parts.flatMap(part => (part.kind === "table" ? [] : [part.pieces.map(piece => piece.text).join("")])).join("\n")
      for (const expected of ["青溪县档案馆", "一、总体情况", "公开内容还不够丰富", "未收取信息处理费"]) assert.equal(words.split(expected).length > 1, true, expected)
      assert.deepEqual(viewOf(text).parts.flatMap(part => (part.kind === "table" ? [part.table.id] : [])), ["proactive", "requests", "litigation"], layout)
    }
  })

  it("marks what findings are about", () => {
    const text = WRONG.replace("有序推进", "有序推进").replace("2023年度未收取信息处理费。", "2022年度未收取信息处理费。")
    const view = viewOf(text)
    const marked = view.parts.flatMap(part => (part.kind === "table" ? [] : part.pieces.filter(({ findings }) => findings.length > 0)))
    assert.deepEqual(marked.map(({ text, findings: [index] }) => [text, view.findings[index!]!.rule]), [["2022", "year-mismatch"]])
  })

  it("says how much it leaves out of a very long report", () => {
    const long = draftOf("tsv").replace("公开内容还不够丰富。", "公开内容还不够丰富。".repeat(10_000))
    const view = viewOf(long, 5000)
    const shown = view.parts.reduce((sum, part) => sum + (part.kind === "table" ? 0 : part.pieces.reduce((sum, { text }) => sum + text.length, 0)), 0)
    assert.equal(shown, 5000)
    assert.ok(view.omitted > 90_000)
  })

  it("lets no draft become HTML", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 5 }), fc.constantFrom("公开内容", "青溪县", "0\t0", "规章", "一、总体", "政府信息"), (parts, where) => {
      const text = draftOf("tsv").replaceAll(where, `${where}${parts.join("")}`)
      for (const { report } of readReports(text)) {
        for (const live of [null, { editing: null, current: null }]) {
          const html = htmlOf(drawReport(reportView(report, diagnose(report, 0), "zh"), WORDS.zh, "0", live))
          assert.doesNotMatch(html, /<(?!\/?(?:article|section|h1|h2|p|pre|ol|li|span|a|code|mark|figure|figcaption|div|table|thead|tbody|tr|td|th|button)[ >])/)
          assert.doesNotMatch(html, /<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/)
          assert.doesNotMatch(html, /href="(?!#r)/)
        }
      }
    }), { numRuns: 60 })
  })
})
