const DIGITS = "〇一二三四五六七八九"
/** 2023年度, （2023）, 二〇二三年; a day, as that on which a page was published, is no such year. */
const YEAR = /(?:(?<!\d)(20\d\d)|(二[〇○零O0][〇○零O0一二三四五六七八九]{2}))\s*(?:年(?!\s*[\d一二三四五六七八九十]+\s*月)|\)|$)/

/** The year that a title, or a line beside it, names in digits or as a Chinese date has them; null if it names none. The line is in plain form. */
export function yearIn(line: string): number | null {
  const found = YEAR.exec(line)
  if (!found) return null
  return Number(found[1] ?? [...found[2]!].map(digit => Math.max(0, DIGITS.indexOf(digit))).join(""))
}
