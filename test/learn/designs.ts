/** A table of an invented form. Rows and columns are paths of labels, outermost first, joined by a slash; `#2` tells the second of a name. */
export interface TableDesign {
  readonly section: string
  readonly caption?: string
  readonly unit: string
  readonly stub: string
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  /** What holds in each row, between columns, and in each column, between rows: the first is worked out from the others. */
  readonly across?: readonly string[]
  readonly down?: readonly string[]
  /** Columns that hold something else: how it is written. */
  readonly aside?: Readonly<Record<string, (row: number) => string>>
  /** Columns that hold what the figure of one column is of that in a row, or in another column, in per cent. */
  readonly shares?: Readonly<Record<string, ShareDesign>>
  /** Up to which base figures go; some are 0. */
  readonly most?: number
  readonly zeros?: number
  /** True where 0 is left blank. */
  readonly blanks?: boolean
  readonly decimals?: number
  /** True where figures are worked out with two more decimals than are written. */
  readonly rounded?: boolean
}

export interface ShareDesign {
  readonly part: string
  readonly row?: string
  readonly column?: string
  readonly decimals: number
  readonly sign?: "%"
}

/** True for a column that holds no figures of its own. */
export const isAside = ({ aside = {}, shares = {} }: TableDesign, column: string): boolean => column in aside || column in shares

export interface Design {
  readonly title: string
  readonly tables: readonly TableDesign[]
  /** Cells table/row/column that state what another does. */
  readonly same?: readonly (readonly [string, string])[]
}

const LINE = (row: number): string => String(row + 1)
const GROWTH = (row: number): string => `${(row * 7.3 + 3).toFixed(1)}%`

