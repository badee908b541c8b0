import { memoize } from "../text/memoize.ts"
import { keyOf, mappedKeyOf, wordsOf } from "../text/plain.ts"
import { shift, type TextEdit } from "../text/range.ts"
import type { Label } from "../report/align.ts"
import { numberOf } from "../report/labelIndex.ts"
import type { LabelReading, Report, TableReading } from "../report/report.ts"
import { goesOnBelow } from "./brokenWords.ts"
import type { Rule } from "./rule.ts"

/** It stands where a converter or a wrong encoding has lost one. */
const LOST_CHARACTER = "\uFFFD"

/** Words that tell in what the figures are counted. */
const UNIT = /[万亿千百元]/

export const labelMismatch: Rule = {
  id: "label-mismatch",
  severity: "warning",
  docs: {
    zh: `表格的行名或列名与格式不一致。

空格、标点、全半角、序号写法不同不算；文字改动、漏字、多字才报告。修改只恢复不同的字，周围的排版不动，是“安全”修改；计量单位不同的除外，因为数字也要换算。`,
    en: `A row or column label is not worded as in the format.

Blanks, punctuation, width and numbering do not count; changed, missing or added characters do. The fix restores just those characters, leaves the layout alone and is safe, except where the unit differs: the figures must then be converted too.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n信息内容\t本年制发件数\t本年废止件数\t现行有效件\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  *check(report) {
    // A label that a converter has damaged is not the author's.
    if (report.damage === "garbled") return
    for (const { from, reading } of report.tables) {
      for (const { label: own, official } of mismatchesIn(reading)) {
        if (own.text.includes(LOST_CHARACTER)) continue
        const label = shift(own, from)
        if (isNumberWithin(own, official)) continue
        // Lines of a PDF file end where its cells do, and have words of other cells between them.
        if (reading.layout === "pdf" && goesOnBelow(report.text, label, official)) continue
        const written = own.text.replace(/\s+/g, "")
        const message = { zh: `应为“${official}”，现为“${written}”。`, en: `The label should be “${official}”; it says “${written}”.` }
        // Pieces on several lines have other words between them.
        if (wordsOf(report.text.slice(label.from, label.to)) !== wordsOf(own.text)) {
          yield { range: { from: label.from, to: label.to }, message }
          continue
        }
        const edit = restoration(report, label, official)
        const keepsUnit = !UNIT.test(edit.insert + report.text.slice(edit.from, edit.to))
        yield {
          range: { from: label.from, to: label.to },
          message,
          fixes: [
            {
              title: { zh: `恢复为“${official}”`, en: `Restore “${official}”` },
              safe: keepsUnit,
              preferred: keepsUnit,
              edits: [edit],
            },
          ],
        }
      }
    }
  },
}

/** The labels of rows and heads that are not worded as they should be, with the words that they should have. */
const mismatchesIn = memoize(({ state, rows, heads }: TableReading): readonly LabelReading[] => {
  if (state !== "read") return []
  return [...rows.flatMap(({ label, row }) => (label && !label.exact ? [{ label, official: row.label }] : [])), ...heads]
})

/** True if nothing but the number of a label stands in another place, as a converter puts it. */
function isNumberWithin({ text }: Label, official: string): boolean {
  const number = numberOf(official)
  return number !== "" && wordsOf(text).replace(number, "") === keyOf(official)
}

/** The smallest edit that gives the label the official words: what is alike at both ends stays as written. */
function restoration({ text }: Report, label: Label, official: string): TextEdit {
  const { key, from, to } = mappedKeyOf(text.slice(label.from, label.to))
  const wanted = mappedKeyOf(official)
  let start = 0
  while (start < Math.min(key.length, wanted.key.length) && key[start] === wanted.key[start]) start++
  let end = 0
  while (end < Math.min(key.length, wanted.key.length) - start && key[key.length - 1 - end] === wanted.key[wanted.key.length - 1 - end]) end++
  const insert = wanted.key.slice(start, wanted.key.length - end)
  const last = key.length - end - 1
  if (last >= start) return { from: label.from + from[start]!, to: label.from + to[last]!, insert }
  // Nothing gives way: the characters go behind a sign if they stand behind one in the official words, else before it.
  const isBehindSign = start === 0 || (start < key.length && wanted.from[start]! > wanted.to[start - 1]!)
  const at = label.from + (isBehindSign ? (from[start] ?? 0) : to[start - 1]!)
  return { from: at, to: at, insert }
}
