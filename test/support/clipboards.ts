import { fairCopy, type CopyPart } from "../../server/engine/features/fairCopy.ts"
import type { FormCell, TableForm } from "../../server/engine/features/tableForm.ts"
import { escapeHtml } from "../../server/engine/features/tableHtml.ts"
import { openDocument } from "../../server/engine/index.ts"

/** The programs from which people copy. */
export const PROGRAMS = ["Word", "WPS", "Excel", "browser"] as const
export type Program = (typeof PROGRAMS)[number]

/** What a program puts on the clipboard when a draft is copied from it: its lines, and its tables with merged cells. */
export function clipboardOf(program: Program, draft: string): string {
  return WRITERS[program](fairCopy(openDocument(draft), "html").parts)
}

const WRITERS: Readonly<Record<Program, (parts: readonly CopyPart[]) => string>> = { Word: word, WPS: wps, Excel: excel, browser }

const spans = ({ colSpan, rowSpan }: FormCell, quote: string): string => `${colSpan > 1 ? ` colspan=${quote}${colSpan}${quote}` : ""}${rowSpan > 1 ? ` rowspan=${quote}${rowSpan}${quote}` : ""}`

const rowsOf = ({ rows }: TableForm, draw: (cell: FormCell) => string, open: string): string => rows.map(({ cells }) => `${open}\n${cells.map(draw).join("\n")}\n </tr>\n`).join("")

/** Latin letters and digits are runs of their own. */
const runs = (text: string, latin: (run: string) => string, other: (run: string) => string): string =>
  text.split(/([\x21-\x7e]+)/).filter(run => run !== "").map(run => (/^[\x21-\x7e]/.test(run) ? latin(escapeHtml(run)) : other(escapeHtml(run)))).join("")

function word(parts: readonly CopyPart[]): string {
  const paragraph = (text: string): string => {
    const written = text === "" ? "<span lang=EN-US><o:p>&nbsp;</o:p></span>" : `${runs(text, run => `<span lang=EN-US style='font-size:10.5pt;\nmso-bidi-font-size:12.0pt'>${run}</span>`, run => `<span\nstyle='font-family:宋体;mso-ascii-font-family:"Times New Roman"'>${run}</span>`)}<span\nlang=EN-US><o:p></o:p></span>`
    return `<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'>${written}</p>`
  }
  const table = (form: TableForm): string => `<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:
 collapse;border:none;mso-border-alt:solid windowtext .5pt;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>
${rowsOf(form, cell => `  <td width=62${spans(cell, "")} valign=top style='width:46.45pt;border:solid windowtext 1.0pt;\n  padding:0cm 5.4pt 0cm 5.4pt'>\n  ${paragraph(cell.text)}\n  </td>`, " <tr style='mso-yfti-irow:0'>")} <![if !supportMisalignedColumns]>
 <tr height=0>
${"  <td width=62 style='border:none'></td>\n".repeat(form.width)} </tr>
 <![endif]>
</table>`
  return `<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml>
 <w:WordDocument><w:View>Normal</w:View><w:Compatibility><w:UseFELayout/></w:Compatibility></w:WordDocument>
</xml><![endif]-->
<style>
<!--
 @font-face {font-family:宋体;panose-1:2 1 6 0 3 1 1 1 1 1;}
 p.MsoNormal {mso-style-parent:"";margin:0cm;text-align:justify;}
-->
</style>
<!--[if gte mso 10]>
<style> table.MsoNormalTable {mso-style-name:普通表格;} </style>
<![endif]-->
</head>

<body lang=ZH-CN style='tab-interval:21.0pt;text-justify-trim:punctuation'>
<!--StartFragment-->

${parts.map(part => (part.kind === "table" ? table(part.form) : paragraph(part.text))).join(`\n\n${paragraph("")}\n\n`)}

<!--EndFragment-->
</body>

</html>
`
}

