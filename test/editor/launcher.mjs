#!/usr/bin/env node
/**
 * Starts VS Code's server and shows its web workbench in a headless Chromium, under the
 * flags of the desktop program, so that the same runner can start either:
 *
 *   launcher.mjs [folder [file]] --extensionDevelopmentPath=DIR --extensionTestsPath=FILE
 *     --user-data-dir=DIR --extensions-dir=DIR --install-extension=FILE.vsix --locale=zh-cn
 *     --extensionDevelopmentKind=web   run the extension in a worker
 *     --enable-workspace-trust         Restricted Mode: the folder is not trusted
 *     --serve [--port=N]               print the address for a browser and stay
 *                                      (in that browser's language: --locale does nothing here)
 *
 * Other flags are ignored. A line `SCREENSHOT name` that the suite logs takes a screenshot
 * into the folder EDITOR_SCREENSHOTS. EDITOR_TIME_LIMIT is in seconds, 300 if not set.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { format, parseArgs } from "node:util"
import { getChromium } from "./chromium.mjs"
import { cacheDir, version } from "./defaults.mjs"
import { getServer, installExtension, startServer } from "./server.mjs"
import { writeSettings } from "./settings.mjs"
import { openPage, workbenchAddress } from "./workbench.mjs"

const MARKER = /^SCREENSHOT ([\w-]+)/
// What the workbench logs by itself; the suite's lines come through the same channel.
const NOISE = new RegExp(`^(${[
  "Resolv(ing|ed) connection token",
  "Creating a socket",
  "Ignoring fetching additional builtin",
  "Updating additional builtin",
  "ChatSessionStore",
  "Creation of workbench contribution",
  "No extension gallery service configured",
  // What still ran when the suite ended.
  "Canceled: Canceled",
  "\\[(reconnection-grace-time|AgentHost|AccountPolicyGate|DefaultAccount|chat-stt|Service Worker)",
].join("|")})`)
const SETTLE_MS = 600
const CLOSE_LIMIT_MS = 20_000
const screenshots = process.env.EDITOR_SCREENSHOTS
const timeLimit = Number(process.env.EDITOR_TIME_LIMIT ?? 300)

process.exit(await main(readOptions(process.argv.slice(2))))

async function main(options) {
  const scratch = mkdtempSync(join(tmpdir(), "editor-"))
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }))
  try {
    const server = await getServer({ cacheDir, version })
    const folders = foldersOf(options, scratch)
    writeSettings(folders.userDataDir, kindSettings(options))
    for (const vsix of options.vsix) await installExtension({ server, vsix, ...folders })
    if (options.tests || options.serve) return await open({ server, folders, options, scratch })
    return 0
  } catch (error) {
    console.error(error.stack)
    return 1
  }
}

async function open({ server, folders, options, scratch }) {
  const stopped = whenStopped()
  const { port, stop } = await startServer({
    server, ...folders, restricted: options.restricted, port: options.port, onExit: stopped.fail,
  })
  try {
    if (options.serve) return await serve(workbenchAddress({ ...options, port }), stopped)
    const { tests, hasEnded } = observe(options, scratch)
    const code = await runSuite({ url: workbenchAddress({ ...options, tests, port }), options, scratch, stopped })
    if (code === 0 && !hasEnded()) throw new Error("the extension host ended before the suite did")
    return code
  } finally {
    await stop()
  }
}

async function serve(url, stopped) {
  console.log(`VS Code is at ${url}\nCtrl+C ends it.`)
  return stopped.promise
}

async function runSuite({ url, options, scratch, stopped }) {
  const executable = await getChromium({ cacheDir })
  const suite = watchSuite()
  const shown = await openPage({
    executable, url, locale: options.locale, profileDir: join(scratch, "profile"), handleSignals: false,
    expose: { codeAutomationLog: suite.log, codeAutomationExit: suite.exit },
  })
  suite.attach(shown.page)
  const limit = timeLimitOf(shown.page)
  try {
    return await Promise.race([suite.code, stopped.promise, limit.promise])
  } finally {
    limit.clear()
    await shown.close()
  }
}

/**
 * Puts a file before the suite that notes its end: VS Code reports an extension host that
 * crashed as a success. A worker has no files, so there the suite is run as it is.
 */
