/**
 * `npm run fuzz`: the property of test/incremental.test.ts for 100,000 sequences of edits, `npm run fuzz -- 5000` for fewer.
 * They are run in batches, each with a seed of its own, which fast-check prints where the property fails.
 */
import { build } from "esbuild"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { formatsIn } from "../scripts/formats.mjs"

const ROOT = fileURLToPath(new URL("..", import.meta.url))
const TEST = "bench/node_modules/.cache/bench/fuzz/incremental.test.mjs"
const PROPERTY = "incremental gives after every edit"
const BATCH = 1000

const total = Number(process.argv[2] ?? 100_000)
if (!Number.isInteger(total) || total < 1) {
  console.error("Give a number of sequences.")
  process.exit(2)
}
await build({ absWorkingDir: ROOT, entryPoints: ["test/incremental.test.ts"], outfile: TEST, bundle: true, platform: "node", target: "node20", format: "esm", packages: "external", sourcemap: "inline", plugins: [formatsIn()], logLevel: "warning" })

const begun = Date.now()
const shares = []
let started = 0
let done = 0
await Promise.all(Array.from({ length: availableParallelism() }, work))
console.log(`\n${done} sequences of 50 edits: incremental result = full result; ${Math.min(...shares)}–${Math.max(...shares)} % of the blocks kept their identity; ${minutes(Date.now() - begun)}`)

async function work() {
  while (started < total) {
    const count = Math.min(BATCH, total - started)
    started += count
    shares.push(await run(count))
    done += count
    console.log(`${done} of ${total} sequences, ${minutes(Date.now() - begun)}`)
  }
}

/** Runs so many sequences and gives the share of re-used blocks in per cent. A failure ends everything. */
async function run(count) {
  const args = ["--enable-source-maps", "node_modules/mocha/bin/mocha.js", "--no-config", "--no-package", "--timeout", "0", "--grep", PROPERTY, TEST]
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, SEQUENCES: String(count) }, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", text => (output += text))
  const [code] = await once(child, "close")
  const share = /([\d.]+) % of the blocks/.exec(output)
  if (code === 0 && share && /^ +1 passing/m.test(output)) return Number(share[1])
  console.error(output)
  process.exit(1)
}

function minutes(ms) {
  return `${(ms / 60_000).toFixed(1)} min`
}
