import type { Range } from "./range.ts"

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

/** How a text came to be damaged: characters were lost, bytes were read in another encoding, or a font's own signs were copied. */
export type GarbleKind = "lost" | "encoding" | "private"

/** A damaged place of a text. */
export interface Garble extends Range {
  readonly kind: GarbleKind
}

/** Characters that hardly any text has, but UTF-8 taken for GBK is full of: 鏀垮簻淇℃伅 is 政府信息. */
const MISREAD = "锛銆鍏鏀紑鎭簻鐨鍜鏄搴嬶紝鍙鍚鎴鐞紱鍔鍒鏂鎺鏉鏁璇闂闃鍐鍑鍗"
/** The same for GBK or UTF-8 taken for Latin letters: Õþ¸®, æ”¿. */
const LATIN = "[¡-ÿŒœŠšŸŽžƒˆ˜–—‘-„†-…€™]{4,}"
const LATIN_LETTER = /[À-ÖØ-öø-ÿ]/g
const GARBLES = new RegExp(`(\\uFFFD+|[\\u0080-\\u009F]+)|(锟斤拷|锟斤|斤拷锟|烫烫烫|屯屯屯|[${MISREAD}].?[${MISREAD}]|${LATIN})|([\\uE000-\\uF8FF]+)`, "g")
/** For each UTF-16 unit 1 if it is one of those of which one stands in each damaged place. A look into a table takes a tenth of the time of a search for so many. */
const SUSPECT = new Uint8Array(0x10000).fill(1, 0x80, 0xa0).fill(1, 0xa1, 0x100).fill(1, 0xe000, 0xf900)
for (const char of `\uFFFDŒœŠšŸŽž锟斤烫屯${MISREAD}`) SUSPECT[char.charCodeAt(0)] = 1

function isSuspect(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (SUSPECT[text.charCodeAt(at)] === 1) return true
  return false
}
/** Signs of a symbol font at the beginning of a line stand for the dots of a list. */
const BULLET = /(?:^|[\r\n])[ \t\u3000]*$/
/** No more places are counted. */
const MOST = 1000

/** The damaged places of a text, in order. */
export function garblesOf(text: string): Garble[] {
  const found: Garble[] = []
  if (!isSuspect(text)) return found
  for (const { index, 0: all, 1: lost, 2: encoding } of text.matchAll(GARBLES)) {
    const kind = lost !== undefined ? "lost" : encoding !== undefined ? "encoding" : "private"
    if (kind === "encoding" && !HAN.test(all) && (all.match(LATIN_LETTER)?.length ?? 0) < 2) continue
    if (kind === "private" && BULLET.test(text.slice(Math.max(0, index - 20), index))) continue
    found.push({ kind, from: index, to: index + all.length })
    if (found.length === MOST) break
  }
  return found
}

/** True if a word is a piece of such a place: 锟斤拷 twice is no word written twice. */
export function isMisread(word: string): boolean {
  return /[锟斤拷烫屯]{2}/.test(word) || [...word].some(char => MISREAD.includes(char))
}
