import { learn, type SampleText } from "../collection/learn/learn.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import { isRecord } from "./settings.ts"

/** A command for any client: the format that an open document has, as the text of a format file. */
export const LEARN_FORMAT = "reportDraft.learnFormatOf"

/** What was learnt of right reports, in the user's language. */
export interface LearntFormat {
  /** A format file. */
  readonly text: string
  readonly taken: readonly string[]
  readonly unsure: readonly string[]
}

export interface LearnParams {
  readonly samples: readonly SampleText[]
}

/** The format that texts have in common; null if they have none. */
export function onLearn(session: Session, params: LearnParams): LearntFormat | null {
  const { samples } = params as { readonly samples: unknown }
  if (!Array.isArray(samples) || samples.length === 0 || !samples.every(isSample)) throw new TypeError("malformed samples")
  return learntOf(session, samples)
}

/** The format of one open document; null if it has none. */
export const learnFrom = (session: Session, document: OpenDocument): LearntFormat | null => learntOf(session, [{ name: document.uri.split("/").at(-1)!, text: document.read().text }])

const isSample = (value: unknown): value is SampleText => isRecord(value) && typeof value["name"] === "string" && typeof value["text"] === "string"

function learntOf({ locale }: Session, samples: readonly SampleText[]): LearntFormat | null {
  const learnt = learn(samples, "own")
  return learnt && { text: learnt.text, taken: learnt.taken.map(text => text[locale]), unsure: learnt.unsure.map(text => text[locale]) }
}
