import assert from "node:assert/strict"
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Validator, type Schema } from "@cfworker/json-schema"
import { build, type Plugin } from "esbuild"
import { FORMATS } from "../server/engine/formats.ts"
import type { readReports } from "../server/engine/index.ts"
import { extendFormat } from "../server/engine/report/extendFormat.ts"
import { formatFaults, leafRows, type ReportFormat, type TableFormat } from "../server/engine/report/format.ts"
import type { signsOf } from "./support/reportSigns.ts"

const SCHEMA = JSON.parse(readFileSync("server/formats/report-format.schema.json", "utf8")) as Schema
const [GOV_2021, GOV_2019] = FORMATS as [ReportFormat, ReportFormat]

const schemaFaults = (format: unknown): string[] => new Validator(SCHEMA, "2020-12", false).validate(format).errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`)
const tableOf = (format: ReportFormat, id: string): TableFormat => format.tables.find(table => table.id === id)!
const rowsOf = (format: ReportFormat, table: string): string[] => leafRows(tableOf(format, table)).filter(({ isGroup }) => !isGroup).map(({ id }) => id)
const cellsOf = (format: ReportFormat, table: string): string[] =>
  leafRows(tableOf(format, table)).filter(({ isGroup }) => !isGroup).flatMap(row => row.columns.map(column => `${row.id}/${column.id}`))
const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(path).href)) as T

describe("formats", () => {
  for (const format of FORMATS) {
    it(`${format.id} is what the schema asks for, and sound`, () => {
      assert.deepEqual(schemaFaults(format), [])
      assert.deepEqual(formatFaults(format), [])
    })
  }

  for (const format of [GOV_2021, GOV_2019]) {
    it(`${format.id} has the sections, tables and edit rules that others rely on`, () => {
      assert.deepEqual(format.sections.map(({ id, title }) => `${id} ${title}`), SECTIONS)
      assert.deepEqual(format.tables.map(({ id, section }) => `${id} in ${section}`), ["proactive in proactive", "requests in requests", "litigation in litigation"])
      assert.deepEqual(format.tables.flatMap(({ editRules }) => editRules.map(({ id }) => id)), EDIT_RULES)
    })

    it(`${format.id} has the columns of requests and suits that others rely on`, () => {
      for (const row of leafRows(tableOf(format, "requests"))) assert.deepEqual(row.columns.map(({ id }) => id), APPLICANTS)
      assert.deepEqual(cellsOf(format, "litigation"), ["review", "suit-direct", "suit-after-review"].flatMap(group => OUTCOMES.map(outcome => `count/${group}.${outcome}`)))
    })
  }

  it("the 2021 format has 200 cells", () => {
    assert.deepEqual(GOV_2021.tables.map(({ id }) => cellsOf(GOV_2021, id).length), [10, 175, 15])
    assert.deepEqual(cellsOf(GOV_2021, "proactive"), [
      "rules/issued", "rules/repealed", "rules/in-force",
      "normative-documents/issued", "normative-documents/repealed", "normative-documents/in-force",
      "licensing/decisions", "penalties/decisions", "coercion/decisions", "fees/amount",
    ])
    assert.deepEqual(rowsOf(GOV_2021, "requests"), [...RESULTS, "other.correction-overdue", "other.fee-overdue", "other.other", "total", "carried-out"])
  })

  it("the 2019 format states other results in one row, and has its own table two", () => {
    const other = leafRows(tableOf(GOV_2019, "requests")).filter(({ isGroup }) => isGroup).map(({ id }) => id)
    assert.deepEqual(other, ["other"])
    assert.equal(outline(tableOf(GOV_2019, "proactive")), PROACTIVE_2019)
  })

  it("the 2021 format is worded as its notice", () => {
    assert.equal(outline(tableOf(GOV_2021, "proactive")), PROACTIVE_2021)
    assert.equal(outline(tableOf(GOV_2021, "requests")), REQUESTS_2021)
    assert.equal(outline(tableOf(GOV_2021, "litigation")), LITIGATION_2021)
    assert.equal(GOV_2021.notice!.number, "国办公开办函〔2021〕30号")
    assert.equal(GOV_2019.notice!.number, "国办公开办函〔2019〕60号")
  })

  it("the schema names what is damaged", () => {
    const damaged = (change: (format: Record<string, unknown>) => void): string => {
      const format = structuredClone(GOV_2021) as unknown as Record<string, unknown>
      change(format)
      return schemaFaults(format).join("\n")
    }
    assert.match(damaged(format => delete format["sections"]), /"sections"/)
    assert.match(damaged(format => (format["firstYear"] = "2021")), /#\/firstYear .*integer/)
    assert.match(damaged(format => (format["colour"] = "red")), /"colour"/)
    assert.match(damaged(format => (format["id"] = "2021 年")), /#\/id /)
    assert.match(damaged(format => ((format["tables"] as TableFormat[])[1] = {} as TableFormat)), /#\/tables\/1 /)
  })

  it("are added by a file alone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "formats-"))
    try {
      cpSync("server/formats", folder, { recursive: true })
      copyFileSync("docs/hotline.report-format.json", join(folder, "hotline.json"))
      const { formatsIn } = await load<{ formatsIn: (folder: string) => Plugin }>("scripts/formats.mjs")
      const outfile = join(folder, "engine.mjs")
      const exports = ["server/engine/index.ts", "server/engine/formats.ts", "test/support/reportSigns.ts"].map(path => `export * from "./${path}"`).join("\n")
      await build({ stdin: { contents: exports, resolveDir: "." }, bundle: true, platform: "node", format: "esm", plugins: [formatsIn(folder)], outfile })
      const engine = await load<{ FORMATS: readonly ReportFormat[]; readReports: typeof readReports; signsOf: typeof signsOf }>(outfile)
      assert.deepEqual(engine.FORMATS.map(({ id }) => id).filter(id => !FORMATS.some(format => format.id === id)), ["hotline"])
      const draft = "青石县2024年政务热线工作年报\n\n二、来电受理和办结情况\n\n来电类别\t已办结\t办理中\t合计\n全部来电\t110\t10\t120\n"
      assert.deepEqual(engine.readReports(draft).map(({ report }) => [report.format.id, report.body, report.year]), [["hotline", "青石县", 2024]])
      const { words, names } = engine.signsOf(engine.FORMATS)
      assert.ok(words.includes("政务热线工作年报"))
      assert.ok(names.some(name => name.includes("政务热线")))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  describe("that extend another one", () => {
    const extended = (own: object): ReportFormat => extendFormat({ id: "own", extends: GOV_2021.id, ...own }, { ...GOV_2021 }) as unknown as ReportFormat
    it("have all of it that they do not replace", () => {
      const own = extended({ firstYear: 2030 })
      assert.deepEqual({ ...own, id: GOV_2021.id, firstYear: GOV_2021.firstYear }, GOV_2021)
      assert.deepEqual(schemaFaults(own), [])
    })
    it("replace entries by their ids, and add others", () => {
      const [overview] = GOV_2021.sections
      const own = extended({ sections: [{ ...overview, title: "概述" }, { ...overview, id: "annex" }] })
      assert.deepEqual(own.sections.map(({ id }) => id), [...GOV_2021.sections.map(({ id }) => id), "annex"])
      assert.equal(own.sections[0]!.title, "概述")
    })
    it("replace words of the prose by name", () => {
      const own = extended({ prose: { words: { 收到: ["接获"] }, fees: ["费"] } })
      assert.deepEqual(own.prose!.words, { ...GOV_2021.prose!.words, 收到: ["接获"] })
      assert.deepEqual(own.prose!.fees, ["费"])
      assert.equal(own.prose!.quantities, GOV_2021.prose!.quantities)
    })
    it("take away what is null", () => {
      assert.equal(GOV_2019.lastYear, 2020)
      assert.equal("lastYear" in GOV_2021, false)
      assert.equal("prose" in extended({ prose: null }), false)
    })
    it("are written as the schema asks for, too", () => {
      const written = JSON.parse(readFileSync("server/formats/gov-disclosure-2021.json", "utf8")) as Record<string, unknown>
      assert.equal(written["extends"], GOV_2019.id)
      assert.deepEqual(schemaFaults(written), [])
      assert.match(schemaFaults({ ...written, colour: "red" }).join("\n"), /"colour"/)
    })
  })

  it("formatFaults names what a schema cannot see", () => {
    const withoutProse = { ...GOV_2021, prose: undefined }
    const faultsOf = (change: (text: string) => string): string[] => formatFaults(JSON.parse(change(JSON.stringify(withoutProse))) as ReportFormat).map(({ en }) => en)
    assert.deepEqual(faultsOf(text => text.replace('"id":"penalties"', '"id":"licensing"')), ['row "licensing" of table "proactive" occurs twice'])
    assert.deepEqual(faultsOf(text => text.replace('"id":"problems"', '"id":"overview"')), ['section "overview" occurs twice'])
    assert.deepEqual(faultsOf(text => text.replace('"section":"litigation"', '"section":"lawsuits"')), ['table "litigation" stands in section "lawsuits", which does not exist'])
    assert.deepEqual(faultsOf(text => text.replace("total = natural + business", "total = people + business")), ['edit rule "requests:row-total" uses "people", which is no column of table "requests"'])
    assert.deepEqual(faultsOf(text => text.replace("denied.* +", "refused.* +")), ['edit rule "requests:results" uses "refused.*", which is no row of table "requests"'])
  })
})

/** A table as its labels: parts, columns across, rows below with their groups. */
function outline({ parts }: TableFormat): string {
  const across = (columns: TableFormat["parts"][number]["columns"]): string => columns.map(({ label, columns }) => (columns ? `${label} (${across(columns)})` : label)).join(" | ")
  const down = (rows: TableFormat["parts"][number]["rows"], indent: string): string[] => rows.flatMap(({ label, rows = [] }) => [`${indent}${label}`, ...down(rows, `${indent}  `)])
  return parts.flatMap(({ title, stub, header, columns, rows, unit }) => [
    ...(title ? [title] : []),
    `${[stub, header].filter(Boolean).join(" ")} [${across(columns)}] ${unit}`.trim(),
    ...down(rows, "  ").filter(line => line.trim() !== ""),
  ]).join("\n")
}

const SECTIONS = [
  "overview 总体情况",
  "proactive 主动公开政府信息情况",
  "requests 收到和处理政府信息公开申请情况",
  "litigation 政府信息公开行政复议、行政诉讼情况",
  "problems 存在的主要问题及改进情况",
  "other-matters 其他需要报告的事项",
]

const EDIT_RULES = ["requests:row-total", "requests:results", "requests:balance", "litigation:review", "litigation:suit-direct", "litigation:suit-after-review"]

const APPLICANTS = ["natural", "business", "research", "public-welfare", "legal-service", "other", "total"]
const OUTCOMES = ["upheld", "corrected", "other", "pending", "total"]

/** The rows of requests that both formats have, up to （五）. */
const RESULTS = [
  "new", "carried-in", "granted", "partial",
  "denied.state-secret", "denied.other-law", "denied.safety-stability", "denied.third-party",
  "denied.internal-affairs", "denied.process", "denied.enforcement-file", "denied.administrative-query",
  "unavailable.not-held", "unavailable.needs-creation", "unavailable.unclear",
  "not-processed.petition", "not-processed.repeated", "not-processed.publication", "not-processed.excessive", "not-processed.reconfirm",
]

const PROACTIVE_2021 = `第二十条第（一）项
信息内容 [本年制发件数 | 本年废止件数 | 现行有效件数] 件
  规章
  行政规范性文件
