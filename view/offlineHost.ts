/// <reference lib="dom" />
import { isDocumentName, isDraftName } from "../server/engine/draftFiles.ts"
import { reportView, WHILE_TYPING } from "../server/engine/features/reportView.ts"
import { diagnose, type Diagnostic } from "../server/engine/features/diagnose.ts"
import { openDocument, type Document as Parsed, type PlacedReport } from "../server/engine/index.ts"
import { RULES } from "../server/engine/rules/index.ts"
import type { Range, TextEdit } from "../server/engine/text/range.ts"
import { FileError } from "../server/files/fileError.ts"
import { readFragment } from "../server/files/page.ts"
import { paste } from "../server/files/paste.ts"
import { readFile, type FileText } from "../server/files/readFile.ts"
import { cellEdit, rangeOfFact } from "./cellEdit.ts"
import { OFFLINE_STYLE, STYLE } from "./style.ts"
import { OFFLINE_WORDS } from "./words.ts"

// What the extension and its server do for the preview, done in the page itself. Nothing is sent anywhere, nothing is kept.

const locale = /^zh/i.test(navigator.language) ? "zh" : "en"
const words = OFFLINE_WORDS[locale]
document.documentElement.lang = locale === "zh" ? "zh-CN" : "en"
document.title = words.title
document.head.append(created("style", { textContent: STYLE + OFFLINE_STYLE }))

function created<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Partial<HTMLElementTagNameMap[K]>): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties)
}

const draft = created("textarea", { id: "draft", spellcheck: false, placeholder: words.placeholder, ariaLabel: words.draft })
const chooser = created("input", { type: "file", accept: ".docx,.txt,.md,.markdown,.html,.htm,.mhtml,.mht" })
const note = created("p", { id: "note", role: "status", textContent: words.nothingIsSent })
const source = created("section", { id: "source" })
const opener = created("label", { textContent: words.open })
opener.append(chooser)
source.append(opener, note, draft)
document.body.append(source, created("main", { id: "root" }))

/** Browsers take seconds to lay out more text in a field. */
const MAX_FIELD = 1_000_000
/** A draft too long for the text field: it is shown, and cannot be changed. */
let large: string | null = null

/** Takes a text as the draft. */
function take(text: string): void {
  large = text.length > MAX_FIELD ? text : null
  draft.disabled = large !== null
  draft.placeholder = large === null ? words.placeholder : words.tooLong
  draft.value = large === null ? text : ""
  draft.setSelectionRange(0, 0)
  isWriting = false
  show()
}

/** The report at the caret as it was last shown. */
let shown: { readonly placed: PlacedReport; readonly findings: readonly Diagnostic[]; readonly view: ReturnType<typeof reportView> } | null = null
/** True while somebody types: what is missing behind the last words is still to come. */
let isWriting = false

let known = ""
let parsed = openDocument(known)

/** The draft as it stands; only what has changed is read. */
function parse(): Parsed {
  const now = large ?? draft.value
  if (now === known) return parsed
  const shorter = Math.min(known.length, now.length)
  let from = 0
  while (from < shorter && known[from] === now[from]) from++
  let behind = 0
  while (behind < shorter - from && known[known.length - 1 - behind] === now[now.length - 1 - behind]) behind++
  parsed = parsed.edit({ from, to: known.length - behind, insert: now.slice(from, now.length - behind) })
  known = now
  return parsed
}

function show(): void {
  const { reports } = parse()
  const caret = draft.selectionStart
  const placed = reports.findLast(({ from }) => from <= caret) ?? reports[0]
  const findings = placed ? diagnose(placed.report, 0, {}, RULES, { isWriting }) : []
  shown = placed ? { placed, findings, view: reportView(placed.report, findings, locale, WHILE_TYPING) } : null
  send({ type: "show", view: shown?.view ?? null, locale, scope: String(placed?.from ?? -1) })
}

const send = (data: unknown): void => void dispatchEvent(new MessageEvent("message", { data }))

interface Message {
  readonly type: string
  readonly fact?: string | null
  readonly text?: string
  readonly from?: number
  readonly finding?: number
  readonly fix?: number
}

function receive(message: Message): void {
  if (message.type === "ready") show()
  if (message.type === "copied") note.textContent = words.copied
  if (!shown) return
  const { view, findings } = shown
  const finding = findings[message.finding ?? -1]
  if (message.type === "go") select(rangeOfFact(view, message.fact) ?? { from: message.from ?? 0, to: message.from ?? 0 })
  else if (message.type === "goToFinding" && finding) select(finding.range)
  else if (message.type === "fix") write(finding?.fixes[message.fix ?? -1]?.edits ?? [])
  else if (message.type === "edit") {
    const edit = cellEdit(view, message.fact, message.text)
    if (edit) write([edit])
    else show()
  }
}

