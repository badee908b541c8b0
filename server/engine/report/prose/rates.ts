import type { Clause } from "./clauses.ts"
import type { Count } from "./counts.ts"
import { growthsOf, levelsOf, type Growth, type Level } from "./growths.ts"
import { percentagesIn, type Percentage, type PlacedPercentage } from "./percentages.ts"
import { pointsOf, portionOf, ranksOf, turnsOf, type PointsChange, type Portion, type Turn } from "./portions.ts"
import { countsAround, ratePatterns, rateReader, type RateReader } from "./rateReader.ts"
import { isBefore, rolesOf, type Role } from "./growthRoles.ts"
import { sharesOf, sumOf, type SharePart, type SumOfShares } from "./shares.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { proseForm, withoutWords } from "./words.ts"

/** 办结率 96%: a percentage whose name says what of a whole it is. */
export interface Rate {
  readonly percent: Percentage
  readonly name: string
  /** True if no other percentage stands between it and the figures before it. */
  readonly isFirst: boolean
  /** What bears the name (办结 300 件), the last one first; and all that stand before it. */
  readonly parts: readonly Count[]
  /** What is counted as the contrary: 不合格 3 件 beside 合格率. */
  readonly opposites: readonly Count[]
  readonly others: readonly Count[]
  /** True if it speaks only of what was due: 按时办结率. */
  readonly isOfDue: boolean
  /** True if the sentence says that something is still open. */
  readonly hasOpen: boolean
}

export interface RatesOfSentence {
  readonly growths: readonly Growth[]
  readonly rates: readonly Rate[]
  readonly portions: readonly Portion[]
  readonly points: readonly PointsChange[]
  readonly turns: readonly Turn[]
  readonly levels: readonly Level[]
  /** Shares of one whole that stand side by side. */
  readonly shares: readonly (readonly SharePart[])[]
  readonly sums: readonly SumOfShares[]
}

export const NO_RATES: RatesOfSentence = { growths: [], rates: [], portions: [], points: [], turns: [], levels: [], shares: [], sums: [] }

/** What a sentence says of rates. `counts` are those of its clauses, in order. */
export function ratesOf(text: string, clauses: readonly Clause[], counts: readonly Count[], vocabulary: ProseVocabulary): RatesOfSentence {
  const words = ratePatterns(vocabulary)
  const percentages = clauses.flatMap(clause => percentagesIn({ text, words, vocabulary }, clause))
  const ranks = ranksOf(text, vocabulary)
  if (percentages.length === 0 && ranks.length === 0 && !counts.some(({ lead }) => words.grown.test(lead) || words.reached.test(lead)) && !words.level.test(text)) return NO_RATES
  const reader = rateReader(text, clauses, counts, vocabulary)
  const roles = rolesOf(reader)
  return {
    growths: growthsOf(reader, roles, percentages),
    rates: percentages.flatMap(percentage => rateOf(reader, roles, percentage) ?? []),
    portions: percentages.flatMap(percentage => portionOf(reader, percentage) ?? []),
    points: [...pointsOf(reader, percentages), ...ranks],
    turns: turnsOf(reader),
    levels: levelsOf(reader, roles),
    shares: sharesOf(reader),
    sums: percentages.flatMap(percentage => sumOf(reader, percentage) ?? []),
  }
}

function rateOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, { clause, lead, ...percent }: PlacedPercentage): Rate | null {
  const { text, words, vocabulary } = reader
  const name = words.named.exec(lead)?.[1]
  // 上年解读率 81.3% is of figures that are not told.
  if (name === undefined || words.grown.test(lead) || percent.slack !== null || words.apart.test(lead) || isBefore(reader, lead)) return null
  // 不合格率 2%，其中食用农产品不合格率 3%: of a whole that is not told.
  if (clause.tokens.some(({ roles }) => roles.list === "open") && clause.figures[0] === percent.figure && lead.length > MAX_OWN) return null
  const { near, beside } = figuresOf(reader, roles, clause, percent)
  const { stems, isNarrowed } = stemsOf(name, vocabulary)
  const isOfDue = words.due.test(name)
  const { ought, narrower, unlike } = vocabulary.format.rates
  // 应公开 46 家 is what 实际公开 45 家 is a part of, and 基本满意 12 票 is not 满意.
  const holds = (words: string, stem: string): boolean => stem !== "" && [...ought, ...narrower].reduce((left, word) => left.replaceAll(word + stem, ""), withoutWords(words, unlike)).includes(stem)
  const bearing = near.filter(count => stems.some(stem => holds(count.lead + count.tail, stem) && !isDenied(count.lead, stem)))
  // 合格 236 个，合格率 98.3%；最后一轮抽查 30 个，合格率 100%: of what is told behind the semicolon.
  if (beside && near.length > 1 && !bearing.includes(beside)) return null
  const exact = bearing.filter(count => (count.lead + count.tail).includes(name))
  const named = exact.length > 0 ? exact : bearing
  // 按时办结率 is no rate of what was done late.
  const parts = isOfDue ? named.filter(count => words.due.test(count.lead)) : named
  // 应公开的 54 家均已公开: all that was due.
  const isAllDue = named.some(count => ought.some(word => count.lead.includes(word)) && text.slice(count.figure.to, percent.from).includes("均"))
  const opposites = isNarrowed ? [] : near.filter(count => stems.some(stem => narrower.some(word => (count.lead + count.tail).includes(word + stem))))
  // 办结率 99.69%，满意率 98.7%: another rate stands between the figures and this one.
  const isFirst = !text.slice(near.at(-1)?.figure.to ?? percent.from, percent.from).includes("%")
  return { percent, name, isFirst, parts: parts.reverse(), opposites, others: near, isOfDue: isOfDue || isAllDue, hasOpen: words.open.test(text) }
}

interface FiguresOfRate {
  /** Those that the rate may be of. */
  readonly near: readonly Count[]
  /** The only one behind the last semicolon, if others stand before it. */
  readonly beside: Count | null
}

function figuresOf(reader: RateReader, roles: ReadonlyMap<Count, Role>, clause: Clause, percent: Percentage): FiguresOfRate {
  const { text } = reader
  const around = countsAround(reader, clause).filter(count => roles.get(count) === "now" && count.figure.bound === "exact" && (count.clause.group === clause.group || count.clause.group === clause.outer?.group))
  const all = around.filter(count => count.figure.to <= percent.from)
  const beside = all.filter(count => !text.slice(count.figure.to, percent.from).includes(";"))
  const before = beside.length > 1 ? beside : all
  // 回收率 94%，发放 1500 份，回收 1410 份: what a rate is of may follow it.
  const near = before.length > 0 ? before : around.filter(count => !/[。!?;]/.test(text.slice(percent.to, count.figure.from)))
  return { near, beside: beside.length === 1 && all.length > 1 ? beside[0]! : null }
}

/** The words that a count bears of which a rate may be: those of its name, or a narrower one. */
function stemsOf(name: string, { format: { rates } }: ProseVocabulary): { readonly stems: readonly string[]; readonly isNarrowed: boolean } {
  const told = Object.entries(rates.names).find(([ending]) => name.endsWith(proseForm(ending)))?.[1] ?? [name.slice(-2)]
  const narrowed = rates.narrower.flatMap(word => told.map(stem => word + stem)).find(narrow => name.endsWith(narrow))
  return { stems: narrowed ? [narrowed] : told, isNarrowed: narrowed !== undefined }
}

/** 其中按时办结率 */
const MAX_OWN = 8

/** 未作解读的 1 件 */
const isDenied = (lead: string, stem: string): boolean => /[未没][^,;:、\d]{0,2}$/.test(lead.slice(0, Math.max(0, lead.lastIndexOf(stem))))
