/** Runs the pages of this folder through vscode-tmgrammar-test, with the markdown grammar of the editor that the other tests use. */
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { cacheDir } from "../editor/defaults.mjs"
import { getHost } from "../editor/host.mjs"
import { getServer } from "../editor/server.mjs"

const MARKDOWN = "extensions/markdown-basics/syntaxes/markdown.tmLanguage.json"
const root = fileURLToPath(new URL("../..", import.meta.url))
const program = join(root, "node_modules/vscode-tmgrammar-test/dist/unit.js")

describe("grammars", () => {
  let markdown
  before(async () => {
    markdown = await markdownGrammar()
  })
  for (const page of ["report.txt", "report.md"]) {
    it(`colour ${page} as it says`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, "-g", markdown, `test/grammar/${page}`], { cwd: root, encoding: "utf8" })
      assert.equal(status, 0, `${stdout}${stderr}`.replace(/^grammar not found.*\n/gm, ""))
    })
  }
})

async function markdownGrammar() {
  const host = await getHost()
  const folders = host.name === "server" ? [(await getServer({ cacheDir, version: host.version })).folder] : appFolders(host)
  const found = folders.map(folder => join(folder, MARKDOWN)).find(existsSync)
  if (!found) throw new Error(`no ${MARKDOWN} in ${folders.join(", ")}`)
  return found
}

/** Where the desktop program keeps its own extensions, on Linux, Windows and macOS. */
function appFolders({ executable, env }) {
  const folder = dirname(env.EDITOR_DESKTOP ?? executable)
  return ["resources/app", "../Resources/app"].map(path => resolve(folder, path))
}
