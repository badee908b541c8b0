import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { globSync } from "tinyglobby"
import { applyEdits, shift } from "../server/engine/text/range.ts"
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { hover } from "../server/engine/features/hover.ts"
import { recomputeTotals } from "../server/engine/features/recomputeTotals.ts"
import { factsCsvPrinter, factsJsonPrinter, jsonPrinter, overviewPrinter } from "../server/cli/output.ts"
import { partsIn } from "../server/collection/wholes.ts"
import { openDocument, readReports } from "../server/engine/index.ts"
import { factRange } from "../server/engine/report/report.ts"

const check = (text: string): Diagnostic[] => readReports(text).flatMap(({ report, from }) => diagnose(report, from))
const blamed = (text: string): string[] => check(text).map(({ rule, range }) => `${rule} ${text.slice(range.from, range.to)}`)

type Table = readonly (readonly string[])[]
const LAYOUTS: Readonly<Record<string, (table: Table) => string>> = {
  markdown: ([head, ...rows]) => [head!, head!.map(() => "---"), ...rows].map(row => `| ${row.join(" | ")} |\n`).join(""),
  tabs: table => table.map(row => `${row.join("\t")}\n`).join(""),
  commas: table => table.map(row => `${row.join(",")}\n`).join(""),
  html: table => `<table>\n${table.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join("")}</tr>\n`).join("")}</table>\n`,
}
const FRUIT: Table = [["品种", "一季度", "二季度", "合计"], ["苹果", "12", "9", "21"], ["梨", "7", "8", "15"], ["合计", "19", "17", "36"]]

/** Tables of three to six columns and rows of figures, with a total row, a total column or both. */
const TABLES = fc
  .record({ figures: fc.integer({ min: 3, max: 6 }).chain(width => fc.array(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: width, maxLength: width }), { minLength: 3, maxLength: 6 })), across: fc.boolean(), word: fc.constantFrom("合计", "总计", "Total", "共计"), layout: fc.constantFrom(...Object.keys(LAYOUTS)) })
  .map(({ figures, across, word, layout }) => {
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b)
    const wide = across ? figures.map(row => [...row, sum(row)]) : figures
    const all = [...wide, wide[0]!.map((_, i) => sum(wide.map(row => row[i]!)))]
    const names = [...figures[0]!.map((_, i) => `第${"一二三四五六"[i]!}类`), ...(across ? [word] : [])]
    return { all, write: (numbers: readonly (readonly number[])[]) => LAYOUTS[layout]!([["项目", ...names], ...numbers.map((row, i) => [i === numbers.length - 1 ? word : `单位${"甲乙丙丁戊己"[i]!}`, ...row.map(String)])]), across }
  })

describe("tables of no format", () => {
  for (const [name, write] of Object.entries(LAYOUTS)) {
    it(`are read in ${name}, and one wrong figure is found`, () => {
      assert.deepEqual(blamed(`# 水果\n\n${write(FRUIT)}`), [])
      assert.deepEqual(blamed(`# 水果\n\n${write(FRUIT).replace("8", "88")}`), ["table-sum 88"])
    })
  }

  it("are mended by the fix, explained by the hover, and their totals worked out anew", () => {
    const right = LAYOUTS["markdown"]!(FRUIT)
    const wrong = right.replace("36", "37")
    const [finding] = check(wrong)
    assert.equal(applyEdits(wrong, finding!.fixes[0]!.edits), right)
    const [{ report } = { report: null }] = readReports(wrong)
    assert.equal(applyEdits(wrong, recomputeTotals(report!)), right)
    assert.match(hover(report!, wrong.indexOf("37") + 1)!.lines.map(({ zh }) => zh).join("\n"), /37 ≠ /)
  })

  it("may hold rounded figures: what rounding explains is no fault, and no total is written anew for it", () => {
    const text = LAYOUTS["markdown"]!([["项目", "上半年", "下半年", "合计"], ["教育", "1.33", "2.33", "3.67"], ["卫生", "1.33", "0.50", "1.83"], ["农业", "1.33", "4.00", "5.33"], ["合计", "4.00", "6.83", "10.83"]])
    assert.deepEqual(blamed(text), [])
    assert.deepEqual(recomputeTotals(readReports(text)[0]!.report), [])
    assert.deepEqual(blamed(text.replace("6.83", "6.38")), ["table-sum 6.38"])
  })

  it("may have subtotals", () => {
    const table = (third: number): string => LAYOUTS["markdown"]!([["单位", "一", "二", "三"], ["甲", "1", "2", String(third)], ["乙", "3", "4", "5"], ["小计", "4", "6", "8"], ["丙", "7", "8", "9"], ["丁", "1", "1", "2"], ["小计", "8", "9", "11"], ["总计", "12", "15", "19"]])
    assert.deepEqual(blamed(table(3)), [])
    assert.deepEqual(blamed(table(4)), ["table-sum 8"])
  })

  const silent: Readonly<Record<string, Table>> = {
    "with totals of something else": [["项目", "一", "二", "合计"], ["甲", "1", "2", "30"], ["乙", "3", "4", "41"], ["丙", "5", "6", "7"]],
    "with shares and prices": [["项目", "数量", "单价", "占比"], ["甲", "1", "20", "33"], ["乙", "2", "40", "67"], ["合计", "3", "30", "100"]],
    "without a word for totals": [["项目", "一", "二", "三"], ["甲", "1", "2", "3"], ["乙", "3", "4", "7"], ["丙", "4", "6", "11"]],
    "with one sum alone": [["项目", "数量"], ["甲", "1"], ["乙", "2"], ["合计", "4"]],
    "with blanks among the parts": [["项目", "一", "二", "合计"], ["甲", "1", "", "5"], ["乙", "", "4", "9"], ["丙", "2", "", "8"]],
  }
  for (const [name, table] of Object.entries(silent)) it(`${name} are let be`, () => assert.deepEqual(blamed(LAYOUTS["markdown"]!(table)), []))

  it("right ones are let be", () => {
    fc.assert(fc.property(TABLES, ({ all, write }) => assert.deepEqual(blamed(write(all)), [])), { numRuns: 100 })
  })

  it("one slip is found in 95 of 100, at its cell", () => {
    const tables = fc.sample(fc.record({ table: TABLES, row: fc.nat(), column: fc.nat(), by: fc.integer({ min: 1, max: 500 }) }), { numRuns: 100, seed: 16 })
    const found = tables.filter(({ table: { all, write }, row, column, by }) => {
      const [y, x] = [row % all.length, column % all[0]!.length]
      const text = write(all.map((numbers, i) => numbers.map((number, k) => (i === y && k === x ? number + by : number))))
      const [finding, ...more] = check(text)
      const [{ report, from } = { report: null, from: 0 }] = readReports(text)
      const cell = report && report.facts.get(`table-1/r${y}/c${x}`)
      if (!finding || !cell || more.length > 0) return false
      const range = shift(factRange(report, cell), from)
      // Where a cell stands in one sum only, nothing tells it from the others: then one of the offered mends is its own.
      const ranges = finding.fixes.length > 1 ? finding.fixes.flatMap(({ edits }) => edits) : [finding.range]
      return ranges.some(place => place.from === range.from && place.to === range.to)
    })
    assert.ok(found.length >= 95, `${found.length}`)
  })

  it("are no reports in what lists reports", () => {
    const text = LAYOUTS["markdown"]!(FRUIT)
    const reports = readReports(text)
    assert.equal(reports.length, 1)
    assert.deepEqual(partsIn(openDocument(text), "a.md"), [])
    const draft = { path: "a.md", text, isDocument: false, reports, checked: reports.map(({ from }) => ({ from, diagnostics: [], accepted: [], previous: null })) }
    assert.deepEqual(JSON.parse(factsJsonPrinter.draft(draft, 0)), { path: "a.md", reports: [] })
    assert.equal(factsCsvPrinter(false).draft(draft, 0), "")
    assert.equal(overviewPrinter(false).draft(draft, 0), "")
    assert.deepEqual((JSON.parse(jsonPrinter("en").draft(draft, 0)) as { reports: object[] }).reports, [])
  })

  it("of more than 16 KB are read whole, column totals and all", () => {
    const rows = Array.from({ length: 400 }, (_, i) => [`第${i + 1}个单位，名称写得很长很长很长很长很长很长`, String(i + 3), String(2 * i + 7), String(3 * i + 10)])
    const sum = (column: number): string => String(rows.reduce((total, row) => total + Number(row[column]), 0))
    const table = (first: string): string => LAYOUTS["markdown"]!([["单位", "上半年", "下半年", "合计"], [rows[0]![0]!, first, ...rows[0]!.slice(2)], ...rows.slice(1), ["合计", sum(1), sum(2), sum(3)]])
    assert.ok(table("3").length > 16_384)
    assert.deepEqual(blamed(table("3")), [])
    assert.deepEqual(blamed(table("3333")), ["table-sum 3333"])
  })

  it("are read alike while they are typed", () => {
    const text = LAYOUTS["markdown"]!(FRUIT).replace("36", "37")
    let document = openDocument("")
    for (let at = 0; at < text.length; at += 5) document = document.edit({ from: at, to: at, insert: text.slice(at, at + 5) })
    assert.deepEqual(document.reports.flatMap(({ report, from }) => diagnose(report, from)), check(text))
  })

  it("in the documents of packages are let be", () => {
    const files = globSync("node_modules/**/*.md", { dot: true }).filter(path => /^\|?.*\|\s*:?-{2,}.*$/m.test(readFileSync(path, "utf8"))).slice(0, 300)
    assert.ok(files.length >= 50, `${files.length}`)
    assert.deepEqual(files.flatMap(path => blamed(readFileSync(path, "utf8")).map(found => `${path}: ${found}`)), [])
  })
})
