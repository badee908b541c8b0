import { memoize } from "../text/memoize.ts"
import type { Range } from "../text/range.ts"
import type { ProseFormat } from "../report/prose/proseFormat.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, singleSentences } from "../report/prose/sentences.ts"
import { wordingOf } from "../report/prose/sectionText.ts"
import { holdsAny, patternOfWords, withoutWords } from "../report/prose/words.ts"
import type { Report } from "../report/report.ts"
import type { Finding, Rule } from "./rule.ts"

export const yearMismatch: Rule = {
  id: "year-mismatch",
  severity: "warning",
  docs: {
    zh: `正文所写的年份与题目的年度不一致。

句首的“2022年，我局……”出现在 2023 年度报告里，多半是沿用上年文字没有改。“上年度（2021年）”“结转2023年度继续办理”与报告年度对不上的也报。上年结转、与上年比较、文件印发年份、下一步计划等正常出现的其他年份不报。整篇正文都写另一个年份时，只在题目处报告一次。修改是把年份改为报告年度，不“安全”，因为这句话也可能确实在说上一年。`,
    en: `The text speaks of another year than the title.

2022年，我局 … at the start of a sentence in the report for 2023 is most often last year's text left as it was; so are 上年度（2021年） and 结转2023年度继续办理. Other years that have their place are left alone: carried-over requests, comparisons, dates of documents, plans. Where the whole text is of another year, the title is blamed, once. The fix writes the reporting year; it is not safe, since the sentence may mean the other year.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2022年，我局主动公开信息40条。2023年，未收取信息处理费。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，我局主动公开信息40条。2023年，未收取信息处理费。\n",

  *check(report) {
    const { year, titleRange } = report
    const { prose } = report.format
    if (year === null || !prose) return
    let look = contradictedIn(prose).get(year)
    if (!look) contradictedIn(prose).set(year, (look = sentence => contradicted(sentence, prose, year)))
    for (const { placed, found: { named, meant, at } } of foundIn(report, look)) yield finding({ named, range: rangeOf(placed, { from: at, to: at + 4 }) }, meant, year)
    const found = misplacedYears(report, prose, year)
    const [first] = found
    if (!first) return
    const isWholeText = found.length > 1 && found.every(({ named }) => named === first.named) && !wordingOf(report).flat().some(({ reading }) => reading.text.includes(`${year}年`))
    if (isWholeText && titleRange) yield titleFinding(titleRange, year, first.named)
    else yield* found.map(entry => finding(entry, year, year))
  },
}

interface MisplacedYear {
  readonly named: number
  readonly range: Range
}

const OPENING = /^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)、.])?(?:[^,。;]{0,14}[。:])?(20\d\d)年(?:度|全年)?(?=,|[^\d,。;底末初来起版至到以第月—~-])/
const NAMED = /20\d\d年/g
/** So much of a sentence tells in what frame its year stands. */
const FRAME = 60
/** Years further back than this are history. */
const MAX_BACK = 3

function misplacedYears(report: Report, prose: ProseFormat, year: number): MisplacedYear[] {
  let look = looksFor(prose).get(year)
  if (!look) looksFor(prose).set(year, (look = sentence => otherYears(sentence, prose, year)))
  return foundIn(report, look)
    .filter(({ placed, found: { named } }) => named < year || placed.chunk.section === "overview")
    .map(({ placed, found: { named, at } }) => ({ named, range: rangeOf(placed, { from: at, to: at + 4 }) }))
}

/** For each year of a report, what finds the other years at the start of sentences that have no place there. */
const looksFor = memoize<ProseFormat, Map<number, (sentence: SentenceReading) => readonly { named: number; at: number }[]>>(() => new Map())

const NONE: readonly never[] = []

function otherYears(sentence: SentenceReading, prose: ProseFormat, year: number): readonly { named: number; at: number }[] {
  const { text } = sentence
  if (!text.includes("年") || ![...text.matchAll(NAMED)].some(([named]) => named !== `${year}年`)) return NONE
  return singleSentences(sentence).flatMap(({ from, to }) => {
    const match = OPENING.exec(text.slice(from, Math.min(to, from + FRAME)))
    const named = Number(match?.[1] ?? year)
    if (!match || named === year || named > year + 1 || named < year - MAX_BACK) return []
    const frame = text.slice(from + match[0].length, to)
    // Beside this year, or beside a third one, it stands for itself: 2022年48件，2021年39件.
    if ([...frame.matchAll(NAMED)].some(([other]) => other !== `${named}年`)) return []
    const { past, future } = prose.otherYears
    if (holdsAny(named < year ? frame.slice(0, FRAME) : frame, named < year ? past : future)) return []
    return [{ named, at: from + match[0].lastIndexOf(match[1]!) }]
  })
}

/** 上年度（2021年）, 结转2022年度继续办理: words that say which year it must be. */
const lastIn = memoize(({ otherYears }: ProseFormat) => new RegExp(`(?:${patternOfWords(otherYears.last)})\\((20\\d\\d)年`, "g"))
const CARRIED = /(?<!年)(?<!年度)(?<!年末)(?<!年底)结转(?:至|到)?(20\d\d)年度?(?=继续|办理|,|。|;)/g

/** Years that the word beside them contradicts. */
const contradictedIn = memoize<ProseFormat, Map<number, (sentence: SentenceReading) => readonly Contradicted[]>>(() => new Map())

interface Contradicted {
  readonly named: number
  readonly meant: number
  readonly at: number
}

function contradicted({ text }: SentenceReading, prose: ProseFormat, year: number): readonly Contradicted[] {
  if (!text.includes("年")) return NONE
  const wrong = (found: RegExpExecArray, meant: number): Contradicted[] => {
    const written = found[1]!
    return Number(written) === meant ? [] : [{ named: Number(written), at: found.index + found[0].lastIndexOf(written), meant }]
  }
  // 2022年收到、结转至2023年办理: carried out of the year that is named before.
  const isOfOtherYear = (at: number): boolean => {
    const near = text.slice(Math.max(0, at - FRAME), at)
    const [before, own] = [near.slice(near.search(/[^;。]*$/), near.lastIndexOf(",") + 1), near.slice(near.lastIndexOf(",") + 1)]
    // 上年结转 2 件，…，结转2024年; but 上年未办结的 2 件结转2023年 is carried out of the year before.
    const words = withoutWords(before, prose.flows.carriedIn) + own
    return [...words.matchAll(NAMED)].some(([named]) => named !== `${year}年`) || holdsAny(words, prose.rates.before) || holdsAny(words, prose.years.other)
  }
  return [...[...text.matchAll(lastIn(prose))].flatMap(found => wrong(found, year - 1)), ...[...text.matchAll(CARRIED)].flatMap(found => (isOfOtherYear(found.index) ? [] : wrong(found, year + 1)))]
}

function finding({ named, range }: MisplacedYear, meant: number, year: number): Finding {
  return {
    range,
    message: meant === year ? {
      zh: `这是 ${year} 年度的报告，这里写的是 ${named} 年。如果是沿用的旧文字，请改年份并核对这句话。`,
      en: `This is the report for ${year}, but the text says ${named}. If it was left over from another report, mend the year and check the sentence.`,
    } : {
      zh: `这是 ${year} 年度的报告，这里应为 ${meant} 年，写的是 ${named} 年。如果是沿用的旧文字，请改年份并核对这句话。`,
      en: `This is the report for ${year}, so this should be ${meant}, but the text says ${named}. If it was left over from another report, mend the year and check the sentence.`,
    },
    fixes: [{ title: { zh: `改为 ${meant}`, en: `Change it to ${meant}` }, safe: false, preferred: true, edits: [{ ...range, insert: String(meant) }] }],
  }
}

function titleFinding(range: Range, year: number, named: number): Finding {
  return {
    range,
    message: {
      zh: `题目写 ${year} 年，正文写的都是 ${named} 年，请核对题目的年份。`,
      en: `The title says ${year}, but the whole text is of ${named}. Check the year in the title.`,
    },
  }
}
