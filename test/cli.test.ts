/* eslint max-lines: "off" -- one program, one suite */
import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Writable } from "node:stream"
import iconv from "iconv-lite"
import { localeOf } from "../server/cli/args.ts"
import { canEncode, decode, encode, isExact, type Encoding } from "../server/cli/encoding.ts"
import { globPattern } from "../server/cli/files.ts"
import type { World } from "../server/cli/current.ts"
import { run } from "../server/cli/run.ts"
import { fixSafely } from "../server/engine/features/applyFixes.ts"
import { FORMATS } from "../server/engine/formats.ts"
import { leafRows, type ReportFormat } from "../server/engine/report/format.ts"
import type { Finding, Fix, Rule } from "../server/engine/rules/rule.ts"
import { writeDraft } from "./support/drafts.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const CLI = resolve("dist/cli.js")

/** A sound draft, one with a heading number that a safe fix mends, and one with a total that only its author can mend. */
const SOUND = writeDraft(new Map(FORMATS[0]!.tables.flatMap(table => leafRows(table).flatMap(row => row.columns.map(({ id }) => [`${table.id}/${row.id}/${id}`, "0"])))), "tsv")
const MISNUMBERED = SOUND.replace("一、总体情况", "1、总体情况")
const WRONG_SUM = SOUND.replace(/(一、本年新收\D*0\t0\t0\t0\t0\t0\t)0/, "$13")

/** The draft as another body's. */
const ofAnother = (draft: string): string => draft.replaceAll("青溪县档案馆", "青溪县图书馆")

/** What `check` says in the end has a test of its own. */
const withoutSummary = (err: string): string => err.replace(/^report-draft: \d+ files?, \d+ reports?, \d+ errors?, \d+ accepted\n/m, "")

