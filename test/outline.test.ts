import assert from "node:assert/strict"
import { readReports } from "../server/engine/index.ts"

const TITLE = "青溪县水利局2023年政府信息公开工作年度报告"
const SECTIONS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]

/** Sections by their numbers, 1 to 6, with a title where there is a T. */
const draftOf = (order: string): string => [...order].map(sign => `${sign === "T" ? TITLE : SECTIONS[Number(sign) - 1]!}\n\n略。\n\n`).join("")

/** The same of the sections that were read, a word for each report. */
const readAs = (order: string): string => readReports(draftOf(order)).map(({ report }) => (report.title === "" ? "" : "T") + report.sections.map(({ id }) => report.format.sections.findIndex(section => section.id === id) + 1).join("")).join(" ")

describe("a text is cut into reports", () => {
  for (const order of [
    "T123456", "123456", "T123456 T123456", "123456 123456", "T123456 T123456 T123456", "123456 123456 123456", "T12 T123456", "T123456 123456", "T12345 12345", "T123456 T1", "T6 T123456",
    // One section, or some, in another place, begin nothing without a title.
    "T512346", "T612345", "T234561", "512346", "T561234", "T654321", "T345612", "T234561 T123456", "T512346 T612345",
    // Nor does one that stands twice, or the sections that one report lacks at its end.
    "T1234561", "T1234516", "12345623456 123456",
  ]) it(`${order}`, () => assert.equal(readAs(order.replaceAll(" ", "")), order))

  it("also with all numbers in brackets", () => {
    const text = draftOf("T123456T123456123456").replace(/^(.)、/gm, "（$1）")
    assert.deepEqual(readReports(text).map(({ report }) => report.sections.map(({ number }) => report.text.slice(number.from, number.to)).join("")), Array(3).fill("（一）（二）（三）（四）（五）（六）"))
  })

  it("wherever one section of two reports is moved to", () => {
    for (const from of SECTIONS.keys()) for (const to of SECTIONS.keys()) {
      const moved = [..."123456"]
      moved.splice(to, 0, ...moved.splice(from, 1))
      const order = `T${moved.join("")} T123456`
      assert.equal(readAs(order.replace(" ", "")), order)
    }
  })
})
