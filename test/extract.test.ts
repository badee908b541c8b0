import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { basename } from "node:path"
import { globSync } from "tinyglobby"
import { readReports, type PlacedReport } from "../server/engine/index.ts"
import { check } from "./support/check.ts"
import { writeDraft } from "./support/drafts.ts"
import { REQUEST_CELLS, REQUESTS, soundFigures } from "./support/figures.ts"
import { leafRows } from "../server/engine/report/format.ts"
import { withoutMarkup } from "../server/engine/text/markup.ts"
import { measure, type Figures } from "./extract/measure.ts"

const SAMPLES = "test/extract/samples"

/** How much of a sample is read at least, where that is not all. The PDF of narrow columns has lost one at the edge of the page. */
const READ: Readonly<Record<string, number>> = {
  "large-figures.pdf-layout": 185,
  "large-figures.pdf-stream": 185,
  "large-figures.pdf-raw": 175,
  "small-figures.catdoc": 179,
  "small-figures.docx2txt": 0,
  "small-figures.pdfminer": 175,
}

describe("what tools make of the official file", () => {
  for (const path of globSync(`${SAMPLES}/*.{txt,html}`).sort()) {
    const name = basename(path).replace(/\.\w+$/, "")
    it(`${name} is read right, or not read`, () => {
      const figures = figuresOf(name)
      const outcome = measure(readFileSync(path, "utf8"), figures)
      assert.deepEqual({ misread: outcome.misread, untrue: outcome.untrue }, { misread: [], untrue: [] })
      assert.equal(outcome.read, READ[name] ?? outcome.wanted)
      assert.equal(outcome.unreadable > 0, outcome.read < outcome.wanted, "what was not read is said")
    })
  }

  it("a changed figure is found on its cell, and not explained away by another reading", () => {
    for (const tool of ["pandoc-plain", "lo-html-bs4", "lo-html-w3m", "sheet-csv", "catdoc"]) {
      const [path] = globSync(`${SAMPLES}/small-figures.${tool}.*`)
      const text = readFileSync(path!, "utf8")
      const changed = text.replace(/(1\.\s*属于\D*)39/, "$138")
      assert.notEqual(changed, text, tool)
      assert.deepEqual(measure(changed, figuresOf("small-figures")).blamed, [["requests/denied.state-secret/natural"]], tool)
    }
  })

  it("figures apart from their labels are read as they are written, or not at all, whatever figure is wrong", () => {
    fc.assert(fc.property(soundFigures, fc.constantFrom(...REQUEST_CELLS), fc.constantFrom(-1, 1, 2, 10), fc.boolean(), (sound, cell, by, byColumn) => {
      const wrong = new Map([...sound, [cell, String(Math.max(0, Number(sound.get(cell)) + by))]])
      const { misread } = measure(labelsFirst(wrong, byColumn), Object.fromEntries(wrong))
      assert.deepEqual(misread, [])
    }), { numRuns: 150, examples: [[sparse(), "requests/granted/natural", 2, false], [sparse(), "requests/partial/other", 1, false]] })
  })

  it("rows that have changed places keep all sums, and are not taken for each other", () => {
    const figures = figuresOf("small-figures")
    const [second, third] = ["2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"]
    const text = readFileSync(`${SAMPLES}/small-figures.pdfminer.txt`, "utf8")
    const swapped = text.replace(second!, "—").replace(third!, second!).replace("—", third!)
    assert.ok(measure(text, figures).isRead("requests/denied.other-law/natural"))
    assert.ok(!measure(swapped, figures).isRead("requests/denied.other-law/natural"))
  })

  it("a figure whose last digits are left over below it is not read", () => {
    const text = readFileSync(`${SAMPLES}/small-figures.lo-html-w3m.txt`, "utf8")
    const [line] = /^.*43253$/m.exec(text)!
    const broken = text.replace(line, `${line.replace("43253", "4325")}\n${" ".repeat(line.indexOf("43253"))}3`)
    assert.deepEqual(measure(broken, figuresOf("small-figures")).misread, [])
  })

  it("a figure whose digits stand on two lines is named, but no fix replaces half of it", () => {
    const text = readFileSync(`${SAMPLES}/large-figures.pdf-layout.txt`, "utf8")
    const [placed] = readReports(text)
    const broken = [...placed!.report.facts.values()].filter(({ isBroken }) => isBroken)
    assert.ok(broken.length > 0)
    for (const { text: figure, from, to } of broken) assert.ok(figure.length > to - from)
    const changed = text.replace(/(公开申请数量 +)0/, "$17")
    assert.notEqual(changed, text)
    for (const { fixes, cells = [] } of check(changed)) if (cells.some(id => broken.some(fact => fact.id === id))) assert.deepEqual(fixes, [])
  })

  it("a garbled line is said once, and nothing is called missing", () => {
    const found = check(readFileSync(`${SAMPLES}/small-figures.catdoc.txt`, "utf8"))
    assert.equal(found.filter(({ rule }) => rule === "garbled-text").length, 1)
    assert.deepEqual(found.filter(({ rule }) => rule.startsWith("missing-") || rule === "label-mismatch"), [])
  })

  it("a text without line ends gets one finding that says so", () => {
    const found = check(readFileSync(`${SAMPLES}/small-figures.docx2txt.txt`, "utf8"))
    assert.deepEqual(found.map(({ rule }) => rule), ["unreadable-table"])
    assert.match(found[0]!.message.zh, /全文挤在一行/)
  })

  it("an HTML table of any size loses no cell where its block is cut", () => {
    fc.assert(fc.property(soundFigures, fc.integer({ min: 0, max: 400 }), (figures, padding) => {
      const style = ` style="${"x".repeat(padding)}"`
      const text = writeDraft(figures, "html").replace(/<td>/g, `<td${style}>\n`).replace(/<\/td>/g, "\n</td>")
      const [placed] = readReports(text)
      const read = new Map([...placed!.report.facts.values()].map(fact => [fact.id, fact.text]))
      for (const [id, figure] of figures) assert.equal(read.get(id), figure, id)
    }), { numRuns: 20 })
  })

  it("a saved web page has its sections and sentences; navigation and scripts are no text", () => {
    const page = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>青溪县政府信息公开工作年度报告</title>
<style>p { margin: 0 }</style></head>
<body><nav>首页 | 政务公开 | 年报</nav>
<h1><span>青溪县档案馆</span>2023年政府信息公开工作年度报告</h1>
<p class="MsoNormal"><b>一、<span style="font-size:16pt">总体情况</span></b></p>
<p>（一）主动公开。&ldquo;两微一端&rdquo;发布信息&nbsp;12 条，其中动态 9 条，公告 4 条。</p>
<h2>五、存在的主要问题及改进情况</h2>
<p>解读不够。改进：已增加图解。</p>
<script>document.write("六、其他需要报告的事项 收到申请99件")</script>
</body></html>
`
    const [placed] = readReports(page)
    const { report } = placed!
    assert.equal(report.title, "青溪县档案馆2023年政府信息公开工作年度报告")
    assert.equal(report.year, 2023)
    assert.deepEqual(report.sections.map(({ id, title }) => [id, page.slice(title.from, title.to).replace(/<[^>]*>/g, "")]), [["overview", "总体情况"], ["problems", "存在的主要问题及改进情况"]])
    assert.deepEqual(check(page).filter(({ message }) => message.zh.includes("99")), [])
    const onOneLine = page.replaceAll("\n", "")
    const [{ report: same }] = readReports(onOneLine) as [PlacedReport]
    assert.deepEqual([same.title, same.year, same.sections.map(({ id }) => id)], [report.title, report.year, report.sections.map(({ id }) => id)])
  })

  it("what is no text of a page leaves every character in its place and line", () => {
    const page = "<p\n class=\"a\">第一\r\n<!-- 注\n释 -->段&nbsp;12<script>\nx\n</script>条</p>\r<b"
    const shown = withoutMarkup(page)
    assert.equal(shown.length, page.length)
    assert.deepEqual([...shown.matchAll(/[\r\n]/g)].map(({ index }) => index), [...page.matchAll(/[\r\n]/g)].map(({ index }) => index))
    for (const words of ["第一", "段", "12", "条"]) assert.equal(shown.indexOf(words), page.indexOf(words))
    assert.equal(shown.replace(/\s+/g, " ").trim(), "第一 段 12 条")
  })

  it("a page on one line has its tables, sections and sentences", () => {
    fc.assert(fc.property(soundFigures, figures => {
      const text = writeDraft(figures, "html").split("\n").map(line => (line === "" || line.startsWith("<") ? line : `<p>${line}</p>`)).join("")
      const [placed] = readReports(text)
      for (const fact of placed!.report.facts.values()) assert.equal(fact.text, figures.get(fact.id), fact.id)
      assert.equal(placed!.report.sections.length, 6)
      assert.deepEqual(check(text).filter(({ severity }) => severity === "error" || severity === "warning").map(({ message }) => message.en), [])
    }), { numRuns: 20 })
  })
})

/** All labels of table three, then its figures, one on each line: row by row or column by column. */
function labelsFirst(figures: ReadonlyMap<string, string>, byColumn: boolean): string {
  const rows = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup)
  const grid = rows.map(({ places }) => places.map(({ id }) => figures.get(id)!))
  const written = byColumn ? grid[0]!.flatMap((_, column) => grid.map(row => row[column]!)) : grid.flat()
  return `2023年青溪县档案馆政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n${rows.map(({ label }) => label).join("\n")}\n\n${written.join("\n\n")}\n`
}

/** One application, granted: nearly all cells are 0, so that many orders of the figures add up. */
function sparse(): Map<string, string> {
  const ones = ["new", "granted", "total"].flatMap(row => [`requests/${row}/natural`, `requests/${row}/total`])
  return new Map(REQUEST_CELLS.map(id => [id, ones.includes(id) ? "1" : "0"]))
}

function figuresOf(sample: string): Figures {
  return JSON.parse(readFileSync(`${SAMPLES}/${sample.replace(/\..*$/, "")}.json`, "utf8")) as Figures
}