/** Twenty forms: totals at the end and at the front, nested heads, groups, subtotals, numbered trees, differences, flows, blanks, decimals, shares, numbers of rows. */
export const DESIGNS: readonly Design[] = [
  { title: "行政检查统计年报", tables: [{ section: "检查情况", unit: "次", stub: "检查类别", columns: ["日常检查", "专项检查", "合计"], rows: ["食品", "药品", "特种设备", "合计"], across: ["合计 = 日常检查 + 专项检查"], down: ["合计 = 食品 + 药品 + 特种设备"] }] },
  { title: "信访工作统计年报", tables: [{ section: "来信来访", unit: "件", stub: "渠道", columns: ["合计", "来信", "来访", "网上"], rows: ["总计", "初次", "重复", "集体"], across: ["合计 = 来信 + 来访 + 网上"], down: ["总计 = 初次 + 重复 + 集体"] }] },
  { title: "农业生产统计公报", tables: [{ section: "种植面积", unit: "亩", stub: "作物", columns: ["上年", "本年", "增减"], rows: ["水稻", "小麦", "玉米", "薯类", "合计"], across: ["增减 = 本年 - 上年"], down: ["合计 = 水稻 + 小麦 + 玉米 + 薯类"], decimals: 1 }] },
  { title: "教育事业统计报表", tables: [{ section: "在校学生", unit: "人", stub: "学段", columns: ["城区/男", "城区/女", "城区/小计", "乡村/男", "乡村/女", "乡村/小计", "总计"], rows: ["幼儿园", "小学", "初中", "高中", "合计"], across: ["城区/小计 = 城区/男 + 城区/女", "乡村/小计 = 乡村/男 + 乡村/女", "总计 = 城区/小计 + 乡村/小计"], down: ["合计 = 幼儿园 + 小学 + 初中 + 高中"] }] },
  { title: "卫生机构统计年报", tables: [{ section: "机构和人员", unit: "个", stub: "机构", columns: ["合计/机构", "合计/床位", "公立/机构", "公立/床位", "民营/机构", "民营/床位"], rows: ["医院", "卫生院", "诊所", "合计"], across: ["合计/机构 = 公立/机构 + 民营/机构", "合计/床位 = 公立/床位 + 民营/床位"], down: ["合计 = 医院 + 卫生院 + 诊所"] }] },
  { title: "道路运输统计年报", tables: [{ section: "车辆情况", unit: "辆", stub: "类别", columns: ["年初", "新增", "报废", "年末"], rows: ["客车", "货车", "出租车"], across: ["年末 = 年初 + 新增 - 报废"], most: 4000 }] },
  { title: "部门支出情况报表", tables: [{ section: "支出情况", unit: "万元", stub: "科目", columns: ["基本支出", "项目支出", "合计"], rows: ["工资", "补贴", "小计", "办公费", "差旅费", "维修费", "小计#2", "总计"], across: ["合计 = 基本支出 + 项目支出"], down: ["小计 = 工资 + 补贴", "小计#2 = 办公费 + 差旅费 + 维修费", "总计 = 小计 + 小计#2"], decimals: 2 }] },
  { title: "民政事业统计年报", tables: [{ section: "救助情况", unit: "人", stub: "对象", columns: ["城市", "农村", "合计"], rows: ["一、低保对象", "（一）老年人", "（二）残疾人", "（三）其他低保", "二、特困人员", "（一）集中供养", "（二）分散供养", "总计"], across: ["合计 = 城市 + 农村"], down: ["一、低保对象 = （一）老年人 + （二）残疾人 + （三）其他低保", "二、特困人员 = （一）集中供养 + （二）分散供养", "总计 = 一、低保对象 + 二、特困人员"] }] },
  { title: "环境监测统计年报", tables: [{ section: "监测次数", unit: "次", stub: "项目", columns: ["序号", "一季度", "二季度", "三季度", "四季度", "全年合计", "备注"], rows: ["大气", "水质", "噪声", "土壤", "合计"], aside: { 序号: LINE, 备注: () => "" }, across: ["全年合计 = 一季度 + 二季度 + 三季度 + 四季度"], down: ["合计 = 大气 + 水质 + 噪声 + 土壤"] }] },
  { title: "市场主体发展报告", tables: [{ section: "登记情况", unit: "户", stub: "类型", columns: ["新设立", "占比（%）", "注销", "净增", "同比增长率"], rows: ["企业", "个体户", "合作社", "合计"], aside: { 同比增长率: GROWTH }, shares: { "占比（%）": { part: "新设立", row: "合计", decimals: 2 } }, across: ["净增 = 新设立 - 注销"], down: ["合计 = 企业 + 个体户 + 合作社"], most: 3000 }] },
  { title: "财政收支情况报表", tables: [
    { section: "收入", unit: "万元", stub: "项目", columns: ["预算数", "决算数", "差额"], rows: ["税收收入", "非税收入", "上级补助", "收入总计"], across: ["差额 = 决算数 - 预算数"], down: ["收入总计 = 税收收入 + 非税收入 + 上级补助"], decimals: 2 },
    { section: "支出", unit: "万元", stub: "项目", columns: ["预算数", "决算数", "差额"], rows: ["教育支出", "卫生支出", "农业支出", "其他支出", "支出总计"], across: ["差额 = 决算数 - 预算数"], down: ["支出总计 = 教育支出 + 卫生支出 + 农业支出 + 其他支出"], decimals: 2 },
  ] },
  { title: "执法案件统计年报", tables: [{ section: "案件办理", unit: "件", stub: "案由", columns: ["立案", "占比", "结案/处罚", "结案/不予处罚", "结案/移送", "结案/合计", "移送率"], rows: ["无证经营", "假冒伪劣", "广告违法", "价格违法", "其他案件", "合计"], across: ["结案/合计 = 结案/处罚 + 结案/不予处罚 + 结案/移送"], down: ["合计 = 无证经营 + 假冒伪劣 + 广告违法 + 价格违法 + 其他案件"], shares: { 占比: { part: "立案", row: "合计", decimals: 1, sign: "%" }, 移送率: { part: "结案/移送", column: "结案/合计", decimals: 1, sign: "%" } }, zeros: 0.3, most: 200 }] },
  { title: "水利工程建设年报", tables: [{ section: "投资情况", unit: "万元", stub: "工程", columns: ["中央投资", "省级投资", "市县投资", "总投资合计", "比重"], rows: ["水库除险", "河道治理", "灌区改造", "农村供水", "合计"], across: ["总投资合计 = 中央投资 + 省级投资 + 市县投资"], down: ["合计 = 水库除险 + 河道治理 + 灌区改造 + 农村供水"], shares: { 比重: { part: "总投资合计", row: "合计", decimals: 1 } }, blanks: true, zeros: 0.3, decimals: 2 }] },
  { title: "法律援助统计年报", tables: [{ section: "受援人情况", unit: "人", stub: "受援人", columns: ["民事", "刑事", "行政", "共计"], rows: ["农民工", "老年人", "妇女", "未成年人", "其他人员", "共计"], across: ["共计 = 民事 + 刑事 + 行政"], down: ["共计 = 农民工 + 老年人 + 妇女 + 未成年人 + 其他人员"], blanks: true, zeros: 0.4, most: 90 }] },
  { title: "文化活动统计年报", tables: [{ section: "活动场次", unit: "场", stub: "分类", columns: ["场次", "其中夜间场次"], rows: ["演出/戏曲", "演出/歌舞", "演出/小计", "展览/书画", "展览/文物", "展览/小计", "总计"], down: ["演出/小计 = 演出/戏曲 + 演出/歌舞", "展览/小计 = 展览/书画 + 展览/文物", "总计 = 演出/小计 + 展览/小计"] }] },
  { title: "安全生产统计年报", tables: [
    { section: "检查单位", caption: "表1 按行业", unit: "家", stub: "行业", columns: ["一般隐患", "重大隐患", "隐患合计"], rows: ["工贸", "矿山", "化工", "合计"], across: ["隐患合计 = 一般隐患 + 重大隐患"], down: ["合计 = 工贸 + 矿山 + 化工"] },
    { section: "检查单位", caption: "表2 按地区", unit: "家", stub: "地区", columns: ["一般隐患", "重大隐患", "隐患合计"], rows: ["东区", "西区", "合计"], across: ["隐患合计 = 一般隐患 + 重大隐患"], down: ["合计 = 东区 + 西区"] },
  ], same: [["1/合计/一般隐患", "2/合计/一般隐患"], ["1/合计/重大隐患", "2/合计/重大隐患"]] },
  { title: "行政复议统计年报", tables: [{ section: "案件收结", unit: "件", stub: "类别", columns: ["上年结转", "本年新收", "本年审结", "结转下年"], rows: ["公安", "市场监管", "自然资源", "人社", "合计"], across: ["结转下年 = 上年结转 + 本年新收 - 本年审结"], down: ["合计 = 公安 + 市场监管 + 自然资源 + 人社"], most: 900 }] },
  { title: "住房保障统计年报", tables: [{ section: "保障房情况", unit: "套", stub: "项目", columns: ["公租房", "保租房", "合计"], rows: ["计划数", "开工数", "其中：新开工", "续建", "竣工数"], across: ["合计 = 公租房 + 保租房"], down: ["开工数 = 其中：新开工 + 续建"] }] },
  { title: "就业培训统计年报", tables: [{ section: "培训人数", unit: "人", stub: "单位", columns: ["初级/男", "初级/女", "中级/男", "中级/女", "高级/男", "高级/女", "总数/男", "总数/女"], rows: ["技校", "企业", "社会机构", "合计"], across: ["总数/男 = 初级/男 + 中级/男 + 高级/男", "总数/女 = 初级/女 + 中级/女 + 高级/女"], down: ["合计 = 技校 + 企业 + 社会机构"] }] },
  { title: "国有资产统计报告", tables: [{ section: "资产负债", unit: "万元", stub: "项目", columns: ["行次", "年初数", "本年增加", "本年减少", "年末数"], rows: ["流动资产", "固定资产", "无形资产", "资产总计", "流动负债", "长期负债", "负债合计", "净资产"], aside: { 行次: LINE }, across: ["年末数 = 年初数 + 本年增加 - 本年减少"], down: ["资产总计 = 流动资产 + 固定资产 + 无形资产", "负债合计 = 流动负债 + 长期负债", "净资产 = 资产总计 - 负债合计"], decimals: 2, most: 90000 }] },
]

