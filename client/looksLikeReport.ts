import SIGNS from "./reportSigns.json" with { type: "json" }

/** A table of any text with totals. */
const TOTAL = /[合总小共][ \t　]*计|总数|\b(?:sub-?)?totals?\b/i
const ROW = /^.*(?:\|.*\d|\t.*\d|,.*\d|<td).*$/gm
const MIN_ROWS = 3
/** What files of the language's own end in. */
const OWN_ENDING = ".report.txt"
/** A title and a first heading stand well within this. */
const HEAD = 20_000

/** True if the language server should be asked about a text: a cheap guess that may be wrong, but misses no report with its title or headings, nor a table with totals, near the beginning. */
export function looksLikeReport(name: string, text: string): boolean {
  if (name.endsWith(OWN_ENDING) || hasSign(name)) return true
  const head = text.slice(0, HEAD)
  if (TOTAL.test(head) && (head.match(ROW)?.length ?? 0) >= MIN_ROWS) return true
  return hasSign(head)
}

function hasSign(text: string): boolean {
  const letters = text.normalize("NFKC").replace(/[\s\p{P}\p{S}\p{C}]+/gu, "")
  return SIGNS.words.some(word => letters.includes(word))
}
