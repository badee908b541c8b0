import { splitNumbering, toPlain, wordsOf } from "../../engine/text/plain.ts"

// What adds up along one axis of a table. Whether figures add up by chance is told by how much each sum that holds says: one of small
// figures says little, one among many that were tried says less.

/** A row or a column: the labels of its groups, outermost first, and its own. */
export type Path = readonly string[]

/** The figures of a table along one axis, in units of the last decimal. */
export interface Axis {
  readonly lines: readonly Path[]
  /** How many lines cross them. */
  readonly across: number
  readonly samples: number
  /** True if its figures are taken for rounded ones: each may be off by half a unit. */
  readonly isRounded: boolean
  /** Null for what is no figure. */
  at(sample: number, line: number, across: number): number | null
}

/** total = the sum of `plus` less that of `minus`; all are places of lines. */
export interface Sum {
  readonly total: number
  readonly plus: readonly number[]
  readonly minus: readonly number[]
}

/** A sum that holds, and what speaks for it. */
export interface Equation extends Sum {
  /** The crossing lines on which it holds; null for all. */
  readonly on: readonly number[] | null
  /** In how many samples it holds with figures that are not all 0. */
  readonly samples: number
  /** How many figures other than 0 it has added up. */
  readonly operands: number
  /** True if words or numbers of the labels say that it should hold. */
  readonly isAnnounced: boolean
}

export interface Equations {
  readonly taken: readonly Equation[]
  /** Sums that labels announce and the figures do not contradict, of which too few are there to be sure. */
  readonly doubtful: readonly Equation[]
}

const TOTAL = /合计|总计|小计|共计|总数|总量|总额|总和|^计$|total/i
const AMONG = /^其中/
const LEFT = /增减|增加|减少|差额|差异|变动|结余|余额|净|年末|期末|剩余|结转|盈亏/

/** A sum needs so many bits more than it takes to tell it from all that were tried. */
const ANNOUNCED_MARGIN = 5
const LEFT_MARGIN = 10
const CHANCE_MARGIN = 14
/** No total adds up lines that are further away. */
const MAX_RUN = 150
/** Where a sum does not hold on some crossing lines, each of the others must say so much. */
const MIN_BITS_BESIDE = 8
/** On more crossing lines than these no sum is broken that is one. */
const MAX_BROKEN = 8

/** In longer tables only sums that labels announce are looked for. */
const MAX_UNANNOUNCED = 60

export const isTotal = (path: Path): boolean => path.some(label => TOTAL.test(wordsOf(label)))

/** The sums that hold along an axis, none of which follows from the others. */
export function equationsOf(axis: Axis): Equations {
  const taken: Equation[] = []
  const doubtful: Equation[] = []
  const basis = new Basis(axis.lines.length)
  const hasSum = new Set<number>()
  const consumed = new Set<number>()
  const take = (sums: readonly Sum[], tried: number, margin: (sum: Sum) => number, isAnnounced: boolean): void => {
    const judged = sums.flatMap(sum => judge(axis, sum, isAnnounced) ?? [])
    for (const { bits, equation } of judged.sort((a, b) => Number(a.equation.on !== null) - Number(b.equation.on !== null) || sizeOf(a.equation) - sizeOf(b.equation) || b.bits - a.bits)) {
      const isSure = bits >= Math.log2(tried + 1) + margin(equation)
      if (!isSure && !isAnnounced) continue
      if (!isSure) {
        if (!doubtful.some(({ total }) => total === equation.total)) doubtful.push(equation)
        continue
      }
      const whole = isAnnounced ? widest(judged.map(({ equation }) => equation), equation) : equation
      // Of two readings of a sum that differ in zeros, one is wrong.
      if (taken.some(({ total, plus }) => total === whole.total && plus.some(line => whole.plus.includes(line)))) continue
      if (!basis.add(whole)) continue
      taken.push({ ...whole, isAnnounced: isAnnounced || margin(whole) < CHANCE_MARGIN })
      if (whole.minus.length > 0) continue
      hasSum.add(whole.total)
      for (const part of whole.plus) consumed.add(part)
    }
  }
  const totals = axis.lines.flatMap((path, line) => (isTotal(path) || opensParts(axis.lines, line) ? [line] : []))
  const announced = (sums: readonly Sum[]): void => {
    for (const total of totals) {
      const own = sums.filter(sum => sum.total === total)
      take(own, own.length, () => ANNOUNCED_MARGIN, true)
    }
  }
  announced(totals.flatMap(total => runsOf(axis.lines, total, consumed).filter(({ plus }) => !plus.some(line => isTotal(axis.lines[line]!)))))
  for (let before = -1; before !== taken.length; ) {
    before = taken.length
    announced(totals.filter(total => !hasSum.has(total)).flatMap(total => runsOf(axis.lines, total, consumed)))
  }
  announced(totals.filter(total => !hasSum.has(total)).flatMap(total => pairsOf(axis.lines, total)))
  const count = axis.lines.length
  if (count <= MAX_UNANNOUNCED) {
    const sums = [...plainRuns(count), ...signedSums(count)]
    const isNamed = ({ total, plus, minus }: Sum): boolean => [total, ...plus, ...minus].some(line => axis.lines[line]!.some(label => LEFT.test(label)))
    take(sums, sums.length, sum => (isNamed(sum) ? LEFT_MARGIN : CHANCE_MARGIN), false)
  }
  return { taken, doubtful: doubtful.filter(({ total }) => !taken.some(sum => sum.total === total)) }
}

