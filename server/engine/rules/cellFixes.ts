import { cellName, figure, rowName } from "./names.ts"
import { filledWithZeros, impliedValue } from "../report/implied.ts"
import { verdictsOf, type Verdict } from "../report/editRules.ts"
import type { Fact, RowReading, TableReading } from "../report/report.ts"
import { isZero } from "../text/decimal.ts"
import { perTable } from "./perTable.ts"
import type { Fix, Rule, Text } from "./rule.ts"

/** The facts of a row in one of the states, where its cells are in their columns. */
export function factsIn(row: RowReading, state: Fact["state"]): Fact[] {
  return row.isPlaced ? row.facts.filter(fact => fact.state === state) : []
}

/** In more rows than this, cells of one kind are said once for the table. */
const MAX_ROWS = 5

/** Findings on the cells of a state: one for each row, or one for the whole table where many rows have them. `what` is given the figure that the equations want in a lone cell. */
export function openCells(state: "blank" | "placeholder", what: (cells: readonly Fact[], wanted: string | null) => Text): Rule["check"] {
  return perTable(function* (reading) {
    if (reading.table.blankIsZero) return
    const rows = reading.rows.filter(({ isPlain }) => !isPlain).map(row => factsIn(row, state)).filter(({ length }) => length > 0)
    for (const cells of rows.length > MAX_ROWS ? [rows.flat()] : rows) {
      const [first] = cells
      const place = cells.length === 1 ? same(cellName(first!)) : rows.length > MAX_ROWS || first!.row.label === "" ? reading.table.name : same(`“${rowName(first!.row)}”`)
      const words = what(cells, wantedIn(reading, cells))
      yield {
        range: { from: first!.from, to: rows.length > MAX_ROWS ? first!.to : cells.at(-1)!.to },
        message: { zh: `${place.zh}${words.zh}`, en: `${place.en} ${words.en}` },
        cells: cells.map(({ id }) => id),
        fixes: fillings(reading, cells),
      }
    }
  })
}

const same = (name: string): Text => ({ zh: name, en: name })

/** What the equations say of open cells: 按勾稽关系应为 5. Empty if they say nothing. */
export function impliedText(reading: TableReading, facts: readonly Fact[]): Text {
  const wanted = wantedIn(reading, facts)
  return wanted === null ? { zh: "", en: "" } : { zh: `按勾稽关系应为 ${wanted}。`, en: ` By the table's sums it is ${wanted}.` }
}

/** The figure that the equations want in a lone open cell; null if they do not tell. */
function wantedIn(reading: TableReading, facts: readonly Fact[]): string | null {
  const [first, second] = facts
  const value = first && !second ? impliedValue(first, verdictsOf(reading)) : null
  return value && figure(value)
}

/** Ways to fill open cells: with the value that the equations call for (preferred), and with 0. None is safe. */
function fillings(reading: TableReading, facts: readonly Fact[]): Fix[] {
  // Where cells and pipes have lines of their own, a blank cell has no line yet.
  const endOfCell = reading.layout === "alternate-pipe" ? reading.lineEnd : ""
  const fix = (title: Text, figureAt: (index: number) => string, preferred: boolean): Fix => ({
    title,
    safe: false,
    preferred,
    edits: facts.map(({ from, to, state }, i) => ({ from, to, insert: state === "blank" ? figureAt(i) + endOfCell : figureAt(i) })),
  })
  if (facts.some(({ isBroken }) => isBroken)) return []
  const isOne = facts.length === 1
  const verdicts = verdictsOf(reading)
  const values = facts.map(fact => impliedValue(fact, verdicts))
  const zero = (): Fix => (isOne ? fix({ zh: "填 0", en: "Fill in 0" }, () => "0", false) : zeros(facts, verdicts, fix))
  if (!values.every(value => value !== null)) return [zero()]
  const figures = values.map(figure)
  const title = isOne
    ? { zh: `填 ${figures[0]!}（按勾稽关系）`, en: `Fill in ${figures[0]!} (by the table's sums)` }
    : { zh: `这 ${facts.length} 格按勾稽关系填写`, en: `Fill in these ${facts.length} cells by the table's sums` }
  const wanted = fix(title, i => figures[i]!, true)
  return isOne && figures[0] !== "0" ? [wanted, zero()] : [wanted]
}

/** 0 in each of several cells, but for those that figures beside them make more. */
function zeros(facts: readonly Fact[], verdicts: readonly Verdict[], fix: (title: Text, figureAt: (index: number) => string, preferred: boolean) => Fix): Fix {
  const values = filledWithZeros(facts, verdicts)
  const others = facts.filter(fact => !isZero(values.get(fact)!)).length
  const title = others === 0
    ? { zh: `这 ${facts.length} 格都填 0`, en: `Fill these ${facts.length} cells with 0` }
    : { zh: `这 ${facts.length} 格没有的填 0，其中 ${others} 格按勾稽关系填写`, en: `Fill these ${facts.length} cells with 0, ${others} of them by the table's sums` }
  return fix(title, i => figure(values.get(facts[i]!)!), false)
}