function observe({ tests, kind }, scratch) {
  if (kind === "web") return { tests, hasEnded: () => true }
  const observer = join(scratch, "suite.cjs")
  const note = join(scratch, "suite-ended")
  writeFileSync(observer, `exports.run = async () => {
  await require(${JSON.stringify(tests)}).run()
  require("node:fs").writeFileSync(${JSON.stringify(note)}, "")
}
`)
  return { tests: observer, hasEnded: () => existsSync(note) }
}

/** Listens to the suite: prints what it logs, takes its screenshots, learns how it ended. */
function watchSuite() {
  let page
  let shots = Promise.resolve()
  let settle
  const code = new Promise((resolve, reject) => { settle = { resolve, reject } })
  return {
    code,
    attach(shownPage) {
      page = shownPage
      page.on("crash", () => settle.reject(new Error("the workbench's page crashed")))
    },
    log(type, args) {
      const text = format(...args)
      if (NOISE.test(text)) return
      console.log(text)
      const name = MARKER.exec(text)?.[1]
      if (name && screenshots) shots = shots.then(() => takeScreenshot(page, name))
    },
    exit(exitCode) {
      shots.then(() => settle.resolve(exitCode), settle.reject)
    },
  }
}

/** The file appears complete, so a suite can wait for it. */
async function takeScreenshot(page, name) {
  mkdirSync(screenshots, { recursive: true })
  // The workbench draws a moment after the suite has changed something.
  await page.waitForTimeout(SETTLE_MS)
  const draft = join(screenshots, `.${name}.png`)
  await page.screenshot({ path: draft })
  renameSync(draft, join(screenshots, `${name}.png`))
}

function timeLimitOf(page) {
  let timer
  const promise = new Promise((_, reject) => {
    timer = setTimeout(async () => {
      if (screenshots) await takeScreenshot(page, "time-limit").catch(console.error)
      reject(new Error(`the suite did not end within ${timeLimit} s (EDITOR_TIME_LIMIT)`))
      // A browser that hangs may not close either.
      setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref()
    }, timeLimit * 1000)
  })
  return { promise, clear: () => clearTimeout(timer) }
}

/** Settles when someone stops this program, or when the server ends by itself. */
function whenStopped() {
  let fail
  const promise = new Promise((resolve, reject) => {
    for (const [name, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) process.on(name, () => resolve(code))
    fail = message => reject(new Error(message))
  })
  promise.catch(() => { /* Else a failure that nobody waits for yet would end the program at once. */ })
  return { promise, fail }
}

/** The web workbench does not heed the flag for the kind of extension host, but this setting. */
function kindSettings({ extensions, kind }) {
  if (!kind) return {}
  const ids = extensions.map(folder => {
    const { publisher, name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    return `${publisher}.${name}`
  })
  return { "remote.extensionKind": Object.fromEntries(ids.map(id => [id, [kind]])) }
}

function foldersOf(options, scratch) {
  return {
    dataDir: join(scratch, "server"),
    userDataDir: options.userDataDir ?? join(scratch, "user"),
    extensionsDir: options.extensionsDir ?? join(scratch, "extensions"),
  }
}

function readOptions(args) {
  const string = { type: "string" }
  const strings = { type: "string", multiple: true }
  const { values, positionals } = parseArgs({
    args, strict: false, allowPositionals: true,
    options: {
      extensionDevelopmentPath: strings, extensionDevelopmentKind: string, extensionTestsPath: string,
      "user-data-dir": string, "extensions-dir": string, "install-extension": strings,
      locale: string, port: string, serve: { type: "boolean" }, "enable-workspace-trust": { type: "boolean" },
    },
  })
  const path = value => value && resolve(value)
  return {
    folder: path(positionals[0]),
    file: path(positionals[1]),
    extensions: (values.extensionDevelopmentPath ?? []).map(path),
    kind: values.extensionDevelopmentKind,
    tests: path(values.extensionTestsPath),
    vsix: (values["install-extension"] ?? []).map(path),
    userDataDir: path(values["user-data-dir"]),
    extensionsDir: path(values["extensions-dir"]),
    locale: values.locale,
    port: Number(values.port ?? 0),
    serve: values.serve,
    restricted: values["enable-workspace-trust"],
  }
}