describe("cli", () => {
  let folder = ""
  useFolder(path => {
    folder = path
  })

  /** Writes files into the test's folder. */
  const put = (files: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
  }
  const bytesOf = (path: string): Buffer => readFileSync(join(folder, path))
  const textOf = (path: string): string => bytesOf(path).toString()

  interface Outcome {
    readonly code: number
    readonly out: string
    readonly err: string
    readonly bytes: Buffer
  }

  /** Runs the program in process, in the test's folder and in English. */
  const cli = async (argv: readonly string[], world: Partial<World> = {}): Promise<Outcome> => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    const into = (chunks: Buffer[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) })
    const code = await run({ argv, stdin: input(""), stdout: into(out), stderr: into(err), env: { LANG: "en_US.UTF-8" }, cwd: folder, thread: CLI, ...world })
    return { code, out: Buffer.concat(out).toString(), err: withoutSummary(Buffer.concat(err).toString()), bytes: Buffer.concat(out) }
  }

  /** Runs the built program as a shell would. */
  const spawned = (argv: readonly string[], stdin: string | Uint8Array = ""): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], { cwd: folder, input: stdin, env: { ...process.env, LC_ALL: "en_US.UTF-8" } })
    return { code: status ?? -1, out: stdout.toString(), err: withoutSummary(stderr.toString()), bytes: stdout }
  }

  describe("exit code", () => {
    it("is 0 without an error, 1 with one, 2 after a fault of use", () => {
      put({ "sound.txt": SOUND, "numbered.txt": MISNUMBERED, "sum.txt": WRONG_SUM })
      assert.deepEqual(spawned(["check", "sound.txt"]), { code: 0, out: "", err: "", bytes: Buffer.alloc(0) })
      assert.equal(spawned(["check", "numbered.txt"]).code, 0)
      assert.equal(spawned(["check", "."]).code, 1)
      assert.equal(spawned(["check", "sum.txt", "none.txt"]).code, 2)
      assert.equal(spawned(["facts", "sum.txt"]).code, 0)
      assert.equal(spawned(["check", "-"], WRONG_SUM).code, 1)
    })

    it("is that of --help and --version", () => {
      const help = spawned(["--help"])
      assert.match(help.out, /Usage/)
      assert.deepEqual([help.code, help.err], [0, ""])
      assert.deepEqual(spawned(["--version"]), { code: 0, out: "0.1.0\n", err: "", bytes: Buffer.from("0.1.0\n") })
    })
  })

  describe("wrong use", () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /name a command/],
      [["chekc"], /no command "chekc"/],
      [["constructor"], /no command "constructor"/],
      [["check", "--fxi"], /no option --fxi/],
      [["check", "--__proto__"], /no option --__proto__/],
      [["check", "-x"], /no option -x/],
      [["facts", "--fix"], /facts has no option --fix/],
      [["facts", "--severity", "error"], /facts has no option --severity/],
      [["check", "--format"], /--format needs a value/],
      [["check", "--format", "--fix"], /--format needs a value/],
      [["check", "--format", "xml"], /--format must be text, json, html, sarif, csv, junit, overview, not "xml"/],
      [["facts", "--format", "text"], /--format must be json, csv, not "text"/],
      [["check", "--severity", "info"], /--severity must be error, warning, information, hint, not "info"/],
      [["check", "--locale", "fr"], /--locale must be zh, en, not "fr"/],
      [["check", "--fix=yes"], /--fix takes no value/],
      [["check", "--fix", "-", "sum.txt"], /cannot be mixed/],
    ]
    for (const [argv, message] of cases) {
      it(`${argv.join(" ") || "no arguments"}: one line, exit 2`, async () => {
        put({ "sum.txt": MISNUMBERED })
        const { code, out, err } = await cli(argv)
        assert.deepEqual([code, out], [2, ""])
        assert.match(err, message)
        assert.match(err, /^report-draft: [^\n]+\n$/)
        assert.equal(textOf("sum.txt"), MISNUMBERED)
      })
    }

    it("says it in Chinese where that is the language", async () => {
      assert.match((await cli(["check", "--fxi"], { env: { LANG: "zh_CN.UTF-8" } })).err, /^report-draft: 没有选项 --fxi/)
      assert.match((await cli(["check", "--fxi", "--locale", "zh"])).err, /没有选项/)
    })
  })

  describe("bad input", () => {
    /** Runs `check` on the bad path between two good ones. */
    const assertNamed = async (bad: string, message: RegExp): Promise<void> => {
      put({ "a.txt": WRONG_SUM, "z.txt": WRONG_SUM })
      const { code, out, err } = await cli(["check", "z.txt", bad, "a.txt", "--severity", "error"])
      assert.equal(code, 2)
      assert.match(err, /^report-draft: [^\n]+\n$/)
      assert.ok(err.includes(bad), err)
      assert.match(err, message)
      assert.deepEqual(out.match(/^\w+\.txt(?=:\d+:\d+ error sum-mismatch )/gm), ["a.txt", "z.txt"])
    }

    it("a missing file", () => assertNamed("none.txt", /no such file/))
    it("a path below a file", () => assertNamed("a.txt/none.txt", /no such file/))
    it("a glob that nothing matches", () => assertNamed("none*.txt", /no file matches/))

    it("an empty path is not the current folder", async () => {
      put({ "a.txt": SOUND })
      assert.equal((await cli(["check", ""])).code, 2)
    })

    it("a folder without drafts", async () => {
      put({ "empty/picture.png": "x", "empty/.hidden/a.txt": SOUND, "empty/node_modules/p/readme.md": "# p", "empty/._a.txt": "\0" })
      await assertNamed("empty", /holds no drafts/)
    })

    for (const [name, bytes] of Object.entries({
      "NUL bytes": Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
      "no known encoding": Buffer.from([0xff, 0x80, 0xff, 0x81, 0xff, 0xff]),
      "UTF-16 without a mark": Buffer.from(SOUND, "utf16le"),
      "UTF-32": Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
    })) {
      it(`a file that is no text: ${name}`, async () => {
        put({ "bad.txt": bytes })
        await assertNamed("bad.txt", /no text file/)
        assert.deepEqual(bytesOf("bad.txt"), bytes)
      })
    }

    it("a file that may not be read", async function () {
      if (process.getuid?.() === 0 || process.platform === "win32") this.skip()
      put({ "secret.txt": SOUND })
      chmodSync(join(folder, "secret.txt"), 0)
      await assertNamed("secret.txt", /permission denied/)
    })

    it("a link to nothing, named or in a folder", async function () {
      if (process.platform === "win32") this.skip()
      mkdirSync(join(folder, "d"))
      symlinkSync("none", join(folder, "d", "link.txt"))
      await assertNamed("d", /no such file/)
      await assertNamed("d/link.txt", /no such file/)
    })

    it("a device", async function () {
      if (process.platform === "win32") this.skip()
      await assertNamed("/dev/zero", /neither a file nor a folder/)
    })

    it("gives no finding on a file that is no report", async () => {
      put({ "README.md": "# A tool\n\n1. Install it\n", "poem.txt": "床前看月光\n疑是地上霜\n", "a.txt": "", "data.txt": "a,b\n1,2\n" })
      assert.deepEqual(await cli(["check", "."]), { code: 0, out: "", err: "", bytes: Buffer.alloc(0) })
    })

    it("is told in JSON mode on stderr, and the JSON stays whole", async () => {
      put({ "bad.txt": "\0" })
      const { code, out } = await cli(["check", "--format", "json", "bad.txt", "none"])
      assert.equal(code, 2)
      assert.deepEqual(JSON.parse(out), { files: [] })
    })
  })

  describe("paths", () => {
    const checked = async (...args: readonly string[]): Promise<string[]> => {
      const { out, err } = await cli(["check", "--format", "json", ...args])
      assert.equal(err, "")
      return (JSON.parse(out) as { files: { path: string }[] }).files.map(({ path }) => path)
    }

    it("walks folders for drafts, in path order, each once", async () => {
      put({ "b.txt": "", "a/2.md": "", "a/10.MARKDOWN": "", "c.text": "", "c.csv": "", "c.xlsx": "\0", "B.TXT": "" })
      const all = ["B.TXT", join("a", "10.MARKDOWN"), join("a", "2.md"), "b.txt", "c.text"]
      assert.deepEqual(await checked("."), all)
      assert.deepEqual(await checked(), all)
      assert.deepEqual(await checked("b.txt", ".", "a", folder), all)
    })

    it("reads a file that is named, whatever its ending", async () => {
      put({ "draft.2023": "" })
      assert.deepEqual(await checked("draft.2023"), ["draft.2023"])
    })

    it("expands globs, and prefers a file of that very name", async () => {
      put({ "d/a.txt": "", "d/e/b.txt": "", "d/node_modules/c.txt": "", "[x].txt": "", "x.txt": "", "d/f.md": "" })
      assert.deepEqual(await checked("d/**/*.txt"), [join("d", "a.txt"), join("d", "e", "b.txt")])
      assert.deepEqual(await checked("./d/*.{txt,md}"), [join("d", "a.txt"), join("d", "f.md")])
      assert.deepEqual(await checked("[x].txt"), ["[x].txt"])
      assert.deepEqual(await checked(`${folder.replaceAll("\\", "/")}/d/*.md`), [join(folder, "d", "f.md")])
    })

    it("takes globs with backslashes where they separate folders", () => {
      assert.equal(globPattern("drafts\\**\\*.txt", "\\"), "drafts/**/*.txt")
      assert.equal(globPattern("a\\*.txt", "/"), "a\\*.txt")
    })

    it("follows symbolic links, but never in circles", async function () {
      if (process.platform === "win32") this.skip()
      put({ "in/a.txt": "", "elsewhere/b.txt": "" })
      symlinkSync("..", join(folder, "in", "up"))
      symlinkSync("../elsewhere", join(folder, "in", "away"))
      symlinkSync("a.txt", join(folder, "in", "z.txt"))
      const found = ["in/a.txt", "in/away/b.txt", "in/z.txt"]
      assert.deepEqual(await checked("in"), found)
      assert.deepEqual((await checked("in/**/*.txt")).filter(path => path.startsWith("in/a") || path.startsWith("in/z")), found)
    })

    it("reads the standard input", async () => {
      const { code, out } = await cli(["check", "-", "--severity", "error"], { stdin: input(WRONG_SUM) })
      assert.equal(code, 1)
      assert.match(out, /^-:\d+:\d+ error sum-mismatch [^\n]+\n$/)
    })
  })

  describe("output", () => {
    it("text has one line a finding, counted from 1", async () => {
      put({ "a.txt": MISNUMBERED })
      const { out } = await cli(["check", "a.txt"])
      assert.match(out, /^a\.txt:3:1 warning section-number [^\n]*一、[^\n]*\n$/)
    })

    it("json has just the fields of the contract, counted from 0", async () => {
      put({ "a.txt": WRONG_SUM })
      const { code, out } = await cli(["check", "--format", "json", "--severity", "error", "a.txt"])
      assert.equal(code, 1)
      const line = WRONG_SUM.split("\n").findIndex(text => text.startsWith("一、本年新收"))
      const character = WRONG_SUM.split("\n")[line]!.lastIndexOf("3")
      const range = { start: { line, character }, end: { line, character: character + 1 } }
      const { files } = JSON.parse(out) as { files: { diagnostics: { message: string; fixes: { title: string }[] }[] }[] }
      const [{ message, fingerprint, fixes: [{ title }] }] = files[0]!.diagnostics as [{ message: string; fingerprint: string; fixes: [{ title: string }] }]
      assert.match(message, /3/)
      assert.match(fingerprint, /^[0-9a-f]{16}$/)
      assert.deepEqual(files, [{
        path: "a.txt",
        reports: [{ format: "gov-disclosure-2021", title: "2023年青溪县档案馆政府信息公开工作年度报告", year: 2023 }],
        diagnostics: [{
          rule: "sum-mismatch",
          severity: "error",
          message,
          range,
          cells: ["requests/new/total"],
          relations: ["requests:row-total", "requests:balance"],
          fingerprint,
          fixes: [{ title, safe: false, preferred: true, edits: [{ range, newText: "0" }] }],
        }],
        accepted: [],
      }])
    })

    it("json of facts", async () => {
      put({ "a.txt": SOUND.replace(/(行政事业性收费\t)0/, "$11856.554").replace(/(规章\t)0/, "$1/") })
      const { code, out } = await cli(["facts", "a.txt"])
      assert.equal(code, 0)
      const { files } = JSON.parse(out) as { files: { path: string; reports: { format: string; title: string; year: number; facts: Record<string, unknown>[] }[] }[] }
      assert.deepEqual(Object.keys(files[0]!), ["path", "reports"])
      const { facts, ...head } = files[0]!.reports[0]!
      assert.deepEqual(head, { format: "gov-disclosure-2021", title: "2023年青溪县档案馆政府信息公开工作年度报告", year: 2023 })
      assert.equal(facts.length, 200)
      const line = SOUND.split("\n").findIndex(text => text.startsWith("行政事业性收费"))
      assert.deepEqual(facts.find(({ id }) => id === "proactive/fees/amount"), {
        id: "proactive/fees/amount", state: "number", value: "1856.554", text: "1856.554",
        range: { start: { line, character: 8 }, end: { line, character: 16 } },
      })
      const rules = facts.find(({ id }) => id === "proactive/rules/issued")!
      assert.deepEqual([rules.state, rules.value, rules.text], ["placeholder", null, "/"])
    })

    it("csv of facts, quoted, and no cell a formula", async () => {
      const name = `=cmd,"x".txt`
      if (process.platform !== "win32") put({ [name]: SOUND.replace(/(规章\t)0/, "$1@a").replace(/(规章\t@a\t)0/, "$1-5") })
      else return
      const { out } = await cli(["facts", "--format", "csv", "--no-bom", name])
      const rows = out.split("\r\n")
      assert.equal(rows[0], "path,report,format,title,year,id,state,value,text")
      assert.equal(rows.length, 202)
      assert.equal(rows[201], "")
      const before = `"'=cmd,""x"".txt",1,gov-disclosure-2021,2023年青溪县档案馆政府信息公开工作年度报告,2023`
      assert.equal(rows[1], `${before},proactive/rules/issued,unreadable,,'@a`)
      assert.equal(rows[2], `${before},proactive/rules/repealed,number,-5,-5`)
    })

    it("csv begins with the mark by which Excel knows UTF-8, unless that is not wanted", async () => {
      put({ "a.txt": SOUND })
      const [marked, bare] = [await cli(["facts", "--format", "csv", "a.txt"]), await cli(["facts", "--format", "csv", "--no-bom", "a.txt"])]
      assert.equal(marked.out, `\uFEFF${bare.out}`)
      assert.match(bare.out, /^path,/)
    })

    it("counts the reports of a collection", async () => {
      put({ "a.txt": SOUND + SOUND.replace("2023年", "2024年") })
      const { out } = await cli(["facts", "--format", "csv", "a.txt"])
      assert.deepEqual(new Set(out.split("\r\n").slice(1, -1).map(row => row.split(",").slice(1, 2).join())), new Set(["1", "2"]))
    })

    it("shows only what is severe enough", async () => {
      put({ "a.txt": WRONG_SUM.replace("一、总体情况", "1、总体情况。") })
      const severities = async (least: string): Promise<Set<string>> => new Set([...(await cli(["check", "a.txt", "--severity", least])).out.matchAll(/^\S+ (\w+)/gm)].map(match => match[1]!))
      assert.deepEqual(await severities("error"), new Set(["error"]))
      assert.deepEqual(await severities("warning"), new Set(["error", "warning"]))
      assert.deepEqual(await severities("information"), new Set(["error", "warning"]))
      assert.deepEqual(await severities("hint"), new Set(["error", "warning", "hint"]))
      assert.equal((await cli(["check", "a.txt", "--severity", "hint"])).out, (await cli(["check", "a.txt"])).out)
    })

    it("keeps control characters of a draft out of the terminal", async () => {
      put({ "a\u001b[31m.txt": MISNUMBERED })
      assert.ok(!(await cli(["check", "."])).out.includes("\u001b"))
    })

    it("stops quietly when nobody reads on", async function () {
      if (process.platform === "win32") this.skip()
      put(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.txt`, MISNUMBERED])))
      const child = spawn(process.execPath, [CLI, "facts", "."], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
      let err = ""
      child.stderr.on("data", chunk => (err += String(chunk)))
      child.stdout.once("data", () => child.stdout.destroy())
      const code = await new Promise(done => child.on("close", done))
      assert.deepEqual([code, err], [0, ""])
    })

    it("says when the output cannot be written", async () => {
      put({ "a.txt": MISNUMBERED })
      const stdout = new Writable({ write: (_chunk, _encoding, done) => { done(Object.assign(new Error("full"), { code: "ENOSPC" })) } })
      const { code, err } = await cli(["check", "a.txt"], { stdout })
      assert.equal(code, 2)
      assert.equal(err, "report-draft: standard output: the disk is full\n")
    })
  })

  describe("across years", () => {
    const LAST = draftFor(2022)
    const THIS = draftFor(2023, { "requests/carried-in/total": "2" })
    const found = async (...argv: string[]): Promise<string[]> => (await cli(["check", ...argv])).out.split("\n").filter(line => line.includes("carry-over-mismatch")).map(line => line.replace(/:.*/, ""))

    it("finds last year's report in another file, in whatever order and folder", async () => {
      put({ "a.txt": THIS, "b.txt": LAST })
      assert.deepEqual(await found("a.txt", "b.txt"), ["a.txt"])
      assert.deepEqual(await found("a.txt"), [])
      put({ "2022/x.md": LAST, "2023/y.md": THIS })
      assert.deepEqual(await found("2022", "2023"), [join("2023", "y.md")])
    })

    it("finds it in the same file, also in the standard input", async () => {
      put({ "a.txt": `${THIS}\n${LAST}` })
      assert.deepEqual(await found("a.txt"), ["a.txt"])
      assert.match((await cli(["check", "-"], { stdin: input(`${LAST}\n${THIS}`) })).out, /carry-over-mismatch/)
    })

    it("compares the standard input with files, and no file with what can be read only once", async () => {
      put({ "last.txt": LAST, "this.txt": THIS })
      assert.match((await cli(["check", "-", "last.txt"], { stdin: input(THIS) })).out, /^-:\d+:\d+ error carry-over-mismatch/m)
      assert.doesNotMatch((await cli(["check", "-", "this.txt"], { stdin: input(LAST) })).out, /carry-over-mismatch/)
    })

    it("says nothing where two files are last year's report, or none is", async () => {
      put({ "a.txt": LAST, "b.txt": THIS, "c/copy.txt": LAST, "d/2021.txt": draftFor(2021), "e/other.txt": LAST.replaceAll("档案馆", "图书馆") })
      assert.deepEqual(await found("."), [])
      assert.deepEqual(await found("b.txt", "d", "e"), [])
      assert.deepEqual(await found("a.txt", "b.txt"), ["b.txt"])
    })

    it("takes no list of reports for the reports", async () => {
      put({ "a.txt": LAST, "b.txt": THIS, "list.txt": LAST.split("\n")[0]! })
      assert.deepEqual(await found("."), ["b.txt"])
    })

    it("goes on where another file cannot be read", async () => {
      put({ "a.txt": LAST, "b.txt": THIS, "c.txt": Buffer.from([0, 1, 2, 255]) })
      assert.deepEqual(await found("."), ["b.txt"])
    })

    it("names in JSON what it was compared with, by path and place", async () => {
      put({ "last.txt": `第一行\n\n${LAST}`, "this.txt": THIS })
      const { files } = JSON.parse((await cli(["check", "--format", "json", "."])).out) as { files: { diagnostics: { rule: string; related?: { path: string; message: string; range: { start: { line: number; character: number }; end: { character: number } } }[] }[] }[] }
      assert.deepEqual(files[0]!.diagnostics.filter(({ related }) => related), [])
      const [{ related: [place] }] = files[1]!.diagnostics.filter(({ rule }) => rule === "carry-over-mismatch") as unknown as [{ related: [{ path: string; message: string; range: { start: { line: number; character: number }; end: { character: number } } }] }]
      assert.deepEqual([place.path, place.message], ["last.txt", "Last year's report: 0"])
      const line = textOf("last.txt").split("\n")[place.range.start.line]!
      assert.ok(line.startsWith("四、结转下年度"))
      assert.equal(place.range.end.character, line.length)
      for (const { rule, related } of files[1]!.diagnostics) assert.equal(related !== undefined, rule === "carry-over-mismatch", rule)
    })

    it("compares with the mended text of a file that --fix has yet to come to", async () => {
      put({ "a.txt": THIS, "b.txt": LAST.replace("一、总体情况\n", "1、总体情况\n") })
      assert.deepEqual(await found("--fix", "."), ["a.txt"])
      assert.equal(textOf("b.txt"), LAST)
      assert.equal(textOf("a.txt"), THIS)
    })
  })

  describe("locale", () => {
    it("follows --locale, then the first setting that names a language, then the system", () => {
      assert.equal(localeOf(["check", "--locale", "zh"], { LC_ALL: "en_US" }, "en-US"), "zh")
      assert.equal(localeOf(["check", "--locale=en"], { LC_ALL: "zh_CN.UTF-8" }, "zh-CN"), "en")
      assert.equal(localeOf([], { LC_ALL: "", LC_MESSAGES: "zh_TW", LANG: "en_US" }, "en-US"), "zh")
      assert.equal(localeOf([], { LC_ALL: "en_GB.UTF-8", LANG: "zh_CN" }, "zh-CN"), "en")
      assert.equal(localeOf([], { LANG: "C.UTF-8" }, "zh-Hans-CN"), "zh")
      assert.equal(localeOf([], {}, "de-DE"), "en")
    })

    it("is that of findings and fixes", async () => {
      put({ "a.txt": MISNUMBERED })
      assert.match((await cli(["check", "a.txt", "--locale", "zh"])).out, /序号/)
      assert.match((await cli(["check", "--help", "--locale", "zh"])).out, /用法/)
      assert.match((await cli(["check", "a.txt", "--format", "json", "--locale", "zh"])).out, /"title":"序号/)
      assert.doesNotMatch((await cli(["check", "a.txt"])).out, /序号/)
    })
  })

  describe("encodings", () => {
    const ENCODINGS: readonly Encoding[] = [
      { name: "utf-8", hasBom: false }, { name: "utf-8", hasBom: true },
      { name: "utf-16le", hasBom: true }, { name: "utf-16be", hasBom: true },
      { name: "gb18030", hasBom: false }, { name: "gb18030", hasBom: true },
    ]
    const nameOf = ({ name, hasBom }: Encoding): string => `${name}${hasBom ? " with a mark" : ""}`

    for (const encoding of ENCODINGS) {
      it(`--fix keeps ${nameOf(encoding)} and the line ends`, async () => {
        for (const end of ["\n", "\r\n", "\r"]) {
          const stored = (text: string): Buffer => encode(text.replace("认真", "认真𠮷").replaceAll("\n", end), encoding)
          put({ "a.txt": stored(MISNUMBERED) })
          assert.match((await cli(["check", "a.txt"])).out, /^a.txt:3:1 warning section-number/)
          assert.deepEqual(await cli(["check", "--fix", "a.txt"]), { code: 0, out: "", err: "", bytes: Buffer.alloc(0) })
          assert.deepEqual(bytesOf("a.txt"), stored(SOUND))
        }
      })

      it(`reads back what it writes in ${nameOf(encoding)}`, () => {
        const bytes = encode(SOUND, encoding)
        assert.deepEqual(decode(bytes), { text: SOUND, encoding })
        assert.ok(isExact({ text: SOUND, encoding }, bytes))
      })
    }

    it("takes what is valid UTF-8 for UTF-8, and for nothing else", () => {
      assert.equal(decode(Buffer.from("总体情况�"))?.encoding.name, "utf-8")
      assert.equal(decode(Buffer.alloc(0))?.text, "")
      assert.equal(decode(iconv.encode("联通", "gb18030"))?.encoding.name, "gb18030")
    })

    it("reads a UTF-8 draft with a broken byte as such, not as gibberish", () => {
      const whole = Buffer.from(MISNUMBERED)
      const bytes = Buffer.concat([whole.subarray(0, 200), whole.subarray(201)])
      const decoded = decode(bytes)
      assert.equal(decoded?.encoding.name, "utf-8")
      assert.equal(isExact(decoded, bytes), false)
      assert.ok(decoded.text.includes("三、收到和处理"))
    })

    for (const [what, bytes] of Object.entries({
      "a broken byte": Buffer.concat([Buffer.from(MISNUMBERED), Buffer.from([0xe4, 0xbd])]),
      "half a character of GB18030": Buffer.concat([iconv.encode(MISNUMBERED, "gb18030"), Buffer.from([0xd5])]),
      "half a character of UTF-16": Buffer.concat([encode(MISNUMBERED, { name: "utf-16le", hasBom: true }), Buffer.from([0x4e])]),
      "a GBK code that has a twin": Buffer.concat([iconv.encode(MISNUMBERED, "gb18030"), Buffer.from([0xa3, 0xa0])]),
    })) {
      it(`checks a file with ${what}, but does not write it`, async () => {
        put({ "a.txt": bytes })
        const { code, out, err } = await cli(["check", "--fix", "a.txt"])
        assert.equal(code, 2)
        assert.match(out, /section-number/)
        assert.match(err, /^report-draft: a.txt: not mended, [^\n]+\n$/)
        assert.deepEqual(bytesOf("a.txt"), bytes)
      })
    }

    it("lets such a file pass where there is nothing to fix", async () => {
      put({ "a.txt": Buffer.concat([Buffer.from(SOUND), Buffer.from([0xe4, 0xbd])]) })
      assert.equal((await cli(["check", "--fix", "a.txt"])).err, "")
    })

    it("knows what an encoding cannot hold", () => {
      assert.ok(canEncode("𠮷ｱé", { name: "gb18030", hasBom: false }))
      assert.ok(!canEncode("\uD800", { name: "gb18030", hasBom: false }))
      assert.ok(!canEncode("\uD800", { name: "utf-8", hasBom: true }))
    })
  })

  describe("--fix", () => {
    it("mends what is safe, leaves the rest and reports it", async () => {
      const both = WRONG_SUM.replace("一、总体情况", "1、总体情况")
      put({ "a.txt": both })
      const { code, out } = await cli(["check", "--fix", "a.txt"])
      assert.equal(code, 1)
      assert.match(out, /sum-mismatch/)
      assert.doesNotMatch(out, /section-number/)
      assert.equal(textOf("a.txt"), WRONG_SUM)
      const again = await cli(["check", "--fix", "a.txt"])
      assert.deepEqual([again.out, textOf("a.txt")], [out, WRONG_SUM])
    })

    it("writes nothing where nothing changes", async () => {
      put({ "a.txt": WRONG_SUM, "poem.txt": "1、总体\n" })
      await cli(["check", "--fix", "."], { replaceFile: path => Promise.reject(new Error(`wrote ${path}`)) })
        .then(({ err }) => { assert.equal(err, "") })
    })

    it("keeps the mode, and leaves no other file behind", async function () {
      if (process.platform === "win32") this.skip()
      put({ "a.txt": MISNUMBERED })
      chmodSync(join(folder, "a.txt"), 0o640)
      await cli(["check", "--fix", "a.txt"])
      assert.equal(textOf("a.txt"), SOUND)
      assert.equal(statSync(join(folder, "a.txt")).mode & 0o7777, 0o640)
      assert.deepEqual(readdirSync(folder), ["a.txt"])
    })

    it("replaces the target of a symbolic link, not the link", async function () {
      if (process.platform === "win32") this.skip()
      put({ "kept/a.txt": MISNUMBERED })
      symlinkSync("kept/a.txt", join(folder, "link.txt"))
      assert.equal((await cli(["check", "--fix", "link.txt"])).code, 0)
      assert.ok(lstatSync(join(folder, "link.txt")).isSymbolicLink())
      assert.ok(!lstatSync(join(folder, "kept/a.txt")).isSymbolicLink())
      assert.equal(textOf("kept/a.txt"), SOUND)
    })

    it("leaves the old file whole when writing fails, and goes on", async () => {
      put({ "a.txt": MISNUMBERED, "b.txt": ofAnother(WRONG_SUM) })
      const { code, out, err } = await cli(["check", "--fix", "a.txt", "b.txt"], {
        replaceFile: () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" })),
      })
      assert.equal(code, 2)
      assert.equal(err, "report-draft: a.txt: the disk is full; nothing was written and the file is as it was\n")
      assert.match(out, /^a.txt:3:1 warning section-number/)
      assert.match(out, /^b.txt:\d+:\d+ error sum-mismatch/m)
      assert.equal(textOf("a.txt"), MISNUMBERED)
    })

    it("leaves the old file whole when the disk fills up mid-way", function () {
      if (process.platform !== "linux") this.skip()
      const long = MISNUMBERED.replace("各项工作。", "各项工作。".repeat(4000))
      put({ "a.txt": long })
      // A limit on the size of files stands in for the disk: the write is cut short, and only the next one fails.
      const ignore = "data:text/javascript,process.on('SIGXFSZ',()=>{})"
      const { status, stderr } = spawnSync("bash", ["-c", `ulimit -f 16 && exec "$0" --import "$1" "$2" check --fix --quiet a.txt --locale en`, process.execPath, ignore, CLI], { cwd: folder })
      assert.match(stderr.toString(), /^report-draft: a.txt: the file is too large; nothing was written[^\n]*\n$/)
      assert.equal(status, 2)
      assert.equal(textOf("a.txt"), long)
      assert.deepEqual(readdirSync(folder), ["a.txt"])
    })

    it("does not write a read-only file", async function () {
      if (process.getuid?.() === 0 || process.platform === "win32") this.skip()
      put({ "a.txt": MISNUMBERED })
      chmodSync(join(folder, "a.txt"), 0o444)
      const { code, err } = await cli(["check", "--fix", "a.txt"])
      assert.equal(code, 2)
      assert.match(err, /permission denied/)
      assert.equal(textOf("a.txt"), MISNUMBERED)
    })

    it("mends totals only if it is asked to", async () => {
      put({ "a.txt": WRONG_SUM })
      assert.equal((await cli(["check", "--fix", "a.txt"])).code, 1)
      assert.equal(textOf("a.txt"), WRONG_SUM)
      assert.equal((await cli(["check", "--fix", "--recompute", "a.txt"])).code, 0)
      assert.equal(textOf("a.txt"), SOUND)
    })

    it("turns standard input into mended standard output, in its own encoding", () => {
      const stored = (text: string): Buffer => iconv.encode(text.replaceAll("\n", "\r\n"), "gb18030")
      const both = WRONG_SUM.replace("一、总体情况", "1、总体情况")
      const { code, bytes, err } = spawned(["check", "--fix", "-", "--severity", "error"], stored(both))
      assert.equal(code, 1)
      assert.deepEqual(bytes, stored(WRONG_SUM))
      assert.match(err, /^-:\d+:\d+ error sum-mismatch [^\n]+\n$/)
    })

    it("passes standard input on unchanged where there is nothing to mend or it may not be", () => {
      assert.deepEqual(spawned(["check", "--fix", "-"], SOUND).bytes, Buffer.from(SOUND))
      const broken = Buffer.concat([Buffer.from(MISNUMBERED), Buffer.from([0xe4])])
      const { code, bytes } = spawned(["check", "--fix", "-"], broken)
      assert.deepEqual([code, bytes], [2, broken])
    })
  })

  describe("fixSafely", () => {
    const apply = (text: string, rule: (text: string) => Iterable<Finding>): { text: string; passes: number } => {
      const fake = { id: "fake", severity: "warning", check: ({ text }: { text: string }) => rule(text) } as unknown as Rule
      return fixSafely(text, FORMATS, {}, [fake])
    }
    const finding = (from: number, ...fixes: Partial<Fix>[]): Finding =>
      ({ range: { from, to: from + 1 }, message: { zh: "", en: "" }, fixes: fixes.map(fix => ({ title: { zh: "", en: "" }, safe: true, preferred: false, edits: [], ...fix })) })
    const places = (text: string, what: string): number[] => [...text.matchAll(new RegExp(what, "g"))].map(({ index }) => index)

    it("applies one safe fix a finding, the preferred one, and no other", () => {
      const { text, passes } = apply(SOUND, function* (text) {
        for (const from of places(text, "县")) yield finding(from, { edits: [{ from, to: from + 1, insert: "区" }] }, { preferred: true, edits: [{ from, to: from + 1, insert: "市" }] })
        for (const from of places(text, "馆")) yield finding(from, { safe: false, preferred: true, edits: [{ from, to: from + 1, insert: "室" }] })
      })
      assert.deepEqual({ text, passes }, { text: SOUND.replaceAll("县", "市"), passes: 1 })
    })

    it("leaves fixes that touch for the next pass, and never takes half of one", () => {
      const { text, passes } = apply(SOUND, function* (text) {
        const from = text.indexOf("青溪县")
        if (from < 0) return
        yield finding(from, { edits: [{ from, to: from + 1, insert: "清" }, { from: from + 2, to: from + 3, insert: "市" }] })
        yield finding(from + 1, { edits: [{ from: from + 1, to: from + 2, insert: "X" }] })
      })
      assert.equal(text, SOUND.replaceAll("青溪县", "清溪市"))
      assert.equal(passes, 2)
    })

    it("puts in only once what two findings want at one place", () => {
      const { text } = apply(SOUND, function* (text) {
        const from = text.indexOf("一、总体情况")
        if (text[from - 1] === "#") return
        for (let i = 0; i < 2; i++) yield finding(from, { edits: [{ from, to: from, insert: "#" }] })
      })
      assert.equal(text, SOUND.replace("一、总体", "#一、总体"))
    })

    it("ends with rules that never agree, and with fixes that change nothing", () => {
      const swap = apply(SOUND, function* (text) {
        const from = text.search(/[县市]/)
        yield finding(from, { edits: [{ from, to: from + 1, insert: text[from] === "县" ? "市" : "县" }] })
      })
      assert.equal(swap.passes, 10)
      const idle = apply(SOUND, text => [finding(0, { edits: [{ from: 0, to: 1, insert: text[0]! }] })])
      assert.deepEqual(idle, { text: SOUND, passes: 0 })
    })

    it("leaves a text that is no report alone", () => {
      assert.deepEqual(fixSafely("1、总体\n", FORMATS), { text: "1、总体\n", passes: 0 })
    })
  })

  describe("html", () => {
    it("shows findings, the official tables and the marked text in one file, with an index first", async () => {
      put({ "a.txt": SOUND, "b.txt": ofAnother(WRONG_SUM) })
      const { code, out } = await cli(["check", "--format", "html", "--output", "report.html", "--locale", "zh"])
      assert.deepEqual([code, out], [1, ""])
      const page = textOf("report.html")
      assert.match(page, /<a href="#d0">a\.txt<\/a>[^]*没有问题[^]*<a href="#d1">b\.txt/)
      assert.match(page, /<th colspan="5"[^>]*>法人或其他组织/)
      assert.match(page, /<td [^>]*class="figure error"[^>]*>3<\/td>/)
      assert.match(page, /default-src 'none'/)
      assert.doesNotMatch(page, /<script|javascript:|https?:\/\//)
      assert.deepEqual(readdirSync(folder).sort(), ["a.txt", "b.txt", "report.html"])
    })

    it("shows what a draft says as text, whatever it says", async () => {
      const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)><3>"\'[x](command:a)\u202E"'&`
      put({ "a.txt": SOUND.replace("公开内容还不够丰富", hostile).replace("2023年青溪县档案馆政府", `2023年青溪县${hostile}政府`).replace(/(一、本年新收\D*)0/, `$1${hostile}`) })
      await cli(["check", "--format", "html", "--output", "report.html"])
      const page = textOf("report.html")
      assert.doesNotMatch(page, /<script|<img|href="(?!#)/)
      assert.match(page, /&lt;3>/)
    })

    it("never takes the place of a draft, a folder or what it cannot finish", async () => {
      put({ "a.txt": SOUND, "dir/x.md": SOUND })
      for (const output of ["a.txt", "dir"]) {
        const { code, err } = await cli(["check", "a.txt", "--format", "html", "--output", output])
        assert.equal(code, 2)
        assert.match(err, /not to be overwritten|no regular file/)
      }
      assert.equal(textOf("a.txt"), SOUND)
      assert.equal((await cli(["check", "a.txt", "--output", "none/report.html"])).code, 2)
    })
  })

  describe("--report-format", () => {
    /** A sound format of its own, with other values at some places; undefined takes the place away. */
    const custom = (changes: Readonly<Record<string, unknown>> = {}): string => {
      const format = { ...structuredClone(FORMATS[0]!), id: "county-2030", firstYear: 2030 }
      for (const [path, value] of Object.entries(changes)) {
        const keys = path.split(".")
        const last = keys.pop()!
        const owner = keys.reduce<Record<string, unknown>>((object, key) => object[key] as Record<string, unknown>, format as unknown as Record<string, unknown>)
        owner[last] = value
      }
      return JSON.stringify(format, null, 2)
    }

    it("is used besides the built-in ones", async () => {
      put({ "format.json": `\uFEFF${custom()}`, "a.txt": SOUND.replaceAll("2023", "2031"), "b.txt": SOUND })
      const { code, out } = await cli(["check", "a.txt", "b.txt", "--format", "json", "--report-format", "format.json"])
      assert.equal(code, 0)
      const { files } = JSON.parse(out) as { files: { reports: { format: string }[] }[] }
      assert.deepEqual(files.map(({ reports }) => reports.map(({ format }) => format)), [["county-2030"], ["gov-disclosure-2021"]])
    })

    it("may extend another one", async () => {
      put({ "format.json": '{ "id": "county-2030", "extends": "gov-disclosure-2021", "firstYear": 2030 }', "a.txt": SOUND.replaceAll("2023", "2031") })
      const { out } = await cli(["check", "a.txt", "--format", "json", "--report-format", "format.json"])
      assert.equal((JSON.parse(out) as { files: { reports: { format: string }[] }[] }).files[0]!.reports[0]!.format, "county-2030")
    })

    const faults: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
      "an unknown format to extend": ['{ "id": "county-2030", "extends": "none" }', /no report format "none" to extend/],
      "no JSON": ["{\n  \"id\": }\n", /no valid JSON/],
      "nothing": ["", /no valid JSON/],
      "no text": [Buffer.from([0, 1, 2]), /no text file/],
      "no object": ["[]", /\/: .*array.*object/],
      "null": ["null", /\/: /],
      "a missing field": [custom({ "sections.1.title": undefined }), /sections\/1 lacks "title"/],
      "an unknown field": [custom({ "colour": 1 }), /colour should not be there/],
      "a wrong type": [custom({ "firstYear": "2030" }), /firstYear: .*integer/],
      "an unknown unit": [custom({ "tables.0.parts.0.unit": "kg" }), /tables\/0\/parts\/0\/unit: .*万元/],
      "a column with neither id nor columns": [custom({ "tables.0.parts.0.columns.0.id": undefined }), /columns\/0 needs either an id or columns/],
      "a row twice": [custom({ "tables.1.parts.0.rows.1.id": "new" }), /row "new" of table "requests" occurs twice/],
      "an equation with an unknown row": [custom({ "tables.1.editRules.1.equation": "total = nothing" }), /uses "nothing"/],
      "the id of another format": [custom({ "id": "gov-disclosure-2021" }), /already is a report format/],
      "endless depth": [`{"id":${"[".repeat(200000)}`, /./],
    }
    for (const [what, [content, message]] of Object.entries(faults)) {
      it(`with ${what}: one line, exit 2, nothing read or written`, async () => {
        put({ "format.json": content, "a.txt": MISNUMBERED })
        const { code, out, err } = await cli(["check", "--fix", "a.txt", "--report-format", "format.json"])
        assert.deepEqual([code, out], [2, ""])
        assert.match(err, /^report-draft: format\.json: [^\n]+\n$/)
        assert.match(err, message)
        assert.equal(textOf("a.txt"), MISNUMBERED)
      })
    }

    it("that is not there", async () => {
      put({ "a.txt": SOUND })
      const { code, out, err } = await cli(["facts", "a.txt", "--report-format", "none.json"])
      assert.deepEqual([code, out, err], [2, "", "report-draft: none.json: there is no such file\n"])
    })
  })

  it("total adds up reports of any kind, tables alone, too", async () => {
    const accounts = readFileSync(join("examples/clean", readdirSync("examples/clean").find(name => name.includes("部门决算公开表"))!), "utf8")
    put({ "a.txt": accounts, "b.txt": accounts.replaceAll("青石县民政局", "青石县教育局") })
    const { code } = await cli(["total", "a.txt", "b.txt", "--title", "青石县2024年度部门决算公开表", "--output", "all.txt"])
    assert.equal(code, 0)
    assert.match(textOf("all.txt"), /^一、一般公共预算财政拨款收入\t3700\.84\t/m)
    const { out } = await cli(["check", "all.txt"])
    assert.equal(out, "")
  })

  describe("learn", () => {
    const HOTLINE = (body: string, closed: number, open: number): string =>
      `${body}2023年政务热线工作年报\n\n一、总体情况\n\n略。\n\n二、来电受理和办结情况\n\n单位：件\n\n类别\t已办结\t办理中\t合计\n咨询\t${closed}\t${open}\t${closed + open}\n投诉\t${open + 31}\t${closed + 9}\t${closed + open + 40}\n总计\t${closed + open + 31}\t${closed + open + 9}\t${2 * (closed + open) + 40}\n`

    it("makes a format by which the next report is checked, of texts and of Word files and pages alike", async () => {
      put({ "a.txt": HOTLINE("青石县", 65, 18), "b.txt": HOTLINE("柳川县", 91, 27), "c.txt": HOTLINE("石桥镇", 43, 12).replace("\t52\t", "\t25\t") })
      const learnt = await cli(["learn", "a.txt", "b.txt", "--output", "own.report-format.json"])
      assert.deepEqual([learnt.code, learnt.out], [0, ""])
      assert.match(learnt.err, /^report-draft: learnt: .*each row, 合计 = 已办结 \+ 办理中 \(2 samples, 12 figures other than 0\)$/m)
      assert.match(learnt.err, /^report-draft: learnt: .*each column, 总计 = 咨询 \+ 投诉 \(2 samples, 12 figures other than 0\)$/m)
      const { code, out } = await cli(["check", "c.txt", "--report-format", "own.report-format.json"])
      assert.equal(code, 1)
      assert.match(out, /^c\.txt:\d+:\d+ error sum-mismatch “投诉”办理中 says 25 and should say 52/m)
      for (const name of ["a.docx", "b.html"]) await cli(["convert", name.replace(/\..*/, ".txt"), "--output", name, "--report-format", "own.report-format.json"])
      const again = await cli(["learn", "a.docx", "b.html"])
      assert.deepEqual((JSON.parse(again.out) as ReportFormat).tables, (JSON.parse(textOf("own.report-format.json")) as ReportFormat).tables)
    })

    it("replaces no file, and writes none where there is nothing to learn", async () => {
      put({ "a.txt": HOTLINE("青石县", 65, 18), "b.txt": "随便写写。\n", "own.json": "{}" })
      for (const argv of [["a.txt", "--output", "own.json"], ["a.txt", "--output", "a.txt", "--force"], ["b.txt", "--output", "new.json"], ["none.txt"], []]) {
        const { code, out, err } = await cli(["learn", ...argv])
        assert.deepEqual([code, out], [2, ""])
        assert.match(err, /^report-draft: [^\n]+\n$/)
      }
      assert.equal(textOf("own.json"), "{}")
      assert.ok(!existsSync(join(folder, "new.json")))
      assert.equal((await cli(["learn", "a.txt", "--output", "own.json", "--force"])).code, 0)
      assert.equal((JSON.parse(textOf("own.json")) as ReportFormat).reportTitle, "政务热线工作年报")
    })
  })

  it("is built", () => {
    assert.ok(existsSync(CLI))
  })
})

async function* input(data: string | Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from(data))
}
