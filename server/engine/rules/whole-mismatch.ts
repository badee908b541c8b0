import { correctionsOf, sumOfParts, type Part, type PartCell, type Whole } from "../report/parts.ts"
import type { Fact, Report } from "../report/report.ts"
import { factEditIn, factRange } from "../report/report.ts"
import { decimal, equals, isNegative, isZero, magnitude, subtract, type Decimal } from "../text/decimal.ts"
import type { Range } from "../text/range.ts"
import { litigationExample } from "./litigationExample.ts"
import { cellName, figure } from "./names.ts"
import type { Finding, InPart, Rule, Text } from "./rule.ts"

/** So many parts, cells and reasons are named in a message. */
const MAX_NAMED = 3
/** Fewer cells than this agree with a part by chance. */
const MIN_AGREEING = 3
/** In a single cell a smaller figure is a part's by chance. */
const MIN_TELLING = decimal(10)

export const wholeMismatch: Rule = {
  id: "whole-mismatch",
  severity: "error",
  acrossBodies: true,
  docs: {
    zh: `汇总报告的数字不等于各部分之和。

哪份报告由哪些报告汇总而成，写在文件夹里的“report-draft.json”中（见“docs/wholes.md”）。逐格相加比较，说明和、差额、数最大的几个部分和可能的原因：差额正是某一部分的数（漏了它，或加了两次）、某一部分有两份、某一部分的这一格与它自己的勾稽关系不符。全部不符都出于同一部分时只报告一次。某一部分的格空白或没有读到的，这一格不判断，合起来只说一次（信息）。修改是填各部分之和，不“安全”，因为也可能是某一部分有误。`,
    en: `Figures of a whole are not the sums of its parts.

Which report is the sum of which others stands in a file \`report-draft.json\` of the folder (see \`docs/wholes.md\`). Cell by cell the finding gives the sum, the difference, the parts that count most and the likely cause: the difference is exactly a part's figure (left out, or added twice), a part is there twice, the cell of a part contradicts that part's own sums. Where one part explains all that is off, it is said once. Cells that are blank or could not be read in a part decide nothing, and are spoken of once (information). The fix writes the sum; it is not safe, since a part may be wrong.`,
  },
  bad: litigationExample("略。", "3|1|0|0|4"),
  good: litigationExample("略。", "3|1|0|0|4"),
  badContext: { wholes: [{ tables: ["litigation"], parts: [examplePart("某县林业局", 1, 1, 2, null), examplePart("某县水利局", 1, 0, 2, 2)], unread: [] }] },

  *check(report, context) {
    for (const whole of context?.wholes ?? []) yield* compare(report, whole)
  },
}

/** A part of the example: reviews upheld, corrected and in all, and what its own sums want of the first. */
function examplePart(name: string, upheld: number, corrected: number, total: number, wanted: number | null): Part {
  const cell = (value: number, wanted: number | null = null): PartCell => ({ state: "number", value: decimal(value), wanted: wanted === null ? null : decimal(wanted), start: NOWHERE, end: NOWHERE })
  const zeros = ["review", "suit-direct", "suit-after-review"].flatMap(group => ["upheld", "corrected", "other", "pending", "total"].map(name => [`litigation/count/${group}.${name}`, cell(0)] as const))
  return { name, path: `${name}.txt`, cells: new Map([...zeros, ["litigation/count/review.upheld", cell(upheld, wanted)], ["litigation/count/review.corrected", cell(corrected)], ["litigation/count/review.total", cell(total)]]) }
}

const NOWHERE = { line: 0, character: 0 }

/** A figure of the whole that is not the sum of the parts'. */
interface Mismatch {
  readonly fact: Fact
  readonly sum: Decimal
  /** What the whole has more than the parts; negative if it has less. */
  readonly gap: Decimal
}

