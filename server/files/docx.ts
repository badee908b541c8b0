import { COVERED, type Cell, type Content, type Paragraph, type Piece, type Table } from "./content.ts"
import { FileError } from "./fileError.ts"
import { Numbering, type Numbered } from "./numbering.ts"
import { raised } from "./raised.ts"
import { broken, elementsOf, find, isOn, readXml, textIn, valueOf, type Element } from "./tree.ts"
import { unpack, type Parts } from "./zip.ts"

/** A Word file: what it shows with all changes accepted, without hidden text, comments, notes, text boxes, headers and footers. */
export interface WordFile {
  readonly content: readonly Content[]
  readonly hasTrackedChanges: boolean
  /** The part in which the text is, and its XML; ranges of pieces count in it. */
  readonly part: string
  readonly xml: string
}

const MAIN_TYPE = /\/officeDocument$/
/** Word's own limit of columns. */
const MAX_COLUMNS = 63

/** Reads a .docx file. Throws a FileError if it is damaged, encrypted, or none. */
export function readDocx(bytes: Uint8Array): WordFile {
  const parts = unpack(bytes, name => name.endsWith(".xml") || name.endsWith(".rels"))
  const part = mainPart(parts)
  const xml = textOf(parts, part)
  const folder = part.slice(0, part.lastIndexOf("/") + 1)
  const optional = (name: string): Element | undefined => (parts[folder + name] ? readXml(textOf(parts, folder + name)) : undefined)
  const root = readXml(xml)
  const body = find(root, "body")
  if (root.name !== "document" || !body) throw broken()
  const reader = new Reader(new Numbering(optional("numbering.xml")), optional("styles.xml"))
  const content = reader.contents(body)
  return { content, hasTrackedChanges: reader.hasTrackedChanges, part, xml }
}

