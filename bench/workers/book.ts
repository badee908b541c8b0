import { HOSTILE_DRAFTS, ODD_DRAFTS, seeded, yearbook, type Yearbook } from "../drafts.ts"
import type { DraftLayout } from "../../test/support/drafts.ts"

/** The document that the arguments name: an odd draft, or so many bytes of reports, perhaps all in one layout. */
export function bookOfArguments([name = "10000", layout]: readonly string[] = process.argv.slice(2)): Yearbook {
  const odd = ODD_DRAFTS[name] ?? HOSTILE_DRAFTS[name]
  return odd ? { text: odd(), starts: [0] } : yearbook(Number(name), 1, (layout || undefined) as DraftLayout | undefined)
}

/** Every worker draws the same edits. */
export const random = seeded(42)
