import { FONTS, LATIN, LOOK } from "./look.ts"
import { pack } from "./zip.ts"

const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
const HEAD = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`

type Attributes = Readonly<Record<string, string | number>>

const attributesXml = (attributes: Attributes): string => Object.entries(attributes).map(([name, value]) => ` ${name.includes(":") ? name : `w:${name}`}="${value}"`).join("")

/** An element of WordprocessingML around XML. Attributes are numbers and words of this program, never text of a draft. */
export function tag(name: string, attributes: Attributes, inside: string): string {
  return `<w:${name}${attributesXml(attributes)}>${inside}</w:${name}>`
}

/** An element with nothing in it. */
export function empty(name: string, attributes: Attributes = {}): string {
  return `<w:${name}${attributesXml(attributes)}/>`
}

const root = (name: string, inside: string): string => `${HEAD}<w:${name} xmlns:w="${MAIN}" xmlns:r="${RELATIONSHIPS}">${inside}</w:${name}>`

/** The parts beside the document, with what they are. */
const otherParts = (): readonly { readonly name: string; readonly kind: string; readonly xml: string }[] => [
  { name: "styles", kind: "styles", xml: root("styles", stylesXml()) },
  { name: "settings", kind: "settings", xml: root("settings", empty("evenAndOddHeaders") + tag("compat", {}, empty("compatSetting", { name: "compatibilityMode", uri: "http://schemas.microsoft.com/office/word", val: 15 }))) },
  { name: "fontTable", kind: "fontTable", xml: root("fonts", Object.values(FONTS).map(({ name, others }) => tag("font", { name }, empty("altName", { val: others }))).join("")) },
  { name: "footer1", kind: "footer", xml: root("ftr", pageNumberXml("right")) },
  { name: "footer2", kind: "footer", xml: root("ftr", pageNumberXml("left")) },
]

/** The Word file with this in its body. */
export function packageOf(body: string): Uint8Array {
  const footers = tag("sectPr", {}, empty("footerReference", { type: "default", "r:id": "rId4" }) + empty("footerReference", { type: "even", "r:id": "rId5" }) + empty("pgSz", LOOK.page) + empty("pgMar", LOOK.margins))
  const others = otherParts()
  const types = others.map(({ name, kind }) => `<Override PartName="/word/${name}.xml" ContentType="${TYPE}.${kind}+xml"/>`).join("")
  const links = others.map(({ name, kind }, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONSHIPS}/${kind}" Target="${name}.xml"/>`).join("")
  const parts = {
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/>${types}</Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links}</Relationships>`,
    "word/document.xml": root("document", tag("body", {}, body + footers)),
    ...Object.fromEntries(others.map(({ name, xml }) => [`word/${name}.xml`, xml])),
  }
  return pack(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, new TextEncoder().encode(xml)])))
}

function stylesXml(): string {
  const defaults = tag("docDefaults", {}, tag("rPrDefault", {}, tag("rPr", {}, font("text") + size(LOOK.text) + empty("lang", { val: "en-US", eastAsia: "zh-CN" }))) + tag("pPrDefault", {}, ""))
  const exact = empty("spacing", { line: LOOK.line, lineRule: "exact" })
  const indented = exact + empty("ind", { firstLineChars: 200, firstLine: 2 * 10 * LOOK.text })
  const heading = (level: number): string => empty("keepNext") + indented + empty("outlineLvl", { val: level })
  return [
    defaults,
    style("Normal", "Normal", indented + empty("jc", { val: "both" }), ""),
    style("Title", "Title", empty("keepNext") + empty("spacing", { after: LOOK.line, line: 640, lineRule: "exact" }) + empty("ind", { firstLineChars: 0, firstLine: 0 }) + empty("jc", { val: "center" }), font("title") + size(LOOK.title)),
    style("Heading1", "heading 1", heading(0), font("heading") + size(LOOK.text)),
    style("Heading2", "heading 2", heading(1), font("subheading") + size(LOOK.text)),
    style("TableText", "Table Text", empty("jc", { val: "center" }), font("table") + size(LOOK.table), false),
    style("TableSmall", "Table Small", empty("jc", { val: "center" }), font("table") + size(LOOK.tableSmall), false),
    style("Footer", "footer", "", font("table") + size(LOOK.pageNumber), false),
    tag("style", { type: "character", styleId: "Lead" }, empty("name", { val: "Lead" }) + tag("rPr", {}, font("subheading"))),
    tableStyleXml(),
  ].join("")
}

const font = (use: keyof typeof FONTS): string => empty("rFonts", { ascii: LATIN, eastAsia: FONTS[use].name, hAnsi: LATIN })
const size = (halfPoints: number): string => empty("sz", { val: halfPoints }) + empty("szCs", { val: halfPoints })

/** A style of paragraphs; what stands in tables and feet is not based on that of the text, whose lines are indented. */
function style(id: string, name: string, paragraph: string, run: string, isOfText = true): string {
  const isNormal = id === "Normal"
  const base = isOfText && !isNormal ? empty("basedOn", { val: "Normal" }) + empty("next", { val: "Normal" }) : ""
  return tag("style", { type: "paragraph", ...(isNormal ? { default: 1 } : {}), styleId: id }, empty("name", { val: name }) + base + empty("qFormat") + (paragraph ? tag("pPr", {}, paragraph) : "") + (run ? tag("rPr", {}, run) : ""))
}

function tableStyleXml(): string {
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side => empty(side, { val: "single", sz: 4, space: 0, color: "auto" })).join("")
  const margins = ["left", "right"].map(side => empty(side, { w: LOOK.cellMargin, type: "dxa" })).join("")
  return tag("style", { type: "table", styleId: "Official" }, empty("name", { val: "Official Table" }) + tag("tblPr", {}, tag("tblBorders", {}, borders) + tag("tblCellMar", {}, margins)))
}

/** — 1 —, a character's width from the edge. */
function pageNumberXml(side: "left" | "right"): string {
  const indent = empty("ind", side === "left" ? { leftChars: 100, left: 10 * LOOK.pageNumber } : { rightChars: 100, right: 10 * LOOK.pageNumber })
  const words = (text: string): string => tag("r", {}, tag("t", { "xml:space": "preserve" }, text))
  return tag("p", {}, tag("pPr", {}, empty("pStyle", { val: "Footer" }) + indent + empty("jc", { val: side })) + words("— ") + tag("fldSimple", { instr: " PAGE " }, words("1")) + words(" —"))
}
