/** The draft of the examples that shows the most: its sums are wrong. */
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { join } from "node:path"

/** Folder of the examples. */
export const examples = fileURLToPath(new URL("../examples", import.meta.url))

/** Path of the draft. */
export function faultyDraft() {
  const names = readdirSync(join(examples, "faulty")).filter(name => /\.(?:txt|md)$/.test(name)).sort()
  return join(examples, "faulty", names.find(name => name.includes("勾稽")) ?? names[0])
}
