import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { globSync } from "tinyglobby"
import { looksLikeReport } from "../client/looksLikeReport.ts"
import { Reports, type Choice, type Row } from "../client/overviewModel.ts"
import { snippetLayout, suitableFirst, wordsOf, type Snippet } from "../client/snippets.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { readReports } from "../server/engine/index.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { checkGenerated, toJson } from "./support/generated.ts"
import { signsOf } from "./support/reportSigns.ts"
import { draftOf } from "./support/sampleDrafts.ts"

describe("generated signs of reports", () => {
  it("are those of the formats", () => checkGenerated("client/reportSigns.json", toJson(signsOf(FORMATS))))
})

describe("what looks like a report", () => {
  it("is every example", () => {
    for (const path of globSync("examples/*/*.{txt,md}")) assert.ok(looksLikeReport("x.txt", readFileSync(path, "utf8")), basename(path))
  })

  it("is every text in which the engine finds a report", () => {
    for (const { bad, good } of RULES) for (const text of [bad, good]) if (readReports(text).length > 0) assert.ok(looksLikeReport("x.txt", text), text)
  })

  it("is every file that is named like one", () => {
    for (const name of ["/a/某县政府信息公开工作年度报告.txt", "/a/2023政府信息公开年度报告（初稿）.txt", "/a/b.report.txt"]) assert.ok(looksLikeReport(name, ""), name)
  })

  it("is nothing else", () => {
    for (const text of ["", "# Notes\n\n| Total | 3 |\n", "年度工作报告\n\n一、总体情况\n", "信息公开指南\n"]) assert.ok(!looksLikeReport("/a/README.md", text), text)
  })
})

describe("snippets that insert the same thing", () => {
  const snippets = JSON.parse(readFileSync("snippets/report-draft.json", "utf8")) as Record<string, Snippet>
  const first = (label: string, text: string, languageId: string): string =>
    suitableFirst(snippets, snippetLayout(text, languageId)).map(([name]) => wordsOf(name)).find(words => words.label === label)!.form

  it("come in the order of the language where there is no table yet", () => {
    for (const words of ["年报全文", "申请办理情况表", "三、收到和处理政府信息公开申请情况"]) {
      for (const text of ["", "2023年某县林业局政府信息公开工作年度报告\n\n年报"]) {
        assert.equal(first(words, text, "plaintext"), "制表符分隔", words)
        assert.equal(first(words, text, "report-draft"), "制表符分隔", words)
        assert.equal(first(words, text, "markdown"), "Markdown 表格", words)
      }
    }
    assert.equal(first("一、总体情况", "", "plaintext"), "纯文本")
    assert.equal(first("一、总体情况", "", "markdown"), "Markdown")
  })

  it("come in the order of the draft where there is one", () => {
    for (const language of ["plaintext", "markdown"]) {
      assert.equal(first("申请办理情况表", draftOf("tsv"), language), "制表符分隔")
      assert.equal(first("申请办理情况表", draftOf("gfm"), language), "Markdown 表格")
      assert.equal(first("申请办理情况表", draftOf("cell-line"), language), "每格一行")
      assert.equal(first("一、总体情况", draftOf("cell-line"), language), "纯文本")
    }
  })
})

describe("the reports of the overview", () => {
  const counts = (error: number, hint = 0): Row["counts"] => ({ error, warning: 0, information: 0, hint })
  const row = (body: string, year: number | null, more: Partial<Row> = {}): Row => ({ body, year, title: `${body}${year}年报`, line: 0, counts: counts(0), accepted: 0, confirmed: 0, ...more })
  const reports = new Reports()
  reports.take([
    { uri: "file:///a/%E4%BA%8C.txt", reports: [row("第2局", 2022), row("第2局", 2023, { counts: counts(2), confirmed: 2 })] },
    { uri: "file:///a/b.txt", reports: [row("第10局", 2023, { counts: counts(1, 3) })] },
    { uri: "file:///z.txt", reports: [row("", 2021, { counts: null }), row("", null)] },
    { uri: "file:///gone.txt", reports: [row("撤销局", 2023)] },
  ])
  reports.take([{ uri: "file:///gone.txt", reports: [] }])
  const listed = (choice: Partial<Choice>): string[] => reports.bodies({ filter: "all", search: "", order: "name", ...choice }).map(({ name, reports }) => `${name}: ${reports.map(({ year }) => year ?? "?").join(" ")}`)

  it("are listed by body, the newest first; without a body's name each by itself", () => {
    assert.deepEqual(listed({}), ["2021年报: 2021", "第2局: 2023 2022", "第10局: 2023", "null年报: ?"])
  })

  it("are filtered: by errors, by what is still to be decided", () => {
    assert.deepEqual(listed({ filter: "errors" }), ["第2局: 2023", "第10局: 2023"])
    assert.deepEqual(listed({ filter: "undecided" }), ["第10局: 2023"])
  })

  it("are found by body, year and file name, in any width", () => {
    assert.deepEqual(listed({ search: "２局 2022" }), ["第2局: 2022"])
    assert.deepEqual(listed({ search: "二.TXT" }), ["第2局: 2023 2022"])
    assert.deepEqual(listed({ search: "第9局" }), [])
  })

  it("are sorted by errors and by file", () => {
    assert.deepEqual(listed({ order: "findings" }).slice(0, 2), ["第2局: 2023 2022", "第10局: 2023"])
    assert.deepEqual(listed({ order: "path" }).map(line => line.split(":")[0]), ["第2局", "第10局", "2021年报", "null年报"])
  })
})
