import { equals, format, isZero, magnitude, subtract } from "../text/decimal.ts"
import type { Range } from "../text/range.ts"
import type { Facts } from "../report/facts.ts"
import { isGovernment, isOffice } from "../report/prose/body.ts"
import { confrontClaim, valueInOnes, type Mismatch } from "../report/prose/candidates.ts"
import type { Claim } from "../report/prose/claims.ts"
import type { SentenceReading } from "../report/prose/readSentence.ts"
import { foundBeside, rangeOf } from "../report/prose/sentences.ts"
import type { Report } from "../report/report.ts"
import { candidateFigure, candidateName, cellsOf, writtenAs } from "./candidateText.ts"
import { litigationExample } from "./litigationExample.ts"
import { figure as plainFigure } from "./names.ts"
import { SEVERITIES, type Finding, type Fix, type Rule, type Severity, type Text } from "./rule.ts"

/** So many ways to take a figure of the text are offered. */
const MAX_FIXES = 3

export const proseMismatch: Rule = {
  id: "prose-mismatch",
  severity: "error",
  docs: {
    zh: `文字中的数字与表格不一致。

“受理 54 件”“办结 52 件”“结转下年度 3 件”“结果维持 2 件”这样的数字，与表格中对应的格核对。一种说法可能对应几种数（如“办理”可以含上年结转），只要符合其中一种就不报；只有都不符合才报告，并列出每一种。网站发布量、热线工单、其他年份、计划数等不参与核对；一句话里同一种数写了几个（机关 3 件、所属单位 5 件），与表格不符的多半是其中一部分，也不报；表格中对应的格空白或无法识别时不判断。前面写有别的缘由（“因补正后仍不明确无法提供 7 件”）而表中另一行正是这个数的，可能说的是那一行，只作信息。

“余”“多”“近”只作上下限核对，“约”“左右”不核对。撤回的申请算在其他处理的“其他”中，信息处理费也是行政事业性收费，表格中的数不应少于文字，少于的只作提示。修改是把表中的数写进文字，但错的也可能是表格，所以不“安全”，也不作首选。`,
    en: `A figure of the text differs from the tables.

Figures such as 受理 54 件 or 结果维持 2 件 are compared with the cells that hold them. Some wordings may mean several sums (办理 may include requests carried over); the text is right if it fits one of them, else all are listed. Publications, hotlines, other years and plans are not compared; where a sentence states the same quantity more than once (of the body, of its units), a figure that does not fit is taken for a part; and nothing is decided where a cell is blank or unreadable. Where words in front give a reason (因补正后仍不明确无法提供 7 件) and another row has the figure, that row may be meant: information.

余, 多 and 近 are bounds; 约 and 左右 are left alone. Requests withdrawn are counted under 其他 of 其他处理, and the information handling fee is one of the 行政事业性收费, so that the table must hold no less than the text says; if it does, that is hinted at. The fix puts the table's figure into the text. It is neither safe nor preferred, since the table may be what is wrong.`,
  },
  bad: litigationExample("2023年，我局发生政府信息公开行政复议5件。", "3|1|0|0|4"),
  good: litigationExample("2023年，我局发生政府信息公开行政复议4件。", "3|1|0|0|4"),

  *check(report) {
    for (const { placed, found: mismatch } of foundBeside(report, claimsIn, mismatchOf)) {
      const { claim } = mismatch
      // The tables of a government are those of its whole territory: its office's figures are a part of theirs.
      if (claim.scope === "own" && isGovernment(report)) continue
      yield finding(report, mismatch, placed.sentence.reading.text, rangeOf(placed, claim.figure.digits))
    }
  },
}

const claimsIn = ({ text, claims }: SentenceReading): readonly Claim[] =>
  claims.length === 0 ? claims : claims.filter((claim, i) => !isSplit(text, claim, claims.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1)))

const mismatchOf = (claim: Claim, facts: Facts): Mismatch | null => confrontClaim(facts, claim)

/** So many claims before and behind another one may be parts of the same. */
const NEIGHBOURS = 8
const SENTENCE_END = /[。!?]/

