import assert from "node:assert/strict"
import fc from "fast-check"
import { applyEdits } from "../server/engine/text/range.ts"
import { check, figuresOf } from "./support/check.ts"
import { damages, LAYOUTS, writeDraft, type DraftLayout } from "./support/drafts.ts"
import { APPLICANTS, REQUEST_CELLS, soundFigures, type Figures } from "./support/figures.ts"

const layouts = fc.constantFrom<DraftLayout>(...LAYOUTS)
const RUNS = { numRuns: 300 }

function assertSame(read: Map<string, string>, written: Figures, text: string): void {
  const wrong = [...written].filter(([id, value]) => read.get(id) !== value)
  assert.ok(wrong.length === 0 && read.size === written.size, `${wrong.map(([id, value]) => `${id}: ${value} read as ${read.get(id) ?? "nothing"}`).join("\n")}\n${text}`)
}

function assertNone(found: readonly string[], text: string): void {
  assert.ok(found.length === 0, `${found.join("\n")}\n${text}`)
}

const errorsOf = (text: string): string[] => check(text).filter(({ severity }) => severity === "error").map(({ rule, message }) => `${rule} ${message.zh}`)

describe("layouts", () => {
  for (const layout of LAYOUTS) {
    it(`reads the same figures from ${layout}`, () => {
      fc.assert(fc.property(soundFigures, figures => {
        const text = writeDraft(figures, layout)
        assertSame(figuresOf(text), figures, text)
        assertNone(check(text).map(({ rule, message }) => `${rule} ${message.zh}`), text)
      }), { numRuns: 25 })
    })
  }

  const QUOTING = { nothing: /(?!)/, words: /[^\d.]/, all: /^/ }
  for (const [name, quoted] of Object.entries(QUOTING)) {
    it(`reads the same figures from a sheet with commas, quotes around ${name}`, () => {
      const cell = (text: string): string => (quoted.test(text) ? `"${text}"` : text)
      fc.assert(fc.property(soundFigures, fc.subarray(["二、", "三、", "四、"], { minLength: 1 }), (figures, sections) => {
        const lines = writeDraft(figures, "tsv").split(/^(?=[一二三四五六]、\S+$)/m)
        const text = lines.map(part => (sections.some(number => part.startsWith(number)) ? part.split("\n").map(line => (line.includes("\t") ? line.split("\t").map(cell).join(",") : line)).join("\n") : part)).join("")
        assertSame(figuresOf(text), figures, text)
        assertNone(check(text).map(({ rule, message }) => `${rule} ${message.zh}`), text)
      }), { numRuns: 15 })
    })
  }

  it("reads the same figures through any damage, without an error", () => {
    fc.assert(fc.property(soundFigures, layouts, damages, (figures, layout, damage) => {
      const text = writeDraft(figures, layout, damage)
      assertSame(figuresOf(text), figures, text)
      assertNone(errorsOf(text), text)
    }), RUNS)
  })

  for (const layout of LAYOUTS) {
    it(`reads no figure of ${layout} under another column where one is lost in all rows`, () => {
      const columns = fc.record({ lost: fc.nat(APPLICANTS.length), isHeadLost: fc.boolean(), hasEmptyEnd: fc.boolean() })
      fc.assert(fc.property(soundFigures, columns, fc.boolean(), (figures, columns, hasBlanks) => {
        const written = new Map([...figures].map(([id, value]) => [id, hasBlanks && value === "0" ? "" : value]))
        const text = writeDraft(written, layout, new Set(), columns)
        const wrong = [...figuresOf(text)].filter(([id, value]) => !value.startsWith("[") && figures.get(id) !== value)
        assertNone(wrong.map(([id, value]) => `${id}: ${figures.get(id)!} read as ${value}`), `${JSON.stringify(columns)}\n${text}`)
      }), { numRuns: 40 })
    })
  }

  it("blames the one cell of table three that was changed, and restores it", () => {
    fc.assert(fc.property(soundFigures, layouts, damages, fc.constantFrom(...REQUEST_CELLS), fc.integer({ min: 1, max: 30 }), (figures, layout, damage, cell, change) => {
      const wrong = new Map(figures).set(cell, String(Number(figures.get(cell)) + change))
      const text = writeDraft(wrong, layout, damage)
      const found = check(text, "sum-mismatch")
      assert.deepEqual(found.map(({ cells }) => cells), [[cell]], `${cell}: ${found.map(({ message }) => message.zh).join("\n")}\n${text}`)
      const [fix] = found[0]!.fixes
      assert.ok(fix?.preferred && !fix.safe)
      const mended = applyEdits(text, fix.edits)
      assertSame(figuresOf(mended), figures, mended)
    }), RUNS)
  })
})
