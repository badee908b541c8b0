import { COVERED, withoutFrames, type Cell, type Content, type Paragraph, type Table } from "./content.ts"
import { OWN_PAGE } from "../engine/features/ownPage.ts"
import { FileError } from "./fileError.ts"
import { numeral } from "./numbering.ts"
import { raised } from "./raised.ts"
import { elementsOf, readHtml, textIn, type Element } from "./tree.ts"

/** What HTML's own algorithm allows. */
const MAX_SPAN = 1000
const MAX_CELLS = 200_000

/** Their content is no text of the page. */
const UNSEEN = new Set(["script", "style", "title", "noscript", "template", "select", "option", "button", "textarea", "iframe", "object", "svg", "math", "audio", "video", "del", "s", "strike", "rp", "rt"])
/** What stands around the report, unless the report's tables are in it. */
const AROUND = new Set(["nav", "footer", "aside", "header"])
const AROUND_CLASS = /(?:^|[\s_-])(?:nav|menu|footer|foot|breadcrumbs?|crumbs?|sidebar|share|copyright|toolbar)(?:$|[\s_-])/i
const INVISIBLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment)/i
/** Where Word refers to a comment. */
const COMMENT_CLASS = /\bMsoCommentReference\b/i
/** The number that Word gives a paragraph, with the gap behind it. */
const LIST_NUMBER = /mso-list\s*:\s*ignore/i

const BLOCKS = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "main", "header", "footer", "aside", "nav", "form", "fieldset", "blockquote", "pre", "center", "hr", "address", "figure", "figcaption", "caption", "body", "html", "head"])

const DATE = String.raw`\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?`
/** What a site writes around an article; a line of nothing else, but perhaps a date, is one of the site's. */
const SITE_ITEM = new RegExp(
  [
    String.raw`(?:浏览|阅读|点击|访问)(?:次数|人数|数|量)\s*[：:]?\s*[[【（(]?\d+(?:人?次)?`,
    String.raw`(?:发布|成文|更新|生成)(?:时间|日期)\s*[：:]\s*(?:${DATE})?`,
    String.raw`(?:打印|关闭)(?:本页|窗口|页面)`,
    String.raw`字[体号]\s*[：:][\s[\]【】()（）大中小]*`,
    String.raw`(?:信息来源|来源|作者|责任编辑|发布人)[：:]\s*[^\s。；，]{0,30}`,
  ].map(item => String.raw`(?<![^\s|｜[\]【】（）()])${item}`).join("|"),
  "g",
)
/** How such a line begins, or what stands in no other, whatever else is in it. */
const SITE_LINE = /^(?:分享到|扫一扫|[上下]一[篇页条](?:\s*[：:]|$)|(?:您的|您现在的|当前)位置\s*[：:]|版权所有\s*[：:])|ICP备\d|网站标识码|公网安备/
const MAX_SITE_LINE = 100
/** Where a page says by what it was written. */
const HEAD = 1000

/** Reads a page as a reader sees it, without what the site puts before the report and behind it; between its first and its last sentence, heading or table nothing is left out. */
export function readPage(html: string): Content[] {
  const reader = new Reader()
  const content = reader.contents(readHtml(html))
  if (html.slice(0, HEAD).includes(OWN_PAGE)) return content
  const parts = withoutFrames(content)
  const isOwn = (part: Content): boolean => !reader.around.has(part) && (part.kind === "table" || isOfReport(textOf(part)))
  const [first, last] = [parts.findIndex(isOwn), parts.findLastIndex(isOwn)]
  const title = parts.findIndex(part => part.kind === "paragraph" && !reader.around.has(part) && TITLE.test(textOf(part)))
  const begin = title < 0 ? first : Math.min(title, first)
  return parts.filter((part, i) => (first <= i && i <= last) || (reader.around.has(part) ? begin < i && i < last : part.kind === "table" || !isSiteLine(textOf(part))))
}

/** Reads what was copied from a program or a page: all of it was wanted. */
export function readFragment(html: string): Content[] {
  return new Reader().contents(readHtml(html))
}

const TITLE = /信息公开.*(?:年度报告|年报)/
/** A heading with its number, or a sentence. */
const WORDS = /^\s*[（(]?[一二三四五六七八九十]{1,2}[、）)]|[。；！？]/

const textOf = ({ pieces }: Paragraph): string => pieces.map(({ text }) => text).join("").trim()
const isOfReport = (line: string): boolean => line.length > MAX_SITE_LINE || (WORDS.test(line) && !isSiteLine(line))

function isSiteLine(line: string): boolean {
  if (line.length > MAX_SITE_LINE || line.includes("。")) return false
  const rest = line.replace(SITE_ITEM, "")
  return SITE_LINE.test(line) || (rest !== line && /^[\s|｜[\]【】（）()]*$/.test(rest.replace(new RegExp(DATE), "")))
}

