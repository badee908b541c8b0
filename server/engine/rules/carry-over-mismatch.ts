import { equals, format, magnitude, subtract, type Decimal } from "../text/decimal.ts"
import { leafRows } from "../report/format.ts"
import { locate } from "../report/locate.ts"
import { factEditIn, factRange, type Fact, type Report } from "../report/report.ts"
import { cellName, columnName } from "./names.ts"
import type { Rule } from "./rule.ts"

export const carryOverMismatch: Rule = {
  id: "carry-over-mismatch",
  severity: "error",
  acrossYears: true,
  docs: {
    zh: `上年结转的数与上年报告的结转下年度不一致。

上年报告第四项“结转下年度继续办理”的每一列，就是本年第二项“上年结转”的同一列。要有同一单位上一年的报告才能核对；任一格空白或无法识别时不判断；本表勾稽关系已指出这一格有误、应填的也是上年报告的数，不再重复。修改是填上年报告的数，不“安全”，因为上年报告也可能有误。`,
    en: `Requests carried over from last year are not those that last year's report carried forward.

Every column of item 4 of last year's report is the same column of item 2 of this one. It takes the report of the same body for the year before; blank and unreadable cells decide nothing, and where the sums of the table blame the cell already and want last year's figure there, nothing is said again. The fix writes last year's figure; it is not safe, since last year's report may be wrong.`,
  },
  bad: example(4, 3),
  good: example(4, 4),

  *check(report, context) {
    const previous = context?.previous
    const { prose, tables } = report.format
    if (!previous || !prose) return
    for (const { now, before } of prose.acrossYears.carriedOver) {
      const columns = tables.flatMap(table => leafRows(table).filter(({ id }) => `${table.id}/${id}` === now)).flatMap(row => row.columns)
      for (const { id } of columns) {
        const fact = report.facts.get(`${now}/${id}`)
        const last = previous.facts.get(`${before}/${id}`)
        if (!fact?.value || !last?.value || equals(fact.value, last.value) || isBlamedAlike(report, fact, last.value)) continue
        const range = factRange(report, fact)
        const wanted = format(last.value)
        const edit = factEditIn(report, fact, wanted)
        const gap = format(magnitude(subtract(fact.value, last.value)))
        yield {
          range,
          message: {
            zh: `${cellName(fact)}为 ${format(fact.value)}，上年报告中${cellName(last)}为 ${wanted}，两者应当一致，相差 ${gap}。`,
            en: `${cellName(fact)} is ${format(fact.value)}, but last year's report carried ${wanted} forward (${columnName(last.column)}), ${gap} off.`,
          },
          cells: [fact.id],
          related: [{ range: factRange(previous, last), inPrevious: true, message: { zh: `上年报告：${wanted}`, en: `Last year's report: ${wanted}` } }],
          fixes: !edit ? [] : [{ title: { zh: `改为上年报告的 ${wanted}`, en: `Write ${wanted}, as in last year's report` }, safe: false, preferred: false, edits: [edit] }],
        }
      }
    }
  },
}

/** True if the sums of its own table blame the figure alone, and want the same one in its place: that is said once, by them. */
function isBlamedAlike({ tables }: Report, fact: Fact, wanted: Decimal): boolean {
  const { reading } = tables.find(({ reading }) => reading.table === fact.table)!
  return locate(reading).some(({ repairs: [repair, another] }) => !another && repair?.length === 1 && repair[0]!.fact === fact && equals(repair[0]!.value, wanted))
}

/** Two reports of a body, one after the other: how many requests the first carried forward, and the second took over. */
function example(carriedOut: number, carriedIn: number): string {
  return `${reportExample(2022, 0, carriedOut)}\n${reportExample(2023, carriedIn, 0)}`
}

function reportExample(year: number, carriedIn: number, carriedOut: number): string {
  const row = (label: string, value: number): string => `${label}\t0\t0\t0\t0\t0\t0\t${value}\n`
  const items = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"]
  const rows = [row("一、本年新收政府信息公开申请数量", 5), row("二、上年结转政府信息公开申请数量", carriedIn), row("（一）予以公开", 5), ...items.map(label => row(label, 0)), row("（七）总计", 5), row("四、结转下年度继续办理", carriedOut)]
  return `某县林业局${year}年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n三、收到和处理政府信息公开申请情况\n\n${rows.join("")}`
}
