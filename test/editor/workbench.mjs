/** The web workbench in Chromium: its address, and a page that shows it. */
import { pathToFileURL } from "node:url"
import { chromium } from "playwright-core"

/**
 * Address of the workbench with a folder open. `file` is opened too; `extensions` are under
 * development; `tests` is the suite to run.
 */
export function workbenchAddress({ port, folder, file, extensions = [], tests }) {
  const remote = path => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`
  const payload = [["skipWelcome", "true"]]
  for (const path of extensions) payload.push(["extensionDevelopmentPath", remote(path)])
  if (tests) payload.push(["extensionTestsPath", remote(tests)])
  if (file) payload.push(["openFile", remote(file)])
  const query = new URLSearchParams({ ...(folder ? { folder } : { ew: "true" }), payload: JSON.stringify(payload) })
  return `http://127.0.0.1:${port}/?${query}`
}

/**
 * Shows an address in a headless Chromium: `{ page, close }`. `locale` is the display language,
 * `expose` maps names to functions that the page may call. A signal ends the browser and this
 * program, unless `handleSignals` is false.
 */
export async function openPage({ executable, profileDir, url, locale, expose = {}, handleSignals = true }) {
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: executable,
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
    locale: locale ?? "en",
    handleSIGINT: handleSignals,
    handleSIGTERM: handleSignals,
    handleSIGHUP: handleSignals,
  })
  try {
    for (const [name, call] of Object.entries(expose)) await context.exposeFunction(name, call)
    // The texts of the workbench itself stay English without a language pack; extensions see the language.
    if (locale) await context.addInitScript(language => { globalThis._VSCODE_NLS_LANGUAGE = language }, locale)
    const page = context.pages()[0] ?? await context.newPage()
    await page.goto(url)
    return { page, close: () => context.close() }
  } catch (error) {
    await context.close()
    throw error
  }
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing leaves this machine, whatever asks: page, worker or the browser itself.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
