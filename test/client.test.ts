import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { globSync } from "tinyglobby"
import { looksLikeReport } from "../client/looksLikeReport.ts"
import { readReports } from "../server/engine/index.ts"
import { RULES } from "../server/engine/rules/index.ts"

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
