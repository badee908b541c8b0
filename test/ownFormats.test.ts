import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { readFormats } from "../server/collection/formatFiles.ts"
import { readReports, openDocument } from "../server/engine/index.ts"
import { complete } from "../server/engine/features/completion.ts"
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { nameOf, namesIn, namesOfTitles } from "../server/engine/features/lastYear.ts"
import { applyEdits } from "../server/engine/text/range.ts"
import { choose } from "../server/engine/report/readings/joins.ts"
import type { Report } from "../server/engine/report/report.ts"

/** The worked example of the docs. */
const FILE = readFileSync("docs/hotline.report-format.json", "utf8")
const { formats, faults } = readFormats([{ path: "hotline.json", text: FILE }])

const DRAFT = `青石县2024年政务热线工作年报

本报告数据的统计期限自2024年1月1日至2024年12月31日止。

一、总体情况

2024年，中心共接到来电120件，其中咨询70件、投诉40件、其他10件。办结110件，办结率91.67%。

二、来电受理和办结情况

来电类别\t已办结\t办理中\t合计
咨询类来电\t65\t5\t70
投诉类来电\t45\t5\t50
全部来电\t110\t10\t120

三、下一年工作打算

一是加强培训。二是改进流程。
`

const GOV = "青石县2024年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n"

const findings = (text: string): string[] => readReports(text, formats).flatMap(({ report }) => diagnose(report, 0).map(({ rule, range }) => `${rule} ${report.text.slice(range.from, range.to)}`))
const changed = (from: string, to: string): string[] => {
  assert.ok(DRAFT.includes(from))
  return findings(DRAFT.replace(from, to))
}

