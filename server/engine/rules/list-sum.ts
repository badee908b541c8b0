import { add, equals, format, isLess, isZero, magnitude, subtract, ZERO, type Decimal } from "../text/decimal.ts"
import { memoize } from "../text/memoize.ts"
import type { Facts } from "../report/facts.ts"
import { confrontClaim } from "../report/prose/candidates.ts"
import type { Claim } from "../report/prose/claims.ts"
import { unitOf, type Count } from "../report/prose/counts.ts"
import { valueBeside, written, type Figure } from "../report/prose/figures.ts"
import { timesTen } from "../report/prose/numerals.ts"
import type { ListWords } from "../report/prose/proseFormat.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundBeside, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { isAlike, mayMakeUp, sumOfCounts, type Whole } from "../report/prose/wholes.ts"
import { holdsAny } from "../report/prose/words.ts"
import { isNearSum, isSlip, slippedParts } from "../report/prose/slips.ts"
import { figureFix } from "./figureFix.ts"
import type { Finding, Rule, Severity } from "./rule.ts"

export const listSum: Rule = {
  id: "list-sum",
  severity: "error",
  docs: {
    zh: `文字中列举的各部分加起来与总数不符。

“共 65 条，其中公告 4 条、动态 42 条……”：各部分之和大于总数，或某一部分大于总数，是错误。小于总数时，列举已完整（“包括”“分为”、冒号、以“其他”“其余”结尾、后面写“共……件”，且没有“等”）的是警告；没有“其中”等字、只是一项接一项的，只有相差一处笔误才报。没有写明完整、但只差一处笔误（错一位、两位颠倒、多写或漏写一位）的只作信息；明显只是举例的不报。有“约”“近”的列举、口径不同的几项混在一起的列举不判断（如“女性 21 人，企业代表 28 人”“主要负责人出席 3 场，分管负责人出席 7 场”）；“不含”“除……外”后面的不算在内，列举中间的小计不重复计，“；法人中，……”“9 件：……”后面是那一项自己的组成；以万为单位的与写到个位的混在一起时，舍入造成的差不报；“余”“多”按下限算。修改是把总数改为各部分之和，或把笔误的一项改为相符的数，都不“安全”，因为错的是哪一个要由起草人判断。`,
    en: `The parts of a list do not add up to its whole.

共 65 条，其中公告 4 条 …: parts that exceed the whole, alone or together, are an error. Parts that fall short of it are a warning where the list is complete (包括, 分为, a colon, ending in 其他 or 其余, or with 共 … behind it, and without 等); where nothing says so, or the parts merely stand in a row behind it, but one slip of the hand explains the gap (a digit mistyped, left out or doubled, two exchanged), information; what is plainly a selection is left alone. Lists with 约 or 近 and lists of parts of different kinds are not judged (女性 21 人，企业代表 28 人; 主要负责人出席 3 场，分管负责人出席 7 场); what stands behind 不含 or within 除 … 外 is no part, a subtotal within a list is none, and behind ；法人中， or 9 件： the parts are of that part; where figures in 万 stand beside others to the last digit, what rounding explains is not said; 余 and 多 are lower bounds. The fixes write the sum as the whole, or what would fit as the part that one slip explains; they are not safe, since only the author knows which is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息42条，包括公告15条、动态29条。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息44条，包括公告15条、动态29条。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found } of foundBeside(report, miscountsIn(prose.lists), undecided)) yield finding(placed, found)
  },
}

/** A list whose parts make up another sum than its whole. */
interface Miscount {
  readonly head: Figure
  readonly parts: readonly Figure[]
  readonly sum: Decimal
  readonly severity: Severity
  /** What of it the tables hold: where they show which figure is wrong, prose-mismatch says so. */
  readonly claims: readonly Claim[]
  /** True if nothing says that the list is complete. */
  readonly isOpen: boolean
}

const miscountsIn = memoize((words: ListWords) => (reading: SentenceReading): readonly Miscount[] => (reading.wholes.length === 0 ? NONE : reading.wholes.flatMap(whole => miscountOf(whole, reading, words) ?? [])))

const undecided = (miscount: Miscount, facts: Facts): Miscount | null => (miscount.claims.some(claim => confrontClaim(facts, claim)) ? null : miscount)

const NONE: readonly never[] = []

/** 8 个（含 2 个省级）: the part counts another once more. */
const INCLUDES = /^[^,;。:、()]*\(含/
const MAX_NOUN = 12
/** So far from a list it may be said that its parts overlap. */
const MAX_REMARK = 40

function miscountOf(list: Whole, { text, counts }: SentenceReading, words: ListWords): Miscount | null {
  const { whole, closing } = list
  if (closing === "settled" || isAccount(list)) return null
  const parts = partsOf(list, words)
  const sum = sumOfCounts(parts)
  if (parts.length === 0 || !mayAddUp(list, parts, sum) || isOfAudience(list, parts, words) || parts.some(({ lead }) => holdsAny(lead, words.excluded))) return null
  if (isRounded(whole, parts, sum)) return null
  const severity = isLess(whole.figure.value, sum) ? (mayOverlap(list, parts, text, words) || isCountedTwice(list.whole, parts, sum, { text, counts }) ? null : severityAbove(list, parts, sum, words)) : severityBelow(list, parts, sum, counts)
  return severity && { head: whole.figure, parts: parts.map(({ figure }) => figure), sum, claims: [whole, ...parts].flatMap(({ claim }) => claim ?? []), severity, isOpen: !isClosed(closing) }
}

/** 38.42 万条，好评 38.39 万条，差评 307 条: beside figures that tell more digits, those in 万 are rounded. */
function isRounded({ figure: whole }: Count, parts: readonly Count[], sum: Decimal): boolean {
  if (whole.power === 0 || parts.every(({ figure }) => figure.precision >= whole.precision)) return false
  const halves = [whole, ...parts.map(({ figure }) => figure)].map(({ power, precision }) => (power > 0 ? timesTen({ units: 5n, scale: 1 }, precision) : ZERO)).reduce(add, ZERO)
  return !isLess(halves, magnitude(subtract(sum, whole.value)))
}

/** 收到 9 件，其中 7 件已答复，2 件结转: flow-mismatch judges it; 全部答复，其中本级答复 17 件、区县答复 29 件 are parts of one kind. */
const isAccount = ({ whole, parts }: Whole): boolean => whole.flow === "received" && parts.length > 1 && parts.every(({ flow }) => flow === "done" || flow === "carriedOut") && parts.some(({ flow }) => flow === "carriedOut")

/** True if the parts are of one kind, or one slip explains why they do not make up a list that 其他 or 共计 ends, and the whole is a figure to rely on. */
function mayAddUp({ whole, closing }: Whole, parts: readonly Count[], sum: Decimal): boolean {
  if (whole.figure.bound === "lower" || whole.figure.bound === "vague") return false
  // 三年累计 58 件 for 158, 合计 38 份 for 83.
  const isMixed = !parts.every(part => isAlike(part, whole))
  const isSlipped = isBehind(whole, parts) && isSlip(format(whole.figure.value), format(sum)) && (!isMixed || format(whole.figure.value).length === format(sum).length)
  if (closing === "told") return isSlipped || !isFarOff(whole, sum)
  if (closing === "closed" && isMixed && !isSlipped && !isNear(whole, parts, sum)) return false
  return isOfOneKind(parts) || (closing === "closed" && (parts[parts.length - 1]!.isRest || isBehind(whole, parts)) && isNear(whole, parts, sum))
}

/** What readers do is no part of what was published, only of what they do in all. */
const isOfAudience = ({ whole }: Whole, parts: readonly Count[], { audiences }: ListWords): boolean =>
  !isBehind(whole, parts) && parts.some(({ lead, tail }) => holdsAny(lead + tail, audiences)) && !(parts.length === 1 && isAlike(parts[0]!, whole) && holdsAny(whole.lead, audiences))

/** True if words say that parts are in several places. */
const mayOverlap = ({ whole }: Whole, parts: readonly Count[], text: string, { overlaps }: ListWords): boolean => parts.length > 1 && (holdsAny(text.slice(Math.max(0, Math.min(whole.figure.from, parts[0]!.figure.from) - MAX_REMARK), Math.max(whole.figure.to, parts[parts.length - 1]!.figure.to) + MAX_REMARK), overlaps) || parts.some(({ figure }) => INCLUDES.test(text.slice(figure.to, figure.to + MAX_NOUN))))

/** 直播 12 场、参观 14 场（8 场线上线下同步）: a bracket behind a part says of how many more than one part tells. */
function isCountedTwice({ figure }: Count, parts: readonly Count[], sum: Decimal, { text, counts }: Pick<SentenceReading, "text" | "counts">): boolean {
  const gap = subtract(sum, figure.value)
  return parts.length > 1 && counts.some(count => count.clause.isFirst && equals(count.figure.value, gap) && parts.some(part => part.figure.to < count.figure.from && /^[^,;。:、()]*\($/.test(text.slice(part.figure.to, count.clause.from))))
}

/** What exceeds the whole is wrong, unless the parts may overlap. */
function severityAbove(list: Whole, parts: readonly Count[], sum: Decimal, words: ListWords): Severity | null {
  const { whole, closing } = list
  if (parts.some(({ figure }) => figure.bound === "upper" || figure.bound === "vague") || isOverlapping(list, parts)) return null
  if (!isClosed(closing) && mayBeApart(whole, parts)) return isNear(whole, parts, sum) ? "information" : null
  if (closing === "bare" && whole.flow === "received") return "warning"
  if (closing === "bare" || closing === "left" || closing === "loose") return !isNear(whole, parts, sum) ? null : closing === "loose" || mayBeSteps(whole, parts, sum) ? "information" : "warning"
  if (closing === "told") return "warning"
  if (closing !== "closed" && !parts.some(part => isAlike(part, whole))) return "information"
  return closing === "open" && isOfAspects(whole, parts, words, sum) ? null : "error"
}

/** 46 人，其中女性 21 人，企业代表 28 人: told by other kinds; 8 场，其中主要负责人出席 3 场，分管负责人出席 7 场: both may have been there. */
function areOfSeveralKinds(parts: readonly Count[], { crossing, attending }: ListWords): boolean {
  const crossed = parts.filter(({ lead, tail }) => holdsAny(lead + tail, crossing)).length
  return (crossed > 0 && crossed < parts.length) || parts.every(({ lead, tail }) => holdsAny(lead + tail, attending))
}

/** 受理 15 件，其中 1 件分两次答复，出具答复书 16 份; 由领导出席的 9 场、邀请媒体的 5 场: some are of something else, or may be the same ones. */
function mayBeApart(whole: Count, parts: readonly Count[]): boolean {
  const { figure } = whole
  const alike = parts.filter(part => isAlike(part, whole) || [part, whole].every(({ unit }) => NEWS.includes(unit)))
  return !isLess(figure.value, sumOfCounts(alike)) || (parts.length === 2 && parts.every(part => part.lead.endsWith("的") && !isLess(figure.value, part.figure.value)))
}

/** Units of one and the same: 信息 3420 条，公众号 702 篇. */
const NEWS = "条篇则"

/** 决策 7 项，完成征求意见 5 项，完成听证 3 项，尚未启动 1 项: without one of them, too, they are more than there are. */
function mayBeSteps({ figure }: Count, parts: readonly Count[], sum: Decimal): boolean {
  const least = parts.map(part => part.figure.value).reduce((a, b) => (isLess(b, a) ? b : a))
  return parts.length > 2 && isLess(figure.value, subtract(sum, least))
}

/** What is off by more than a third is the sum of something else. */
const isFarOff = ({ figure }: Count, sum: Decimal): boolean => isLess(figure.value, times3(magnitude(subtract(sum, figure.value))))
const times3 = ({ units, scale }: Decimal): Decimal => ({ units: units * 3n, scale })

/** Units of what is published, which texts change without a thought. */
const isPublished = ({ figure }: Count): boolean => PUBLISHED.includes(unitOf(figure))
const isOfOneUnit = (parts: readonly Count[]): boolean => parts.every(part => isAlike(part, parts[0]!))
const PUBLISHED = "条篇则件份个"

const isBehind = ({ figure }: Count, parts: readonly Count[]): boolean => figure.from > parts[parts.length - 1]!.figure.from

const isClosed = (closing: Whole["closing"]): boolean => closing === "closed" || closing === "told"

/** What falls short of the whole is wrong only where the parts are all there are. */
function severityBelow({ whole, closing, mayGoOn }: Whole, parts: readonly Count[], sum: Decimal, counts: readonly Count[]): Severity | null {
  if (equals(whole.figure.value, sum) || parts.length < 2 || [whole, ...parts].some(({ figure }) => figure.bound !== "exact")) return null
  if ((isClosed(closing) && !mayGoOn) || isMadeOf(whole, parts)) return "warning"
  const isNearly = isNear(whole, parts, sum)
  if (closing === "more" || (!isNearly && !isShortOfRest(whole, parts, closing, sum)) || isToldBehind(subtract(whole.figure.value, sum), whole, parts, counts)) return null
  if (mayGoOn || !isNearly) return "information"
  if (!parts.every(part => isAlike(part, whole))) return isOfOneUnit(parts) && !isAlike(parts[0]!, whole) ? "information" : null
  return closing === "left" || (closing === "held" && parts.length > 2) ? "warning" : "information"
}

/** True if what some parts lack of their whole follows them. */
function isToldBehind(gap: Decimal, whole: Count, parts: readonly Count[], counts: readonly Count[]): boolean {
  const { to } = parts[parts.length - 1]!.figure
  return mayMakeUp(gap, counts.filter(count => count !== whole && count.figure.from > to && isAlike(count, whole)).slice(0, MAX_BEHIND))
}

const MAX_BEHIND = 3

/** 复议 11 件：维持 6 件，纠正 2 件，其他结果 1 件，尚未审结 3 件: there are no others. */
function isMadeOf({ claim }: Count, parts: readonly Count[]): boolean {
  const ids = new Set(parts.map(part => part.claim?.quantity.id))
  return claim?.quantity.madeOf?.length === ids.size && claim.quantity.madeOf.every(id => ids.has(id))
}

/** Where the whole is counted in a unit that some parts share and these make it up, the others are no parts; 3 件，其中重复提出 2 次，公开 2 件、不予处理 1 件. */
function partsOf({ whole, parts: all, closing }: Whole, { totals }: ListWords): readonly Count[] {
  // 4 个科室配备双联络员，联络员共 20 名: a total of something else.
  const parts = closing === "told" ? all : all.filter(part => isAlike(part, whole) || !totals.some(word => part.lead.endsWith(word)))
  const alike = parts.filter(part => isAlike(part, whole))
  if (closing === "told") return parts
  if (closing === "closed" && parts.length > 2 && alike.length === 0 && whole.figure.kind === "count") return parts
  if (isBehind(whole, parts) && isOfAllUnits(whole, parts, closing)) return parts
  // 共 6842 条，微信 1350 篇、微博 5537 篇: what is counted in another unit is mostly the same.
  if (alike.length === 0) return parts.length > 1 && isOfOneUnit(parts) && isNear(whole, parts, sumOfCounts(parts)) && isPublished(whole) && isPublished(parts[0]!) ? parts : []
  if (alike.length < parts.length && equals(sumOfCounts(alike), whole.figure.value)) return []
  // 受理 15 件，其中 1 件分两次答复，出具答复书 16 份
  return isClosed(closing) ? parts : parts.filter(part => isAlike(part, whole) || (isPublished(part) && isPublished(whole)))
}

/** 推进会 2 次、培训 3 次，共计 6 场次: a unit made of others counts what they do; 32 个部门、14 个乡镇共 46 家 is of another. */
const isOfAllUnits = (whole: Count, parts: readonly Count[], closing: Whole["closing"]): boolean =>
  parts.every(part => unitOf(whole.figure).includes(unitOf(part.figure))) || ((closing === "closed" || closing === "loose") && parts.every(part => !isAlike(part, whole)))

/** Parts by applicant and parts by outcome do not add up; only what may stand in one list does. */
function isOfOneKind(parts: readonly Count[]): boolean {
  const kinds = parts.flatMap(({ claim }) => (claim?.quantity.kinds ? [claim.quantity.kinds] : []))
  return kinds.length === 0 || kinds[0]!.some(kind => kinds.every(other => other.includes(kind)))
}

/** Parts that overlap are no list of parts: one as large as the whole beside others, or several that make up the whole before the others, if the last is not 其他. */
function isOverlapping({ whole, closing }: Whole, parts: readonly Count[]): boolean {
  const { figure } = whole
  // 达 104 件；近四年分别为 52 件、66 件和 104 件: one of them is what was told before.
  const isSeries = closing === "closed" ? parts.length > 2 && !parts[parts.length - 1]!.isRest : !isClosed(closing) && closing !== "apart" && parts.length > 1
  if (isSeries && parts.some(part => equals(part.figure.value, figure.value))) return true
  const last = parts[parts.length - 1]!
  // 办结 58 件，其中按期 58 件；其余 4 件未到期限: the rest is of more.
  if (STILL.test(last.lead) && parts.length > 1 && equals(sumOfCounts(parts.slice(0, -1)), figure.value)) return true
  if (last.isRest || isMadeOf(whole, parts) || areExclusive(parts)) return false
  let sum = ZERO
  return parts.slice(0, -1).some((part, i) => equals((sum = add(sum, part.figure.value)), figure.value) && (i === 0 || parts[i + 1]!.clause !== part.clause))
}

const STILL = /^[,;]?(?:其余|剩余|余下)/

/** Outcomes, kinds of applicants, three or more that are named 类, or one that is what the other is not (同意公开 2 件，不予公开 2 件): nothing is two of them. */
const areExclusive = (parts: readonly Count[]): boolean =>
  parts.every(({ flow }) => flow === "outcome") || (parts.length > 2 && parts.every(({ lead }) => lead.includes("类"))) || parts.every(({ clause }) => clause.tokens.some(({ roles }) => roles.columns)) || (parts.length === 2 && parts.some(({ lead }) => parts.some(other => other.lead !== lead && lead.includes(NEGATED.exec(other.lead)?.[1] ?? "-") && !NEGATED.test(lead))))

const NEGATED = /(?:不予|未予|不|未)([^,;:、\d]{2})/

/** 事项 1936 项，其中网上可办 1830 项、一次办结 1902 项: two parts that must overlap, each no more than the whole, if no slip explains it, or they are told by several kinds. */
function isOfAspects(whole: Count, parts: readonly Count[], words: ListWords, sum: Decimal): boolean {
  const { figure } = whole
  // 三项支出合计 314.4 万元，其中 …: what is as much as one of them too little has left it out.
  if (figure.kind === "money" && parts.length > 2 && parts.some(part => equals(subtract(sum, part.figure.value), figure.value))) return false
  if (areExclusive(parts) || (isNear(whole, parts, sum) && !areOfSeveralKinds(parts, words))) return false
  const [most, second] = parts.map(part => part.figure.value).sort((a, b) => (isLess(a, b) ? 1 : -1))
  return most !== undefined && second !== undefined && !isLess(figure.value, most) && isLess(figure.value, add(most, second))
}

/** 28 个，5 个整改，其余 13 个正常: one slip explains what is lacking, however much it is. */
const isShortOfRest = ({ figure }: Count, parts: readonly Count[], closing: Whole["closing"], sum: Decimal): boolean =>
  closing === "left" && parts.length === 2 && parts[1]!.isRest && (isSlip(format(figure.value), format(sum)) || slippedParts(parts.map(part => part.figure), subtract(sum, figure.value)).length > 0)

const isNear = ({ figure }: Count, parts: readonly Count[], sum: Decimal): boolean => isNearSum(figure, parts.map(part => part.figure), sum)

function finding(placed: PlacedSentence, { head, parts, sum, severity, isOpen }: Miscount): Finding {
  const gap = subtract(sum, head.value)
  const isOver = gap.units > 0n
  const total = valueBeside(head, sum)
  const text = parts.length > 1 ? `${total} = ${parts.map(written).join("+")}` : written(parts[0]!)
  const difference = valueBeside(head, magnitude(gap))
  const slipped = slippedParts(parts, gap).filter(({ wanted }) => !isZero(wanted))
  return {
    range: rangeOf(placed, head.digits),
    severity,
    message: parts.length === 1 ? {
      zh: `其中的 ${text} 大于总数 ${written(head)}，相差 ${difference}。请核对这两个数。`,
      en: `The part, ${text}, is more than the whole of ${written(head)}, by ${difference}. Check both.`,
    } : isOpen && !isOver ? {
      zh: `列举的各部分之和为 ${text}，总数为 ${written(head)}，相差 ${difference}。如列举完整，总数应为 ${total}，请核对。`,
      en: `The parts add up to ${text}, and the whole is ${written(head)}, ${difference} more. If the list is complete, the whole should be ${total}; check it.`,
    } : {
      zh: `列举的各部分之和为 ${text}，${isOver ? "大于" : "小于"}总数 ${written(head)}，相差 ${difference}。请核对总数和各项。`,
      en: `The parts add up to ${text}, ${isOver ? "more" : "less"} than the whole of ${written(head)} by ${difference}. Check the whole and its parts.`,
    },
    related: parts.map(part => ({ range: rangeOf(placed, part.digits), message: { zh: `其中一项：${written(part)}`, en: `A part: ${written(part)}` } })),
    fixes: [
      ...figureFix(placed, head, sum, insert => ({ zh: parts.length > 1 ? `总数改为各部分之和 ${insert}` : `总数改为 ${insert}`, en: parts.length > 1 ? `Change the whole to the sum of its parts, ${insert}` : `Change the whole to ${insert}` })),
      ...slipped.flatMap(({ part, wanted }) => figureFix(placed, part, wanted, insert => ({ zh: `其中的 ${written(part)} 改为 ${insert}`, en: `Change the part ${written(part)} to ${insert}` }))),
    ],
  }
}
