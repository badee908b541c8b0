import assert from "node:assert/strict"
import fc from "fast-check"
import { applyEdits } from "../server/engine/text/range.ts"
import { check, figuresOf } from "./support/check.ts"
import { writeDraft } from "./support/drafts.ts"
import { REQUEST_CELLS, soundFigures, type Figures } from "./support/figures.ts"

const cells = fc.constantFrom(...REQUEST_CELLS)
const GROUPS = ["review", "suit-direct", "suit-after-review"]
const OUTCOMES = ["upheld", "corrected", "other", "pending", "total"]

function withChanges(figures: Figures, changes: readonly (readonly [string, number])[]): Map<string, string> {
  const changed = new Map(figures)
  for (const [cell, change] of changes) changed.set(cell, String(Number(figures.get(cell)) + change))
  return changed
}

const rowOf = (cell: string): string => cell.split("/")[1]!
const columnOf = (cell: string): string => cell.split("/")[2]!

/** True if no two of the cells share a row or a column, so that their faults cannot hide each other. */
function areApart(chosen: readonly string[]): boolean {
  return new Set(chosen.map(rowOf)).size === chosen.length && new Set(chosen.map(columnOf)).size === chosen.length
}

describe("locate", () => {
  it("blames just the cells that were changed, for two and three wrong figures of different size", () => {
    const changes = fc.uniqueArray(fc.tuple(cells, fc.integer({ min: 1, max: 900 })), { minLength: 2, maxLength: 3, selector: ([, change]) => change })
    const sums = (list: readonly (readonly [string, number])[]): boolean => list.length < 3 || list.every(([, change]) => list.every(([, other]) => !list.some(([, third]) => change + other === third)))
    fc.assert(fc.property(soundFigures, changes.filter(list => areApart(list.map(([cell]) => cell)) && sums(list)), (figures, list) => {
      const wrong = writeDraft(withChanges(figures, list), "tsv")
      const found = check(wrong, "sum-mismatch")
      assert.deepEqual(found.flatMap(({ cells }) => cells).sort(), list.map(([cell]) => cell).sort(), wrong)
      const mended = applyEdits(wrong, found.flatMap(({ fixes }) => fixes.find(({ preferred }) => preferred)?.edits ?? []))
      assert.deepEqual([...figuresOf(mended)].sort(), [...figures].sort())
    }), { numRuns: 150 })
  })

  it("never blames more cells than were changed", () => {
    fc.assert(fc.property(soundFigures, fc.uniqueArray(fc.tuple(cells, fc.integer({ min: -5, max: 5 })), { minLength: 1, maxLength: 3, selector: ([cell]) => cell }), (figures, list) => {
      const wrong = withChanges(figures, list)
      fc.pre([...wrong.values()].every(value => !value.startsWith("-")))
      const found = check(writeDraft(wrong, "gfm"), "sum-mismatch")
      assert.ok(found.length <= list.length, found.map(({ message }) => message.zh).join("\n"))
    }), { numRuns: 150 })
  })

  it("says a broken group of table four once, on its total, and every fix settles it", () => {
    fc.assert(fc.property(soundFigures, fc.constantFrom(...GROUPS), fc.constantFrom(...OUTCOMES), fc.integer({ min: 1, max: 50 }), (figures, group, outcome, change) => {
      const wrong = writeDraft(withChanges(figures, [[`litigation/count/${group}.${outcome}`, change]]), "tab-cell")
      const found = check(wrong, "sum-mismatch")
      assert.deepEqual(found.map(({ cells, relations }) => ({ cells, relations })), [{ cells: [`litigation/count/${group}.total`], relations: [`litigation:${group}`] }])
      assert.ok(found[0]!.fixes.length > 0)
      for (const fix of found[0]!.fixes) assert.deepEqual(check(applyEdits(wrong, fix.edits), "sum-mismatch"), [], fix.title.zh)
    }), { numRuns: 100 })
  })

  it("prefers to recompute a total only where its parts are not all 0", () => {
    fc.assert(fc.property(soundFigures, fc.boolean(), (figures, isEmpty) => {
      const group = new Map(OUTCOMES.map(outcome => [`litigation/count/review.${outcome}`, outcome === "total" ? "7" : isEmpty ? "0" : "1"]))
      const [found] = check(writeDraft(new Map([...figures, ...group]), "tsv"), "sum-mismatch")
      assert.deepEqual(found!.fixes.map(({ preferred }) => preferred).filter(Boolean), isEmpty ? [] : [true])
      assert.equal(found!.fixes[0]!.edits[0]!.insert, isEmpty ? "0" : "4")
    }), { numRuns: 5 })
  })

  it("points at the total where no cell can be singled out", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), change => {
      const zeros = new Map(REQUEST_CELLS.map(cell => [cell, "0"]))
      const figures = withChanges(zeros, ["new", "total"].flatMap(row => ["natural", "total"].map(column => [`requests/${row}/${column}`, change] as const)))
      const [sound] = fc.sample(soundFigures, { numRuns: 1, seed: 7 })
      const found = check(writeDraft(new Map([...sound!, ...figures]), "tab-cell"), "sum-mismatch")
      assert.deepEqual(found.map(({ cells, fixes }) => ({ cells, preferred: fixes.some(({ preferred }) => preferred) })), [{ cells: ["requests/total/natural", "requests/total/total"], preferred: false }])
    }), { numRuns: 5 })
  })
})
