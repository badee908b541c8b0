import type { Report } from "../report/report.ts"
import { missingRow } from "../rules/missing-row.ts"
import { missingSection, sectionInsertions } from "../rules/missing-section.ts"
import { missingTable } from "../rules/missing-table.ts"
import type { Fix } from "../rules/rule.ts"

/** The rules whose fixes insert what the format prescribes. */
export const INSERTING_RULES: readonly string[] = [missingSection.id, missingTable.id, missingRow.id]

/** A way to insert one section, table or run of rows that is missing, with zeros in the draft's own layout. */
export interface MissingPart extends Fix {
  readonly rule: string
}

/** All that a report lacks and that can be inserted. */
export function missingParts(report: Report): MissingPart[] {
  return [
    ...sectionInsertions(report).map(fix => ({ ...fix, rule: missingSection.id })),
    ...[missingTable, missingRow].flatMap(rule => [...rule.check(report)].flatMap(({ fixes = [] }) => fixes.map(fix => ({ ...fix, rule: rule.id })))),
  ]
}
