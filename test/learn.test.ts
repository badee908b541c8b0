import assert from "node:assert/strict"
import { readFormats } from "../server/collection/formatFiles.ts"
import { learn } from "../server/collection/learn/learn.ts"
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { readReports } from "../server/engine/index.ts"
import { leafColumns, leafRows, type ReportFormat, type TableFormat } from "../server/engine/report/format.ts"
import { factRange } from "../server/engine/report/report.ts"
import { shift } from "../server/engine/text/range.ts"
import { DESIGNS, fill, labelOf, termsOf, write, type Design, type Filled, type Layout, type TableDesign } from "./learn/designs.ts"

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
  const names = each === "row" ? design.columns.filter(name => !design.aside?.[name]) : design.rows
  const ids = each === "row" ? leafColumns(table.parts[0]!.columns).map(({ id }) => id) : leafRows(table).map(({ id }) => id)
  assert.equal(ids.length, names.length)
  const wanted = ((each === "row" ? design.across : design.down) ?? []).map(relation => names.map(name => termsOf(relation).get(name) ?? 0))
  const found = table.editRules.filter(rule => rule.each === each).map(({ equation }) => {
    const [left, right] = equation.split(" = ").map(side => side.split(" + "))
    return ids.map(id => (left!.includes(id) ? 1 : right!.includes(id) ? -1 : 0))
  })
  return { found, wanted }
}

describe("a format learnt from right reports", () => {
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
      }
      assert.ok((format.agreements?.length ?? 0) >= (design.same?.length ?? 0))
      for (let i = 0; i < 5; i++) assert.deepEqual(errors(fill(design, random, layout).text, formats).map(({ message }) => message.zh), [])
    })
  }

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
  const { columns, rows, across = [], down = [], aside = {} } = design.tables[t]!
  const isIn = (relations: readonly string[], name: string): boolean => relations.some(relation => termsOf(relation).has(name))
  const cells = rows.flatMap((row, r) => columns.flatMap((column, c) => (!aside[column] && (isIn(across, column) || isIn(down, row)) ? [[r, c] as const] : [])))
  const [r, c] = cells[Math.floor(random() * cells.length)]!
  const leaf = leafRows(format.tables[t]!)[r]!
  const read = columns.filter(column => !aside[column])
  const by = 1 + Math.floor(random() * 90)
  const changed = figures.map((table, i) => (i !== t ? table : table.map((row, k) => (k !== r ? row : row.map((figure, j) => (j === c ? figure + by : figure))))))
  return { figures: changed, cell: leaf.places[read.indexOf(columns[c]!)]!.id }
}