class Reader {
  /** What stands in those parts of the page that are around a report as a rule. */
  readonly around = new Set<Content>()
  #cells = 0

  contents(parent: Element): Content[] {
    const content: Content[] = []
    let line = ""
    const end = (): void => {
      for (const text of line.split("\n").map(tidy)) if (text !== "") content.push({ kind: "paragraph", pieces: [{ text, source: null }] })
      line = ""
    }
    const visit = (element: Element, isRaised: boolean): void => {
      for (const child of element.children) {
        if (typeof child === "string") {
          const text = child.replace(/[ \t\r\n\f\u00A0]+/g, " ")
          line += isRaised ? raised(text) : text
        } else if (isUnseen(child)) continue
        else if (isAround(child)) {
          if (!WORDS.test(textIn(child))) continue
          end()
          const from = content.length
          visit(child, isRaised)
          end()
          for (const part of content.slice(from)) this.around.add(part)
        }
        else if (child.name === "br") line += "\n"
        else if (LIST_NUMBER.test(child.attributes.style ?? "")) line += textIn(child).trim().replace(/(?<=[\w.])$/, " ")
        else if (child.name === "table") {
          end()
          content.push(this.#table(child))
        } else if (BLOCKS.has(child.name)) {
          end()
          if (child.name === "li") line += numberOf(child, element)
          visit(child, isRaised)
          end()
        } else visit(child, isRaised || child.name === "sup" || child.name === "sub")
      }
    }
    visit(parent, false)
    end()
    return content
  }

  /** Lays the cells out as HTML does: each in the first place of its row that no cell above covers. */
  #table(table: Element): Table {
    const rows: Cell[][] = []
    const spans: number[] = []
    for (const row of rowsOf(table)) {
      const cells: Cell[] = []
      const skip = (): void => {
        while ((spans[cells.length] ?? 0) > 0) {
          spans[cells.length]!--
          cells.push(COVERED.above)
          this.#count(1)
        }
      }
      for (const cell of elementsOf(row).filter(({ name }) => name === "td" || name === "th")) {
        skip()
        const { colspan, rowspan } = cell.attributes
        const width = spanOf(colspan)
        for (let i = 0; i < width; i++) {
          spans[cells.length] = spanOf(rowspan) - 1
          cells.push(i === 0 ? { content: isUnseen(cell) ? [] : this.contents(cell), covered: null } : COVERED.left)
        }
        this.#count(width)
      }
      skip()
      rows.push(cells)
    }
    return { kind: "table", rows }
  }

  #count(cells: number): void {
    this.#cells += cells
    if (this.#cells > MAX_CELLS) throw new FileError("网页中的表格过大，没有读取", "the page's tables are too large; it was not read")
  }
}

const tidy = (line: string): string => line.replace(/ {2,}/g, " ").replace(/^ | $/g, "")

function isUnseen({ name, attributes }: Element): boolean {
  return UNSEEN.has(name) || attributes.hidden !== undefined || INVISIBLE.test(attributes.style ?? "") || COMMENT_CLASS.test(attributes.class ?? "")
}

function isAround(element: Element): boolean {
  const { name, attributes } = element
  return (AROUND.has(name) || AROUND_CLASS.test(attributes.class ?? "") || AROUND_CLASS.test(attributes.id ?? "")) && !holdsReport(element)
}

function holdsReport(element: Element): boolean {
  return /^(?:h1|h2|table)$/.test(element.name) || elementsOf(element).some(holdsReport) || (element.children.length > 0 && element.name === "p" && textIn(element).length > MAX_SITE_LINE)
}

function rowsOf(table: Element): Element[] {
  return elementsOf(table).flatMap(child => (child.name === "tr" ? [child] : ["thead", "tbody", "tfoot"].includes(child.name) ? rowsOf(child) : []))
}

function spanOf(value: string | undefined): number {
  const span = Math.trunc(Number(value ?? "1"))
  return span >= 1 ? Math.min(span, MAX_SPAN) : 1
}

/** The number that the browser prints before an item of an ordered list. */
function numberOf(item: Element, list: Element): string {
  if (list.name !== "ol") return ""
  const items = elementsOf(list).filter(({ name }) => name === "li")
  const value = Number(item.attributes.value ?? Number(list.attributes.start ?? "1") + items.indexOf(item))
  const style = `${list.attributes.style ?? ""} ${list.attributes.class ?? ""}`
  if (/cjk-ideographic|(?:simp|trad)-chinese-informal/.test(style)) return `${numeral(value, "chineseCounting")}、`
  const format = ({ A: "upperLetter", a: "lowerLetter", I: "upperRoman", i: "lowerRoman" } as Readonly<Record<string, string>>)[list.attributes.type ?? ""]
  return /list-style[^;]*none/.test(style) ? "" : `${numeral(value, format ?? "decimal")}. `
}