const sizeOf = ({ plus, minus }: Sum): number => plus.length + minus.length

/** Of sums of one total that differ in lines that are always 0, the widest: these lines belong to the whole, too. */
function widest(all: readonly Equation[], found: Equation): Equation {
  const wider = all.filter(other => other.total === found.total && other.plus.length > found.plus.length && found.plus.every(line => other.plus.includes(line)) && other.operands === found.operands)
  return wider.sort((a, b) => b.plus.length - a.plus.length)[0] ?? found
}

const LEVELS = [/^[一二三四五六七八九十]+、/, /^\([一二三四五六七八九十]+\)/, /^\d+[.、]/, /^\(\d+\)/]

/** The depth that the numbering of a label tells; -1 without one. */
function levelOf(path: Path): number {
  const { numbering } = splitNumbering(toPlain(path.at(-1)!).trim())
  return LEVELS.findIndex(level => level.test(numbering.trim()))
}

const isAmong = (path: Path): boolean => AMONG.test(wordsOf(path.at(-1)!))

/** True if the line below is numbered as a part of the line, or begins with 其中. */
function opensParts(lines: readonly Path[], line: number): boolean {
  const below = lines[line + 1]
  if (!below) return false
  return (isAmong(below) && !isAmong(lines[line]!)) || (levelOf(lines[line]!) >= 0 && levelOf(below) > levelOf(lines[line]!))
}

/** What a total may add up: runs before or behind it, whole or only some lines of them, its group, or what bears its name in other groups. */
function runsOf(lines: readonly Path[], total: number, consumed: ReadonlySet<number>): Sum[] {
  const own = lines[total]!
  const group = own.slice(0, -1)
  const isInGroup = (line: number): boolean => group.every((label, level) => lines[line]![level] === label)
  const found = new Map<string, Sum>()
  const add = (plus: readonly number[]): void => {
    if (plus.length > 1) found.set(plus.join(), { total, plus, minus: [] })
  }
  const all = [...lines.keys()].filter(line => line !== total)
  const places = all.filter(line => isInGroup(line) && Math.abs(line - total) <= MAX_RUN)
  const isPart = (line: number): boolean => !isTotal(lines[line]!)
  if (group.length > 0) add(places.filter(line => lines[line]!.length === own.length && isPart(line)))
  if (group.length > 0) add(all.filter(line => lines[line]!.at(-1) === own.at(-1) && isPart(line)))
  const addAll = (run: readonly number[]): void => {
    add(run)
    add(run.filter(isPart))
    add(run.filter(line => !isPart(line)))
    add(run.filter(line => !consumed.has(line)))
    add(run.filter(line => !consumed.has(line) && !isAmong(lines[line]!)))
    const level = Math.min(...run.map(line => levelOf(lines[line]!)).filter(level => level >= 0))
    if (level < Infinity) add(run.filter(line => levelOf(lines[line]!) === level))
  }
  for (let from = 0; from < total; from++) addAll(places.filter(line => line >= from && line < total))
  for (let to = total + 1; to < lines.length; to++) addAll(places.filter(line => line > total && line <= to))
  return [...found.values()]
}

/** Two totals that are one: what came in and what went out. */
function pairsOf(lines: readonly Path[], total: number): Sum[] {
  if (!isTotal(lines[total]!)) return []
  return [...lines.keys()].filter(line => line < total && isTotal(lines[line]!)).map(line => ({ total, plus: [line], minus: [] }))
}

/** Every line as the sum of all runs beside it. */
function plainRuns(count: number): Sum[] {
  const found: Sum[] = []
  for (let total = 0; total < count; total++) {
    for (let from = 0; from < total - 2; from++) found.push({ total, plus: range(from, total), minus: [] })
    for (let to = total + 4; to <= count; to++) found.push({ total, plus: range(total + 1, to), minus: [] })
  }
  return found
}

/** One of three lines as the sum of the others; of four that follow each other, one as that of three, or two as the others. */
function signedSums(count: number): Sum[] {
  const found: Sum[] = []
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++)
      for (let c = b + 1; c < count; c++) found.push({ total: a, plus: [b, c], minus: [] }, { total: b, plus: [a, c], minus: [] }, { total: c, plus: [a, b], minus: [] })
  for (let a = 0; a + 3 < count; a++) {
    const [b, c, d] = [a + 1, a + 2, a + 3]
    found.push({ total: a, plus: [c, d], minus: [b] }, { total: a, plus: [b, d], minus: [c] }, { total: a, plus: [b, c], minus: [d] })
    found.push({ total: b, plus: [a, c, d], minus: [] }, { total: c, plus: [a, b, d], minus: [] })
  }
  return found
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

