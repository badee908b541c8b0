import type { Range } from "../../text/range.ts"
import type { Report } from "../report.ts"
import type { Claim, StatementClaim } from "./claims.ts"
import type { SentenceReading } from "./readSentence.ts"
import { foundIn, rangeOf, type PlacedSentence } from "./sentences.ts"

/** A claim or a statement, and where it stands in the report. */
export interface Said<T> extends Range {
  readonly said: T
  /** Its words as compared, without blanks and quotes. */
  readonly words: string
}

const claimsOf = ({ claims }: SentenceReading): readonly Claim[] => claims
const statementsOf = ({ statements }: SentenceReading): readonly StatementClaim[] => statements

/** Every figure of the prose that states cells, in the order of the text. */
export function claimsIn(report: Report): (Said<Claim> & { readonly digits: Range })[] {
  return foundIn(report, claimsOf).map(({ placed, found }) => ({ ...saidAt(placed, found), digits: rangeOf(placed, found.figure.digits) }))
}

/** Every statement of the prose by which cells are 0, in the order of the text. */
export function statementsIn(report: Report): Said<StatementClaim>[] {
  return foundIn(report, statementsOf).map(({ placed, found }) => saidAt(placed, found))
}

function saidAt<T extends Range>(placed: PlacedSentence, said: T): Said<T> {
  return { ...rangeOf(placed, said), said, words: placed.sentence.reading.text.slice(said.from, said.to) }
}
