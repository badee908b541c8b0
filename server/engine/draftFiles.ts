/** True for a file that may be a draft, by the ending of its name. */
export function isDraftName(name: string): boolean {
  return /\.(?:txt|text|md|markdown)$/i.test(name)
}

/** True for a file that may hold a draft and is read without another program's help: a text, a Word file or a page. */
export function isReadable(name: string): boolean {
  return isDraftName(name) || (isDocumentName(name) && !/\.(?:doc|wps)$/i.test(name))
}

/** True for a file or folder into which nobody looks for drafts. */
export function isLeftOut(name: string): boolean {
  return name.startsWith(".") || name === "node_modules"
}

/** True for a Word or web file that may hold a draft, by the ending of its name; not for what Word leaves beside an open file (~$…). */
export function isDocumentName(name: string): boolean {
  return /\.(?:docx|doc|wps|html?|mht|mhtml)$/i.test(name) && !/(?:^|[\\/])~\$[^\\/]*$/.test(name)
}
