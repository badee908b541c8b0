import assert from "node:assert/strict"
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Writable } from "node:stream"
import { Validator, type Schema } from "@cfworker/json-schema"
import fc from "fast-check"
import { run } from "../server/cli/run.ts"
import { fitsGlob, parseWholes, partPaths, partsIn, wholeOf, WHOLES_FILE, type PartFile } from "../server/collection/wholes.ts"
import schema from "../server/collection/wholes.schema.json" with { type: "json" }
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { openDocument } from "../server/engine/index.ts"
import { add, decimal, format, parseNumeral, ZERO } from "../server/engine/text/decimal.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { applyEdits } from "../server/engine/text/range.ts"
import { convert } from "../server/files/convert.ts"
import { writeDraft, type DraftLayout } from "./support/drafts.ts"
import { soundFigures, type Figures } from "./support/figures.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const RULE = "whole-mismatch"
const WHOLE_MISMATCH = RULES.filter(({ id }) => id === RULE)
const BODY = "青溪县档案馆"
const nameOf = (i: number): string => `青溪县第${i + 1}局`

const valueOf = (figure: string): ReturnType<typeof decimal> => parseNumeral(figure)!.value
const sumOf = (all: readonly Figures[]): Figures => new Map([...all[0]!.keys()].map(id => [id, format(all.map(figures => valueOf(figures.get(id)!)).reduce(add, ZERO))]))
const draft = (figures: Figures, name: string, layout: DraftLayout = "tsv"): string => writeDraft(figures, layout).replaceAll(BODY, name)
const partFile = (text: string, path: string): PartFile => ({ path, reports: partsIn(openDocument(text), path) })

/** The findings on a whole that is the sum of these drafts. */
function compare(whole: string, parts: readonly PartFile[], tables: readonly string[] | null = null): Diagnostic[] {
  const [{ report, from }] = openDocument(whole).reports as [ReturnType<typeof openDocument>["reports"][0]]
  return diagnose(report, from, {}, WHOLE_MISMATCH, { wholes: [wholeOf(report, { whole: "县.txt", parts: ["*"], tables }, parts, [])] })
}

const LAYOUTS_OF_PARTS = ["tsv", "gfm", "html", "cell-line"] as const

/** Five to sixty reports that are right by themselves, in several layouts. */
const collections = fc.array(fc.record({ figures: soundFigures, layout: fc.constantFrom(...LAYOUTS_OF_PARTS) }), { minLength: 5, maxLength: 60, size: "max" })

