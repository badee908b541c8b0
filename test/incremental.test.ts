import assert from "node:assert/strict"
import fc from "fast-check"
import { openDocument, type Document } from "../server/engine/index.ts"
import { diagnose } from "../server/engine/features/diagnose.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { vocabularyOfFormats } from "../server/engine/report/format.ts"
import type { Block } from "../server/engine/syntax/block.ts"
import { parse } from "../server/engine/syntax/parse.ts"
import { applyEdits } from "../server/engine/text/range.ts"
import { collections, editSequences, longCollections, placed } from "./support/edits.ts"

const SEQUENCES = Number(process.env["SEQUENCES"] ?? 1000)
const EDITS = 50
const VOCABULARY = vocabularyOfFormats(FORMATS)

/** All that can be known of a document's reports, as plain data. */
function readings(document: Document): unknown {
  return document.reports.map(({ report, from, line }) => ({ from, line, title: report.title, sections: report.sections, facts: [...report.facts.values()], verdicts: report.verdicts, findings: diagnose(report, from) }))
}

/** As `deepEqual`, which takes too long for thousands of lines. */
function haveSameTexts(a: readonly Block[], b: readonly Block[]): boolean {
  return a.length === b.length && a.every(({ kind, text, lines }, i) => kind === b[i]!.kind && text === b[i]!.text && lines.length === b[i]!.lines.length)
}

describe("incremental", () => {
  it(`gives after every edit what reading anew gives (${SEQUENCES} sequences of ${EDITS} edits)`, function () {
    this.timeout(0)
    let blocks = 0
    let reused = 0
    fc.assert(fc.property(collections, editSequences(EDITS), fc.nat(EDITS - 1), (start, edits, compareAt) => {
      let text = start
      let document = openDocument(text)
      for (const [i, drawn] of edits.entries()) {
        const edit = placed(drawn, text.length)
        text = applyEdits(text, [edit])
        const before = new Set(document.blocks)
        document = document.edit(edit)
        assert.deepEqual(document.blocks, parse(text, VOCABULARY))
        assert.equal(document.text, text)
        if (drawn.insert.length < 100 && drawn.length < 100) {
          blocks += document.blocks.length
          reused += document.blocks.filter(block => before.has(block)).length
        }
        if (i === compareAt || i === EDITS - 1) assert.deepEqual(readings(document), readings(openDocument(text)))
      }
    }), { numRuns: SEQUENCES })
    console.log(`      ${((reused / blocks) * 100).toFixed(1)} % of the blocks kept their identity`)
    assert.ok(reused / blocks > 0.9, `only ${reused} of ${blocks} blocks were kept`)
  })

  it("gives the same for a text that is opened in stretches", function () {
    this.timeout(0)
    const lines = fc.array(fc.nat(400), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: fc.array(collections, { minLength: 1, maxLength: 4 }).map(texts => texts.join("\n")) }, { weight: 1, arbitrary: longCollections }), lines, (text, lines) => {
      const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1)
      const borders = [...new Set(lines.map(line => ends[line % (ends.length + 1)] ?? text.length))].sort((a, b) => a - b)
      let document = openDocument(text.slice(0, borders[0]))
      const settled: unknown[] = []
      for (const [i, border] of borders.entries()) {
        for (let index = settled.length; index < document.settled; index++) settled.push(document.reportAt(index)?.report)
        document = document.append(text.slice(border, borders[i + 1]))
      }
      const anew = openDocument(text)
      assert.ok(haveSameTexts(document.blocks, anew.blocks))
      assert.deepEqual(readings(document), readings(anew))
      assert.equal(document.lineCount, anew.lineCount)
      assert.deepEqual(settled.map((report, index) => report === document.reportAt(index)?.report), settled.map(() => true))
    }), { numRuns: Math.ceil(SEQUENCES / 5) })
  })

  it("gives the same among blank lines so many that only those near an edit are read", function () {
    this.timeout(0)
    const blanks = fc.tuple(fc.constantFrom("\n", "\r\n", " \n", "\n\u3000\n"), fc.integer({ min: 60_000, max: 150_000 })).map(([line, length]) => line.repeat(Math.ceil(length / line.length)))
    const texts = fc.array(fc.oneof(blanks, collections.map(text => text.slice(0, 3000))), { minLength: 2, maxLength: 4 }).map(parts => parts.join(""))
    fc.assert(fc.property(texts, editSequences(12), fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (start, edits, near) => {
      let text = start
      let document = openDocument(text)
      let last = 0
      for (const [i, drawn] of edits.entries()) {
        // Some edits follow each other closely, as when somebody types.
        const edit = near[i] === 0 ? placed(drawn, text.length) : { from: Math.min(last + near[i]! - 1, text.length), to: Math.min(last + near[i]! - 1, text.length), insert: drawn.insert }
        last = edit.from
        text = applyEdits(text, [edit])
        document = document.edit(edit)
        const anew = openDocument(text)
        assert.ok(haveSameTexts(document.blocks, anew.blocks))
        assert.equal(document.text, text)
        assert.equal(document.lineCount, anew.lineCount)
        if (i === edits.length - 1) assert.deepEqual(readings(document), readings(anew))
      }
    }), { numRuns: 25 })
  })

  it("gives the same for blocks so long that they are cut", function () {
    this.timeout(0)
    fc.assert(fc.property(longCollections, editSequences(8), (start, edits) => {
      let text = start
      let document = openDocument(text)
      for (const drawn of edits) {
        const edit = placed(drawn, text.length)
        text = applyEdits(text, [edit])
        document = document.edit(edit)
        assert.ok(haveSameTexts(document.blocks, parse(text, VOCABULARY)), "other blocks than reading anew gives")
      }
      assert.deepEqual(readings(document), readings(openDocument(text)))
    }), { numRuns: Math.ceil(SEQUENCES / 25) })
  })

  it("turns offsets into lines and characters and back, whatever the line ends", () => {
    fc.assert(fc.property(collections.map(text => text.slice(0, 700)), fc.constantFrom("\n", "\r\n", "\r"), (source, eol) => {
      const text = source.replaceAll("\n", eol)
      const document = openDocument(text)
      const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(match => match.index + match[0].length)]
      assert.equal(document.lineCount, starts.length)
      for (let offset = 0; offset <= text.length; offset++) {
        const line = starts.findLastIndex(start => start <= offset)
        assert.deepEqual(document.positionAt(offset), { line, character: offset - starts[line]! })
        const end = starts[line + 1] === undefined ? text.length : text.slice(0, starts[line + 1]).search(/(?:\r\n|\r|\n)$/)
        assert.equal(document.offsetAt(line, offset - starts[line]!), Math.min(offset, end))
      }
      assert.equal(document.slice({ from: 3, to: 400 }), text.slice(3, 400))
    }), { numRuns: 30 })
  })
})
