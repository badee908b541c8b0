import { readReports } from "../../server/engine/index.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { format as formatDecimal } from "../../server/engine/text/decimal.ts"

/** What must be read of a file: the figure of each fact by its id, as text. */
export type Expected = Readonly<Record<string, string | null>>

/** What came of one text. */
export interface Outcome {
  /** How many facts there are, how many were read right, and those of which another figure was read. */
  readonly wanted: number
  readonly read: number
  readonly misread: readonly string[]
  /** Errors and warnings: rule and message. */
  readonly findings: readonly string[]
}

/** Reads a text that some tool made of a file, and compares it with what stands in the file. */
export function measure(text: string, expected: Expected): Outcome {
  const wanted = Object.entries(expected).filter(([, figure]) => figure !== null)
  const [placed] = readReports(text)
  if (!placed) return { wanted: wanted.length, read: 0, misread: [], findings: [] }
  const { report, from } = placed
  const misread: string[] = []
  let read = 0
  for (const fact of report.facts.values()) {
    if (fact.state !== "number") continue
    const figure = fact.value ? formatDecimal(fact.value) : ""
    if (figure === expected[fact.id]) read++
    else misread.push(`${fact.id}: ${figure}, not ${expected[fact.id]}`)
  }
  const findings = diagnose(report, from)
    .filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ rule, message }) => `${rule}: ${message.en}`)
  return { wanted: wanted.length, read, misread, findings }
}