describe("own formats", () => {
  it("are sound as the docs show them", () => assert.deepEqual([...faults], []))

  it("are read with title, body, year, sections and figures", () => {
    const [{ report } = { report: null }, ...more] = readReports(DRAFT, formats)
    assert.equal(more.length, 0)
    assert.deepEqual([report!.format.id, report!.title, report!.body, report!.year], ["hotline", "青石县2024年政务热线工作年报", "青石县", 2024])
    assert.deepEqual(report!.sections.map(({ id }) => id), ["overview", "calls", "plans"])
    assert.equal(report!.facts.get("calls/all/total")!.text, "120")
  })
  it("are none of the built-in ones", () => assert.deepEqual(readReports(DRAFT).filter(({ report }) => !report.format.isLoose), []))
  it("find nothing in a right draft", () => assert.deepEqual(findings(DRAFT), []))

  describe("are checked by the rules that need no words of their own", () => {
    it("sums of tables", () => assert.deepEqual(changed("\t45\t5\t", "\t45\t6\t"), ["sum-mismatch 6"]))
    it("lists", () => assert.deepEqual(changed("其他10件", "其他12件"), ["list-sum 120"]))
    it("rates", () => assert.deepEqual(changed("91.67%", "90%"), ["rate 90"]))
    it("the period", () => assert.deepEqual(changed("自2024年", "自2023年"), ["period 2023年1月1日至2024年12月31日"]))
    it("ordinals", () => assert.deepEqual(changed("二是", "三是"), ["skipped-ordinal 三"]))
    it("repeated words", () => assert.deepEqual(changed("办结110件，", "办结110件，中心的的工作平稳，").map(found => found.split(" ")[0]), ["repeated-words"]))
    it("sections", () => assert.deepEqual(changed("三、下一年工作打算", "三、下一年工作计划").map(found => found.split(" ")[0]), ["section-title"]))
    it("percentages", () => assert.deepEqual(changed("一是加强培训。", "全年举办培训40次，其中线上25次，占67.5%。").filter(found => found.startsWith("percentage")), ["percentage 67.5"]))
  })

  describe("say what columns of shares are of what", () => {
    const [calls] = (JSON.parse(FILE) as { tables: object[] }).tables
    const shares = [{ id: "calls:share-1", head: "占比（%）", part: "closed", row: "all" }, { id: "calls:share-2", head: "办结率", part: "closed", column: "total" }, { id: "calls:share-3", head: "占比（%）", part: "total", row: "all" }]
    const own = (changes: object = {}): ReturnType<typeof readFormats> => readFormats([{ path: "a", text: JSON.stringify({ ...JSON.parse(FILE), tables: [{ ...calls, aside: ["占比（%）", "办结率"], shares, ...changes }] }) }])
    const HEAD = "来电类别\t已办结\t占比（%）\t办结率\t办理中\t合计\t占比（%）"
    const ROWS = ["咨询类来电\t65\t59.1\t92.86%\t5\t70\t58.3", "投诉类来电\t45\t40.9\t90%\t5\t50\t41.7", "全部来电\t110\t100\t91.67%\t10\t120\t100"]
    const draft = (rows: readonly string[] = ROWS, head = HEAD): string => DRAFT.replace(/来电类别[^]*?(?=\n\n三、)/, [head, ...rows].join("\n"))
    const found = (text: string, { formats } = own()): Diagnostic[] => readReports(text, formats).flatMap(({ report, from }) => diagnose(report, from))
    const slip = (from: string, to: string): string => (assert.ok(draft().includes(from), from), draft().replace(from, to))
    const messages = (text: string, read = own()): string[] => found(text, read).map(({ rule, message }) => `${rule} ${message.zh}`)

    it("and right ones are silent, of whatever decimals, made to add up, or blank", () => {
      assert.deepEqual([...own().faults], [])
      for (const text of [draft(), slip("59.1", "59"), slip("\t40.9", "\t41.0"), slip("92.86%", "92.9％"), slip("\t58.3", "\t"), slip("\t58.3", "\t—"), slip("\t100\n", "\t100.00%\n")]) assert.deepEqual(messages(text), [], text)
    })
    it("and one that is not what its figures give is found, with a fix", () => {
      assert.deepEqual(messages(slip("\t40.9", "\t49.0")), ["percentage “投诉类来电”已办结的“占比（%）”应为 45÷110 = 40.9%，现为 49.0%。"])
      assert.deepEqual(messages(slip("90%", "95%")), ["percentage “投诉类来电”已办结的“办结率”应为 45÷50 = 90%，现为 95%。"])
      assert.deepEqual(messages(slip("\t41.7", "\t47.1")), ["percentage “投诉类来电”合计的“占比（%）”应为 50÷120 = 41.7%，现为 47.1%。"])
      assert.deepEqual(messages(slip("\t110\t100", "\t110\t90")), ["percentage “全部来电”已办结的“占比（%）”应为 110÷110 = 100%，现为 90%。"])
      for (const [from, to] of [["\t40.9", "\t49.0"], ["92.86%", "82.86％"]] as const) {
        const text = slip(from, to)
        const [{ fixes: [fix] }] = found(text) as [Diagnostic]
        assert.deepEqual(found(applyEdits(text, fix!.edits)), [])
        assert.equal(fix!.preferred, true)
      }
    })
    it("in Markdown and as HTML, too", () => {
      const cells = [HEAD, ...ROWS].map(row => row.split("\t"))
      const markdown = [cells[0]!, cells[0]!.map(() => "---"), ...cells.slice(1)].map(row => `| ${row.join(" | ")} |`).join("\n")
      const html = `<table>${cells.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}</table>`
      for (const table of [markdown, html]) {
        const text = draft([], table)
        assert.deepEqual(messages(text), [])
        const wrong = text.replace("40.9", "49.0")
        const [finding] = found(wrong) as [Diagnostic]
        assert.equal(wrong.slice(finding.range.from, finding.range.to), "49.0")
      }
    })
    it("and what is wrong with the figures is not said of the shares, too", () => {
      assert.deepEqual(found(slip("投诉类来电\t45", "投诉类来电\t54")).map(({ rule }) => rule), ["sum-mismatch"])
      assert.deepEqual(found(slip("10\t120", "10\t210")).map(({ rule }) => rule), ["sum-mismatch"])
    })
    it("and shares of something else, or of nothing, are no fault", () => {
      const lastYear = draft(["咨询类来电\t65\t21.0\t92.86%\t5\t70\t58.3", "投诉类来电\t45\t33.0\t90%\t5\t50\t41.7", "全部来电\t110\t54.0\t91.67%\t10\t120\t100"])
      assert.deepEqual(messages(lastYear), [])
      const none = draft(ROWS.map(row => row.replace(/[\d.]+/g, "0")))
      assert.deepEqual(found(none).filter(({ rule }) => rule === "percentage" || rule === "sum-mismatch"), [])
    })
    it("and a column too few or too many leaves open which is which", () => {
      const cut = (row: string): string => row.split("\t").filter((_, i) => i !== 2).join("\t")
      assert.deepEqual(messages(draft(ROWS.map(cut), cut(HEAD)).replace("41.7", "14.7")), [])
    })
    it("and figures that are rounded give shares that are", () => {
      const rows = ["咨询类来电\t0.3\t42.9\t\t0\t0.3\t", "投诉类来电\t0.4\t57.1\t\t0\t0.4\t", "全部来电\t0.7\t100\t\t0\t0.7\t"]
      const text = draft(rows).replace("42.9", "47.0")
      const inMoney = { parts: [{ ...(calls as { parts: object[] }).parts[0], unit: "万元" }] }
      const ofShares = (changes: object): string[] => messages(text, own({ ...inMoney, ...changes })).filter(message => message.startsWith("percentage"))
      assert.equal(ofShares({}).length, 1)
      assert.deepEqual(ofShares({ rounded: true }), [])
    })
  })

  it("may have so many columns that nobody could try all ways to join what is broken", () => {
    const columns = Array.from({ length: 30 }, (_, i) => i)
    const ways = choose(columns, 15)
    assert.deepEqual([ways.next().value, ways.next().value], [columns.slice(0, 15), [...columns.slice(0, 14), 15]])
    assert.deepEqual([...choose([1, 2, 3], 2)], [[1, 2], [1, 3], [2, 3]])
  })

  it("stand beside others in one text", () => {
    const reports = readReports(`${GOV}\n${DRAFT}\n${GOV}`, formats)
    assert.deepEqual(reports.map(({ report }) => report.format.id), ["gov-disclosure-2021", "hotline", "gov-disclosure-2021"])
    assert.deepEqual(namesIn(`${GOV}\n${DRAFT}`, formats), ["青石县 2024", "青石县 2024 政务热线工作年报"])
  })
  it("leave the built-in ones as they are", () => {
    const own = readReports(GOV, formats)[0]!.report
    assert.deepEqual(diagnose(own, 0), diagnose(readReports(GOV)[0]!.report, 0))
  })
  it("are known by their title alone", () => assert.deepEqual(namesOfTitles(DRAFT, formats), ["青石县 2024 政务热线工作年报"]))
  it("are read alike while they are typed", () => {
    let document = openDocument("", formats)
    for (let at = 0; at < DRAFT.length; at += 7) document = document.edit({ from: at, to: at, insert: DRAFT.slice(at, at + 7) })
    assert.equal(document.text, DRAFT)
    assert.deepEqual(document.reports.map(({ report }) => nameOf(report)), ["青石县 2024 政务热线工作年报"])
    assert.equal([...document.reports[0]!.report.facts.values()].length, 9)
  })
  it("give headings with their tables while one writes", () => {
    const text = DRAFT.slice(0, DRAFT.indexOf("二、来电"))
    const { report } = readReports(text, formats)[0]!
    assert.deepEqual(complete(report, text.length).map(({ label }) => label), ["二、来电受理和办结情况", "三、下一年工作打算"])
  })

  describe("may say of their tables", () => {
    const column = (id: string, label: string, more: object = {}): object => ({ id, label, ...more })
    const row = (id: string, label: string): object => ({ id, label })
    const sum = (id: string, each: string, equation: string, more: object = {}): object => ({ id: `t:${id}`, each, equation, name: { zh: equation, en: equation }, ...more })
    /** What is found in a table of a format of one part, or more. */
    const inTable = (table: object, lines: readonly string[], more: object = {}): string[] => foundInTable(table, lines, more).map(({ report, finding: { rule, range } }) => `${rule} ${report.text.slice(range.from, range.to)}`)
    const messagesInTable = (table: object, lines: readonly string[]): string[] => foundInTable(table, lines, {}).map(({ finding }) => finding.message.zh.split("。")[0]!.split("：").at(-1)!)
    const foundInTable = (table: object, lines: readonly string[], more: object): { report: Report; finding: Diagnostic }[] => {
      const name = { zh: "表", en: "table" }
      const format = { id: "own", name, firstYear: 2020, reportTitle: "某某统计年报", sections: [], tables: [{ id: "t", section: "", name, editRules: [], ...table }], ...more }
      const read = readFormats([{ path: "own", text: JSON.stringify(format) }])
      assert.deepEqual([...read.faults.values()].flat().map(({ text }) => text.en), [])
      const text = `青石县2024年某某统计年报\n\n${lines.map(line => `${line.replaceAll(" ", "\t")}\n`).join("")}`
      return readReports(text, read.formats).flatMap(({ report }) => {
        assert.equal(report.format.id, "own")
        return diagnose(report, 0).map(finding => ({ report, finding }))
      })
    }
    const AB = { unit: "件", columns: [column("a", "甲类"), column("b", "乙类")] }

    it("for which columns a sum holds", () => {
      const rules = (more: object): object => ({ parts: [{ ...AB, rows: [row("x", "一组"), row("y", "二组"), row("s", "合计")] }], editRules: [sum("s", "column", "s = x + y", more)] })
      const lines = ["项目 甲类 乙类", "一组 1 50", "二组 2 40", "合计 3 45"]
      assert.deepEqual(inTable(rules({}), lines), ["sum-mismatch 45"])
      assert.deepEqual(inTable(rules({ on: ["a"] }), lines), [])
    })
    it("which columns are not read, whether they are there or not", () => {
      const table = { aside: ["序号", "备注"], parts: [{ ...AB, rows: [row("x", "一组"), row("y", "二组"), row("s", "合计")] }], editRules: [sum("s", "column", "s = x + y")] }
      assert.deepEqual(inTable(table, ["序号 项目 甲类 乙类 备注", "1 一组 1 50 ", "2 二组 2 40 无", "3 合计 3 91 "]), ["sum-mismatch 91"])
      assert.deepEqual(inTable(table, ["项目 甲类 乙类", "一组 1 50", "二组 2 40", "合计 3 91"]), ["sum-mismatch 91"])
    })
    it("which columns are not read, where fields stand between commas or blanks, too", () => {
      const table = { aside: ["完成率"], parts: [{ unit: "万元", columns: [column("a", "预算数"), column("b", "决算数")], rows: [row("x", "教育支出"), row("y", "农林水支出"), row("z", "卫生健康支出"), row("s", "支出合计")] }], editRules: [sum("s", "column", "s = x + y + z")] }
      const lines = ["项目 预算数 决算数 完成率", "教育支出 107.36 128.11 119.3%", "农林水支出 844.38 328.52 38.9%", "卫生健康支出 283.59 773.80 272.9%", "支出合计 1235.33 1230.43 99.6%"]
      for (const separator of [",", "  "]) {
        for (const share of [/$^/, /%/g]) {
          const written = lines.map(line => line.replace(share, "").replaceAll(" ", separator))
          assert.deepEqual(inTable(table, written), [], `${separator}${String(share)}`)
          assert.deepEqual(inTable(table, written.map(line => line.replace("773.80", "873.80"))), ["sum-mismatch 1230.43"], `${separator}${String(share)}`)
        }
      }
    })
    it("which columns are not read; numbers of rows are never figures where no cells are seen", () => {
      const rows = Array.from({ length: 20 }, (_, i) => row(`r${i}`, `第${"一二三四五六七八九十"[i % 10]!}${i < 10 ? "甲" : "乙"}项支出`))
      const table = { aside: ["行次"], blankIsZero: true, parts: [{ unit: "万元", columns: [column("a", "决算数")], rows }] }
      const format = { id: "own", name: { zh: "表", en: "table" }, firstYear: 2020, reportTitle: "某某统计年报", sections: [{ id: "s", title: "支出情况", aliases: [], covers: { zh: "表", en: "table" } }], tables: [{ id: "t", section: "s", name: { zh: "表", en: "table" }, editRules: [], ...table }] }
      const { formats } = readFormats([{ path: "own", text: JSON.stringify(format) }])
      const cells = ["项目", "行次", "决算数", ...rows.flatMap((entry, i) => [(entry as { label: string }).label, String(i + 1), ...(i % 3 === 2 ? [String(900 + i)] : [])])]
      const [{ report } = { report: null }] = readReports(`青石县2024年某某统计年报\n\n一、支出情况\n\n${cells.join("\n")}\n`, formats)
      assert.deepEqual([...(report?.facts.values() ?? [])].filter(({ text }) => Number(text) > 0 && Number(text) <= 20), [])
    })
    it("that the columns of each row balance, which is told by their names", () => {
      const table = { parts: [{ unit: "件", columns: [column("a", "年初"), column("b", "新增"), column("c", "注销"), column("d", "年末")], rows: [row("x", "图书"), row("y", "期刊")] }], editRules: [sum("r", "row", "a + b = c + d")] }
      const lines = ["项目 年初 新增 注销 年末", "图书 30 5 4 31", "期刊 7338 2784 401 9714"]
      assert.deepEqual(messagesInTable(table, lines), ["“期刊”行注销+年末 = 401+9714 = 10115，年初+新增 = 7338+2784 = 10122，差 7"])
    })
    it("that a blank is 0", () => {
      const table = { parts: [{ ...AB, rows: [row("x", "一组"), row("y", "二组"), row("s", "合计")] }], editRules: [sum("s", "column", "s = x + y")] }
      const lines = ["项目 甲类 乙类", "一组 1 ", "二组 — 40", "合计 1 41"]
      assert.deepEqual(inTable({ ...table, blankIsZero: true }, lines), ["sum-mismatch 41"])
      assert.deepEqual(inTable(table, lines).map(found => found.split(" ")[0]).sort(), ["blank-cell", "placeholder-cell"])
    })
    it("that figures are rounded", () => {
      const money = { unit: "万元", columns: [column("a", "甲类"), column("b", "乙类"), column("c", "合计")] }
      const table = { parts: [{ ...money, rows: [row("x", "一组"), row("y", "二组"), row("z", "三组"), row("s", "合计")] }], editRules: [sum("s", "column", "s = x + y + z"), sum("c", "row", "c = a + b")] }
      const lines = ["项目 甲类 乙类 合计", "一组 1.33 2.33 3.67", "二组 1.33 0.50 1.83", "三组 1.33 4.00 5.33", "合计 4.00 6.83 10.83"]
      assert.deepEqual(inTable({ ...table, rounded: true }, lines), [])
      assert.deepEqual(inTable({ ...table, rounded: true }, lines.map(line => line.replace("4.00 5.33", "40.0 5.33"))), ["sum-mismatch 40.0"])
      assert.deepEqual(inTable({ ...table, rounded: true }, lines.map(line => line.replace("6.83", "6.38"))), ["sum-mismatch 6.38"])
      assert.notDeepEqual(inTable(table, lines), [], "figures that are not rounded have to add up")
    })
    it("that a sum of whole numbers is exact all the same", () => {
      const table = { rounded: true, parts: [{ ...AB, rows: [row("x", "一组"), row("y", "二组"), row("s", "合计")] }], editRules: [sum("s", "column", "s = x + y")] }
      assert.deepEqual(inTable(table, ["项目 甲类 乙类", "一组 1 50", "二组 2 40", "合计 3 91"]), ["sum-mismatch 91"])
    })
    it("that parts stand side by side, each with columns of its own", () => {
      const [left, right] = [{ unit: "件", columns: [column("a", "收入数")], rows: [row("in-1", "拨款收入"), row("in", "总计")] }, { unit: "件", columns: [column("a", "支出数"), column("b", "其他数")], rows: [row("out-1", "人员支出"), row("out-2", "项目支出"), row("out", "总计")] }]
      const table = { beside: true, parts: [left, right], editRules: [sum("out", "column", "out = out-1 + out-2"), sum("balance", "column", "in = out"), sum("row", "row", "a = b")] }
      const lines = ["收入 收入数 支出 支出数 其他数", "拨款收入 9 人员支出 4 4", "  项目支出 5 5", "总计 9 总计 9 9"]
      assert.deepEqual(inTable(table, lines), [])
      assert.deepEqual(inTable(table, [...lines.slice(0, 2), "  项目支出 6 5", lines[3]!]), ["sum-mismatch 6"])
    })
    it("rows of one label in several groups", () => {
      const table = { parts: [{ ...AB, rows: [row("x", "一组"), row("y", "二组"), row("s1", "小计"), row("z", "三组"), row("u", "四组"), row("s2", "小计"), row("all", "合计")] }], editRules: [sum("s1", "column", "s1 = x + y"), sum("s2", "column", "s2 = z + u"), sum("all", "column", "all = s1 + s2")] }
      const lines = ["项目 甲类 乙类", "一组 1 5", "二组 2 4", "小计 3 9", "三组 7 1", "四组 8 2", "小计 15 3", "合计 18 12"]
      assert.deepEqual(inTable(table, lines), [])
      assert.deepEqual(inTable(table, lines.map(line => line.replace("小计 15", "小计 51"))), ["sum-mismatch 51"])
    })
    it("the unit and the sign of one column", () => {
      const table = { parts: [{ unit: "件", columns: [column("a", "甲类"), column("b", "乙类", { unit: "万元", signed: true })], rows: [row("x", "一组"), row("y", "二组")] }] }
      assert.deepEqual(inTable(table, ["项目 甲类 乙类", "一组 1 -2.5", "二组 1.5 3"]), ["not-a-count 1.5"])
    })
  })

  describe("in files", () => {
    const of = (value: unknown, text = JSON.stringify(value)): string[] => [...readFormats([{ path: "a", text }]).faults].flatMap(([, faults]) => faults.map(({ at, text }) => `${at}: ${text.en}`))
    const HOTLINE = JSON.parse(FILE) as { tables: { parts: { rows: unknown[]; columns: unknown[] }[] }[] }
    const part = HOTLINE.tables[0]!.parts[0]!

    it("may extend each other, whichever comes first", () => {
      const own = { id: "own", extends: "hotline", firstYear: 2030 }
      const read = readFormats([{ path: "own", text: JSON.stringify(own) }, { path: "hotline", text: FILE }])
      assert.deepEqual(read.formats.slice(-2).map(({ id }) => id), ["hotline", "own"])
    })
    it("that extend each other in a circle are named", () => {
      const { faults } = readFormats([["a", "b"], ["b", "a"]].map(([id, base]) => ({ path: id!, text: JSON.stringify({ id, extends: base }) })))
      assert.deepEqual([...faults.keys()], ["a", "b"])
    })
    it("have each mistake at its place", () => {
      const text = FILE.replace('"firstYear": 2020', '"firstYear": "2020"').replace('"unit": "件"', '"unit": "kg"')
      const found = readFormats([{ path: "a", text }]).faults.get("a")!
      assert.deepEqual(found.map(({ at }) => text.slice(at, at + 4)), ['"202', '"kg"'])
    })
    it("of hostile size or shape give one clear fault", () => {
      assert.deepEqual(of(null, " ".repeat(10_000_000)), ["0: the file is too large"])
      assert.deepEqual(of(null, "[".repeat(100_000)), ["0: it is no valid JSON: it is nested too deep"])
      const many = <T extends { readonly id: string }>(entry: T, count: number): T[] => Array.from({ length: count }, (_, i) => ({ ...entry, id: `${entry.id}${i}` }))
      const giant = { ...HOTLINE, tables: [{ ...HOTLINE.tables[0]!, parts: [{ ...part, rows: many({ id: "r", label: "行" }, 1500), columns: many({ id: "c", label: "列" }, 1500) }] }] }
      assert.match(of(giant).join(), /^0: this is no sound report format: the tables are too large \(2250000 cells/)
    })
    it("whose ids do not tell columns, equations or agreements apart are refused", () => {
      const [table] = HOTLINE.tables as { editRules: object[] }[] & typeof HOTLINE.tables
      const twice = <T>(list: readonly T[]): T[] => [list[0]!, ...list]
      assert.match(of({ ...HOTLINE, tables: [{ ...table, parts: [{ ...part, columns: twice(part.columns) }] }] }).join(), /column "closed" of table "calls" occurs twice/)
      assert.match(of({ ...HOTLINE, tables: [{ ...table, editRules: twice(table!.editRules) }] }).join(), /edit rule "calls:row" occurs twice/)
      const agreement = { id: "a", cells: ["calls/all/total", "calls/advice/total"], name: { zh: "甲", en: "a" } }
      assert.match(of({ ...HOTLINE, agreements: [agreement, agreement] }).join(), /agreement "a" occurs twice/)
    })
    it("with more mistakes than anybody reads have the first ones told", () => {
      const found = of({ ...HOTLINE, ...Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`x${i}`, 1])) })
      assert.equal(found.length, 100)
    })
    it("with a text that does not end are refused at once", () => {
      assert.match(of(null, `{"${'\\"'.repeat(500_000)}`).join(), /it is no valid JSON/)
      assert.deepEqual(of(null, `{"a": "\\"[[[", "b": ${"[".repeat(100)}`), ["0: it is no valid JSON: it is nested too deep"])
    })
    it("with texts and lists that nobody writes are refused", () => {
      assert.match(of({ ...HOTLINE, reportTitle: "甲".repeat(20_000), titleAliases: ["乙".repeat(20_000)] }).join(), /reportTitle: String is too long/)
      assert.match(of({ ...HOTLINE, titleAliases: Array.from({ length: 100 }, (_, i) => `某某年报${i}`) }).join(), /titleAliases: Array has too many items/)
    })
    it("with more equations than anybody asks for are refused", () => {
      const [table] = HOTLINE.tables as { editRules: object[] }[] & typeof HOTLINE.tables
      const rows = Array.from({ length: 400 }, (_, i) => ({ id: `r${i}`, label: `第${i}类` }))
      const rules = Array.from({ length: 500 }, (_, i) => ({ ...table!.editRules[0], id: `calls:row-${i}` }))
      assert.match(of({ ...HOTLINE, tables: [{ ...table, parts: [{ ...part, rows }], editRules: rules }] }).join(), /too many edit rules \(with 600000 cells/)
    })
    it("of which words may stand in a row in several ways are refused", () => {
      const withFill = (fill: string[]): object => ({ ...HOTLINE, prose: { rates: { fill } } })
      assert.match(of(withFill(["的了", "的", "了的"])).join(), /rates\.fill has words that make one text in several ways/)
      assert.match(of(withFill(["{year}", "的"])).join(), /may not hold a year/)
      for (const fill of [["的", "的的"], ["共", "共计", "计"]]) assert.deepEqual(of(withFill(fill)), [])
    })
    it("of which words are others in a row are read in no time", () => {
      const prose = { rates: { fill: ["的", "的的"], namely: ["计", "计计"] }, lists: { named: { idle: ["有", "有有"], behind: ["各", "各各"] } } }
      const { formats } = readFormats([{ path: "a", text: JSON.stringify({ ...HOTLINE, prose }) }])
      const text = DRAFT.replace("办结率91.67%", `来电增长${"的".repeat(60)}甲5%，占总数120件的22%，${"计".repeat(60)}甲5件，咨询和投诉共15件，${"有".repeat(60)}甲${"各".repeat(60)}咨询9件，投诉6件`)
      assert.equal(readReports(text, formats).flatMap(({ report }) => diagnose(report, 0)).length >= 0, true)
    })
    it("whose words of growth are written in full width are read as they are meant", () => {
      const { formats } = readFormats([{ path: "a", text: JSON.stringify({ ...HOTLINE, prose: { rates: { multiples: { "翻 一番": 100 } } } }) }])
      const text = DRAFT.replace("办结率91.67%", "培训20次，比上年的10次翻一番")
      assert.deepEqual(readReports(text, formats).flatMap(({ report }) => diagnose(report, 0)), [])
      assert.deepEqual(readReports(text.replace("的10次", "的15次"), formats).flatMap(({ report }) => diagnose(report, 0)).map(({ rule }) => rule), ["rate"])
    })
    it("that speak of what they do not have are refused", () => {
      const [table] = HOTLINE.tables as { editRules: object[] }[] & typeof HOTLINE.tables
      assert.match(of({ ...HOTLINE, agreements: [{ id: "a", cells: ["calls/all/total", "calls/all/none"], name: { zh: "甲", en: "a" } }] }).join(), /agreement "a" uses "calls\/all\/none"/)
      assert.match(of({ ...HOTLINE, tables: [{ ...table, editRules: [{ ...table!.editRules[0], on: ["none"] }] }] }).join(), /uses "none", which is no row/)
      assert.match(of({ ...HOTLINE, tables: [{ ...table, section: "" }] }).join(), /section "", which does not exist/)
    })
    it("whose shares are of what they do not have are refused", () => {
      const withShare = (share: object, aside: string[] = ["占比"]): string => of({ ...HOTLINE, tables: [{ ...HOTLINE.tables[0], aside, shares: [{ id: "calls:share-1", head: "占比", part: "total", row: "all", ...share }] }] }).join()
      assert.equal(withShare({}), "")
      assert.match(withShare({ part: "none" }), /share "calls:share-1" uses "none", which is no row or column/)
      assert.match(withShare({ row: "total" }), /uses "total", which is no row or column/)
      assert.match(withShare({ column: "open" }), /share "calls:share-1" needs either a row or a column, and not both/)
      assert.match(withShare({}, ["比重"]), /the column "占比" of share "calls:share-1" is not put aside/)
    })
    it("whose titles are no words are refused", () => {
      assert.match(of({ ...HOTLINE, reportTitle: "（（（（" }).join(), /has hardly any words/)
      assert.match(of({ ...HOTLINE, titleAliases: [".*.*"] }).join(), /has hardly any words/)
    })
    it("whose classes of words hold each other are read in no time", () => {
      const names = Array.from({ length: 200 }, (_, i) => `w${i}`)
      const words = Object.fromEntries(names.map(name => [name, names.map(other => `{${other}}`)]))
      const { formats } = readFormats([{ path: "a", text: JSON.stringify({ ...HOTLINE, prose: { words, statements: [{ id: "s", says: ["{w0}{w1*}"], zero: ["calls/all/total"], severity: "hint" }] } }) }])
      assert.equal(readReports(DRAFT, formats).length, 1)
      assert.deepEqual(readReports(DRAFT, formats).flatMap(({ report }) => diagnose(report, 0)), [])
    })
  })
})
