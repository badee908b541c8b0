import { FileError } from "./fileError.ts"
import { bytesOf, latin1 } from "./latin1.ts"

/** The bytes of the page in a page that a browser or Word saved as one file (RFC 2557). */
export function pageInMhtml(bytes: Uint8Array): Uint8Array {
  const page = htmlPart(latin1(bytes), 0)
  if (!page) throw new FileError("文件中没有网页", "there is no page in the file")
  return page
}

const MAX_NESTED = 4

/** The first part that is HTML; text is one character a byte. */
function htmlPart(part: string, depth: number): Uint8Array | null {
  const headEnd = /\r?\n\r?\n/.exec(part)
  if (!headEnd || depth > MAX_NESTED) return null
  const head = part.slice(0, headEnd.index).replace(/\r?\n[ \t]+/g, " ")
  const body = part.slice(headEnd.index + headEnd[0].length)
  const type = /^content-type:[ \t]*([^;\r\n]+)/im.exec(head)?.[1]?.trim().toLowerCase() ?? ""
  if (type === "text/html") return decoded(body, /^content-transfer-encoding:[ \t]*([\w-]+)/im.exec(head)?.[1]?.toLowerCase() ?? "")
  const boundary = /;[ \t]*boundary="?([^";\r\n]+)/i.exec(head)?.[1]
  if (!boundary) return null
  for (const inner of body.split(`--${boundary}`).slice(1)) {
    const page = htmlPart(inner.replace(/^\r?\n/, ""), depth + 1)
    if (page) return page
  }
  return null
}

function decoded(body: string, encoding: string): Uint8Array {
  if (encoding === "base64") return bytesOf(atob(whole(body.replace(/[^A-Za-z0-9+/]/g, ""))))
  if (encoding !== "quoted-printable") return bytesOf(body)
  return bytesOf(body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))))
}

/** Base64 without a last character that stands for less than a byte, as in a file that was cut off. */
const whole = (base64: string): string => (base64.length % 4 === 1 ? base64.slice(0, -1) : base64)