第二十条第（五）项
信息内容 [本年处理决定数量] 件
  行政许可
第二十条第（六）项
信息内容 [本年处理决定数量] 件
  行政处罚
  行政强制
第二十条第（八）项
信息内容 [本年收费金额（单位：万元）] 万元
  行政事业性收费`

const PROACTIVE_2019 = `第二十条第（一）项
信息内容 [本年新制作数量 | 本年新公开数量 | 对外公开总数量] 件
  规章
  规范性文件
第二十条第（五）项
信息内容 [上一年项目数量 | 本年增/减 | 处理决定数量] 项
  行政许可
  其他对外管理服务事项
第二十条第（六）项
信息内容 [上一年项目数量 | 本年增/减 | 处理决定数量] 项
  行政处罚
  行政强制
第二十条第（八）项
信息内容 [上一年项目数量 | 本年增/减] 项
  行政事业性收费
第二十条第（九）项
信息内容 [采购项目数量 | 采购总金额] 万元
  政府集中采购`

const REQUESTS_2021 = `（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况 [自然人 | 法人或其他组织 (商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他) | 总计] 件
  一、本年新收政府信息公开申请数量
  二、上年结转政府信息公开申请数量
  三、本年度办理结果
    （一）予以公开
    （二）部分公开（区分处理的，只计这一情形，不计其他情形）
    （三）不予公开
      1.属于国家秘密
      2.其他法律行政法规禁止公开
      3.危及“三安全一稳定”
      4.保护第三方合法权益
      5.属于三类内部事务信息
      6.属于四类过程性信息
      7.属于行政执法案卷
      8.属于行政查询事项
    （四）无法提供
      1.本机关不掌握相关政府信息
      2.没有现成信息需要另行制作
      3.补正后申请内容仍不明确
    （五）不予处理
      1.信访举报投诉类申请
      2.重复申请
      3.要求提供公开出版物
      4.无正当理由大量反复申请
      5.要求行政机关确认或重新出具已获取信息
    （六）其他处理
      1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
      2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
      3.其他
    （七）总计
  四、结转下年度继续办理`

const LITIGATION_2021 = `[行政复议 (结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计) | 行政诉讼 (未经复议直接起诉 (结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计) | 复议后起诉 (结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计))] 件`
