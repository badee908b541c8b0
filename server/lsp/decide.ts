import { VERDICTS, type Decision } from "../collection/decisions.ts"
import type { Text } from "../engine/report/format.ts"
import { reasonOf } from "./decisions.ts"
import type { OfDocument } from "./features.ts"
import type { Session } from "./session.ts"

/** A finding that somebody decides about. */
export interface Subject {
  readonly fingerprint: string
  readonly rule: string
  /** Body and year. */
  readonly report: string
}

export interface DecideParams extends OfDocument, Subject {
  /** Null takes the decision back. */
  readonly verdict: Decision["verdict"] | null
  readonly reason: string
  /** URIs of the files of decisions that have unsaved changes in the editor. */
  readonly dirty: readonly string[]
}

/** Writes down what was decided about a finding of a draft, or takes it back. Answers null, or why that was not possible, in the user's language. */
export async function onDecide(session: Session, params: DecideParams): Promise<{ readonly fault: string } | null> {
  const { textDocument, fingerprint, rule, report, verdict, reason, dirty } = params
  const isSound = [textDocument.uri, fingerprint, rule, report, reason].every(value => typeof value === "string") && Array.isArray(dirty) && (verdict === null || VERDICTS.includes(verdict))
  if (!isSound) throw new TypeError("malformed decision")
  const made = verdict === null ? [] : [{ fingerprint, rule, report, verdict, reason, on: new Date().toISOString().slice(0, 10) }]
  try {
    await session.decisions.change(textDocument.uri, made, verdict === null ? [fingerprint] : [], dirty.filter(uri => typeof uri === "string"))
    return null
  } catch (error) {
    const text: Text = reasonOf(error)
    return { fault: text[session.locale] }
  }
}
