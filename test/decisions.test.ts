import assert from "node:assert/strict"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { Writable } from "node:stream"
import { Validator, type Schema } from "@cfworker/json-schema"
import fc from "fast-check"
import { run } from "../server/cli/run.ts"
import { convert } from "../server/files/convert.ts"
import { changeDecisionsFile } from "../server/collection/decisionsFile.ts"
import { DECISIONS_FILE, parseDecisions, writeDecisions, type Decision } from "../server/collection/decisions.ts"
import schema from "../server/collection/decisions.schema.json" with { type: "json" }
import { draftFor } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const DECISION: Decision = { fingerprint: "0123456789abcdef", rule: "sum-mismatch", report: "青溪县档案馆 2023", verdict: "accepted", reason: "与原件一致" }

describe("decisions", () => {
  const validator = new Validator(schema as unknown as Schema, "7")

  it("are written a line each, sorted, and read back as they were", () => {
    const texts = fc.string({ unit: "grapheme", maxLength: 20 })
    const decisions = fc.uniqueArray(fc.record({ fingerprint: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(bits => bits.toString(16).padStart(16, "0")), rule: texts, report: texts, verdict: fc.constantFrom("accepted" as const, "confirmed" as const), reason: texts.map(text => `x${text}`), by: texts }, { noNullPrototype: true }), { selector: ({ fingerprint }) => fingerprint })
    fc.assert(fc.property(decisions, fc.nat(), (decisions, turn) => {
      const text = writeDecisions(decisions)
      const read = parseDecisions(text)
      assert.ok("decisions" in read)
      assert.deepEqual(new Map(read.decisions), new Map(decisions.map(decision => [decision.fingerprint, decision])))
      const turned = decisions.map((_, i) => decisions[(i + turn) % decisions.length]!)
      assert.equal(writeDecisions(turned), text)
      assert.equal(text.split("\n").filter(line => line.includes('"fingerprint"')).length, decisions.length)
      assert.ok(validator.validate(JSON.parse(text)).valid)
    }), { numRuns: 100 })
  })

  it("that are not as they should be are refused, by the reader as by the schema, and the field is named", () => {
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ ...DECISION, fingerprint: "x" }, /fingerprint/],
      [{ ...DECISION, reason: " " }, /reason/],
      [{ ...DECISION, verdict: "ignored" }, /verdict/],
      [{ ...DECISION, on: "yesterday" }, /\bon\b/],
      [{ ...DECISION, why: "?" }, /why/],
    ]
    for (const [decision, words] of cases) {
      const file = { version: 1, decisions: [DECISION, decision] }
      const read = parseDecisions(JSON.stringify(file))
      assert.ok("fault" in read)
      assert.match(read.fault.en, words)
      assert.match(read.fault.zh, /第 2 条/)
      assert.equal(validator.validate(file).valid, false)
    }
    for (const text of ["", "[]", "{", '{"version":2,"decisions":[]}', '{"version":1,"decisions":[],"more":1}']) assert.ok("fault" in parseDecisions(text), text)
  })

  describe("on the command line", () => {
    const WRONG = draftFor(2023, { "requests/new/total": "3" })
    let folder = ""
    useFolder(path => {
      folder = path
    })
    beforeEach(() => {
      mkdirSync(join(folder, "部门"))
      writeFileSync(join(folder, "部门", "a.txt"), WRONG)
    })

    const check = async (...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
      const written: [string[], string[]] = [[], []]
      const into = (chunks: string[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk.toString()), done()) })
      const code = await run({ argv: ["check", "--locale", "zh", ...argv], stdin: noInput(), stdout: into(written[0]), stderr: into(written[1]), env: {}, cwd: folder, thread: resolve("dist/cli.js") })
      return { code, out: written[0].join(""), err: written[1].join("") }
    }
    const accept = (...argv: readonly string[]): ReturnType<typeof check> => check(".", "--accept", "all", "--reason", "与原件一致", ...argv)
    const textOf = (path: string): string => readFileSync(join(folder, path), "utf8")

    it("--accept writes a baseline; what is in it is listed no more, but counted", async () => {
      assert.equal((await check(".")).code, 1)
      assert.deepEqual(await accept(), { code: 0, out: "", err: "report-draft: 已把 1 条决定写入 report-draft.decisions.json\nreport-draft: 1 个文件，1 份报告，0 处错误，已接受 1 处\n" })
      const [decision] = (JSON.parse(textOf(DECISIONS_FILE)) as { decisions: [Decision] }).decisions
      assert.deepEqual({ ...decision, fingerprint: "", on: "" }, { ...DECISION, fingerprint: "", on: "" })
      const { code, out } = await check("--format", "json", ".")
      const { files: [{ diagnostics, accepted }] } = JSON.parse(out) as { files: [{ diagnostics: unknown[]; accepted: [{ fingerprint: string; decision: { reason: string } }] }] }
      assert.deepEqual([code, diagnostics, accepted.map(({ fingerprint, decision }) => [fingerprint, decision.reason])], [0, [], [[decision.fingerprint, "与原件一致"]]])
      assert.equal((await check("--no-decisions", ".")).code, 1)
      assert.deepEqual(readdirSync(folder).sort(), [DECISIONS_FILE, "部门"])
    })

    it("a confirmed finding stays in the list, and is not accepted with the others", async () => {
      await accept()
      writeFileSync(join(folder, DECISIONS_FILE), textOf(DECISIONS_FILE).replace("accepted", "confirmed"))
      assert.equal((await accept()).code, 1)
      assert.match(textOf(DECISIONS_FILE), /confirmed/)
    })

    it("a decision holds under another file name, in another layout and after edits elsewhere", async () => {
      await accept()
      const moved = WRONG.replace("各项工作。", "各项工作，并按月通报。").replaceAll("\n", "\r\n")
      assert.notEqual(moved.length, WRONG.replaceAll("\n", "\r\n").length)
      rmSync(join(folder, "部门", "a.txt"))
      writeFileSync(join(folder, "改名.txt"), moved)
      writeFileSync(join(folder, "部门", "a.docx"), (await convert(WRONG, "docx")).bytes)
      for (const path of ["改名.txt", "部门/a.docx"]) assert.deepEqual(await check(path), { code: 0, out: "", err: "report-draft: 1 个文件，1 份报告，0 处错误，已接受 1 处\n" }, path)
    })

    it("a finding with other figures is another one, and the old decision is said to be unneeded, in its file", async () => {
      await accept()
      writeFileSync(join(folder, "部门", "a.txt"), draftFor(2023, { "requests/new/total": "4" }))
      const { code, out } = await check(".")
      assert.equal(code, 1)
      assert.match(out, /^部门\/a\.txt:\d+:\d+ error sum-mismatch /m)
      assert.match(out, new RegExp(`^${DECISIONS_FILE}:4:20 hint unneeded-decision “青溪县档案馆 2023”`, "m"))
    })

    it("a decision on a table of no format is not unneeded where only another's is looked at", async () => {
      const table = (total: number): string => `部门|一|二|合计\n---|---|---|---\n甲|1|2|3\n乙|3|4|7\n合计|4|6|${total}\n`
      writeFileSync(join(folder, "a.md"), table(11))
      writeFileSync(join(folder, "b.md"), table(10))
      await check("--accept", "table-sum", "--reason", "见原件", "a.md")
      assert.match(readFileSync(join(folder, DECISIONS_FILE), "utf8"), /table-sum/)
      assert.doesNotMatch((await check("b.md")).out, /unneeded/)
    })

    it("a decision on a report that is not looked at is not unneeded", async () => {
      writeFileSync(join(folder, DECISIONS_FILE), writeDecisions([{ ...DECISION, report: "白石县水务局 2023" }]))
      assert.doesNotMatch((await check(".")).out, /unneeded/)
    })

    it("a decision on a rule across years is unneeded where last year's report is among the drafts, one on a rule across bodies never", async () => {
      const made = ["carry-over-mismatch", "copied-text", "duplicate-report", "whole-mismatch"].map((rule, i): Decision => ({ ...DECISION, rule, fingerprint: `${i}`.repeat(16) }))
      writeFileSync(join(folder, DECISIONS_FILE), writeDecisions(made))
      const unneeded = async (): Promise<string[]> => [...(await check(".")).out.matchAll(/unneeded-decision .*?这个 (\S+) 问题/g)].map(([, rule]) => rule!)
      assert.deepEqual(await unneeded(), [])
      writeFileSync(join(folder, "2022.txt"), draftFor(2022))
      assert.deepEqual(await unneeded(), ["carry-over-mismatch"])
    })

    it("the nearest file counts, from the draft's folder up to the current one, and no link to one", async () => {
      await accept()
      writeFileSync(join(folder, "部门", DECISIONS_FILE), writeDecisions([]))
      assert.equal((await check(".")).code, 1)
      rmSync(join(folder, "部门", DECISIONS_FILE))
      symlinkSync(join(folder, DECISIONS_FILE), join(folder, "部门", DECISIONS_FILE))
      assert.equal((await check(".")).code, 2)
      rmSync(join(folder, "部门", DECISIONS_FILE))
      assert.equal((await check(".")).code, 0)
    })

    it("only findings of the rule, and as severe as asked, are accepted", async () => {
      assert.equal((await check(".", "--accept", "section-number", "--reason", "x")).code, 1)
      assert.ok(!existsSync(join(folder, DECISIONS_FILE)))
      writeFileSync(join(folder, "部门", "a.txt"), WRONG.replace("一、总体情况", "1、总体情况"))
      await accept("--severity", "error")
      assert.deepEqual((JSON.parse(textOf(DECISIONS_FILE)) as { decisions: Decision[] }).decisions.map(({ rule }) => rule), ["sum-mismatch"])
    })

    it("a broken file is said, and never overwritten", async () => {
      writeFileSync(join(folder, DECISIONS_FILE), "<<<<<<< mine")
      for (const { code, err } of [await check("."), await accept()]) {
        assert.equal(code, 2)
        assert.match(err, new RegExp(`${DECISIONS_FILE}：没有采用其中的决定：不是有效的 JSON`))
      }
      assert.equal(textOf(DECISIONS_FILE), "<<<<<<< mine")
    })

    it("wrong use is said", async () => {
      for (const argv of [["--accept", "all"], ["--reason", "x"], ["--accept", "nothing", "--reason", "x"], ["--accept", "all", "--reason", " "], ["--accept", "all", "--reason", "x", "--no-decisions"]]) {
        assert.equal((await check(...argv, ".")).code, 2, argv.join(" "))
      }
    })

    it("nothing is accepted where it cannot be written: it is listed, and the file is said once", async () => {
      writeFileSync(join(folder, DECISIONS_FILE), "{")
      const { code, out, err } = await accept()
      assert.equal(code, 2)
      assert.match(out, /sum-mismatch/)
      assert.match(err, /已接受 0 处/)
      assert.equal(err.split(DECISIONS_FILE).length, 2)
    })

    it("a file that is named and not there is said", async () => {
      const { code, out, err } = await check(".", "--decisions", "other.json")
      assert.equal(code, 2)
      assert.match(out, /sum-mismatch/)
      assert.match(err, /other\.json/)
    })

    it("of several writers at once none loses a decision", async () => {
      const all = Array.from({ length: 8 }, (_, i): Decision => ({ ...DECISION, fingerprint: String(i).padStart(16, "0") }))
      await Promise.all(all.map(decision => changeDecisionsFile(join(folder, DECISIONS_FILE), [decision])))
      assert.equal(textOf(DECISIONS_FILE), writeDecisions(all))
      assert.ok(!existsSync(join(folder, `${DECISIONS_FILE}.lock`)))
    })

    it("a lock that a writer left behind is no hindrance", async () => {
      const lock = join(folder, `${DECISIONS_FILE}.lock`)
      writeFileSync(lock, "")
      utimesSync(lock, 0, 0)
      await changeDecisionsFile(join(folder, DECISIONS_FILE), [DECISION])
      assert.equal(textOf(DECISIONS_FILE), writeDecisions([DECISION]))
    })
  })
})

async function* noInput(): AsyncGenerator<string> {
  yield ""
}
