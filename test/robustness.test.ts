import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { globSync } from "tinyglobby"
import { areDisjoint, applyEdits } from "../server/engine/text/range.ts"
import { parse } from "../server/engine/syntax/parse.ts"
import { leafRows, vocabularyOfFormats } from "../server/engine/report/format.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { readReports } from "../server/engine/index.ts"
import { fixSafely } from "../server/engine/features/applyFixes.ts"
import type { Diagnostic } from "../server/engine/features/diagnose.ts"
import { check, figuresOf } from "./support/check.ts"
import { damages, LAYOUTS, writeDraft, type Damage } from "./support/drafts.ts"
import { REQUEST_CELLS, REQUESTS, soundFigures } from "./support/figures.ts"

const VOCABULARY = vocabularyOfFormats(FORMATS)
const SOURCES = globSync(["examples/**/*.txt", "examples/**/*.md"]).map(path => readFileSync(path, "utf8"))

/** Whole drafts with lines deleted, doubled and swapped, cells emptied, and rubbish put in. */
const mangledDrafts = fc
  .record({
    draft: fc.oneof(fc.tuple(soundFigures, fc.constantFrom(...LAYOUTS), damages).map(([figures, layout, damage]) => writeDraft(figures, layout, damage)), ...(SOURCES.length > 0 ? [fc.constantFrom(...SOURCES)] : [])),
    blows: fc.array(fc.record({ kind: fc.constantFrom("delete", "double", "swap", "insert", "empty"), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 30 }), text: fc.string({ unit: "grapheme" }) }), { maxLength: 8 }),
  })
  .map(({ draft, blows }) => {
    const lines = draft.split("\n")
    for (const { kind, at, length, text } of blows) {
      const from = Math.floor(at * lines.length)
      if (kind === "delete") lines.splice(from, length)
      else if (kind === "double") lines.splice(from, 0, ...lines.slice(from, from + length))
      else if (kind === "swap") lines.push(...lines.splice(from, length))
      else if (kind === "insert") lines.splice(from, 0, text)
      else if (lines[from] !== undefined) lines[from] = lines[from].replace(/\d+/, "")
    }
    return lines.join("\n")
  })

const unicode = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: fc.constantFrom(..."一二三四五六、（）()|\t\n\r 0123９８年月日总计其他规章申请公开政府信息-—/．.　 ⼀"), maxLength: 600 }))

function assertSound(text: string, found: readonly Diagnostic[]): void {
  for (const { range, fixes, related = [], rule } of found) {
    for (const { from, to } of [range, ...related.map(entry => entry.range), ...fixes.flatMap(({ edits }) => edits)]) {
      assert.ok(from >= 0 && from <= to && to <= text.length, `${rule}: ${from}–${to} of ${text.length}`)
    }
    for (const { edits } of fixes) assert.ok(areDisjoint(edits), rule)
  }
}

/** A row of a drawn table with the last digit of each figure on a line of its own. */
function withBrokenFigures(row: string): string {
  const figure = /^ ([０-９．]+)([０-９]) $/
  const cells = row.split("|")
  if (!cells.some(cell => figure.test(cell))) return row
  return [cells.map(cell => cell.replace(figure, " $1 ")), cells.map(cell => figure.exec(cell)?.[2] ?? "")].map(line => line.join("|")).join("\n")
}

