import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { Writable } from "node:stream"
import { Validator, type Schema } from "@cfworker/json-schema"
import { Parser } from "htmlparser2"
import { globSync } from "tinyglobby"
import sarifSchema from "../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" }
import { run } from "../server/cli/run.ts"
import { DECISIONS_FILE } from "../server/collection/decisions.ts"
import { WHOLES_FILE } from "../server/collection/wholes.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { WRONG } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

interface SarifLog {
  readonly runs: readonly [{
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] } }
    readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string }; readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }] }[] }]
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: Record<string, number> }; readonly logicalLocations?: readonly unknown[] }]
      readonly partialFingerprints: Record<string, string>
    }[]
  }]
}

/** A name and a title that a spreadsheet would take for formulas, a reader of XML for markup. */
const HOSTILE_NAME = "=1+1 & <b>.txt"
const HOSTILE = WRONG.replace("2023年青溪县档案馆政府", "=HYPERLINK(1)青溪县档案馆2023年政府")

/** Commas, quotes, UTF-8 (its dialog sees the byte order mark; without one it has to be told), and formulas worked out. */
const AS_ITS_DIALOG_DOES = "44,34,76,1,,0,false,true,false,false,false,0,true"

describe("formats of findings", () => {
  let folder = ""
  useFolder(path => {
    folder = path
  })
  beforeEach(() => {
    writeFileSync(join(folder, "青溪 县.txt"), WRONG)
    writeFileSync(join(folder, HOSTILE_NAME), HOSTILE)
  })

  const check = async (argv: readonly string[], cwd = folder): Promise<{ code: number; out: string; err: string }> => {
    const written: [string[], string[]] = [[], []]
    const into = (chunks: string[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk.toString()), done()) })
    const code = await run({ argv: ["check", "--locale", "zh", ...argv], stdin: noInput(), stdout: into(written[0]), stderr: into(written[1]), env: {}, cwd, thread: resolve("dist/cli.js") })
    return { code, out: written[0].join(""), err: written[1].join("") }
  }

  describe("sarif", () => {
    // One pattern of it has a bracket that only older expressions allow.
    const schema = JSON.parse(JSON.stringify(sarifSchema).replaceAll("]?$", "\\\\]?$")) as Schema
    const validator = new Validator(schema, "4")
    const sarifOf = async (argv: readonly string[], cwd?: string): Promise<SarifLog> => {
      const log = JSON.parse((await check(["--format", "sarif", ...argv], cwd)).out) as SarifLog
      const { valid, errors } = validator.validate(log)
      assert.ok(valid, JSON.stringify(errors.slice(0, 3)))
      return log
    }

    it("obeys the published schema, for all examples, for a Word file and for nothing", async () => {
      const { runs: [{ results }] } = await sarifOf(globSync("examples/faulty/*"), process.cwd())
      assert.ok(results.length > 50)
      const [word] = globSync("test/files/samples/*.docx")
      await sarifOf([word!], process.cwd())
      writeFileSync(join(folder, "poem.txt"), "床前看月光\n")
      assert.deepEqual((await sarifOf(["poem.txt"])).runs[0].results, [])
    })

    it("names what could not be read, and says that the run was not whole", async () => {
      writeFileSync(join(folder, "坏 稿.docx"), "no Word file")
      const { runs: [{ invocations: [{ executionSuccessful, toolExecutionNotifications }], results }] } = await sarifOf([".", "none.txt"])
      assert.equal(executionSuccessful, false)
      assert.deepEqual(toolExecutionNotifications.map(({ level, locations: [{ physicalLocation: { artifactLocation: { uri } } }] }) => [level, decodeURIComponent(uri)]), [["error", "none.txt"], ["error", "坏 稿.docx"]])
      assert.match(toolExecutionNotifications[0]!.message.text, /none\.txt：找不到/)
      assert.ok(results.length > 0)
      const { runs: [{ invocations: [whole] }] } = await sarifOf(["青溪 县.txt"])
      assert.deepEqual(whole, { executionSuccessful: true, toolExecutionNotifications: [] })
    })

    it("refuses what the schema refuses", () => {
      assert.equal(validator.validate({ version: "2.1.0", runs: [{ results: [] }] }).valid, false)
    })

    it("says the place from 1, the level, the fingerprint of json, and explains each rule", async () => {
      const { runs: [{ tool, results }] } = await sarifOf(["青溪 县.txt"])
      const { files } = JSON.parse((await check(["--format", "json", "青溪 县.txt"])).out) as { files: [{ diagnostics: { rule: string; fingerprint: string; range: { start: { line: number; character: number } } }[] }] }
      const [{ rule, fingerprint, range: { start } }] = files[0].diagnostics as [(typeof files)[0]["diagnostics"][0]]
      const [{ ruleId, ruleIndex, level, locations: [{ physicalLocation: { artifactLocation, region } }], partialFingerprints }] = results as [(typeof results)[0]]
      assert.deepEqual({ ruleId, level, uri: artifactLocation.uri, partialFingerprints }, { ruleId: rule, level: "error", uri: "%E9%9D%92%E6%BA%AA%20%E5%8E%BF.txt", partialFingerprints: { "reportDraft/v1": fingerprint } })
      assert.deepEqual([region!["startLine"], region!["startColumn"]], [start.line + 1, start.character + 1])
      assert.deepEqual(tool.driver.rules.map(({ id }) => id), RULES.map(({ id }) => id))
      assert.equal(tool.driver.rules[ruleIndex]!.id, rule)
      assert.match(tool.driver.rules[ruleIndex]!.help.text, /\p{Script=Han}/u)
    })
  })

  describe("csv", () => {
    it("has a row for each finding, and nothing that is taken for a formula", async () => {
      const { out } = await check(["--format", "csv", "."])
      const [head, ...rows] = out.trimEnd().split("\r\n")
      assert.equal(head, "\uFEFFpath,line,column,place,severity,rule,title,year,message,fingerprint")
      assert.ok(rows.length >= 2)
      for (const row of rows) assert.doesNotMatch(row, /(?:^|,)"?[=+\-@]/)
      assert.ok(rows.some(row => row.startsWith(`'${HOSTILE_NAME},`)))
      assert.ok(!(await check(["--format", "csv", "--no-bom", "."])).out.startsWith("\uFEFF"))
    })

    it("opens in LibreOffice with all its characters, and without a formula", async function () {
      if (spawnSync("soffice", ["--version"]).error) this.skip()
      await check(["--format", "csv", "--output", "findings.csv", "."])
      spawnSync("soffice", [`-env:UserInstallation=file://${folder}/profile`, "--headless", `--infilter=CSV:${AS_ITS_DIALOG_DOES}`, "--convert-to", "fods", "--outdir", folder, join(folder, "findings.csv")], { timeout: 50_000 })
      const sheet = readFileSync(join(folder, "findings.fods"), "utf8")
      for (const words of ["青溪 县.txt", "政府信息公开工作年度报告", "应为"]) assert.ok(sheet.includes(words), words)
      assert.doesNotMatch(sheet, /table:formula/)
    })
  })

  it("overview has a row for each report: whose it is, how it stands, what is decided", async () => {
    const rows = async (): Promise<string[]> => (await check(["--format", "overview", "--no-bom", "青溪 县.txt"])).out.trimEnd().split("\r\n")
    const [head, row, ...more] = await rows()
    assert.deepEqual([head, more], ["path,body,year,title,state,errors,warnings,information,hints,accepted,confirmed,undecided", []])
    assert.match(row!, /^青溪 县\.txt,青溪县档案馆,2023,.*政府信息公开工作年度报告,error,1,0,0,0,0,0,1$/)
    await check(["--accept", "all", "--reason", "x", "青溪 县.txt"])
    assert.match((await rows())[1]!, /,none,0,0,0,0,1,0,0$/)
    writeFileSync(join(folder, DECISIONS_FILE), readFileSync(join(folder, DECISIONS_FILE), "utf8").replace("accepted", "confirmed"))
    assert.match((await rows())[1]!, /,error,1,0,0,0,0,1,0$/)
  })

  it("junit is XML with a suite for each draft; only errors are failures", async () => {
    writeFileSync(join(folder, "青溪 县.txt"), WRONG.replace("一、总体情况", "1、总体情况"))
    const { out } = await check(["--format", "junit", "."])
    const suites: { name: string; tests: number; failures: number; said: string[] }[] = []
    let failed = 0
    const parser = new Parser({
      onopentag(name, attributes) {
        if (name === "testsuite") suites.push({ name: attributes["name"]!, tests: Number(attributes["tests"]), failures: Number(attributes["failures"]), said: [] })
        if (name === "testcase") suites.at(-1)!.said.push(attributes["name"]!)
        if (name === "failure") failed++
      },
    }, { xmlMode: true })
    parser.end(out)
    assert.deepEqual(suites.map(({ name }) => name), [HOSTILE_NAME, "青溪 县.txt"])
    for (const { tests, said } of suites) assert.equal(said.length, tests)
    assert.equal(failed, suites[0]!.failures + suites[1]!.failures)
    assert.ok(failed > 0 && suites[1]!.tests > suites[1]!.failures)
    assert.ok(suites[1]!.said.some(said => /^section-number \d+:\d+$/.test(said)))
  })

  it("junit has an error for each file that could not be read", async () => {
    writeFileSync(join(folder, "a & b.docx"), "no Word file")
    const { code, out } = await check(["--format", "junit", ".", "none.txt"])
    const errors: { suite: string; message: string }[] = []
    let suite = ""
    const parser = new Parser({
      onopentag(name, attributes) {
        if (name === "testsuite") suite = `${attributes["name"]!} ${attributes["errors"] ?? 0}`
        if (name === "error") errors.push({ suite, message: attributes["message"]! })
      },
    }, { xmlMode: true })
    parser.end(out)
    assert.equal(code, 2)
    assert.deepEqual(errors.map(({ suite }) => suite), ["none.txt 1", "a & b.docx 1"])
    assert.match(errors[0]!.message, /^none\.txt：找不到这个文件$/)
  })

  it("sarif and junit name a file beside the drafts that is broken, too", async () => {
    writeFileSync(join(folder, WHOLES_FILE), '{ "wholes": 1 }')
    writeFileSync(join(folder, DECISIONS_FILE), "{")
    const { runs: [{ invocations: [invocation] }] } = JSON.parse((await check(["--format", "sarif", "."])).out) as SarifLog
    assert.equal(invocation.executionSuccessful, false)
    const junit = (await check(["--format", "junit", "."])).out
    const named = invocation.toolExecutionNotifications.map(({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri)
    assert.deepEqual(named.sort(), [DECISIONS_FILE, WHOLES_FILE])
    for (const file of named) assert.match(junit, new RegExp(`<testcase classname="${file}" name="report-draft"><error type="unreadable" message="${file}`))
  })

  it("a summary stands on standard error unless --quiet is given, whatever is shown of the findings", async () => {
    const { err } = await check(["."])
    assert.match(err, /^report-draft: 2 个文件，2 份报告，[1-9]\d* 处错误，已接受 0 处\n$/)
    assert.equal((await check(["--severity", "error", "--format", "sarif", "."])).err, err)
    assert.equal((await check(["--quiet", "."])).err, "")
  })

  it("--output replaces a file only when all is written", async () => {
    writeFileSync(join(folder, "findings.xml"), "old")
    const { out } = await check(["--format", "junit", "--output", "findings.xml", "."])
    assert.equal(out, "")
    assert.match(readFileSync(join(folder, "findings.xml"), "utf8"), /^<\?xml[\s\S]*<\/testsuites>\n$/)
    assert.ok(!globSync("*.tmp", { cwd: folder }).length && existsSync(join(folder, "findings.xml")))
  })
})

async function* noInput(): AsyncGenerator<string> {
  yield ""
}
