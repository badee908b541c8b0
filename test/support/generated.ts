import assert from "node:assert/strict"
import { existsSync, readFileSync, writeFileSync } from "node:fs"

/** Fails if a generated file differs from what the sources give; UPDATE=1 writes it anew instead. */
export function checkGenerated(path: string, expected: string): void {
  const present = existsSync(path) ? readFileSync(path, "utf8") : ""
  if (process.env["UPDATE"] && present !== expected) writeFileSync(path, expected)
  else assert.equal(present, expected, `${path} is stale: npm run generate`)
}

/** As JSON files are kept here. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
