import { memoize } from "../text/memoize.ts"
import { toPlainInPlace } from "../text/plain.ts"
import { shift, type Range } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import type { ReportFormat } from "../report/format.ts"
import { inBlocks } from "../report/inBlocks.ts"
import type { Rule } from "./rule.ts"

/** Signs that stand for a name or a figure still to be written: XX县, 20XX年, X月X日, ××件, 〔年份〕, ____. */
const GAP = new RegExp(
  [
    /(?<![\p{L}\p{N}×])(?:[XＸ]{2,}|×{2,}|[xｘ]{3,}|_{4,}|＿{3,})(?=[\p{Script=Han}\s，。、；：“”（）《》]|$)/u,
    /(?<=\p{Script=Han})(?:[XＸ]{2,}|×{2,}|_{4,})(?![A-Za-z\d])/u,
    /(?<![A-Za-z\p{N}])(?:20[XＸ×]{2}(?=年)|[XＸ×](?=[年月日件条]))/u,
    /〔年份〕/u,
  ].map(({ source }) => source).join("|"),
  "gu",
)

/** Few texts have any of these signs. */
const MAY_BE_GAP = /[XＸxｘ×_＿〔]/

export const templateRemains: Rule = {
  id: "template-remains",
  severity: "warning",
  docs: {
    zh: `模板中的说明文字或待填的空没有处理。

“（文字描述）”“该部分以表格形式报告。表格如下：”是格式文件中的说明，不应出现在报告里；“XX”“××”表示还没有填写。修改只删去说明文字，不是“安全”修改，因为删去后这一处可能还要补写内容。`,
    en: `Instructions of the template, or gaps to be filled in, are still there.

（文字描述） and 该部分以表格形式报告。表格如下： are instructions of the format and have no place in a report; XX and ×× stand for something not yet written. The fix deletes the instruction only; it is not safe, since something may have to be written in its place.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n（文字描述）略。\n\n六、其他需要报告的事项\n\n无。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",

  *check(report) {
    for (const { from, found } of remainsIn(report.format)(report)) {
      const range = shift(found.range, from)
      const words = report.text.slice(range.from, range.to)
      if (found.isGap) yield { range, message: { zh: `“${words}”处还没有填写。`, en: `“${words}” is still to be filled in.` } }
      else {
        yield {
          range,
          message: { zh: `“${words}”是模板的说明文字，应删去。`, en: `“${words}” is an instruction of the template; delete it.` },
          isUnnecessary: true,
          fixes: [{ title: { zh: "删去模板说明文字", en: "Delete the instruction" }, safe: false, preferred: true, edits: [{ ...range, insert: "" }] }],
        }
      }
    }
  },
}

/** An instruction, or a gap that is still to be filled in. The range counts in the block. */
interface Remains {
  readonly range: Range
  readonly isGap: boolean
}

const remainsIn = memoize(({ templateTexts }: ReportFormat) => {
  const wanted = templateTexts.map(toPlainInPlace)
  // Few blocks hold any of them: characters that the plain form leaves alone tell which may.
  const signs = wanted.map(words => /\p{Script=Han}+/u.exec(words)?.[0] ?? words)
  const instructionsIn = ({ text }: Block): readonly Range[] => (signs.some(sign => text.includes(sign)) || HAS_RADICAL.test(text) ? findWords(toPlainInPlace(text), wanted) : NONE)
  return inBlocks(memoize((block: Block): Remains[] => [...instructionsIn(block).map(range => ({ range, isGap: false })), ...gapsIn(block).map(range => ({ range, isGap: true }))]))
})

const NONE: readonly Range[] = []
/** A character of a PDF that only its plain form shows to be one of a word. */
const HAS_RADICAL = /[\u2e80-\u2fdf]/

/** Where the words stand in the text; of words that overlap, the first and longest. */
function findWords(text: string, wanted: readonly string[]): Range[] {
  let taken = 0
  const found = wanted.flatMap(words => [...occurrences(text, words)]).sort((a, b) => a.from - b.from || b.to - a.to)
  return found.filter(range => {
    const isFree = range.from >= taken
    if (isFree) taken = range.to
    return isFree
  })
}

function* occurrences(text: string, words: string): Iterable<Range> {
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) yield { from, to: from + words.length }
}

const gapsIn = ({ kind, text }: Block): readonly Range[] =>
  (kind === "paragraph" || kind === "title") && MAY_BE_GAP.test(text) ? [...text.matchAll(GAP)].map(match => ({ from: match.index, to: match.index + match[0].length })) : NONE
