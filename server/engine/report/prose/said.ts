import { shift, type Range } from "../../text/range.ts"
import type { Report } from "../report.ts"
import type { Claim, StatementClaim } from "./claims.ts"
import { proseOf } from "./prose.ts"
import type { Placed } from "./readPassage.ts"

/** A claim or a statement, and where it stands in the report. */
export interface Said<T> extends Range {
  readonly said: T
  /** Its words as compared, without blanks and quotes. */
  readonly words: string
}

/** Every figure of the prose that states cells, in the order of the text. */
export function claimsIn(report: Report): (Said<Claim> & { readonly digits: Range })[] {
  const found: (Said<Claim> & { readonly digits: Range })[] = []
  for (const { from, readings } of proseOf(report)) {
    for (const { claims, passage } of readings) for (const claim of claims) found.push({ ...placed(claim, passage.text, from), digits: shift(claim.said.figure.range, from) })
  }
  return found
}

/** Every statement of the prose by which cells are 0, in the order of the text. */
export function statementsIn(report: Report): Said<StatementClaim>[] {
  const found: Said<StatementClaim>[] = []
  for (const { from, readings } of proseOf(report)) {
    for (const { statements, passage } of readings) for (const statement of statements) found.push(placed(statement, passage.text, from))
  }
  return found
}

function placed<T extends Range>({ said, range }: Placed<T>, text: string, by: number): Said<T> {
  return { ...shift(range, by), said, words: text.slice(said.from, said.to) }
}
