import { memoize } from "../../text/memoize.ts"
import type { Claim } from "./claims.ts"
import type { Clause } from "./clauses.ts"
import { isCounting, type Figure } from "./figures.ts"
import type { ProseFormat } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny, withoutBrackets, withYear } from "./words.ts"

/** What comes in, is carried over from last year, done, left over for the next, or closed in one way among several. */
export type Flow = keyof ProseFormat["flows"]

/** A figure that counts something, with the words around it. */
export interface Count {
  readonly figure: Figure
  /** Its unit as it is counted with others: 人次, 名 and 人 count alike. */
  readonly unit: string
  /** What stands in front of it, from the last mark or figure on, brackets left out. */
  readonly lead: string
  /** What stands behind it, up to the next mark or figure. */
  readonly tail: string
  readonly clause: Clause
  readonly claim: Claim | null
  /** True for 其他 12 件. */
  readonly isRest: boolean
  /** What it is to the requests of a year. */
  readonly flow: Flow | null
  /** True for 较上年增加 12 件, and for what another year counted. */
  readonly isChange: boolean
  /** True for what another year counted. */
  readonly isOfOtherYear: boolean
  /** True for the second measure of one thing: 12 期 426 批次. */
  readonly isSecond: boolean
}

const MARK_BEFORE = /[、:](?=[^、:]*$)/
const MARK_BEHIND = /[,;。:、()!?]/

/** The counts of a clause, in order. */
export function countsOf(text: string, clause: Clause, claims: ReadonlyMap<Figure, Claim>, vocabulary: ProseVocabulary): Count[] {
  const counting = clause.figures.filter(figure => isCounting(figure) || figure.kind === "money").filter((figure, i, all) => !isInName(text, figure, all.slice(i + 1).find(({ spelled }) => !spelled)))
  let previous: Flow | null = null
  return counting.map((figure, i) => {
    const from = i > 0 ? counting[i - 1]!.to : clause.from
    const before = withoutBrackets(text.slice(from, figure.from))
    const mark = MARK_BEFORE.exec(before)
    const lead = mark ? before.slice(mark.index + 1) : before
    const behind = withoutBrackets(text.slice(figure.to, Math.min(counting[i + 1]?.from ?? clause.to, figure.to + MAX_TAIL)))
    const end = MARK_BEHIND.exec(behind)
    const claim = claims.get(figure) ?? null
    const tail = end ? behind.slice(0, end.index) : behind
    const isOfOther = isOfOtherYear(text, clause, figure, vocabulary.year)
    const flow = flowAt(lead, tail, REASON.exec(text.slice(figure.to, figure.to + MAX_REASON))![0], isOfOther, flowWords(vocabulary))
    // 在上年结转 18 件的基础上新收 1024 件: what was carried in is of another year, not what came.
    const isOther = !isCarried(flow) && !isCarried(previous) && isOfOther
    previous = flow
    return {
      figure, unit: plainUnit(figure), lead, tail, clause, claim, flow,
      isRest: !claim && clause.tokens.some(token => token.roles.list === "rest" && token.from >= from && token.from < figure.from && token.from - from - (mark ? mark.index + 1 : 0) <= MAX_BEFORE_REST),
      isChange: clause.tokens.some(token => token.roles.isComparison && token.from < figure.from) || isOther || DIFFERENCE.test(lead),
      isOfOtherYear: isOther && !clause.tokens.some(token => token.roles.isComparison),
      isSecond: i > 0 && (before === "" || OF_KIND.test(before)),
    }
  })
}

/** 分别多出 112 条和少 38 条, 差 2 万吨 */
const DIFFERENCE = /(?<![最至不较])[多少]$|^[,;]?相?差$/
const MAX_TAIL = 24
/** 19 个领域的 312 个事项: another measure of the same. */
const OF_KIND = /^[^,;。:、()\d中里内到至为年月比较是有由]{2,5}的$/
/** So many marks and words may stand in front of 其他: 告知其他途径 is no rest. */
const MAX_BEFORE_REST = 1
/** 其中 6 件已书面答复: where nothing stands in front, the verb stands behind. */
const BARE = /^[,;:、]*(?:其中|另有|另|有|剩余|其余)?$/
const MAX_VERB = 16
/** 其余 12 件中予以公开 9 件 */
const AMONG = /^[^,;:。、()]{0,6}[中里]/

/** 最多跑一次事项 12 项, 两类合计 12 条, 罚款超过 10 万元的案件 12 件: a number in words, or what money is measured by, in the name of what is counted behind it. */
function isInName(text: string, figure: Figure, next: Figure | undefined): boolean {
  if (next && next.to - figure.to < MAX_NAMED && OF.test(text.slice(figure.to, next.from)) && (figure.bound !== "exact" || unitOf(figure) !== unitOf(next))) return true
  // 在 20 个工作日内答复 16 件
  if (next && next.to - figure.to < MAX_NAMED && WITHIN.test(text.slice(figure.digits.to, next.from))) return true
  // 组成一支 24 人的队伍
  if (next?.from === figure.to && ARTICLE.test(figure.text)) return true
  const mayBe = figure.spelled || (figure.kind === "money" && figure.bound !== "exact")
  if (!mayBe || !next || next.from - figure.to < 2) return false
  return !/[,;。:、()]/.test(text.slice(figure.to, next.from))
}

