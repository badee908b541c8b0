/** What the benchmark needs before it can run. */
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"
import { globSync } from "tinyglobby"
import { formatsIn } from "../scripts/formats.mjs"

const BENCH = fileURLToPath(new URL(".", import.meta.url))
/** Beside the packages that the bundles import, as a URL. */
export const BUILT = pathToFileURL(`${BENCH}node_modules/.cache/bench/`).href
const ROOT = fileURLToPath(new URL("..", import.meta.url))

/** Installs the peers of bench/package.json where that has not been done since its lockfile changed. */
export function installPeers() {
  const done = `${BENCH}node_modules/.package-lock.json`
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(`${BENCH}package-lock.json`).mtimeMs) return
  console.log(`Installing what is measured beside report-draft: ${Object.keys(JSON.parse(readFileSync(`${BENCH}package.json`, "utf8")).dependencies).join(", ")} (npm ci in bench/)`)
  must(spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: BENCH, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" }), "npm ci in bench/")
}

/** Builds dist/. */
export function buildProduct() {
  must(spawnSync(process.execPath, ["esbuild.mjs"], { cwd: ROOT, stdio: "inherit" }), "the build")
}

/** Bundles the benchmark: parts and workers beside its packages, the servers to compare with as dist/ is built. */
export async function buildBench() {
  const common = { absWorkingDir: BENCH, bundle: true, platform: "node", target: "node20", logLevel: "warning", plugins: [formatsIn()], outdir: fileURLToPath(BUILT), outbase: BENCH }
  const modules = globSync(["parts/*.ts", "workers/*.ts", "soak.ts"], { cwd: BENCH })
  await Promise.all([
    build({ ...common, entryPoints: modules, format: "esm", packages: "external", sourcemap: "inline", define: { BENCH_FOLDER: JSON.stringify(BENCH) }, outExtension: { ".js": ".mjs" } }),
    build({ ...common, entryPoints: globSync("servers/*.ts", { cwd: BENCH }), format: "cjs", minify: true, legalComments: "none", outExtension: { ".js": ".cjs" } }),
  ])
}

function must({ status, error }, what) {
  if (status === 0) return
  console.error(`${what} failed${error ? `: ${error.message}` : ""}`)
  process.exit(1)
}
