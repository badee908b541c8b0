/** `npm run precision` prints how precise the prose rules are on the calibration set. */
import { measure, outcomeOf, precisionOf, readCases, recallOf, together } from "./calibration.ts"

const cases = readCases()
const { scores, errors, complaints } = measure(cases)
const line = (name: string, score: Parameters<typeof precisionOf>[0]): string =>
  `${name.padEnd(18)} ${String(score.right).padStart(5)} right ${String(score.false).padStart(3)} false ${String(score.missed).padStart(3)} missed   precision ${precisionOf(score).toFixed(3)}  recall ${recallOf(score).toFixed(3)}`
for (const complaint of complaints) console.log(complaint)
for (const { where, text, place, claims } of cases) {
  const read = outcomeOf(text, place).claims
  if (read.join("; ") !== claims.join("; ")) console.log(`${where}: read ${read.join("; ") || "nothing"}\n  not  ${claims.join("; ") || "nothing"}\n  ${text}`)
}
for (const [rule, score] of scores) console.log(line(rule, score))
console.log(line("of error severity", errors))
console.log(line(`${cases.length} clauses`, together(scores.values())))