/** 记者超过 20 家的 5 场, 10 个工作日以内答复的 48 件: what tells which of them is meant is not counted. 意见 18 件中的 3 件 are of those. */
const OF = /^[^,;。:、()]*[^,;。:、()中里]的$/
const MAX_NAMED = 24
const ARTICLE = /^一[支个批名]$/
const WITHIN = /^(?:个?工作日|个?小时|天|日|分钟|个月)(?:之?[内后前]|以[内上后])[^,;:。、()]*$/

/** The flows from the most to the least telling: 上年结转 says more than 办理 before it. */
const FLOWS = ["carriedIn", "carriedOut", "outcome", "done", "received"] as const

/** The words of the flows, with the years that the report's own year makes of them. */
const flowWords = memoize(({ format, year }: ProseVocabulary): ProseFormat["flows"] => {
  const filled = (flow: Flow): string[] => format.flows[flow].flatMap(word => withYear(word, year))
  return { received: filled("received"), carriedIn: filled("carriedIn"), done: filled("done"), carriedOut: filled("carriedOut"), outcome: filled("outcome") }
})

function flowAt(lead: string, tail: string, behind: string, isOfOther: boolean, flows: ProseFormat["flows"]): Flow | null {
  // 2023 年底未答复的 14 条
  if (isOfOther && isNotDone(lead, flows)) return "carriedIn"
  // 剩余 3 件因收件时间临近年底，转到下年办理
  if (LEFT.test(lead) && holdsAny(behind, flows.carriedOut)) return "carriedOut"
  return flowOf(BARE.test(lead) && !AMONG.test(tail) && !tail.startsWith("因") ? tail.slice(0, MAX_VERB) : lead, tail, flows)
}

function flowOf(lead: string, tail: string, flows: ProseFormat["flows"]): Flow | null {
  const flow = FLOWS.find(flow => holdsAny(lead, flows[flow]) || (flow.startsWith("carried") && holdsAny(tail, flows[flow]))) ?? null
  // 需答复 542 件, 未答复 14 件
  if (flow === "done" && isNotDone(lead, flows)) return null
  // 收到并处理 12 件 is both; 当年受理当年办结 12 件 are those that were done.
  return flow === "done" && holdsAny(lead, flows.received) && !DONE_OF_RECEIVED.test(lead) ? null : flow
}

/** True where what is to be done, or was not, is told. */
function isNotDone(lead: string, { done }: ProseFormat["flows"]): boolean {
  const word = done.find(word => lead.includes(word))
  return word !== undefined && NOT_YET.test(lead.slice(0, lead.indexOf(word)))
}

const LEFT = /^[,;:、]*(?:剩余|其余|余下)/
/** Up to what is said not to be. */
const REASON = /^(?:(?![。;]|,(?:无|没有)).)*/
/** So far behind a figure it may be told what became of it. */
const MAX_REASON = 28
const NOT_YET = /[应需须待拟未]$/
const DONE_OF_RECEIVED = /当[年月日]..?当[年月日]/

/** 新收 203 件 beside 上年结转 8 件: the one is none of the other. */
export const cameAnew = ({ lead }: Count): boolean => /新[收增接受]/.test(lead)

const isCarried = (flow: Flow | null): boolean => flow === "carriedIn" || flow === "carriedOut"

/** 2022 年 61 件, 上年 61 件 */
function isOfOtherYear(text: string, { namesYears, figures, tokens }: Clause, { from }: Figure, year: number | null): boolean {
  if (!namesYears) return false
  return tokens.findLast(token => token.from < from && token.roles.year !== undefined)?.roles.year === "other" || figures.some(figure => figure.kind === "year" && figure.to <= from && figure.value.units > FIRST_YEAR && figure.value.units !== BigInt(year ?? 0) && !SINCE.test(text.slice(figure.to, from)))
}

/** 2018 年以前印发的 75 件 are of several years. */
const SINCE = /^[之以]?[前后]|^(?:以来|起)/

/** 一年: no name of a year. */
const FIRST_YEAR = 1900n

const plainUnit = (figure: Figure): string => {
  const unit = unitOf(figure).replace(/(.)(?:次|\(次\))$/, "$1")
  return PEOPLE.includes(unit) ? "人" : unit
}
const PEOPLE = ["名", "位", "人"]

/** The unit as it is written: 件. */
export const unitOf = ({ text }: Figure): string => text.replace(/^[\d.,零〇一二两三四五六七八九十百千万亿]*/, "")
