import type { ReportFormat } from "../report/format.ts"
import type { Section } from "../report/report.ts"
import { headingOf } from "../report/template.ts"
import type { Finding, Rule } from "./rule.ts"

export const sectionOrder: Rule = {
  id: "section-order",
  severity: "warning",
  docs: {
    zh: `各部分的先后次序与格式不符。

年度报告格式的六部分有固定次序。没有自动修改：整节移动要由起草人决定。`,
    en: `The sections do not follow each other as in the format.

The six sections have a fixed order. There is no fix: moving a whole section is for the author to decide.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n\n五、存在的主要问题及改进情况\n\n略。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n略。\n\n六、其他需要报告的事项\n\n无。\n",

  *check({ sections, format }) {
    const order = ({ id }: Section): number => format.sections.findIndex(section => section.id === id)
    if (sections.every((section, i) => i === 0 || order(sections[i - 1]!) < order(section))) return
    const first = sections.filter(({ id }, i) => sections.findIndex(other => other.id === id) === i)
    const kept = longestInOrder(first, order)
    let moved: Moved | null = null
    for (const section of first) {
      if (kept.includes(section)) continue
      const above = kept.find(other => other.from < section.from && order(other) > order(section))
      const neighbour = above ?? kept.findLast(other => other.from > section.from && order(other) < order(section))!
      const last = moved?.sections[moved.sections.length - 1]
      if (moved && moved.neighbour === neighbour && last?.to === section.from) moved.sections.push(section)
      else {
        if (moved) yield finding(format, moved)
        moved = { sections: [section], neighbour, isBehind: above === undefined }
      }
    }
    if (moved) yield finding(format, moved)
  },
}

/** The most sections that follow each other as in the format; of several such choices the one whose sections stand first. */
function longestInOrder(sections: readonly Section[], order: (section: Section) => number): Section[] {
  const lengths: number[] = []
  for (let i = sections.length - 1; i >= 0; i--) {
    const behind = sections.flatMap((section, at) => (at > i && order(section) > order(sections[i]!) ? [lengths[at]!] : []))
    lengths[i] = 1 + Math.max(0, ...behind)
  }
  const kept: Section[] = []
  let wanted = Math.max(0, ...lengths)
  let last = -1
  for (const [i, section] of sections.entries()) {
    if (lengths[i] !== wanted || order(section) < last) continue
    kept.push(section)
    last = order(section)
    wanted--
  }
  return kept
}

/** Sections that stand one behind the other and belong together elsewhere. */
interface Moved {
  readonly sections: Section[]
  /** The one in the right place from which they are parted. */
  readonly neighbour: Section
  /** True if they belong behind it. */
  readonly isBehind: boolean
}

function finding(format: ReportFormat, { sections, neighbour, isBehind }: Moved): Finding {
  const names = sections.map(({ id }) => `“${headingOf(format, id!)}”`)
  const name = `“${headingOf(format, neighbour.id!)}”`
  const belongs = `${names.length > 1 ? "belong" : "belongs"} ${isBehind ? "behind" : "before"}`
  return {
    range: sections[0]!.headingRange,
    message: { zh: `${names.join("、")}应在${name}之${isBehind ? "后" : "前"}。`, en: `${names.join(", ")} ${belongs} ${name}.` },
    related: [{ range: neighbour.headingRange, message: { zh: `应在这一节之${isBehind ? "后" : "前"}`, en: `${belongs} this section` } }],
  }
}
