import assert from "node:assert/strict"
import { definition } from "../../server/engine/features/definition.ts"
import { highlight } from "../../server/engine/features/highlight.ts"
import { hover } from "../../server/engine/features/hover.ts"
import { references } from "../../server/engine/features/references.ts"
import { escapeMarkdown } from "../../server/lsp/toLsp.ts"
import { marked, shown } from "../support/features.ts"
import { draftOf } from "../support/sampleDrafts.ts"

const TABLELESS = "青溪县档案馆2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
const ROWS = {
  received: { natural: "4", business: "0", research: "0", "public-welfare": "0", "legal-service": "0", other: "1", total: "5" },
  carriedIn: { natural: "1", total: "1" },
}
/** All of the row of requests received but its total, and what its total balances with, marked. */
const KIN = { received: { natural: "⟦4⟧", business: "⟦0⟧", research: "⟦0⟧", "public-welfare": "⟦0⟧", "legal-service": "⟦0⟧", other: "⟦1⟧" }, carriedIn: { total: "⟦1⟧" }, "requests/total/total": "⟦6⟧", "requests/carried-out/total": "⟦0⟧" }

interface Cells {
  readonly received?: Readonly<Record<string, string>>
  readonly carriedIn?: Readonly<Record<string, string>>
  readonly [id: `${string}/${string}/${string}`]: string
}

/** A draft with a sentence as its overview, and five requests received, one carried in; cells may be given otherwise, with marks. */
function draft(sentence: string, { received = {}, carriedIn = {}, ...cells }: Cells = {}): string {
  const row = (id: string, figures: object): [string, string][] => Object.entries(figures).map(([column, figure]) => [`requests/${id}/${column}`, figure as string])
  const figures = {
    "requests/total/total": "6", "requests/denied.state-secret/total": "2", "requests/denied.process/total": "1",
    ...Object.fromEntries([...row("new", { ...ROWS.received, ...received }), ...row("carried-in", { ...ROWS.carriedIn, ...carriedIn })]), ...cells,
  }
  return draftOf("tsv", figures).replace(/(?<=总体情况\n\n).*/, sentence)
}

