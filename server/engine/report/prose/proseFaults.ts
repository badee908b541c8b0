import { leafRows, type ReportFormat } from "../format.ts"
import { classesIn } from "./pattern.ts"
import type { ProseFormat, QuantityFormat, StatementFormat } from "./proseFormat.ts"

/** What a schema cannot say of the prose of a format: patterns use known classes, and claims known cells, topics, bars and quantities. */
export function proseFaults(format: ReportFormat): string[] {
  const { prose } = format
  if (!prose) return []
  const cells = cellsOf(format)
  return [
    ...prose.quantities.flatMap(quantity => [...entryFaults(prose, quantity, `quantity "${quantity.id}"`), ...quantityFaults(prose, quantity, cells)]),
    ...prose.statements.flatMap(statement => [...entryFaults(prose, statement, `statement "${statement.id}"`), ...sumFaults(prose, statement.zero, `statement "${statement.id}"`, cells)]),
    ...Object.keys(prose.sections).filter(id => !format.sections.some(section => section.id === id)).map(id => `prose names section "${id}", which does not exist`),
    ...acrossYears(prose, cells),
  ]
}

/** The ids of all cells, with `group.*` for the rows of a group and no column for a whole row. */
function cellsOf({ tables }: ReportFormat): Set<string> {
  const cells = new Set<string>()
  for (const table of tables) {
    for (const row of leafRows(table)) {
      const rows = [row.id, ...(row.id.includes(".") ? [`${row.id.slice(0, row.id.lastIndexOf("."))}.*`] : [])]
      for (const id of rows) for (const column of ["", ...row.columns.map(({ id }) => `/${id}`)]) cells.add(`${table.id}/${id}${column}`)
    }
  }
  return cells
}

function entryFaults(prose: ProseFormat, { says, topics = [], bars = [] }: QuantityFormat | StatementFormat, name: string): string[] {
  return [
    ...says.flatMap(classesIn).filter(id => !(id in prose.words)).map(id => `${name} uses the words "${id}", which do not exist`),
    ...says.filter(pattern => pattern.split("#").length > 2).map(pattern => `${name} has more than one figure in "${pattern}"`),
    ...topics.filter(id => !(id in prose.topics)).map(id => `${name} is about "${id}", which is no topic`),
    ...bars.filter(id => !(id in prose.bars)).map(id => `${name} is barred by "${id}", which does not exist`),
  ]
}

function quantityFaults(prose: ProseFormat, { id, cells, says, after = {}, under = [] }: QuantityFormat, known: ReadonlySet<string>): string[] {
  const name = `quantity "${id}"`
  const isQuantity = (other: string): boolean => prose.quantities.some(quantity => quantity.id === other)
  return [
    ...says.filter(pattern => !pattern.includes("#")).map(pattern => `${name} has no figure in "${pattern}"`),
    ...[...under, ...Object.keys(after)].filter(other => !isQuantity(other)).map(other => `${name} names "${other}", which is no quantity`),
    ...sumFaults(prose, [...cells, ...Object.values(after).flat()], name, known),
  ]
}

function sumFaults({ allApplicants, applicants }: ProseFormat, sums: readonly string[], name: string, known: ReadonlySet<string>): string[] {
  const columns = [...new Set([...allApplicants, ...applicants.flatMap(({ columns }) => columns)])]
  const cells = sums.flatMap(sum => sum.split(/ [+-] /)).flatMap(cell => (cell.endsWith("/@") ? columns.map(column => `${cell.slice(0, -1)}${column}`) : [cell]))
  return [...new Set(cells.filter(cell => !known.has(cell)))].map(cell => `${name} uses "${cell}", which is no cell`)
}

function acrossYears({ acrossYears: { carriedOver, stocks } }: ProseFormat, known: ReadonlySet<string>): string[] {
  const cells = [...carriedOver.flatMap(({ now, before }) => [now, before]), ...stocks.flatMap(({ stock, added, removed }) => [stock, added, removed])]
  return cells.filter(cell => !known.has(cell)).map(cell => `the rules across years use "${cell}", which is no row or cell`)
}
