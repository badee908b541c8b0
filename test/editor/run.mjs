/** Runs a mocha suite inside VS Code's extension host. */
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { resolveCliPathFromVSCodeExecutablePath, runTests } from "@vscode/test-electron"
import { run } from "./cache.mjs"
import { writeSettings } from "./settings.mjs"

// The desktop program takes up a language only with its language pack, which the marketplace has.
const LANGUAGE_PACKS = { "zh-cn": "MS-CEINTL.vscode-language-pack-zh-hans" }

/**
 * Runs the suite `tests` (a CommonJS file that exports `run`) with the extension in folder
 * `extension` and `folder` open; throws if it fails. Each run has a profile of its own.
 *
 * - `locale`: display language; `restricted`: the folder is not trusted
 * - `kind`: "web" runs the extension in a worker; `launchArgs`: further flags
 * - `settings`: user settings; `env`: further environment of the suite
 * - `screenshots`: folder for the suite's screenshots; only the host "server" takes any
 */
export async function runSuite({ host, extension, tests, folder, locale, restricted, kind, launchArgs = [], settings, env, screenshots }) {
  const scratch = mkdtempSync(join(tmpdir(), "suite-"))
  const profile = [`--user-data-dir=${join(scratch, "user")}`, `--extensions-dir=${join(scratch, "extensions")}`]
  writeSettings(join(scratch, "user"), settings)
  const options = {
    vscodeExecutablePath: host.executable,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    extensionTestsEnv: { ...host.env, ...env, EDITOR_SCREENSHOTS: host.name === "server" && screenshots || "" },
    launchArgs: [
      folder,
      ...profile,
      ...(locale ? [`--locale=${locale}`] : []),
      ...(kind ? [`--extensionDevelopmentKind=${kind}`] : []),
      ...launchArgs,
    ],
  }
  console.log(`${host.name} VS Code ${host.version}${describe({ locale, restricted, kind })}`)
  try {
    await installLanguagePack({ host, locale, profile })
    await (restricted ? runUntrusted(options) : runTests(options))
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

function describe({ locale, restricted, kind }) {
  const words = [locale, restricted && "restricted", kind && `${kind} extension host`].filter(Boolean)
  return words.length ? ` (${words.join(", ")})` : ""
}

async function installLanguagePack({ host, locale, profile }) {
  const pack = LANGUAGE_PACKS[locale]
  const cli = resolveCliPathFromVSCodeExecutablePath(host.env.EDITOR_DESKTOP ?? host.executable)
  if (!pack || !existsSync(cli)) return
  await run(cli, ["--install-extension", pack, ...profile], { shell: process.platform === "win32" })
}

/** `runTests` always trusts the folder, so here the same is done without that flag. */
function runUntrusted({ vscodeExecutablePath, extensionDevelopmentPath, extensionTestsPath, extensionTestsEnv, launchArgs }) {
  const args = [
    ...launchArgs,
    "--enable-workspace-trust",
    "--no-sandbox",
    "--disable-gpu-sandbox",
    "--disable-updates",
    "--skip-welcome",
    "--skip-release-notes",
    `--extensionDevelopmentPath=${extensionDevelopmentPath}`,
    `--extensionTestsPath=${extensionTestsPath}`,
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(vscodeExecutablePath, args, { env: { ...process.env, ...extensionTestsEnv }, stdio: "inherit" })
    child.on("error", reject)
    child.on("close", (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`the suite ended with ${signal ?? `code ${code}`}`))
    })
  })
}
