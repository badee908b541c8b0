import { garblesOf, isGarbledLine, type Garble, type GarbleKind } from "../text/garbled.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"
import { shift } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import { inBlocks } from "../report/inBlocks.ts"
import type { Report } from "../report/report.ts"
import type { Finding, Rule, Text } from "./rule.ts"

export const garbledText: Rule = {
  id: "garbled-text",
  severity: "warning",
  docs: {
    zh: `文中有乱码：文字在复制或转换时被损坏。

“锟斤拷”“�”是丢失的字，“鏀垮簻”是用错编码打开的“政府”，“Õþ¸®”是把中文当成西文打开的；还有只有某种字体才显示的私用区字符。每篇只报一次，指出第一处和总处数。请换一种编码（“UTF-8”或“GB18030”）重新打开原文件，或从原文件重新复制。整行都是乱码时，不再报告缺少的章节、表格和行。没有自动修改：丢失的字只有原文件里有。`,
    en: `The text is garbled: it was damaged in copying or converting.

锟斤拷 and � are characters that were lost, 鏀垮簻 is 政府 in UTF-8 taken for GBK, Õþ¸® is Chinese taken for Latin letters; characters of private use show in one font only. It is said once for a report, at the first place, with the number of places. Open the original in the right encoding (UTF-8 or GB18030 for most Chinese texts), or copy it again. Where whole lines are garbled, missing sections, tables and rows are not reported. There is no fix: what was lost stands in the original only.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开锟斤拷锟斤拷信息42条。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开各类信息42条。\n",

  *check(report) {
    const finding = (report.damage === "garbled" ? garbledLine(report) : null) ?? garbled(report)
    if (finding) yield finding
  },
}

/** Pieces of the text were damaged, so that nothing is said to be missing from it. */
function garbledLine(report: Report): Finding | null {
  const text = withoutMarkup(report.text)
  const line = text.split(/[\r\n]/).find(isGarbledLine)
  if (line === undefined) return null
  const from = text.indexOf(line)
  return {
    range: { from, to: from + line.trimEnd().length },
    severity: "information",
    message: {
      zh: "这一行是乱码，说明文字在转换时有损坏或丢失，因此不再报告缺少的章节、表格和行。请从原文件重新复制。",
      en: "This line is garbled: text was damaged or lost when it was converted, so missing sections, tables and rows are not reported. Copy the text again from the original.",
    },
  }
}

const WHAT: Readonly<Record<GarbleKind, Text>> = {
  lost: { zh: "有字丢失", en: "characters were lost" },
  encoding: { zh: "文字用错误的编码打开过", en: "the text was opened in a wrong encoding" },
  private: { zh: "有只在某种字体中才显示的字符", en: "there are characters that show in one font only" },
}

const NONE: readonly Garble[] = []

/** The damaged places of a block, from its beginning. Hardly any has one; only then its markup is looked at. */
const garblesIn = inBlocks(memoize(({ text }: Block) => (garblesOf(text).length === 0 ? NONE : garblesOf(withoutMarkup(text)))))

function garbled(report: Report): Finding | null {
  const { text } = report
  const all = garblesIn(report).map(({ from, found }) => shift(found, from))
  const first = all.find(({ kind }) => kind !== "private") ?? all[0]
  if (!first) return null
  const shown = text.slice(first.from, first.to)
  const { zh, en } = WHAT[first.kind]
  return {
    range: { from: first.from, to: first.to },
    severity: first.kind === "private" ? "information" : "warning",
    message: {
      zh: `“${shown}”是乱码：${zh}${all.length > 1 ? `，全文共 ${all.length} 处` : ""}。请换一种编码（“UTF-8”或“GB18030”）重新打开原文件，或从原文件重新复制。`,
      en: `“${shown}” is garbled: ${en}${all.length > 1 ? `, in ${all.length} places of the report` : ""}. Open the original in the right encoding (UTF-8 or GB18030), or copy it again.`,
    },
  }
}
