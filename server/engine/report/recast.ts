import { parseNumeral } from "../text/decimal.ts"
import type { Range } from "../text/range.ts"
import { lastUpTo } from "../text/search.ts"
import type { Cast } from "../tables/skeleton.ts"
import type { Label } from "./align.ts"
import { Fact, type RowReading, type TableReading } from "./report.ts"

/** The reading of a model with the figures of one of its casts, which must be one on which figures have no say. Ranges count from the block. */
export function recast(reading: TableReading, { model, text, figures }: Cast): TableReading {
  const moved = ({ from, to }: Range): Range => ({ from: movedTo(from), to: movedTo(to) })
  const movedTo = (at: number): number => {
    const last = lastUpTo(model.figures, at, place => place)
    return last < 0 ? at : at + figures[last]! - model.figures[last]!
  }
  const movedLabel = (label: Label): Label => ({ ...label, ...moved(label) })
  const movedFact = (fact: Fact): Fact => {
    const index = lastUpTo(model.figures, fact.from, place => place)
    const isFigure = model.figures[index] === fact.from && fact.state === "number"
    if (!isFigure) return new Fact(fact.place, fact.state, fact.value && { value: fact.value, spaced: fact.isSpaced }, fact.text, moved(fact))
    const [from, to] = [figures[index]!, figures[index + 1]!]
    const written = text.slice(from, to)
    const isSame = written === fact.text
    return new Fact(fact.place, "number", isSame ? { value: fact.value!, spaced: false } : parseNumeral(written), isSame ? fact.text : written, { from, to })
  }
  const movedRow = (row: RowReading): RowReading => ({
    ...row,
    label: row.label && movedLabel(row.label),
    range: moved(row.range),
    surplus: row.surplus.length === 0 ? row.surplus : row.surplus.map(moved),
    facts: row.facts.map(movedFact),
  })
  const rows = reading.rows.map(movedRow)
  return {
    ...reading,
    range: moved(reading.range),
    rows,
    byLeaf: reading.byLeaf.map(row => row && rows[reading.rows.indexOf(row)]),
    heads: reading.heads.map(({ label, official }) => ({ label: movedLabel(label), official })),
    surplusHeads: reading.surplusHeads.map(moved),
  }
}
