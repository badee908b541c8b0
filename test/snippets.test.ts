import assert from "node:assert/strict"
import { FORMATS } from "../server/engine/formats.ts"
import { leafRows } from "../server/engine/report/format.ts"
import { check, figuresOf } from "./support/check.ts"
import { checkGenerated, toJson } from "./support/generated.ts"
import { expand, snippetsOf } from "./support/snippets.ts"

const FORMAT = FORMATS[0]!
const snippets = Object.entries(snippetsOf(FORMAT))

describe("generated snippets", () => {
  it("are those of the format in force", () => checkGenerated("snippets/report-draft.json", toJson(snippetsOf(FORMAT))))
})

describe("snippets", () => {
  for (const [name, snippet] of snippets) {
    it(`${name} inserts nothing that is found fault with`, () => {
      const text = expand(snippet)
      assert.doesNotMatch(text, /[$‹›]/)
      assert.deepEqual(problemsOf(inReport(name, text)), [])
    })
  }

  it("hold a zero for every cell of every table, each a place to fill in", () => {
    for (const table of FORMAT.tables) {
      const facts = leafRows(table).filter(row => !row.isGroup).flatMap(row => row.places.map(({ id }) => id))
      for (const [, snippet] of snippets.filter(([, { prefix }]) => prefix.some(name => name.startsWith(`table-${table.id}-`)))) {
        assert.equal(snippet.body.join("\n").match(/\$\{\d+:0\}/g)?.length, facts.length)
        const figures = figuresOf(inReport(table.name.zh, expand(snippet)))
        for (const fact of facts) assert.equal(figures.get(fact), "0", fact)
      }
    }
  })
})

/** The text where it belongs: a whole report as it is, a section or table in place of what the plain report has there. */
function inReport(name: string, text: string): string {
  const whole = expand(snippets[0]![1])
  if (name.startsWith("年报全文")) return text
  const bare = name.replace(/（[^（]*）$/, "")
  const table = FORMAT.tables.find(table => table.name.zh === bare)
  const index = FORMAT.sections.findIndex(({ id, title }) => bare.endsWith(title) || id === table?.section)
  const sections = whole.split(/^(?=[一二三四五六]、(?!本年新收|上年结转|本年度办理|结转下年度).*$)/m)
  const heading = sections[index + 1]!.split("\n")[0]!
  sections[index + 1] = `${table ? `${heading}\n\n` : ""}${text}\n`
  return sections.join("")
}

function problemsOf(text: string): string[] {
  return check(text).map(({ rule, message, range }) => `${rule} ${message.zh} ${JSON.stringify(text.slice(range.from, range.to))}`)
}
