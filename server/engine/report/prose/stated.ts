import { memoize } from "../../text/memoize.ts"
import type { Clause } from "./clauses.ts"
import { unitOf, type Count } from "./counts.ts"
import type { ProseFormat } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { patternOfWords, withoutWords } from "./words.ts"

/** A quantity that a sentence states of the whole year, by a key that equal quantities share however they are worded. */
export interface Stated {
  readonly key: string
  readonly count: Count
  /** True if words say that it is all: 全年, 共. */
  readonly isTotal: boolean
}

/** Fewer characters say too little of what is counted. */
const MIN_WORDS = 5
const MARKS = /[^\p{Script=Han}A-Za-z0-9]/gu

/** What a sentence states, without parts of lists, changes, bounds, and whatever another year, a part of it or a part of the body counted. */
export function statedIn(text: string, clauses: readonly Clause[], counts: readonly Count[], parts: ReadonlySet<Count>, vocabulary: ProseVocabulary): Stated[] {
  const { format } = vocabulary
  const elsewhere = clausesOfPart(text, clauses, vocabulary)
  return counts.flatMap(count => {
    const { claim, figure, clause, lead, tail, isChange, isSecond, isRest } = count
    if (isChange || isSecond || isRest || figure.bound !== "exact" || figure.power > 0) return []
    if (elsewhere.has(clause)) return []
    const words = lead + tail
    const isTotal = withoutWords(words, format.same.totals) !== words
    if (claim) return claim.scope === null ? [{ key: `${claim.quantity.id} ${String(claim.columns[0])}`, count, isTotal }] : []
    if (parts.has(count) || clause.group !== 0 || clause.tokens.some(({ roles }) => roles.scope !== undefined || (roles.list !== undefined && roles.list !== "break"))) return []
    const key = withoutWords(withoutWords(words, format.same.totals), format.same.idle).replace(MARKS, "")
    return key.length >= MIN_WORDS ? [{ key: `${key} ${unitOf(figure)}`, count, isTotal }] : []
  })
}

/** 上半年, 2022 年, 3 月, 科室: figures behind such words are of another time, or of a part of the body. */
function isOfPart({ tokens, figures }: Clause, year: number | null): boolean {
  return tokens.some(({ roles }) => roles.year === "other" || roles.year === "part" || (roles.bar !== undefined && roles.bar === "divided")) || figures.some(({ kind, value }) => kind === "month" || (kind === "year" && value.units !== BigInt(year ?? 0)))
}

/** 两者合计，维持 12 件: of both. */
const addsUp = (text: string, { from, to, figures }: Clause, { lists }: ProseFormat): boolean => figures.length === 0 && lists.sums.some(word => text.slice(from, to).endsWith(word))

/** The clauses behind such words, up to the end of their sentence. */
function clausesOfPart(text: string, clauses: readonly Clause[], { year, format }: ProseVocabulary): ReadonlySet<Clause> {
  const found = new Set<Clause>()
  let isElsewhere = false
  for (const clause of clauses) {
    isElsewhere ||= isOfPart(clause, year) || addsUp(text, clause, format)
    if (isElsewhere) found.add(clause)
    if (clause.endsSentence && clause.group === 0) isElsewhere = false
  }
  return found
}

/** The counts that words say stand before: 上述 37 件. */
export const saidAgain = (counts: readonly Count[], { format }: ProseVocabulary): readonly Count[] => counts.filter(({ lead, tail, figure, clause }) => figure.bound === "exact" && ((endsInAgain(format).test(lead) && !(ABOVE.test(lead) && clause.figures[0] !== figure)) || OF_YEAR.test(lead) || (OF_WHAT.test(lead) && tail.endsWith("中"))))

/** 年内发布的 44 篇; 在网站发布的 1824 条信息中 */
const OF_YEAR = /^[,;:]?(?:年内|全年|本年)[^,;:的未不无没]{1,6}的$/
const OF_WHAT = /^[,;:]?在[^,;:]{2,12}的$/

/** 90 分以上 18 份 is no 以上 18 份. */
const ABOVE = /以上$/

/** 以上 begins its words; behind others it says from where on: 本科以上 40 名. */
const endsInAgain = memoize(({ same }: ProseFormat) => new RegExp(`(?:^[,;:]?以上|${patternOfWords(same.again)})$`))
