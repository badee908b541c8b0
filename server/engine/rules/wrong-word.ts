import { memoize } from "../text/memoize.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundIn, rangeOf } from "../report/prose/sentences.ts"
import { holdsAny } from "../report/prose/words.ts"
import type { Rule } from "./rule.ts"

export const wrongWord: Rule = {
  id: "wrong-word",
  severity: "hint",
  docs: {
    zh: `常见的错字。

只查一张很短的表，表中都是年度报告里见过、且没有别的意思的错字，如“自检自差”。修改写上正确的词，不“安全”，请看一眼上下文。`,
    en: `A word that is often mistyped.

Only a short list is looked up, of misspellings that were seen in reports and mean nothing else. The fix writes the right word; it is not safe, so look at its context.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n我局开展自检自差。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n我局开展自检自查。\n",

  *check(report) {
    const { prose } = report.format
    if (!prose) return
    for (const { placed, found: { from, wrong, right } } of foundIn(report, slipsIn(prose.misspellings))) {
      const range = rangeOf(placed, { from, to: from + wrong.length })
      yield {
        range,
        message: { zh: `“${wrong}”应为“${right}”。`, en: `“${wrong}” should be “${right}”.` },
        fixes: [{ title: { zh: `改为“${right}”`, en: `Change it to “${right}”` }, safe: false, preferred: true, edits: [{ ...range, insert: right }] }],
      }
    }
  },
}

interface Slip {
  readonly from: number
  readonly wrong: string
  readonly right: string
}

const NONE: readonly Slip[] = []

const slipsIn = memoize((words: Readonly<Record<string, string>>) => {
  const wrongWords = Object.keys(words)
  return ({ text }: SentenceReading): readonly Slip[] => {
    if (!holdsAny(text, wrongWords)) return NONE
    const found: Slip[] = []
    for (const [wrong, right] of Object.entries(words)) {
      for (let from = text.indexOf(wrong); from >= 0; from = text.indexOf(wrong, from + wrong.length)) found.push({ from, wrong, right })
    }
    return found.sort((a, b) => a.from - b.from)
  }
})
