import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { globSync } from "tinyglobby"
import { looksLikeReport } from "../client/looksLikeReport.ts"
import { snippetLayout, suitableFirst, wordsOf, type Snippet } from "../client/snippets.ts"
import { readReports } from "../server/engine/index.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { draftOf } from "./support/sampleDrafts.ts"

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