/** A form of which the figures are rounded, so that few sums hold to the last decimal. */
export const ROUNDED: Design = {
  title: "部门收支情况报表",
  tables: [{ section: "支出情况", unit: "万元", stub: "科目", columns: ["基本支出", "项目支出", "上缴支出", "合计"], rows: ["教育支出", "科技支出", "文化支出", "卫生支出", "农业支出", "总计"], across: ["合计 = 基本支出 + 项目支出 + 上缴支出"], down: ["总计 = 教育支出 + 科技支出 + 文化支出 + 卫生支出 + 农业支出"], decimals: 2, rounded: true, most: 90000 }],
}

/** A relation: the sum of signed terms that is 0. */
export function termsOf(relation: string): Map<string, number> {
  const [total, right] = relation.split(" = ")
  const terms = new Map([[total!, 1]])
  let sign = -1
  for (const word of right!.split(" ")) {
    if (word === "+") sign = -1
    else if (word === "-") sign = 1
    else terms.set(word, sign)
  }
  return terms
}

/** A report of the design: its figures by tables, rows and columns, and how they are written. */
export interface Filled {
  readonly figures: readonly (readonly (readonly number[])[])[]
  readonly text: string
}

/** Draws a right report. `random` gives numbers from 0 up to, not including, 1. */
export function fill(design: Design, random: () => number, layout: Layout): Filled {
  let figures: number[][][]
  do figures = design.tables.map(table => figuresOf(table, random))
  while (figures.some((rows, t) => rows.some((row, r) => row.some((figure, c) => figure < 0 && !/增减|差额|^净/.test(design.tables[t]!.columns[c]! + design.tables[t]!.rows[r]!)))))
  for (const [a, b] of design.same ?? []) settle(design, figures, a, b)
  return { figures, text: write(design, figures, random, layout) }
}

