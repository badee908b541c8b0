import { anyHolds, wordingOfSection } from "../report/prose/sectionText.ts"
import { proseVocabularyOf } from "../report/prose/vocabulary.ts"
import type { Rule } from "./rule.ts"

/** Shorter texts name no problem worth the name: 无. */
const MIN_LENGTH = 4

export const missingImprovement: Rule = {
  id: "missing-improvement",
  severity: "warning",
  docs: {
    zh: `存在的主要问题及改进情况只写了一半。

《条例》第五十条第四项要求报告主要问题和改进情况，两方面都要写，写“无”不符合要求。按“问题、不足、有待”和“改进、下一步、将、措施”等词判断。没有自动修改：内容只能由起草人写。`,
    en: `The section on problems and improvements has only one half.

Art. 50(4) of the Regulations asks for the main problems and what was done about them; 无 does not do. Told by words such as 问题, 不足, 有待 and 改进, 下一步, 将, 措施. There is no fix: only the author can write it.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n公开的内容还不够丰富。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n公开的内容还不够丰富。下一步将充实公开内容。\n",

  *check(report) {
    const { prose } = report.format
    const section = report.sections.find(({ id }) => id === "problems")
    const sentences = section && prose ? wordingOfSection(report, section) : []
    if (!section || !prose || sentences.length === 0) return
    const isShort = sentences.length === 1 && sentences[0]!.length < 2 && sentences[0]!.every(({ reading }) => reading.text.length < MIN_LENGTH)
    const hasProblem = !isShort && anyHolds(sentences, prose.problems)
    const hasImprovement = !isShort && anyHolds(sentences, proseVocabularyOf(prose, report.year).improvements)
    if (hasProblem && hasImprovement) return
    const zh = [...(hasProblem ? [] : ["存在的主要问题"]), ...(hasImprovement ? [] : ["改进情况"])].join("和")
    const en = [...(hasProblem ? [] : ["the main problems"]), ...(hasImprovement ? [] : ["what is done about them"])].join(" and ")
    yield {
      range: section.headingRange,
      about: [zh],
      missingAt: section.to,
      message: { zh: `这一部分没有写${zh}，问题和改进两方面都要写。`, en: `This section does not say ${en}; both halves are needed.` },
    }
  },
}
