/** Bundles the programs into dist/; with --tests also the mocha suites into .build/test/ and those for the editor into .build/editor/. */
import { build } from "esbuild"
import { globSync } from "tinyglobby"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createHash } from "node:crypto"
import { join } from "node:path"
import { formatsIn } from "./scripts/formats.mjs"

const tests = process.argv.includes("--tests")

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  plugins: [formatsIn()],
  logLevel: "warning",
}

/**
 * Of a package that has both, the modules: one for CommonJS may ask for its parts in ways that no bundler sees.
 * @type {import("esbuild").BuildOptions}
 */
const program = { ...common, outdir: "dist", minify: true, charset: "utf8", legalComments: "none", metafile: true, mainFields: ["module", "main"] }

/**
 * Bundles of their own, which the programs load when they first need them: the language client, the preview, the comparison, and what reads and writes Word and web files.
 * @type {import("esbuild").Plugin}
 */
const loadedLater = {
  name: "loaded-later",
  setup({ onResolve }) {
    onResolve({ filter: /\/(?:session|preview|compare|bundle)\.ts$/ }, ({ kind, path }) => {
      const file = Object.entries({ session: "./session.js", preview: "./previewPanel.js", compare: "./comparison.js", bundle: "./files.js" }).find(([name]) => path.endsWith(`/${name}.ts`))
      return kind === "dynamic-import" && file ? { path: file[1], external: true } : undefined
    })
  },
}

/**
 * The manual of the rules is a tenth of the server, which leads to docs/rules.md instead; SARIF alone, of the command line, has a use for it.
 * @type {import("esbuild").Plugin}
 */
const withoutManual = {
  name: "without-manual",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]engine[\\/]rules[\\/][a-z-]+\.ts$/ }, ({ path }) => ({ contents: readFileSync(path, "utf8").replace(/^ {2}docs: \{\r?\n[^]*?\n {2}\},\r?\n/m, ""), loader: "ts" }))
  },
}

// The bundles are CommonJS, which VS Code asks for; without this Node would take them for modules, as the rest is.
mkdirSync("dist", { recursive: true })
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n')

const built = await Promise.all([
  build({
    ...program,
    entryPoints: { cli: "server/cli.ts" },
    plugins: [...common.plugins, loadedLater],
    // A package below tinyglobby asks for the address of its module, which CommonJS does not have.
    define: { "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href' },
  }),
  build({ ...program, entryPoints: { files: "server/files/bundle.ts" } }),
  build({ ...program, entryPoints: { server: "server/server.ts", reader: "server/lsp/readerThread.ts" }, plugins: [...common.plugins, loadedLater, withoutManual] }),
  build({ ...program, entryPoints: { client: "client/extension.ts", session: "client/session.ts", previewPanel: "client/preview.ts", comparison: "client/compare.ts" }, external: ["vscode"], plugins: [...common.plugins, loadedLater] }),
])
built.push(await build({ ...program, entryPoints: { preview: "view/preview.ts" }, platform: "browser", target: "es2022", format: "iife" }))
const offline = await build({ ...program, entryPoints: { offline: "view/offline.ts" }, platform: "browser", target: "es2022", format: "iife", write: false, plugins: [...common.plugins, withoutManual] })
built.push(offline)
writeFileSync("dist/report-draft.html", offlinePage(offline.outputFiles[0].text, noticesOf(Object.values(offline.metafile.outputs))))
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", noticesOf(built.flatMap(({ metafile }) => Object.values(metafile.outputs))))

if (tests) await Promise.all([buildUnitTests(), buildEditorSuites()])

/** One file that opens by a double click: the script may run, and nothing may be fetched or sent. */
function offlinePage(script, notices) {
  const hash = createHash("sha256").update(script).digest("base64")
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width">
<title>report-draft</title>
</head>
<body><pre hidden>${notices.replace(/[&<]/g, sign => `&#${sign.charCodeAt(0)};`)}</pre><script>${script}</script></body>
</html>
`
}

/** The licences of the packages in the bundles, which ask to go with every copy. */
function noticesOf(outputs) {
  const files = outputs.flatMap(({ inputs }) => Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])))
  const folders = new Set(files.flatMap(file => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []))
  const notices = [...folders].map(folder => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    const file = readdirSync(folder).find(entry => /^licen[cs]e(?:\.|$)/i.test(entry))
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `By ${author?.name ?? author}; the package has no copy of its licence.`
    return `${name} ${version} (${license})\n\n${text}\n`
  })
  return `report-draft contains parts of these packages.\n\n${notices.sort().join(`\n${"-".repeat(72)}\n\n`)}`
}

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