/** True if the sentence states the same quantity with another figure too: 机关受理 3 件，所属单位受理 5 件. Both may be parts of what the table holds. */
function isSplit(text: string, { quantity, columns, figure }: Claim, neighbours: readonly Claim[]): boolean {
  return neighbours.some(other => {
    if (other.quantity !== quantity || equals(other.figure.value, figure.value) || String(other.columns[0]) !== String(columns[0])) return false
    return !SENTENCE_END.test(text.slice(Math.min(figure.to, other.figure.to), Math.max(figure.from, other.figure.from)))
  })
}

function finding(report: Report, mismatch: Mismatch, text: string, digits: Range): Finding {
  const { claim, candidates, nearest } = mismatch
  return {
    range: digits,
    severity: mayTellOfOtherRow(report, mismatch, text) ? "information" : severityOf(report, claim),
    message: messageOf(mismatch, text.slice(claim.from, claim.to)),
    cells: nearest.terms.map(({ fact }) => fact.id),
    related: cellsOf(report, candidates),
    fixes: claim.quantity.atMost ? [] : fixesFor(mismatch, digits),
  }
}

function messageOf({ claim, candidates, nearest, stated }: Mismatch, words: string): Text {
  const gap = format(magnitude(subtract(nearest.value!, stated)))
  const several = candidates.length > 1
  const zh = candidates.map(candidate => `${candidateName(candidate)}为 ${candidateFigure(candidate)}`).join("；")
  const en = candidates.map(candidate => `${candidateName(candidate)}: ${candidateFigure(candidate)}`).join("; ")
  if (claim.quantity.atMost) {
    const { unit } = nearest.terms[0]!.fact.row.part
    return {
      zh: `文字“${words}”${claim.figure.kind === "money" ? `合 ${plainFigure(stated)} ${unit}，` : ""}应已算在表格的数中，但${zh}，少 ${plainFigure(subtract(stated, nearest.value!))}。请核对文字和表格。`,
      en: `The text “${words}”${claim.figure.kind === "money" ? ` (${plainFigure(stated)} ${unit})` : ""} is a part of what the table counts. ${en}, ${plainFigure(subtract(stated, nearest.value!))} too little. Check both.`,
    }
  }
  return {
    zh: `文字“${words}”与表格不符：${zh}。${several ? `最接近的是 ${format(nearest.value!)}，` : ""}相差 ${gap}，请核对文字和表格。`,
    en: `The text “${words}” does not agree with the table. ${en}. ${several ? `The nearest is ${format(nearest.value!)}, ` : ""}${several ? "" : "It is "}${gap} off. Check both.`,
  }
}

/** 因补正后仍不明确无法提供 7 件, where 无法提供 is 137: words that nobody reads give a reason, and another row has the figure, so that it may be that reason's. */
function mayTellOfOtherRow({ facts }: Report, { claim, nearest, stated }: Mismatch, text: string): boolean {
  const [term] = nearest.terms
  if (!term || isZero(stated) || !REASON.test(text.slice(0, claim.from))) return false
  return [...facts.values()].some(({ table, column, value }) => table === term.fact.table && column === term.fact.column && value !== null && equals(value, stated))
}

const REASON = /[以因由属][^,;。:、()\d]{4,}$/

/** Bounds are loose words, and another scope may have other figures. */
function severityOf(report: Report, { quantity, figure, scope }: Claim): Severity {
  const isOtherScope = scope !== null && !(scope === "whole" ? isGovernment(report) : isOffice(report))
  const most: Severity = isOtherScope ? "hint" : figure.bound === "exact" ? "error" : "warning"
  return SEVERITIES[Math.max(SEVERITIES.indexOf(most), SEVERITIES.indexOf(quantity.severity))]!
}

function fixesFor({ claim: { figure }, candidates }: Mismatch, digits: Range): Fix[] {
  return candidates.slice(0, MAX_FIXES).flatMap(candidate => {
    const insert = writtenAs(figure, valueInOnes(candidate, figure))
    if (insert === null) return []
    return [{
      title: { zh: `文字改为 ${insert}，与${candidateName(candidate)}一致`, en: `Write ${insert}, as in ${candidateName(candidate)}` },
      safe: false,
      preferred: false,
      edits: [{ ...digits, insert }],
    }]
  })
}
