import { extendFormat, type Fields } from "./report/extendFormat.ts"
import type { ReportFormat } from "./report/format.ts"
import base from "../formats/base.json" with { type: "json" }
import files from "../formats"

/** What every format has of itself: the words in which any report tells sums, rates, growth and dates. */
export const BASE: Fields = base

function whole(file: Fields): Fields {
  const before = files.find(({ id }) => id === file["extends"])
  return extendFormat(file, before ? whole(before) : BASE)
}

/** The formats that are built in: first the kind of report that is usually meant, those of one kind newest first. */
export const FORMATS: readonly ReportFormat[] = files
  .map(file => whole(file) as unknown as ReportFormat)
  .sort((a, b) => Number(b.isUsual ?? false) - Number(a.isUsual ?? false) || (a.reportTitle < b.reportTitle ? -1 : Number(a.reportTitle > b.reportTitle)) || b.firstYear - a.firstYear)
