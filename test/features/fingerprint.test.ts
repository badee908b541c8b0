import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { globSync } from "tinyglobby"
import { openDocument, type Document } from "../../server/engine/index.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { convertTables, TARGETS } from "../../server/engine/features/convertTables.ts"
import { fairCopy, haveSameFigures, markdownOf, pageOf, textOf } from "../../server/engine/features/fairCopy.ts"
import { withFingerprints, type Fingerprinted } from "../../server/engine/features/fingerprint.ts"
import { lastYearsName, reportsByName } from "../../server/engine/features/lastYear.ts"
import { FORMATS } from "../../server/engine/formats.ts"
import { factRange } from "../../server/engine/report/report.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import type { CheckContext } from "../../server/engine/rules/rule.ts"
import { applyEdits, shift } from "../../server/engine/text/range.ts"
import { damages, LAYOUTS, writeDraft } from "../support/drafts.ts"
import { REQUEST_CELLS, soundFigures } from "../support/figures.ts"
import { readFixtures } from "../support/fixtures.ts"

const FIXTURES = readdirSync("test/rules").flatMap(page => readFixtures(`test/rules/${page}`).map(({ name, text }) => ({ name: `${page}: ${name}`, text })))
const EXAMPLES = globSync("examples/**/*.{txt,md}").map(name => ({ name, text: readFileSync(name, "utf8") }))
const DRAFTS: readonly Draft[] = [...FIXTURES, ...EXAMPLES]
/** Every rule finds something in one of these. */
const FAULTY: readonly Draft[] = [...RULES.map(({ id, bad, badContext }) => ({ name: `the bad example of ${id}`, text: bad, context: badContext })), ...EXAMPLES]

interface Draft {
  readonly name: string
  readonly text: string
  /** What must be known besides for what is found. */
  readonly context?: CheckContext | undefined
}

/** The findings on each report of a text. */
function fingerprinted(text: string, context: CheckContext = {}): Fingerprinted[][] {
  const document = openDocument(text)
  return document.reports.map(({ report, from }) => {
    const previous = context.previous ?? reportsByName(document).get(lastYearsName(report) ?? "")?.report
    return withFingerprints(report, from, diagnose(report, from, {}, RULES, { ...context, previous }), previous)
  })
}

/** The ways to write a draft anew: its tables only, or all of it as plain text, Markdown and a web page. */
const WRITERS = TARGETS.flatMap((target): ((document: Document) => string)[] => [
  document => applyEdits(document.text, document.reports.flatMap(({ report, from }) => convertTables(report, report.tables, target, FORMATS).edits.map(edit => shift(edit, from)))),
  document => textOf(fairCopy(document, target), target),
  document => markdownOf(fairCopy(document, target), target),
  ...(target === "html" ? [(document: Document) => pageOf(fairCopy(document, target))] : []),
])

/** True for what a table written in the notice's form has no more: its own labels, cells too many, rows out of order, code in place of figures. */
const isPutRight = ({ rule, about }: Fingerprinted): boolean => ["label-mismatch", "cell-count", "unreadable-table"].includes(rule) || (rule === "missing-row" && about === undefined)

const fingerprintsOf = (text: string, context?: CheckContext): string[] => fingerprinted(text, context).flat().map(({ rule, fingerprint }) => `${rule} ${fingerprint}`).sort()

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
    for (const { name, text, context } of FAULTY) {
      for (const { report, from } of openDocument(text).reports) {
        const section = report.sections.find(({ id }) => id === "problems")
        // What is written into an empty section mends it.
        if (!section || !/\S/.test(report.text.slice(section.body.from, section.body.to))) continue
        const after = applyEdits(text, [{ from: from + section.to, to: from + section.to, insert: "\n另外，部分栏目更新较慢。\n\n" }])
        const now = fingerprintsOf(after, context)
        assert.deepEqual(fingerprintsOf(text, context).filter(one => !now.includes(one)), [], name)
      }
    }
  })

  it("stay as they are when a figure elsewhere changes", () => {
    let changed = 0
    for (const { name, text, context } of FAULTY) {
      for (const [i, { report, from }] of openDocument(text).reports.entries()) {
        const before = fingerprinted(text, context)[i]!
        const fact = report.facts.get("proactive/coercion/decisions")
        // It is in no sum; what speaks of it is another finding then.
        if (fact?.state !== "number" || fact.isBroken) continue
        const cell = factRange(report, fact)
        const others = before.filter(({ range, related = [] }) => ![range, ...related.filter(({ inPrevious }) => !inPrevious).map(({ range }) => range)].some(range => range.from <= cell.to + from && cell.from + from <= range.to))
        const now = new Set(fingerprinted(applyEdits(text, [{ ...shift(cell, from), insert: "17" }]), context)[i]!.map(({ fingerprint }) => fingerprint))
        assert.deepEqual(others.filter(({ fingerprint }) => !now.has(fingerprint)).map(({ rule }) => rule), [], name)
        changed += others.length
      }
    }
    assert.ok(changed > 50, `${changed} findings beside it`)
  })

  it("stay as they are when all is written anew in another layout, whatever the rule", () => {
    const compared = new Set<string>()
    const stays = ({ name, text, context }: Draft, writers: typeof WRITERS): void => {
      const before = fingerprinted(text, context).flat().filter(finding => !isPutRight(finding))
      const document = openDocument(text)
      for (const write of writers) {
        const copy = write(document)
        // The program does not hand it out.
        if (!haveSameFigures(openDocument(copy), document)) continue
        const now = new Set(fingerprinted(copy, context).flat().map(({ fingerprint }) => fingerprint))
        assert.deepEqual(before.filter(({ fingerprint }) => !now.has(fingerprint)).map(({ rule, message }) => `${rule} ${message.zh}`), [], `${name}\n${copy}`)
        for (const { rule } of before) compared.add(rule)
      }
    }
    for (const draft of FAULTY) stays(draft, WRITERS)
    for (const [i, draft] of FIXTURES.entries()) stays(draft, [WRITERS[i % WRITERS.length]!])
    assert.deepEqual(RULES.map(({ id }) => id).filter(id => !compared.has(id)).sort(), ["cell-count", "label-mismatch", "unreadable-table"])
  }).timeout(180_000)

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
