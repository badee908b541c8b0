import type { Report } from "../report/report.ts"
import type { Finding } from "../rules/rule.ts"
import { lineAt } from "../text/lines.ts"
import { memoize } from "../text/memoize.ts"

/** Where the last line of a report begins if no line end closes it, else `Infinity`. */
const openLineOf = memoize(({ text }: Report): number => {
  const end = text.trimEnd().length
  return /[\r\n]/.test(text.slice(end)) ? Infinity : Math.max(text.lastIndexOf("\n", end - 1), text.lastIndexOf("\r", end - 1)) + 1
})

/** True if nothing is written below the line of a place but what is being typed. */
function isLast({ text }: Report, at: number, openLine: number): boolean {
  const { next } = lineAt(text, at)
  const below = next + text.slice(next).search(/\S/)
  return below < next || below >= openLine
}

/** The finding as it is said of a draft that is being written: what is missing behind the last words, and what is said of a line that may still go on, is to come. A finding about what stands fast is returned as it is. */
export function asToCome(report: Report, finding: Finding): Finding {
  const openLine = openLineOf(report)
  const { missingAt, range, related = [], message } = finding
  const isToCome = (missingAt !== undefined && isLast(report, missingAt, openLine)) || range.to > openLine || related.some(({ range, inPrevious }) => !inPrevious && range.to > openLine)
  return isToCome ? { ...finding, message: { zh: `还没写到：${message.zh}`, en: `Still to come: ${message.en}` } } : finding
}
