import { fieldsOf } from "../cell.ts"
import type { Layout } from "../grid.ts"

const isTab = (code: number): boolean => code === 9

/** One row a line, TABs between the cells; a merged cell leaves empty fields. */
export const tsv: Layout = {
  id: "tsv",
  showsBlanks: true,
  claims: line => /[^\t]\t|\t\t/.test(line),
  read: lines => lines.filter(({ text }) => text.trim() !== "" || text.includes("\t")).map(line => fieldsOf(line, isTab)),
}
