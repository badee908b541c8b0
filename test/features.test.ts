import assert from "node:assert/strict"
import fc from "fast-check"
import { FORMATS } from "../server/engine/formats.ts"
import { complete } from "../server/engine/features/completion.ts"
import { composeEdits } from "../server/engine/features/composeEdits.ts"
import { definition } from "../server/engine/features/definition.ts"
import { diagnose } from "../server/engine/features/diagnose.ts"
import { fixAll, fixOfRule, safeFix } from "../server/engine/features/fixAll.ts"
import { fixSafely } from "../server/engine/features/applyFixes.ts"
import { fold } from "../server/engine/features/fold.ts"
import { highlight } from "../server/engine/features/highlight.ts"
import { hover } from "../server/engine/features/hover.ts"
import { missingParts } from "../server/engine/features/missingParts.ts"
import { outline, type OutlineItem } from "../server/engine/features/outline.ts"
import { quickFixes, ruleWideFixes } from "../server/engine/features/quickFixes.ts"
import { recomputeTotals } from "../server/engine/features/recomputeTotals.ts"
import { references } from "../server/engine/features/references.ts"
import { selection } from "../server/engine/features/selection.ts"
import { tabStops } from "../server/engine/features/tabStops.ts"
import { applyEdits, type TextEdit } from "../server/engine/text/range.ts"
import { check } from "./support/check.ts"
import { LAYOUTS, writeDraft } from "./support/drafts.ts"
import { marked, reportOf, shown } from "./support/features.ts"
import { soundFigures } from "./support/figures.ts"
import { draftOf } from "./support/sampleDrafts.ts"

const HEAD = "2023年青溪县档案馆政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n"
const SUITS = `四、政府信息公开行政复议、行政诉讼情况

|行政复议|||||行政诉讼||||||||||
|结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|||||复议后起诉|||||
||||||结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|
`
const DISCLOSED = `二、主动公开政府信息情况

信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t2\t0\t9
行政许可\t31
行政处罚\t4
`

/** A whole draft of zeros but for the first row of table three. */
const REQUESTS = (row: string): string => {
  const zeros = "一、本年新收政府信息公开申请数量\t\t\t0\t0\t0\t0\t0\t0\t0"
  const draft = draftOf("tsv")
  assert.ok(draft.includes(zeros))
  return draft.replace(zeros, row)
}

