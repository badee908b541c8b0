/** A packaged extension in the web workbench, for tests that drive the user interface. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { getChromium } from "./chromium.mjs"
import * as defaults from "./defaults.mjs"
import { getServer, installExtension, startServer } from "./server.mjs"
import { writeSettings } from "./settings.mjs"
import { openPage, workbenchAddress } from "./workbench.mjs"

/**
 * Opens a folder (and `file` of it) in a workbench that has the packaged extension `vsix`
 * installed: `{ page, close }`, the page being Playwright's. `locale` is the display language;
 * `restricted` leaves the folder untrusted. `close` ends everything that was started.
 */
export async function openWorkbench({ vsix, folder, file, locale, restricted, settings, cacheDir = defaults.cacheDir, log = console.log }) {
  const server = await getServer({ cacheDir, version: defaults.version, log })
  const executable = await getChromium({ cacheDir, log })
  const scratch = mkdtempSync(join(tmpdir(), "workbench-"))
  const removeScratch = () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  process.once("exit", removeScratch)
  const undo = [removeScratch]
  const close = async () => {
    while (undo.length) await undo.pop()()
  }
  try {
    const folders = foldersIn(scratch)
    writeSettings(folders.userDataDir, settings)
    await installExtension({ server, vsix, ...folders })
    const { port, stop } = await startServer({ server, restricted, ...folders })
    undo.push(stop)
    const url = workbenchAddress({ port, folder, file })
    const shown = await openPage({ executable, url, locale, profileDir: join(scratch, "profile") })
    undo.push(shown.close)
    await shown.page.locator(".monaco-workbench .statusbar-item").first().waitFor({ timeout: 60_000 })
    return { page: shown.page, close }
  } catch (error) {
    await close()
    throw error
  }
}

function foldersIn(scratch) {
  return {
    dataDir: join(scratch, "server"),
    userDataDir: join(scratch, "user"),
    extensionsDir: join(scratch, "extensions"),
  }
}
