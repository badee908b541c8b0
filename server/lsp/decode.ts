/** The bytes as text: UTF-16 by its byte order mark, UTF-8, else GB18030; null if they are none of these. */
export function decode(bytes: Uint8Array): string | null {
  const mark = (bytes[0] ?? 0) * 0x100 + (bytes[1] ?? 0)
  const encodings = mark === 0xfffe ? ["utf-16le"] : mark === 0xfeff ? ["utf-16be"] : ["utf-8", "gb18030"]
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return text.includes("\0") ? null : text
    } catch {
      // Not in this encoding; or the program that runs this does not know it.
      continue
    }
  }
  return null
}
