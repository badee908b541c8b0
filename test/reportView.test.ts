import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { diagnose } from "../server/engine/features/diagnose.ts"
import { reportView, WHILE_TYPING, type Limits } from "../server/engine/features/reportView.ts"
import { readReports } from "../server/engine/index.ts"
import { factRange } from "../server/engine/report/report.ts"
import { applyEdits } from "../server/engine/text/range.ts"
import { cellEdit } from "../view/cellEdit.ts"
import { htmlOf } from "../view/pageText.ts"
import { drawReport } from "../view/report.ts"
import { WORDS } from "../view/words.ts"
import { check, figuresOf } from "./support/check.ts"
import { LAYOUTS, writeDraft } from "./support/drafts.ts"
import { REQUEST_CELLS, soundFigures } from "./support/figures.ts"
import { draftOf, WRONG } from "./support/sampleDrafts.ts"

function viewOf(text: string, limits?: Limits): ReturnType<typeof reportView> {
  const { report } = readReports(text)[0]!
  return reportView(report, diagnose(report, 0), "zh", limits)
}

const wordsIn = (text: string): string[] => viewOf(text).parts.flatMap(part => (part.kind === "table" ? [] : part.pieces.map(piece => piece.text).join("").split("\n")))

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

  it("shows every table of a report, in the order of the text, though they stand in one block", () => {
    for (const name of readdirSync("examples", { recursive: true, encoding: "utf8" }).filter(name => /(?:txt|md)$/.test(name))) {
      for (const { report } of readReports(readFileSync(join("examples", name), "utf8"))) {
        const shown = reportView(report, [], "zh").parts.flatMap(part => (part.kind === "table" ? [part.table] : []))
        assert.deepEqual(shown.map(({ id }) => id).sort(), report.tables.filter(({ reading }) => reading.state !== "absent").map(({ reading }) => reading.table.id).sort(), name)
        assert.deepEqual(shown.map(({ range }) => range.from), shown.map(({ range }) => range.from).sort((a, b) => a - b), name)
      }
    }
  })

  it("leads from each finding to the first of its marks, in a file without scripts", () => {
    for (const name of readdirSync("examples/faulty").filter(name => /(?:txt|md)$/.test(name))) {
      const view = viewOf(readFileSync(join("examples/faulty", name), "utf8"))
      const html = htmlOf(drawReport(view, WORDS.zh, "0"))
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
      const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!)
      assert.equal(new Set(ids).size, ids.length, name)
      assert.deepEqual(links.filter(link => !ids.includes(link)), [], name)
      // What is said of the head of an official table, or of a whole report, has no mark.
      const unmarked = view.findings.length - links.length
      assert.ok(unmarked <= 2, `${name}: ${unmarked}`)
      assert.doesNotMatch(html, /<button/)
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
    const view = viewOf(long, { text: 5000, findings: 10 })
    const shown = view.parts.reduce((sum, part) => sum + (part.kind === "table" ? 0 : part.pieces.reduce((sum, { text }) => sum + text.length, 0)), 0)
    assert.equal(shown, 5000)
    assert.ok(view.omitted.text > 90_000)
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

  it("shows what looks like markup as it is written, but of a page's source its text", () => {
    const hostile = HOSTILE.join("")
    const draft = draftOf("tsv").replace("公开内容", `公开${hostile}内容`)
    assert.ok(wordsIn(draft).join("").includes(`公开${hostile}内容还不够丰富。`))
    const page = wordsIn(draftOf("tsv").replace(/^(?!.*\t)(.+)$/gm, "<p><b>$1</b></p>"))
    assert.ok(page.some(words => words.trim() === "公开内容还不够丰富。下一步将加强培训。"))
    assert.ok(!page.join("").includes("<"))
  })

  const MARKUP = "<b>公开</b>[x](command:y)</script>‮1\n\n"
  const LARGE = { "in lines": MARKUP, "in one paragraph": MARKUP.trim(), "in a cell": null }
  for (const [name, unit] of Object.entries(LARGE)) {
    it(`shows the beginning of ten megabytes ${name} while one types, as text`, () => {
      const base = draftOf("tsv")
      const text = unit === null ? base.replace("规章\t0", `规章\t0${"1<b>".repeat(2_500_000)}`) : base.replace("公开内容", `${unit.repeat(1e7 / unit.length)}公开内容`)
      const { report } = readReports(text)[0]!
      const view = reportView(report, diagnose(report, 0), "zh", WHILE_TYPING)
      assert.ok(JSON.stringify(view).length < 2_000_000)
      assert.ok(view.findings.length <= WHILE_TYPING.findings)
      const html = htmlOf(drawReport(view, WORDS.zh, "0", { editing: null, current: null }))
      assert.doesNotMatch(html, /<\/?(?:b|script)>/)
      assert.ok(unit !== MARKUP || html.includes("&lt;b>公开&lt;/b>[x](command:y)&lt;/script>‮1"))
    })
  }

  it("holds all of a large draft in a file", () => {
    const count = 100_000
    const { report } = readReports(draftOf("tsv").replace("公开内容", `${MARKUP.repeat(count)}公开内容`))[0]!
    const html = htmlOf(drawReport(reportView(report, [], "zh"), WORDS.zh, "0"))
    assert.equal(html.split("&lt;/script>").length - 1, count)
  })
})