function* compare(report: Report, { tables, parts, unread }: Whole): Iterable<Finding> {
  if (unread.length > 0) return yield undecided(report, unread)
  const own = [...report.facts.values()].filter(({ value, table }) => value && (tables?.includes(table.id) ?? true))
  const missing: Fact[] = []
  const mismatches: Mismatch[] = []
  const agreeing: string[] = []
  for (const fact of own) {
    const sum = sumOfParts(parts, fact.id)
    if (!sum) missing.push(fact)
    else if (equals(fact.value!, sum)) agreeing.push(fact.id)
    else mismatches.push({ fact, sum, gap: subtract(fact.value!, sum) })
  }
  if (missing.length > 0) yield { ...undecided(report, [gapsText(missing, parts)]), inParts: gapsOf(missing, parts).flatMap(({ fact, part }) => placeIn(part, fact)).slice(0, MAX_NAMED) }
  const common = commonCause(mismatches, agreeing, parts)
  if (common) yield commonFinding(report, common)
  const corrections = correctionsOf(report)
  for (const mismatch of mismatches) if (!common?.explained.includes(mismatch)) yield cellFinding(report, mismatch, parts, corrections.get(mismatch.fact.id))
}

const titleOf = ({ titleRange }: Report): Range => titleRange ?? { from: 0, to: 0 }

