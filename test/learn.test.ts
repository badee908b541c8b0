import assert from "node:assert/strict"
import fc from "fast-check"
import { readFormats } from "../server/collection/formatFiles.ts"
import { learn } from "../server/collection/learn/learn.ts"
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { readReports } from "../server/engine/index.ts"
import { leafColumns, leafRows, type ReportFormat, type TableFormat } from "../server/engine/report/format.ts"
import { factRange } from "../server/engine/report/report.ts"
import { shift } from "../server/engine/text/range.ts"
import { DESIGNS, fill, isAside, labelOf, ROUNDED, termsOf, write, type Design, type Filled, type Layout, type TableDesign } from "./learn/designs.ts"

/** Numbers from 0 up to 1, the same for each seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const LAYOUTS: readonly Layout[] = ["tabs", "markdown"]

/** A format learnt from three to five right reports of a design. */
function learnt(design: Design, index: number): { format: ReportFormat; formats: readonly ReportFormat[]; unsure: readonly string[]; random: () => number; layout: Layout } {
  const random = randomFrom(1600 + index)
  const layout = LAYOUTS[index % 2]!
  const samples = Array.from({ length: 3 + (index % 3) }, (_, i) => ({ name: `样本${i + 1}`, text: fill(design, random, layout).text }))
  const { text, unsure } = learn(samples, "own")!
  const { formats, faults } = readFormats([{ path: "own", text }])
  assert.deepEqual([...faults], [])
  return { format: formats.at(-1)!, formats, unsure: unsure.map(({ zh }) => zh), random, layout }
}

const errors = (text: string, formats: readonly ReportFormat[]): Diagnostic[] =>
  readReports(text, formats).flatMap(({ report, from }) => {
    assert.equal(report.format.id, "own", "the report is known")
    return diagnose(report, from).filter(({ severity }) => severity === "error" || severity === "warning")
  })

/** How many of the vectors follow from no others. */
function rankOf(vectors: readonly (readonly number[])[]): number {
  const rows = vectors.map(vector => [...vector])
  let rank = 0
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = rows.findIndex((row, i) => i >= rank && Math.abs(row[column]!) > 1e-9)
    if (pivot < 0) continue
    ;[rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!]
    for (const [i, row] of rows.entries()) {
      const factor = i === rank ? 0 : row[column]! / rows[rank]![column]!
      if (factor !== 0) for (const k of row.keys()) row[k]! -= factor * rows[rank]![k]!
    }
    rank++
  }
  return rank
}

/** The relations of a learnt table and those of its design, as vectors over its rows or columns. */
function vectorsOf(design: TableDesign, table: TableFormat, each: "row" | "column"): { found: number[][]; wanted: number[][] } {
  const names = each === "row" ? design.columns.filter(name => !isAside(design, name)) : design.rows
  const ids = each === "row" ? leafColumns(table.parts[0]!.columns).map(({ id }) => id) : leafRows(table).map(({ id }) => id)
  assert.equal(ids.length, names.length)
  const wanted = ((each === "row" ? design.across : design.down) ?? []).map(relation => names.map(name => termsOf(relation).get(name) ?? 0))
  const found = table.editRules.filter(rule => rule.each === each).map(({ equation }) => {
    const [left, right] = equation.split(" = ").map(side => side.split(" + "))
    return ids.map(id => (left!.includes(id) ? 1 : right!.includes(id) ? -1 : 0))
  })
  return { found, wanted }
}

const sharesIn = (table: TableFormat): string[] => {
  const labels = new Map([...leafColumns(table.parts[0]!.columns), ...leafRows(table)].map(({ id, label }) => [id, label]))
  return (table.shares ?? []).map(({ head, part, row, column }) => `${head} = ${labels.get(part)!} ÷ ${labels.get(row ?? column!)!}`)
}

