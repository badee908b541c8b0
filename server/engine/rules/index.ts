import { blankCell } from "./blank-cell.ts"
import { carryOverMismatch } from "./carry-over-mismatch.ts"
import { cellCount } from "./cell-count.ts"
import { citation } from "./citation.ts"
import { conflictingFigures } from "./conflicting-figures.ts"
import { contradiction } from "./contradiction.ts"
import { copiedText } from "./copied-text.ts"
import { duplicateSection } from "./duplicate-section.ts"
import { duplicateReport } from "./duplicate-report.ts"
import { emptySection } from "./empty-section.ts"
import { feeNotStated } from "./fee-not-stated.ts"
import { flowMismatch } from "./flow-mismatch.ts"
import { garbledText } from "./garbled-text.ts"
import { labelMismatch } from "./label-mismatch.ts"
import { listSum } from "./list-sum.ts"
import { miscountedList } from "./miscounted-list.ts"
import { miscountedParts } from "./miscounted-parts.ts"
import { missingAccountability } from "./missing-accountability.ts"
import { missingAspect } from "./missing-aspect.ts"
import { missingImprovement } from "./missing-improvement.ts"
import { missingReport } from "./missing-report.ts"
import { missingRow } from "./missing-row.ts"
import { missingSection } from "./missing-section.ts"
import { missingTable } from "./missing-table.ts"
import { missingTitle } from "./missing-title.ts"
import { notACount } from "./not-a-count.ts"
import { notANumber } from "./not-a-number.ts"
import { outdatedFormat } from "./outdated-format.ts"
import { percentage } from "./percentage.ts"
import { period } from "./period.ts"
import { placeholderCell } from "./placeholder-cell.ts"
import { proseMismatch } from "./prose-mismatch.ts"
import { rate } from "./rate.ts"
import { repeatedWords } from "./repeated-words.ts"
import type { Rule } from "./rule.ts"
import { rulesWithoutPower } from "./rules-without-power.ts"
import { sectionNumber } from "./section-number.ts"
import { sectionOrder } from "./section-order.ts"
import { sectionTitle } from "./section-title.ts"
import { skippedOrdinal } from "./skipped-ordinal.ts"
import { stockMismatch } from "./stock-mismatch.ts"
import { stockTooLow } from "./stock-too-low.ts"
import { sumMismatch } from "./sum-mismatch.ts"
import { tableSum } from "./table-sum.ts"
import { tablesDisagree } from "./tables-disagree.ts"
import { templateRemains } from "./template-remains.ts"
import { trackedChanges } from "./tracked-changes.ts"
import { unreadableTable } from "./unreadable-table.ts"
import { wholeMismatch } from "./whole-mismatch.ts"
import { wrongWord } from "./wrong-word.ts"
import { yearMismatch } from "./year-mismatch.ts"

/** All rules, in the order of the manual. */
export const RULES: readonly Rule[] = [
  missingTitle,
  missingSection,
  duplicateSection,
  sectionOrder,
  sectionNumber,
  sectionTitle,
  emptySection,
  missingTable,
  outdatedFormat,
  garbledText,
  templateRemains,
  trackedChanges,
  missingRow,
  labelMismatch,
  cellCount,
  unreadableTable,
  blankCell,
  placeholderCell,
  notANumber,
  notACount,
  sumMismatch,
  tableSum,
  tablesDisagree,
  stockTooLow,
  rulesWithoutPower,
  proseMismatch,
  contradiction,
  listSum,
  flowMismatch,
  conflictingFigures,
  percentage,
  rate,
  yearMismatch,
  period,
  citation,
  miscountedParts,
  miscountedList,
  missingAspect,
  missingImprovement,
  missingAccountability,
  feeNotStated,
  repeatedWords,
  wrongWord,
  skippedOrdinal,
  carryOverMismatch,
  stockMismatch,
  copiedText,
  wholeMismatch,
  duplicateReport,
  missingReport,
]
