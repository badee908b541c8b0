import { fieldRanges, splitFields } from "../../text/fields.ts"
import { cellIn } from "../cell.ts"
import type { Layout } from "../grid.ts"

/** A comma within words or a figure (1,234) is none between cells. */
const FIGURES_ONLY = /^[\d,.\s]+$/

/** A sheet saved with commas between its cells (CSV); a merged cell leaves empty fields. */
export const csv: Layout = {
  id: "csv",
  showsBlanks: true,
  claims: line => line.includes(",,") || (line.includes(",") && !FIGURES_ONLY.test(line) && !/\s\d/.test(line) && splitFields(line).some((field, i) => i > 0 && /^-?\d+(?:\.\d+)?[%％]?$/.test(field))),
  read: lines => lines.filter(({ text }) => text.trim() !== "").map(({ text, from }) => fieldRanges(text).map(field => cellIn(text, field.from, field.to, from))),
}
