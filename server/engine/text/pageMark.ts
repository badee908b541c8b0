const PAGE_MARK = /^(?:[-—–―－]\s*[\d０-９]{1,4}\s*[-—–―－]|第\s*[\d０-９]{1,4}\s*页(?:\s*[,，/]?\s*共\s*[\d０-９]{1,4}\s*页)?)$/

/** Longer lines are no page marks. */
const MAX_LENGTH = 30

/** True for a line that is only a page number as a PDF or a printout leaves it: - 4 - · 第 4 页，共 6 页. */
export function isPageMark(line: string): boolean {
  const text = line.trim()
  return text.length <= MAX_LENGTH && PAGE_MARK.test(text)
}
