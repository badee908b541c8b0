import type { TextEdit } from "../server/engine/text/range.ts"
import { report, REPORT_SIZE, type Random, type Yearbook } from "./drafts.ts"

/** What somebody does to a draft. */
export const ACTIONS = ["digit in a table", "digit in prose", "Enter", "pasted report"] as const
export type Action = (typeof ACTIONS)[number] | "digit anywhere"

/** An edit of that kind at a place that chance chooses. The book must be as it was written. */
export function editOf(action: Action, { text, starts }: Yearbook, random: Random): TextEdit {
  const index = random(starts.length)
  const from = starts[index]!
  const to = starts[index + 1] ?? text.length
  const at = (offset: number): TextEdit => ({ from: offset, to: offset, insert: String(1 + random(9)) })
  switch (action) {
    case "digit in a table":
      return at(from + placeInTable(text.slice(from, to), random))
    case "digit in prose":
      return at(from + placeInProse(text.slice(from, to), random))
    case "Enter": {
      const line = text.indexOf("\n", from + random(to - from - 1))
      return { from: line, to: line, insert: "\n" }
    }
    case "digit anywhere":
      return at(from + random(to - from))
    case "pasted report":
      return { from, to: from, insert: `${report(random, undefined, REPORT_SIZE)}\n` }
  }
}

/** The edit that takes another back. */
export function undoOf({ from, insert }: TextEdit): TextEdit {
  return { from, to: from + insert.length, insert: "" }
}

/** Behind one of the figures of table three. */
function placeInTable(text: string, random: Random): number {
  const from = text.indexOf("三、收到和处理政府信息公开申请情况")
  const to = text.indexOf("四、政府信息公开行政复议")
  const places: number[] = []
  const figure = /(?<![\d０-９.．])[\d０-９]+(?![\d０-９.．、])/g
  figure.lastIndex = from
  for (let match = figure.exec(text); match && match.index < to; match = figure.exec(text)) places.push(match.index + match[0].length)
  return places[random(places.length)] ?? from
}

/** Within a sentence of the first section. */
function placeInProse(text: string, random: Random): number {
  const from = text.indexOf("认真贯彻")
  const to = text.indexOf("二、主动公开政府信息情况")
  const stops: number[] = []
  for (let at = text.indexOf("，", from); at >= 0 && at < to; at = text.indexOf("，", at + 1)) stops.push(at)
  return stops[random(stops.length)] ?? from
}
