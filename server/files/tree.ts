import { Parser } from "htmlparser2"
import { FileError } from "./fileError.ts"

/** An element of XML or HTML; names and attributes are without their prefixes. Offsets count in the source. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
  readonly from: number
  to: number
}

/** More open elements than any program writes: the walks through a tree call themselves. */
const MAX_DEPTH = 400

/** Reads XML. Throws if it is not well-formed or has a document type, which no Office file has: entities are never looked up. */
export function readXml(source: string): Element {
  const root = read(source, true).children.find(child => typeof child !== "string")
  if (!root) throw broken()
  return root
}

/** Reads HTML as far as it goes. The element returned stands around all of it. */
export function readHtml(source: string): Element {
  return read(source, false)
}

export function broken(): FileError {
  return new FileError("文件已损坏，无法读取；请用 Word 打开后另存", "the file is damaged; open it in Word and save it anew")
}

function read(source: string, isXml: boolean): Element {
  const root: Element = { name: "", attributes: {}, children: [], from: 0, to: source.length }
  const open: { element: Element; openEnd: number }[] = [{ element: root, openEnd: 0 }]
  const parser: Parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > MAX_DEPTH) throw new FileError("文件嵌套层次过多，无法读取", "the file is nested too deeply to be read")
        const element: Element = { name: local(name), attributes: withoutPrefixes(attributes), children: [], from: parser.startIndex, to: parser.endIndex + 1 }
        open[open.length - 1]!.element.children.push(element)
        open.push({ element, openEnd: parser.endIndex })
      },
      onclosetag(_, isImplied) {
        const { element, openEnd } = open.pop()!
        if (isXml && isImplied && parser.endIndex !== openEnd) throw broken()
        element.to = parser.endIndex + 1
      },
      ontext(text) {
        const { children } = open[open.length - 1]!.element
        const last = children[children.length - 1]
        if (typeof last === "string") children[children.length - 1] = last + text
        else children.push(text)
      },
      onprocessinginstruction(name) {
        if (isXml && name.startsWith("!")) throw broken()
      },
    },
    { xmlMode: isXml, decodeEntities: true },
  )
  parser.end(source)
  return root
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1)

function withoutPrefixes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]))
}

/** The elements among the children. */
export function elementsOf({ children }: Element): Element[] {
  return children.filter(child => typeof child !== "string")
}

/** The first element of a path of names, if there is one. */
export function find(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  return path.reduce((at, name) => at && elementsOf(at).find(child => child.name === name), element)
}

/** The `val` of the first element of a path of names, as Office files keep settings. */
export function valueOf(element: Element | undefined, ...path: readonly string[]): string | undefined {
  return find(element, ...path)?.attributes.val
}

/** True if the setting is there and not switched off. */
export function isOn(element: Element | undefined, name: string): boolean {
  const setting = find(element, name)
  return setting !== undefined && !["0", "false", "off"].includes(setting.attributes.val ?? "")
}

/** All text inside, as it is. */
export function textIn({ children }: Element): string {
  return children.map(child => (typeof child === "string" ? child : textIn(child))).join("")
}
