import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { basename } from "node:path"
import { globSync } from "tinyglobby"
import { readReports, type PlacedReport } from "../server/engine/index.ts"
import { check } from "./support/check.ts"
import { writeDraft } from "./support/drafts.ts"
import { APPLICANTS, REQUEST_CELLS, REQUESTS, RESULTS, soundFigures } from "./support/figures.ts"
import { leafRows } from "../server/engine/report/format.ts"
import { withoutMarkup } from "../server/engine/text/markup.ts"
import { measure, type Figures } from "./extract/measure.ts"

const SAMPLES = "test/extract/samples"

/** How much of a sample is read at least, where that is not all. The PDF of narrow columns has lost one at the edge of the page. */
const READ: Readonly<Record<string, number>> = {
  "broken-figures.pdf-raw": 179,
  "broken-titles.pdftohtml": 185,
  "cut-figures.pdf-layout": 184,
  "even-figures.pdf-raw": 171,
  "large-figures.pdf-layout": 195,
  "large-figures.pdf-stream": 195,
  "large-figures.pdf-raw": 179,
  "pushed-figures.pdf-layout": 193,
  "run-together.pdf-layout": 193,
  "small-figures.catdoc": 179,
  "small-figures.docx2txt": 0,
  "small-figures.pdfminer": 185,
}

