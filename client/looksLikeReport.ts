const NAME = /政府信息公开.*年度报告|\.report\.txt$/
const TOPIC = /信息公开/
const SIGN = /年度报告|年报|总体情况|主动公开政府信息|收到和处理|本年新收|行政复议/
/** Reports of other kinds. */
const OTHER = /行政执法[^。]{0,4}统计年报|(?:部门|单位)决算/
/** A table of any text with totals. */
const TOTAL = /[合总小共][ \t　]*计|总数|\b(?:sub-?)?totals?\b/i
const ROW = /^.*(?:\|.*\d|\t.*\d|,.*\d|<td).*$/gm
const MIN_ROWS = 3
/** A title and a first heading stand well within this. */
const HEAD = 20_000

/** True if the language server should be asked about a text: a cheap guess that may be wrong, but never misses a report, nor a table with totals near the beginning. */
export function looksLikeReport(name: string, text: string): boolean {
  if (NAME.test(name)) return true
  const head = text.slice(0, HEAD)
  if (TOTAL.test(head) && (head.match(ROW)?.length ?? 0) >= MIN_ROWS) return true
  const words = head.normalize("NFKC").replace(/\s+/g, "")
  return (TOPIC.test(words) && SIGN.test(words)) || OTHER.test(words)
}
