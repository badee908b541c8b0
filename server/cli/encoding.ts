import { isUtf8 } from "node:buffer"
import iconv from "iconv-lite"

/** How a text is stored in a file. */
export interface Encoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be" | "gb18030"
  readonly hasBom: boolean
}

export interface DecodedText {
  /** Without the byte order mark. */
  readonly text: string
  readonly encoding: Encoding
}

const BOM = "\uFEFF"
const REPLACEMENT = /\uFFFD/g

/** With more characters damaged than one in so many, the bytes are no text. */
const MIN_CHARACTERS_PER_DAMAGE = 20

/** Reads the bytes as text: strictly UTF-8, UTF-16 by its byte order mark, else GB18030. Null if they are no text. */
export function decode(bytes: Buffer): DecodedText | null {
  const found = utf16(bytes) ?? utf8(bytes) ?? damagedOrGb18030(bytes)
  if (found.whole.includes("\0")) return null
  const hasBom = found.whole.startsWith(BOM)
  const text = hasBom ? found.whole.slice(1) : found.whole
  if (damageOf(text) * MIN_CHARACTERS_PER_DAMAGE > text.length && !found.isStrict) return null
  return { text, encoding: { name: found.name, hasBom } }
}

/** False if the text, stored again, would not give the bytes that it was decoded from: such a file must not be written. */
export function isExact({ text, encoding }: DecodedText, bytes: Buffer): boolean {
  return encode(text, encoding).equals(bytes)
}

/** The bytes of a text in the encoding. */
export function encode(text: string, { name, hasBom }: Encoding): Buffer {
  return iconv.encode(hasBom ? BOM + text : text, name)
}

/** True if the text comes back unchanged from its bytes in the encoding. */
export function canEncode(text: string, encoding: Encoding): boolean {
  const whole = iconv.decode(encode(text, encoding), encoding.name, { stripBOM: false })
  return whole === (encoding.hasBom ? BOM + text : text)
}

interface Candidate {
  readonly name: Encoding["name"]
  /** With the byte order mark. */
  readonly whole: string
  /** True if the bytes were valid in the encoding, so that a U+FFFD is one that the author wrote. */
  readonly isStrict: boolean
}

function utf16(bytes: Buffer): Candidate | null {
  const mark = (bytes[0] ?? 0) * 0x100 + (bytes[1] ?? 0)
  const name = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : null
  return name && { name, whole: iconv.decode(bytes, name, { stripBOM: false }), isStrict: true }
}

function utf8(bytes: Buffer): Candidate | null {
  return isUtf8(bytes) ? { name: "utf-8", whole: bytes.toString("utf8"), isStrict: true } : null
}

/** GB18030, unless the bytes are UTF-8 with a few broken ones: read as GB18030 such a draft would pass as gibberish without a finding. */
function damagedOrGb18030(bytes: Buffer): Candidate {
  const gb = iconv.decode(bytes, "gb18030")
  const damage = damageOf(gb)
  if (damage === 0) return { name: "gb18030", whole: gb, isStrict: false }
  const utf = iconv.decode(bytes, "utf-8", { stripBOM: false })
  return damageOf(utf) < damage ? { name: "utf-8", whole: utf, isStrict: false } : { name: "gb18030", whole: gb, isStrict: false }
}

const damageOf = (text: string): number => text.match(REPLACEMENT)?.length ?? 0
