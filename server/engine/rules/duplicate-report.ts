import type { Rule } from "./rule.ts"

const EXAMPLE = "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n"

export const duplicateReport: Rule = {
  id: "duplicate-report",
  severity: "warning",
  acrossBodies: true,
  docs: {
    zh: `同一单位同一年度的报告有两份。

一起检查的草稿里，标题写的单位和年份与另一份相同：可能是旧稿没有删去，也可能是套用别的单位的稿子忘了改标题。哪一份算数说不清，所以这两份都不与上年报告核对。文本和它由之而来的 Word 文件、网页不算两份。没有自动修改。`,
    en: `There are two reports of one body for one year.

Among the drafts that are checked together another one names the same body and year in its title: an old version that was left, or another body's draft that was taken over with its title. Which one counts cannot be told, so neither is compared with last year's. A text and the Word file or page that it was made of are no two. There is no fix.`,
  },
  bad: EXAMPLE,
  good: EXAMPLE,
  badContext: { twins: ["旧稿.txt"] },

  *check({ titleRange }, context) {
    const [first, ...more] = context?.twins ?? []
    if (first === undefined) return
    yield {
      range: titleRange ?? { from: 0, to: 0 },
      message: {
        zh: `同一单位同一年度的报告还有一份：“${first}”${more.length > 0 ? `等 ${more.length + 1} 份` : ""}。请只留一份，或改正标题。`,
        en: `There is another report of this body for this year: “${first}”${more.length > 0 ? ` and ${more.length} more` : ""}. Leave one, or correct the title.`,
      },
    }
  },
}
