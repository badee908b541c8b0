import { leafRows, type ReportFormat, type Text } from "../format.ts"
import { classesIn } from "./pattern.ts"
import type { ProseFormat, QuantityFormat, StatementFormat } from "./proseFormat.ts"
import { cutInTwoWays, NAME_MARKS } from "./words.ts"

/** What a schema cannot say of the prose of a format: patterns use known classes, and claims known cells, topics, bars and quantities. */
export function proseFaults(format: ReportFormat): Text[] {
  const { prose } = format
  if (!prose) return []
  const cells = cellsOf(format)
  return [
    ...prose.quantities.flatMap(quantity => [...entryFaults(prose, quantity, quantityName(quantity.id)), ...quantityFaults(prose, quantity, cells)]),
    ...prose.statements.flatMap(statement => [...entryFaults(prose, statement, statementName(statement.id)), ...sumFaults(prose, statement.zero, statementName(statement.id), cells)]),
    ...Object.keys(prose.sections).filter(id => !format.sections.some(section => section.id === id)).map(id => ({ zh: `文字部分列出的部分“${id}”不存在`, en: `prose names section "${id}", which does not exist` })),
    ...acrossYears(prose, cells),
    ...ruleFaults(prose, cells),
    ...runFaults(prose),
  ]
}

/** Words that may stand in any number, one behind the other. */
function runFaults({ rates, lists }: ProseFormat): Text[] {
  const runs = { "rates.fill": rates.fill, "rates.namely": rates.namely, "lists.named.idle": [...NAME_MARKS, ...lists.named.idle], "lists.named.behind": lists.named.behind }
  return Object.entries(runs).flatMap(([name, words]) => {
    const year = words.find(word => word.includes("{year"))
    if (year !== undefined) return [{ zh: `文字部分的 ${name} 中不能有年份“${year}”`, en: `"${year}" of ${name} may not hold a year` }]
    const word = cutInTwoWays(words)
    return word === null ? [] : [{ zh: `文字部分的 ${name} 中，以“${word}”开头的一串词有几种分法，请去掉一些词`, en: `${name} has words that make one text in several ways, beginning with "${word}"; leave some out` }]
  })
}

const quantityName = (id: string): Text => ({ zh: `数量“${id}”`, en: `quantity "${id}"` })
const statementName = (id: string): Text => ({ zh: `说法“${id}”`, en: `statement "${id}"` })

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

function entryFaults(prose: ProseFormat, { says, topics = [], bars = [] }: QuantityFormat | StatementFormat, name: Text): Text[] {
  return [
    ...says.flatMap(classesIn).filter(id => !(id in prose.words)).map(id => ({ zh: `${name.zh}用到的词类“${id}”不存在`, en: `${name.en} uses the words "${id}", which do not exist` })),
    ...says.filter(pattern => pattern.split("#").length > 2).map(pattern => ({ zh: `${name.zh}的说法“${pattern}”中不止一个数`, en: `${name.en} has more than one figure in "${pattern}"` })),
    ...topics.filter(id => !(id in prose.topics)).map(id => ({ zh: `${name.zh}的话题“${id}”不存在`, en: `${name.en} is about "${id}", which is no topic` })),
    ...bars.filter(id => !(id in prose.bars)).map(id => ({ zh: `${name.zh}的排除词“${id}”不存在`, en: `${name.en} is barred by "${id}", which does not exist` })),
  ]
}

function quantityFaults(prose: ProseFormat, { id, cells, says, after = {}, under = [], madeOf = [] }: QuantityFormat, known: ReadonlySet<string>): Text[] {
  const name = quantityName(id)
  const isQuantity = (other: string): boolean => prose.quantities.some(quantity => quantity.id === other)
  return [
    ...says.filter(pattern => !pattern.includes("#")).map(pattern => ({ zh: `${name.zh}的说法“${pattern}”中没有数`, en: `${name.en} has no figure in "${pattern}"` })),
    ...[...under, ...madeOf, ...Object.keys(after)].filter(other => !isQuantity(other)).map(other => ({ zh: `${name.zh}提到的“${other}”不存在`, en: `${name.en} names "${other}", which is no quantity` })),
    ...sumFaults(prose, [...cells, ...Object.values(after).flat()], name, known),
  ]
}

function sumFaults({ allApplicants, applicants }: ProseFormat, sums: readonly string[], name: Text, known: ReadonlySet<string>): Text[] {
  const columns = [...new Set([...allApplicants, ...applicants.flatMap(({ columns }) => columns)])]
  const cells = sums.flatMap(sum => sum.split(/ [+-] /)).flatMap(cell => (cell.endsWith("/@") ? columns.map(column => `${cell.slice(0, -1)}${column}`) : [cell]))
  return [...new Set(cells.filter(cell => !known.has(cell)))].map(cell => ({ zh: `${name.zh}用到的“${cell}”不是表格中的格`, en: `${name.en} uses "${cell}", which is no cell` }))
}

function acrossYears({ acrossYears: { carriedOver, stocks } }: ProseFormat, known: ReadonlySet<string>): Text[] {
  const cells = [...carriedOver.flatMap(({ now, before }) => [now, before]), ...stocks.flatMap(({ stock, added, removed }) => [stock, added, removed])]
  return cells.filter(cell => !known.has(cell)).map(cell => ({ zh: `跨年核对用到的“${cell}”不是表格中的行或格`, en: `the rules across years use "${cell}", which is no row or cell` }))
}

function ruleFaults({ feeNotices, rulemaking }: ProseFormat, known: ReadonlySet<string>): Text[] {
  return [...(feeNotices ? [feeNotices.cell] : []), ...(rulemaking ? [rulemaking.row] : [])]
    .filter(cell => !known.has(cell))
    .map(cell => ({ zh: `文字部分的规则用到的“${cell}”不是表格中的行或格`, en: `a rule of the prose uses "${cell}", which is no row or cell` }))
}
