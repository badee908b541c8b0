/** What no Chinese text has: the sign of a character that was lost, control characters, accented Latin letters. */
const LOST = /[\uFFFD\u0080-\u009F\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]/
const HAN = /\p{Script=Han}/u

/** True if nothing of a line can be read any more: Õl‹_. One lost character in a sentence is another thing. */
export function isGarbledLine(line: string): boolean {
  return LOST.test(line) && !HAN.test(line)
}

/** True if a text has a line that was damaged so. */
export function isGarbled(text: string): boolean {
  return LOST.test(text) && text.split(/[\r\n]/).some(isGarbledLine)
}
