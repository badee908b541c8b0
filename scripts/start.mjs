/**
 * Builds the extension and opens VS Code with it on the examples, at a draft with faults: the
 * desktop program where there is a display and one to be had, else VS Code's server, whose
 * address it prints for a browser. `--port=N` fixes that address.
 */
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { cacheDir } from "../test/editor/defaults.mjs"
import { getHost } from "../test/editor/host.mjs"
import { writeSettings } from "../test/editor/settings.mjs"
import { examples, faultyDraft } from "./examples.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))

const { status } = spawnSync(process.execPath, ["esbuild.mjs"], { cwd: root, stdio: "inherit" })
if (status !== 0) process.exit(1)

const desktop = hasDisplay() ? installed() ?? (await downloaded()) : undefined
const where = [examples, faultyDraft(), `--extensionDevelopmentPath=${root}`]
if (desktop) openDesktop(desktop)
else openServer()

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** The VS Code that is named by VSCODE_PATH or found on the path. */
function installed() {
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH
  const names = process.platform === "win32" ? ["code.cmd"] : ["code", "codium"]
  const folders = (process.env.PATH ?? "").split(delimiter)
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(existsSync)
}

async function downloaded() {
  const host = await getHost()
  return host.name === "server" ? undefined : host.executable
}

/** With a profile of its own: nothing of the user's is touched, and no other extension gets in the way. */
function openDesktop(program) {
  const profile = join(cacheDir, "start")
  writeSettings(profile)
  // Chromium's sandbox refuses root.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  const args = [...sandbox, "--new-window", "--skip-welcome", "--disable-workspace-trust", `--user-data-dir=${profile}`, `--extensions-dir=${join(profile, "extensions")}`, ...where]
  console.log(`opening ${program}`)
  const child = spawn(program, args, { stdio: "ignore", detached: true, shell: program.endsWith(".cmd") })
  child.on("error", error => {
    console.error(`${program} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.unref()
}

function openServer() {
  if (!hasDisplay()) console.log("there is no display: VS Code is served for a browser")
  const child = spawn(process.execPath, [join(root, "test/editor/launcher.mjs"), ...where, "--serve", ...process.argv.slice(2)], { stdio: "inherit" })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("exit", code => process.exit(code ?? 1))
}
