import assert from "node:assert/strict"
import fc from "fast-check"
import { openDocument } from "../../server/engine/index.ts"
import { factRange } from "../../server/engine/report/report.ts"
import { applyEdits, shift, type Range } from "../../server/engine/text/range.ts"
import { readFragment } from "../../server/files/page.ts"
import { paste } from "../../server/files/paste.ts"
import { check, figuresOf } from "../support/check.ts"
import { clipboardOf, PROGRAMS } from "../support/clipboards.ts"
import { LAYOUTS, writeDraft } from "../support/drafts.ts"
import { soundFigures } from "../support/figures.ts"
import { draftOf } from "../support/sampleDrafts.ts"

/** What is pasted into a range of a draft, and what the draft is then. */
function pasteInto(html: string, draft: string, range: Range, isMarkdown = false): { draft: string; text: string; holdsTable: boolean } {
  const { text, holdsTable } = paste(readFragment(html), { document: openDocument(draft), range, isMarkdown })
  return { draft: applyEdits(draft, [{ ...range, insert: text }]), text, holdsTable }
}

const intoEmpty = (html: string, isMarkdown = false) => pasteInto(html, "", { from: 0, to: 0 }, isMarkdown)

/** Where the table of section three stands in a draft, with what is blank behind it. */
function requestsIn(draft: string): Range {
  const heading = "三、收到和处理政府信息公开申请情况\n\n"
  return { from: draft.indexOf(heading) + heading.length, to: draft.indexOf("四、政府信息公开行政复议") }
}

/** Of a draft, table three alone. */
function requestsOf(draft: string): string {
  const { from, to } = requestsIn(draft)
  return draft.slice(from, to)
}

const layoutsOf = (draft: string): (string | null)[] => openDocument(draft).reports.flatMap(({ report }) => report.tables.map(({ reading }) => reading.layout))

