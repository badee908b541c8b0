import { equals, format, subtract, magnitude, type Decimal } from "../text/decimal.ts"
import { isLess } from "../report/prose/candidates.ts"
import type { Figure } from "../report/prose/figures.ts"
import type { List, Part } from "../report/prose/lists.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, type PlacedSentence } from "../report/prose/sentences.ts"
import { sumOfFigures, writtenAs } from "./candidateText.ts"
import type { Finding, Rule } from "./rule.ts"

export const listSum: Rule = {
  id: "list-sum",
  severity: "error",
  docs: {
    zh: `文字中列举的各部分加起来与总数不符。

“共 65 条，其中公告 4 条、动态 42 条……”：各部分之和大于总数是错误；小于总数时，只有列举已完整（“包括”“分为”，或以“其他”“其余”结尾，且没有“等”）才提示。有“余”“多”“近”“约”的列举、口径不同的几项（如申请人与办理结果）混在一起的列举不判断；没有一项与总数单位相同，或单位相同的几项已等于总数的，也不判断。修改是把总数改为各部分之和，不“安全”，因为错的也可能是其中一项。`,
    en: `The parts of a list do not add up to its whole.

共 65 条，其中公告 4 条 …: parts that exceed the whole are an error; parts that fall short of it are only reported where the list is complete (包括, 分为, or ending in 其他 or 其余, and without 等). Lists with approximate figures, or whose parts are of different kinds, are left alone; so are lists of which no part has the unit of the whole, or those that have it make it up already. The fix writes the sum of the parts as the whole; it is not safe, since a part may be what is wrong.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息42条，包括公告15条、动态29条。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开信息44条，包括公告15条、动态29条。\n",

  *check(report) {
    for (const { placed, found } of foundIn(report, miscountsIn)) yield finding(placed, found)
  },
}

/** A list whose parts make up another sum than its whole. */
interface Miscount {
  readonly head: Figure
  readonly parts: readonly Figure[]
  readonly sum: Decimal
  readonly isOver: boolean
}

const miscountsIn = ({ lists }: SentenceReading): Miscount[] => lists.flatMap(list => miscountOf(list) ?? [])

function miscountOf({ head, parts, isClosed, hasMore, isBroken }: List): Miscount | null {
  if (!head || isBroken || head.bound !== "exact" || parts.length === 0 || !isOfOneKind(parts)) return null
  const figures = parts.map(({ figure }) => figure)
  const sum = sumOfFigures(figures)
  if (isLess(head.value, sum)) return isOverlapping(head, parts) || isOtherwiseCounted(head, figures) ? null : { head, parts: figures, sum, isOver: true }
  const isComplete = !hasMore && parts.length > 1 && (isClosed || parts[parts.length - 1]!.isRest)
  return isComplete && isLess(sum, head.value) ? { head, parts: figures, sum, isOver: false } : null
}

/** No part has the unit of the whole, or those that have it make it up: what else is counted is no part of it. 3 件，其中重复提出 2 次，公开 2 件、不予处理 1 件. */
function isOtherwiseCounted(head: Figure, figures: readonly Figure[]): boolean {
  const alike = figures.filter(figure => unitOf(figure) === unitOf(head))
  return alike.length === 0 || (alike.length < figures.length && equals(sumOfFigures(alike), head.value))
}

const unitOf = ({ text }: Figure): string => text.replace(/^[\d.,零〇一二两三四五六七八九十百千万亿]*/, "")

/** Parts by applicant and parts by outcome do not add up; only what may stand in one list does. */
function isOfOneKind(parts: readonly Part[]): boolean {
  const kinds = parts.flatMap(({ claim }) => (claim?.quantity.kinds ? [claim.quantity.kinds] : []))
  return kinds.length === 0 || kinds[0]!.some(kind => kinds.every(other => other.includes(kind)))
}

/**
 * Parts that overlap are no list of parts: one as large as the whole, several that make up the whole before the others,
 * or groups between semicolons with figures of their own.
 */
function isOverlapping(head: Figure, parts: readonly Part[]): boolean {
  if (parts.length > 1 && parts.some(({ figure }) => !isLess(figure.value, head.value))) return true
  const groups = new Set(parts.map(({ group }) => group)).size
  if (groups > 1 && groups < parts.length) return true
  return parts.some((_, i) => i > 0 && equals(sumOfFigures(parts.slice(0, i).map(({ figure }) => figure)), head.value))
}

function finding(placed: PlacedSentence, { head, parts, sum, isOver }: Miscount): Finding {
  const gap = format(magnitude(subtract(sum, head.value)))
  const text = parts.length > 1 ? `${format(sum)} = ${parts.map(({ value }) => format(value)).join("+")}` : format(sum)
  const insert = writtenAs(head, sum)!
  const range = rangeOf(placed, head.digits)
  return {
    range,
    severity: isOver ? "error" : "warning",
    message: {
      zh: `列举的各部分之和为 ${text}，${isOver ? "大于" : "小于"}总数 ${format(head.value)}，相差 ${gap}。请核对总数和各项。`,
      en: `The parts add up to ${text}, ${isOver ? "more" : "less"} than the whole of ${format(head.value)} by ${gap}. Check the whole and its parts.`,
    },
    related: parts.map(part => ({ range: rangeOf(placed, part.digits), message: { zh: `其中一项：${format(part.value)}`, en: `A part: ${format(part.value)}` } })),
    fixes: [{
      title: { zh: `总数改为各部分之和 ${insert}`, en: `Change the whole to the sum of its parts, ${insert}` },
      safe: false,
      preferred: false,
      edits: [{ ...range, insert }],
    }],
  }
}
