import { memoize } from "../text/memoize.ts"
import { shift, type Range } from "../text/range.ts"
import type { ReportFormat } from "../report/format.ts"
import { numberAt } from "../report/prose/numerals.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf, singleSentences, type PlacedSentence } from "../report/prose/sentences.ts"
import { holdsAny, proseForm, WordTree } from "../report/prose/words.ts"
import type { Finding, Rule } from "./rule.ts"

export const miscountedParts: Rule = {
  id: "miscounted-parts",
  severity: "hint",
  docs: {
    zh: `文中说的“几部分”与列出的不一致。

报告开头常写“本报告由总体情况、主动公开政府信息情况……六部分组成”。列出的各项都是本报告各部分的名称、前后没有别的内容时才数；列举以“等”结尾的，只有列出的多于所说的数才提示。修改是把所说的数改为列出的项数，不“安全”，因为也可能是漏列了一项。`,
    en: `A sentence lists the parts of the report and miscounts them.

Reports like to begin with 本报告由总体情况、主动公开政府信息情况……六部分组成. The parts are only counted where each of them is the name of a section and nothing else is listed; a list that ends in 等 is only hinted at if it names more than it says. The fix writes the number of parts listed; it is not safe, since a part may have been left out.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。\n\n一、总体情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况、其他需要报告的事项四部分组成。\n\n一、总体情况\n\n略。\n",

  *check(report) {
    const { prose, sections } = report.format
    if (!prose?.contents) return
    for (const { placed, found: { from, counted } } of foundIn(report, miscountsIn(report.format))) {
      if (placed.chunk.section === null || placed.chunk.section === sections[0]?.id) yield finding(placed, from, counted)
    }
  },
}

const NONE: readonly never[] = []

/** The counts of a sentence that its lists do not bear out, each with the start of its sentence. */
const miscountsIn = memoize((format: ReportFormat) => {
  const words = wordsOf(format)
  const { counts } = format.prose!.contents!
  return memoize((sentence: SentenceReading): readonly { from: number; counted: Counted }[] => {
    if (!holdsAny(sentence.text, counts)) return NONE
    return singleSentences(sentence).flatMap(({ from, to }) => {
      const counted = countIn(sentence.text.slice(from, to), words)
      return counted && (counted.isOpen ? counted.listed > counted.said : counted.listed !== counted.said) ? [{ from, counted }] : []
    })
  })
})

interface Words {
  readonly items: WordTree<true>
  readonly counts: WordTree<true>
  /** Read backwards. */
  readonly openers: WordTree<true>
  readonly more: WordTree<true>
}

function wordsOf({ sections, prose }: ReportFormat): Words {
  const tree = (words: readonly string[], backwards = false): WordTree<true> => new WordTree(words.map(word => [proseForm(word), true] as const), backwards)
  const { counts, openers, items } = prose!.contents!
  return { items: tree([...items, ...sections.flatMap(({ title, aliases }) => [title, ...aliases])]), counts: tree(counts), openers: tree(openers, true), more: tree(prose!.lists.more) }
}

/** A number of parts with the parts listed beside it. Ranges count in the sentence. */
interface Counted {
  readonly said: number
  readonly listed: number
  /** The number alone, and with the word behind it. */
  readonly digits: Range
  readonly words: Range
  readonly spelled: boolean
  /** True if 等 stands behind the list. */
  readonly isOpen: boolean
}

type Count = Omit<Counted, "listed" | "isOpen">

/** What a sentence says of its parts; null unless it is certain that each of the items is a part, and that nothing else is. */
function countIn(sentence: string, words: Words): Counted | null {
  const items = itemsIn(sentence, words.items)
  const [first, last] = [items[0], items[items.length - 1]]
  if (!first || !last || items.length < 2 || items.some(({ to }, i) => items[i + 1] && !isSeparator(sentence.slice(to, items[i + 1]!.from)))) return null
  const listed = items.length
  const more = words.more.longestAt(sentence, last.to)
  const before = sentence.slice(0, first.from).replace(NUMBERING, "")
  const behind = countFrom(sentence, skip(sentence, more?.to ?? last.to, FILLERS), words)
  if (behind) return words.openers.longestAt(before, before.length) ? { ...behind, listed, isOpen: more !== null } : null
  const count = lastCount(before, words)
  return count && (more !== null || ENDS.test(sentence[last.to] ?? "。")) ? { ...count, listed, isOpen: more !== null } : null
}

const NUMBERING = /[(（]?[一二三四五六七八九十\d]{1,2}[)、.是]{1,2}$/
const SEPARATORS = /^[、,;:和及与以是()一二三四五六七八九十\d.第]{1,8}$/
const FILLERS = "这共计总合,"
const ENDS = /[;。!)]/

const isSeparator = (text: string): boolean => SEPARATORS.test(text)

function itemsIn(sentence: string, items: WordTree<true>): Range[] {
  const found: Range[] = []
  for (let at = 0; at < sentence.length; ) {
    const item = items.longestAt(sentence, at)
    if (item) found.push({ from: at, to: item.to })
    at = item?.to ?? at + 1
  }
  return found
}

function skip(text: string, from: number, signs: string): number {
  let at = from
  while (at < text.length && signs.includes(text[at]!)) at++
  return at
}

/** The number of parts that begins at a place: 六个部分. */
function countFrom(text: string, from: number, { counts }: Words): Count | null {
  if (!/[\d一二三四五六七八九十]/.test(text[from] ?? "")) return null
  const number = numberAt(text, from)
  const word = number && counts.longestAt(text, number.to)
  if (!word || number.value.scale > 0 || number.value.units > MAX_PARTS) return null
  return { said: Number(number.value.units), digits: { from, to: number.to }, words: { from, to: word.to }, spelled: number.spelled }
}

/** More parts than a report ever has; such a number counts something else. */
const MAX_PARTS = 20n

/** The number of parts that stands before a list with nothing but openers between: 共六个部分，分别是. */
function lastCount(before: string, words: Words): Count | null {
  for (let end: number | undefined = before.length; end !== undefined; end = words.openers.longestAt(before, end)?.to) {
    const count = countTo(before, end, words)
    if (count) return count
  }
  return null
}

/** The number of parts that ends at a place. */
function countTo(text: string, to: number, words: Words): Count | null {
  for (let from = Math.max(0, to - MAX_COUNT); from < to; from++) {
    const count = /[第\d一二三四五六七八九十]/.test(text[from - 1] ?? "") ? null : countFrom(text, from, words)
    if (count?.words.to === to) return count
  }
  return null
}

/** No longer is 十二个部分内容. */
const MAX_COUNT = 10

const SPELLED = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]

function finding(placed: PlacedSentence, from: number, { said, listed, digits, words, spelled }: Counted): Finding {
  const wording = placed.sentence.reading.text.slice(from + words.from, from + words.to)
  const insert = spelled ? SPELLED[listed] : String(listed)
  return {
    range: rangeOf(placed, shift(words, from)),
    message: {
      zh: `文中说“${wording}”，列出的是 ${listed} 项，相差 ${Math.abs(listed - said)}。请核对是数错了还是列错了。`,
      en: `The text says “${wording}” but lists ${listed}. Correct the number or the list.`,
    },
    fixes: insert === undefined ? [] : [{
      title: { zh: `改为 ${insert}`, en: `Change it to ${insert}` },
      safe: false,
      preferred: false,
      edits: [{ ...rangeOf(placed, shift(digits, from)), insert }],
    }],
  }
}