describe("features", () => {
  describe("highlight", () => {
    it("lights the addends of a total", () => {
      assertRanges(`${HEAD}${SUITS}|⟦3⟧|⟦1⟧|⟦0⟧|⟦0⟧|⟦‸4⟧|0|0|0|0|0|0|0|0|0|0|\n`, highlight)
    })
    it("lights the totals of an addend", () => {
      assertRanges(`${HEAD}${SUITS}|3|⟦1‸⟧|0|0|⟦4⟧|0|0|0|0|0|0|0|0|0|0|\n`, highlight)
    })
    it("tells totals, addends and the figure itself apart", () => {
      const { report, offset } = marked(`${HEAD}${SUITS}|3|1|0|0|‸4|0|0|0|0|0|0|0|0|0|0|\n`)
      assert.deepEqual(highlight(report, offset).map(({ role }) => role), ["addend", "addend", "addend", "addend", "itself"])
    })
    it("lights nothing in words", () => {
      assertRanges(`${HEAD.replace("略", "‸略")}${SUITS}|3|1|0|0|4|0|0|0|0|0|0|0|0|0|0|\n`, highlight)
    })
  })

  describe("definition and references", () => {
    it("go from a total to its addends", () => {
      assertRanges(`${HEAD}${SUITS}|⟦3⟧|⟦1⟧|⟦0⟧|⟦0⟧|‸4|0|0|0|0|0|0|0|0|0|0|\n`, definition)
    })
    it("go from an addend to its total", () => {
      assertRanges(`${HEAD}${SUITS}|3|‸1|0|0|⟦4⟧|0|0|0|0|0|0|0|0|0|0|\n`, definition)
    })
    it("find the figure itself if it is asked for", () => {
      const draft = `${HEAD}${SUITS}|3|⟦‸1⟧|0|0|⟦4⟧|0|0|0|0|0|0|0|0|0|0|\n`
      assertRanges(draft, (report, offset) => references(report, offset, true))
      assert.equal(references(marked(draft).report, marked(draft).offset, false).length, 1)
    })
  })

  describe("selection", () => {
    it("grows from the cell over row, table and section to the report", () => {
      assertRanges(
        `⟦${HEAD}⟦二、主动公开政府信息情况\n\n⟦信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n⟦行政规范性文件\t⟦1‸2⟧\t0\t9⟧\n行政许可\t31\n行政处罚\t4⟧⟧\n⟧`,
        selection,
      )
    })
    it("grows from a label over its row", () => {
      assertRanges(`⟦${HEAD}⟦二、主动公开政府信息情况\n\n⟦规章\t0\t0\t0\n⟦⟦行政规范‸性文件⟧\t12\t0\t9⟧\n行政许可\t31\n行政处罚\t4⟧⟧\n⟧`, selection)
    })
    it("grows in words from the section to the report", () => {
      assertRanges(`⟦2023年青溪县档案馆政府信息公开工作年度报告\n\n⟦一、总体情况\n\n有序‸推进。⟧\n\n二、主动公开政府信息情况\n⟧`, selection)
    })
    it("holds each range in the next, wherever the cursor is", () => {
      const text = `${HEAD}${DISCLOSED}${SUITS}|3|1|0|0|4|0|0|0|0|0|0|0|0|0|0|\n`
      const report = reportOf(text)
      for (let offset = 0; offset <= text.length; offset++) {
        const ranges = selection(report, offset)
        assert.ok(ranges.length > 0)
        for (const [i, { from, to }] of ranges.entries()) {
          assert.ok(from <= offset && offset <= to)
          const outer = ranges[i + 1]
          if (outer) assert.ok(outer.from <= from && to <= outer.to && outer.to - outer.from > to - from)
        }
      }
    })
  })

  it("folding: the report, its sections and tables", () => {
    const draft = `⟦2023年青溪县档案馆政府信息公开工作年度报告

⟦一、总体情况

略。⟧

⟦二、主动公开政府信息情况

⟦规章\t0\t0\t0
行政规范性文件\t2\t0\t9
行政许可\t31
行政处罚\t4⟧⟧

⟦六、其他需要报告的事项⟧⟧

`
    assertRanges(draft, report => fold(report))
  })

  it("outline: sections, tables and rows", () => {
    const tree = (item: OutlineItem): unknown => [item.name.zh, item.detail.zh, ...item.children.map(tree)]
    assert.deepEqual(tree(outline(reportOf(`${HEAD}${DISCLOSED}\n六、其他需要报告的事项\n\n无。\n`))), [
      "2023年青溪县档案馆政府信息公开工作年度报告",
      "2023 · 2021 年格式",
      ["一、总体情况", ""],
      ["二、主动公开政府信息情况", "", ["主动公开情况表", "4 行", ["规章", "0 0 0"], ["行政规范性文件", "2 0 9"], ["行政许可", "31"], ["行政处罚", "4"]]],
      ["六、其他需要报告的事项", ""],
    ])
  })

  describe("hover", () => {
    it("says of a figure its row and column, and how its sums come out", () => {
      assertHover(REQUESTS("一、本年新收政府信息公开申请数量\t\t\t3\t‸1\t0\t0\t0\t0\t5"), "一、本年新收政府信息公开申请数量 › 法人或其他组织 › 商业企业", ["1 件", "总计 5 ≠ 3+1 = 4，差 1", "商业企业列：（七）总计+四 = 0 ≠ 一+二 = 1，差 1"])
    })
    it("says that a sum adds up", () => {
      assertHover(`${HEAD}${SUITS}|3|1|0|0|‸4|0|0|0|0|0|0|0|0|0|0|\n`, "行政复议 › 总计", ["4 件", "行政复议总计 4 = 3+1 = 4，合"])
    })
    it("says what a blank makes undecided, and what would fit", () => {
      assertHover(`${HEAD}${SUITS}|3|‸|0|0|4|0|0|0|0|0|0|0|0|0|0|\n`, "行政复议 › 结果纠正", ["空白，不当作 0", "按勾稽关系应为 1", "未定：缺“行政复议结果纠正”"])
    })
    it("says of a row label what the row holds", () => {
      assertHover(REQUESTS("一、本年新收政‸府信息公开申请数量\t\t\t3\t1\t0\t0\t0\t0\t4"), "一、本年新收政府信息公开申请数量", ["单位：件", "各类申请人之和"])
    })
    it("says of a column head which column it is", () => {
      assertHover(REQUESTS("一、本年新收政府信息公开申请数量\t\t\t3\t1\t0\t0\t0\t0\t4").replace("科研", "科‸研"), "法人或其他组织 › 科研机构", ["单位：件"])
    })
    it("says of a group which rows are to be filled in", () => {
      assertHover(draftOf("tsv").replace("三、本年度办", "三、本年度办‸"), "三、本年度办理结果", ["本行不填数", "（一）予以公开"])
    })
    it("says of a heading what the section covers", () => {
      assertHover(`${HEAD}二、主动公‸开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n`, "二、主动公开政府信息情况", ["每格都要填写", "主动公开情况表：已读出"])
    })
    it("says of the title which format applies", () => {
      assertHover(`${HEAD}`.replace("青溪", "青‸溪"), "2023 年政府信息公开工作年度报告", ["国办公开办函〔2021〕30号", "2023年12月31日"])
    })
    it("says nothing of prose", () => {
      const { report, offset } = marked(HEAD.replace("略", "‸略"))
      assert.equal(hover(report, offset), null)
    })
  })

  describe("completion", () => {
    it("offers the computed value in a blank cell first", () => {
      assertOffers(`${HEAD}${SUITS}|3|1|0|0|‸|0|0|0|0|0|0|0|0|0|0|\n`, ["value 4", "value 0"])
    })
    it("offers it with the cursor among the blanks of a cell", () => {
      assertOffers(`${HEAD}${SUITS}|3|1|0|0|  ‸  |0|0|0|0|0|0|0|0|0|0|\n`, ["value 4", "value 0"])
    })
    it("offers the sum in place of a wrong total", () => {
      const { offers, text } = assertOffers(`${HEAD}${SUITS}|3|1|0|0|‸5|0|0|0|0|0|0|0|0|0|0|\n`, ["value 4"])
      assert.equal(applyEdits(text, [offers[0]!.edit]), text.replace("|5|", "|4|"))
    })
    it("offers nothing in a right cell", () => {
      assertOffers(`${HEAD}${SUITS}|3|1|0|0|‸4|0|0|0|0|0|0|0|0|0|0|\n`, [])
    })
    it("offers the next heading on a blank line, with its table", () => {
      const { offers, text } = assertOffers(`${HEAD.replace("略。", "2023年，有序推进。")}‸\n\n六、其他需要报告的事项\n\n无。\n`, /^heading 二、主动公开政府信息情况,heading 三、/)
      const after = applyEdits(text, [offers[0]!.edit])
      assert.equal(reportOf(after).tables[0]!.reading.state, "read")
    })
    it("offers a heading for its first words", () => {
      assertOffers(`${HEAD}三、‸\n`, ["heading 三、收到和处理政府信息公开申请情况"])
      assertOffers(`${HEAD.replace("一、", "## 一、")}## 六、其他‸\n`, ["heading 六、其他需要报告的事项"])
    })
    it("offers the missing rows, the next one first", () => {
      const { offers, text } = assertOffers(`${HEAD}二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n‸\n行政处罚\t4\n行政强制\t0\n`, ["row 行政许可", "row 行政事业性收费"])
      assert.deepEqual(check(applyEdits(text, [offers[0]!.edit]), "missing-row").map(({ message }) => message.zh.includes("行政许可")), [false])
    })
    it("offers standard sentences for the section, with the report's year and figures", () => {
      assertOffers(`${HEAD}六、其他需要报告的事项\n\n2023年未‸`, [
        "sentence 2023年未收取信息处理费。",
        "sentence 2023年未收取信息处理费。发出收费通知的件数和总金额，以及实际收取的总金额均为0。",
      ])
      const text = REQUESTS("一、本年新收政府信息公开申请数量\t\t\t3\t1\t0\t0\t0\t0\t4").replace(/2023年，青溪.*/, "2023年，新‸")
      const { report, offset } = marked(text)
      const [offer] = complete(report, offset)
      assert.match(offer?.label ?? "", /新收政府信息公开申请4件/)
    })
    it("never contradicts the tables", () => {
      const { report, offset } = marked(`${HEAD.replace("略。", "2023年未‸")}${SUITS}|3|1|0|0|4|0|0|0|0|0|0|0|0|0|0|\n`)
      assert.ok(!complete(report, offset).some(({ label }) => label.includes("未发生")))
    })
    it("offers nothing in the middle of prose", () => {
      assertOffers(HEAD.replace("略。", "2023年，我馆‸推进。"), [])
    })
  })

  describe("recomputing totals", () => {
    it("rewrites totals that are blamed themselves", () => {
      fc.assert(
        fc.property(soundFigures, fc.constantFrom(...LAYOUTS), fc.nat(99), fc.constantFrom("requests/granted/total", "requests/total/natural", "requests/total/total", "requests/new/total"), (figures, layout, wrong, total) => {
          const text = writeDraft(figures, layout)
          const totals = [total, "litigation/count/review.total"]
          const spoilt = writeDraft(new Map([...figures].map(([id, value]) => [id, totals.includes(id) ? String(Number(value) + wrong + 1) : value])), layout)
          assert.equal(applyEdits(spoilt, recomputeTotals(reportOf(spoilt))), text)
          assert.deepEqual(recomputeTotals(reportOf(text)), [])
        }),
        { numRuns: 60 },
      )
    })
    it("leaves totals alone where a part of them is blamed", () => {
      fc.assert(fc.property(soundFigures, fc.constantFrom("requests/granted/natural", "requests/new/business"), fc.constantFrom("1", "2.5"), (figures, part, more) => {
        const spoilt = writeDraft(new Map(figures).set(part, String(Number(figures.get(part)) + Number(more))), "tsv")
        assert.deepEqual(recomputeTotals(reportOf(spoilt)), [])
      }), { numRuns: 20 })
    })
    it("leaves a total alone whose parts are not all figures", () => {
      assert.deepEqual(recomputeTotals(reportOf(`${HEAD}${SUITS}|3||0|0|9|0|0|0|0|0|0|0|/|0|5|\n`)), [])
    })
    it("fills in a blank total", () => {
      const text = `${HEAD}${SUITS}|3|1|0|0||0|0|0|0|0|0|0|0|0|0|\n`
      assert.equal(applyEdits(text, recomputeTotals(reportOf(text))), text.replace("|3|1|0|0||", "|3|1|0|0|4|"))
    })
  })

  describe("fixing", () => {
    it("of safe faults does what the command line does", () => {
      const text = `${HEAD.replace("一、总体情况", "1、总体情况。")}${DISCLOSED.replace("现行有效件数", "现行有效件").replace("\t9", "\t９")}\n六、其他需要报告的事项。\n\n无。\n`
      const edits = fixAll(reportOf(text), FORMATS, {}, safeFix)
      assert.ok(edits.length > 2)
      assert.equal(applyEdits(text, edits), fixSafely(text, FORMATS).text)
    })
    it("of a web page leaves its tags alone", () => {
      const page = `<p>2023年青溪县档案馆政府信息公开工作年度报告</p>\n<p>一、总体情况</p>\n<p>略&nbsp;。</p>\n<p>二、主动公开政府信息情况</p>\n<table>\n<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>\n<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>\n<tr><td>行政规范性文件</td><td>2</td><td>0</td><td>９</td></tr>\n<tr><td>行政许可</td><td>31</td></tr>\n</table>\n`
      assert.equal(applyEdits(page, fixAll(reportOf(page), FORMATS, {}, safeFix)), page.replace("９", "9"))
    })
    it("of one rule leaves the others alone", () => {
      const text = `${HEAD}${DISCLOSED.replace("\t2\t0\t9", "\t\t/\t9").replace("行政许可\t31", "行政许可\t")}`
      const edits = fixAll(reportOf(text), FORMATS, {}, fixOfRule("blank-cell"))
      assert.equal(applyEdits(text, edits), text.replace("\t\t/\t9", "\t0\t/\t9").replace("行政许可\t\n", "行政许可\t0\n"))
    })
    it("offers the fixes of what the range touches, and rules with several findings as a whole", () => {
      const { report, offset } = marked(`${HEAD}${DISCLOSED.replace("\t2\t0\t9", "\t‸\t0\t9").replace("行政许可\t31", "行政许可\t")}`)
      const findings = diagnose(report, 0)
      const at = { from: offset, to: offset }
      assert.deepEqual(quickFixes(findings, at).map(({ title }) => title.zh), ["填 0"])
      assert.deepEqual(ruleWideFixes(findings, at).map(({ rule, findings }) => [rule, findings.length]), [["blank-cell", 2]])
    })
    it("inserts what is missing, with places to be filled in", () => {
      const report = reportOf(`${HEAD}${DISCLOSED}`)
      const parts = missingParts(report)
      assert.deepEqual(parts.map(({ rule }) => rule), ["missing-section", "missing-section", "missing-section", "missing-section", "missing-row"])
      assert.equal(tabStops(parts[0]!.edits[0]!.insert).length, 175)
      assert.equal(tabStops(parts[4]!.edits[0]!.insert).length, 2)
      const heading = parts[2]!.edits[0]!.insert
      assert.deepEqual(tabStops(heading).map(({ from }) => heading.slice(0, from).trim()), ["五、存在的主要问题及改进情况"])
    })
    it("composes passes into edits of the first text", () => {
      const pass = (length: number): fc.Arbitrary<TextEdit[]> => fc.array(fc.tuple(fc.nat(length), fc.nat(4), fc.string({ maxLength: 3 })), { maxLength: 4 }).map(list => disjoint(list, length))
      fc.assert(
        fc.property(fc.string({ maxLength: 20 }).chain(text => fc.tuple(fc.constant(text), pass(text.length))), fc.array(fc.tuple(fc.nat(20), fc.nat(4), fc.string({ maxLength: 3 }))), ([text, first], then) => {
          const middle = applyEdits(text, first)
          const second = disjoint(then, middle.length)
          assert.equal(applyEdits(text, composeEdits(text.length, [first, second])), applyEdits(middle, second))
        }),
      )
    })
  })

  it("every feature survives every offset of every layout", () => {
    fc.assert(
      fc.property(soundFigures, fc.constantFrom(...LAYOUTS), fc.nat(), (figures, layout, seed) => {
        const text = writeDraft(figures, layout)
        const report = reportOf(text)
        for (let offset = seed % 37; offset <= text.length; offset += 37) {
          const edits = complete(report, offset).map(({ edit }) => edit)
          for (const { from, to } of [...highlight(report, offset), ...definition(report, offset), ...references(report, offset, true), ...selection(report, offset), ...edits, ...(hover(report, offset) ? [hover(report, offset)!.range] : [])]) {
            assert.ok(0 <= from && from <= to && to <= text.length)
          }
        }
        assertNested(outline(report))
      }),
      { numRuns: 30 },
    )
  })
})

