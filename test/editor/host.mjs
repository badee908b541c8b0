/** Which VS Code runs the tests: one that is given, the desktop program, or the server from npm. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { downloadAndUnzipVSCode } from "@vscode/test-electron"
import { getChromium } from "./chromium.mjs"
import * as defaults from "./defaults.mjs"
import { getServer } from "./server.mjs"

const DOWNLOAD_LIMIT_MS = 10_000

/**
 * The host `{ name, version, executable, env }`, got ready to start with `env` added to the
 * environment. In this order: "given", the one that VSCODE_PATH names; "desktop", downloaded,
 * where there is a display (or xvfb-run); "server", from npm, in Chromium, on Linux.
 * Throws if none can be had.
 */
export async function getHost({ cacheDir = defaults.cacheDir, log = console.log } = {}) {
  return given() ?? await desktop({ cacheDir, log }) ?? await server({ cacheDir, log })
}

function given() {
  const path = process.env.VSCODE_PATH
  if (!path) return undefined
  if (!existsSync(path)) throw new Error(`VSCODE_PATH names no file: ${path}`)
  return onDisplay({ name: "given", version: versionOf(path), executable: path, env: {} })
}

async function desktop({ cacheDir, log }) {
  try {
    if (!hasDisplay() && !onPath("xvfb-run")) throw new Error("there is no display and no xvfb-run")
    const cachePath = join(cacheDir, "vscode-desktop")
    mkdirSync(cachePath, { recursive: true })
    const executable = await downloadAndUnzipVSCode({ version: defaults.version, cachePath, timeout: DOWNLOAD_LIMIT_MS })
    requireLibraries(executable)
    return onDisplay({ name: "desktop", version: defaults.version, executable, env: {} })
  } catch (error) {
    log(`no desktop VS Code: ${error.message ?? error}`)
    return undefined
  }
}

async function server({ cacheDir, log }) {
  await getServer({ cacheDir, version: defaults.version, log })
  await getChromium({ cacheDir, log })
  const executable = fileURLToPath(new URL("launcher.mjs", import.meta.url))
  const env = { EDITOR_CACHE: cacheDir, EDITOR_VERSION: defaults.version }
  return { name: "server", version: defaults.version, executable, env }
}

/** Without a display the program runs under a virtual one. */
function onDisplay(host) {
  if (hasDisplay() || !onPath("xvfb-run")) return host
  const executable = fileURLToPath(new URL("xvfb.sh", import.meta.url))
  return { ...host, executable, env: { ...host.env, EDITOR_DESKTOP: host.executable } }
}

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

function onPath(name) {
  return process.env.PATH.split(delimiter).some(folder => existsSync(join(folder, name)))
}

/** A bare Linux lacks what the desktop program links to; better to know before it is started. */
function requireLibraries(executable) {
  if (process.platform !== "linux") return
  const { stdout } = spawnSync("ldd", [executable], { encoding: "utf8" })
  const missing = [...(stdout ?? "").matchAll(/(\S+) => not found/g)].map(match => match[1])
  if (missing.length) throw new Error(`the system lacks ${missing.join(", ")}`)
}

function versionOf(executable) {
  const folder = dirname(executable)
  const manifests = ["resources/app", "../Resources/app"].map(path => join(folder, path, "package.json"))
  const manifest = manifests.find(existsSync)
  return manifest ? JSON.parse(readFileSync(manifest, "utf8")).version : "of unknown version"
}