describe("a format learnt from right reports", () => {
  it("of rounded figures: what holds but for the last decimal is found, and fresh right reports are silent", () => {
    const { format, formats, random, layout } = learnt(ROUNDED, 2)
    const [table] = format.tables
    assert.equal(table!.rounded, true)
    for (const each of ["row", "column"] as const) {
      const { found, wanted } = vectorsOf(ROUNDED.tables[0]!, table!, each)
      assert.deepEqual(found, wanted)
    }
    for (let i = 0; i < 30; i++) {
      const { figures, text } = fill(ROUNDED, random, layout)
      assert.deepEqual(errors(text, formats), [], text)
      const wrong = write(ROUNDED, figures.map(rows => rows.map((row, r) => (r === 1 ? [row[0]! + 1000, ...row.slice(1)] : row))), random, layout)
      assert.deepEqual(errors(wrong, formats).map(({ rule, cells }) => [rule, cells?.length]), [["sum-mismatch", 1]], wrong)
    }
  })

  for (const [index, design] of DESIGNS.entries()) {
    const count = 3 + (index % 3)
    it(`of ${design.title}: all that holds is found, and nothing else (${count} samples)`, () => {
      const { format, formats, random, layout } = learnt(design, index)
      assert.equal(format.reportTitle, design.title)
      assert.deepEqual(format.sections.map(({ title }) => title), ["总体情况", ...new Set(design.tables.map(({ section }) => section)), "存在的问题"])
      assert.equal(format.tables.length, design.tables.length)
      for (const [t, table] of format.tables.entries()) {
        assert.deepEqual(leafRows(table).map(({ label }) => label), design.tables[t]!.rows.map(labelOf))
        assert.equal(table.parts[0]!.unit, design.tables[t]!.unit)
        for (const each of ["row", "column"] as const) {
          const { found, wanted } = vectorsOf(design.tables[t]!, table, each)
          const ranks = [found, wanted, [...found, ...wanted]].map(rankOf)
          assert.deepEqual(ranks, [wanted.length, wanted.length, wanted.length], `${each}: ${table.editRules.map(({ name }) => name.zh).join("; ")}`)
          assert.equal(found.length, wanted.length)
        }
        assert.ok(table.editRules.every(({ on }) => on === undefined))
        assert.deepEqual(sharesIn(table), Object.entries(design.tables[t]!.shares ?? {}).map(([head, { part, row, column }]) => `${head} = ${labelOf(part)} ÷ ${labelOf(row ?? column!)}`))
      }
      assert.ok((format.agreements?.length ?? 0) >= (design.same?.length ?? 0))
      for (let i = 0; i < 5; i++) assert.deepEqual(errors(fill(design, random, layout).text, formats).map(({ message }) => message.zh), [])
    })
  }

  describe("says what is not certain", () => {
    const TOTALS = ["项目 一月 二月", "甲 211 3307", "乙 1451 98", "合计 1662 3405"]
    const inUnits = (heading: string, rows: readonly string[]): string => `青石县2024年某某统计年报\n\n一、情况\n\n无。\n\n${heading}\n\n${rows.map(row => `${row.replaceAll(" ", "\t")}\n`).join("")}\n三、说明\n\n无。\n`
    it("the section whose heading has the unit of its table in brackets", () => {
      const text = inUnits("二、支出执行表（单位：万元）", TOTALS)
      const { formats } = readFormats([{ path: "own", text: learn([{ name: "甲", text }], "own")!.text }])
      const { sections, tables: [found] } = formats.at(-1)!
      assert.deepEqual(sections.map(({ title }) => title), ["情况", "支出执行表", "说明"])
      assert.deepEqual([found!.section, found!.parts[0]!.unit], ["s2", "万元"])
      for (const heading of ["二、支出执行表（单位：万元）", "二、支出执行表"]) assert.deepEqual(errors(inUnits(heading, TOTALS), formats), [])
    })
    it("a title behind year and body", () => {
      const titled = (title: string): string => inUnits("二、表", TOTALS).replace("青石县2024年某某统计年报", title)
      for (const titles of [["2023年度青石县民政局普法工作统计年报"], ["2023年度青石县民政局普法工作统计年报", "2023年度柳川县民政局普法工作统计年报"]]) {
        const { text, unsure } = learn(titles.map(title => ({ name: title, text: titled(title) })), "own")!
        assert.match(text, /"reportTitle": "普法工作统计年报"/)
        assert.equal(unsure.filter(({ zh }) => zh.includes("年份在最前面")).length, 1)
        const { formats } = readFormats([{ path: "own", text }])
        assert.deepEqual(readReports(titled("2024年度云岭市财政局普法工作统计年报"), formats).map(({ report }) => [report.format.id, report.body, report.year]), [["own", "云岭市财政局", 2024]])
      }
    })
    const table = (rows: readonly string[], title = "青石县2024年某某统计年报"): string => `${title}\n\n一、情况\n\n${rows.map(row => `${row.replaceAll(" ", "\t")}\n`).join("")}`
    const learn1 = (...texts: string[]): ReturnType<typeof learn> => learn(texts.map((text, i) => ({ name: `样本${i + 1}`, text })), "own")
    const rulesIn = (text: string): string[] => (JSON.parse(text) as ReportFormat).tables.flatMap(({ editRules }) => editRules.map(({ name }) => name.zh))

    it("of small figures that may add up by chance", () => {
      const { text, unsure } = learn1(table(["项目 数量", "甲 1", "乙 2", "丙 3"]))!
      assert.deepEqual(rulesIn(text), [])
      const total = learn1(table(["项目 数量", "甲 1", "乙 2", "合计 3"]))!
      assert.deepEqual(rulesIn(total.text), [])
      assert.ok(total.unsure.some(({ zh }) => zh.includes("“合计 = 甲 + 乙”样本里数字太少，拿不准")))
      assert.ok(unsure.some(({ zh }) => zh.includes("没有写明单位")))
    })
    it("of totals that are the sums of nothing", () => assert.deepEqual(rulesIn(learn1(table(["项目 一 二", "甲 12 31", "乙 25 16", "合计 80 95"]))!.text), []))
    it("of rows that one sample has", () => {
      const { text, unsure } = learn1(table(["项目 一", "甲 12", "乙 25", "合计 37"]), table(["项目 一", "甲 41", "乙 56", "丙 30", "合计 127"]))!
      assert.deepEqual(rulesIn(text), [])
      assert.ok(unsure.some(({ zh }) => zh.includes("有 1 行不是每份样本都有")))
    })
    it("of one sum that all rows obey but for the shares", () => {
      const rows = (a: number, b: number): string => table(["项目 件数 金额 合计", `甲 ${a} ${b} ${a + b}`, `乙 ${b + 91} ${a} ${a + b + 91}`, `合计 ${a + b + 91} ${a + b} ${2 * (a + b) + 91}`, "均价 3 4 9"])
      const { text } = learn1(rows(120, 345), rows(671, 98), rows(45, 567))!
      const [row] = (JSON.parse(text) as ReportFormat).tables[0]!.editRules
      assert.deepEqual([row!.equation, row!.on], ["c3 = c1 + c2", ["r1", "r2", "r3"]])
    })
    it("where there is nothing to learn", () => {
      assert.equal(learn1(""), null)
      assert.equal(learn1("一篇没有标题的短文。\n"), null)
    })
    it("where the built-in format is meant", () => assert.ok(learn1(table(["项目 一", "甲 12", "乙 25", "合计 37"], "青石县2024年行政执法统计年报"))!.unsure.some(({ zh }) => zh.includes("已有内置的格式"))))
  })

  it("is made of any text, without an error", () => {
    const piece = fc.constantFrom("合计", "项目", "一、", "其中：", "\t", "\t", "|", "\n", "\n", "1", "23", "4.5", "-6", "（件）", "2024年", "年报", "单位：万元", "<td>", "，", "。", "小计", " ")
    const texts = fc.array(fc.array(piece, { maxLength: 80 }).map(pieces => `青石县2024年某某统计年报\n${pieces.join("")}`), { minLength: 1, maxLength: 3 })
    fc.assert(fc.property(texts, texts => {
      const made = learn(texts.map((text, i) => ({ name: `${i}`, text })), "own")
      if (made) assert.deepEqual([...readFormats([{ path: "own", text: made.text }]).faults], [])
    }), { numRuns: 150, seed: 16 })
  })

  it("is not made of tables that are data, nor does that take long", () => {
    const rows = Array.from({ length: 1500 }, (_, i) => `第${i}行\t${Array.from({ length: 30 }, (_, k) => i * k).join("\t")}\n`)
    const made = learn([{ name: "a", text: `青石县2024年某某统计年报\n\n一、情况\n\n项目${"\t合计".repeat(30)}\n${rows.join("")}` }], "own")!
    assert.deepEqual((JSON.parse(made.text) as ReportFormat).tables.filter(({ parts }) => parts[0]!.rows.length > 500), [])
  })

  it("finds a slip in a share in 95 of 100 reports", () => {
    const missed: string[] = []
    for (const [index, design] of DESIGNS.entries()) {
      if (!design.tables.some(({ shares = {}, decimals }) => decimals === undefined && Object.keys(shares).length > 0)) continue
      const { formats, random, layout } = learnt(design, index)
      for (let i = 0; i < 50; i++) {
        const { text, at } = slipInShare(fill({ ...design, tables: design.tables.map(table => ({ ...table, aside: { 同比增长率: () => "" } })) }, random, layout).text, random)
        const found = errors(text, formats)
        if (found.length !== 1 || found[0]!.range.from !== at) missed.push(`${design.title}: ${found.map(({ message }) => message.zh).join(" / ")}\n${text}`)
      }
    }
    assert.ok(missed.length <= 5, missed.join("\n"))
  })

  it("finds the cell of a slip in 95 of 100 reports", () => {
    const missed: string[] = []
    for (const [index, design] of DESIGNS.entries()) {
      const { format, formats, random, layout } = learnt(design, index)
      for (let i = 0; i < 5; i++) {
        const filled = fill(design, random, layout)
        const { figures, cell } = slipIn(design, format, filled, random)
        const text = write(design, figures, random, layout)
        const found = errors(text, formats)
        if (!isBlamed(found, text, cell, formats)) missed.push(`${design.title} ${cell}: ${found.map(({ message }) => message.zh).join(" / ")}`)
      }
    }
    assert.ok(missed.length <= 5, missed.join("\n"))
  })
})