function undecided(report: Report, reasons: readonly Text[]): Finding {
  const shown = reasons.slice(0, MAX_NAMED)
  const more = reasons.length - shown.length
  return {
    range: titleOf(report),
    severity: "information",
    about: ["undecided"],
    message: {
      zh: `不能全部与各部分之和核对：${shown.map(({ zh }) => zh).join("；")}${more > 0 ? `；另有 ${more} 处` : ""}。`,
      en: `Not everything could be compared with the sum of the parts: ${shown.map(({ en }) => en).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
    },
  }
}

/** The cells of parts that hold no figure, and whether no other part has such a cell there. */
function gapsOf(facts: readonly Fact[], parts: readonly Part[]): { readonly fact: Fact; readonly part: Part; readonly only: boolean }[] {
  return facts.flatMap(fact => {
    const without = parts.filter(({ cells }) => !cells.get(fact.id)?.value)
    return without.map(part => ({ fact, part, only: without.length === 1 }))
  })
}

/** The cell of a part, if it stands in its draft. */
function placeIn({ name, path, cells }: Part, fact: Fact): InPart[] {
  const cell = cells.get(fact.id)
  if (!cell) return []
  const { zh, en } = cell.value ? { zh: `：${figure(cell.value)}`, en: `: ${figure(cell.value)}` } : { zh: STATES[cell.state].zh, en: ` ${STATES[cell.state].en}` }
  return [{ path, cell: fact.id, start: cell.start, end: cell.end, message: { zh: `“${name}”${cellName(fact)}${zh}`, en: `${cellName(fact)} of “${name}”${en}` } }]
}

/** Which cells of which parts hold no figure; where it is one alone, what would fit. */
function gapsText(facts: readonly Fact[], parts: readonly Part[]): Text {
  const gaps = gapsOf(facts, parts)
  const shown = gaps.slice(0, MAX_NAMED).map(({ fact, part, only }): Text => {
    const state = STATES[part.cells.get(fact.id)?.state ?? "absent"]
    const rest = only ? sumOfParts(parts.filter(other => other !== part), fact.id) : null
    const fits = rest && subtract(fact.value!, rest)
    const wanted = fits && !isNegative(fits) ? figure(fits) : null
    return {
      zh: `“${part.name}”的${cellName(fact)}${state.zh}${wanted === null ? "" : `（按汇总数应为 ${wanted}）`}`,
      en: `${cellName(fact)} of “${part.name}” ${state.en}${wanted === null ? "" : ` (${wanted} would fit)`}`,
    }
  })
  const isAll = gaps.length <= MAX_NAMED
  return { zh: `有 ${facts.length} 格不能判断，${shown.map(({ zh }) => zh).join("、")}${isAll ? "" : "等"}`, en: `${facts.length} ${facts.length === 1 ? "cell is" : "cells are"} undecided, as ${shown.map(({ en }) => en).join(", ")}${isAll ? "" : " and others"}` }
}

const STATES: Readonly<Record<Fact["state"] | "absent", Text>> = {
  number: { zh: "没有读到", en: "was not read" },
  blank: { zh: "空白", en: "is blank" },
  placeholder: { zh: "未填数字", en: "is no figure" },
  unreadable: { zh: "读不出", en: "cannot be read" },
  absent: { zh: "没有读到", en: "was not read" },
}

/** A part that stands behind what is off: `left out` of the whole, counted once too often (`added twice`), or `there twice` among the parts. */
interface Cause {
  readonly kind: "left out" | "added twice" | "there twice"
  /** Where the figures do not tell them apart, there are several. */
  readonly names: readonly string[]
  readonly parts: readonly Part[]
}

interface CommonCause {
  readonly cause: Cause
  readonly explained: readonly Mismatch[]
}

/** The parts whose figures are just what is off, in nearly all cells in which they have one. */
function commonCause(mismatches: readonly Mismatch[], agreeing: readonly string[], parts: readonly Part[]): CommonCause | null {
  const candidates = parts.flatMap(part => [true, false].flatMap(isLess => {
    const explained = mismatches.filter(mismatch => isFigureOf(part, mismatch) && isNegative(mismatch.gap) === isLess)
    const isSilent = (id: string): boolean => isZero(part.cells.get(id)!.value!)
    const contrary = agreeing.filter(id => !isSilent(id)).length + mismatches.filter(mismatch => !explained.includes(mismatch) && !isSilent(mismatch.fact.id)).length
    return explained.length >= MIN_AGREEING && contrary * 10 <= explained.length ? [{ part, isLess, explained }] : []
  }))
  const most = Math.max(0, ...candidates.map(({ explained }) => explained.length))
  const best = candidates.filter(({ explained }) => explained.length === most)
  const [first] = best
  return first ? { cause: causeOf(best.map(({ part }) => part), first.isLess, parts), explained: first.explained } : null
}

const isFigureOf = ({ cells }: Part, { fact, gap }: Mismatch): boolean => equals(magnitude(gap), magnitude(cells.get(fact.id)!.value!))

function causeOf(suspects: readonly Part[], isLess: boolean, parts: readonly Part[]): Cause {
  const names = [...new Set(suspects.map(({ name }) => name))]
  const isTwice = names.length === 1 && parts.filter(({ name }) => name === names[0]).length > 1
  return { kind: isLess ? (isTwice ? "there twice" : "left out") : "added twice", names, parts: suspects }
}

function causeText({ kind, names }: Cause): Text {
  const [zh, en] = [names.slice(0, MAX_NAMED).map(name => `“${name}”`).join("或"), names.slice(0, MAX_NAMED).map(name => `“${name}”`).join(" or ")]
  const texts: Readonly<Record<Cause["kind"], Text>> = {
    "left out": { zh: `差额正是${zh}的数，汇总时可能漏了它`, en: `The difference is exactly the figure of ${en}, which the whole seems to leave out` },
    "added twice": { zh: `差额正是${zh}的数，汇总时可能加了两次`, en: `The difference is exactly the figure of ${en}, which the whole seems to hold twice` },
    "there twice": { zh: `差额正是${zh}的数，它在各部分中有两份`, en: `The difference is exactly the figure of ${en}, which is there twice among the parts` },
  }
  return texts[kind]
}

function commonFinding(report: Report, { cause, explained }: CommonCause): Finding {
  const text = causeText(cause)
  const count = explained.length
  const [first] = explained
  return {
    range: factRange(report, first!.fact),
    cells: explained.map(({ fact }) => fact.id),
    about: explained.map(({ fact, sum }) => `${fact.id}: ${figure(sum)}`),
    message: {
      zh: `${count} 格与各部分之和不符，都可以这样解释：${text.zh}。例如${cellName(first!.fact)}为 ${figure(first!.fact.value!)}，各部分之和为 ${figure(first!.sum)}。`,
      en: `${count} cells are not the sum of the parts, and one thing explains all of them. ${text.en}. For one, ${cellName(first!.fact)} says ${figure(first!.fact.value!)}, and the parts add up to ${figure(first!.sum)}.`,
    },
    inParts: cause.parts.flatMap(part => explained.flatMap(({ fact }) => placeIn(part, fact))).slice(0, MAX_NAMED),
    fixes: fixOf(report, explained, false),
  }
}

function cellFinding(report: Report, mismatch: Mismatch, parts: readonly Part[], wanted: Decimal | undefined): Finding {
  const { fact, sum, gap } = mismatch
  const isOwnFault = wanted !== undefined && equals(wanted, sum)
  const cause = isOwnFault ? { zh: `本表的勾稽关系也要求 ${figure(sum)}`, en: `The table's own sums want ${figure(sum)}, too`, parts: [] } : cellCause(mismatch, parts)
  const largest = largestParts(fact.id, parts)
  const size = figure(magnitude(gap))
  return {
    range: factRange(report, fact),
    cells: [fact.id],
    about: [`${fact.id}: ${figure(sum)}`],
    message: {
      zh: `${cellName(fact)}为 ${figure(fact.value!)}，${parts.length} 个部分之和为 ${figure(sum)}，${isNegative(gap) ? "少" : "多"} ${size}。${cause ? `${cause.zh}。` : ""}${largest.length > 0 ? `其中最多的是${largest.map(({ part: { name }, value }) => `“${name}”${figure(value)}`).join("、")}。` : ""}`,
      en: `${cellName(fact)} says ${figure(fact.value!)}, but its ${parts.length} parts add up to ${figure(sum)}: ${size} too ${isNegative(gap) ? "few" : "many"}.${cause ? ` ${cause.en}.` : ""}${largest.length > 0 ? ` Most of it comes from ${largest.map(({ part: { name }, value }) => `“${name}” (${figure(value)})`).join(", ")}.` : ""}`,
    },
    // The likely cause first.
    inParts: [...new Set([...(cause?.parts ?? []), ...largest.map(({ part }) => part)])].slice(0, MAX_NAMED).flatMap(part => placeIn(part, fact)),
    fixes: fixOf(report, [mismatch], isOwnFault),
  }
}

/** A part whose own sums are off by just as much, else the one part whose figure is what is off. */
function cellCause(mismatch: Mismatch, parts: readonly Part[]): (Text & Pick<Cause, "parts">) | null {
  const { fact, gap } = mismatch
  const blamed = parts.flatMap(part => {
    const { value, wanted } = part.cells.get(fact.id)!
    return wanted && equals(subtract(wanted, value!), gap) ? [{ part, value: value!, wanted }] : []
  })
  const [only, another] = blamed
  if (only && !another) {
    const [now, then] = [figure(only.value), figure(only.wanted)]
    const { name } = only.part
    return { zh: `“${name}”的这一格为 ${now}，与它自己的勾稽关系不符；改为 ${then}，两处都相符`, en: `“${name}” has ${now} there, against its own sums; ${then} would put both right`, parts: [only.part] }
  }
  if (isNegative(subtract(magnitude(gap), MIN_TELLING))) return null
  const exact = parts.filter(part => isFigureOf(part, mismatch))
  const names = new Set(exact.map(({ name }) => name))
  return names.size === 1 ? { ...causeText(causeOf(exact, isNegative(gap), parts)), parts: exact } : null
}

function largestParts(id: string, parts: readonly Part[]): { part: Part; value: Decimal }[] {
  const all = parts.map(part => ({ part, value: part.cells.get(id)!.value! })).filter(({ value }) => !isZero(value))
  return all.sort((a, b) => compareSizes(b.value, a.value)).slice(0, MAX_NAMED)
}

function compareSizes(a: Decimal, b: Decimal): number {
  const by = subtract(magnitude(a), magnitude(b))
  return isZero(by) ? 0 : isNegative(by) ? -1 : 1
}

/** Writes the sums; none where one of the cells cannot be replaced. */
function fixOf(report: Report, mismatches: readonly Mismatch[], preferred: boolean): NonNullable<Finding["fixes"]> {
  const edits = mismatches.flatMap(({ fact, sum }) => factEditIn(report, fact, figure(sum)) ?? [])
  if (edits.length < mismatches.length) return []
  const [first, second] = mismatches
  const title = second ? { zh: `${mismatches.length} 格都改为各部分之和`, en: `Write the sums of the parts into ${mismatches.length} cells` } : { zh: `改为各部分之和 ${figure(first!.sum)}`, en: `Write ${figure(first!.sum)}, the sum of the parts` }
  return [{ title, safe: false, preferred, edits }]
}
