import { RULES } from "../../server/engine/rules/index.ts"
import type { Rule, Severity } from "../../server/engine/rules/rule.ts"
import { checkBad } from "./check.ts"

export type Locale = "en" | "zh"

/** The rules of one subject, in the order of the list. */
export interface RuleGroup {
  readonly title: Readonly<Record<Locale, string>>
  readonly rules: readonly Rule[]
}

/** With which rule of the list each subject begins; a new rule belongs to the subject that it is put under. */
const SUBJECTS: readonly { readonly first: string; readonly title: RuleGroup["title"] }[] = [
  { first: "missing-title", title: { en: "Structure", zh: "结构" } },
  { first: "missing-row", title: { en: "Tables", zh: "表格" } },
  { first: "sum-mismatch", title: { en: "Sums", zh: "勾稽关系" } },
  { first: "prose-mismatch", title: { en: "Prose", zh: "文字" } },
  { first: "carry-over-mismatch", title: { en: "Across years", zh: "跨年度" } },
  { first: "whole-mismatch", title: { en: "Across bodies", zh: "跨单位" } },
]

/** All rules by subject. */
export const RULE_GROUPS: readonly RuleGroup[] = SUBJECTS.map(({ first, title }) => ({ first, title, from: RULES.findIndex(({ id }) => id === first) }))
  .filter(({ from }) => from >= 0)
  .map(({ from, title }, i, groups) => ({ title, rules: RULES.slice(from, groups[i + 1]?.from) }))

/** The manual of all rules in one language, as Markdown: docs/rules.md and docs/rules.zh-CN.md. The anchor of a rule is its id. */
export function manual(locale: Locale): string {
  const groups = RULE_GROUPS.map(({ title, rules }) => ({ title: title[locale], rules }))
  return [
    `# ${TEXT[locale].title}`,
    TEXT[locale].introduction,
    ...groups.map(({ title, rules }) => `**${title}**${TEXT[locale].list}${rules.map(({ id }) => `[${id}](#${id})`).join(" · ")}`),
    ...groups.flatMap(({ title, rules }) => [`## ${title}`, ...rules.map(rule => entry(rule, locale))]),
  ].join("\n\n") + "\n"
}

const TEXT = {
  en: {
    title: "Rules",
    introduction: "What report-draft finds in a draft, one entry for each rule. *Safe* fixes can change neither a figure nor a meaning; `--fix` applies those and no others. This page is generated from the rules (`npm run generate`); the same in Chinese: [rules.zh-CN.md](rules.zh-CN.md).",
    severity: "Severity: ",
    fix: "Fix: ",
    list: ": ",
    fixes: { safe: "safe", offered: "offered, not safe", none: "none" },
    bad: "Reported:",
    good: "In order:",
    severities: { error: "error", warning: "warning", information: "information", hint: "hint" },
  },
  zh: {
    title: "规则说明",
    introduction: "report-draft 检查的内容，每条规则一节。“安全”修改既不改变数据，也不改变意思，`--fix` 只作这一类修改。本页由规则生成（`npm run generate`）；英文版见 [rules.md](rules.md)。",
    severity: "级别：",
    fix: "修改：",
    list: "：",
    fixes: { safe: "安全", offered: "提供，但不是“安全”修改", none: "无" },
    bad: "会报告：",
    good: "正确：",
    severities: { error: "错误", warning: "警告", information: "信息", hint: "提示" },
  },
} as const satisfies Record<Locale, { severities: Record<Severity, string>; [key: string]: unknown }>

function entry(rule: Rule, locale: Locale): string {
  const { severity, fix, severities, fixes, bad, good } = TEXT[locale]
  const found = checkBad(rule)
  const offered = found.flatMap(finding => finding.fixes)
  const kind = offered.some(({ safe }) => safe) ? "safe" : offered.length > 0 ? "offered" : "none"
  return [
    `### ${rule.id}`,
    `${severity}${severities[rule.severity]} · ${fix}${fixes[kind]}`,
    rule.docs[locale],
    // What is found beside the text cannot be shown in one.
    ...(rule.badContext ? [] : [bad, fenced(rule.bad)]),
    ...found.map(({ message }) => `> ${message[locale]}`),
    ...(rule.badContext ? [] : [good, fenced(rule.good)]),
  ].join("\n\n")
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\`\`\``
}
