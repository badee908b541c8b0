import { add, equals, format as text, isLess, isNegative, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import type { Facts } from "../report/facts.ts"
import { candidatesOf, totalsIn } from "../report/prose/candidates.ts"
import { cameAnew, unitOf, type Count, type Flow } from "../report/prose/counts.ts"
import { valueBeside, written } from "../report/prose/figures.ts"
import type { ListWords, ProseFormat } from "../report/prose/proseFormat.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundBeside, foundIn, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { changedStock, isNetLoss, type Stock } from "../report/prose/stocks.ts"
import { mayBeWhole, mayMakeUp, sumOfCounts, type Whole } from "../report/prose/wholes.ts"
import { holdsAny, withoutBrackets, withoutWords } from "../report/prose/words.ts"
import { isSlip } from "../report/prose/slips.ts"
import { figureFix } from "./figureFix.ts"
import type { Finding, Rule, Severity, Text } from "./rule.ts"

export const flowMismatch: Rule = {
  id: "flow-mismatch",
  severity: "error",
  docs: {
    zh: `文字中收到、结转、办结的件数合不上。

收到 + 上年结转 = 办结 + 结转下年：文字自己写明的几项，没有表格也应成立；表格中有这些数的，由“prose-mismatch”与表格核对。前后两句分开写的（“新收……，上年结转……。年内共办结……”）合起来算。办结多于收到、又没有写结转来的，是错误；没有写的几项一律不当作 0（写明“无结转”的除外），只有一处笔误就能解释的才报。各种办理结果（予以公开、部分公开……）写了三项以上的，合起来应等于收到、办理总数或办结数之一。存量也一样：年初 27 件，新增 4 件，废止 2 件，年末应为 29 件；“较年初减少 9 个（新设 3 个，注销 12 个）”也是。修改写上算出来的数，不“安全”，因为错的是哪一个要由起草人判断。`,
    en: `What the text says was received, carried over and done does not balance.

Received + carried in = done + carried out holds for what the text names, without tables, too; figures that the tables hold prose-mismatch compares with them. An account told in two sentences (新收 …，上年结转 …。年内共办结 …) is one. More done than received, with nothing carried in, is an error. What is not named is never taken for 0, unless 无结转 says so; then only what one slip explains is reported. Three outcomes or more (予以公开, 部分公开 …) make up what was received, handled or done. So it is with a stock: 27 at the beginning of the year, 4 added and 2 removed make 29; 较年初减少 9 个（新设 3 个，注销 12 个） is one, too. The fix writes what was worked out; it is not safe, since only the author knows which figure is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到留言42条，办结44条。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年收到留言42条，办结42条。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found } of foundBeside(report, imbalancesIn(prose), undecided(prose))) yield finding(placed, found)
    for (const { placed, found } of foundIn(report, wrongStocksIn)) yield finding(placed, found)
  },
}

/** A figure that the others contradict, and what they make it. */
interface Imbalance {
  readonly blamed: Count
  readonly wanted: Decimal
  /** How it was worked out: 120+9−6. */
  readonly sum: string
  /** What it is beside: 71+3 = 74; null where it is the blamed figure itself. */
  readonly whole: string | null
  readonly others: readonly Count[]
  readonly severity: Severity
  /** All figures of the account, which the tables may decide. */
  readonly flows: readonly Count[]
  /** True for a stock, which nobody received or closed. */
  readonly isStock?: true
}

/** The figures of one account, by what they are. */
type Account = Readonly<Partial<Record<Flow, Count>>>

const NONE: readonly never[] = []

const imbalancesIn = memoize((format: ProseFormat) => ({ text, counts, wholes }: SentenceReading): readonly Imbalance[] => {
  if (counts.every(({ flow }) => flow === null)) return NONE
  const flows = withTotals(counts, wholes).filter((count, i, all) => count.flow !== null && count.figure.bound === "exact" && !count.isChange && !isOneOfSeveral(text, count, all.slice(i + 1, i + REACH)))
  return segmentsOf(text, flows).flatMap(segment => {
    const account = segment.length > 1 && !isMadeUp(segment, wholes) ? accountOf(segment, format) : null
    const found = account && !isBalancedWith(account, unnamedIn(segment, counts, wholes, format.lists)) && (balance(account, format.noneLeft.some(word => text.includes(word, segment[segment.length - 1]!.figure.to))) ?? balanceOutcomes(account, segment.filter(({ flow, unit }) => flow === "outcome" && unit === account.received?.unit)))
    return found ? [{ ...found, flows: segment }] : []
  })
})

/** 收到建议 43 件、提案 58 件; 新收申请中自然人提出 158 件; 办结件中延期 24 件: what is received or answered of one kind is not all. */
function isOneOfSeveral(text: string, count: Count, behind: readonly Count[]): boolean {
  if (OF_THEM.test(count.lead)) return true
  const next = count.flow === "received" ? behind.find(({ clause }) => clause.group === count.clause.group) : undefined
  return next?.flow === null && next.unit === count.unit && !/[,;:。]/.test(withoutBrackets(text.slice(count.figure.to, next.figure.from)))
}

/** So many counts may stand in a bracket between two of them. */
const REACH = 8
const OF_THEM = /(?:申请|[件条项])中[^,;:。]/

/** More figures are no account of one thing. */
const MAX_FLOWS = 12

/** 收到 19 件，其中主动撤回 2 件，答复 16 件，1 件转入下一年度: the text itself makes it up. */
const isMadeUp = (segment: readonly Count[], wholes: readonly Whole[]): boolean => segment.length <= MAX_FLOWS && wholes.some(({ whole, parts }) => segment.includes(whole) && segment.every(count => count === whole || parts.includes(count)) && equals(sumOfCounts(parts), whole.figure.value))

/** The counts among those of an account of which no word says what they are to it, and which are no parts of others. */
function unnamedIn(segment: readonly Count[], counts: readonly Count[], wholes: readonly Whole[], { still }: ListWords): readonly Count[] {
  // 收到 19 件，其中撤回 2 件，答复 16 件: a part alone may as well be what the account lacks.
  const parts = new Set(wholes.flatMap(whole => (whole.parts.length > 1 && !(segment.some(({ figure }) => equals(figure.value, whole.whole.figure.value)) && whole.parts.some(part => segment.includes(part))) ? whole.parts : [])))
  const [first, last] = [segment[0]!.figure.from, segment[segment.length - 1]!.figure.to]
  const isRemark = ({ isOfOtherYear, lead, tail, figure }: Count): boolean => figure.from - last < MAX_REMARK && (isOfOtherYear || OF_BEFORE.test(lead + tail) || holdsAny(tail, still))
  return counts.filter(count => (count.flow === null || count.isOfOtherYear) && count.unit === segment[0]!.unit && mayBeWhole(count) && count.figure.from > first && (count.figure.to < last || isRemark(count)) && !parts.has(count))
}

/** 受理 31 件，答复 33 件，多出的 2 件为上年受理; 答复 33 件（含往年的 5 件），另有 3 件正在核实 */
const OF_BEFORE = /多出|[上去往]年|跨年/
const MAX_REMARK = 48

/** 收到 260 条，加上跨年的 14 条，办结 268 条，尚有 6 条在办: what came in or is left over may be told in words that are not known. */
function isBalancedWith({ received, carriedIn, carriedOut, done }: Account, unnamed: readonly Count[]): boolean {
  if (!received || !done || unnamed.length === 0 || unnamed.length > MAX_UNNAMED) return false
  return mayMakeUp(subtract(received.figure.value, done.figure.value), [...unnamed, carriedIn, carriedOut].flatMap(count => count ?? []))
}

/** With more of them, some add up by chance. */
const MAX_UNNAMED = 3

/** 网上收到 97 件，快递 21 件，合计 118 件: the total was received. */
function withTotals(counts: readonly Count[], wholes: readonly Whole[]): readonly Count[] {
  const totals = new Map(wholes.flatMap(({ whole, parts, closing }) => (closing !== "loose" && whole.flow === null && parts.some(({ flow }) => flow === "received") && parts.some(({ flow }) => flow === null) && whole.figure.from > parts[0]!.figure.from ? [[whole, parts] as const] : [])))
  if (totals.size === 0) return counts
  const parts = new Set([...totals.values()].flat())
  return counts.filter(count => !parts.has(count)).map(count => (totals.has(count) ? { ...count, flow: "received" as const, lead: totals.get(count)![0]!.lead } : count))
}

/** The figures of one account each: where what was received is told more than once, semicolons and full stops part them. */
function segmentsOf(text: string, flows: readonly Count[]): readonly (readonly Count[])[] {
  if (flows.filter(({ flow }) => flow === "received").length < 2) return [flows]
  const segments: Count[][] = []
  let last: Count | null = null
  for (const count of flows) {
    if (!last || /[;。]/.test(text.slice(last.figure.to, count.figure.from))) segments.push([])
    segments[segments.length - 1]!.push(count)
    last = count
  }
  return segments
}

/** What the tables hold, they prove: what is carried in may stand in them alone. 收到 540 件，办结 541 件 are theirs where both are such totals, whatever the sentence calls them. */
const undecided = memoize((prose: ProseFormat) => (imbalance: Imbalance, facts: Facts): Imbalance | null => {
  const isDecided = ({ claim }: Count): boolean => claim !== null && candidatesOf(facts, claim).some(({ value }) => value !== null)
  if (imbalance.flows.some(isDecided)) return null
  const totals = imbalance.isStock ? [] : totalsIn(facts, prose)
  return imbalance.flows.every(({ figure }) => totals.some(total => equals(total, figure.value))) ? null : imbalance
})

const wrongStocksIn = ({ stocks }: SentenceReading): readonly Imbalance[] => (stocks.length === 0 ? NONE : stocks.flatMap(stock => stockImbalance(stock) ?? []))

function stockImbalance(stock: Stock): Imbalance | null {
  const { start, added, removed, end } = stock
  const wanted = changedStock(stock)
  if (equals(wanted, end.figure.value) || isNegative(wanted)) return null
  const others = [...(start ? [start] : []), ...added, ...removed]
  const signed = (sign: string, counts: readonly Count[]): string => counts.map(({ figure }) => sign + written(figure)).join("")
  return { blamed: end, wanted, sum: start ? `${written(start.figure)}${signed("+", added)}${signed("−", removed)}` : termsOfNet(stock), whole: null, others, severity: isNearStock(end, wanted, others) ? "warning" : "information", flows: [], isStock: true }
}

function termsOfNet({ added, removed, end }: Stock): string {
  const [more, less] = isNetLoss(end) ? [removed, added] : [added, removed]
  return `${termsOf(more)}−${less.map(({ figure }) => written(figure)).join("−")}`
}

/** True if one slip of the hand explains it. */
function isNearStock({ figure }: Count, wanted: Decimal, others: readonly Count[]): boolean {
  const gap = subtract(figure.value, wanted)
  const is = (value: Decimal, meant: Decimal): boolean => !isNegative(meant) && isSlip(text(value), text(meant))
  return is(figure.value, wanted) || others.some(other => is(other.figure.value, add(other.figure.value, gap)) || is(other.figure.value, subtract(other.figure.value, gap)))
}

/** True if nothing is said of what was done, but that it was (按时, 已 and the like beside 办结), or what was received: 收到来信 85 封，答复来信 87 封. */
function isOfReceived(done: Count, received: Count, { doneAlone, flows }: ProseFormat): boolean {
  const said = withoutWords(done.lead, flows.done).replace(TIME, "")
  const rest = withoutWords(said, doneAlone)
  return rest === "" || [said, rest].some(words => (received.lead + received.tail).includes(words))
}

/** 截至 12 月底 */
const TIME = /截[至止]|\d+年|\d+月(?:\d+日|底|末)?|本?年[底末]|[,:]/g

/** What figures are to one account; null if some stands twice, or if it is not clear that they count the same. Figures in other units are of something else. */
function accountOf(flows: readonly Count[], format: ProseFormat): Account | null {
  const account: Partial<Record<Flow, Count>> = {}
  const unit = unitOf(flows[0]!.figure)
  const told = flows.filter(count => count.flow !== null && count.flow !== "outcome" && unitOf(count.figure) === unit)
  for (const count of told) {
    const known = account[count.flow!]
    if (known && count.flow !== "done") return null
    // 办结 521 件，公开答复 5 件: no more than the most of it was done.
    if (!known || isLess(known.figure.value, count.figure.value)) account[count.flow!] = count
  }
  const { received, done, carriedIn } = account
  if (received && done && (done.figure.from < received.figure.from || !isOfReceived(done, received, format))) return null
  const isDoneTwice = told.filter(({ flow }) => flow === "done").length > 1
  if (!isDoneTwice) return account
  return received && done && isLess(add(valueOf(received), valueOf(carriedIn)), done.figure.value) ? { received, done, ...(carriedIn ? { carriedIn } : {}) } : null
}

const valueOf = (count: Count | undefined): Decimal => count?.figure.value ?? ZERO

/** `hasNoneLeft` is true where words say that nothing is carried out. */
function balance({ received, carriedIn, done, carriedOut }: Account, hasNoneLeft: boolean): Omit<Imbalance, "flows"> | null {
  if (!received || !done) return null
  const into = add(valueOf(received), valueOf(carriedIn))
  const out = add(valueOf(done), valueOf(carriedOut))
  const isAllDone = equals(into, done.figure.value)
  if (equals(into, out) || (isAllDone && !(carriedIn && carriedOut)) || (equals(received.figure.value, out) && mayHoldCarried(received, carriedIn, done))) return null
  const wanted = subtract(into, valueOf(carriedOut))
  const terms = [received, carriedIn].flatMap(count => (count ? [written(count.figure)] : [])).join("+")
  const imbalance = (severity: Severity): Omit<Imbalance, "flows"> => ({ blamed: done, wanted, sum: `${terms}${carriedOut ? `−${written(carriedOut.figure)}` : ""}`, whole: null, others: [received, carriedIn, carriedOut].flatMap(count => count ?? []), severity })
  if (isLess(into, out)) return imbalance(isAllDone ? "warning" : "error")
  // 新收 17 件，上年结转 2 件，办结 18 件，无结转下年
  if (carriedIn && (carriedOut || hasNoneLeft)) return imbalance(carriedOut ? "error" : "warning")
  // 收到 1307 件，办结 1266 件，其余 14 件正在办理: 41 are left.
  const isSlipped = carriedOut && (isSlip(text(done.figure.value), text(wanted)) || (!carriedIn && isSlip(text(carriedOut.figure.value), text(subtract(into, done.figure.value)))))
  return isSlipped ? imbalance("information") : null
}

/** 收到 58 件，上年结转 4 件: what was carried in may be counted in what was received, unless that was received anew and was told first. */
const mayHoldCarried = (received: Count, carriedIn: Count | undefined, done: Count): boolean => !carriedIn || carriedIn.figure.from <= received.figure.from || !cameAnew(received) || done.lead.includes("其中")

/** Three outcomes or more: what they make up is one of the figures of the account. */
function balanceOutcomes({ received, carriedIn, done, carriedOut }: Account, outcomes: readonly Count[]): Omit<Imbalance, "flows"> | null {
  const [first] = outcomes
  if (outcomes.length < 3 || !first || new Set(outcomes.map(({ claim, lead }) => claim?.quantity.id ?? lead)).size < outcomes.length) return null
  const whole = [received, carriedIn].flatMap(count => count ?? []).filter(({ figure }) => figure.from < first.figure.from)
  if (!received || !whole.includes(received)) return null
  const left = carriedOut && carriedOut.figure.from > first.figure.from ? [carriedOut] : []
  const all = sumOfCounts(whole)
  const fits = (sum: Decimal, wholes: readonly (Decimal | undefined)[]): boolean => wholes.some(value => value && equals(sum, value))
  const without = carriedOut && subtract(all, carriedOut.figure.value)
  if (fits(sumOfCounts(outcomes), [received.figure.value, all, done?.figure.value, without, carriedOut && subtract(received.figure.value, carriedOut.figure.value)])) return null
  if (left.length > 0 && fits(sumOfCounts([...outcomes, ...left]), [received.figure.value, all])) return null
  const parts = [...outcomes, ...left]
  const sum = sumOfCounts(parts)
  const gap = subtract(sum, all)
  const isOver = isLess(all, sum)
  const isNear = [...parts, ...whole].some(({ figure }) => isSlip(text(figure.value), text(subtract(figure.value, gap))) || isSlip(text(figure.value), text(add(figure.value, gap))))
  if (!isOver && !(isNear && isLess(all, { units: sum.units * 2n, scale: sum.scale }))) return null
  return { blamed: received, wanted: sum, sum: termsOf(parts), whole: whole.length > 1 ? `${termsOf(whole)} = ${valueBeside(received.figure, all)}` : written(received.figure), others: parts, severity: isOver ? "error" : left.length > 0 ? "warning" : "information" }
}

const termsOf = (counts: readonly Count[]): string => counts.map(({ figure }) => written(figure)).join("+")

function finding(placed: PlacedSentence, imbalance: Imbalance): Finding {
  const { blamed, wanted, whole, others, severity } = imbalance
  return {
    range: rangeOf(placed, blamed.figure.digits),
    severity,
    message: messageOf(imbalance),
    related: others.map(({ figure }) => ({ range: rangeOf(placed, figure.digits), message: { zh: `文中的 ${written(figure)}`, en: `The text's ${written(figure)}` } })),
    fixes: whole !== null && whole.includes("+") ? [] : figureFix(placed, blamed.figure, wanted, insert => ({ zh: `改为 ${insert}`, en: `Change it to ${insert}` })),
  }
}

function messageOf({ blamed, wanted, sum, whole, others, isStock }: Imbalance): Text {
  const [said, meant] = [written(blamed.figure), valueBeside(blamed.figure, wanted)]
  if (isStock) {
    return {
      zh: `按文中的增减计算应为 ${sum} = ${meant}，文字写 ${said}。请核对原有、增加、减少和现有的数。`,
      en: `What came and went makes it ${sum} = ${meant}, but the text says ${said}. Check what there was, what was added and removed, and what there is.`,
    }
  }
  if (whole !== null) {
    return {
      zh: `各种办理结果${others.some(({ flow }) => flow === "carriedOut") ? "与结转下年" : ""}之和为 ${sum} = ${meant}，收到${whole.includes("+") ? "与上年结转" : ""}的为 ${whole}，对不上。请核对这几个数。`,
      en: `The outcomes make ${sum} = ${meant}, but what there was to do is ${whole}. Check these figures.`,
    }
  }
  return {
    zh: `按文中其他数字计算应为 ${sum}${others.length > 1 ? ` = ${meant}` : ""}，文字写 ${said}${others.length === 1 ? "，多于收到的件数，又没有写明上年结转" : ""}。请核对收到、结转和办结的件数。`,
    en: `The other figures make it ${sum}${others.length > 1 ? ` = ${meant}` : ""}, but the text says ${said}${others.length === 1 ? ", more than was received, and names nothing carried in" : ""}. Check what was received, carried over and done.`,
  }
}
