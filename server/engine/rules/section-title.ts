import { sourceLinesOf } from "../text/lines.ts"
import { closeGaps, withoutMarkup } from "../text/markup.ts"
import { keyOf } from "../text/plain.ts"
import type { Report, Section } from "../report/report.ts"
import { goesOnBelow } from "./brokenWords.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

const CLOSING_MARK = /^[\s*]*([。.：:；;，,])[\s#*]*$/
/** So far behind a title its mark and the tags behind that are looked for. */
const MAX_CLOSING = 60

export const sectionTitle: Rule = {
  id: "section-title",
  severity: "warning",
  docs: {
    zh: `部分标题的文字与格式不符。

按国办公开办函〔2021〕30号附件核对六部分标题。实践中通行的长标题（如“行政机关主动公开政府信息情况”）只作提示；标题后多余的标点、个别错字可以“安全”修改；另起的标题（如“一、工作基本情况”）由起草人决定。`,
    en: `The title of a section is not worded as in the format.

Titles are compared with the annex of notice 国办公开办函〔2021〕30号. Longer titles in common use are only hinted at; a stray mark behind the title or a misspelling is mended safely; a title of the author's own is for the author to decide.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府政府情况\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n",

  *check(report) {
    for (const section of report.sections) {
      yield* checkWords(report, section)
      yield* checkClosingMark(report, section)
    }
  },
}

/** True if lines may end where a converter ended them. */
const isConverted = ({ damage, tables }: Report): boolean => damage !== "none" || tables.some(({ reading }) => reading.layout === "pdf")

function* checkWords(report: Report, { id, isNamed, title }: Section): Iterable<Finding> {
  const { format, text } = report
  const { title: official, aliases } = format.sections.find(section => section.id === id)!
  const source = text.slice(title.from, title.to)
  if (source === official) return
  const shown = withoutMarkup(source)
  const written = shown === source ? source : closeGaps(shown).text
  const key = keyOf(written)
  if (key === keyOf(official)) return
  if (isConverted(report) && goesOnBelow(text, title, official)) return
  const isAccepted = aliases.some(alias => keyOf(alias) === key)
  const isMisspelt = !isAccepted && isNamed
  const fix: Fix = {
    title: { zh: `标题改为“${official}”`, en: `Change the title to “${official}”` },
    safe: isMisspelt,
    preferred: !isAccepted,
    edits: [{ ...title, insert: official }],
  }
  yield {
    range: title,
    message: {
      zh: isAccepted ? `格式中的标题是“${official}”，这个写法也通行。` : `标题应为“${official}”，现为“${written}”。`,
      en: isAccepted ? `The format's title is “${official}”; this wording is in use too.` : `The title should be “${official}”; it says “${written}”.`,
    },
    ...(isAccepted ? { severity: "hint" as const } : {}),
    fixes: [fix],
  }
}

function* checkClosingMark({ text }: Report, { title, isNamed }: Section): Iterable<Finding> {
  // Mostly the line ends there.
  if (!isNamed || /^[\r\n]/.test(text.charAt(title.to))) return
  const behind = text.slice(title.to, title.to + MAX_CLOSING)
  const shown = withoutMarkup(behind.slice(0, sourceLinesOf(behind)[0]?.to))
  const mark = CLOSING_MARK.exec(shown)?.[1]
  if (!mark) return
  const from = title.to + shown.indexOf(mark)
  const range = { from, to: from + mark.length }
  yield {
    range,
    message: { zh: `标题后面不用“${mark}”。`, en: `No “${mark}” behind a title.` },
    severity: "hint",
    isUnnecessary: true,
    fixes: [{ title: { zh: `删去“${mark}”`, en: `Delete “${mark}”` }, safe: true, preferred: true, edits: [{ ...range, insert: "" }] }],
  }
}
