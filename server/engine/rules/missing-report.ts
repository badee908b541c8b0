import type { Rule } from "./rule.ts"

const EXAMPLE = "某县林业局2022年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n"

export const missingReport: Rule = {
  id: "missing-report",
  severity: "information",
  acrossBodies: true,
  docs: {
    zh: `上年有报告的单位，本年没有。

一起检查的草稿里，别的单位大多两个年度都有（至少两个单位），这个单位只有上年的：可能漏交，也可能标题里的单位名称写法不同，或机构已撤并。在上年的报告上说明。没有自动修改。`,
    en: `A body with a report last year has none this year.

Among the drafts that are checked together most other bodies, and two at least, have both years, and this one last year's only: it may be late, be named otherwise in its title, or be no more. Said of last year's report. There is no fix.`,
  },
  bad: EXAMPLE,
  good: EXAMPLE,
  badContext: { lacksNextYear: true },

  *check({ titleRange, year }, context) {
    if (!context?.lacksNextYear || year === null) return
    yield {
      range: titleRange ?? { from: 0, to: 0 },
      message: {
        zh: `草稿中有这个单位 ${year} 年的报告，没有 ${year + 1} 年的，而别的单位大多两年都有。请看是否漏交，或标题中的单位名称写法不同。`,
        en: `The drafts hold this body's report for ${year} and none for ${year + 1}, while most bodies have both. It may be missing, or name its body otherwise in its title.`,
      },
    }
  },
}
