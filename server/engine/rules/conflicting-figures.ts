import { equals, format, magnitude, subtract } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { candidatesOf } from "../report/prose/candidates.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type FoundIn } from "../report/prose/sentences.ts"
import type { Stated } from "../report/prose/stated.ts"
import { isSlip } from "../report/prose/slips.ts"
import type { Report } from "../report/report.ts"
import { figureFix } from "./figureFix.ts"
import type { Finding, Rule, Severity } from "./rule.ts"

export const conflictingFigures: Rule = {
  id: "conflicting-figures",
  severity: "warning",
  docs: {
    zh: `同一个数在文字中写了两次，两次不一样。

前面写“全年收到申请 24 件”，后面写“今年共收到申请 42 件”，总有一处不对。只比较说的是同一件事、范围也相同的数：列举中的各项、其他年份和一段时间的数、所属单位和各科室的数、增减数、带“约”“余”的数都不比较；表格中有这个数的，由“prose-mismatch”与表格核对。两个数相差不止一处笔误的，可能口径不同，只作信息或不报。修改是改成另一处的数，不“安全”，因为对的是哪一处只有起草人知道。`,
    en: `The same figure stands twice in the text, and not alike.

全年收到申请 24 件 in one place and 今年共收到申请 42 件 in another: one of them is wrong. Only figures of the same thing and scope are compared: no parts of lists, no other years or parts of the year, nothing of single units, no changes, no 约 or 余; what the tables hold, prose-mismatch compares with them. Where more than a slip of the hand lies between the two, they may be counted differently: that is information, or nothing. The fix writes the other figure; it is not safe, since only the author knows which is right.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到政府信息公开申请24件。\n\n依申请公开方面，今年共收到政府信息公开申请42件。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到政府信息公开申请24件。\n\n依申请公开方面，今年共收到政府信息公开申请24件。\n",

  *check(report) {
    if (!report.format.prose) return
    const known = new Map<string, FoundIn<Stated>>()
    const carried = new Set<string>()
    const all = foundIn(report, statedOf)
    for (const { found: { count } } of all) if (count.flow?.startsWith("carried")) carried.add(format(count.figure.value))
    for (const stated of all) {
      const before = known.get(stated.found.key)
      if (!before) known.set(stated.found.key, stated)
      else {
        const severity = severityOf(report, before, stated, carried)
        if (severity) yield finding(before, stated, severity)
      }
    }
  },
}

const statedOf = memoize(({ stated }: SentenceReading): readonly Stated[] => stated)

function severityOf({ facts }: Report, before: FoundIn<Stated>, after: FoundIn<Stated>, carried: ReadonlySet<string>): Severity | null {
  const [a, b] = [before.found.count, after.found.count]
  if (before.placed.sentence === after.placed.sentence || equals(a.figure.value, b.figure.value)) return null
  const isOneSlip = isSlip(format(a.figure.value), format(b.figure.value))
  if (!a.claim) return isOneSlip && (before.found.isTotal || after.found.isTotal) ? (before.found.isTotal && after.found.isTotal ? "warning" : "information") : null
  if (candidatesOf(facts, a.claim).some(({ value }) => value !== null)) return null
  // What was carried over may be counted in one place and not in the other.
  if (a.claim.quantity.cells.length > 1 && (carried.has(format(magnitude(subtract(a.figure.value, b.figure.value)))) || !isOneSlip)) return carried.size > 0 ? null : "information"
  return isOneSlip || (before.found.isTotal && after.found.isTotal) ? "warning" : "information"
}

function finding(before: FoundIn<Stated>, { placed, found }: FoundIn<Stated>, severity: Severity): Finding {
  const [first, here] = [before.found.count.figure, found.count.figure]
  const related = rangeOf(before.placed, first.digits)
  return {
    range: rangeOf(placed, here.digits),
    severity,
    message: {
      zh: `同一个数前面写 ${format(first.value)}，这里写 ${format(here.value)}，相差 ${format(magnitude(subtract(first.value, here.value)))}。请核对哪一处对；如果口径不同，请写明。`,
      en: `The same figure is ${format(first.value)} before and ${format(here.value)} here, ${format(magnitude(subtract(first.value, here.value)))} off. Check which is right; if they are counted differently, say so.`,
    },
    related: [{ range: related, message: { zh: `前面的 ${format(first.value)}`, en: `The ${format(first.value)} before` } }],
    fixes: [
      ...figureFix(placed, here, first.value, insert => ({ zh: `这里改为 ${insert}`, en: `Change it here to ${insert}` })),
      ...figureFix(before.placed, first, here.value, insert => ({ zh: `前面改为 ${insert}`, en: `Change it before to ${insert}` })),
    ],
  }
}