function figuresOf(design: TableDesign, random: () => number): number[][] {
  const { rows, columns, most = 900, zeros = 0.05, rounded = false } = design
  const finer = rounded ? 100 : 1
  const figures = rows.map(() => columns.map(() => (random() < zeros ? 0 : Math.floor(random() * most * finer) + 1)))
  workOut(design, figures)
  return figures.map(row => row.map(figure => Math.round(figure / finer)))
}

function workOut({ rows, columns, across = [], down = [] }: TableDesign, figures: number[][]): void {
  const solve = (relations: readonly string[], names: readonly string[], at: (name: number) => number, put: (name: number, value: number) => void): void => {
    for (const relation of relations) {
      const [[total], ...terms] = [...termsOf(relation)] as [[string, number], ...[string, number][]]
      put(names.indexOf(total), terms.reduce((sum, [name, sign]) => sum - sign * at(names.indexOf(name)), 0))
    }
  }
  for (const row of figures) solve(across, columns, i => row[i]!, (i, value) => (row[i] = value))
  for (const column of columns.keys()) solve(down, rows, i => figures[i]![column]!, (i, value) => (figures[i]![column] = value))
}

/** Makes a total of one table that of another by its first part. */
function settle({ tables }: Design, figures: number[][][], from: string, to: string): void {
  const [source, target] = [from, to].map(place => {
    const [table, row, column] = place.split("/")
    const t = Number(table) - 1
    return { t, row: tables[t]!.rows.indexOf(row!), column: tables[t]!.columns.indexOf(column!) }
  })
  const own = figures[target!.t]!
  own[0]![target!.column]! += figures[source!.t]![source!.row]![source!.column]! - own[target!.row]![target!.column]!
  // What is left must be no less than nothing.
  if (own[0]![target!.column]! < 0) {
    figures[source!.t]![0]![source!.column]! -= own[0]![target!.column]!
    own[0]![target!.column] = 0
  }
  workOut(tables[source!.t]!, figures[source!.t]!)
  workOut(tables[target!.t]!, own)
}