/** What the samples say of a sum; null if it does not hold. */
function judge(axis: Axis, sum: Sum, isAnnounced: boolean): { bits: number; equation: Equation } | null {
  const seen = new Set<string>()
  const found: (Crossing & { readonly x: number })[] = []
  let broken = 0
  for (let x = 0; x < axis.across; x++) {
    const crossing = judgeOn(axis, sum, x, seen)
    // What does not hold everywhere is no rule of the form, unless some crossing lines are of another nature.
    if (crossing.isBroken && (!isAnnounced || crossing.bits > 0 || ++broken > MAX_BROKEN)) return null
    found.push({ ...crossing, x })
  }
  const held = found.filter(({ isBroken }) => !isBroken)
  const bits = held.reduce((sum, crossing) => sum + crossing.bits, 0)
  const filled = new Set(held.flatMap(({ filled }) => filled))
  // What is always 0 may as well not be there: only a label can say that it belongs there.
  if (bits === 0 || (!isAnnounced && filled.size < sizeOf(sum) + 1)) return null
  const on = held.length < found.length ? held.filter(({ bits }) => bits >= MIN_BITS_BESIDE).map(({ x }) => x) : null
  if (on?.length === 0) return null
  return { bits, equation: { ...sum, on, samples: new Set(held.flatMap(({ samples }) => samples)).size, operands: held.reduce((sum, { operands }) => sum + operands, 0), isAnnounced } }
}

/** What the figures on one crossing line say of a sum. */
interface Crossing {
  readonly isBroken: boolean
  readonly bits: number
  readonly operands: number
  /** The samples in which it holds with figures that say something. */
  readonly samples: readonly number[]
  /** The lines that are not always 0. */
  readonly filled: readonly number[]
}

/** `seen`: figures that have spoken for the sum, which do so once. */
function judgeOn({ at, samples, isRounded }: Axis, { total, plus, minus }: Sum, x: number, seen: Set<string>): Crossing {
  const lines = [...plus, ...minus]
  const slack = isRounded ? Math.floor((lines.length + 1) / 2) : 0
  const inSamples: number[] = []
  const filled: number[] = []
  let [isBroken, bits, operands] = [false, 0, 0]
  for (let s = 0; s < samples; s++) {
    const stated = at(s, total, x)
    const terms = lines.map(line => at(s, line, x))
    if (stated === null || !terms.every(term => term !== null)) continue
    if (Math.abs(terms.reduce((sum, term, i) => (i < plus.length ? sum + term : sum - term), 0) - stated) > slack) {
      isBroken = true
      continue
    }
    const sizes = [stated, ...terms].map(Math.abs).filter(size => size > 0).sort((a, b) => b - a)
    // As many figures as it takes to make an equation of: how large the least of them is says how rarely it holds by chance.
    const size = sizes[lines.length === 1 ? 1 : 2]
    const words = [stated, ...terms].join()
    if (size === undefined || seen.has(words)) continue
    seen.add(words)
    // So many more sums would have done.
    bits += Math.max(0, Math.log2(1 + size) - Math.log2(1 + 2 * slack))
    operands += sizes.length - 1
    inSamples.push(s)
    filled.push(...(stated === 0 ? [] : [total]), ...lines.filter((_, i) => terms[i] !== 0))
  }
  return { isBroken, bits, operands, samples: inSamples, filled }
}

/** Equations as vectors, to tell whether one follows from the others. Exact: modulo a prime that no sum of so few signs comes near. */
class Basis {
  static readonly #PRIME = 33_554_393
  readonly #rows: { readonly pivot: number; readonly vector: readonly number[] }[] = []
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  /** False if the equation follows from those before it. */
  add({ total, plus, minus }: Sum): boolean {
    const p = Basis.#PRIME
    let vector: number[] = new Array<number>(this.#size).fill(0)
    vector[total] = 1
    for (const line of plus) vector[line] = p - 1
    for (const line of minus) vector[line] = 1
    for (const row of this.#rows) {
      const factor = vector[row.pivot]!
      if (factor !== 0) vector = vector.map((value, i) => (value + (p - factor) * row.vector[i]!) % p)
    }
    const pivot = vector.findIndex(value => value !== 0)
    if (pivot < 0) return false
    const inverse = power(vector[pivot]!, p - 2, p)
    this.#rows.push({ pivot, vector: vector.map(value => (value * inverse) % p) })
    return true
  }
}

function power(base: number, exponent: number, p: number): number {
  let result = 1
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % p
    square = (square * square) % p
  }
  return result
}
