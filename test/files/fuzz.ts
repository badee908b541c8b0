/** `npm run fuzz:files` reads and mends 2,000 damaged Word files; `-- COUNT SEED` others. Nothing may crash, hang or be mended wrongly. */
import { writeFileSync } from "node:fs"
import { damagedDocx, randomly, tryOut, type Outcome } from "./damage.ts"

/** No damaged report takes longer. */
const MAX_MS = 10_000

const [count = 2000, first = 1] = process.argv.slice(2).map(Number)
const outcomes = new Map<Outcome, number>()
let slowest = 0
for (let seed = first; seed < first + count; seed++) {
  const bytes = damagedDocx(randomly(seed))
  const begun = performance.now()
  try {
    const outcome = tryOut(bytes)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    slowest = Math.max(slowest, performance.now() - begun)
    if (slowest > MAX_MS) throw new Error(`it took ${Math.round(slowest)} ms`)
  } catch (error) {
    writeFileSync(".build/damaged.docx", bytes)
    console.error(`seed ${seed}, kept as .build/damaged.docx:`, error)
    process.exit(1)
  }
}
console.log(`${count} damaged files: ${[...outcomes].sort().map(([outcome, times]) => `${times} ${outcome}`).join(", ")}; the slowest took ${Math.round(slowest)} ms`)
