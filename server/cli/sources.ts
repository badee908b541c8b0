import { isDocumentName, isReadable } from "../engine/draftFiles.ts"
import type { FileText } from "../files/readFile.ts"
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
  readonly file: FileText | null
}

/** Reads the bytes of a draft, by the ending of its path. Throws if they are no text, or the file cannot be read. */
export type ReadSource = (path: string, bytes: Buffer) => Source

/** A reader for these drafts. The readers of Word and web files are loaded only if there is such a file. */
export async function sourceReader(paths: readonly string[]): Promise<ReadSource> {
  const files = paths.some(isDocumentName) ? await import("../files/bundle.ts") : null
  // Asking LibreOffice takes seconds, also for a file that it cannot read.
  const asked = new Map<string, () => FileText>()
  return (path, bytes) => {
    if (!files || !isDocumentName(path)) {
      const decoded = decodedText(bytes)
      return { bytes, text: decoded.text, decoded, file: null }
    }
    const read = (): FileText => files.readFile(path, files.withoutOldKind(path, bytes), page => decodedText(Buffer.from(page)).text)
    if (!isReadable(path) && !asked.has(path)) asked.set(path, remembered(read))
    const file = (asked.get(path) ?? read)()
    return { bytes, text: file.text, decoded: null, file }
  }
}

/** Does something now; gives its result, or throws its error, as often as it is asked for. */
function remembered<T>(work: () => T): () => T {
  try {
    const result = work()
    return () => result
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** Reads one draft by itself. What comes in by the standard input has no name; Word files and pages are known by how they begin. */
export async function readOne(path: string, bytes: Buffer): Promise<Source> {
  const name = path === STDIN ? nameOfInput(bytes) : path
  return (await sourceReader([name]))(name, bytes)
}

function nameOfInput(bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) return "-.docx"
  return /^(?:\uFEFF|\s)*<(?:!doctype\s+html|html)\b/i.test(bytes.subarray(0, 200).toString()) ? "-.html" : STDIN
}

function decodedText(bytes: Buffer): DecodedText {
  const decoded = decode(bytes)
  if (!decoded) throw new Fault("不是 UTF-8、GB18030 或带 BOM 的 UTF-16 文本文件", "it is no text file in UTF-8, GB18030 or UTF-16 with a byte order mark")
  return decoded
}
