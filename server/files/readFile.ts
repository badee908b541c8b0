import { draftText, type DraftText } from "./content.ts"
import { readDocx } from "./docx.ts"
import { pageInMhtml } from "./mhtml.ts"
import { toDocx } from "./office.ts"
import { readPage } from "./page.ts"

/** A Word or web file as a draft. */
export interface FileText extends DraftText {
  readonly hasTrackedChanges: boolean
}

/**
 * Reads a Word or web file, by the ending of its name; `decode` gives the text of a page's bytes.
 * Throws a FileError that says why it cannot be read. Nothing in the file is executed or fetched.
 */
export function readFile(name: string, bytes: Buffer, decode: (bytes: Buffer) => string): FileText {
  const ending = /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ""
  const isPage = /^\.(?:mht|mhtml|html?)$/.test(ending)
  if (isPage) return { ...draftText(readPage(decode(ending.startsWith(".mht") ? pageInMhtml(bytes) : bytes))), hasTrackedChanges: false }
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const { content, hasTrackedChanges } = readDocx(ending === ".docx" || isZip ? bytes : toDocx(bytes, ending))
  return { ...draftText(content), hasTrackedChanges }
}