describe("robustness", () => {
  it("reads any string, and its blocks joined are the text", () => {
    fc.assert(fc.property(unicode, text => {
      assert.equal(parse(text, VOCABULARY).map(block => block.text).join(""), text)
      assertSound(text, check(text))
    }), { numRuns: 1000 })
  })

  it("checks mangled drafts without an exception, every range inside the text", () => {
    fc.assert(fc.property(mangledDrafts, text => {
      assert.equal(parse(text, VOCABULARY).map(block => block.text).join(""), text)
      const found = check(text)
      assertSound(text, found)
      assert.deepEqual(check(text), found)
    }), { numRuns: 250 })
  })

  it("leaves no safe fix after all safe fixes, and changes nothing the second time", () => {
    fc.assert(fc.property(mangledDrafts, text => {
      const fixed = fixSafely(text, FORMATS).text
      assert.equal(check(fixed).some(({ fixes }) => fixes.some(({ safe }) => safe)), false, fixed)
      assert.equal(fixSafely(fixed, FORMATS).text, fixed)
    }), { numRuns: 150 })
  })

  it("changes no figure that is broken over lines of a drawn table by a safe fix", () => {
    const fullWidth = new Set<Damage>(["full-width digits"])
    fc.assert(fc.property(soundFigures, figures => {
      const text = writeDraft(figures, "grid", fullWidth).replace(/^\|.*$/gm, withBrokenFigures)
      const read = figuresOf(text)
      assert.ok(read.size > 0 && readReports(text).some(({ report }) => [...report.facts.values()].some(({ isBroken }) => isBroken)))
      const fixed = fixSafely(text, FORMATS).text
      assert.deepEqual(figuresOf(fixed), read)
      assert.equal(check(fixed).some(({ fixes }) => fixes.some(({ safe }) => safe)), false, fixed)
    }), { numRuns: 20 })
  })

  it("settles a finding by each of its fixes and touches nothing outside its cells", () => {
    const placeholders = fc.constantFrom("", "/", "—", "３", "7件", "1 2", "零", "-4", "2.5")
    fc.assert(fc.property(soundFigures, fc.constantFrom("tsv", "gfm", "cell-pipe", "tab-cell"), fc.array(fc.tuple(fc.constantFrom(...REQUEST_CELLS), placeholders), { minLength: 1, maxLength: 3 }), (figures, layout, changes) => {
      const text = writeDraft(new Map([...figures, ...changes]), layout as "tsv")
      for (const finding of check(text)) {
        for (const fix of finding.fixes) {
          const after = check(applyEdits(text, fix.edits))
          const isSame = (other: Diagnostic): boolean => other.rule === finding.rule && other.message.zh === finding.message.zh && other.range.from === finding.range.from
          assert.ok(!after.some(isSame), `${finding.message.zh} after “${fix.title.zh}”\n${text}`)
        }
      }
    }), { numRuns: 60 })
  })

  const FILES: Record<string, string> = {
    "a README": "# report-draft\n\nChecks drafts of 政府信息公开工作年度报告.\n\n## Install\n\n| option | meaning |\n| --- | --- |\n| --fix | 3 |\n",
    "a poem": "床前看月光\n疑是地上霜\n举头望山月\n低头思故乡\n",
    "CSV": "单位,件数,总计\n规章,1,2\n行政许可,3,4\n",
    "a notice": "关于做好2023年政府信息公开工作年度报告编制发布工作的通知\n\n各科室：\n\n一、工作要求\n\n请于1月20日前报送。\n\n二、时间安排\n\n（一）1月10日前完成初稿。\n",
    "a list of reports": "青溪县2023年政府信息公开工作年度报告\n白石县2023年政府信息公开工作年度报告\n云岭县2023年政府信息公开工作年度报告\n",
    "a work summary": "2023年工作总结\n\n一、总体情况\n\n全年办理行政许可 12 件。\n\n二、存在问题\n\n人手不足。\n",
    "a report for 2012": "青溪县2012年政府信息公开工作年度报告\n\n一、概述\n\n二、主动公开政府信息情况\n\n三、依申请公开办理情况\n\n四、收费及减免情况\n",
  }
  for (const [name, text] of Object.entries(FILES)) {
    it(`says nothing of ${name}`, () => { assert.deepEqual(check(text).map(({ rule, message }) => `${rule} ${message.zh}`), []) })
  }

  // How long these take, `npm run bench` says; here they only have to come to an end, and to be taken for what they are.
  const HEAD = "2023年青溪县档案馆政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n三、收到和处理政府信息公开申请情况\n\n"
  const LABELS = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup).map(({ label }) => label).join("\n")
  const HUGE: Record<string, string> = {
    "a line of 10 MB": "总".repeat(10_000_000),
    "a line of 10 MB of blanks between words": `规章${" ".repeat(10_000_000)}1`,
    "a line of 10 MB of dashes": `${"-".repeat(10_000_000)}x`,
    "a figure of 10 MB": `\t规章\n\t${"1".repeat(10_000_000)}\n`,
    "1,000,000 blank lines": "\n".repeat(1_000_000),
    "100,000 columns": `一、本年新收政府信息公开申请数量${"\t1".repeat(100_000)}\n`,
    "a table of 100,000 rows": "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n".repeat(100_000),
    "100,000 headings": "二、主动公开政府信息情况\n四、政府信息公开行政复议、行政诉讼情况\n".repeat(50_000),
    "100,000 open brackets": "（".repeat(100_000),
    "100,000 open tags": `<table><tr><td>${"<b>".repeat(100_000)}`,
    "a tag of 1 MB": `<table><tr><td>1<${"a".repeat(1_000_000)}\n`,
    "1,000,000 figures below all labels": `${LABELS}\n${"12\n".repeat(1_000_000)}`,
    "300 figures below all labels, all alike": `${LABELS}\n${"12\n\n".repeat(300)}`,
    "1 MB of entities": `规章 ${"&lt;".repeat(250_000)}`,
    "1 MB of commas": `规章${",".repeat(500_000)}1${",".repeat(500_000)}`,
    "1 MB of blanks between the tags of a page": `<p>规章</p>${`<i>${" ".repeat(1000)}</i>`.repeat(1000)}`,
    "a row of 1 MB of figures in one cell below a row with marks": `| 一、本年新收政府信息公开申请数量 | 0 | 0 |\n| 二、上年结转 ${"1 ".repeat(500_000)}x |\n`,
    "1 MB of stars at a figure": `规章\t${"* ".repeat(500_000)}1*\t0\t0\n`,
  }
  for (const [name, text] of Object.entries(HUGE)) {
    it(`comes to an end on ${name}`, () => { assert.ok(check(HEAD + text).length > 0) })
  }

  it("looks for the rest of a broken heading behind a few of its beginnings, not behind thousands", () => {
    const isMissing = (beginnings: number): boolean => check(`${HEAD}${"二、\n".repeat(beginnings)}二、主动公开政府\n信息情况\n`).some(({ rule, message }) => rule === "missing-section" && message.zh.includes("二、"))
    assert.deepEqual([0, 10, 1000].map(isMissing), [false, false, true])
  })
})
