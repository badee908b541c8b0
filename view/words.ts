import type { Severity } from "../server/engine/rules/rule.ts"

/** The words of the view around what a draft says. */
export interface Words {
  readonly findings: string
  readonly none: string
  readonly severities: Readonly<Record<Severity, string>>
  readonly unreadable: string
  readonly missingRow: string
  readonly noReport: string
  readonly omitted: (count: number) => string
  readonly drafts: string
  readonly toIndex: string
  readonly copy: string
  readonly copyAll: string
  readonly copied: string
  readonly previous: string
  readonly next: string
  readonly cell: (name: string, value: string) => string
  readonly help: string
}

export const WORDS: Readonly<Record<"zh" | "en", Words>> = {
  zh: {
    findings: "问题",
    none: "没有问题",
    severities: { error: "错误", warning: "警告", information: "信息", hint: "提示" },
    unreadable: "这张表读不出来，原文如下：",
    missingRow: "稿中没有这一行",
    noReport: "这里没有政府信息公开工作年度报告。",
    omitted: count => `后面还有 ${count} 个字没有显示。`,
    drafts: "草稿",
    toIndex: "目录",
    copy: "复制这张表",
    copyAll: "复制全文",
    copied: "已复制，可粘贴到 Word、WPS 或 Excel",
    previous: "上一处",
    next: "下一处",
    cell: (name, value) => `${name}：${value || "空白"}`,
    help: "单击单元格转到原文；回车修改，Tab 和方向键移动",
  },
  en: {
    findings: "Findings",
    none: "Nothing wrong was found",
    severities: { error: "error", warning: "warning", information: "information", hint: "hint" },
    unreadable: "This table could not be read. As written:",
    missingRow: "The draft does not have this row",
    noReport: "There is no yearly disclosure report here.",
    omitted: count => `${count} more characters are not shown.`,
    drafts: "Drafts",
    toIndex: "Index",
    copy: "Copy this table",
    copyAll: "Copy all",
    copied: "Copied: ready for Word, WPS or Excel",
    previous: "Previous",
    next: "Next",
    cell: (name, value) => `${name}: ${value || "blank"}`,
    help: "Click a cell to go to the text; Enter edits it, Tab and arrows move",
  },
}