function mainPart(parts: Parts): string {
  const rels = parts["_rels/.rels"] && readXml(textOf(parts, "_rels/.rels"))
  const main = rels && elementsOf(rels).find(({ attributes }) => MAIN_TYPE.test(attributes.Type ?? ""))
  const name = (main?.attributes.Target ?? "word/document.xml").replace(/^\//, "")
  if (!parts[name]) throw new FileError("不是 Word 文件（.docx），或文件已损坏", "it is no Word file (.docx), or is damaged")
  return name
}

function textOf(parts: Parts, name: string): string {
  const bytes = parts[name]!
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  try {
    return new TextDecoder(isUtf16 ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw broken()
  }
}

/** Elements around blocks or runs that show what is inside. */
const TRANSPARENT = new Set(["ins", "moveTo", "sdtContent", "sdt", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo", "oMath", "oMathPara", "ruby", "rubyBase", "Choice"])
const DELETED = new Set(["del", "moveFrom"])
/** Fields of pages, which are no text of the report. */
const PAGE_FIELD = /^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b/i

interface Field {
  code: string
  isResult: boolean
}

class Reader {
  hasTrackedChanges = false
  readonly #numbering: Numbering
  readonly #styles: ReadonlyMap<string, Element>
  /** The open fields, from the outside in; they may go on over paragraphs. */
  readonly #fields: Field[] = []
  /** What a paragraph whose end was deleted leaves to the next one. */
  #carried: Piece[] = []

  constructor(numbering: Numbering, styles: Element | undefined) {
    this.#numbering = numbering
    this.#styles = new Map(styles ? elementsOf(styles).filter(({ name }) => name === "style").map(style => [style.attributes.styleId ?? "", style]) : [])
  }

  contents(parent: Element): Content[] {
    return elementsOf(parent).flatMap((element): Content[] => {
      this.#notice(element)
      if (element.name === "p") return this.#paragraph(element)
      if (element.name === "tbl") return [this.#table(element)]
      return TRANSPARENT.has(element.name) ? this.contents(element) : element.name === "AlternateContent" ? this.contents(alternative(element)) : []
    })
  }

  #notice({ name, children }: Element): void {
    if ((name === "ins" || name === "moveTo" || DELETED.has(name)) && children.length > 0) this.hasTrackedChanges = true
  }

  #paragraph(element: Element): Paragraph[] {
    const properties = find(element, "pPr")
    const runs = this.#runs(element)
    const isEndDeleted = find(properties, "rPr", "del") !== undefined
    const numbered = this.#numbered(properties)
    const isShown = runs.some(({ text }) => text.trim() !== "")
    const number = numbered && isShown && this.#carried.length === 0 ? this.#numbering.next(numbered) : ""
    const gap = /[\w.]$/.test(number) && /^\s*\w/.test(runs.map(({ text }) => text).join("")) ? " " : ""
    const pieces: Piece[] = [...this.#carried, ...(number ? [{ text: number + gap, source: null }] : []), ...runs]
    this.#carried = isEndDeleted ? pieces : []
    if (isEndDeleted) this.hasTrackedChanges = true
    return isEndDeleted ? [] : [{ kind: "paragraph", pieces }]
  }

  #numbered(properties: Element | undefined): Numbered | null {
    const own = find(properties, "numPr")
    let style = this.#styles.get(valueOf(properties, "pStyle") ?? "")
    let id = valueOf(own, "numId")
    let level = valueOf(own, "ilvl")
    for (let hops = 0; style && id === undefined && hops < 20; hops++) {
      id = valueOf(style, "pPr", "numPr", "numId")
      level ??= valueOf(style, "pPr", "numPr", "ilvl")
      style = this.#styles.get(valueOf(style, "basedOn") ?? "")
    }
    return id === undefined || id === "0" ? null : { id, level: Math.min(8, Math.max(0, Math.trunc(Number(level ?? "0")) || 0)) }
  }

  #runs(parent: Element): Piece[] {
    return elementsOf(parent).flatMap((element): Piece[] => {
      this.#notice(element)
      if (element.name === "r") return this.#run(element)
      if (element.name === "fldSimple" && PAGE_FIELD.test(element.attributes.instr ?? "")) return []
      if (element.name === "AlternateContent") return this.#runs(alternative(element))
      return TRANSPARENT.has(element.name) ? this.#runs(element) : []
    })
  }

  #run(run: Element): Piece[] {
    const properties = find(run, "rPr")
    const isHidden = this.#isHidden(properties)
    const isRaised = ["superscript", "subscript"].includes(valueOf(properties, "vertAlign") ?? "")
    return elementsOf(run).flatMap((element): Piece[] => {
      if (element.name === "fldChar") this.#field(element)
      const field = this.#fields[this.#fields.length - 1]
      if (element.name === "instrText" && field && !field.isResult) field.code += textIn(element)
      const isShown = !isHidden && this.#fields.every(({ isResult, code }) => isResult && !PAGE_FIELD.test(code))
      const pieces = isShown ? shownBy(element) : []
      return isRaised ? pieces.map(({ text }) => ({ text: raised(text), source: null })) : pieces
    })
  }

  #field({ attributes: { fldCharType } }: Element): void {
    if (fldCharType === "begin") this.#fields.push({ code: "", isResult: false })
    else if (fldCharType === "end") this.#fields.pop()
    else if (this.#fields.length > 0) this.#fields[this.#fields.length - 1]!.isResult = true
  }

  #isHidden(properties: Element | undefined): boolean {
    if (find(properties, "vanish")) return isOn(properties, "vanish")
    const style = this.#styles.get(valueOf(properties, "rStyle") ?? "")
    return isOn(find(style, "rPr"), "vanish")
  }

  #table(table: Element): Table {
    return { kind: "table", rows: inside(table, "tr").filter(row => !this.#isRowDeleted(row)).map(row => this.#row(row)) }
  }

  #isRowDeleted(row: Element): boolean {
    const properties = find(row, "trPr")
    const isDeleted = find(properties, "del") !== undefined
    this.hasTrackedChanges ||= isDeleted || find(properties, "ins") !== undefined
    return isDeleted
  }

  #row(row: Element): Cell[] {
    const cells: Cell[] = covered(valueOf(row, "trPr", "gridBefore"))
    for (const cell of inside(row, "tc")) {
      const properties = find(cell, "tcPr")
      const content = this.contents(cell)
      const above = find(properties, "vMerge")
      const merge = above ?? find(properties, "hMerge")
      if (merge && merge.attributes.val !== "restart") cells.push(above ? COVERED.above : COVERED.left)
      else cells.push({ content, covered: null })
      cells.push(...covered(valueOf(properties, "gridSpan"), 1))
    }
    return cells
  }
}

function covered(columns: string | undefined, but = 0): Cell[] {
  const count = Math.min(MAX_COLUMNS, Math.trunc(Number(columns ?? "0")) || 0) - but
  return count > 0 ? new Array<Cell>(count).fill(COVERED.left) : []
}

/** Of what a file offers to old and new programs, that for new ones. */
function alternative(element: Element): Element {
  return find(element, "Choice") ?? find(element, "Fallback") ?? element
}

/** The rows of a table or the cells of a row, also those inside of content controls. */
function inside(element: Element, name: string): Element[] {
  return elementsOf(element).flatMap(child => (child.name === name ? [child] : TRANSPARENT.has(child.name) ? inside(child, name) : []))
}

function shownBy(element: Element): Piece[] {
  switch (element.name) {
    case "t":
      return [{ text: textIn(element).replace(/[\t\r\n]/g, " "), source: { from: element.from, to: element.to } }]
    case "tab":
    case "ptab":
      return [{ text: "\t", source: null }]
    case "cr":
      return [{ text: "\n", source: null }]
    case "br":
      return ["page", "column"].includes(element.attributes.type ?? "") ? [] : [{ text: "\n", source: null }]
    case "noBreakHyphen":
      return [{ text: "-", source: null }]
    default:
      return []
  }
}
