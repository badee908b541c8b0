import { format, trimZeros, type Decimal } from "../../text/decimal.ts"
import type { Range } from "../../text/range.ts"
import { numberAt, timesTen, type WrittenNumber } from "./numerals.ts"
import type { BoundKind, UnitKind } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"

/** A number of prose with its unit. Places count in the sentence. */
export interface Figure {
  /** From what makes it a bound (近, 约) or its first digit, to behind its unit and what follows it (余, 左右). */
  readonly from: number
  readonly to: number
  /** In units of one; money in yuan. */
  readonly value: Decimal
  /** How many zeros its last digit stands for. */
  readonly precision: number
  readonly kind: UnitKind | "percent" | "month" | "year" | "none"
  readonly bound: BoundKind | "exact"
  /** True for 三件. */
  readonly spelled: boolean
  /** The power of ten that stands behind its digits: 4 for 万. */
  readonly power: number
  readonly digits: Range
  /** The digits with their unit, as compared. */
  readonly text: string
}

const PERCENT = "%"
/** 第 3、4 期 are two of them. */
const ORDINAL = /第(?:\d{1,3}[期次条款批号届]?[、和及与至到~—-]){0,3}$/
/** 二、三级 */
const SPELLED_ORDINAL = /[第每某各几数另任这那]$|(?:^|[^一二三四五六七八九十])[一二三四五六七八九]、$/
/** 2021—2023年: years told together are those from the first on. */
const FROM_YEAR = /((?:19|20)\d\d)年?[-—–~至到]{1,2}$/
/** 十分, 一天, 一对 say something else. */
const NEVER_SPELLED = ["分", "天", "对", "间", "样"]

const MAX_ORDINAL = 16

/** The figure whose number begins at a place of a sentence; null if there is none that says anything. */
export function figureAt(text: string, at: number, vocabulary: ProseVocabulary): Figure | null {
  const number = numberAt(text, at)
  if (!number || (number.spelled ? SPELLED_ORDINAL : ORDINAL).test(text.slice(Math.max(0, at - MAX_ORDINAL), at))) return null
  const between = vocabulary.bounds.between.longestAt(text, number.to)
  const unit = unitAt(text, between ? between.to : number.to, vocabulary)
  if (number.spelled && (unit.kind === "none" || unit.kind === "percent" || NEVER_SPELLED.includes(text.slice(number.to, unit.to)))) return null
  const behind = unit.kind === "none" ? null : vocabulary.bounds.after.longestAt(text, unit.to)
  // 比上年 8 次多 3 次: more by so many.
  const after = behind && /[\d出了]/.test(text[behind.to] ?? "") ? null : behind
  const before = boundBefore(text, at, vocabulary)
  return {
    from: before ? before.from : at,
    to: after ? after.to : unit.to,
    value: unit.kind === "year" ? firstYear(text, at, number.value) : number.value,
    precision: number.precision,
    kind: kindOf(number, unit.kind),
    bound: [between?.value, after?.value, before?.kind].find(kind => kind !== undefined) ?? "exact",
    spelled: number.spelled,
    power: number.power,
    digits: { from: at, to: number.digitsTo },
    text: text.slice(at, unit.to),
  }
}

/** 5.2 万 counts something, though no unit says what. */
function kindOf({ precision, power }: WrittenNumber, kind: Figure["kind"]): Figure["kind"] {
  if (Number.isNaN(precision)) return "none"
  return kind === "none" && power > 0 ? "measure" : kind
}

function firstYear(text: string, at: number, last: Decimal): Decimal {
  const first = FROM_YEAR.exec(text.slice(Math.max(0, at - 8), at))
  return first ? { units: BigInt(first[1]!), scale: 0 } : last
}

function unitAt(text: string, from: number, vocabulary: ProseVocabulary): { kind: Figure["kind"]; to: number } {
  if (text[from] === PERCENT) return { kind: "percent", to: from + 1 }
  if (text[from] === "年") return { kind: "year", to: from + 1 }
  if (text[from] === "月" && !/\d/.test(text[from + 1] ?? "")) return { kind: "month", to: from + 1 }
  const unit = vocabulary.units.longestAt(text, from)
  return unit ? { kind: unit.value.kind, to: unit.to } : { kind: "none", to: from }
}

function boundBefore(text: string, at: number, { bounds }: ProseVocabulary): { from: number; kind: BoundKind } | null {
  const found = bounds.before.longestAt(text, at)
  return found && { from: found.to, kind: found.value }
}

/** A figure that has the unit of another: the 42 of 42、38 和 51 份. */
export function withUnitOf({ kind, power, text, digits }: Figure, bare: Figure): Figure {
  return { ...bare, kind, power, value: timesTen(bare.value, power), precision: bare.precision + power, text: bare.text + text.slice(digits.to - digits.from) }
}

/** Money in the unit of a cell (万元), which is 10^`power` yuan. */
export function inUnit(value: Decimal, power: number): Decimal {
  return { units: value.units, scale: value.scale + power }
}

/** A value, in units of one or yuan, as it would stand beside a figure: in 万 or 亿 where the figure is. */
export function valueBeside({ text, power }: Figure, value: Decimal): string {
  return format(trimZeros(inUnit(value, power))) + (SCALE.exec(text)?.[0] ?? "")
}

const SCALE = /[百千万亿]+/

/** A figure as the draft writes it, but for commas. */
export const written = (figure: Figure): string => valueBeside(figure, figure.value)

/** True for a figure of things or of what they are measured by: not of money, years or percentages. */
export const isCounting = ({ kind }: Figure): boolean => kind === "count" || kind === "measure"
