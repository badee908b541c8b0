import assert from "node:assert/strict"
import fc from "fast-check"
import { applyEdits } from "../server/engine/text/range.ts"
import { check, figuresOf } from "./support/check.ts"
import { damages, LAYOUTS, writeDraft, type DraftLayout } from "./support/drafts.ts"
import { APPLICANTS, LITIGATION_CELLS, REQUEST_CELLS, soundFigures, type Figures } from "./support/figures.ts"

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

/** Stands in the cell that is to be lost. */
const LOST = "987654321"
/** A draft without that cell; what stands behind it has moved up, and a blank cell may stand at the end. */
const WITHOUT_CELL = {
  tsv: (text: string, hasBlank: boolean) => text.replace(new RegExp(`\\t${LOST}(.*)`), `$1${hasBlank ? "\t" : ""}`).replace(new RegExp(`^${LOST}\\t(.*)`, "m"), `$1${hasBlank ? "\t" : ""}`),
  gfm: (text: string, hasBlank: boolean) => text.replace(new RegExp(` ${LOST} \\|(.*)`), `$1${hasBlank ? " |" : ""}`),
  html: (text: string, hasBlank: boolean) => text.replace(new RegExp(`<td[^>]*>(?:<p>&nbsp;)?${LOST}(?:</p>)?</td>([^]*?)</tr>`), `$1${hasBlank ? "<td></td>" : ""}</tr>`),
  "tab-cell": (text: string, hasBlank: boolean) => text.replace(new RegExp(`\\t${LOST}\\n([^]*?\\n)(?=\\n|$)`), `$1${hasBlank ? "\t\n" : ""}`),
  "cell-line": (text: string) => text.replace(`${LOST}\n\n`, ""),
  pdf: (text: string) => text.replace(new RegExp(` ${LOST}|(?<=^)${LOST} `, "m"), ""),
} satisfies Partial<Record<DraftLayout, (text: string, hasBlank: boolean) => string>>
/** The cells of tables three and four. */
const SUMMED = [...REQUEST_CELLS, ...LITIGATION_CELLS]

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

  for (const layout of Object.keys(WITHOUT_CELL) as (keyof typeof WITHOUT_CELL)[]) {
    it(`of a row of ${layout} that lacks a cell none is read under another column, and one finding says so`, () => {
      fc.assert(fc.property(soundFigures, fc.constantFrom(...SUMMED), fc.boolean(), (figures, lost, hasBlank) => {
        const text = WITHOUT_CELL[layout](writeDraft(new Map(figures).set(lost, LOST), layout), hasBlank)
        assert.ok(!text.includes(LOST))
        assertNone([...figuresOf(text)].flatMap(([id, value]) => (value.startsWith("[") || figures.get(id) === value ? [] : [`${id}: ${figures.get(id)!} read as ${value}`])), text)
        const found = check(text)
        assert.ok(found.length === 1 && ["cell-count", "blank-cell"].includes(found[0]!.rule), `${found.map(({ rule, message }) => `${rule} ${message.zh}`).join("\n")}\n${text}`)
        // Where the equations call for a figure, it is the one that was lost.
        for (const { edits, preferred } of found[0]!.fixes) if (preferred) assertSame(figuresOf(applyEdits(text, edits)), figures, text)
      }), { numRuns: 60 })
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
