import { isZero } from "../text/decimal.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"
import { wordingOf, anyHolds, wordingOfSection } from "../report/prose/sectionText.ts"
import type { Report, Section } from "../report/report.ts"
import type { Rule } from "./rule.ts"

export const feeNotStated: Rule = {
  id: "fee-not-stated",
  severity: "warning",
  docs: {
    zh: `其他需要报告的事项没有写收取信息处理费情况。

格式文件注明“收取信息处理费情况在此处报告”，只写“无”等于没有报告；没有收取也要写明。表格中的行政事业性收费代替不了它。表中有逾期未缴费的申请时，一定发过收费通知，只写了别的收费的也要报告。写在别的部分的只作提示。没有自动修改：收没收费只有起草人知道。`,
    en: `The last section does not say whether an information handling fee was charged.

The format has 收取信息处理费情况在此处报告; 无 alone leaves it open, and that nothing was charged has to be said too. 行政事业性收费 in the table does not stand for it. Where the table has requests closed for an unpaid fee there were notices, and a word of other fees is not enough. A statement elsewhere is only hinted at. There is no fix: only the author knows what was charged.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n2023年度未收取信息处理费。\n",

  *check(report) {
    const { prose } = report.format
    const section = report.sections.find(({ id }) => id === "other-matters")
    const sentences = section && prose ? wordingOfSection(report, section) : []
    if (!section || !prose || prose.fees.length === 0 || sentences.length === 0) return
    const isOverdue = hasOverdueFee(report)
    if (anyHolds(sentences, isOverdue ? prose.feeNotices!.words : prose.fees)) return
    const [fee] = prose.fees
    const isElsewhere = anyHolds(wordingOf(report), nameOf(prose.fees))
    yield {
      range: writtenIn(report, section),
      missingAt: section.to,
      ...(isElsewhere ? { severity: "information" as const } : {}),
      message: isElsewhere
        ? { zh: `收取${fee}情况应写在这一部分，现写在别处。`, en: "The information handling fee belongs in this section; it is stated elsewhere." }
        : {
            zh: `这里要写明收取${fee}情况，没有收取的写“未收取${fee}”。${isOverdue ? "表中有逾期未缴费的申请，还应写明收费通知的件数和金额。" : ""}`,
            en: `Say here whether an information handling fee was charged; if none was, say so.${isOverdue ? " The table has requests closed for an unpaid fee, so give the number and sum of the notices too." : ""}`,
          },
    }
  },
}

/** True if requests were closed since a fee was not paid: then there must be notices of fees to report. */
function hasOverdueFee({ format, facts }: Report): boolean {
  const value = facts.get(format.prose?.feeNotices?.cell ?? "")?.value ?? null
  return value !== null && !isZero(value)
}

/** The fee's own name, the first of its words. */
const nameOf = memoize((fees: readonly string[]): readonly string[] => fees.slice(0, 1))

/** The text of the section without the blanks around it. */
function writtenIn({ text }: Report, { body }: Section): { from: number; to: number } {
  const written = withoutMarkup(text.slice(body.from, body.to))
  const from = body.from + written.length - written.trimStart().length
  return { from, to: from + written.trim().length }
}
