import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { Validator, type Schema } from "@cfworker/json-schema"
import { FORMATS } from "../server/engine/formats.ts"
import { editDocument, openDocument, readReports } from "../server/engine/index.ts"
import { diagnose } from "../server/engine/features/diagnose.ts"
import { formatFaults, type ReportFormat } from "../server/engine/report/format.ts"
import { isGovernment } from "../server/engine/report/prose/body.ts"
import { numberAt } from "../server/engine/report/prose/numerals.ts"
import { passagesOf, rangeIn } from "../server/engine/report/prose/passage.ts"
import { proseOf } from "../server/engine/report/prose/prose.ts"
import { readPassage } from "../server/engine/report/prose/readPassage.ts"
import type { SentenceReading } from "../server/engine/report/prose/readSentence.ts"
import { claimsIn } from "../server/engine/report/prose/said.ts"
import { proseVocabularyOf } from "../server/engine/report/prose/vocabulary.ts"
import type { Report } from "../server/engine/report/report.ts"
import { proseMismatch } from "../server/engine/rules/prose-mismatch.ts"
import { format } from "../server/engine/text/decimal.ts"
import schema from "../server/formats/report-format.schema.json" with { type: "json" }
import { measure, MEASURED, outcomeOf, precisionOf, readCases, recallOf, together } from "./prose/calibration.ts"
import { check } from "./support/check.ts"
import { HOSTILE_PROSE } from "./support/hostileProse.ts"

const SEEDS = "../shared/seeds"
const WILD = "../shared/wild"
const FIGURE_RULES = ["prose-mismatch", "contradiction", "list-sum", "flow-mismatch", "conflicting-figures", "percentage", "rate", "miscounted-list", "garbled-text", "year-mismatch", "period", "citation"]
const cases = readCases()

const reportOf = (text: string): Report => readReports(text)[0]!.report
/** The claims of a text: quantity and figure as written. */
const claimsOf = (text: string): string[] =>
  claimsIn(reportOf(text)).map(({ said, digits }) => `${said.quantity.id} ${text.slice(digits.from, digits.to)}`)