/** A share with a slip that rounding does not explain; the row in which it stands says something. */
function slipInShare(text: string, random: () => number): { text: string; at: number } {
  const shares = [...text.matchAll(/(?<=[\t|] ?)\d{1,2}\.\d+/g)]
  const { index, 0: share } = shares[Math.floor(random() * shares.length)]!
  return { text: text.slice(0, index) + (Number(share) + 3).toFixed(share.length - 3) + text.slice(index + share.length), at: index }
}

/** True if one finding blames the cell; where the cell stands in one sum only, nothing tells it from the others, and one of the offered mends is its own. */
function isBlamed([finding, ...more]: readonly Diagnostic[], text: string, cell: string, formats: readonly ReportFormat[]): boolean {
  if (!finding || more.length > 0) return false
  const [{ report, from } = { report: null, from: 0 }] = readReports(text, formats)
  const range = shift(factRange(report!, report!.facts.get(cell)!), from)
  const isOwn = ({ edits: [edit, ...others] }: Diagnostic["fixes"][number]): boolean => others.length === 0 && edit?.from === range.from && edit.to === range.to
  return finding.fixes.length > 1 ? finding.fixes.some(isOwn) : finding.range.from === range.from && finding.range.to === range.to
}

/** The figures with another in one of the cells that take part in a relation; which, by its id in the format. */
function slipIn(design: Design, format: ReportFormat, { figures }: Filled, random: () => number): { figures: Filled["figures"]; cell: string } {
  const t = Math.floor(random() * design.tables.length)
  const table = design.tables[t]!
  const { columns, rows, across = [], down = [] } = table
  const isIn = (relations: readonly string[], name: string): boolean => relations.some(relation => termsOf(relation).has(name))
  const cells = rows.flatMap((row, r) => columns.flatMap((column, c) => (!isAside(table, column) && (isIn(across, column) || isIn(down, row)) ? [[r, c] as const] : [])))
  const [r, c] = cells[Math.floor(random() * cells.length)]!
  const leaf = leafRows(format.tables[t]!)[r]!
  const read = columns.filter(column => !isAside(table, column))
  const by = 1 + Math.floor(random() * 90)
  const changed = figures.map((table, i) => (i !== t ? table : table.map((row, k) => (k !== r ? row : row.map((figure, j) => (j === c ? figure + by : figure))))))
  return { figures: changed, cell: leaf.places[read.indexOf(columns[c]!)]!.id }
}
