import assert from "node:assert/strict"
import fc from "fast-check"
import { convertTables, TARGETS } from "../server/engine/features/convertTables.ts"
import { officialTable } from "../server/engine/features/officialTable.ts"
import { gridOf } from "../server/engine/features/tableForm.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { readReports } from "../server/engine/index.ts"
import { applyEdits } from "../server/engine/text/range.ts"
import { displayWidth } from "../server/engine/text/width.ts"
import { check, figuresOf } from "./support/check.ts"
import { DAMAGES, LAYOUTS, writeDraft, type Damage } from "./support/drafts.ts"
import { reportOf } from "./support/features.ts"
import { REQUEST_CELLS, soundFigures } from "./support/figures.ts"
import { draftOf } from "./support/sampleDrafts.ts"

const ABOUT_FIGURES = ["sum-mismatch", "stock-too-low", "rules-without-power", "not-a-count", "not-a-number", "blank-cell", "placeholder-cell", "prose-mismatch", "contradiction"]

/** What is found about figures, without the places. */
const found = (text: string): string[] => check(text, ...ABOUT_FIGURES).map(({ rule, message, cells = [] }) => `${rule} ${cells.join()} ${message.zh}`).sort()

function convertAll(text: string, target: (typeof TARGETS)[number]): { text: string; untouched: number; converted: number } {
  const [{ report, from }] = readReports(text) as [ReturnType<typeof readReports>[number]]
  const { edits, untouched } = convertTables(report, report.tables, target, FORMATS)
  return { text: text.slice(0, from) + applyEdits(report.text, edits), untouched: untouched.length, converted: edits.length }
}

describe("converting tables", () => {
  for (const layout of LAYOUTS) {
    it(`keeps every figure of ${layout} in any layout, and back`, () => {
      fc.assert(fc.property(soundFigures, fc.constantFrom(...TARGETS), fc.constantFrom(...TARGETS), fc.constantFrom(...REQUEST_CELLS), fc.nat(3), (figures, target, next, cell, change) => {
        const draft = writeDraft(new Map(figures).set(cell, String(Number(figures.get(cell)) + change)), layout)
        const once = convertAll(draft, target)
        assert.equal(once.untouched, 0, draft)
        const twice = convertAll(once.text, next)
        assert.equal(twice.untouched, 0, once.text)
        for (const { text } of [once, twice]) {
          assert.deepEqual(figuresOf(text), figuresOf(draft), text)
          assert.deepEqual(found(text), found(draft), text)
        }
      }), { numRuns: 8 })
    })
  }

  it("keeps every figure through any damage; what was not read whole stays as it is", () => {
    fc.assert(fc.property(soundFigures, fc.constantFrom(...LAYOUTS), fc.subarray<Damage>([...DAMAGES], { maxLength: 4 }), fc.constantFrom(...TARGETS), (figures, layout, damage, target) => {
      const draft = writeDraft(figures, layout, new Set(damage))
      const { text } = convertAll(draft, target)
      assert.deepEqual(figuresOf(text), figuresOf(draft), text)
      assert.deepEqual(found(text), found(draft), text)
    }), { numRuns: 150 })
  })

  it("keeps blanks and signs where they stand, or leaves the table alone", () => {
    const draft = draftOf("tsv", { "requests/new/natural": "", "requests/granted/total": "/", "requests/denied.archive/other": "x<b>|y" })
    for (const target of TARGETS) assert.deepEqual(figuresOf(convertAll(draft, target).text), figuresOf(draft), target)
    assert.equal(convertAll(draft, "html").untouched, 0)
    assert.equal(convertAll(draft, "cell-line").untouched, 1)
  })

  it("loses no word of a table, however long its note is", () => {
    const NOTES: ((note: string) => string)[] = [
      note => draftOf("html").replace(/<\/table>(?![\s\S]*<table)/, `<tr><td colspan="9">${note}</td></tr>\n</table>`),
      note => draftOf("tsv").replace("四、结转下年度继续办理", `${note}\t\n四、结转下年度继续办理`),
      note => draftOf("pipes").replace(/^(.*四、结转下年度继续办理)/m, `| ${note} |\n$1`),
    ]
    fc.assert(fc.property(fc.constantFrom(...NOTES), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...TARGETS), (draftWith, length, target) => {
      const note = `注：${"本表统计口径与上年一致，".repeat(30).slice(0, length)}`
      const draft = draftWith(note)
      assert.ok(draft.includes(note))
      assert.ok(convertAll(draft, target).text.includes(note))
    }), { numRuns: 40 })
  })

  it("loses no word of the labels of a table of no format", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.constantFrom("", "（一）"), fc.constantFrom(...TARGETS), (length, number, target) => {
      const label = `${number}${"街道社区养老服务设施建设和改造项目".repeat(8).slice(0, length)}`
      const draft = `|  | 一季度 | 二季度 | 合计 |\n| --- | --- | --- | --- |\n| ${label} | 11 | 22 | 33 |\n| 乙 | 4 | 5 | 9 |\n| 丙 | 7 | 8 | 15 |\n| 合计 | 22 | 35 | 57 |\n`
      assert.equal(readReports(draft).length, 1)
      assert.ok(convertAll(draft, target).text.includes(label))
    }), { numRuns: 40 })
  })

  it("leaves a table alone in which a note stands", () => {
    const draft = draftOf("tsv").replace("四、结转下年度继续办理", "填表人：王某\n四、结转下年度继续办理")
    assert.ok(convertAll(draft, "html").text.includes("填表人：王某"))
  })

  it("leaves a table alone whose head names another unit than the notice's", () => {
    const draft = draftOf("tsv").replace("本年收费金额（单位：万元）", "本年收费金额（单位：元）")
    const { text, untouched } = convertAll(draft, "html")
    assert.ok(untouched === 1 && text.includes("本年收费金额（单位：元）"), text)
  })

  it("aligns Markdown by the width on the screen", () => {
    const { text } = convertAll(draftOf("tsv"), "pipes")
    const rows = text.split("\n").filter(line => /^\| .*(?:公开|新收|结转).* 0 +\|$/.test(line))
    assert.ok(rows.length > 3)
    const pipes = rows.map(line => [...line.matchAll(/\|/g)].map(({ index }) => displayWidth(line.slice(0, index))).join())
    assert.equal(new Set(pipes).size, 1, rows.join("\n"))
  })
})