describe("wholes and parts", () => {
  it("a right whole is not spoken of; one figure of a part changed is found in its cell alone, and the part is named", () => {
    fc.assert(fc.property(collections, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3000 }), (parts, part, cell, by) => {
      const whole = draft(sumOf(parts.map(({ figures }) => figures)), "青溪县人民政府")
      const files = parts.map(({ figures, layout }, i) => partFile(draft(figures, nameOf(i), layout), `${i}.txt`))
      assert.deepEqual(compare(whole, files), [])

      const changed = part % parts.length
      const { figures, layout } = parts[changed]!
      const ids = [...figures.keys()]
      const id = ids[cell % ids.length]!
      const wrong = new Map([...figures, [id, format(add(valueOf(figures.get(id)!), decimal(by)))]])
      const found = compare(whole, files.with(changed, partFile(draft(wrong, nameOf(changed), layout), "changed.txt")))
      assert.deepEqual(found.map(({ severity, cells }) => [severity, cells]), [["error", [id]]])
      assert.match(found[0]!.message.zh, new RegExp(`少 ${by}。`))
      // The table of what was made public has no sums of its own that would tell.
      if (!id.startsWith("proactive/")) assert.match(found[0]!.message.zh, new RegExp(`“${nameOf(changed)}”的这一格为 ${wrong.get(id)!}，.*改为 ${figures.get(id)!}，`))
    }), { numRuns: 40 })
  })

  it("of many, a part that was left out, added twice or is there twice is named, whichever it is", () => {
    fc.assert(fc.property(collections, fc.nat(), fc.constantFrom("漏了它", "加了两次", "有两份"), (parts, which, words) => {
      const at = which % parts.length
      const all = parts.map(({ figures }) => figures)
      // One that says next to nothing is found cell by cell.
      fc.pre([...all[at]!.values()].filter(figure => Number(figure) !== 0).length > 10)
      const files = parts.map(({ figures, layout }, i) => partFile(draft(figures, nameOf(i), layout), `${i}.txt`))
      const added = words === "漏了它" ? all.toSpliced(at, 1) : words === "加了两次" ? [...all, all[at]!] : all
      const found = compare(draft(sumOf(added), "青溪县人民政府"), words === "有两份" ? [...files, { ...files[at]!, path: "again.txt" }] : files)
      assert.equal(found.length, 1)
      assert.match(found[0]!.message.zh, new RegExp(`“${nameOf(at)}”.*${words}`))
    }), { numRuns: 12 })
  })

  describe("with a part", () => {
    const figures = fc.sample(soundFigures, { numRuns: 6, seed: 15 })
    const files = figures.map((own, i) => partFile(draft(own, nameOf(i)), `${i}.txt`))
    const nonZero = (own: Figures): string[] => [...own].filter(([, figure]) => !/^0*(?:\.0*)?$/.test(figure)).map(([id]) => id)
    const whole = (all: readonly Figures[]): string => draft(sumOf(all), "青溪县人民政府")

    it("left out, added twice, or there twice: said once, with all its cells", () => {
      const cases = [
        [compare(whole(figures.slice(1)), files), "漏了它"],
        [compare(whole([...figures, figures[0]!]), files), "加了两次"],
        [compare(whole(figures), [...files, { ...files[0]!, path: "0 (2).txt" }]), "有两份"],
      ] as const
      for (const [found, words] of cases) {
        assert.equal(found.length, 1, words)
        assert.match(found[0]!.message.zh, new RegExp(`“${nameOf(0)}”.*${words}`))
        assert.deepEqual([...found[0]!.cells!].sort(), nonZero(figures[0]!).sort())
      }
    })

    it("left out and a wrong figure beside: two findings", () => {
      const id = "litigation/count/review.other"
      const all = figures.slice(1)
      const found = compare(draft(new Map([...sumOf(all), [id, "100000"]]), "青溪县人民政府"), files)
      assert.equal(found.length, 2)
      assert.deepEqual(found.filter(({ cells }) => cells!.length === 1).map(({ cells }) => cells), [[id]])
    })

    it("whose cell is blank: undecided, said once, with the figure that would fit; a blank is no 0", () => {
      const id = "requests/granted/natural"
      const wrong = partFile(draft(new Map([...figures[2]!, [id, "/"]]), nameOf(2)), "2.txt")
      const found = compare(whole(figures), files.with(2, wrong))
      assert.deepEqual(found.map(({ severity, cells }) => [severity, cells]), [["information", undefined]])
      assert.match(found[0]!.message.zh, new RegExp(`“${nameOf(2)}”的“（一）予以公开”自然人未填数字（按汇总数应为 ${figures[2]!.get(id)!}）`))
    })

    it("that cannot be read, or is not there: said once, and nothing is compared", () => {
      const found = compare(whole(figures.slice(1)), files.with(0, { path: "0.docx", fault: { zh: "打不开", en: "cannot be opened" } }))
      assert.deepEqual(found.map(({ severity, message }) => [severity, message.en]), [["information", "Not everything could be compared with the sum of the parts: “0.docx”: cannot be opened."]])
      const { report } = openDocument(whole(figures)).reports[0]!
      const { unread } = wholeOf(report, { whole: "县.txt", parts: ["0.txt", "none/*"], tables: null }, [{ path: "0.txt", reports: [] }], ["none/*"])
      assert.deepEqual(unread.map(({ en }) => en), ["no file matches “none/*”", "no report for 2023 was found in “0.txt”"])
    })

    it("for another year, or the file that a text was made of, is no part; nor is the whole itself", () => {
      const older = partFile(draft(figures[0]!, nameOf(0)).replaceAll("2023", "2022"), "old.txt")
      const source = { ...files[1]!, path: "1.docx" }
      assert.deepEqual(compare(whole(figures), [older, source, ...files, partFile(whole(figures), "县.docx")]), [])
    })

    it("by tables: others are not compared", () => {
      const wrong = draft(new Map([...sumOf(figures), ["litigation/count/review.other", "100000"], ["requests/new/natural", "100000"]]), "青溪县人民政府")
      assert.deepEqual(compare(wrong, files, ["requests"]).map(({ cells }) => cells), [["requests/new/natural"]])
      assert.equal(compare(wrong, files, ["proactive"]).length, 0)
    })

    it("a fix writes the sum, and is preferred where the whole's own sums want it, too", () => {
      const id = "requests/new/natural"
      const right = whole(figures)
      const [{ fixes, message }] = compare(draft(new Map([...sumOf(figures), [id, "100000"]]), "青溪县人民政府"), files) as [Diagnostic]
      assert.deepEqual(fixes.map(({ safe, preferred }) => [safe, preferred]), [[false, true]])
      assert.match(message.zh, /本表的勾稽关系也要求/)
      assert.equal(applyEdits(draft(new Map([...sumOf(figures), [id, "100000"]]), "青溪县人民政府"), fixes[0]!.edits), right)
    })
  })

  describe(WHOLES_FILE, () => {
    const validator = new Validator(schema as unknown as Schema, "7", false)
    const file = (entry: object): string => JSON.stringify({ wholes: [entry] }, null, 2)

    it("is read as it is written", () => {
      assert.deepEqual(parseWholes('{ "$schema": "x", "wholes": [{ "whole": "./县.md", "parts": ["部门/*.txt", "./a(1).docx"], "tables": ["requests"] }] }'), { wholes: [{ whole: "县.md", parts: ["部门/*.txt", "a(1).docx"], tables: ["requests"] }] })
      assert.deepEqual(parseWholes(file({ whole: "县.md", parts: ["a"] })), { wholes: [{ whole: "县.md", parts: ["a"], tables: null }] })
    })

    it("with mistakes: one message each, at its place, as by the schema", () => {
      const text = file({ whole: 1, parts: ["../a.txt", "b.txt", "/etc/*"], tables: ["Request"], colour: "red" })
      const read = parseWholes(text)
      assert.ok("faults" in read)
      assert.deepEqual(read.faults.map(({ at }) => /^"?[^",\n]*/.exec(text.slice(at))![0]), ["1", '"../a.txt', '"/etc/*', '"Request', '"red'])
      assert.deepEqual(read.faults.map(({ text: { zh } }) => zh.slice(0, 10)), ["whole：应为 文字", "应是从这个文件夹算起", "应是从这个文件夹算起", "应是一张表的 id，", "colour 不应出现"].map(words => words.slice(0, 10)))
      assert.equal(validator.validate(JSON.parse(text)).valid, false)
      for (const [wrong, words] of [[file({ parts: ["a"] }), /lacks "whole"/], [file({ whole: "a", parts: [] }), /empty/], ["{}", /lacks "wholes"/], ["[]", /array/], ["null", /null/], ["{", /valid JSON/], ['{"wholes": [] // x\n}', /valid JSON \(InvalidCommentToken\)/], ["", /valid JSON/], ["[".repeat(500_000), /valid JSON/], [" ".repeat(2_000_000), /too large/]] as const) {
        const read = parseWholes(wrong)
        assert.ok("faults" in read, wrong.slice(0, 40))
        assert.equal(read.faults.length, 1)
        assert.match(read.faults[0]!.text.en, words)
      }
    })

    it("takes no path that leads outside", () => {
      const outside = ["../a.txt", "a/../../b.txt", "..", "部门/..", "/etc/passwd", "C:/a.txt", "c:a.txt", "a\\b.txt", "..\\a.txt", "", "**/../*", "a".repeat(301)]
      for (const path of outside) for (const entry of [{ whole: path, parts: ["a"] }, { whole: "a", parts: [path] }]) assert.ok("faults" in parseWholes(file(entry)), path)
      for (const path of ["a..b.txt", "...", "a/…/b", "部门/**/*2023*.txt", "{a,b}/?.txt", "[x](1)+!.txt", "*".repeat(300)]) assert.ok("wholes" in parseWholes(file({ whole: "a", parts: [path] })), path)
    })

    it("whatever a glob says, parts are among the files that were listed", () => {
      const files = ["a.txt", "部门/b.txt", "部门/深/c.docx", "x(1)+.txt", "县.md"]
      const pathsOf = (...parts: string[]): readonly string[] => partPaths({ whole: "县.md", parts, tables: null }, files).paths
      assert.deepEqual(pathsOf("部门/*"), ["部门/b.txt"])
      assert.deepEqual(pathsOf("部门/**"), ["部门/b.txt", "部门/深/c.docx"])
      assert.deepEqual(pathsOf("**/*.txt", "**/?.docx"), ["a.txt", "部门/b.txt", "部门/深/c.docx", "x(1)+.txt"])
      assert.deepEqual(pathsOf("*(1)+.txt", "a.txt", "a.txt"), ["a.txt", "x(1)+.txt"])
      assert.deepEqual(partPaths({ whole: "县.md", parts: ["*.md", "乡镇/*", "a.txt"], tables: null }, files), { paths: ["a.txt"], unmatched: ["乡镇/*"] })
    })

    it("a glob fits what the plain expression for it fits, in whatever time it is hard to write one", () => {
      const stepOf = (step: string): string => `${step.replace(/[.()[\]]/g, "\\$&").replace(/\*+|\?/g, sign => (sign === "?" ? "[^/]" : "[^/]*"))}/`
      const expressionOf = (glob: string): RegExp => new RegExp(`^${glob.split("/").map(step => (step === "**" ? "(?:[^/]+/)*" : stepOf(step))).join("")}$`)
      const names = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 })
      const paths = fc.array(names, { minLength: 1, maxLength: 4 }).map(steps => steps.join("/"))
      const globs = fc.array(fc.oneof(fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?", "(", "]"), minLength: 1, maxLength: 4 }).filter(step => step !== "**"), fc.constant("**")), { maxLength: 3 }).chain(steps => names.map(last => [...steps, `*${last}`].join("/")))
      fc.assert(fc.property(paths, globs, (path, glob) => {
        assert.equal(fitsGlob(path, glob), expressionOf(glob).test(`${path}/`), `${path} ${glob}`)
      }), { numRuns: 2000 })
      assert.equal(fitsGlob("a".repeat(5000), "*a".repeat(100)), true)
      assert.equal(fitsGlob("a".repeat(5000), `${"*a".repeat(100)}b`), false)
      assert.equal(fitsGlob("a/".repeat(2000), `${"**/a/".repeat(50)}b`), false)
    })
  })

  describe("on the command line", () => {
    let root = ""
    let folder = ""
    useFolder(path => {
      root = path
    })
    beforeEach(() => {
      folder = join(root, "drafts")
      mkdirSync(folder)
    })

    const put = (path: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    const cli = async (...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
      const written: [string[], string[]] = [[], []]
      const into = (chunks: string[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk.toString()), done()) })
      const code = await run({ argv: [...argv, "--locale", "zh"], stdin: noInput(), stdout: into(written[0]), stderr: into(written[1]), env: {}, cwd: folder, thread: resolve("dist/cli.js") })
      return { code, out: written[0].join(""), err: written[1].join("") }
    }
    const check = (...argv: readonly string[]): ReturnType<typeof cli> => cli("check", "--quiet", ...argv)
    const wholes = (...parts: string[]): string => JSON.stringify({ wholes: [{ whole: "县.txt", parts }] })
    const part = (name: string, figures: Readonly<Record<string, string>> = {}): string => draftFor(2023, figures).replaceAll(BODY, name)
    const [ONE, TWO] = [{ "proactive/licensing/decisions": "1" }, { "proactive/licensing/decisions": "2" }]

    it("a whole is compared with texts, Word files and pages, from whatever folder is checked", async () => {
      put("部门/水利局.txt", part("青溪县水利局", ONE))
      put("部门/民政局.docx", (await convert(part("青溪县民政局", ONE), "docx")).bytes)
      put("乡镇/东镇.html", (await convert(part("青溪县东站", ONE), "html")).bytes)
      put("县.txt", part("青溪县农业局", TWO))
      assert.deepEqual(await check("."), { code: 0, out: "", err: "" })
      put(WHOLES_FILE, wholes("部门/*", "乡镇/*.html"))
      const found = await check(".")
      assert.deepEqual([found.code, found.err], [1, ""])
      assert.match(found.out, /^县\.txt:\d+:\d+ error whole-mismatch “行政许可”本年处理决定数量为 2，3 个部分之和为 3，少 1。其中最多的是“青溪县/)
      assert.equal((await check("县.txt")).out, found.out)
      put("县.txt", part("青溪县农业局", { "proactive/licensing/decisions": "3" }))
      assert.deepEqual(await check("."), { code: 0, out: "", err: "" })
    })

    it("a finding names the cells of the parts: in JSON and SARIF, too", async () => {
      const text = `说明\n\n${part("青溪县水利局", ONE)}`
      put("部门/水利局.txt", text)
      put("部门/民政局.txt", part("青溪县民政局", { "proactive/licensing/decisions": "3" }))
      put("县.txt", part("青溪县农业局", TWO))
      put(WHOLES_FILE, wholes("部门/*"))
      const related = (JSON.parse((await check("--format", "json", "县.txt")).out) as { files: [{ diagnostics: [{ related: { path: string; cell: string; range: { start: { line: number; character: number }; end: { character: number } }; message: string }[] }] }] }).files[0].diagnostics[0].related
      assert.deepEqual(related.map(({ path, cell, message }) => [path, cell, message]), [["部门/民政局.txt", "proactive/licensing/decisions", "“青溪县民政局”“行政许可”本年处理决定数量：3"], ["部门/水利局.txt", "proactive/licensing/decisions", "“青溪县水利局”“行政许可”本年处理决定数量：1"]])
      const { start, end } = related[1]!.range
      assert.match(text.split("\n")[start.line]!.slice(0, start.character), /行政许可\s*$/)
      assert.equal(text.split("\n")[start.line]!.slice(start.character, end.character), "1")
      const sarif = JSON.parse((await check("--format", "sarif", "县.txt")).out) as { runs: [{ results: [{ relatedLocations: { physicalLocation: { region: { startLine: number } } }[] }] }] }
      assert.equal(sarif.runs[0].results[0].relatedLocations[1]!.physicalLocation.region.startLine, start.line + 1)
    })

    it("neither a link nor a hidden folder has parts", async () => {
      mkdirSync(join(root, "outside"))
      writeFileSync(join(root, "outside", "外局.txt"), part("青溪县外局", ONE))
      put("部门/水利局.txt", part("青溪县水利局", ONE))
      put(".hidden/甲局.txt", part("青溪县甲局", ONE))
      put("node_modules/乙局.txt", part("青溪县乙局", ONE))
      symlinkSync(join(root, "outside"), join(folder, "链接"))
      symlinkSync(join(root, "outside", "外局.txt"), join(folder, "部门", "外局.txt"))
      put("县.txt", part("青溪县农业局", ONE))
      put(WHOLES_FILE, wholes("**/*.txt"))
      assert.deepEqual(await check("县.txt"), { code: 0, out: "", err: "" })
      put(WHOLES_FILE, wholes("部门/外局.txt"))
      assert.match((await check("县.txt")).out, /“部门\/外局\.txt”没有对应的文件/)
    })

    it("a file with mistakes is said, each at its place, and not taken; so is a link", async () => {
      put("县.txt", part("青溪县农业局", TWO))
      const line = '  "wholes": [{ "whole": "县.txt", "parts": ["../*"], "x": 1 }]'
      put(WHOLES_FILE, `{\n${line}\n}`)
      const { code, out, err } = await check(".")
      assert.deepEqual([code, out], [2, ""])
      assert.deepEqual(err.trimEnd().split("\n").map(line => line.replace(/：.*/, "")), ['"../', "1 }"].map(words => `report-draft: report-draft.json:2:${line.indexOf(words) + 1}`))
      writeFileSync(join(root, "elsewhere.json"), wholes("*"))
      rmSync(join(folder, WHOLES_FILE))
      symlinkSync(join(root, "elsewhere.json"), join(folder, WHOLES_FILE))
      assert.deepEqual(await check("."), { code: 2, out: "", err: "report-draft: report-draft.json：不是普通文件\n" })
    })

    it("a part that cannot be read is said once, and nothing is compared", async () => {
      put("部门/a.docx", "no Word file")
      put("部门/b.txt", part("青溪县水利局", ONE))
      put("县.txt", part("青溪县农业局", TWO))
      put(WHOLES_FILE, wholes("部门/*"))
      const { code, out } = await check("县.txt")
      assert.equal(code, 0)
      assert.match(out, /^县\.txt:1:1 information whole-mismatch 不能全部与各部分之和核对：“部门\/a\.docx”.+。\n$/)
    })

    describe("total", () => {
      const TITLE = "青溪县人民政府2023年政府信息公开工作年度报告"
      const total = (...argv: readonly string[]): ReturnType<typeof cli> => cli("total", ...argv)
      const textOf = (path: string): string => readFileSync(join(folder, path), "utf8")

      it("adds up all tables, whatever the parts are written in, and what it writes is in order and the whole of them", async () => {
        const all = fc.sample(soundFigures, { numRuns: 7, seed: 3 })
        for (const [i, figures] of all.entries()) put(`部门/${i}.txt`, draft(figures, nameOf(i), LAYOUTS_OF_PARTS[i % LAYOUTS_OF_PARTS.length]))
        put("部门/0.docx", (await convert(textOf("部门/0.txt"), "docx")).bytes)
        put("部门/旧.txt", draft(all[0]!, nameOf(0)).replaceAll("2023", "2022"))
        put(WHOLES_FILE, JSON.stringify({ wholes: [{ whole: "县.md", parts: ["部门/*"] }] }))
        for (const output of ["县.txt", "县.md", "县.html", "县.docx"]) {
          const { code, err } = await total("部门", "--title", TITLE, "--output", output)
          assert.deepEqual([code, err], [0, "report-draft: 部门/旧.txt：不是 2023 年的报告没有相加\n"], output)
          const facts = JSON.parse((await cli("facts", output)).out) as { files: [{ reports: [{ title: string; facts: { id: string; value: string }[] }] }] }
          const [report] = facts.files[0].reports
          assert.equal(report.title, TITLE)
          assert.deepEqual(new Map(report.facts.map(({ id, value }) => [id, valueOf(value)])), new Map([...sumOf(all)].map(([id, figure]) => [id, valueOf(figure)])), output)
        }
        assert.deepEqual([...new Set((await check("县.md")).out.match(/(?<=\d (?:error|warning) )\S+/g))], ["empty-section", "missing-accountability"])
        assert.equal((await total("部门", "--title", TITLE)).out, textOf("县.txt"))
      })

      it("leaves out the report of the whole itself, and a report without a year is not guessed at", async () => {
        put("部门/a.txt", part("青溪县水利局", ONE))
        const alone = (await total("部门", "--title", TITLE)).out
        put("部门/县.txt", part("青溪县人民政府", ONE))
        assert.deepEqual(await total("部门", "--title", TITLE), { code: 0, out: alone, err: "report-draft: 部门/县.txt：是汇总报告自己，没有相加\n" })
        put("部门/b.txt", part("青溪县林业局", ONE).replace("2023年青溪县林业局政府", "青溪县林业局政府"))
        const { code, out, err } = await total("部门", "--title", TITLE)
        assert.deepEqual([code, out], [2, ""])
        assert.match(err, /部门\/b\.txt：题目没有写明年份/)
      })

      it("leaves a cell blank where a part has no figure, and says whose", async () => {
        put("a.txt", part("青溪县水利局", { ...ONE, "requests/new/natural": "/" }))
        put("b.txt", part("青溪县民政局", TWO))
        const { code, out, err } = await total("a.txt", "b.txt", "--title", TITLE)
        assert.deepEqual([code, err], [0, "report-draft: “青溪县水利局”的申请办理情况表有 1 格没有数字（“一、本年新收政府信息公开申请数量”自然人），合计中这些格留空\n"])
        const { report } = openDocument(out).reports[0]!
        assert.equal(report.facts.get("requests/new/natural")!.state, "blank")
        assert.equal(report.facts.get("proactive/licensing/decisions")!.text, "3")
      })

      it("writes nothing where a sum would be wrong, or a file is there", async () => {
        put("a.txt", part("青溪县水利局", ONE))
        put("b/a.txt", part("青溪县水利局", ONE))
        put("poem.txt", "床前看月光\n")
        const refused = async (words: RegExp, ...argv: readonly string[]): Promise<void> => {
          const { code, out, err } = await total(...argv)
          assert.deepEqual([code, out], [2, ""])
          assert.match(err, words)
        }
        await refused(/有两份：a\.txt 和 b\/a\.txt/, "a.txt", "b", "--title", TITLE)
        await refused(/poem\.txt：没有读到报告/, "a.txt", "poem.txt", "--title", TITLE)
        await refused(/none\.txt：找不到/, "a.txt", "none.txt", "--title", TITLE)
        await refused(/没有 2022 年的报告/, "a.txt", "--title", TITLE.replace("2023", "2022"))
        await refused(/应写明单位和年份/, "a.txt", "--title", "政府信息公开工作年度报告")
        await refused(/应写明单位和年份/, "a.txt", "--title", `${TITLE}\n一、总体情况`)
        await refused(/要用 --title/, "a.txt")
        await refused(/要写明各部分/, "--title", TITLE)
        await refused(/a\.txt：已有这个文件/, "a.txt", "--title", TITLE, "--output", "a.txt")
        await refused(/这是要检查的草稿/, "a.txt", "--title", TITLE, "--output", "a.txt", "--force")
        assert.equal(textOf("a.txt"), part("青溪县水利局", ONE))
      })
    })

    it("the nearest file counts, and none above the folder in which check runs", async () => {
      writeFileSync(join(root, WHOLES_FILE), '{ "wholes": [{ "whole": "drafts/县.txt", "parts": ["drafts/部门/*"] }] }')
      put("部门/b.txt", part("青溪县水利局", ONE))
      put("县.txt", part("青溪县农业局", TWO))
      assert.equal((await check("县.txt")).out, "")
      put(WHOLES_FILE, wholes("部门/*"))
      assert.match((await check("县.txt")).out, /whole-mismatch/)
      assert.ok(existsSync(join(folder, WHOLES_FILE)) && readFileSync(join(root, WHOLES_FILE)).length > 0)
    })
  })

  it("the ids of tables are in the file's schema what they are in formats", () => {
    const schemaOf = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"))
    const { pattern } = (schemaOf("server/formats/report-format.schema.json") as { $defs: { id: { pattern: string } } }).$defs.id
    assert.ok(JSON.stringify(schemaOf("server/collection/wholes.schema.json")).includes(`"pattern":${JSON.stringify(pattern)}`))
  })

  it("a table of any format may be named in the file; one that the whole's own format does not have is told", () => {
    const tables = [...new Set(FORMATS.flatMap(({ tables }) => tables.map(({ id }) => id))), "t1", "own.table-2"]
    assert.deepEqual(parseWholes(JSON.stringify({ wholes: [{ whole: "县.md", parts: ["a"], tables }] })), { wholes: [{ whole: "县.md", parts: ["a"], tables }] })
    const [{ report }] = openDocument(draftFor(2023)).reports as [ReturnType<typeof openDocument>["reports"][0]]
    const { unread } = wholeOf(report, { whole: "县.txt", parts: ["*"], tables: ["requests", "t1"] }, [partFile(draftFor(2023).replaceAll(BODY, nameOf(0)), "0.txt")], [])
    assert.deepEqual(unread.map(({ zh }) => zh), [`${WHOLES_FILE} 里写的表“t1”，这种报告没有`])
  })
})

async function* noInput(): AsyncIterable<Uint8Array> {
  await Promise.resolve()
}
