import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { globSync } from "tinyglobby"
import { FORMATS } from "../server/engine/formats.ts"
import { RULES } from "../server/engine/rules/index.ts"
import { checkGenerated, toJson } from "./support/generated.ts"
import { keysIn, withReportNames, withRuleSettings, withRuleTexts, type Manifest, type Texts } from "./support/manifest.ts"
import { signsOf } from "./support/reportSigns.ts"

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T

describe("generated settings", () => {
  it("offer every rule, and know the names of reports", () => {
    const named = withReportNames(read<Manifest>("package.json"), signsOf(FORMATS).names)
    checkGenerated("package.json", toJson(withRuleSettings(named, RULES)))
  })
  for (const [path, locale] of [["package.nls.json", "en"], ["package.nls.zh-cn.json", "zh"]] as const) {
    it(`are explained in ${path}`, () => checkGenerated(path, toJson(withRuleTexts(read<Texts>(path), RULES, locale))))
  }
})

describe("manifest", () => {
  it("has every text in both languages, and no other", () => {
    const used = [...keysIn(read("package.json"))].sort()
    for (const path of ["package.nls.json", "package.nls.zh-cn.json"]) assert.deepEqual(Object.keys(read<Texts>(path)).sort(), used, path)
  })

  it("lets no folder that is not trusted name files to be read", () => {
    const { capabilities } = read<{ capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } } }>("package.json")
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes("reportDraft.formats"))
  })

  it("names files that exist", () => {
    const texts = [...Object.values(read<Texts>("package.nls.json")), ...Object.values(read<Texts>("package.nls.zh-cn.json")), readFileSync("package.json", "utf8")]
    const paths = texts.flatMap(text => [...text.matchAll(/(?:images|syntaxes|snippets|server)\/[\w./-]+/g)].map(([path]) => path))
    assert.ok(paths.length > 10)
    assert.deepEqual(paths.filter(path => !existsSync(path)), [])
  })

  it("registers every command that it names", () => {
    const { contributes } = read<{ contributes: { commands: { command: string }[] } }>("package.json")
    const source = readFileSync("client/commands/index.ts", "utf8")
    for (const { command } of contributes.commands) assert.match(source, new RegExp(`^ {4}${command.replace("reportDraft.", "")}[:,]`, "m"))
  })
})

describe("messages of the client", () => {
  it("are all translated, and no others", () => {
    const sources = globSync("client/**/*.ts").map(path => readFileSync(path, "utf8"))
    const used = new Set(sources.flatMap(text => [...text.matchAll(/(?<![\w.])t\("([^"]*)"/g)].map(match => match[1]!)))
    assert.deepEqual(Object.keys(read<Texts>("l10n/bundle.l10n.zh-cn.json")).sort(), [...used].sort())
  })
})
