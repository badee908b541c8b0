import type { Report } from "../report/report.ts"
import type { Finding } from "../rules/rule.ts"
import { lineAt } from "../text/lines.ts"
import { withoutMarkup } from "../text/markup.ts"
import { memoize } from "../text/memoize.ts"

const WORD = /[\p{L}\p{N}]/u

/** Where the last line of a report begins if no line end closes it, else `Infinity`. */
const openLineOf = memoize(({ text }: Report): number => (/[\r\n]$/.test(text) ? Infinity : Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1))

/** True if no word is written below the line of a place but in the line that is being typed. Tags, pipes and drawn lines only frame what is to come. */
function isLast({ text, blocks }: Report, at: number, openLine: number): boolean {
  const { next } = lineAt(text, at)
  for (const { from, to } of blocks.slice(blocks.findLastIndex(({ from }) => from <= next))) {
    const start = Math.max(next, from)
    if (start >= openLine) return true
    const word = withoutMarkup(text.slice(start, to)).search(WORD)
    if (word >= 0) return start + word >= openLine
  }
  return true
}

/** The finding as it is said of a draft that is being written: what is missing behind the last words, and what is said of a line that may still go on, is to come. A finding about what stands fast is returned as it is. */
export function asToCome(report: Report, finding: Finding): Finding {
  const openLine = openLineOf(report)
  const { missingAt, range, related = [], message } = finding
  const isToCome = (missingAt !== undefined && isLast(report, missingAt, openLine)) || range.to > openLine || related.some(({ range, inPrevious }) => !inPrevious && range.to > openLine)
  return isToCome ? { ...finding, message: { zh: `还没写到：${message.zh}`, en: `Still to come: ${message.en}` } } : finding
}
