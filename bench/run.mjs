/**
 * The benchmark: `npm run bench` runs all parts, `npm run bench -- a c` some of them; --write puts the tables into docs/performance.md.
 * Every part is a process of its own.
 */
import { spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { buildBench, BUILT, buildProduct, installPeers } from "./prepare.mjs"

const PARTS = { a: "engine", b: "server", c: "batch", d: "startup", e: "sizes", f: "overview" }
const REPORT = new URL("../docs/performance.md", import.meta.url)

const args = process.argv.slice(2)
const unknown = args.filter(arg => arg !== "--write" && !(arg in PARTS))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${Object.entries(PARTS).map(([letter, name]) => `${letter} (${name})`).join(", ")}; --write keeps the tables.`)
  process.exit(2)
}
const chosen = Object.keys(PARTS).filter(part => args.every(arg => arg === "--write") || args.includes(part))

installPeers()
buildProduct()
await buildBench()
console.log(`${machine()}\n`)
for (const part of chosen) {
  const output = await run(PARTS[part])
  if (args.includes("--write")) keep(part, output)
}

function machine() {
  const [{ model }] = cpus()
  return `${model} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`
}

/** Runs a part, shows what it prints and gives it back. */
async function run(name) {
  const child = spawn(process.execPath, [fileURLToPath(`${BUILT}parts/${name}.mjs`)], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", text => {
    output += text
    process.stdout.write(text)
  })
  const [code] = await once(child, "close")
  if (code !== 0) {
    console.error(`part ${name} ended with code ${code}`)
    process.exit(1)
  }
  return output
}

/** Puts a part's tables in the place of its last ones. */
function keep(part, output) {
  const [begin, end] = [`<!-- bench ${part} -->\n`, `<!-- /bench ${part} -->`]
  const text = readFileSync(REPORT, "utf8")
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`docs/performance.md has no place for part ${part}`)
  writeFileSync(REPORT, `${text.slice(0, from)}${begin}\n${output.trim()}\n\n*${machine()}*\n\n${text.slice(to)}`)
}
