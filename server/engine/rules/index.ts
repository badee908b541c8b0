import { blankCell } from "./blank-cell.ts"
import { cellCount } from "./cell-count.ts"
import { duplicateSection } from "./duplicate-section.ts"
import { emptySection } from "./empty-section.ts"
import { labelMismatch } from "./label-mismatch.ts"
import { missingRow } from "./missing-row.ts"
import { missingSection } from "./missing-section.ts"
import { missingTable } from "./missing-table.ts"
import { notACount } from "./not-a-count.ts"
import { notANumber } from "./not-a-number.ts"
import { outdatedFormat } from "./outdated-format.ts"
import { placeholderCell } from "./placeholder-cell.ts"
import type { Rule } from "./rule.ts"
import { sectionNumber } from "./section-number.ts"
import { sectionOrder } from "./section-order.ts"
import { sectionTitle } from "./section-title.ts"
import { sumMismatch } from "./sum-mismatch.ts"
import { templateRemains } from "./template-remains.ts"
import { unreadableTable } from "./unreadable-table.ts"

/** All rules, in the order of the manual. */
export const RULES: readonly Rule[] = [
  missingSection,
  duplicateSection,
  sectionOrder,
  sectionNumber,
  sectionTitle,
  emptySection,
  missingTable,
  outdatedFormat,
  templateRemains,
  missingRow,
  labelMismatch,
  cellCount,
  unreadableTable,
  blankCell,
  placeholderCell,
  notANumber,
  notACount,
  sumMismatch,
]
