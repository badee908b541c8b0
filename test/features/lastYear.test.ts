import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { globSync } from "tinyglobby"
import { lastYearsName, NameIndex, nameOf, namesIn, namesOfTitles, reportsByName } from "../../server/engine/features/lastYear.ts"
import { FORMATS } from "../../server/engine/formats.ts"
import { openDocument, readReports } from "../../server/engine/index.ts"
import { copiedText } from "../../server/engine/rules/copied-text.ts"
import { knownSentences } from "../../server/engine/report/prose/written.ts"
import { draftOf } from "../support/sampleDrafts.ts"

describe("last year's report", () => {
  const draft = draftOf("tsv")

  it("is known by body and year", () => {
    const { report } = readReports(draft)[0]!
    assert.equal(nameOf(report), "青溪县档案馆 2023")
    assert.equal(lastYearsName(report), "青溪县档案馆 2022")
    const { report: nameless } = readReports(draft.replace(/^.*\n/, "2023年政府信息公开工作年度报告\n"))[0]!
    assert.deepEqual([nameOf(nameless), lastYearsName(nameless)], [null, null])
  })

  it("has the same name whether the report is read or only its title", () => {
    for (const path of globSync("examples/**/*.{txt,md}")) {
      const text = readFileSync(path, "utf8")
      const names = namesIn(text, FORMATS)
      assert.deepEqual(names, readReports(text).flatMap(({ report }) => nameOf(report) ?? []), path)
      for (const end of ["\n", "\r\n", "\r"]) assert.deepEqual(namesOfTitles(text.replace(/\r\n?|\n/g, end), FORMATS), [...new Set(names)], path)
    }
    assert.deepEqual(namesIn(`${draft}\n${draft}`, FORMATS), ["青溪县档案馆 2023", "青溪县档案馆 2023"])
    assert.deepEqual(namesIn(draft.split("\n")[0]!, FORMATS), [])
    assert.deepEqual(namesIn("", FORMATS), [])
  })

  it("is looked for in titles that stand on several lines, and below which nothing stands", () => {
    const spread = `第一季度\n\n青溪县水利局\n\n\n2023年政府信息公开工作年度报告\n${"\n信息公开。".repeat(20)}\n\n青溪县水利局2022年政府信息公开工作年度报告\n`
    assert.deepEqual(namesOfTitles(spread, FORMATS), ["青溪县水利局 2023", "青溪县水利局 2022"])
    assert.deepEqual(namesOfTitles("公".repeat(100_000), FORMATS), [])
  })

  it("is looked for as a reader of a page's source sees it", () => {
    const body = draft.slice(draft.indexOf("\n"))
    const title = draft.split("\n")[0]!
    const numbered = [...title].map(char => `&#${char.codePointAt(0)!};`).join("")
    const bold = title.replace("政府", "<strong>政府</strong>")
    for (const written of [`<h1>${title}</h1>`, `<p style="text-align:center"><span>${title}</span></p>`, `<h1>${bold}</h1>`, `# <b>${title}</b>`, `<p>${numbered}</p>`, `<h2>通知</h2><h1>${title}</h1><p>略。</p>`]) {
      assert.deepEqual(namesIn(written + body, FORMATS), ["青溪县档案馆 2023"], written)
      assert.deepEqual(namesOfTitles(written + body, FORMATS), ["青溪县档案馆 2023"], written)
    }
    assert.deepEqual(namesOfTitles(`<title>${title}</title>\n<p>见《${title}》。</p>`, FORMATS), [])
  })

  it("says the same sentences in a page's source", () => {
    const sentence = "全年通过政府网站主动公开各类政府信息一百余条并及时回应群众关切。"
    const keys = (text: string): number[] => knownSentences(text, "").map(({ key }) => key)
    assert.equal(keys(sentence).length, 1)
    assert.deepEqual(keys(`<p class="text">${sentence.replace("主动公开", "<b>主动公开</b>")}</p>`), keys(sentence))
  })

  it("is nobody's where a document has two", () => {
    assert.equal(reportsByName(openDocument(draft)).get("青溪县档案馆 2023")?.from, 0)
    assert.equal(reportsByName(openDocument(`${draft}\n${draft}`)).get("青溪县档案馆 2023"), null)
  })

  it("is found in the one draft that holds it", () => {
    const index = new NameIndex()
    index.set("a", ["x 2022", "y 2022"])
    assert.equal(index.find("x 2022"), "a")
    assert.equal(index.find("x 2023"), null)
    index.set("b", ["x 2022", "z 2022", "z 2022"])
    assert.deepEqual(["x 2022", "y 2022", "z 2022"].map(name => index.find(name)), [null, "a", null])
    assert.deepEqual(index.names("b"), ["x 2022", "z 2022", "z 2022"])
    index.set("b", ["z 2022"])
    assert.deepEqual(["x 2022", "z 2022"].map(name => index.find(name)), ["a", "b"])
    index.set("a", [])
    assert.deepEqual([[...index.keys()], index.size, index.names("a")], [["b"], 1, []])
    assert.equal(index.find("x 2022"), null)
  })

  it("is copied from the share of sentences on that one chooses", () => {
    const [previous, report] = readReports(copiedText.bad).map(placed => placed.report)
    assert.equal([...copiedText.check(report!, { previous, copiedShare: 1 })].length, 1)
    const [last, other] = readReports(copiedText.good).map(placed => placed.report)
    assert.equal([...copiedText.check(other!, { previous: last, copiedShare: 0.25 })].length, 1)
    assert.equal([...copiedText.check(other!, { previous: last, copiedShare: 0.26 })].length, 0)
  })
})