function wps(parts: readonly CopyPart[]): string {
  const run = (text: string, face: string): string => `<span style="mso-spacerun:'yes';font-family:宋体;mso-ascii-font-family:Calibri;font-size:10.5000pt;mso-font-kerning:1.0000pt;" >${face ? `<font face="${face}" >${text}</font>` : text}</span>`
  const paragraph = (text: string): string => `<p class=MsoNormal align=center style="text-align:center;" >${runs(text, part => run(part, "Calibri"), part => run(part, "宋体"))}<span style="mso-spacerun:'yes';font-family:宋体;font-size:10.5000pt;" ><o:p>${text === "" ? "&nbsp;" : ""}</o:p></span></p>`
  const table = (form: TableForm): string => `<table class=MsoTableGrid border=1 cellspacing=0 style="border-collapse:collapse;border:none;mso-border-left-alt:0.5000pt solid windowtext;mso-padding-alt:0.0000pt 5.4000pt 0.0000pt 5.4000pt;" >${rowsOf(form, cell => `<td width=71${spans(cell, "")} valign=center style="width:53.2500pt;padding:0.0000pt 5.4000pt 0.0000pt 5.4000pt ;" >${paragraph(cell.text)}</td>`, "<tr>")}</table>`
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8" ><meta name=ProgId content=Word.Document ><meta name=Generator content="Microsoft Word 14" ><!--[if gte mso 9]><xml><o:DocumentProperties></o:DocumentProperties></xml><![endif]--><style>
@font-face{
font-family:"宋体";
}
p.MsoNormal{
mso-style-name:正文;
margin:0pt;
}
span.msoIns{
mso-style-type:export-only;
}
</style></head><body style="tab-interval:21pt;text-justify-trim:punctuation;" ><!--StartFragment-->${parts.map(part => (part.kind === "table" ? table(part.form) : paragraph(part.text))).join("\n")}<!--EndFragment--></body></html>`
}

/** One sheet: titles, headings and paragraphs are merged cells as wide as the widest table. Bordered cells without a figure hold a wide blank. */
function excel(parts: readonly CopyPart[]): string {
  const width = Math.max(1, ...parts.map(part => (part.kind === "table" ? part.form.width : 1)))
  const row = (text: string): string => ` <tr height=19 style='height:14.25pt'>\n  <td colspan=${width} height=19 class=xl67 style='height:14.25pt'>${escapeHtml(text)}</td>\n </tr>\n`
  const figure = (text: string): string => (text === "" ? "　" : /^\d+$/.test(text) ? text : escapeHtml(text))
  const table = (form: TableForm): string => rowsOf(form, cell => `  <td${spans(cell, "")} class=xl65${/^\d+(\.\d+)?$/.test(cell.text) ? " align=right" : " width=72"} style='border-top:none;width:54pt'>${cell.text.length > 12 ? `<font class="font5">${figure(cell.text.slice(0, 3))}</font><font\n  class="font6">${figure(cell.text.slice(3))}</font>` : figure(cell.text)}</td>`, " <tr height=19 style='height:14.25pt'>")
  return `<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table
	{mso-displayed-decimal-separator:"\\.";
	mso-displayed-thousand-separator:"\\,";}
.xl65
	{mso-style-parent:style0;
	border:.5pt solid windowtext;}
-->
</style>
</head>

<body link="#0563C1" vlink="#954F72">

<table border=0 cellpadding=0 cellspacing=0 width=720 style='border-collapse:
 collapse;width:540pt'>
<!--StartFragment-->
 <col width=72 span=${width} style='width:54pt'>
${parts.map(part => (part.kind === "table" ? table(part.form) : row(part.text))).join(row(""))}<!--EndFragment-->
</table>

</body>

</html>
`
}

/** Chrome writes the styles of each element into it. */
function browser(parts: readonly CopyPart[]): string {
  const style = "box-sizing: border-box; margin: 0px 0px 15px; color: rgb(51, 51, 51); font-family: &quot;Microsoft YaHei&quot;, sans-serif; white-space: normal;"
  const tag = (part: CopyPart): string => (part.kind === "title" ? "h1" : part.kind === "heading" ? "h2" : "p")
  const cell = (cell: FormCell): string => `<td${spans(cell, '"')} style="${style} border: 1px solid rgb(0, 0, 0);"><div style="${style}"><p align="center" style="${style} text-align: center;"><span style="font-family: 宋体;">${escapeHtml(cell.text) || "<br>"}</span></p></div></td>`
  return `<html>
<body>
<!--StartFragment--><meta charset="utf-8">${parts.map(part => (part.kind === "table" ? `<div class="TRS_Editor" style="${style}"><table border="1" cellspacing="0" style="${style}"><tbody>${rowsOf(part.form, cell, "<tr>")}</tbody></table></div>` : `<${tag(part)} style="${style}">　　<strong><span>${escapeHtml(part.text)}</span></strong></${tag(part)}>`)).join("")}<br class="Apple-interchange-newline"><!--EndFragment-->
</body>
</html>`
}
