import assert from "node:assert/strict"
import { existsSync, readdirSync } from "node:fs"
import type { Diagnostic } from "../server/engine/features/diagnose.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { applyEdits, areDisjoint } from "../server/engine/text/range.ts"
import { check, checkBad } from "./support/check.ts"
import { diff, readFixtures, type Fixture } from "./support/fixtures.ts"

const PAGES = "test/rules"
const pageOf = (rule: string): string => `${PAGES}/${rule}.md`

describe("rules", () => {
  it("each have a page of fixtures, and no page is left over", () => {
    assert.deepEqual(readdirSync(PAGES).sort(), RULES.map(({ id }) => `${id}.md`).sort())
  })

  for (const rule of RULES) {
    describe(rule.id, () => {
      it("finds one fault in its bad example, and none in its good one", () => {
        assert.equal(checkBad(rule).length, 1)
        assert.deepEqual(check(rule.good, rule.id).map(messageOf), [])
      })
      it("turns the bad example into the good one", () => {
        const preferred = checkBad(rule)[0]!.fixes.find(fix => fix.preferred)
        if (preferred) assert.equal(applyEdits(rule.bad, preferred.edits), rule.good)
        assertSound(rule.bad, rule.id)
      })
      it("is documented in both languages", () => {
        for (const docs of Object.values(rule.docs)) assert.match(docs, /^[^\n]+[.。]\n\n\S/)
        assertChinese(rule.docs.zh)
      })
      if (!existsSync(pageOf(rule.id))) return
      for (const fixture of readFixtures(pageOf(rule.id))) {
        it(fixture.name, () => {
          assertFixture(fixture, rule.id)
          assertSound(fixture.text, rule.id)
        })
        it(`${fixture.name} (other line ends)`, () => {
          assertFixture(withCrlf(fixture), rule.id)
          assertFixture({ ...fixture, text: fixture.text.slice(0, -1), outcomes: [] }, rule.id)
        })
      }
    })
  }
})

const messageOf = ({ range, severity, message }: Diagnostic): string => `${range.from}–${range.to} ${severity} ${message.zh}`

function assertFixture({ text, expected, outcomes }: Fixture, rule: string): void {
  const found = check(text, rule)
  const shown = (range: { from: number; to: number }): string => `${text.slice(0, range.from)}⟦${text.slice(range.from, range.to)}⟧${text.slice(range.to)}`
  assert.equal(found.length, expected.length, `${found.map(messageOf).join("\n")}\n${text}`)
  for (const [i, { range, severity, words, noFix }] of expected.entries()) {
    const finding = found[i]!
    assert.equal(shown(finding.range), shown(range))
    assert.equal(finding.severity, severity, finding.message.zh)
    for (const part of words) assert.ok(finding.message.zh.includes(part), `“${part}” is not in “${finding.message.zh}”`)
    if (noFix) assert.deepEqual(finding.fixes, [])
  }
  for (const [number, outcome] of outcomes.entries()) {
    const fixes = found.flatMap(({ fixes }) => fixes[number] ?? [])
    assert.ok(fixes.length > 0, `there is no fix number ${number + 1}`)
    const fixed = applyEdits(text, fixes.flatMap(({ edits }) => edits))
    if (text.includes("\r\n")) assert.doesNotMatch(fixed, /(?<!\r)\n/, "line ends stay as they are")
    assert.equal(outcome.isDiff ? diff(plainLines(text), plainLines(fixed)) : plainLines(fixed), outcome.text)
    for (const { title, preferred, safe } of fixes) assert.deepEqual({ preferred, safe }, { preferred: outcome.preferred, safe: outcome.safe }, title.zh)
  }
}

/** What holds for every finding: ranges lie inside the text, both languages are there, and each fix takes its finding away. */
function assertSound(text: string, rule: string): void {
  const found = check(text, rule)
  assert.deepEqual(check(text, rule), found, "the same draft gives the same findings")
  for (const finding of found) {
    const { message, related = [], fixes } = finding
    for (const range of [finding.range, ...related.map(({ range }) => range), ...fixes.flatMap(({ edits }) => edits)]) {
      assert.ok(0 <= range.from && range.from <= range.to && range.to <= text.length, messageOf(finding))
    }
    for (const { zh, en } of [message, ...related.map(({ message }) => message), ...fixes.map(({ title }) => title)]) {
      assertChinese(zh)
      assert.doesNotMatch(en.replace(/“[^”]*”/g, ""), /[。；，]/, "the English text")
    }
    assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1, "at most one fix is preferred")
    for (const fix of fixes) {
      assert.ok(fix.edits.length > 0 && areDisjoint(fix.edits), fix.title.zh)
      const left = check(applyEdits(text, fix.edits), rule)
      assert.ok(left.length < found.length, `“${fix.title.zh}” leaves:\n${left.map(messageOf).join("\n")}`)
    }
  }
}

/** Words of the draft stand in Chinese quotes and may be anything; the rest is Chinese, but for ids and the names of file formats and programs. */
function assertChinese(zh: string): void {
  const own = zh.replace(/“[^”]*”|[a-z]+(?:-[a-z]+)+|HTML|Word|WPS/g, "")
  assert.doesNotMatch(own, /[A-Za-z]{2}/, `“${zh}” is not all Chinese`)
  assert.match(zh, /\p{Script=Han}/u)
}

const plainLines = (text: string): string => text.replace(/\r\n/g, "\n")

/** The same fixture with the line ends of Windows, which a fix must write as well. */
function withCrlf(fixture: Fixture): Fixture {
  const { text } = fixture
  const moved = (offset: number): number => offset + text.slice(0, offset).split("\n").length - 1
  const expected = fixture.expected.map(expectation => ({ ...expectation, range: { from: moved(expectation.range.from), to: moved(expectation.range.to) } }))
  return { ...fixture, text: text.replace(/\n/g, "\r\n"), expected }
}
