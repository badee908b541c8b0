import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { readReports } from "../server/engine/index.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { LineIndex } from "../server/engine/text/lines.ts"
import { check } from "./support/check.ts"

const CLEAN = "examples/clean"
const FAULTY = "examples/faulty"
/** A file name, and indented below it its findings in order: line, severity, rule, words of the Chinese message. */
const EXPECTED = "test/examples/expected.txt"

/** A finding as the list has it. */
interface Expected {
  readonly place: string
  readonly words: string
}

describe("examples", () => {
  for (const name of readdirSync(CLEAN)) {
    it(`${name}: every cell is read, and nothing is found`, () => {
      const text = readFileSync(`${CLEAN}/${name}`, "utf8")
      const reports = readReports(text)
      assert.equal(reports.length, name.includes("三个单位") ? 3 : 1)
      for (const { report } of reports) {
        assert.deepEqual(report.tables.map(({ reading: { state, missing } }) => `${state}, ${missing.length} rows missing`), report.format.tables.map(() => "read, 0 rows missing"))
        assert.deepEqual([...report.facts.values()].filter(({ value }) => value === null).map(({ id }) => id), [])
      }
      assert.deepEqual(findingsOn(text).map(({ place, words }) => `${place} ${words}`), [])
    })
  }

  const expected = readExpected()
  it("with faults are all in the list, and no others", () => {
    assert.deepEqual([...expected.keys()].sort(), readdirSync(FAULTY).sort())
  })

  for (const [name, findings] of expected) {
    it(`${name}: ${findings.length} findings`, () => {
      const found = findingsOn(readFileSync(`${FAULTY}/${name}`, "utf8"))
      assert.deepEqual(found.map(({ place }) => place), findings.map(({ place }) => place), found.map(({ words }) => words).join("\n"))
      for (const [i, { words }] of findings.entries()) assert.ok(found[i]!.words.includes(words), `“${words}” is not in “${found[i]!.words}”`)
    })
  }

  it("show every rule that looks at the text", () => {
    const shown = new Set([...expected.values()].flat().map(({ place }) => place.split(" ")[2]))
    assert.deepEqual(RULES.filter(({ badContext, ofLooseTables }) => !badContext && !ofLooseTables).map(({ id }) => id).filter(id => !shown.has(id)), [])
  })
})

function findingsOn(text: string): Expected[] {
  const lines = new LineIndex(text)
  return check(text).map(({ rule, severity, range, message }) => ({ place: `${lines.position(range.from).line + 1} ${severity} ${rule}`, words: message.zh }))
}

function readExpected(): Map<string, Expected[]> {
  const list = new Map<string, Expected[]>()
  let current: Expected[] = []
  for (const line of readFileSync(EXPECTED, "utf8").trimEnd().split("\n")) {
    const [, place, words] = /^ {2}(\d+ \w+ [\w-]+) (.+)$/.exec(line) ?? []
    if (place && words) current.push({ place, words })
    else list.set(line, (current = []))
  }
  return list
}