export type Layout = "tabs" | "markdown"
const ORDINALS = "一二三四五六七八九"
const NAMES = ["青石县", "柳川市民政局", "石桥镇", "东坪县应急管理局", "云岭市", "北屏区", "鹿鸣县"]

const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)]!

/** The report with these figures. */
export function write(design: Design, figures: Filled["figures"], random: () => number, layout: Layout): string {
  const sections = ["总体情况", ...new Set(design.tables.map(({ section }) => section)), "存在的问题"]
  const bodies = sections.map(section => design.tables.flatMap((table, t) => (table.section === section ? [`${table.caption ? `${table.caption}\n\n` : ""}单位：${table.unit}\n\n${writeTable(table, figures[t]!, random, layout)}`] : [])).join("\n") || "略。\n")
  const mark = layout === "markdown" ? "## " : ""
  return `${layout === "markdown" ? "# " : ""}${pick(NAMES, random)}${2019 + Math.floor(random() * 6)}年${design.title}\n\n${sections.map((section, i) => `${mark}${ORDINALS[i]!}、${section}\n\n${bodies[i]!}`).join("\n")}`
}

export const labelOf = (path: string): string => path.split("/").at(-1)!.replace(/#\d$/, "")

/** What a share comes to, in the row of a place; nothing where the whole is 0. */
export function shareText({ columns, rows }: TableDesign, figures: readonly (readonly number[])[], { part, row, column, decimals, sign = "" }: Omit<ShareDesign, "sign"> & { readonly sign?: string }, at: number): string {
  const whole = figures[row === undefined ? at : rows.indexOf(row)]![columns.indexOf(column ?? part)]!
  return whole > 0 ? `${((100 * figures[at]![columns.indexOf(part)]!) / whole).toFixed(decimals)}${sign}` : ""
}

function writeTable(design: TableDesign, figures: readonly (readonly number[])[], random: () => number, layout: Layout): string {
  const { stub, columns, rows, aside = {}, shares = {}, blanks = false, decimals = 0 } = design
  const depth = Math.max(...columns.map(path => path.split("/").length))
  const groups = Math.max(...rows.map(path => path.split("/").length))
  const heads = Array.from({ length: depth }, (_, level) => [
    ...(level === 0 ? [stub] : [""]),
    ...new Array<string>(groups - 1).fill(""),
    ...columns.map((path, i) => {
      const labels = path.split("/")
      const isNew = labels[level] !== undefined && (level === labels.length - 1 || columns[i - 1]?.split("/")[level] !== labels[level])
      return isNew ? labels[level]! : ""
    }),
  ])
  const body = rows.map((path, r) => {
    const labels = path.split("/")
    const isNewGroup = labels.length > 1 && rows[r - 1]?.split("/")[0] !== labels[0]
    const own = labels.length > 1 ? [isNewGroup ? labels[0]! : "", labelOf(path)] : [labelOf(path), ...new Array<string>(groups - 1).fill("")]
    const isBlank = figures[r]!.map(figure => blanks && figure === 0 && random() < 0.7)
    return [...own, ...columns.map((column, c) => aside[column]?.(r) ?? (column in shares ? shareText(design, figures, shares[column]!, r) : null) ?? (isBlank[c] ? "" : (figures[r]![c]! / 10 ** decimals).toFixed(decimals)))]
  })
  if (layout === "tabs") return [...heads, ...body].map(row => `${row.join("\t")}\n`).join("")
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`
  return [line(heads[0]!), line(heads[0]!.map(() => "---")), ...heads.slice(1).map(line), ...body.map(line)].join("")
}
