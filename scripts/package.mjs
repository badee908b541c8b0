/** Builds and packs the extension into one .vsix, or into the file that is named, and tells its size. */
import { spawnSync } from "node:child_process"
import { readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { createVSIX } from "@vscode/vsce"

const MAX_BYTES = 600_000

const cwd = dirname(fileURLToPath(new URL(".", import.meta.url)))
const { name, version } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"))
const file = process.argv[2] ?? join(cwd, `${name}-${version}.vsix`)

const { status } = spawnSync(process.execPath, ["esbuild.mjs"], { cwd, stdio: "inherit" })
if (status !== 0) process.exit(1)
await createVSIX({ cwd, packagePath: file, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false })
const { size } = statSync(file)
console.log(`${file}: ${Math.ceil(size / 1000)} kB`)
if (size > MAX_BYTES) throw new Error(`the package is larger than ${MAX_BYTES / 1000} kB`)
