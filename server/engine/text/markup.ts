import { Tokenizer, type TokenizerCallbacks } from "htmlparser2"

const NOTHING = (): void => undefined
const DEAF: TokenizerCallbacks = {
  onattribdata: NOTHING, onattribend: NOTHING, onattribentity: NOTHING, onattribname: NOTHING, oncdata: NOTHING, onclosetag: NOTHING, oncomment: NOTHING, ondeclaration: NOTHING,
  onend: NOTHING, onopentagend: NOTHING, onopentagname: NOTHING, onprocessinginstruction: NOTHING, onselfclosingtag: NOTHING, ontext: NOTHING, ontextentity: NOTHING,
}

/** Goes through the tags of a text. (A parser would keep account of open tags, at a cost that grows with their number.) */
export function tokenize(text: string, callbacks: Partial<TokenizerCallbacks>): void {
  const tokenizer = new Tokenizer({ decodeEntities: true }, { ...DEAF, ...callbacks })
  tokenizer.write(text)
  tokenizer.end()
}

const TAG_OR_ENTITY = /<[a-z/!]|&#?\w{2,8};|="[^"<>]*">/i
/** Their content is no text that a reader of the page sees. */
const UNSEEN = /^(?:script|style|title|nav|noscript|select|option|button)$/i

/**
 * The text that a reader of a web page sees: tags, comments and scripts as blanks, entities as the characters that they stand for.
 * Every character keeps its offset and its line, so that ranges hold for both. A text without tags and entities is returned as it is.
 */
export function withoutMarkup(text: string): string {
  if ((!text.includes("<") && !text.includes("&") && !text.includes('">')) || !TAG_OR_ENTITY.test(text)) return text
  const rest = behindOpenTag(text)
  const blank = (from: number, to: number): string => text.slice(from, to).replace(/[^\r\n]/g, " ")
  const pieces: string[] = [blank(0, rest)]
  let at = rest
  let unseen = ""
  const show = (from: number, to: number, shown: string): void => {
    // The parser gives an entity without its end a second time, as text.
    if (from < at) return
    pieces.push(blank(at, from), shown.padEnd(to - from))
    at = to
  }
  tokenize(text.slice(rest), {
    onopentagname(from, to) {
      const name = text.slice(rest + from, rest + to).toLowerCase()
      if (unseen === "" && UNSEEN.test(name)) unseen = name
    },
    onclosetag(from, to) {
      if (text.slice(rest + from, rest + to).toLowerCase() === unseen) unseen = ""
    },
    ontext(from, to) {
      if (unseen === "") show(rest + from, rest + to, text.slice(rest + from, rest + to))
    },
    ontextentity(code, to) {
      const from = text.lastIndexOf("&", rest + to - 1)
      const shown = String.fromCodePoint(code)
      if (unseen === "" && from >= at) show(from, rest + to, shown.length > rest + to - from ? "" : shown)
    },
  })
  pieces.push(blank(at, text.length))
  return pieces.join("")
}

/** Where the text begins in a line that begins inside of a tag: style="…">text. */
function behindOpenTag(text: string): number {
  const end = text.indexOf(">")
  const start = text.indexOf("<")
  return end >= 0 && (start < 0 || start > end) && text.slice(0, end).endsWith('"') ? end + 1 : 0
}

/** So many blanks in a row are the place of a tag. */
const MIN_GAP = 3

/** A line without the places where its markup stood, and for each of its characters where that stands in the line. */
export function closeGaps(line: string): { readonly text: string; readonly offsets: readonly number[] } {
  let text = ""
  const offsets: number[] = []
  for (let at = 0; at < line.length; ) {
    let end = at
    while (line[end] === " " || line[end] === "\t") end++
    if (end - at < MIN_GAP) end = at
    if (end === at) {
      text += line[at]!
      offsets.push(at)
      end = at + 1
    }
    at = end
  }
  return { text, offsets }
}
