import { isCovered, wordingOfSection } from "../report/prose/sectionText.ts"
import type { Rule } from "./rule.ts"

export const missingAspect: Rule = {
  id: "missing-aspect",
  severity: "warning",
  docs: {
    zh: `总体情况没有写到应写的方面。

国办公开办函〔2021〕30号要求总体情况综述主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面。按各方面常用的词判断，一个词也没有出现的才报告。没有自动修改：内容只能由起草人写。`,
    en: `The overview leaves out an aspect that it must cover.

Notice 国办公开办函〔2021〕30号 asks for five: proactive disclosure, requests, management of information, platforms, supervision. An aspect is missed if none of the words in use for it occurs. There is no fix: only the author can write it.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n主动公开信息40条，规范办理依申请公开，严格审核，用好政府网站。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n主动公开信息40条，规范办理依申请公开，严格审核，用好政府网站，加强监督检查。\n",

  *check(report) {
    const { prose } = report.format
    const section = report.sections.find(({ id }) => id === "overview")
    const sentences = section && prose ? wordingOfSection(report, section) : []
    if (!section || !prose || sentences.length === 0) return
    const missing = prose.aspects.filter(aspect => !isCovered(aspect, sentences))
    if (missing.length === 0) return
    const headline = report.format.sections.find(({ id }) => id === section.id)!.title
    yield {
      range: section.headingRange,
      about: missing.map(({ name }) => name.zh),
      missingAt: section.to,
      message: {
        zh: `${headline}没有写到：${missing.map(({ name }) => name.zh).join("、")}。请补写；没有的也要说明。`,
        en: `The overview does not cover: ${missing.map(({ name }) => name.en).join(", ")}. Add it, even if there is nothing to report.`,
      },
    }
  },
}
