import type { Rule } from "./rule.ts"

const EXAMPLE = "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n"

export const trackedChanges: Rule = {
  id: "tracked-changes",
  severity: "information",
  docs: {
    zh: `Word 文件中有未接受的修订。

检查的是全部修订接受之后的文字和数字；别人打开文件时，看到的可能是修订前的。定稿前请在 Word 或 WPS 中接受或拒绝全部修订。每个文件只说一次，没有自动修改。`,
    en: `The Word file has tracked changes.

Its text and figures are checked as if all were accepted; who opens the file may see what stood there before. Accept or reject them in Word or WPS before the report is final. Said once of a file; there is no fix.`,
  },
  bad: EXAMPLE,
  good: EXAMPLE,
  badContext: { hasTrackedChanges: true },

  *check(_, context) {
    if (!context?.hasTrackedChanges) return
    yield {
      range: { from: 0, to: 0 },
      message: {
        zh: "文件中有未接受的修订，按全部接受后的内容检查。定稿前请在 Word 中接受或拒绝修订。",
        en: "The file has tracked changes; it is checked as if all were accepted. Accept or reject them in Word before it is final.",
      },
    }
  },
}
