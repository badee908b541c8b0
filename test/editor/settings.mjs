/** User settings of an editor under test: nothing that pops up, watches, or asks the network. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const SETTINGS = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  // In a browser it would save by itself: what a suite has not saved is to be gone with the editor.
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
}

/** Writes settings.json into a user data folder: the common settings, what is there already, and `settings`. */
export function writeSettings(userDataDir, settings = {}) {
  const file = join(userDataDir, "User", "settings.json")
  const present = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ ...SETTINGS, ...present, ...settings }, null, 2))
}
