/** A draft for what drives the user interface, and how its fixes are brought up. */
import { readFileSync } from "node:fs"

/** The figure that is wrong in the draft. */
export const WRONG = "90210"

/** The full report that a snippet inserts, with one wrong total. */
export function faultyDraft() {
  const snippets = JSON.parse(readFileSync(new URL("../../snippets/report-draft.json", import.meta.url), "utf8"))
  const { body } = Object.values(snippets).find(({ prefix }) => prefix.includes("report-tsv"))
  const text = body.join("\n").replace(/\$\{TM_LINE_INDEX\/\.\*\/(\t+)\/\}|\$\{\d+:([^}]*)\}|\$\d/g, (_, tabs = "", words = "") => `${tabs}${words}`)
  return text.replace(/(（七）总计\t+)0/, `$1${WRONG}`)
}

/** Presses Ctrl+. until the menu of fixes is there: a key that comes while the editor still looks for fixes may do nothing. */
export async function openFixes(page) {
  const menu = page.locator(".action-widget").first()
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press("Control+.")
    try {
      return await menu.waitFor({ timeout: 5000 })
    } catch (error) {
      if (attempt === 6) throw error
    }
  }
}