describe("the official table", () => {
  it("has the merged cells of the notice", () => {
    const report = reportOf(draftOf("cell-line"))
    const sizes = report.tables.map(placed => {
      const table = officialTable(placed)
      const grid = gridOf(table)
      // Every place is covered once.
      const covered = table.rows.flatMap(({ cells }) => cells).reduce((sum, { colSpan, rowSpan }) => sum + colSpan * rowSpan, 0)
      assert.equal(covered, table.width * table.rows.length, table.id)
      return `${table.id} ${table.width}×${grid.length}`
    })
    assert.deepEqual(sizes, ["proactive 4×14", "requests 10×28", "litigation 15×4"])
  })

  it("marks the cell that is to blame, and the rows that are missing", () => {
    const draft = draftOf("tsv", { "requests/total/natural": "3" }).replace(/^.*重复申请.*\n/m, "")
    const report = reportOf(draft)
    const findings = check(draft)
    const table = officialTable(report.tables[1]!, findings)
    const cells = table.rows.flatMap(({ cells }) => cells)
    const blamed = cells.filter(({ fact, findings }) => fact && findings.length > 0)
    assert.deepEqual(blamed.map(({ fact, findings: [index] }) => [fact!.id, findings[index!]!.rule]), [["requests/total/natural", "sum-mismatch"]])
    assert.deepEqual(table.rows.filter(({ isMissing }) => isMissing).map(({ cells }) => cells.find(({ kind }) => kind === "label")!.text), ["2.重复申请"])
    for (const { fact, range, text } of cells) if (fact && range) assert.equal(draft.slice(range.from, range.to), text)
  })
})
