import assert from "node:assert/strict"
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path/posix"
import { globSync } from "tinyglobby"
import { RULES } from "../server/engine/rules/index.ts"

/** Each imports only itself and those to its left. The façade is the files of server/engine itself; lsp and cli stand side by side. */
const LAYERS = ["text", "syntax", "tables", "report", "rules", "façade", "features", "files", "collection", "lsp | cli"]

/** What a pure engine cannot know: the clock, chance, the machine and the editor. */
const IMPURE = /(?<![\w$.])(?:Date|performance|process|console|globalThis|fetch|require|setTimeout|setInterval|setImmediate|queueMicrotask)(?=\s*[.(])|new Date\b|Math\.random/g

interface Module {
  readonly path: string
  /** Without comments. */
  readonly code: string
  /** As written. */
  readonly imports: readonly string[]
}

const ENGINE = modulesIn("server/engine/**/*.ts")
const SERVER = modulesIn("server/**/*.ts")
const CLIENT = modulesIn("client/**/*.ts")

describe("architecture", () => {
  it("is looked at where it is", () => {
    assert.ok(ENGINE.length > 50)
    for (const layer of LAYERS.slice(0, -1)) assert.ok(SERVER.some(({ path }) => layerOf(path) === layer), layer)
  })

  it("every layer imports only itself and those to its left", () => {
    const wrong = SERVER.flatMap(module => targetsOf(module).filter(target => isAbove(target, module.path)).map(target => `${module.path} imports ${target}`))
    assert.deepEqual(wrong, [])
  })

  it("the language server and the command line know nothing of each other", () => {
    const wrong = SERVER.flatMap(module => targetsOf(module).filter(target => [module.path, target].some(isOfServer) && [module.path, target].some(isOfCli)).map(target => `${module.path} imports ${target}`))
    assert.deepEqual(wrong, [])
  })

  it("the engine imports nothing but itself, the formats and a parser of HTML", () => {
    const wrong = ENGINE.flatMap(module => module.imports.filter(name => !name.startsWith(".") && name !== "htmlparser2").concat(targetsOf(module).filter(target => !/^server\/(?:engine\/.*\.ts|formats(?:\/.*\.json)?)$/.test(target))).map(name => `${module.path} imports ${name}`))
    assert.deepEqual(wrong, [])
  })

  it("the view imports only the engine, the readers of files and what draws", () => {
    const wrong = modulesIn("view/**/*.ts").flatMap(module => [...module.imports.filter(name => !name.startsWith(".") && !/^preact/.test(name)), ...targetsOf(module).filter(target => !/^(?:view|server\/(?:engine|files))\//.test(target))].map(name => `${module.path} imports ${name}`))
    assert.deepEqual(wrong, [])
  })

  it("the engine knows no clock, no chance and no machine", () => {
    assert.deepEqual(ENGINE.flatMap(({ path, code }) => [...code.matchAll(IMPURE)].map(([word]) => `${path} uses ${word}`)), [])
  })

  it("the client is apart: it shares no code with the server", () => {
    assert.deepEqual(CLIENT.flatMap(module => targetsOf(module).filter(target => target.startsWith("server/")).map(target => `${module.path} imports ${target}`)), [])
    assert.deepEqual(SERVER.flatMap(module => module.imports.filter(name => name === "vscode" || name.includes("client/")).map(name => `${module.path} imports ${name}`)), [])
  })

  it("the licences of the packages in the bundles are shipped with them", () => {
    const notices = readFileSync("dist/THIRD-PARTY-NOTICES.txt", "utf8")
    for (const name of ["vscode-languageserver", "vscode-languageclient", "htmlparser2"]) assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(MIT\\)\n\n.*(?:copyright|permission)`, "ims"), name)
    assert.ok(readFileSync(".vscodeignore", "utf8").includes("!dist/THIRD-PARTY-NOTICES.txt"))
  })

  it("the manual of the rules is in the command line's bundle alone", () => {
    const manual = RULES.map(({ docs }) => docs.zh.split("\n")[0]!)
    const countIn = (bundle: string): number => {
      const text = readFileSync(bundle, "utf8")
      return manual.filter(line => text.includes(line)).length
    }
    assert.deepEqual(["dist/cli.js", "dist/server.js", "dist/report-draft.html"].map(countIn), [RULES.length, 0, 0])
  })

  it("the page for those without an editor is one file of less than 700 kB", () => {
    assert.ok(statSync("dist/report-draft.html").size < 700_000)
  })

  it("nothing that is shipped imports from the tests", () => {
    assert.deepEqual([...SERVER, ...CLIENT].filter(module => targetsOf(module).some(target => target.startsWith("test/"))).map(({ path }) => path), [])
  })
})

function modulesIn(pattern: string): Module[] {
  return globSync(pattern).sort().map(path => {
    const code = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "")
    return { path, code, imports: [...code.matchAll(/(?<![-\w"])(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(match => match[1]!) }
  })
}

const isOfCli = (path: string): boolean => path.startsWith("server/cli")
const isOfServer = (path: string): boolean => path.startsWith("server/lsp/") || path === "server/server.ts"

/** The files of the project that a module imports, as paths from its root. */
function targetsOf({ path, imports }: Module): string[] {
  return imports.filter(name => name.startsWith(".")).map(name => join(path, "..", name))
}

function layerOf(path: string): string {
  const [, folder] = /^server\/engine\/([^/]+)\//.exec(path) ?? []
  if (path.startsWith("server/files/")) return "files"
  if (path.startsWith("server/collection/")) return "collection"
  return folder ?? (path.startsWith("server/engine/") ? "façade" : "lsp | cli")
}

function isAbove(target: string, path: string): boolean {
  return target.endsWith(".ts") && LAYERS.indexOf(layerOf(target)) > LAYERS.indexOf(layerOf(path))
}
