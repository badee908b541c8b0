const NAME = /政府信息公开.*年度报告|\.report\.txt$/
const TOPIC = /信息公开/
const SIGN = /年度报告|年报|总体情况|主动公开政府信息|收到和处理|本年新收|行政复议/
/** A title and a first heading stand well within this. */
const HEAD = 20_000

/** True if the language server should be asked about a text: a cheap guess that may be wrong, but never misses a report. */
export function looksLikeReport(name: string, text: string): boolean {
  if (NAME.test(name)) return true
  const words = text.slice(0, HEAD).normalize("NFKC").replace(/\s+/g, "")
  return TOPIC.test(words) && SIGN.test(words)
}
