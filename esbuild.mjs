/** Bundles the programs into dist/, and with --tests the mocha suites into .build/test/. */
import { build } from "esbuild"
import { globSync } from "tinyglobby"
import { rmSync } from "node:fs"

const tests = process.argv.includes("--tests")

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "warning",
}

await build({
  ...common,
  entryPoints: { cli: "server/cli.ts" },
  outdir: "dist",
  minify: true,
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
