import { add, equals, format, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import type { Facts } from "../report/facts.ts"
import { candidatesOf, isLess } from "../report/prose/candidates.ts"
import { unitOf, type Count, type Flow } from "../report/prose/counts.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundBeside, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { sumOfCounts } from "../report/prose/wholes.ts"
import type { Finding, Rule, Severity } from "./rule.ts"
import { figureFix, isSlip } from "./slips.ts"

export const flowMismatch: Rule = {
  id: "flow-mismatch",
  severity: "error",
  docs: {
    zh: `文字中收到、结转、办结的件数合不上。

收到 + 上年结转 = 办结 + 结转下年：文字自己写明的几项，不看表格也应成立。办结多于收到、又没有写结转来的，是错误；没有写的几项一律不当作 0，只有一处笔误就能解释的才报。各种办理结果（予以公开、部分公开……）写了三项以上的，合起来应等于收到、办理总数或办结数之一。修改写上算出来的数，不“安全”，因为错的是哪一个要由起草人判断。`,
    en: `What the text says was received, carried over and done does not balance.

Received + carried in = done + carried out holds for what the text names, whether there are tables or not. More done than received, with nothing carried in, is an error. What is not named is never taken for 0; then only what one slip explains is reported. Three outcomes or more (予以公开, 部分公开 …) make up what was received, handled or done. The fix writes what was worked out; it is not safe, since only the author knows which figure is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到留言42条，办结44条。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到留言42条，办结42条。\n",

  *check(report) {
    if (!report.format.prose) return
    for (const { placed, found } of foundBeside(report, imbalancesIn)) yield finding(placed, found)
  },
}

/** A figure that the others contradict, and what they make it. */
interface Imbalance {
  readonly blamed: Count
  readonly wanted: Decimal
  /** How it was worked out: 120+9−6. */
  readonly sum: string
  readonly others: readonly Count[]
  readonly severity: Severity
}

/** The figures of one account, by what they are. */
type Account = Readonly<Partial<Record<Flow, Count>>>

const NONE: readonly never[] = []

function imbalancesIn({ counts }: SentenceReading, facts: Facts): readonly Imbalance[] {
  const flows = counts.filter(({ flow, figure, isChange }) => flow !== null && figure.bound === "exact" && !isChange)
  if (flows.length < 2 || flows.some(count => isDecidedBy(facts, count))) return NONE
  const account = accountOf(flows)
  if (!account) return NONE
  const outcomes = flows.filter(({ flow }) => flow === "outcome")
  return [balance(account) ?? balanceOutcomes(account, outcomes)].flatMap(found => found ?? [])
}

/** What the tables hold, they prove: what is carried in may stand in them alone. */
const isDecidedBy = (facts: Facts, { claim }: Count): boolean => claim !== null && candidatesOf(facts, claim).some(({ value }) => value !== null)

/** Words that leave open what was done: 按时, 已 and the like, and nothing else between a comma and 办结. */
const DONE_ALONE = /^(?:已|均|全部|按时|按期|及时|共|并|依法|实际|累计|全年|本年度?|当年|目前|其中|年内|已经|公开|办理|\d+年|[,:])*(?:办结|答复|办复|办理完毕|回复)(?:完毕|了|申请|件|共|公开)*$/

/** The account of a sentence; null if some figure stands twice, or if it is not clear that they count the same. */
function accountOf(flows: readonly Count[]): Account | null {
  const account: Partial<Record<Flow, Count>> = {}
  for (const count of flows) {
    if (count.flow === null || count.flow === "outcome") continue
    if (account[count.flow] || unitOf(count.figure) !== unitOf(flows[0]!.figure)) return null
    account[count.flow] = count
  }
  const { received, done } = account
  if (received && done && (done.figure.from < received.figure.from || !DONE_ALONE.test(done.lead))) return null
  return account
}

const valueOf = (count: Count | undefined): Decimal => count?.figure.value ?? ZERO

function balance({ received, carriedIn, done, carriedOut }: Account): Imbalance | null {
  if (!received || !done) return null
  const into = add(valueOf(received), valueOf(carriedIn))
  const out = add(valueOf(done), valueOf(carriedOut))
  if (equals(into, out) || equals(into, done.figure.value) || equals(received.figure.value, out)) return null
  const wanted = subtract(into, valueOf(carriedOut))
  const terms = [received, carriedIn].flatMap(count => (count ? [format(count.figure.value)] : [])).join("+")
  const imbalance = (severity: Severity): Imbalance => ({ blamed: done, wanted, sum: `${terms}${carriedOut ? `−${format(carriedOut.figure.value)}` : ""}`, others: [received, carriedIn, carriedOut].flatMap(count => count ?? []), severity })
  if (isLess(into, out)) return imbalance("error")
  if (carriedIn && carriedOut) return imbalance("error")
  return carriedOut && isSlip(format(done.figure.value), format(wanted)) ? imbalance("information") : null
}

/** Three outcomes or more: what they make up is one of the figures of the account. */
function balanceOutcomes({ received, carriedIn, done, carriedOut }: Account, outcomes: readonly Count[]): Imbalance | null {
  const [first] = outcomes
  if (outcomes.length < 3 || !first || new Set(outcomes.map(({ claim, lead }) => claim?.quantity.id ?? lead)).size < outcomes.length) return null
  const whole = [received, carriedIn].flatMap(count => count ?? []).filter(({ figure }) => figure.from < first.figure.from)
  if (!received || !whole.includes(received)) return null
  const parts = [...outcomes, ...(carriedOut && carriedOut.figure.from > first.figure.from ? [carriedOut] : [])]
  const all = sumOfCounts(whole)
  const sums = [sumOfCounts(outcomes), sumOfCounts(parts)]
  const fits = [received.figure.value, all, ...(done ? [done.figure.value] : []), ...(carriedOut ? [subtract(all, carriedOut.figure.value)] : [])]
  if (sums.some(sum => fits.some(value => equals(sum, value)))) return null
  const sum = sums[1]!
  const isOver = isLess(fits.reduce((a, b) => (isLess(a, b) ? b : a)), sum)
  const gap = subtract(sum, all)
  const isNear = parts.some(({ figure }) => isSlip(format(figure.value), format(subtract(figure.value, gap))))
  if (!isOver && !(isNear && isLess(all, { units: sum.units * 2n, scale: sum.scale }))) return null
  return { blamed: received, wanted: carriedIn && whole.includes(carriedIn) ? subtract(sum, carriedIn.figure.value) : sum, sum: parts.map(({ figure }) => format(figure.value)).join("+") + (whole.length > 1 ? `−${format(carriedIn!.figure.value)}` : ""), others: parts, severity: isOver ? "error" : carriedOut && !isOver ? "warning" : "information" }
}

function finding(placed: PlacedSentence, { blamed, wanted, sum, others, severity }: Imbalance): Finding {
  const written = format(blamed.figure.value)
  return {
    range: rangeOf(placed, blamed.figure.digits),
    severity,
    message: {
      zh: `按文中其他数字计算应为 ${sum}${others.length > 1 ? ` = ${format(wanted)}` : ""}，文字写 ${written}${others.length === 1 ? "，多于收到的件数，又没有写明上年结转" : ""}。请核对收到、结转和办结的件数。`,
      en: `The other figures make it ${sum}${others.length > 1 ? ` = ${format(wanted)}` : ""}, but the text says ${written}${others.length === 1 ? ", more than was received, and names nothing carried in" : ""}. Check what was received, carried over and done.`,
    },
    related: others.map(({ figure }) => ({ range: rangeOf(placed, figure.digits), message: { zh: `文中的 ${format(figure.value)}`, en: `The text's ${format(figure.value)}` } })),
    fixes: figureFix(placed, blamed.figure, wanted, insert => ({ zh: `改为 ${insert}`, en: `Change it to ${insert}` })),
  }
}
