import { AlignmentType, DeletedTextRun, Document, InsertedTextRun, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType, type IParagraphOptions } from "docx"
import type { CopyPart } from "../../server/engine/features/fairCopy.ts"
import { gridOf, type FormCell, type TableForm } from "../../server/engine/features/tableForm.ts"

/** How a report may stand in a Word file. */
export const VARIANTS = ["plain", "generated numbers", "tracked changes", "merged heads"] as const
export type Variant = (typeof VARIANTS)[number]

const LIST = "headings"
const NUMBERS: readonly RegExp[] = [/^[一二三四五六七八九十]+、\s*/, /^（[一二三四五六七八九十]+）\s*/]

/** A report written by the `docx` package. Cells that a merged one covers are empty cells of their own, except with merged heads. */
export async function wordPackageFile(parts: readonly CopyPart[], variant: Variant): Promise<Buffer> {
  const levels = [["%1、", LevelFormat.CHINESE_COUNTING], ["（%2）", LevelFormat.CHINESE_COUNTING]] as const
  const numbering = { config: [{ reference: LIST, levels: levels.map(([text, format], level) => ({ level, text, format, alignment: AlignmentType.LEFT })) }] }
  const children = parts.map(part => (part.kind === "table" ? tableOf(part.form, variant) : paragraphOf(part.text, variant)))
  return Packer.toBuffer(new Document({ numbering, sections: [{ children }] }))
}

function paragraphOf(text: string, variant: Variant): Paragraph {
  if (variant === "generated numbers") {
    const level = NUMBERS.findIndex(number => number.test(text))
    if (level >= 0) return new Paragraph({ text: text.replace(NUMBERS[level]!, ""), numbering: { reference: LIST, level } })
  }
  return new Paragraph(variant === "tracked changes" ? tracked(text) : { text })
}

const CHANGE = { author: "甲", date: "2024-01-02T03:04:05Z" }

/** The last two characters were something else before. */
function tracked(text: string): IParagraphOptions {
  const [kept, changed] = [text.slice(0, -2), text.slice(-2)]
  return { children: [new TextRun(kept), new DeletedTextRun({ id: 1, text: `7${changed}8`, ...CHANGE }), new InsertedTextRun({ id: 2, text: changed, ...CHANGE })] }
}

function tableOf(form: TableForm, variant: Variant): Table {
  const rows = variant === "merged heads" ? form.rows.map(({ cells }) => cells) : gridOf(form).map(row => row.map(cell => ({ text: cell?.text ?? "", colSpan: 1, rowSpan: 1 })))
  // By itself the package counts the cells of a row, not the columns.
  const columnWidths = new Array<number>(form.width).fill(Math.floor(9000 / form.width))
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, columnWidths, rows: rows.map(cells => new TableRow({ children: cells.map(cell => cellOf(cell, variant)) })) })
}

function cellOf({ text, colSpan, rowSpan }: Pick<FormCell, "text" | "colSpan" | "rowSpan">, variant: Variant): TableCell {
  const isChanged = variant === "tracked changes" && /^\d+$/.test(text)
  const changed = { children: [new DeletedTextRun({ id: 3, text: `${Number(text) + 1}`, ...CHANGE }), new InsertedTextRun({ id: 4, text, ...CHANGE })] }
  return new TableCell({ columnSpan: colSpan, rowSpan, children: [new Paragraph(isChanged ? changed : { text })] })
}
