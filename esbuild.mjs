/** Bundles the programs into dist/; with --tests also the mocha suites into .build/test/ and those for the editor into .build/editor/. */
import { build } from "esbuild"
import { globSync } from "tinyglobby"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"

const tests = process.argv.includes("--tests")

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "warning",
}

/** @type {import("esbuild").BuildOptions} */
const program = { ...common, outdir: "dist", minify: true, legalComments: "none" }

/**
 * The language client is a bundle of its own, which client.js loads when it first needs it.
 * @type {import("esbuild").Plugin}
 */
const sessionApart = {
  name: "session-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/session\.ts$/ }, ({ kind }) => (kind === "dynamic-import" ? { path: "./session.js", external: true } : undefined))
  },
}

// The bundles are CommonJS, which VS Code asks for; without this Node would take them for modules, as the rest is.
mkdirSync("dist", { recursive: true })
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n')

await Promise.all([
  build({
    ...program,
    entryPoints: { cli: "server/cli.ts" },
    // A package below tinyglobby asks for the address of its module, which CommonJS does not have.
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href' },
  }),
  build({ ...program, entryPoints: { server: "server/server.ts" } }),
  build({ ...program, entryPoints: { client: "client/extension.ts", session: "client/session.ts" }, external: ["vscode"], plugins: [sessionApart] }),
])

if (tests) await Promise.all([buildUnitTests(), buildEditorSuites()])

async function buildUnitTests() {
  rmSync(".build/test", { recursive: true, force: true })
  await build({
    ...common,
    entryPoints: globSync("test/**/*.test.ts", { ignore: ["test/editor/**"] }),
    outdir: ".build/test",
    outbase: "test",
    sourcemap: "inline",
    format: "esm",
    outExtension: { ".js": ".js" },
    packages: "external",
  })
}

/** These run in VS Code's extension host, which asks for CommonJS. */
async function buildEditorSuites() {
  rmSync(".build/editor", { recursive: true, force: true })
  await build({
    ...common,
    entryPoints: globSync(["test/editor/suite/index.ts", "test/editor/suite/*.test.ts"]),
    outdir: ".build/editor",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    outExtension: { ".js": ".cjs" },
  })
}