describe("what is typed into a cell of the view", () => {
  for (const layout of LAYOUTS) {
    it(`changes that figure of ${layout} and nothing else, and the fix of what is wrong then puts it back`, () => {
      fc.assert(fc.property(soundFigures, fc.constantFrom(...REQUEST_CELLS), fc.integer({ min: 1, max: 30 }), (figures, cell, change) => {
        const draft = writeDraft(figures, layout)
        const typed = String(Number(figures.get(cell)) + change)
        const edit = cellEdit(viewOf(draft), cell, typed)!
        assert.deepEqual(edit, { ...factAt(draft, cell), insert: typed })
        const text = applyEdits(draft, [edit])
        assert.deepEqual(figuresOf(text), new Map(figures).set(cell, typed), text)
        const [finding] = check(text, "sum-mismatch")
        assert.deepEqual(finding!.cells, [cell])
        assert.equal(applyEdits(text, finding!.fixes[0]!.edits), draft)
      }), { numRuns: 8 })
    })
  }

  it("breaks no table, whatever it is", () => {
    const csv = draftOf("tsv").replace(/^.*\t.*$/gm, row => row.replaceAll("\t", ","))
    for (const draft of [...(["tsv", "gfm", "html", "tab-cell", "cell-pipe"] as const).map(layout => draftOf(layout)), csv]) {
      for (const typed of ["1\t2", "1|2", "1\n2", "<3>", "1<2", "‮4", "1,2", '"5']) {
        const text = applyEdits(draft, [cellEdit(viewOf(draft), "requests/new/total", typed)!])
        const others = (text: string): [string, string][] => [...figuresOf(text)].filter(([id]) => id !== "requests/new/total")
        assert.deepEqual(others(text), others(draft), `${typed} in ${draft.slice(0, 2000)}`)
      }
    }
    assert.equal(cellEdit(viewOf(csv), "requests/new/total", "x".repeat(1000))!.insert, "x".repeat(40))
  })

  it("is not written over half a figure, nor where a blank would not be seen", () => {
    const blank = draftOf("cell-line")
    assert.equal(cellEdit(viewOf(blank), "requests/new/natural", ""), null)
    const tsv = viewOf(draftOf("tsv"))
    assert.equal(cellEdit(tsv, "requests/new/natural", "")!.insert, "")
    const large = readFileSync("test/extract/samples/large-figures.pdf-layout.txt", "utf8")
    const broken = [...readReports(large)[0]!.report.facts.values()].filter(({ isBroken }) => isBroken)
    assert.ok(broken.length > 0)
    for (const { id } of broken) assert.equal(cellEdit(viewOf(large), id, "7"), null)
    for (const [fact, text] of [["no/such/fact", "1"], [null, "1"], ["requests/new/natural", 1]]) assert.equal(cellEdit(tsv, fact, text), null)
  })
})

function factAt(draft: string, id: string): { from: number; to: number } {
  const { report } = readReports(draft)[0]!
  return factRange(report, report.facts.get(id)!)
}