describe("prose", () => {
  describe("on the calibration set", () => {
    it("has clauses enough", () => { assert.ok(cases.length >= 1000 && cases.filter(({ findings }) => findings.length === 0).length * 2 >= cases.length, String(cases.length)) })
    for (const { where, text, place, claims } of cases) {
      it(`reads ${where} ${text}`, () => { assert.deepEqual(outcomeOf(text, place).claims, claims) })
    }
    it("finds what is marked and nothing else", () => {
      const { scores, errors, complaints } = measure(cases)
      const all = together(scores.values())
      assert.equal(precisionOf(errors), 1, complaints.join("\n"))
      assert.ok(precisionOf(all) >= 0.97, complaints.join("\n"))
      assert.ok(recallOf(all) >= 0.9, complaints.join("\n"))
      assert.deepEqual(complaints, [])
    })
    it("finds no more of what a fix has mended", () => {
      for (const { text, place, marks } of cases) {
        if (marks.length === 0) continue
        for (const { rule, from, fixed } of outcomeOf(text, place).findings) {
          // What two lists contradict is mended by no fix of one of them: the other one's would take it back.
          for (const mended of fixed) assert.deepEqual(outcomeOf(mended, place).findings.filter(finding => finding.rule === rule && finding.from === from && !finding.fixed.includes(text)), [], `${text}\n${mended}`)
        }
      }
    })
    it("finds any figure of a true claim changed by one", () => {
      for (const { text, place, marks } of cases) {
        if (marks.length > 0 || place.includes("without tables") || /[近余超]|撤回|万件|\d元|信息处理费/.test(text)) continue
        for (const { from, to } of outcomeOf(text, place).figures) {
          for (const changed of neighbours(text.slice(from, to))) {
            const wrong = text.slice(0, from) + changed + text.slice(to)
            const found = outcomeOf(wrong, place).findings
            assert.ok(found.some(finding => finding.rule === "prose-mismatch" && finding.from === from), wrong)
          }
        }
      }
    })
  })

  describe("numbers", () => {
    for (const [written, value] of Object.entries({ "3119件": "3119", "1,234件": "1234", "1.2万条": "12000", "2764.2万宗": "27642000", "三件": "3", "两件": "2", "零件": "0", "十二件": "12", "三十件": "30", "一百零五件": "105", "两千三百件": "2300", "258.5亿元": "25850000000" })) {
      it(written, () => { assert.equal(format(numberAt(written, 0)!.value), value) })
    }
  })

  it("joins the lines of a sentence over page marks and blank lines, with its places", () => {
    const text = "2023年，本机关共受理政府信息公开申\n\n- 3 -\n\n请 12 件，全部在法定期限之内作出\n答复。\n（二）另一段\n"
    const [first, second] = passagesOf(text)
    assert.equal(first!.text, "2023年,本机关共受理政府信息公开申请12件,全部在法定期限之内作出答复。")
    const digits = rangeIn(first!, first!.text.indexOf("12"), first!.text.indexOf("12") + 2)
    assert.equal(text.slice(digits.from, digits.to), "12")
    assert.equal(second!.text, "(二)另一段")
  })

  it("reads a block again only if it has changed", () => {
    const text = "青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n\n受理政府信息公开申请5件。\n\n主动公开信息6条。\n"
    const document = openDocument(text)
    const edited = editDocument(document, [{ from: text.indexOf("6条"), to: text.indexOf("6条"), insert: "1" }])
    const [before, after] = [document, edited].map(({ reports }) => proseOf(reports[0]!.report).filter(({ section }) => section === "overview"))
    assert.equal(before![0]!.sentences, after![0]!.sentences)
    assert.notEqual(before![1]!.sentences, after![1]!.sentences)
  })

  it("reads a sentence again only if it has changed, or stands behind what it refers to", () => {
    const overview = (text: string): readonly SentenceReading[] => proseOf(reportOf(`青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n\n${text}\n`)).flatMap(({ sentences }) => sentences.map(({ reading }) => reading))
    const before = overview("受理政府信息公开申请5件。其中自然人3件。主动公开信息6条。")
    assert.deepEqual(before.map(({ text }) => text), ["受理政府信息公开申请5件。其中自然人3件。", "主动公开信息6条。"])
    const after = overview("受理政府信息公开申请15件。其中自然人3件。主动公开信息6条。")
    assert.deepEqual(after.map((reading, i) => reading === before[i]), [false, true])
    assert.deepEqual(overview("公开信息8条。办理5件。自然人4件，占80%。其余略。").map(({ text }) => text), ["公开信息8条。办理5件。自然人4件,占80%。", "其余略。"])
  })

  it("compares again when a figure of the tables has changed", () => {
    const bad = proseMismatch.bad
    const document = openDocument(bad)
    const cell = bad.lastIndexOf("4")
    const mismatches = [document, editDocument(document, [{ from: cell, to: cell + 1, insert: "5" }]), document].map(({ reports }) => [...proseMismatch.check(reports[0]!.report)].length)
    assert.deepEqual(mismatches, [1, 0, 1])
  })

  describe("formats", () => {
    for (const built of FORMATS) {
      it(`${built.id} is described by the schema, and sound`, () => {
        assert.deepEqual(new Validator(schema as Schema, "2020-12").validate(built).errors.slice(-1), [])
        assert.deepEqual(formatFaults(built), [])
      })
    }
    it("names what is wrong with the words of prose", () => {
      const [built] = FORMATS
      const [quantity, ...others] = built!.prose!.quantities
      const wrong = { ...built, prose: { ...built!.prose!, quantities: [{ ...quantity!, says: ["{没有这类词}#"], cells: ["requests/none/@"], topics: ["none"] }, ...others] } } as ReportFormat
      assert.deepEqual(formatFaults(wrong).map(fault => /"([^"]*)"[^"]*$/.exec(fault.en)![1]).slice(0, 2), ["没有这类词", "none"])
      assert.deepEqual(formatFaults(wrong).map(fault => /“([^”]*)”[^”]*$/.exec(fault.zh)![1]).slice(0, 2), ["没有这类词", "none"])
    })
    it("names cells that no table has", () => {
      const [built] = FORMATS
      const wrong = { ...built, prose: { ...built!.prose!, feeNotices: { cell: "requests/none/total", words: [] }, rulemaking: { ...built!.prose!.rulemaking!, row: "proactive/none" } } } as ReportFormat
      assert.deepEqual(formatFaults(wrong), ["requests/none/total", "proactive/none"].map(cell => ({ zh: `文字部分的规则用到的“${cell}”不是表格中的行或格`, en: `a rule of the prose uses "${cell}", which is no row or cell` })))
    })
    it("may say nothing of prose", () => {
      const bare = Object.fromEntries(Object.entries(FORMATS[0]!).filter(([key]) => key !== "prose")) as unknown as ReportFormat
      const [{ report } = { report: null }] = readReports("青溪县2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n", [bare])
      assert.deepEqual(diagnose(report!, 0).filter(({ rule }) => MEASURED.includes(rule)), [])
    })
  })

  describe("bodies", () => {
    const titles: Record<string, [string, boolean]> = {
      "青溪县2023年政府信息公开工作年度报告": ["青溪县", true],
      "2023年青溪县人民政府政府信息公开工作年度报告": ["青溪县人民政府", true],
      "青溪县林业局2023年度政府信息公开年度报告": ["青溪县林业局", false],
      "青溪县人民政府办公室 2023 年政府信息公开工作年度报告": ["青溪县人民政府办公室", false],
      "白石经济开发区2023年政府信息公开工作年度报告": ["白石经济开发区", false],
      "政府信息公开工作年度报告（2023年）": ["", false],
    }
    for (const [title, [body, isOfGovernment]] of Object.entries(titles)) {
      it(title, () => {
        const report = reportOf(`${title}\n\n一、总体情况\n\n略。\n`)
        assert.equal(report.body, body)
        assert.equal(isGovernment(report), isOfGovernment)
      })
    }
  })

  describe("cost", () => {
    const draft = (text: string): string => `青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n\n${text}\n`
    // Longer paragraphs are not read at all. How these lengths compare, `npm run bench -- e` says.
    for (const [name, textOf] of Object.entries(HOSTILE_PROSE)) {
      for (const length of [65_000, 1_000_000]) {
        it(`${name}: ${length} characters come to an end`, () => {
          assert.ok(check(draft(textOf(length))).length > 0)
        })
      }
    }

    it("a paragraph that is not too long is read to its end, however odd it is", () => {
      const wrong = "全年主动公开信息42条，包括公告15条、动态29条。"
      assert.equal(check(draft(HOSTILE_PROSE["applicants"]!(65_000) + wrong), "list-sum").length, 1)
    })
  })

  it("is read with any sign at any place", () => {
    const vocabulary = proseVocabularyOf(reportOf("青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n").format.prose!, 2023)
    // Each means something in a pattern.
    const signs = "([)*+?\\{|$^.]"
    for (const [i, { text }] of cases.entries()) {
      for (let at = 0; at <= text.length; at++) {
        const changed = text.slice(0, at) + signs[(i + at) % signs.length]! + text.slice(at)
        assert.doesNotThrow(() => { for (const passage of passagesOf(changed)) readPassage(passage, null, vocabulary) }, changed)
      }
    }
  })

  describe("real drafts", () => {
    const textsIn = (folder: string): [string, string][] => (existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith(".txt")).map(name => [name, readFileSync(`${folder}/${name}`, "utf8")]) : [])
    const SILENT_RULES = [...FIGURE_RULES, "repeated-words", "skipped-ordinal"]
    const expected: Record<string, string[]> = {
      "000": ["wrong-word"],
      "001": [],
      "002": ["missing-aspect", "fee-not-stated"],
      "003": ["missing-aspect", "missing-improvement"],
      "004": ["missing-accountability", "fee-not-stated"],
    }
    const ASPECTS: Record<string, string> = { "002": "依申请公开、监督保障", "003": "政府信息管理、监督保障", "004": "社会评议、责任追究" }
    for (const [name, text] of textsIn(SEEDS)) {
      it(name, () => {
        const seed = name.slice(0, 3)
        const found = check(text, ...SILENT_RULES, "wrong-word", "missing-aspect", "missing-improvement", "missing-accountability", "fee-not-stated")
        assert.deepEqual(found.map(({ rule }) => rule), expected[seed])
        if (ASPECTS[seed] !== undefined) assert.ok(found[0]!.message.zh.includes(ASPECTS[seed]), found[0]!.message.zh)
      })
    }
    for (const [name, text] of textsIn(WILD)) {
      it(name, () => {
        assert.deepEqual(check(text, ...SILENT_RULES, "wrong-word").map(({ message }) => message.zh), [])
        assert.deepEqual(claimsOf(text), [
          "received 3119", "answered 3050", "carried-in 34", "carried-out 103",
          "review 351", "review-upheld 72", "review-corrected 64", "review-other 178", "review-pending 37",
          "suit 46", "suit-upheld 25", "suit-corrected 5", "suit-other 9", "suit-pending 7",
          "information-fee 3940",
        ])
      })
    }
  })
})

/** A number one more and one less, as it is written. */
function neighbours(written: string): string[] {
  if (!/^[\d,.]+$/.test(written)) return []
  const digits = written.replace(/[,.]/g, "")
  const decimals = written.includes(".") ? written.length - written.indexOf(".") - 1 : 0
  return [1, -1].map(by => Number(digits) + by).filter(value => value >= 0).map(value => (decimals > 0 ? (value / 10 ** decimals).toFixed(decimals) : String(value)))
}
