const CHUNK = 0x8000

/** Bytes as a text of one character each; the decoder of that name in browsers is another one. */
export function latin1(bytes: Uint8Array): string {
  let text = ""
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return text
}

/** The way back. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))
