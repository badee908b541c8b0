import { isMisread } from "../text/garbled.ts"
import { memoize } from "../text/memoize.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf } from "../report/prose/sentences.ts"
import { holdsAny } from "../report/prose/words.ts"
import type { Rule } from "./rule.ts"

/** A word of two to six characters that stands at once again. The number has a limit, since the engine of regular expressions has one. */
const REPEATED = /(\p{Script=Han}{2,6}?)\1{1,9}/gu
/** The lengths of such words. */
const LENGTHS = [2, 3, 4, 5, 6]
/** 一步一步, 逐项逐项: said so on purpose. */
const ON_PURPOSE = /^[一逐每各]|^[零〇一二三四五六七八九十百千万]+$/

export const repeatedWords: Rule = {
  id: "repeated-words",
  severity: "hint",
  docs: {
    zh: `同一个词连写了两遍。

“政府政府信息”“的的”多半是修改时留下的。“人民政府政府信息公开”这样的连写是对的，不报。修改删去多出的一遍，不“安全”，因为连写也可能有意。`,
    en: `A word stands twice in a row.

Most often a leftover of editing. Where the second belongs to the next word (人民政府政府信息公开) nothing is said. The fix deletes what is too much; it is not safe, since it may be on purpose.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n我局认真落实落实条例要求。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n我局认真落实条例要求。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found: { from, length, extra } } of foundIn(report, repeatsIn(prose.repeats))) {
      const word = placed.sentence.reading.text.slice(from, from + length - extra)
      yield {
        range: rangeOf(placed, { from, to: from + length }),
        message: { zh: `“${word}”写了两遍。`, en: `“${word}” stands twice in a row.` },
        fixes: [{ title: { zh: `删去多出的“${word}”`, en: `Delete what is too much of “${word}”` }, safe: false, preferred: true, edits: [{ ...rangeOf(placed, { from: from + length - extra, to: from + length }), insert: "" }] }],
      }
    }
  },
}

interface Repeat {
  readonly from: number
  readonly length: number
  /** How much of it is too much. */
  readonly extra: number
}

const repeatsIn = memoize((words: { particles: readonly string[]; except: readonly string[] }) => memoize(({ text }: SentenceReading): readonly Repeat[] => {
  const found: Repeat[] = []
  const isMeant = (at: number): boolean => words.except.some(phrase => text.slice(Math.max(0, at - 2), at + phrase.length + 2).includes(phrase))
  for (const { index, 0: all, 1: word } of mayRepeat(text) ? text.matchAll(REPEATED) : []) {
    if (!ON_PURPOSE.test(word!) && !isMeant(index) && !isMisread(word!)) found.push({ from: index, length: all.length, extra: all.length - word!.length })
  }
  for (const particle of holdsAny(text, words.particles) ? words.particles : []) {
    for (let at = text.indexOf(particle); at >= 0; at = text.indexOf(particle, at + particle.length)) {
      if (!isMeant(at)) found.push({ from: at, length: particle.length, extra: particle.length / 2 })
    }
  }
  return found.sort((a, b) => a.from - b.from)
}))

/** Few texts have two neighbours that stand at once again. */
function mayRepeat(text: string): boolean {
  return LENGTHS.some(length => {
    let equal = 0
    for (let at = length; at < text.length && equal < length; at++) equal = text.charCodeAt(at) === text.charCodeAt(at - length) ? equal + 1 : 0
    return equal === length
  })
}
