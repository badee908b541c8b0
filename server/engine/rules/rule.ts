import { shift, type Range, type TextEdit } from "../text/range.ts"
import type { Text } from "../report/format.ts"
import type { LinePlace } from "../text/lines.ts"
import type { Whole } from "../report/parts.ts"
import type { Report } from "../report/report.ts"

export type { Text }

export const SEVERITIES = ["error", "warning", "information", "hint"] as const
export type Severity = (typeof SEVERITIES)[number]

/** True if a severity is no less grave than another. */
export const isAtLeast = (severity: Severity, least: Severity): boolean => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)

/** What can be said against a draft. One rule is one file; its id names the fault, and is also the setting, the fixture and the anchor in the manual. */
export interface Rule {
  readonly id: string
  readonly severity: Severity
  /** True if it compares with last year's report, which need not be sought where no such rule is on. */
  readonly acrossYears?: boolean
  /** True if it compares with the reports of other bodies, and so may find something else when more drafts are looked at. */
  readonly acrossBodies?: boolean
  /** True if it looks at tables of no format, in texts that are no report, where no other rule does. */
  readonly ofLooseTables?: true
  /** Markdown. The first paragraph is one sentence; then why it matters and, where the fix is not safe, why. */
  readonly docs: Text
  /** Smallest draft with exactly one finding of this rule, and the same draft put right. Both run as tests and stand in the manual. */
  readonly bad: string
  readonly good: string
  /** What must be known besides the bad example for its finding. */
  readonly badContext?: CheckContext
  /** Pure: the same report gives the same findings, in any order. `context` holds what the report itself does not say. */
  check(report: Report, context?: CheckContext): Iterable<Finding>
}

/** What a rule may know besides the report. */
export interface CheckContext {
  /** The same body's report for the year before; rules across years are silent without it. */
  readonly previous?: Report | undefined
  /** What the report is to be the sum of; there may be several such lists of parts. */
  readonly wholes?: readonly Whole[] | undefined
  /** Other drafts with a report of the same body for the same year. */
  readonly twins?: readonly string[] | undefined
  /** True if most bodies have a report for the next year, too, and this one has none. */
  readonly lacksNextYear?: boolean | undefined
  /** Another body's report with most sentences in common. */
  readonly alike?: Alike | null | undefined
  /** True if the draft was read from a file with changes that nobody has accepted yet. */
  readonly hasTrackedChanges?: boolean | undefined
  /** The share of sentences equal to last year's from which a text counts as copied. */
  readonly copiedShare?: number | undefined
  /** True while the draft is being written: what is missing behind its last words is still to come. */
  readonly isWriting?: boolean | undefined
}

/** How much another body's report has in common with a report: what many bodies write does not count. */
export interface Alike {
  /** Its body and year. */
  readonly name: string
  /** The sentences that both have. */
  readonly sentences: readonly Range[]
  /** How many sentences there are. */
  readonly of: number
}

/** What a rule has to say of one place. Ranges count from the first character of the report. */
export interface Finding {
  readonly range: Range
  /** What is wrong, the arithmetic, what to do. */
  readonly message: Text
  /** Where it differs from the rule's own. */
  readonly severity?: Severity
  /** Ids of the facts to blame. */
  readonly cells?: readonly string[]
  /** Ids of the edit rules that fail. */
  readonly relations?: readonly string[]
  readonly related?: readonly Related[]
  /** Places in other drafts, of which this one is to be the sum. */
  readonly inParts?: readonly InPart[]
  /** True for text that has no place there. */
  readonly isUnnecessary?: boolean
  readonly fixes?: readonly Fix[]
  /** Ids or names of what is spoken of: sections, tables, rows, cells, aspects, where the words at the range do not say which. */
  readonly about?: readonly string[]
  /** Where what is missing is to be written; absent where nothing is missing. */
  readonly missingAt?: number
}

/** A finding whose ranges count from a place that lies `by` units before the one that they counted from. What lies in the previous report stays. */
export function moveFinding<T extends Finding>(finding: T, by: number): T {
  if (by === 0) return finding
  return {
    ...finding,
    range: shift(finding.range, by),
    ...(finding.related ? { related: finding.related.map(related => (related.inPrevious ? related : { ...related, range: shift(related.range, by) })) } : {}),
    ...(finding.missingAt === undefined ? {} : { missingAt: finding.missingAt + by }),
    ...(finding.fixes ? { fixes: finding.fixes.map(fix => ({ ...fix, edits: fix.edits.map(edit => shift(edit, by)) })) } : {}),
  }
}

export interface Related {
  readonly range: Range
  readonly message: Text
  /** True if the range lies in, and counts from the first character of, the previous report. */
  readonly inPrevious?: boolean
}

/** A cell of a part. */
export interface InPart {
  /** The draft, as the one who gave the parts names it. */
  readonly path: string
  /** The id of the fact. */
  readonly cell: string
  readonly start: LinePlace
  readonly end: LinePlace
  readonly message: Text
}

export interface Fix {
  readonly title: Text
  /** True only if it can change neither a figure nor a meaning. */
  readonly safe: boolean
  /** True if nothing speaks for another fix. */
  readonly preferred: boolean
  readonly edits: readonly TextEdit[]
}
