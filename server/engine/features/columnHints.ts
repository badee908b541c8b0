import { factRange, type Report, type RowReading } from "../report/report.ts"
import { columnName } from "../rules/names.ts"
import type { Diagnostic } from "./diagnose.ts"

/** Which rows have the names of their columns shown at their figures. */
export const HINTED_ROWS = ["faulty", "all", "off"] as const
export type HintedRows = (typeof HINTED_ROWS)[number]

/** The name of a column, to be shown before the figure that stands at `at`. */
export interface ColumnHint {
  readonly at: number
  readonly name: string
}

/** Names of columns for the figures of rows, in the order of the text; `findings` (of the report, from its start) say which rows are faulty. */
export function columnHints(report: Report, findings: readonly Diagnostic[], rows: HintedRows): ColumnHint[] {
  if (rows === "off") return []
  const blamed = new Set(findings.flatMap(({ cells = [], severity }) => (severity === "error" || severity === "warning" ? cells : [])))
  const isShown = ({ isPlaced, facts }: RowReading): boolean => isPlaced && (rows === "all" || facts.some(({ id }) => blamed.has(id)))
  return report.tables
    .flatMap(({ reading }) => reading.rows.filter(isShown).flatMap(({ facts }) => facts))
    .map(fact => ({ at: factRange(report, fact).from, name: columnName(fact.column) }))
    .sort((a, b) => a.at - b.at)
}
