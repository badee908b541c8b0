import { FORMATS } from "../../server/engine/formats.ts"
import { leafRows } from "../../server/engine/report/format.ts"
import { writeDraft, type DraftLayout } from "./drafts.ts"
import type { Figures } from "./figures.ts"

/** Every figure of the format in force, all 0. */
export const NO_FIGURES: Figures = new Map(
  FORMATS[0]!.tables.flatMap(table => leafRows(table).flatMap(row => row.columns.map(column => [`${table.id}/${row.id}/${column.id}`, "0"] as const))),
)

const OVERVIEW = "2023年，青溪县档案馆认真做好主动公开、依申请公开、政府信息管理、政府信息公开平台建设和监督保障各项工作。"

/** A whole draft of zeros but for the figures that are given, which need not fit together. Nothing else can be said against it. */
export function draftOf(layout: DraftLayout, figures: Readonly<Record<string, string>> = {}): string {
  return writeDraft(new Map([...NO_FIGURES, ...Object.entries(figures)]), layout).replace(/(?<=总体情况\n\n).*/, OVERVIEW)
}

/** The same body's draft for a year. */
export function draftFor(year: number, figures: Readonly<Record<string, string>> = {}): string {
  return draftOf("tsv", figures).replaceAll("2023", String(year))
}

export const URI = "file:///draft.txt"
export const CLEAN = draftOf("tsv")
/** One figure is wrong: its row and its column do not add up. */
export const WRONG = draftOf("tsv", { "requests/total/natural": "2", "requests/new/natural": "2", "requests/new/total": "2", "requests/granted/natural": "3", "requests/granted/total": "2", "requests/total/total": "2" })
/** One total is wrong, and by itself. */
export const WRONG_TOTAL = draftOf("pipes", { "litigation/count/review.upheld": "3", "litigation/count/review.corrected": "1", "litigation/count/review.total": "5" })
