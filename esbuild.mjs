/** Bundles the programs into dist/, and with --tests the mocha suites into .build/test/. */
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

// The bundles are CommonJS, which VS Code asks for; without this Node would take them for modules, as the rest is.
mkdirSync("dist", { recursive: true })
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n')

await build({
  ...common,
  entryPoints: { cli: "server/cli.ts" },
  outdir: "dist",
  minify: true,
  // A package below tinyglobby asks for the address of its module, which CommonJS does not have.
  define: { "import.meta.url": "moduleUrl" },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href' },
  legalComments: "none",
})

if (tests) {
  rmSync(".build/test", { recursive: true, force: true })
  await build({
    ...common,
    entryPoints: globSync("test/**/*.test.ts"),
    outdir: ".build/test",
    outbase: "test",
    sourcemap: "inline",
    format: "esm",
    outExtension: { ".js": ".js" },
    packages: "external",
  })
}
