import { FORMATS } from "../engine/formats.ts"
import { fairCopy, haveSameFigures, markdownOf, pageOf, textOf } from "../engine/features/fairCopy.ts"
import type { Target } from "../engine/features/convertTables.ts"
import { openDocument, type Document } from "../engine/index.ts"
import type { ReportFormat, Text } from "../engine/report/format.ts"
import { FileError } from "./fileError.ts"

/** What a draft can be written as. */
export type CopyKind = "txt" | "md" | "html" | "docx"

export interface Converted {
  readonly bytes: Uint8Array
  /** The tables that stay as they are, since not all of them could be read. */
  readonly untouched: readonly Text[]
}

const TARGETS: Readonly<Record<CopyKind, Target>> = { txt: "tsv", md: "pipes", html: "html", docx: "html" }

/** Writes a draft anew: its words in their order, its tables in the form of the notice. Throws a FileError if what was written would not be read as the same figures. */
export async function convert(text: string, to: CopyKind, layout: Target | null = null, formats: readonly ReportFormat[] = FORMATS): Promise<Converted> {
  const document = openDocument(text, formats)
  const target = layout ?? TARGETS[to]
  const copy = fairCopy(document, target)
  // The bundle is loaded only for what takes it.
  const files = to === "docx" || to === "html" ? await import("./bundle.ts") : null
  const bytes = files && to === "docx" ? files.writeDocx(copy.parts) : new TextEncoder().encode(to === "html" ? pageOf(copy) : to === "md" ? markdownOf(copy, target) : textOf(copy, target))
  const back = files ? files.readFile(`copy.${to}`, bytes).text : new TextDecoder().decode(bytes)
  if (!isSame(document, back, formats)) throw new FileError("没有转换：写成这种格式后，读回的数字会与原稿不同；请先用 check 检查原稿的表格", "not converted: written this way its figures would be read otherwise; check the draft's tables first")
  return { bytes, untouched: copy.untouched }
}

const isSame = (document: Document, text: string, formats: readonly ReportFormat[]): boolean => haveSameFigures(document, openDocument(text, formats))
