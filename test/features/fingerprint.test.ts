import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { globSync } from "tinyglobby"
import { openDocument } from "../../server/engine/index.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { withFingerprints, type Fingerprinted } from "../../server/engine/features/fingerprint.ts"
import { lastYearsName, reportsByName } from "../../server/engine/features/lastYear.ts"
import { factRange } from "../../server/engine/report/report.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import { applyEdits, shift } from "../../server/engine/text/range.ts"
import { damages, LAYOUTS, writeDraft } from "../support/drafts.ts"
import { REQUEST_CELLS, soundFigures } from "../support/figures.ts"
import { readFixtures } from "../support/fixtures.ts"

const FIXTURES = readdirSync("test/rules").flatMap(page => readFixtures(`test/rules/${page}`).map(({ name, text }) => ({ name: `${page}: ${name}`, text })))
const EXAMPLES = globSync("examples/**/*.{txt,md}").map(name => ({ name, text: readFileSync(name, "utf8") }))
const DRAFTS = [...FIXTURES, ...EXAMPLES]

/** The findings on each report of a text. */
function fingerprinted(text: string): Fingerprinted[][] {
  const document = openDocument(text)
  return document.reports.map(({ report, from }) => {
    const previous = reportsByName(document).get(lastYearsName(report) ?? "")?.report
    return withFingerprints(report, from, diagnose(report, from, {}, RULES, { previous }), previous)
  })
}

const fingerprintsOf = (text: string): string[] => fingerprinted(text).flat().map(({ rule, fingerprint }) => `${rule} ${fingerprint}`).sort()

describe("fingerprints", () => {
  it("tell the findings of a report apart", () => {
    for (const { name, text } of DRAFTS) {
      for (const found of fingerprinted(text)) {
        const all = found.map(({ fingerprint }) => fingerprint)
        assert.equal(new Set(all).size, all.length, name)
        for (const fingerprint of all) assert.match(fingerprint, /^[0-9a-f]{16}$/)
      }
    }
  })

  it("stay as they are with other line ends, and further down", () => {
    for (const { name, text } of DRAFTS) {
      assert.deepEqual(fingerprintsOf(`\n\n${text}`), fingerprintsOf(text), name)
      if (!text.includes("\r")) assert.deepEqual(fingerprintsOf(text.replaceAll("\n", "\r\n")), fingerprintsOf(text), name)
    }
  })

  it("stay as they are when a sentence is written elsewhere", () => {
    for (const { name, text } of EXAMPLES) {
      const { reports } = openDocument(text)
      for (const { report, from } of reports) {
        const section = report.sections.find(({ id }) => id === "problems")
        // What is written into an empty section mends it.
        if (!section || !/\S/.test(report.text.slice(section.body.from, section.body.to))) continue
        const after = applyEdits(text, [{ from: from + section.to, to: from + section.to, insert: "\n另外，部分栏目更新较慢。\n\n" }])
        const now = fingerprintsOf(after)
        assert.deepEqual(fingerprintsOf(text).filter(one => !now.includes(one)), [], name)
      }
    }
  })

  it("are the same in any layout, and others when the figure is another", () => {
    const layouts = fc.constantFrom(...LAYOUTS)
    fc.assert(fc.property(soundFigures, layouts, layouts, damages, fc.constantFrom(...REQUEST_CELLS), fc.integer({ min: 1, max: 30 }), (figures, layout, other, damage, cell, change) => {
      const drafted = (by: number, layout: (typeof LAYOUTS)[number], damage?: ReadonlySet<never>): string[] => {
        const wrong = new Map(figures).set(cell, String(Number(figures.get(cell)) + by))
        return fingerprintsOf(writeDraft(wrong, layout, damage)).filter(one => one.startsWith("sum-mismatch"))
      }
      const once = drafted(change, layout)
      assert.equal(once.length, 1)
      assert.deepEqual(drafted(change, other, damage as ReadonlySet<never>), once)
      assert.notDeepEqual(drafted(change + 1, layout), once)
    }), { numRuns: 100 })
  })

  it("are others when a figure that a finding blames changes, whatever the rule", () => {
    let changed = 0
    for (const { name, text } of DRAFTS) {
      const { reports } = openDocument(text)
      for (const [i, found] of fingerprinted(text).entries()) {
        const { report, from } = reports[i]!
        for (const { rule, cells = [], fingerprint } of found) {
          const fact = cells.flatMap(id => report.facts.get(id) ?? []).find(fact => fact.state === "number" && !fact.isBroken)
          if (!fact) continue
          const edited = applyEdits(text, [{ ...shift(factRange(report, fact), from), insert: "98765" }])
          assert.ok(!fingerprinted(edited)[i]?.some(other => other.fingerprint === fingerprint), `${name}: ${rule}`)
          changed++
        }
      }
    }
    assert.ok(changed > 50, `${changed} findings blame a figure`)
  })

  it("are others when the sentence that they are about changes", () => {
    const draft = (words: string): string => `青溪县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n${words}\n`
    const [before] = fingerprintsOf(draft("全年收到申请10件，其中网上申请4件、信函申请7件。"))
    const [after] = fingerprintsOf(draft("全年收到申请10件，其中网上申请4件、信函申请8件。"))
    assert.ok(before !== undefined && after !== undefined && before !== after)
  })
})
