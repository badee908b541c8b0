import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { FORMATS } from "../server/engine/formats.ts"
import { leafRows } from "../server/engine/report/format.ts"
import { LineIndex } from "../server/engine/text/lines.ts"
import { check, figuresOf } from "./support/check.ts"
import { RULE_GROUPS } from "./support/manual.ts"

const SEEDS = "../shared/seeds"
const WILD = "../shared/wild"

/** A real draft: its figures other than 0, and what is to be found in its structure, tables and sums, as `line severity rule`. */
interface Seed {
  /** By fact id; a row of the table of requests whose figure stands under 自然人 and 总计 by its row. */
  readonly figures: Readonly<Record<string, string>>
  readonly findings: readonly string[]
}

const EXPECTED: Readonly<Record<string, Seed>> = {
  "000_108c53e3052ce66b.txt": {
    figures: { "proactive/licensing/decisions": "[blank]", "requests/new": "1", "requests/total": "1" },
    findings: ["4 warning section-number", "40 warning blank-cell", "399 error sum-mismatch", "473 hint section-title", "473 hint section-title", "478 hint section-title"],
  },
  "001_2c16f455924ed666.txt": {
    figures: {
      "proactive/normative-documents/issued": "7", "proactive/normative-documents/repealed": "1", "proactive/normative-documents/in-force": "57",
      "requests/new": "61", "requests/carried-in": "2", "requests/granted": "4", "requests/partial": "5", "requests/denied.third-party": "2",
      "requests/denied.internal-affairs": "4", "requests/unavailable.not-held": "36", "requests/other.correction-overdue": "2", "requests/other.other": "6",
      "requests/total": "59", "requests/carried-out": "4",
    },
    findings: [],
  },
  "002_4e640f5f162dad74.txt": {
    figures: { "litigation/count/suit-direct.upheld": "1", "litigation/count/suit-direct.total": "1" },
    findings: [],
  },
  "003_97627d600dd8fb72.txt": {
    figures: { "requests/new": "10", "requests/granted": "4", "requests/unavailable.not-held": "4", "requests/unavailable.unclear": "2", "requests/total": "10" },
    findings: ["105 warning label-mismatch", "160 warning label-mismatch"],
  },
  "004_f216bc686eab11d1.txt": {
    figures: {
      "proactive/normative-documents/issued": "3", "proactive/normative-documents/repealed": "7", "proactive/normative-documents/in-force": "41",
      "proactive/licensing/decisions": "54184", "proactive/penalties/decisions": "367", "proactive/fees/amount": "1856.554",
      "requests/new": "30", "requests/granted": "13", "requests/partial": "1", "requests/denied.other-law": "5", "requests/denied.enforcement-file": "1",
      "requests/denied.administrative-query": "1", "requests/unavailable.not-held": "7", "requests/total": "28", "requests/carried-out": "2",
    },
    findings: ["55 warning cell-count"],
  },
}

/** The rules that the lists above speak of; those on prose have their own. */
const SPOKEN_OF = RULE_GROUPS.filter(({ title }) => ["Structure", "Tables", "Sums"].includes(title.en)).flatMap(({ rules }) => rules.map(({ id }) => id))

describe("shared drafts", () => {
  if (!existsSync(SEEDS) || !existsSync(WILD)) {
    it("are not here: nothing to read", () => {
      console.log(`      shared drafts: not here, ${Object.keys(EXPECTED).length} seeds and the wild texts not run`)
    })
    return
  }

  it("are all spoken of", () => {
    assert.deepEqual(readdirSync(SEEDS).sort(), Object.keys(EXPECTED))
  })

  for (const [name, { figures, findings }] of Object.entries(EXPECTED)) {
    const text = readFileSync(`${SEEDS}/${name}`, "utf8")
    it(`seed ${name}: 200 of 200 cells`, () => {
      assert.deepEqual(Object.fromEntries(figuresOf(text)), figuresWritten(figures))
    })
    it(`seed ${name}: ${findings.length} findings`, () => {
      assert.deepEqual(findingsOn(text), findings)
    })
  }

  const expected = Object.fromEntries(readFileSync(`${WILD}/expected.tsv`, "utf8").trimEnd().split("\n").map(line => line.split("\t")))
  for (const name of readdirSync(WILD).filter(name => name.endsWith(".txt"))) {
    const text = readFileSync(`${WILD}/${name}`, "utf8")
    it(`${name}: 200 of 200 cells, no finding`, () => {
      assert.equal(Object.keys(expected).length, 200)
      assert.deepEqual(Object.fromEntries(figuresOf(text)), expected)
      assert.deepEqual(findingsOn(text), [])
    })
  }
})

/** All 200 figures of a seed: those of the list, 0 for the others. */
function figuresWritten(figures: Seed["figures"]): Record<string, string> {
  const ids = FORMATS[0]!.tables.flatMap(table => leafRows(table).filter(({ isGroup }) => !isGroup).flatMap(row => row.columns.map(column => `${table.id}/${row.id}/${column.id}`)))
  assert.equal(ids.length, 200)
  const written = Object.fromEntries(ids.map(id => [id, "0"]))
  for (const [id, figure] of Object.entries(figures)) {
    for (const cell of id in written ? [id] : [`${id}/natural`, `${id}/total`]) {
      assert.ok(cell in written, cell)
      written[cell] = figure
    }
  }
  return written
}

function findingsOn(text: string): string[] {
  const lines = new LineIndex(text)
  return check(text, ...SPOKEN_OF).map(({ rule, severity, range }) => `${lines.position(range.from).line + 1} ${severity} ${rule}`)
}
