import { memoize } from "../text/memoize.ts"
import { mappedKeyOf, type MappedKey } from "../text/plain.ts"
import type { Range, TextEdit } from "../text/range.ts"
import type { Block } from "../syntax/block.ts"
import type { CitationFormat } from "../report/prose/proseFormat.ts"
import { inBlocks } from "../report/inBlocks.ts"
import type { Report } from "../report/report.ts"
import type { Finding, Rule } from "./rule.ts"

export const citation: Rule = {
  id: "citation",
  severity: "warning",
  docs: {
    zh: `引用的通知名称与文号不符，或引用的是旧通知。

2021 年度起的格式由国办公开办函〔2021〕30号《……关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》规定，2019、2020 年度的由国办公开办函〔2019〕60号《……关于政府信息公开工作年度报告有关事项的通知》规定。名称和文号要一致，并与报告年度相应。修改写上正确的文号或名称，不“安全”，因为引用旧通知也可能有意。`,
    en: `A notice is cited with the wrong number or title, or is no longer in force.

Since the report for 2021 the format is set by 国办公开办函〔2021〕30号, for 2019 and 2020 by 国办公开办函〔2019〕60号. Title and number must belong together, and to the year of the report. The fix writes the right number or title; it is not safe, since an older notice may be cited on purpose.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n按照《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2019〕60号）编制。\n\n一、总体情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n按照《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。\n\n一、总体情况\n\n略。\n",

  *check(report) {
    const { prose, lastYear } = report.format
    if (!prose || (lastYear !== undefined && report.year !== null && report.year > lastYear)) return
    for (const { from, found: cited } of citationsOf(prose.citations)(report)) {
      const found = confront(report, prose.citations, cited, from)
      if (found) yield found
    }
  },
}

/** A number of a notice as cited, with the words before it. Ranges count in the block. */
interface Cited {
  readonly number: string
  readonly numberRange: Range
  readonly before: string
  /** True if a title in 《 》 stands at the number. */
  readonly isTitled: boolean
  readonly key: MappedKey
  readonly at: number
}

/** A title stands so near before its number. */
const NEAR = 70
const TITLED = /》\s*[（(]?$/
/** What such numbers begin with, up to the year; its last character stands in each as it is. */
const OFFICE = /^\p{Script=Han}+(?=〔)/u
const NONE: readonly Cited[] = []

/** Finds the numbers of notices that the offices of these sent out. */
const citationsOf = memoize((citations: readonly CitationFormat[]) => {
  const offices = [...new Set(citations.flatMap(({ number }) => OFFICE.exec(number) ?? []))]
  const pattern = new RegExp(`(${offices.join("|")})(20\\d\\d)(\\d{1,3})号`, "g")
  return inBlocks(memoize((block: Block) => (block.kind === "paragraph" && offices.some(office => block.text.includes(office.at(-1)!)) ? citationsIn(block, pattern) : NONE)))
})

function citationsIn({ text }: Block, pattern: RegExp): readonly Cited[] {
  const key = mappedKeyOf(text)
  return [...key.key.matchAll(pattern)].map(({ index, 0: words, 1: office, 2: year, 3: number }) => ({
    number: `${office!}〔${year!}〕${number!}号`,
    numberRange: { from: key.from[index]!, to: key.to[index + words.length - 1]! },
    before: key.key.slice(Math.max(0, index - NEAR), index),
    isTitled: TITLED.test(text.slice(Math.max(0, key.from[index]! - 8), key.from[index]!)),
    key,
    at: index,
  }))
}

function confront(report: Report, citations: readonly CitationFormat[], cited: Cited, from: number): Finding | null {
  const [inForce] = citations
  const byNumber = citations.find(({ number }) => number === cited.number)
  const titled = lastNamed(citations, cited.before)
  if (byNumber === inForce && (!titled || titled === inForce)) return null
  // The same office has sent out notices on other things.
  if (!byNumber && !titled && cited.isTitled && !cited.before.includes("年度报告")) return null
  const range = { from: cited.numberRange.from + from, to: cited.numberRange.to + from }
  const wanted = !byNumber && titled ? titled : inForce!
  const edits: TextEdit[] = byNumber === wanted ? [] : [{ ...range, insert: wanted.number }]
  if (titled && titled !== wanted) edits.push(...titleEdit(report, titled, wanted, cited, from))
  const what = explain(wanted, byNumber, titled)
  return {
    range,
    message: { zh: `${what.zh}请核对。`, en: `${what.en} Check it.` },
    fixes: edits.length === 0 ? [] : [{ title: { zh: `改为 ${wanted.number}`, en: `Cite ${wanted.number}` }, safe: false, preferred: true, edits }],
  }
}

function lastNamed(citations: readonly CitationFormat[], before: string): CitationFormat | undefined {
  const found = citations.filter(({ keyword }) => before.includes(keyword))
  return found.sort((a, b) => before.lastIndexOf(b.keyword) - before.lastIndexOf(a.keyword))[0]
}

function explain(wanted: CitationFormat, byNumber: CitationFormat | undefined, titled: CitationFormat | undefined): { zh: string; en: string } {
  if (!byNumber) return { zh: `没有这个文号的年报格式通知，应为“${wanted.number}”，`, en: `There is no such notice; it should be “${wanted.number}”.` }
  if (titled && titled !== byNumber) return { zh: `通知的名称与文号不是同一个文件：现行的是“${wanted.number}”，`, en: `Title and number are not of the same notice; in force is “${wanted.number}”.` }
  return { zh: `引用的是旧通知，这一年度的格式由“${wanted.number}”规定，`, en: `This notice is no longer in force; the format for this year is set by “${wanted.number}”.` }
}

/** Puts the right title between the 《 》 around the wrong one. */
function titleEdit(report: Report, titled: CitationFormat, wanted: CitationFormat, { key, at }: Cited, from: number): TextEdit[] {
  const start = key.key.lastIndexOf(titled.keyword, at)
  const open = report.text.lastIndexOf("《", from + key.from[start]!)
  const close = report.text.indexOf("》", from + key.to[start + titled.keyword.length - 1]! - 1)
  const limit = from + key.from[at]!
  if (open < from || close < open || close > limit || limit - open > 3 * NEAR) return []
  return [{ from: open + 1, to: close, insert: wanted.title.replace("《", "〈").replace("》", "〉") }]
}
