import fc from "fast-check"
import { leafRows } from "../../server/engine/report/format.ts"
import { FORMATS } from "../../server/engine/formats.ts"

/** Figures by fact id, as they are to be written. */
export type Figures = ReadonlyMap<string, string>

const FORMAT = FORMATS[0]!
/** Table three of the format in force. */
export const REQUESTS = FORMAT.tables.find(({ id }) => id === "requests")!
/** Its columns but the total. */
export const APPLICANTS = ["natural", "business", "research", "public-welfare", "legal-service", "other"]
/** Its rows that say how requests were settled. */
export const RESULTS = leafRows(REQUESTS).filter(({ id, isGroup }) => !isGroup && !["new", "carried-in", "total", "carried-out"].includes(id)).map(({ id }) => id)

/** Figures of the 2021 format for which every edit rule holds, and against which no other rule has anything. */
export const soundFigures: fc.Arbitrary<Figures> = fc
  .record({
    results: fc.array(fc.array(fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.nat(2000), weight: 1 }), { minLength: APPLICANTS.length, maxLength: APPLICANTS.length }), { minLength: RESULTS.length, maxLength: RESULTS.length }),
    carriedOut: fc.array(fc.nat(40), { minLength: APPLICANTS.length, maxLength: APPLICANTS.length }),
    carriedInShare: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: APPLICANTS.length, maxLength: APPLICANTS.length }),
    outcomes: fc.array(fc.nat(90), { minLength: 12, maxLength: 12 }),
    counts: fc.array(fc.nat(500000), { minLength: 9, maxLength: 9 }),
    fee: fc.tuple(fc.nat(99999), fc.nat(9999)),
  })
  .map(drawn => {
    const figures = new Map<string, string>()
    const put = (row: string, values: readonly number[]): void => {
      for (const [i, value] of values.entries()) figures.set(`requests/${row}/${APPLICANTS[i]!}`, String(value))
      figures.set(`requests/${row}/total`, String(values.reduce((a, b) => a + b, 0)))
    }
    const total = APPLICANTS.map((_, column) => drawn.results.reduce((sum, row) => sum + row[column]!, 0))
    const carriedIn = total.map((value, i) => Math.floor((value + drawn.carriedOut[i]!) * drawn.carriedInShare[i]!))
    put("new", total.map((value, i) => value + drawn.carriedOut[i]! - carriedIn[i]!))
    put("carried-in", carriedIn)
    for (const [i, row] of RESULTS.entries()) put(row, drawn.results[i]!)
    put("total", total)
    put("carried-out", drawn.carriedOut)
    for (const [i, group] of ["review", "suit-direct", "suit-after-review"].entries()) {
      const values = drawn.outcomes.slice(i * 4, i * 4 + 4)
      for (const [k, name] of ["upheld", "corrected", "other", "pending"].entries()) figures.set(`litigation/count/${group}.${name}`, String(values[k]))
      figures.set(`litigation/count/${group}.total`, String(values.reduce((a, b) => a + b, 0)))
    }
    const counted = leafRows(FORMAT.tables[0]!).flatMap(row => row.columns.map(column => `proactive/${row.id}/${column.id}`)).filter(id => id !== "proactive/fees/amount")
    for (const [i, id] of counted.entries()) figures.set(id, String(drawn.counts[i]!))
    // What was issued in the year is in force at its end; and the body of these drafts, a county's archive, makes no rules.
    figures.set("proactive/normative-documents/in-force", String(drawn.counts[3]! + drawn.counts[5]!))
    for (const column of ["issued", "repealed", "in-force"]) figures.set(`proactive/rules/${column}`, "0")
    figures.set("proactive/fees/amount", drawn.fee[1] === 0 ? String(drawn.fee[0]) : `${drawn.fee[0]}.${drawn.fee[1]}`)
    return figures
  })

/** The 175 cells of table three. */
export const REQUEST_CELLS = leafRows(REQUESTS).filter(({ isGroup }) => !isGroup).flatMap(row => row.columns.map(column => `requests/${row.id}/${column.id}`))

/** The 15 cells of table four. */
export const LITIGATION_CELLS = leafRows(FORMAT.tables.find(({ id }) => id === "litigation")!).flatMap(({ places }) => places.map(({ id }) => id))
