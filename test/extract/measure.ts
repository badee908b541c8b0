import { diagnose } from "../../server/engine/features/diagnose.ts"
import { readReports } from "../../server/engine/index.ts"
import { format } from "../../server/engine/text/decimal.ts"

/** What must be read of a file: each figure by the id of its fact; null for a blank. */
export type Figures = Readonly<Record<string, string | null>>

/** What came of a text that some tool made of a file. */
export interface Outcome {
  /** How many figures the file has, and how many of them were read right. */
  readonly wanted: number
  readonly read: number
  /** Figures that were read as others. */
  readonly misread: readonly string[]
  /** Errors and warnings other than that something could not be read: `rule: message`. */
  readonly untrue: readonly string[]
  /** How many findings say that something could not be read. */
  readonly unreadable: number
  /** Ids of the cells that a finding of error severity names. */
  readonly blamed: readonly (readonly string[])[]
  /** True if the figure was read, right or wrong. */
  isRead(id: string): boolean
}

const UNREADABLE: readonly string[] = ["unreadable-table", "cell-count"]

/** Reads a text and compares it with the figures of its file. */
export function measure(text: string, figures: Figures): Outcome {
  const wanted = Object.values(figures).filter(figure => figure !== null).length
  const [placed] = readReports(text)
  if (!placed) return { wanted, read: 0, misread: [], untrue: ["no report"], unreadable: 0, blamed: [], isRead: () => false }
  const { report, from } = placed
  const misread: string[] = []
  let read = 0
  for (const { id, value, state } of report.facts.values()) {
    if (state !== "number") continue
    const figure = format(value!)
    if (figure === figures[id]) read++
    else misread.push(`${id}: ${figure}, not ${figures[id] ?? "blank"}`)
  }
  const found = diagnose(report, from).filter(({ severity }) => severity === "error" || severity === "warning")
  return {
    wanted,
    read,
    misread,
    untrue: found.filter(({ rule }) => !UNREADABLE.includes(rule)).map(({ rule, message }) => `${rule}: ${message.en}`),
    unreadable: found.filter(({ rule }) => UNREADABLE.includes(rule)).length,
    blamed: found.filter(({ rule }) => rule === "sum-mismatch").map(({ cells = [] }) => cells),
    isRead: id => report.facts.get(id)?.state === "number",
  }
}