describe("pasting", () => {
  for (const program of PROGRAMS) {
    it(`from ${program} writes a whole report into an empty draft, with nothing to object to`, () => {
      fc.assert(fc.property(soundFigures, fc.boolean(), (figures, isMarkdown) => {
        const { draft, holdsTable } = intoEmpty(clipboardOf(program, writeDraft(figures, "tsv")), isMarkdown)
        assert.ok(holdsTable)
        assert.deepEqual(figuresOf(draft), new Map(figures), draft)
        assert.deepEqual(check(draft).map(({ message }) => message.zh), [], draft)
        assert.equal(draft.startsWith("# 2023"), isMarkdown)
        assert.match(draft, isMarkdown ? /^## 二、.*\n\n(?:\|.*\n)+\| 规章 +\| /m : /^二、.*\n\n(?:.*\t.*\n)+规章\t/m)
      }), { numRuns: 20 })
    })

    it(`from ${program} writes a table in the layout of the draft, in place of the one that is there`, () => {
      fc.assert(fc.property(soundFigures, soundFigures, fc.constantFrom(...LAYOUTS), (figures, others, layout) => {
        const there = writeDraft(others, layout)
        const { draft, holdsTable } = pasteInto(clipboardOf(program, requestsOf(writeDraft(figures, "tsv"))), there, requestsIn(there))
        assert.ok(holdsTable)
        const wanted = new Map([...others].map(([id, value]) => [id, id.startsWith("requests/") ? figures.get(id)! : value]))
        assert.deepEqual(figuresOf(draft), wanted, draft)
        if (layout === "tsv" || layout === "gfm" || layout === "html" || layout === "cell-line") assert.deepEqual(layoutsOf(draft), layoutsOf(there), draft)
      }), { numRuns: 30 })
    })
  }

  it("keeps blank cells in their places, in a draft whose layout cannot show them", () => {
    const there = draftOf("cell-line")
    const blank = { "requests/new/natural": "", "requests/granted/research": "" }
    for (const program of PROGRAMS) {
      const { draft } = pasteInto(clipboardOf(program, requestsOf(draftOf("tsv", blank))), there, requestsIn(there))
      assert.deepEqual(figuresOf(draft), figuresOf(draftOf("tsv", blank)), program)
    }
  })

  it("keeps tables and prose in their order, and what looks like markup", () => {
    const html = `<!--StartFragment--><p>甲<b>乙</b>&lt;b&gt;丙</p><table><tr><td><p>名称</p></td><td><p>数</p><p>量</p></td></tr><tr><td>网站</td><td>1</td></tr></table><p>访问量 12 万次。</p><table><tr><td rowspan=2>渠道</td><td>信</td></tr><tr><td>网</td></tr></table><!--EndFragment-->`
    assert.deepEqual(intoEmpty(html), { draft: "甲乙<b>丙\n\n名称\t数量\n网站\t1\n\n访问量 12 万次。\n\n渠道\t信\n\t网\n", text: "甲乙<b>丙\n\n名称\t数量\n网站\t1\n\n访问量 12 万次。\n\n渠道\t信\n\t网\n", holdsTable: false })
    assert.equal(intoEmpty(html, true).text, "甲乙<b>丙\n\n| 名称 | 数量 |\n| ---- | ---- |\n| 网站 | 1    |\n\n访问量 12 万次。\n\n| 渠道 | 信  |\n| ---- | --- |\n|      | 网  |\n")
    const lines = draftOf("cell-line")
    assert.match(pasteInto(html, lines, { from: lines.length, to: lines.length }).text, /^名称\t数量\n网站\t1$/m)
  })

  for (const program of PROGRAMS) {
    it(`from ${program} keeps merged cells in a draft whose tables are HTML`, () => {
      const there = draftOf("html")
      const { text } = pasteInto(clipboardOf(program, requestsOf(draftOf("tsv"))), there, requestsIn(there))
      assert.match(text, /^<tr><td colspan="3" rowspan="3">（本列数据的勾稽关系为.*<td colspan="7">申请人情况<\/td><\/tr>$/m)
      assert.match(text, /^<tr><td rowspan="22">三、本年度办理结果<\/td><td colspan="2">（一）予以公开<\/td>/m)
    })
  }

  it("keeps a merged cell whose rows are cut apart by a heading", () => {
    const html = "<table><tr><td rowspan=3>甲</td><td>1</td></tr><tr><td>二、主动公开政府信息情况</td></tr><tr><td>2</td></tr></table>"
    const there = draftOf("html")
    const { text } = pasteInto(html, there, { from: there.length, to: there.length })
    assert.equal(text, `\n<table border="1">\n<tr><td>甲</td><td>1</td></tr>\n</table>\n\n二、主动公开政府信息情况\n\n<table border="1">\n<tr><td></td><td>2</td></tr>\n</table>\n`)
  })

  it("writes headings with the signs of the draft", () => {
    const draft = "# 2023年青溪县档案馆政府信息公开工作年度报告\n\n### 一、总体情况\n\n略。\n"
    const { text } = pasteInto("<h2>二、主动公开政府信息情况</h2><p>（一）公开目录</p><p>略。</p>", draft, { from: draft.length, to: draft.length })
    assert.equal(text, "\n### 二、主动公开政府信息情况\n\n#### （一）公开目录\n\n略。\n")
  })

  it("puts one paragraph into the line, and all else into lines of their own", () => {
    const at = { from: 2, to: 4 }
    assert.equal(pasteInto("<p> 丙 </p>", "甲乙旧旧丁\n", at).draft, "甲乙丙丁\n")
    assert.equal(pasteInto("<p>丙</p><p>戊</p>", "甲乙旧旧丁\n", at).draft, "甲乙\n丙\n戊\n丁\n")
    assert.equal(pasteInto("<table><tr><td>丙<td>1</table>", "甲乙旧旧丁\n", at).draft, "甲乙\n\n丙\t1\n\n丁\n")
    assert.equal(pasteInto("<table><tr><td>丙<td>1</table>", "甲\n\n\n乙", { from: 3, to: 3 }).draft, "甲\n\n丙\t1\n\n乙")
    assert.equal(intoEmpty("<style>p { color: red }</style><!-- no -->").text, "")
  })

  describe("among the rows of a table", () => {
    const copied = (...rows: readonly (readonly string[])[]): string => `<table>${rows.map(row => `<tr>${row.map(text => `<td>${text}</td>`).join("")}</tr>`).join("")}</table>`
    const NEW = ["61", "0", "0", "0", "0", "0", "61"]
    const CARRIED = ["二、上年结转政府信息公开申请数量", "2", "0", "0", "0", "0", "0", "2"]
    const rangeOf = (draft: string, from: string, to = from): Range => {
      const { report } = openDocument(draft).reports[0]!
      const [first, last] = [from, to].map(id => factRange(report, report.facts.get(id)!))
      return { from: first!.from, to: last!.to }
    }

    for (const layout of LAYOUTS) {
      it(`a copied cell takes the place of a figure and nothing else (${layout})`, () => {
        const there = draftOf(layout)
        const { text, holdsTable } = pasteInto(copied(["61"]), there, rangeOf(there, "requests/new/natural"))
        assert.deepEqual([text, holdsTable], ["61", true])
      })
    }

    for (const layout of ["tsv", "gfm"] as const) {
      it(`a copied row of figures takes the place of those of a row, a copied row that of a row (${layout})`, () => {
        const there = draftOf(layout)
        const filled = pasteInto(copied(NEW), there, rangeOf(there, "requests/new/natural", "requests/new/total"), layout === "gfm")
        assert.ok(filled.holdsTable)
        assert.deepEqual(figuresOf(filled.draft), figuresOf(draftOf(layout, { "requests/new/natural": "61", "requests/new/total": "61" })))
        const at = there.indexOf("二、上年结转")
        const line = { from: there.lastIndexOf("\n", at) + 1, to: there.indexOf("\n", at) }
        for (const to of [line.to, line.to + 1]) {
          const { draft, holdsTable } = pasteInto(copied(CARRIED), there, { ...line, to }, layout === "gfm")
          assert.ok(holdsTable)
          assert.deepEqual(figuresOf(draft), figuresOf(draftOf(layout, { "requests/carried-in/natural": "2", "requests/carried-in/total": "2" })))
          assert.equal(draft.split("\n").length, there.split("\n").length)
        }
      })
    }

    it("figures go on with a row whose label has been written", () => {
      const head = draftOf("tsv").slice(0, draftOf("tsv").indexOf("规章\t0") + 3)
      assert.equal(pasteInto(copied(["1", "0", "3"]), head, { from: head.length, to: head.length }).text, "1\t0\t3")
      assert.equal(pasteInto(copied(["行政规范性文件", "1", "0", "3"]), `${head}0\t0\t0`, { from: head.length + 5, to: head.length + 5 }).text, "\n\n行政规范性文件\t1\t0\t3\n")
    })

    it("what would tear a row apart is left to the editor", () => {
      for (const layout of ["tsv", "gfm", "html", "cell-pipe"] as const) {
        const there = draftOf(layout)
        assert.equal(pasteInto(copied(NEW, NEW), there, rangeOf(there, "requests/new/natural", "requests/carried-in/total")).text, "", layout)
      }
    })
  })

  it("leaves out Word's comments, and the gap behind the numbers that it generates", () => {
    const html = `<p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>总体情况</p><p>依法公开<span class=MsoCommentReference><span lang=EN-US><a class=msocomanchor href="#_msocom_1">[A1]</a><span style='mso-special-character:comment'>&nbsp;</span></span></span>信息。</p><div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>请核对。</p></div></div>`
    assert.equal(intoEmpty(html).text, "一、总体情况\n依法公开信息。\n")
  })

  it("reads no report but the one about the place, and writes as that is written", () => {
    const [before, there] = [draftOf("tsv"), draftOf("cell-line")]
    const document = openDocument([before, there, draftOf("gfm")].join(""))
    const { text } = paste(readFragment(clipboardOf("Word", requestsOf(before))), { document, range: shift(requestsIn(there), before.length), isMarkdown: false })
    assert.match(text, /^（一）予以公开\n\n0\n/m)
    assert.equal(document.unread, 2)
  })

  it("refuses a table that says it is larger than any", () => {
    assert.throws(() => readFragment(`<table><tr>${"<td colspan=1000 rowspan=1000>".repeat(150)}</tr>${"<tr><td>".repeat(9)}</table>`), /too large/)
  })
})