describe("what tools make of the official file", () => {
  for (const path of globSync(`${SAMPLES}/*.{txt,html}`).sort()) {
    const name = basename(path).replace(/\.\w+$/, "")
    it(`${name} is read right, or not read`, () => {
      const figures = figuresOf(name)
      const outcome = measure(readFileSync(path, "utf8"), figures)
      assert.deepEqual({ misread: outcome.misread, untrue: outcome.untrue }, { misread: [], untrue: [] })
      const wanted = READ[name] ?? outcome.wanted
      assert.equal(outcome.read, wanted, `${outcome.read} of ${outcome.wanted} cells were read, not ${wanted}`)
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

  it("figures that were pushed past each other beside a wrong one are not read, and that something is wrong is said", () => {
    const { misread, blamed, unreadable } = measure(readFileSync(`${SAMPLES}/faulty/pushed-figures.pdf-layout.txt`, "utf8"), figuresOf("faulty/pushed-figures"))
    assert.deepEqual(misread, [])
    assert.deepEqual([blamed.length, unreadable], [1, 1])
  })

  it("figures apart from their labels are read as they are written, or not at all, whatever figure is wrong", () => {
    const by = fc.constantFrom(-1, 1, 2, 10)
    fc.assert(fc.property(fc.oneof(soundFigures, fewRequests), fc.constantFrom(...REQUEST_CELLS), by, fc.boolean(), foreign, foreign, (sound, cell, by, byColumn, before, behind) => {
      const wrong = new Map([...sound, [cell, String(Math.max(0, Number(sound.get(cell)) + by))]])
      for (const figures of [sound, wrong]) assert.deepEqual(measure(labelsFirst(figures, byColumn, before, behind), Object.fromEntries(figures)).misread, [])
    }), { numRuns: 40, examples: [[sparse(), "requests/granted/natural", 2, false, [], []], [sparse(), "requests/partial/other", 1, false, [], []]] })
  })

  it("figures in strips, with figures of others between them, are read as they are written, or not at all, whatever figure is wrong", () => {
    const strips = fc.record({ from: fc.nat(23), width: fc.integer({ min: 1, max: 6 }), isByColumn: fc.boolean() })
    fc.assert(fc.property(fc.oneof(soundFigures, fewRequests), strips, fc.constantFrom(null, ...REQUEST_CELLS), foreign, (sound, { from, width, isByColumn }, cell, between) => {
      const figures = cell === null ? sound : new Map([...sound, [cell, String(Number(sound.get(cell)) + 1)]])
      assert.deepEqual(measure(inStrips(figures, from, width, isByColumn, between), Object.fromEntries(figures)).misread, [])
    }), { numRuns: 20 })
  })

  it("broken figures are read as they are written, or not at all, whatever figure is wrong", () => {
    fc.assert(fc.property(soundFigures, fc.constantFrom(null, ...REQUEST_CELLS), fc.integer({ min: 2, max: 3 }), fc.boolean(), (sound, cell, width, isBelow) => {
      const figures = cell === null ? sound : new Map([...sound, [cell, String(Number(sound.get(cell)) + 1)]])
      assert.deepEqual(measure(brokenAt(width, figures, isBelow), Object.fromEntries(figures)).misread, [])
    }), { numRuns: 60 })
  })

  it("a wrong figure among figures row by row below their labels is a fault of the draft", () => {
    fc.assert(fc.property(soundFigures, fc.constantFrom(...REQUEST_CELLS), (sound, cell) => {
      const wrong = new Map([...sound, [cell, String(Number(sound.get(cell)) + 1)]])
      const { isRead } = measure(labelsFirst(wrong, false), Object.fromEntries(wrong))
      assert.deepEqual(REQUEST_CELLS.filter(id => !isRead(id)), [])
    }), { numRuns: 40 })
  })

  it("rows that have changed places keep all sums, and are not taken for each other", () => {
    const figures = figuresOf("small-figures")
    const [second, third] = ["2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"]
    const text = readFileSync(`${SAMPLES}/small-figures.pdfminer.txt`, "utf8")
    const swapped = text.replace(second!, "—").replace(third!, second!).replace("—", third!)
    assert.ok(measure(text, figures).isRead("requests/denied.other-law/natural"))
    assert.ok(!measure(swapped, figures).isRead("requests/denied.other-law/natural"))
  })

  it("figures between titles or below heads of parts are those of the part's rows where there are as many", () => {
    const part = (text: string): PlacedReport => readReports(`2023年青溪县档案馆政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n${text.replaceAll(" ", "\n\n")}\n\n三、收到和处理政府信息公开申请情况\n\n无。\n`)[0]!
    const read = (text: string): string[] => [...part(text).report.facts.values()].flatMap(({ id, state, text }) => (id.startsWith("proactive") && state === "number" ? [`${id.slice("proactive/".length)} ${text}`] : []))
    const before = "第二十条第（一）项 信息内容 规章 行政规范性文件 本年制发件数 0 本年废止件数 0 现行有效件数 0 8 1 52 第二十条第（五）项 信息内容 本年处理决定数量 43253 行政许可 第二十条第（六）项 信息内容 本年处理决定数量 452 行政处罚 15 行政强制 第二十条第（八）项 信息内容 行政事业性收费 本年收费金额（单位：万元） 12.5"
    const first = ["rules/issued 0", "rules/repealed 0", "rules/in-force 0", "normative-documents/issued 8", "normative-documents/repealed 1", "normative-documents/in-force 52"]
    const penalties = ["penalties/decisions 452", "coercion/decisions 15"]
    const rest = ["licensing/decisions 43253", ...penalties, "fees/amount 12.5"]
    assert.deepEqual(read(before), [...first, ...rest])
    const byColumn = "本年制发件数 0 8 本年废止件数 0 1 现行有效件数 0 52"
    const byRow = "本年制发件数 0 本年废止件数 0 现行有效件数 0 8 1 52"
    const mixed = "本年废止件数 0 1 现行有效件数 0 52 本年制发件数 0 8"
    for (const written of [byColumn, mixed]) assert.deepEqual(read(before.replace(byRow, written)), [...first, ...rest])
    const unclear = [byColumn.replace(" 8", ""), byColumn.replace("8", "8 8"), "本年制发件数 本年废止件数 0 0 8 1 现行有效件数 0 52", byRow.replace("制发", "废除"), mixed.replace(" 1", "").replace("8", "8 1"), `7 ${byRow}`]
    for (const written of unclear) assert.deepEqual(read(before.replace(byRow, written)).filter(cell => first.some(known => known.startsWith(cell.split(" ")[0]!))), [], written)
    assert.deepEqual(read(before.replace("行政处罚 15 行政强制", "行政强制 15 行政处罚")), [...first, ...rest].filter(cell => !penalties.includes(cell)))
    assert.deepEqual(read(before.replace("行政处罚 15", "行政处罚 15 3")), [...first, ...rest].filter(cell => !penalties.includes(cell)))
  })

  it("below all labels a table without equations is not read, with figures of others or without", () => {
    const labels = "规章\n行政规范性文件\n行政许可\n行政处罚\n行政强制\n行政事业性收费"
    for (const figures of [[0, 0, 0, 8, 1, 52, 43253, 452, 15, 12], [2, 0, 0, 0, 8, 1, 52, 43253, 452, 15, 12]]) {
      const [placed] = readReports(`2023年青溪县档案馆政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n${labels}\n\n${figures.join("\n")}\n`)
      assert.deepEqual([...placed!.report.facts.values()].filter(({ state }) => state === "number"), [])
    }
  })

  it("of a row that has lost a figure or two those are read whose place no sum leaves open", () => {
    const OUTCOMES = ["upheld", "corrected", "other", "pending", "total"]
    const CELLS = ["review", "suit-direct", "suit-after-review"].flatMap(group => OUTCOMES.map(outcome => `litigation/count/${group}.${outcome}`))
    const heads = "结果维持 结果纠正 其他结果 尚未审结 总计"
    const row = (figures: readonly string[]): string => `2023年青溪县档案馆政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n\n行政复议      行政诉讼\n${heads}   未经复议直接起诉   复议后起诉\n${heads} ${heads}\n${figures.join("   ")}\n`
    const known = measure(row("0 0 0 8 8 3 26 0 6 35 0 0 1 1".split(" ")), Object.fromEntries(CELLS.map((id, i) => [id, "0 0 0 8 8 3 26 0 6 35 0 0 1 1 2".split(" ")[i]!])))
    assert.deepEqual(CELLS.filter(known.isRead), CELLS.slice(0, 10))
    assert.equal(known.unreadable, 1)
    const lost = fc.uniqueArray(fc.nat(14), { minLength: 1, maxLength: 2 })
    fc.assert(fc.property(fc.oneof(soundFigures, fewRequests), lost, (sound, gaps) => {
      const figures = CELLS.map(id => sound.get(id) ?? "0")
      assert.deepEqual(measure(row(figures.filter((_, i) => !gaps.includes(i))), Object.fromEntries(CELLS.map((id, i) => [id, figures[i]!]))).misread, [])
    }), { numRuns: 100 })
    fc.assert(fc.property(fc.oneof(soundFigures, fewRequests), foreign, foreign, (sound, before, behind) => {
      const figures = CELLS.map(id => sound.get(id) ?? "0")
      assert.deepEqual(measure(row([...before, ...figures, ...behind]), Object.fromEntries(CELLS.map((id, i) => [id, figures[i]!]))).misread, [])
    }), { numRuns: 200 })
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

/** Figures of other tables, or of pages. */
const foreign = fc.array(fc.constantFrom("0", "1", "2", "7"), { maxLength: 2 })

/** All labels of table three, then its figures, one on each line: row by row or column by column, perhaps between figures of others. */
function labelsFirst(figures: ReadonlyMap<string, string>, byColumn: boolean, before: readonly string[] = [], behind: readonly string[] = []): string {
  const rows = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup)
  const grid = rows.map(({ places }) => places.map(({ id }) => figures.get(id)!))
  const written = [...before, ...(byColumn ? grid[0]!.flatMap((_, column) => grid.map(row => row[column]!)) : grid.flat()), ...behind]
  return `2023年青溪县档案馆政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n${rows.map(({ label }) => label).join("\n")}\n\n${written.join("\n\n")}\n`
}

/** Labels, then figures row by row, but for the last rows: these in two strips, one behind the other, perhaps with figures of others between. */
function inStrips(figures: ReadonlyMap<string, string>, from: number, width: number, isByColumn: boolean, between: readonly string[]): string {
  const rows = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup)
  const grid = rows.map(({ places }) => places.map(({ id }) => figures.get(id)!))
  const last = grid.slice(from)
  const right = last.map(row => row.slice(width))
  const written = [...grid.slice(0, from).flat(), ...last.flatMap(row => row.slice(0, width)), ...between, ...(isByColumn ? right[0]!.flatMap((_, column) => right.map(row => row[column]!)) : right.flat())]
  return `2023年青溪县档案馆政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n${rows.map(({ label }) => label).join("\n")}\n\n${written.join("\n\n")}\n`
}

/** Rows of a PDF whose cells hold so many digits: what is more goes on in the next line, before the next figure or below all of them. */
function brokenAt(width: number, figures: ReadonlyMap<string, string>, isBelow: boolean): string {
  const rows = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup)
  const lines = rows.flatMap(({ label, places }) => {
    const pieces = places.map(({ id }) => figures.get(id)!.match(new RegExp(`\\d{1,${width}}`, "g"))!)
    if (isBelow) return Array.from({ length: Math.max(...pieces.map(({ length }) => length)) }, (_, i) => [...(i === 0 ? [label] : []), ...pieces.flatMap(own => own[i] ?? [])].join(" "))
    return `${label} ${pieces.map(own => (own.length > 1 ? `${own.join("\n")}\n` : `${own[0]!} `)).join("")}`.split("\n").map(line => line.trim()).filter(line => line !== "")
  })
  return `2023年青溪县档案馆政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n${lines.join("\n")}\n`
}

/** Requests that were received and settled: nearly all cells are 0, so that many orders of the figures add up. */
function settled(requests: readonly { readonly row: string; readonly applicant: string }[]): Map<string, string> {
  const figures = new Map(REQUEST_CELLS.map(id => [id, 0]))
  for (const { row, applicant } of requests) {
    for (const id of ["new", row, "total"].flatMap(counted => [`requests/${counted}/${applicant}`, `requests/${counted}/total`])) figures.set(id, figures.get(id)! + 1)
  }
  return new Map([...figures].map(([id, value]) => [id, String(value)]))
}

const sparse = (): Map<string, string> => settled([{ row: "granted", applicant: "natural" }])

const fewRequests = fc.array(fc.record({ row: fc.constantFrom(...RESULTS), applicant: fc.constantFrom(...APPLICANTS) }), { maxLength: 4 }).map(settled)

function figuresOf(sample: string): Figures {
  return JSON.parse(readFileSync(`${SAMPLES}/${sample.replace(/\..*$/, "")}.json`, "utf8")) as Figures
}
