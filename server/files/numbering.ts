import { elementsOf, find, valueOf, type Element } from "./tree.ts"

/** The list that a paragraph is an item of. */
export interface Numbered {
  readonly id: string
  readonly level: number
}

interface Level {
  readonly start: number
  readonly format: string
  /** With %1 … %9 for the numbers of the levels. */
  readonly text: string
}

const DEFAULT_LEVEL: Level = { start: 1, format: "none", text: "" }

/** Says what number Word prints before each paragraph of a list, asked in their order. */
export class Numbering {
  readonly #lists = new Map<string, { readonly abstract: string; readonly levels: ReadonlyMap<number, Level>; readonly restarts: ReadonlyMap<number, number> }>()
  /** By list definition: lists of one definition go on with each other's numbers. */
  readonly #counters = new Map<string, number[]>()
  readonly #restarted = new Set<string>()

  /** `root` is the part that describes lists, if the file has one. */
  constructor(root: Element | undefined) {
    const abstracts = new Map(all(root, "abstractNum").map(element => [element.attributes.abstractNumId ?? "", levelsOf(element)]))
    for (const element of all(root, "num")) {
      const abstract = valueOf(element, "abstractNumId") ?? ""
      const levels = new Map(abstracts.get(abstract))
      const restarts = new Map<number, number>()
      for (const override of all(element, "lvlOverride")) {
        const level = Number(override.attributes.ilvl)
        const start = valueOf(override, "startOverride")
        const own = find(override, "lvl")
        if (own) levels.set(level, levelOf(own))
        if (start !== undefined) restarts.set(level, Number(start))
      }
      this.#lists.set(element.attributes.numId ?? "", { abstract, levels, restarts })
    }
  }

  /** The number of the next paragraph of a list, as 一、; empty for bullets and unknown lists. */
  next({ id, level }: Numbered): string {
    const list = this.#lists.get(id)
    if (!list) return ""
    const { levels, restarts, abstract } = list
    const counters = this.#counters.get(abstract) ?? []
    this.#counters.set(abstract, counters)
    const restart = restarts.get(level)
    const key = `${id} ${level}`
    if (restart !== undefined && !this.#restarted.has(key)) counters[level] = restart
    else counters[level] = counters[level] === undefined ? (levels.get(level) ?? DEFAULT_LEVEL).start : counters[level] + 1
    this.#restarted.add(key)
    counters.length = level + 1
    const { text, format } = levels.get(level) ?? DEFAULT_LEVEL
    if (format === "bullet" || format === "none") return ""
    return text.replace(/%([1-9])/g, (_, digit: string) => {
      const of = Number(digit) - 1
      const its = levels.get(of) ?? DEFAULT_LEVEL
      return numeral(counters[of] ?? its.start, its.format)
    })
  }
}

function all(element: Element | undefined, name: string): Element[] {
  return element ? elementsOf(element).filter(child => child.name === name) : []
}

function levelsOf(element: Element): Map<number, Level> {
  return new Map(all(element, "lvl").map(level => [Number(level.attributes.ilvl), levelOf(level)]))
}

function levelOf(element: Element): Level {
  return { start: Number(valueOf(element, "start") ?? "1"), format: valueOf(element, "numFmt") ?? "decimal", text: valueOf(element, "lvlText") ?? "" }
}

const DIGITS = "〇一二三四五六七八九"
const FORMAL = "零壹贰叁肆伍陆柒捌玖"

/** A number as a list prints it; ISO 29500 names the formats. */
export function numeral(value: number, format: string): string {
  if (!Number.isSafeInteger(value) || value < 0 || value > 99_999) return ""
  return FORMATS[format]?.(value) ?? `${value}`
}

const counting = (value: number): string => chinese(value, DIGITS, ["", "十", "百", "千", "万"], true)
const legal = (value: number): string => chinese(value, FORMAL, ["", "拾", "佰", "仟", "万"], false)
const digitByDigit = (value: number): string => [...`${value}`].map(digit => DIGITS[Number(digit)]).join("")
const ringed = (value: number): string | undefined => (value >= 1 && value <= 20 ? String.fromCodePoint(0x245f + value) : undefined)
const fullWidth = (value: number): string => [...`${value}`].map(digit => String.fromCodePoint(0xff10 + Number(digit))).join("")

const FORMATS: Readonly<Record<string, (value: number) => string | undefined>> = {
  chineseCounting: counting,
  chineseCountingThousand: counting,
  taiwaneseCounting: counting,
  taiwaneseCountingThousand: counting,
  japaneseCounting: counting,
  chineseLegalSimplified: legal,
  ideographLegalTraditional: legal,
  ideographDigital: digitByDigit,
  taiwaneseDigital: digitByDigit,
  ideographTraditional: value => "甲乙丙丁戊己庚辛壬癸"[value - 1],
  decimalEnclosedCircle: ringed,
  decimalEnclosedCircleChinese: ringed,
  decimalFullWidth: fullWidth,
  decimalFullWidth2: fullWidth,
  upperLetter: letters,
  lowerLetter: value => letters(value).toLowerCase(),
  upperRoman: roman,
  lowerRoman: value => roman(value).toLowerCase(),
  decimalZero: value => `${value}`.padStart(2, "0"),
}

function chinese(value: number, digits: string, units: readonly string[], isShort: boolean): string {
  if (value === 0) return digits[0]!
  const written = [...`${value}`].map((digit, i, all) => (digit === "0" ? "零" : digits[Number(digit)]! + units[all.length - 1 - i]!)).join("")
  const tidy = written.replace(/零+/g, "零").replace(/零$/, "")
  return isShort && value >= 10 && value < 20 ? tidy.slice(1) : tidy
}

/** A … Z, AA, BB …, as Word goes on. */
function letters(value: number): string {
  return value < 1 || value > 260 ? `${value}` : String.fromCodePoint(65 + ((value - 1) % 26)).repeat(Math.ceil(value / 26))
}

const ROMAN: readonly (readonly [number, string])[] = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]]

function roman(value: number): string {
  if (value > 3999) return `${value}`
  let rest = value
  return ROMAN.map(([unit, letter]) => {
    const count = Math.floor(rest / unit)
    rest -= count * unit
    return letter.repeat(count)
  }).join("")
}
