import { add, format, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { confrontClaim, candidatesOf, isLess } from "../report/prose/candidates.ts"
import type { SentenceReading, Share } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import type { Report } from "../report/report.ts"
import type { Finding, Rule } from "./rule.ts"

export const percentage: Rule = {
  id: "percentage",
  severity: "warning",
  docs: {
    zh: `文字中的百分比与数字算出来的不一致。

“予以公开 25 件，占 62.5%”：按本句前面的总数、表格中的新收与总计重新计算，只要符合其中一个就不报。末位相差 1 以内（多半是舍入），或“占……的”另外写明了总数是什么的，只作提示，否则警告。修改是写上按最近的总数算出的百分比，不“安全”，因为总数是哪一个要由起草人判断。`,
    en: `A percentage differs from what the figures give.

予以公开 25 件，占 62.5%: the share is worked out anew against the wholes named before it and the totals of the table, and is right if it fits one of them. One unit of its last digit off is only hinted at (it was rounded the other way), and so is a share of something that the text names in words of its own; else it is a warning. The fix writes the share of the nearest whole; it is not safe, since only the author knows which whole is meant.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息40条，其中公告25条，占67.5%。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息40条，其中公告25条，占62.5%。\n",

  *check(report) {
    for (const { placed, found: share } of foundIn(report, sharesOf)) {
      const finding = confront(report, share, placed)
      if (finding) yield finding
    }
  },
}

const sharesOf = ({ shares }: SentenceReading): readonly Share[] => shares

function confront(report: Report, share: Share, placed: PlacedSentence): Finding | null {
  const { percent, part } = share
  const { named, others } = wholesOf(report, share)
  if (named.length === 0) return null
  const shareBy = (whole: Decimal): bigint => shareOf(part.value, whole, percent.value.scale)
  if ([...named, ...others].some(whole => shareBy(whole) === percent.value.units)) return null
  const options = named.map(whole => ({ whole, exact: shareBy(whole) }))
  const gap = ({ exact }: { exact: bigint }): bigint => (exact > percent.value.units ? exact - percent.value.units : percent.value.units - exact)
  const nearest = options.reduce((best, option) => (gap(option) < gap(best) ? option : best))
  const wanted = format({ units: nearest.exact, scale: percent.value.scale })
  const range = rangeOf(placed, percent.digits)
  return {
    range,
    severity: gap(nearest) <= 1n || share.isOfNamed ? "hint" : "warning",
    message: {
      zh: `${format(part.value)}÷${format(nearest.whole)} = ${wanted}%，文字写 ${format(percent.value)}%。请核对。`,
      en: `${format(part.value)} ÷ ${format(nearest.whole)} = ${wanted}%, but the text says ${format(percent.value)}%. Check which is meant.`,
    },
    fixes: [{ title: { zh: `改为 ${wanted}%`, en: `Change it to ${wanted}%` }, safe: false, preferred: false, edits: [{ ...range, insert: wanted }] }],
  }
}

/** What the figure may be a share of: figures before it in the text and, if it states a cell, the totals of the table; else those are good enough to fit. */
function wholesOf(report: Report, { part, partClaim, wholes }: Share): { named: Decimal[]; others: Decimal[] } {
  const isWhole = (value: Decimal): boolean => value.units > 0n && !isLess(value, part.value)
  const inText = wholes.filter(({ kind }) => kind === part.kind).map(({ value }) => value).filter(isWhole)
  const totals = totalsOf(report).filter(isWhole)
  return partClaim && !confrontClaim(report.facts, partClaim) ? { named: [...inText, ...totals], others: [] } : { named: inText, others: totals }
}

/** What the table says of the requests received, handled and answered, and of the other wholes of their kind. */
const totalsOf = memoize((report: Report): Decimal[] => {
  const quantities = report.format.prose!.quantities.filter(({ opens, topics }) => opens && topics)
  return quantities.flatMap(quantity => candidatesOf(report.facts, { quantity, columns: [[]], furtherCells: [] })).flatMap(({ value }) => value ?? [])
})

/** A hundred times part / whole in units of the last digit, rounded half up. */
function shareOf(part: Decimal, whole: Decimal, scale: number): bigint {
  const zero = { units: 0n, scale: Math.max(part.scale, whole.scale) }
  const above = add(part, zero).units * 100n * 10n ** BigInt(scale)
  const below = add(whole, zero).units
  return (2n * above + below) / (2n * below)
}
