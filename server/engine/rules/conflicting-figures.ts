import { add, equals, format, magnitude, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import { candidatesOf } from "../report/prose/candidates.ts"
import type { Count } from "../report/prose/counts.ts"
import { valueBeside, written } from "../report/prose/figures.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type FoundIn } from "../report/prose/sentences.ts"
import type { Stated } from "../report/prose/stated.ts"
import { isSlip } from "../report/prose/slips.ts"
import { haveCommon, withoutWords } from "../report/prose/words.ts"
import type { Report } from "../report/report.ts"
import { figureFix } from "./figureFix.ts"
import type { Finding, Rule, Severity } from "./rule.ts"

export const conflictingFigures: Rule = {
  id: "conflicting-figures",
  severity: "warning",
  docs: {
    zh: `同一个数在文字中写了两次，两次不一样。

前面写“全年收到申请 24 件”，后面写“今年共收到申请 42 件”，总有一处不对。“上述 37 件”前面写的是 73 件，也一样。只比较说的是同一件事、范围也相同的数：列举中的各项、其他年份和一段时间的数、所属单位和各科室的数、增减数、带“约”“余”的数都不比较；表格中有这个数的，由“prose-mismatch”与表格核对。两个数相差不止一处笔误的，可能口径不同，只作信息或不报。修改是改成另一处的数，不“安全”，因为对的是哪一处只有起草人知道。`,
    en: `The same figure stands twice in the text, and not alike.

全年收到申请 24 件 in one place and 今年共收到申请 42 件 in another, or 上述 37 件 where 73 stand before: one of them is wrong. Only figures of the same thing and scope are compared: no parts of lists, no other years or parts of the year, nothing of single units, no changes, no 约 or 余; what the tables hold, prose-mismatch compares with them. Where more than a slip of the hand lies between the two, they may be counted differently: that is information, or nothing. The fix writes the other figure; it is not safe, since only the author knows which is right.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到政府信息公开申请24件。\n\n依申请公开方面，今年共收到政府信息公开申请42件。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到政府信息公开申请24件。\n\n依申请公开方面，今年共收到政府信息公开申请24件。\n",

  *check(report) {
    if (!report.format.prose) return
    for (const { first, again } of misquoted(report)) yield finding(first, again, "warning")
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

/** A count in its sentence, as `finding` speaks of it. */
type Placed = FoundIn<Pick<Stated, "count">>

const againOf = ({ again }: SentenceReading): readonly Count[] => again
const countsOf = ({ counts }: SentenceReading): readonly Count[] => counts

/** So many counts before it may be what 上述 speaks of. */
const REACH = 16

/** Figures that 上述 and the like take up from before, in which one slip of the hand has happened. */
function misquoted(report: Report): { readonly first: Placed; readonly again: Placed }[] {
  const taken = foundIn(report, againOf)
  if (taken.length === 0) return []
  const all = foundIn(report, countsOf)
  const places = new Map(all.map(({ found }, i) => [found, i]))
  return taken.flatMap(({ placed, found: again }) => {
    if (again.claim && candidatesOf(report.facts, again.claim).some(({ value }) => value !== null)) return []
    const at = places.get(again)!
    const told = all.slice(Math.max(0, at - REACH), at).filter(({ placed: { chunk }, found }) => chunk === placed.chunk && found.unit === again.unit && !found.isSecond && isOfSame(found, again, report))
    // 28 件（上年为 23 件），对这 23 件 …: what another year had is meant only where nothing else is told.
    const own = told.filter(({ found }) => !found.isOfOtherYear)
    const before = own.length > 0 ? own : told
    if (before.some((_, i) => sumsBehind(before.slice(i).map(({ found }) => found.figure.value)).some(sum => equals(sum, again.figure.value)))) return []
    const first = before.findLast(({ found }) => found.figure.bound === "exact" && isSlip(format(found.figure.value), format(again.figure.value)))
    return first ? [{ first: { placed: first.placed, found: { count: first.found } }, again: { placed, found: { count: again } } }] : []
  })
}

/** 在当年办结的 57 件中 takes up none of what was received. */
function isOfSame({ lead, tail }: Count, again: Count, { format }: Report): boolean {
  if (!again.tail.endsWith("中")) return true
  const named = withoutWords(withoutWords(again.lead, format.prose!.same.again), format.prose!.same.idle).replace(/[^\p{Script=Han}]/gu, "")
  return named.length < MIN_NAMED || haveCommon(named, lead + tail)
}

const MIN_NAMED = 3

/** The first value, the first two together, and so on: 上述 may mean several. */
function sumsBehind(values: readonly Decimal[]): readonly Decimal[] {
  let sum = ZERO
  return values.map(value => (sum = add(sum, value)))
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

function finding(before: Placed, { placed, found }: Placed, severity: Severity): Finding {
  const [first, here] = [before.found.count.figure, found.count.figure]
  const related = rangeOf(before.placed, first.digits)
  return {
    range: rangeOf(placed, here.digits),
    severity,
    message: {
      zh: `同一个数前面写 ${written(first)}，这里写 ${written(here)}，相差 ${valueBeside(here, magnitude(subtract(first.value, here.value)))}。请核对哪一处对；如果口径不同，请写明。`,
      en: `The same figure is ${written(first)} before and ${written(here)} here, ${valueBeside(here, magnitude(subtract(first.value, here.value)))} off. Check which is right; if they are counted differently, say so.`,
    },
    related: [{ range: related, message: { zh: `前面的 ${written(first)}`, en: `The ${written(first)} before` } }],
    fixes: [
      ...figureFix(placed, here, first.value, insert => ({ zh: `这里改为 ${insert}`, en: `Change it here to ${insert}` })),
      ...figureFix(before.placed, first, here.value, insert => ({ zh: `前面改为 ${insert}`, en: `Change it before to ${insert}` })),
    ],
  }
}
