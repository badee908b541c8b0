import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import fc from "fast-check"
import { check, figuresOf } from "./support/check.ts"
import { damages, LAYOUTS, writeDraft } from "./support/drafts.ts"
import { REQUEST_CELLS, soundFigures } from "./support/figures.ts"
import { useFolder } from "./support/workspace.ts"

const CLI = resolve("dist/cli.js")
const ROUNDS = 4
const NUMERALS = "一二三四五六七八九十"

/** What happens to the figures of a draft: one is wrong, lost, or written otherwise. */
const SLIPS = ["7", "", "—", "1,234", "１２", "1 2", "12345678901", "3.5", "x"]

interface Result {
  readonly files: readonly { readonly path: string }[]
}

describe("tables that differ in figures only", function () {
  let folder = ""
  useFolder(path => {
    folder = path
  })

  /** What a process of its own says of the drafts of rounds, by their paths. */
  const said = (command: "check" | "facts", rounds: readonly number[]): Map<string, unknown> => {
    const { stdout } = spawnSync(process.execPath, [CLI, command, ...rounds.map(String), "--format", "json", "--jobs", "1"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 })
    return new Map((JSON.parse(stdout) as Result).files.map(file => [file.path, file]))
  }

  it("are read as each is alone, whichever was read before", () => {
    // What is found beside the figures tells where things were read: a blank cell and a misspelt label in the same place of all.
    const drawn = LAYOUTS.map(layout => ({ layout, damage: fc.sample(damages, 1)[0]!, blank: fc.sample(fc.constantFrom(...REQUEST_CELLS), 1)[0]! }))
    for (let round = 0; round < ROUNDS; round++) {
      mkdirSync(join(folder, String(round)))
      for (const [i, { layout, damage, blank }] of drawn.entries()) {
        const [[figures, cell, slip]] = fc.sample(fc.tuple(soundFigures, fc.constantFrom(...REQUEST_CELLS), fc.constantFrom(...SLIPS)), 1) as [[ReadonlyMap<string, string>, string, string]]
        const name = `青溪县第${NUMERALS[i % 10]!}${NUMERALS[Math.floor(i / 10)]!}${NUMERALS[round]!}小学`
        const text = writeDraft(new Map(round % 2 === 0 ? figures : new Map(figures).set(cell, slip)).set(blank, ""), layout, damage)
        writeFileSync(join(folder, String(round), `${layout}.txt`), text.replaceAll("青溪县档案馆", name).replace("予以公开", "予已公开"))
      }
    }
    const rounds = [...Array(ROUNDS).keys()]
    for (const command of ["check", "facts"] as const) {
      const together = said(command, rounds)
      assert.equal(together.size, ROUNDS * LAYOUTS.length)
      for (const round of rounds) for (const [path, alone] of said(command, [round])) assert.deepEqual(together.get(path), alone, path)
    }
  }).timeout(60_000)

  const table = (rows: readonly string[]): string => `2023年青溪县档案馆政府信息公开工作年度报告

二、主动公开政府信息情况

信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
${rows.join("\n")}
信息内容\t本年处理决定数量
行政许可\t31
信息内容\t本年处理决定数量
行政处罚\t4
行政强制\t0
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t0
`
  const saysAgain = (text: string): boolean => check(text, "unreadable-table").length > 0

  it("tell a row that stands there twice from one that stands there twice with other figures", () => {
    const [same, other] = [table(["行政规范性文件\t2\t0\t9", "行政规范性文件\t2\t0\t9"]), table(["行政规范性文件\t2\t0\t9", "行政规范性文件\t2\t0\t8"])]
    assert.deepEqual([same, other, same].map(saysAgain), [false, true, false])
  })

  it("leave out of four figures the one that is 0, wherever it stands", () => {
    const figures = (row: string): (string | undefined)[] => ["issued", "repealed", "in-force"].map(id => figuresOf(table([row])).get(`proactive/normative-documents/${id}`))
    assert.deepEqual(["行政规范性文件\t0\t2\t1\t9", "行政规范性文件\t2\t1\t0\t9", "行政规范性文件\t2\t1\t9\t0"].map(figures), [["2", "1", "9"], ["2", "1", "9"], ["2", "1", "9"]])
  })
})
