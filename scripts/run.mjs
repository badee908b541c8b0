/** Bundles a program of the tests and runs it: `node scripts/run.mjs FILE`, and what the program is told. */
import { build } from "esbuild"
import { basename } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { formatsIn } from "./formats.mjs"

const [file] = process.argv.splice(2, 1)
const outfile = fileURLToPath(new URL(`../.build/${basename(file, ".ts")}.mjs`, import.meta.url))
await build({ entryPoints: [file], outfile, bundle: true, platform: "node", format: "esm", packages: "external", plugins: [formatsIn()], logLevel: "warning" })
await import(pathToFileURL(outfile).href)
