import { reportView, WHILE_TYPING, type ReportView } from "../engine/features/reportView.ts"
import type { Diagnostics } from "./diagnostics.ts"
import type { OfDocument } from "./features.ts"
import type { Session } from "./session.ts"
import { readPlace, type Place } from "./changes.ts"
import { reportAtOrFirst } from "./toLsp.ts"

export interface PreviewParams extends OfDocument {
  readonly position: Place
}

/** A report as people read it; `from` is where it begins in the document of this version, in UTF-16 units. */
export interface Preview {
  readonly version: number
  readonly from: number
  readonly view: ReportView
}

/** Shows the report at a place, or the first one; null where there is none. The diagnostics go first: the view is made of the same findings. */
export async function onPreview(session: Session, diagnostics: Diagnostics, params: PreviewParams): Promise<Preview | null> {
  const position = readPlace(params.position)
  if (!position) throw new TypeError("malformed position")
  const document = session.openDocument(params)
  if (document) await diagnostics.settled(document)
  const placed = document && reportAtOrFirst(document.known, position)
  if (!document || !placed) return null
  return { version: document.version, from: placed.from, view: reportView(placed.report, session.findingsOf(placed.report, document), session.locale, WHILE_TYPING) }
}