/** Brings a place of the report into sight. The keyboard stays where it is. */
function select({ from, to }: Range): void {
  if (large !== null) return
  const start = shown!.placed.from
  draft.setSelectionRange(start + from, start + to)
  const lines = draft.value.slice(0, start + from).split("\n").length - 1
  const height = Number.parseFloat(getComputedStyle(draft).lineHeight)
  draft.scrollTop = Math.max(0, (lines - 3) * height)
}

/** Writes edits of the report as one, which can be undone in the text field. */
function write(edits: readonly TextEdit[]): void {
  const { placed } = shown!
  if (large !== null) {
    show()
    return
  }
  if (edits.length === 0) return
  const active = document.activeElement
  const sorted = [...edits].sort((a, b) => a.from - b.from)
  const [from, to] = [Math.min(...sorted.map(edit => edit.from)), Math.max(...sorted.map(edit => edit.to))]
  let text = ""
  let at = from
  for (const edit of sorted) {
    text += placed.report.text.slice(at, edit.from) + edit.insert
    at = edit.to
  }
  draft.focus()
  draft.setSelectionRange(placed.from + from, placed.from + to)
  isWriting = false
  // The only way of a page to change a text field so that its undo knows of it.
  document.execCommand("insertText", false, text)
  if (active instanceof HTMLElement) active.focus()
}

Object.assign(globalThis, { acquireVsCodeApi: () => ({ postMessage: receive }) })

draft.addEventListener("input", event => {
  isWriting = /^(?:insertText|insertLineBreak|insertCompositionText|delete)/.test((event as InputEvent).inputType) && event.isTrusted
  show()
})
draft.addEventListener("blur", () => {
  if (!isWriting) return
  isWriting = false
  show()
})
document.addEventListener("selectionchange", () => {
  if (document.activeElement !== draft || !shown) return
  const next = parse().reports.findLast(({ from }) => from <= draft.selectionStart)
  if (next && next.from !== shown.placed.from) show()
  if (shown) send({ type: "cursor", offset: draft.selectionStart - shown.placed.from })
})

/** A table comes from Word, WPS, Excel or a page with its merged cells: they are read from the HTML. */
draft.addEventListener("paste", event => {
  const html = event.clipboardData?.getData("text/html") ?? ""
  if (!/<table\b/i.test(html)) {
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (draft.value.length + text.length <= MAX_FIELD) return
    event.preventDefault()
    take(draft.value.slice(0, draft.selectionStart) + text + draft.value.slice(draft.selectionEnd))
    return
  }
  const { text } = paste(readFragment(html), { document: parse(), range: { from: draft.selectionStart, to: draft.selectionEnd }, isMarkdown: false })
  if (text === "") return
  event.preventDefault()
  isWriting = false
  document.execCommand("insertText", false, text)
})

chooser.addEventListener("change", () => {
  const [file] = chooser.files ?? []
  if (file) void open(file)
  chooser.value = ""
})
document.addEventListener("dragover", event => {
  event.preventDefault()
})
document.addEventListener("drop", event => {
  event.preventDefault()
  const [file] = event.dataTransfer?.files ?? []
  if (file) void open(file)
})

const MAX_BYTES = 20_000_000

async function open(file: File): Promise<void> {
  const { name } = file
  if (!(isDraftName(name) || isDocumentName(name)) || file.size > MAX_BYTES) {
    note.textContent = words.cannotOpen(name)
    return
  }
  try {
    const { text, hasTrackedChanges } = read(name, new Uint8Array(await file.arrayBuffer()))
    note.textContent = words.opened(name) + (hasTrackedChanges ? words.hasTrackedChanges : "")
    take(text)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    note.textContent = words.fault(name, error.text[locale])
  }
}

/** A file as a draft: of a Word or web file the text that the command line checks. Throws a FileError. */
function read(name: string, bytes: Uint8Array): Pick<FileText, "text" | "hasTrackedChanges"> {
  return isDocumentName(name) ? readFile(name, bytes, decoded) : { text: decoded(bytes), hasTrackedChanges: false }
}

/** UTF-8 if it can be, UTF-16 by its mark, else GB18030. Throws a FileError for what is no text. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes
  const mark = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null
  for (const encoding of mark ? [mark] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!text.includes("\0")) return text
    } catch {
      // The next one may fit.
    }
  }
  throw new FileError("不是文本文件", "it is no text file")
}
