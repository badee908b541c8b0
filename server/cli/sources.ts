import { isDocumentName, isReadable } from "../engine/draftFiles.ts"
import { Reader } from "../files/reader.ts"
import type { Read } from "../files/readerThread.ts"
import { decode, type DecodedText } from "./encoding.ts"
import { Fault } from "./fault.ts"
import { STDIN } from "./files.ts"

/** What a draft was read from. */
export interface Source {
  readonly bytes: Buffer
  readonly text: string
  /** How the text is stored; null of a Word or web file. */
  readonly decoded: DecodedText | null
  /** What was read of a Word or web file; null of a text. */
  readonly file: Read | null
}

/** Reads the bytes of drafts, by the endings of their paths. The thread that reads Word and web files is started only if there is such a file. */
export class Sources {
  readonly #reader: Reader
  /** Asking LibreOffice takes seconds, also for a file that it cannot read. */
  readonly #asked = new Map<string, Promise<Read>>()

  /** `thread` is the program of the thread. */
  constructor(thread: string) {
    this.#reader = new Reader(thread)
  }

  /** What comes in by the standard input has no name; Word files and pages are known by how they begin. Throws if the bytes are no text, or the file cannot be read. */
  async read(path: string, bytes: Buffer): Promise<Source> {
    const name = path === STDIN ? nameOfInput(bytes) : path
    if (!isDocumentName(name)) {
      const decoded = decodedText(bytes)
      return { bytes, text: decoded.text, decoded, file: null }
    }
    const file = await (isReadable(name) ? this.#reader.read(name, bytes) : this.#readOnce(name, bytes))
    return { bytes, text: file.text, decoded: null, file }
  }

  #readOnce(name: string, bytes: Buffer): Promise<Read> {
    const reading = this.#asked.get(name) ?? this.#reader.read(name, bytes)
    this.#asked.set(name, reading)
    return reading
  }
}

function nameOfInput(bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) return "-.docx"
  return /^(?:\uFEFF|\s)*<(?:!doctype\s+html|html)\b/i.test(bytes.subarray(0, 200).toString()) ? "-.html" : STDIN
}

/** Throws if the bytes are no text. */
export function decodedText(bytes: Buffer): DecodedText {
  const decoded = decode(bytes)
  if (!decoded) throw new Fault("不是 UTF-8、GB18030 或带 BOM 的 UTF-16 文本文件", "it is no text file in UTF-8, GB18030 or UTF-16 with a byte order mark")
  return decoded
}
