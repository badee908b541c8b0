import { add, cutPercentOf, format, isLess, percentOf, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import type { Fact, Report } from "../report/report.ts"
import { sharesIn, type StatedShare } from "../report/shares.ts"
import { relatedCell } from "./candidateText.ts"
import { cellName, figure } from "./names.ts"
import type { Finding } from "./rule.ts"
import type { Span } from "./spans.ts"
import { isConfirmed, isDoubtful } from "./standing.ts"

/** The shares in a report's tables that are not what their figures give. A column that most rows do not fit is a share of something else. */
export function* shareFindings(report: Report): Iterable<Finding> {
  const stated = sharesIn(report)
  for (const format of new Set(stated.map(share => share.format))) {
    const own = stated.filter(share => share.format === format)
    const wrong = own.filter(share => !isRight(share))
    // What the whole is of itself is always 100%.
    const telling = own.filter(({ part, whole }) => part !== whole)
    const astray = wrong.filter(share => telling.includes(share))
    if (astray.length > 1 && 2 * astray.length > telling.length) continue
    for (const share of wrong) if (![share.part, share.whole].some(fact => isDoubtful(report, fact))) yield finding(report, share)
  }
}

/** True if the share is what the figures give, rounded, cut off or one unit away: shares are often made to add up. */
function isRight({ value, part, whole }: StatedShare): boolean {
  const [above, below] = [spanOfFact(part), spanOfFact(whole)]
  const unit: Decimal = { units: 1n, scale: value.scale }
  const isTooSmall = isLess(add(value, unit), cutPercentOf(above.low, below.high, value.scale))
  return !isTooSmall && (!isLess(ZERO, below.low) || !isLess(add(percentOf(above.high, below.low, value.scale), unit), value))
}

/** What a figure may stand for. */
function spanOfFact({ value, table: { rounded } }: Fact): Span {
  const half: Decimal = rounded && value!.scale > 0 ? { units: 5n, scale: value!.scale + 1 } : ZERO
  return { low: isLess(value!, half) ? ZERO : subtract(value!, half), high: add(value!, half) }
}

function finding(report: Report, { format: { id, head }, value, range, isPlain, part, whole }: StatedShare): Finding {
  const insert = format(percentOf(part.value!, whole.value!, value.scale))
  const reckoned = `${figure(part.value!)}÷${figure(whole.value!)} = ${insert}%`
  const isSure = part === whole || [part, whole].every(fact => isConfirmed(report, fact))
  return {
    range,
    message: {
      zh: `${cellName(part)}的“${head}”应为 ${reckoned}，现为 ${format(value)}%。${isSure ? "" : "请核对占比和这两个数。"}`,
      en: `“${head}” of ${cellName(part)} should be ${reckoned}, but it says ${format(value)}%.${isSure ? "" : " Check the share and both figures."}`,
    },
    about: [part.id],
    relations: [id],
    related: [...new Set([part, whole])].map(fact => relatedCell(report, fact)),
    fixes: isPlain ? [{ title: { zh: `“${head}”改为 ${insert}`, en: `Change “${head}” to ${insert}` }, safe: false, preferred: isSure, edits: [{ ...range, insert }] }] : [],
  }
}
