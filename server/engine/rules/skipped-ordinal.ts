import { toOrdinal } from "../text/ordinal.ts"
import { bracketedOrdinals, saidOrdinals, type Marker } from "../report/prose/ordinals.ts"
import { foundIn, rangeOf, type FoundIn } from "../report/prose/sentences.ts"
import type { Finding, Rule } from "./rule.ts"

export const skippedOrdinal: Rule = {
  id: "skipped-ordinal",
  severity: "information",
  docs: {
    zh: `“一是、二是、三是”或“（一）（二）（三）”的顺序断了。

增删段落后序号没有跟着改，会出现“一是……三是……三是”。从“一是”或“（一）”起数，遇到不连续的，在第一个不对的地方报告一次。修改从这里起按顺序重新编号，不“安全”，因为缺的一段可能还要补上。`,
    en: `The items of 一是, 二是, 三是 or （一）（二）（三） do not follow one another.

Items were added or deleted and the others not renumbered. Counted from the first; the first that is out of order is reported, once. The fix renumbers from there; it is not safe, since an item may still have to be added.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n一是加强学习。三是加强检查。三是加强宣传。\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n一是加强学习。二是加强检查。三是加强宣传。\n",

  *check(report) {
    for (const look of [saidOrdinals, bracketedOrdinals]) {
      let run: FoundIn<Marker>[] = []
      let section: string | null | undefined
      for (const marker of foundIn(report, look)) {
        if (marker.placed.chunk.section !== section || marker.found.number === 1) {
          yield* confront(run)
          run = []
          section = marker.placed.chunk.section
        }
        if (marker.found.number === 1 || run.length > 0) run.push(marker)
      }
      yield* confront(run)
    }
  },
}

function* confront(run: readonly FoundIn<Marker>[]): Iterable<Finding> {
  const wrong = run.filter(({ found }, i) => found.number !== i + 1)
  const [first] = wrong
  if (!first || wrong.some(({ found }) => Number.isNaN(found.number))) return
  const wanted = (marker: FoundIn<Marker>): string => toOrdinal(run.indexOf(marker) + 1)
  const before = run[run.indexOf(first) - 1]!.found
  yield {
    range: rangeOf(first.placed, first.found),
    message: {
      zh: `“${toOrdinal(before.number)}”后面应是“${wanted(first)}”，现为“${toOrdinal(first.found.number)}”。请补上缺的一项，或重新编号。`,
      en: `“${toOrdinal(before.number)}” is followed by “${toOrdinal(first.found.number)}” where “${wanted(first)}” is due. Add what is missing, or renumber.`,
    },
    fixes: [{
      title: { zh: "从这里起重新编号", en: "Renumber from here" },
      safe: false,
      preferred: true,
      edits: wrong.map(marker => ({ ...rangeOf(marker.placed, marker.found), insert: wanted(marker) })),
    }],
  }
}
