import { draftText, type DraftText } from "./content.ts"
import { readDocx } from "./docx.ts"
import { pageInMhtml } from "./mhtml.ts"
import { readPage } from "./page.ts"

/** A Word or web file as a draft. */
export interface FileText extends DraftText {
  readonly hasTrackedChanges: boolean
}

/**
 * Reads a Word or web file, by the ending of its name; `decode` gives the text of a page's bytes, which are taken for UTF-8 without it.
 * Throws a FileError that says why it cannot be read; so it does of the old kind of Word file, which `office.ts` makes a new one of.
 * Nothing in the file is executed or fetched.
 */
export function readFile(name: string, bytes: Uint8Array, decode: (bytes: Uint8Array) => string = page => new TextDecoder().decode(page)): FileText {
  const ending = endingOf(name)
  if (/^\.(?:mht|mhtml|html?)$/.test(ending)) return { ...draftText(readPage(decode(ending.startsWith(".mht") ? pageInMhtml(bytes) : bytes))), hasTrackedChanges: false }
  const { content, hasTrackedChanges } = readDocx(bytes)
  return { ...draftText(content), hasTrackedChanges }
}

/** The ending of a file's name with its dot, in small letters; empty if it has none. */
export const endingOf = (name: string): string => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? ""