function disjoint(list: readonly (readonly [number, number, string])[], length: number): TextEdit[] {
  const edits: TextEdit[] = []
  let end = 0
  for (const [at, size, insert] of [...list].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(at, end + (edits.length > 0 ? 1 : 0))
    if (from > length) break
    end = Math.min(length, from + size)
    edits.push({ from, to: end, insert })
  }
  return edits
}

function assertRanges(draft: string, feature: (report: ReturnType<typeof reportOf>, offset: number) => readonly { from: number; to: number }[]): void {
  const { text, report, offset } = marked(draft)
  assert.equal(shown(text, feature(report, offset)), draft.replace("‸", ""))
}

function assertHover(draft: string, title: string, lines: readonly string[]): void {
  const { report, offset } = marked(draft)
  const found = hover(report, offset)
  assert.equal(found?.title.zh, title)
  const said = found.lines.map(({ zh }) => zh).join("\n")
  for (const line of lines) assert.ok(said.includes(line), `“${line}” is not in:\n${said}`)
}

function assertOffers(draft: string, expected: readonly string[] | RegExp): { text: string; offers: ReturnType<typeof complete> } {
  const { text, report, offset } = marked(draft)
  const offers = complete(report, offset)
  const found = offers.map(({ kind, label }) => `${kind} ${label}`)
  if (expected instanceof RegExp) assert.match(found.join(), expected)
  else assert.deepEqual(found, expected)
  return { text, offers }
}

function assertNested({ range, selection, children }: OutlineItem): void {
  assert.ok(range.from <= selection.from && selection.to <= range.to)
  for (const child of children) {
    assert.ok(range.from <= child.range.from && child.range.to <= range.to, child.name.zh)
    assertNested(child)
  }
}
