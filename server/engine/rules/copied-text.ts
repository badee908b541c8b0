import type { Range } from "../text/range.ts"
import { foundIn, rangeOf, singleSentences } from "../report/prose/sentences.ts"
import type { Report } from "../report/report.ts"
import type { Alike, Finding, Rule } from "./rule.ts"

/** From this share of sentences on a text counts as copied, unless another one is chosen. */
export const COPIED_SHARE = 0.5
/** Shorter sentences are equal by chance. */
const MIN_SENTENCE = 10
/** Fewer sentences are no sample. */
const MIN_SENTENCES = 4
const MAX_SHOWN = 5
/** Fewer sentences than this in common with another body are chance. */
const MIN_OF_OTHERS = 6

export const copiedText: Rule = {
  id: "copied-text",
  severity: "warning",
  acrossYears: true,
  acrossBodies: true,
  docs: {
    zh: `文字大量照抄上年的报告。

比较总体情况和存在的主要问题及改进情况两部分：去掉数字和年份后，与上年报告完全相同的句子占一半以上（比例由设置“reportDraft.copiedTextShare”决定）就报告。国办公开办函〔2021〕30号把“内容雷同、敷衍塞责”列为追究责任的情形。没有自动修改。

命令行一起检查许多草稿时，也与别的单位同一年度的报告比较：去掉数字和单位名称，二十字以上的句子，有四个以上单位都写的不算，其余有六句以上、占这个比例以上相同的，作为“信息”说明。`,
    en: `Much of the text is last year's.

Compared are the overview and the section on problems: reported if, figures and years aside, half of the sentences or more (the setting \`reportDraft.copiedTextShare\`) equal sentences of last year's report. Notice 国办公开办函〔2021〕30号 counts 内容雷同、敷衍塞责 among what is called to account. There is no fix.

Where the command line checks many drafts together, a report is compared with those of other bodies for the same year, too: of the sentences of twenty characters and more, figures and the body's name aside, those that four bodies or more have do not count; if six or more of the others, and this share of them, are the same, that is said as information.`,
  },
  bad: example("全年主动公开信息52条，内容及时准确。严格执行保密审查，做到应审必审。定期开展自查，及时整改存在的问题。"),
  good: example("新开设古树名木专栏，发布信息52条。修订保密审查办法，增加了复核环节。请服务对象座谈两次，采纳建议三条。"),

  *check(report, context) {
    if (context?.alike) yield* sameAsOthers(report, context.alike, context.copiedShare ?? COPIED_SHARE)
    const previous = context?.previous
    const { prose } = report.format
    if (!previous || !prose) return
    const { written } = prose.acrossYears
    const before = new Map(maskedSentences(previous, written).map(({ key, range }) => [key, range]))
    const now = maskedSentences(report, written)
    const equal = now.filter(({ key }) => before.has(key))
    const isCopied = now.length >= MIN_SENTENCES && equal.length / now.length >= (context.copiedShare ?? COPIED_SHARE)
    const section = report.sections.find(({ id }) => id === equal[0]?.section)
    if (!isCopied || !section) return
    const percent = Math.round((100 * equal.length) / now.length)
    yield {
      range: section.headingRange,
      message: {
        zh: `除数字和年份外，${now.length} 句中有 ${equal.length} 句（${percent}%）与上年报告相同。请按本年情况改写。`,
        en: `Figures and years aside, ${equal.length} of ${now.length} sentences (${percent}%) are those of last year's report. Write about this year.`,
      },
      related: equal.slice(0, MAX_SHOWN).flatMap(({ key, range }) => [
        { range, message: { zh: "与上年相同的句子", en: "A sentence equal to last year's" } },
        { range: before.get(key)!, inPrevious: true, message: { zh: "上年报告中的同一句", en: "The same sentence in last year's report" } },
      ]),
    }
  },
}

function* sameAsOthers({ sections }: Report, { name, sentences, of }: Alike, share: number): Iterable<Finding> {
  const [first] = sentences
  const section = first && sections.find(({ from, to }) => from <= first.from && first.to <= to)
  if (!section || sentences.length < MIN_OF_OTHERS || sentences.length / of < share) return
  const percent = Math.round((100 * sentences.length) / of)
  yield {
    range: section.headingRange,
    severity: "information",
    about: [name],
    message: {
      zh: `除数字和单位名称外，有 ${sentences.length} 句（${percent}%）与“${name}”的报告相同；许多单位都有的句子没有计入。`,
      en: `Figures and names of bodies aside, ${sentences.length} sentences (${percent}%) are those of the report “${name}”; what many bodies write is left out.`,
    },
    related: sentences.slice(0, MAX_SHOWN).map(range => ({ range, message: { zh: "两份报告都有的句子", en: "A sentence of both reports" } })),
  }
}

interface MaskedSentence {
  readonly key: string
  readonly section: string
  readonly range: Range
}

/** Two reports of a body, one after the other: the second begins as the first does. */
function example(rest: string): string {
  const report = (year: number, text: string): string => `某县林业局${year}年政府信息公开工作年度报告\n\n一、总体情况\n\n我局认真贯彻落实条例各项要求。${text}\n`
  return `${report(2022, "全年主动公开信息40条，内容及时准确。严格执行保密审查，做到应审必审。定期开展自查，及时整改存在的问题。")}\n${report(2023, rest)}`
}

/** The sentences of the sections, their figures blanked out. */
function maskedSentences(report: Report, sections: readonly string[]): MaskedSentence[] {
  return foundIn(report, singleSentences).flatMap(({ placed, found }) => {
    if (placed.chunk.section === null || !sections.includes(placed.chunk.section)) return []
    const key = placed.sentence.reading.text.slice(found.from, found.to).replace(/[\d,.]+/g, "0")
    return key.length < MIN_SENTENCE ? [] : [{ key, section: placed.chunk.section, range: rangeOf(placed, found) }]
  })
}
