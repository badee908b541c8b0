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
  readonly omittedFindings: (count: number) => string
  readonly drafts: string
  readonly toIndex: string
  readonly copy: string
  readonly copyAll: string
  readonly copied: string
  readonly previous: string
  readonly next: string
  readonly cell: (name: string, value: string) => string
  readonly help: string
  readonly growth: string
  readonly same: string
}

export const WORDS: Readonly<Record<"zh" | "en", Words>> = {
  zh: {
    findings: "问题",
    none: "没有问题",
    severities: { error: "错误", warning: "警告", information: "信息", hint: "提示" },
    unreadable: "这张表读不出来，原文如下：",
    missingRow: "稿中没有这一行",
    noReport: "这里没有政府信息公开工作年度报告。",
    omittedFindings: count => `还有 ${count} 处问题没有列出；改正一些后会继续列出。`,
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
    growth: "增减",
    same: "没有不同。",
  },
  en: {
    findings: "Findings",
    none: "Nothing wrong was found",
    severities: { error: "error", warning: "warning", information: "information", hint: "hint" },
    unreadable: "This table could not be read. As written:",
    missingRow: "The draft does not have this row",
    noReport: "There is no yearly disclosure report here.",
    omittedFindings: count => `${count} more findings are not listed; they will be when some are mended.`,
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
    growth: "Growth",
    same: "There is no difference.",
  },
}

/** The words of the page with a text field of its own. */
export interface OfflineWords {
  readonly title: string
  readonly draft: string
  readonly open: string
  readonly placeholder: string
  readonly nothingIsSent: string
  readonly tooLong: string
  readonly copied: string
  readonly opened: (name: string) => string
  readonly cannotOpen: (name: string) => string
  /** Behind `opened`. */
  readonly hasTrackedChanges: string
  /** With the reason why a file cannot be read. */
  readonly fault: (name: string, reason: string) => string
}

export const OFFLINE_WORDS: Readonly<Record<"zh" | "en", OfflineWords>> = {
  zh: {
    title: "政府信息公开工作年度报告核对",
    draft: "年度报告草稿",
    open: "打开草稿（docx、txt、md、html）",
    placeholder: "把年度报告粘贴到这里，或把文件（docx、txt、md、html）拖到这个窗口。从 Word、WPS、Excel 或网页复制的表格可以直接粘贴。",
    tooLong: "文稿太长，不能在这里修改，只在旁边显示核对结果。",
    nothingIsSent: "核对在本机进行，不联网，内容不会发送到任何地方，关闭窗口后也不保存。",
    copied: WORDS.zh.copied,
    opened: name => `已打开：${name}`,
    cannotOpen: name => `打不开“${name}”。请打开 docx、txt、md 或 html 文件。`,
    hasTrackedChanges: "。文件中有未接受的修订，按全部接受后的内容显示和核对。",
    fault: (name, reason) => `打不开“${name}”：${reason}。`,
  },
  en: {
    title: "Check a yearly disclosure report",
    draft: "Draft of the report",
    open: "Open a draft (docx, txt, md, html)",
    placeholder: "Paste the report here, or drop a file (docx, txt, md, html) on this window. Tables copied from Word, WPS, Excel or a web page can be pasted as they are.",
    tooLong: "The draft is too long to be changed here; what was found is shown beside.",
    nothingIsSent: "Everything is checked on this machine: nothing is sent anywhere, nothing is kept when the window is closed.",
    copied: WORDS.en.copied,
    opened: name => `Opened: ${name}`,
    cannotOpen: name => `“${name}” cannot be opened. Open a docx, txt, md or html file.`,
    hasTrackedChanges: ". It has tracked changes; it is shown and checked as if all were accepted.",
    fault: (name, reason) => `“${name}” cannot be opened: ${reason}.`,
  },
}
