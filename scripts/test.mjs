/**
 * Runs the tests: all of them, or the stages that are named (unit, grammar, editor, ui).
 * The last line says how many passed and failed.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const mocha = fileURLToPath(new URL("../node_modules/mocha/bin/mocha.js", import.meta.url))

/** What each stage runs, with Node. */
const STAGES = {
  unit: [mocha],
  grammar: [mocha, "--no-config", "--timeout", "300000", "test/grammar/grammar.mjs"],
  editor: ["test/editor/suites.mjs"],
  ui: [mocha, "--no-config", "--timeout", "300000", "test/editor/*.test.mjs"],
}

/** A stage that hangs is ended after so long. */
const LIMIT_MS = 30 * 60_000

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(STAGES)
const unknown = names.filter(name => !Object.hasOwn(STAGES, name))
if (unknown.length > 0) throw new Error(`no stage ${unknown.join(", ")}; there are ${Object.keys(STAGES).join(", ")}`)

const total = { passed: 0, failed: 0 }
if (await build()) for (const name of names) await runStage(name)
else total.failed++
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

async function build() {
  const { code } = await runNode(["esbuild.mjs", "--tests"])
  return code === 0
}

async function runStage(name) {
  console.log(`\n── ${name} ──`)
  const started = performance.now()
  const { code, output } = await runNode(STAGES[name])
  const passed = sum(output, /^\s*(\d+) passing\b/gm)
  const failed = sum(output, /^\s*(\d+) failing\b/gm)
  total.passed += passed
  // A stage that broke off has failed, whatever its tests said.
  total.failed += failed === 0 && (code !== 0 || passed === 0) ? 1 : failed
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s${code === 0 ? "" : `, ended with code ${code}`}`)
}

/** Runs a program of Node's to its end, showing what it writes. */
function runNode(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
    const timer = setTimeout(() => {
      console.log(`given up after ${LIMIT_MS / 60_000} minutes`)
      child.kill("SIGKILL")
    }, LIMIT_MS)
    let output = ""
    child.stdout.on("data", data => {
      process.stdout.write(data)
      output += data
    })
    child.stderr.on("data", data => process.stderr.write(data))
    child.on("error", reject)
    child.on("close", code => {
      clearTimeout(timer)
      resolve({ code, output })
    })
  })
}

function sum(output, pattern) {
  return [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0)
}