describe("what the prose says of the tables", () => {
  describe("definition", () => {
    it("goes from a figure to its cell", () => {
      assertRanges(draft("受理政府信息公开申请‸5件。", { received: { total: "⟦5⟧" } }), definition)
    })
    it("goes to all cells of a sum that it fits", () => {
      assertRanges(draft("受理政府信息公开申请6‸件。", { received: { total: "⟦5⟧" }, carriedIn: { total: "⟦1⟧" } }), definition)
    })
    it("goes to the nearest sum if it fits none", () => {
      assertRanges(draft("受理政府信息‸公开申请9件。", { received: { total: "⟦5⟧" }, carriedIn: { total: "⟦1⟧" } }), definition)
    })
    it("goes to the cells of the applicants that it names", () => {
      assertRanges(draft("受理自然人政府信息公开申请‸4件。", { received: { natural: "⟦4⟧" } }), definition)
    })
    it("goes from a statement to the cells that it says are 0", () => {
      assertRanges(draft("未收到‸政府信息公开申请。", { received: { total: "⟦5⟧" } }), definition)
    })
    it("goes nowhere from other words, and where the draft has no such cell", () => {
      assertRanges(draft("主动公开信息‸5条。"), definition)
      assertRanges(`${TABLELESS}政府信息公开行政复议‸5件。\n`, definition)
    })
  })

  describe("references", () => {
    const withItself = (report: Parameters<typeof references>[0], offset: number): ReturnType<typeof references> => references(report, offset, true)
    const others = (report: Parameters<typeof references>[0], offset: number): ReturnType<typeof references> => references(report, offset, false)

    it("lead from a cell to the figures that state it", () => {
      assertRanges(draft("受理政府信息公开申请⟦5⟧件。共收到依申请公开⟦6⟧件。", { ...KIN, received: { ...KIN.received, total: "‸5" } }), others)
    })
    it("lead from a cell to statements", () => {
      assertRanges(draft("2023年⟦未收到政府信息公开申请⟧。", { ...KIN, received: { ...KIN.received, total: "⟦‸5⟧" } }), withItself)
    })
    it("lead from a figure to all figures that state its cell, and to the cell if it is asked for", () => {
      const text = "受理政府信息公开申请⟦‸5⟧件。⟦未收到政府信息公开申请⟧。上年结转1件。"
      assertRanges(draft(text), others)
      assertRanges(draft(text, { received: { total: "⟦5⟧" } }), withItself)
    })
  })

  it("highlight lights a claim, its cells and what else is said of them", () => {
    const text = draft("受理政府信息公开申请⟦‸5⟧件。⟦未收到政府信息公开申请⟧。", { received: { total: "⟦5⟧" } })
    assertRanges(text, highlight)
    const { report, offset } = marked(text)
    assert.deepEqual(highlight(report, offset).map(({ role }) => role), ["itself", "other", "addend"])
    assertRanges(draft("受理政府信息公开申请⟦5⟧件。", { ...KIN, received: { ...KIN.received, total: "⟦‸5⟧" } }), highlight)
  })

  describe("hover", () => {
    it("says what a figure was taken for, and which cells it agrees with", () => {
      assertHover(draft("受理政府信息公开申请⟦‸6⟧件。"), "收到申请：6件", [
        "“一、本年新收政府信息公开申请数量”总计：5",
        "“一、本年新收政府信息公开申请数量”总计+“二、上年结转政府信息公开申请数量”总计：6 = 5+1，与文字相符",
      ])
    })
    it("says that none agrees", () => {
      assertHover(draft("受理政府信息公开申请⟦‸9⟧件。"), "收到申请：9件", ["总计：5", "总计：6 = 5+1", "哪一种都不相符，最接近的是 6，相差 3"])
      assertHover(draft("上年结转政府信息公开申请⟦‸9⟧件。"), "上年结转：9件", ["总计：1", "与文字不符，相差 8"])
    })
    it("names a group by its name", () => {
      assertHover(draft("依申请公开方面，不予公开⟦‸3⟧件。"), "不予公开：3件", ["“（三）不予公开”各项之和：3，与文字相符"])
    })
    it("says what a bound is taken for", () => {
      assertHover(draft("上年结转政府信息公开申请近⟦‸3⟧件。"), "上年结转：3件", ["表格中不多于 3 件就算相符", "总计：1，与文字相符"])
      assertHover(draft("上年结转政府信息公开申请⟦‸3⟧余件。"), "上年结转：3余件", ["表格中不少于 3 件就算相符", "与文字不符，相差 2"])
    })
    it("says of money what it must at least be a part of", () => {
      assertHover(draft("收取信息处理费⟦‸400⟧元。", { "proactive/fees/amount": "0.05" }), "收取信息处理费：400元", ["表格中不少于 0.04 万元就算相符", "“行政事业性收费”本年收费金额：0.05，与文字相符"])
    })
    it("decides nothing where a cell is blank or missing", () => {
      assertHover(draft("上年结转政府信息公开申请⟦‸3⟧件。", { carriedIn: { total: "" } }), "上年结转：3件", ["有空白或读不出的格", "没有核对"])
      assertHover(`${TABLELESS}政府信息公开行政复议⟦‸5⟧件。\n`, "行政复议：5件", ["没有读到对应的格"])
    })
    it("says of a statement which cells should be 0", () => {
      assertHover(draft("⟦未收‸到政府信息公开申请⟧。"), "“未收到政府信息公开申请”：表格中应为 0", ["“一、本年新收政府信息公开申请数量”总计：5，与文字不符"])
      assertHover(draft("⟦未收‸到政府信息公开申请⟧。", { received: { total: "0" } }), "“未收到政府信息公开申请”：表格中应为 0", ["总计：0，与文字相符"])
      assertHover(draft("⟦未收‸到政府信息公开申请⟧。", { received: { total: "/" } }), "“未收到政府信息公开申请”：表格中应为 0", ["没有核对"])
      assertHover(`${TABLELESS}⟦未发生‸行政复议⟧。\n`, "“未发生行政复议”：表格中应为 0", ["没有读到对应的格"])
    })
    it("is found from the words as well as from the figure", () => {
      assertHover(draft("受‸理政府信息公开申请⟦5⟧件。"), "收到申请：5件", [])
    })
    it("keeps to the figure under the cursor where several stand in a clause", () => {
      assertHover(draft("依申请公开方面，不予公开3件、上年结转⟦‸1⟧件。"), "上年结转：1件", [])
    })
    it("has words of the draft that stay words", () => {
      const { report, offset } = marked(draft("未收到‸（<3>[a](command:b)）政府信息公开申请。"))
      assert.match(escapeMarkdown(hover(report, offset)!.title.zh), /\\<3\\>\\\[a\\\]\\\(command:b\\\)/)
    })
  })
})

function assertRanges(draft: string, feature: (report: ReturnType<typeof marked>["report"], offset: number) => readonly { from: number; to: number }[]): void {
  const { text, report, offset } = marked(draft)
  assert.equal(shown(text, feature(report, offset)), draft.replace("‸", ""))
}

function assertHover(draft: string, title: string, lines: readonly string[]): void {
  const { report, offset, expected } = marked(draft)
  const found = hover(report, offset)
  assert.equal(found?.title.zh, title)
  assert.deepEqual(found.range, expected[0])
  const said = found.lines.map(({ zh }) => zh).join("\n")
  for (const line of lines) assert.ok(said.includes(line), `“${line}” is not in:\n${said}`)
}
