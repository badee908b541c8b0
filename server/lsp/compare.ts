import { comparisonOf } from "../collection/comparison.ts"
import { isDocumentName } from "../engine/draftFiles.ts"
import { lastYearsName, reportsByName, nameOf } from "../engine/features/lastYear.ts"
import { openDocument, properReports } from "../engine/index.ts"
import type { Text } from "../engine/report/format.ts"
import type { Report } from "../engine/report/report.ts"
import { drawComparison } from "../../view/comparison.ts"
import { htmlOf } from "../../view/pageText.ts"
import { WORDS } from "../../view/words.ts"
import { readPlace, type Place } from "./changes.ts"
import { decode } from "./decode.ts"
import type { OfDocument } from "./features.ts"
import { orFault, type ReadFileParams } from "./files.ts"
import { readApart } from "./readApart.ts"
import type { Session } from "./session.ts"
import { reportAtOrFirst } from "./toLsp.ts"

export interface CompareParams extends OfDocument {
  readonly position: Place
  /** The draft to compare with, be it a text, a Word file or a page; null for last year's report. */
  readonly other: ReadFileParams | null
}

/** What differs between two reports, as the body of a page without scripts. */
export interface ComparedPage {
  readonly title: string
  readonly html: string
}

/** Compares the report at a place of an open document with another version of it, or with last year's. Answers with a fault, in the user's language, where there is none; null if the document is not open. */
export async function onCompare(session: Session, params: CompareParams): Promise<ComparedPage | { readonly fault: string } | null> {
  const position = readPlace(params.position)
  const { other } = params
  if (!position || (other !== null && (typeof other.name !== "string" || typeof other.content !== "string"))) throw new TypeError("malformed comparison")
  const document = session.openDocument(params)
  if (!document) return null
  const own = reportAtOrFirst(document.known, position)?.report
  if (!own) return { fault: NO_REPORT[session.locale] }
  return orFault(session, async () => (other ? withOther(session, own, other) : withLastYear(session, own)))
}

const NO_REPORT: Text = { zh: "这里没有政府信息公开年度报告", en: "there is no yearly disclosure report here" }
const SEVERAL: Text = { zh: "里面有几份报告，没有一份与这份同单位同年份", en: "it holds several reports, none of the same body and year" }
const NO_LAST_YEAR: Text = { zh: "工作区里没有读到同一单位上一年的报告，或者不止一份", en: "there is no report of the same body for the year before in the workspace, or more than one" }
const THIS: Text = { zh: "现稿", en: "this draft" }

async function withOther({ locale, formats }: Session, own: Report, { name, content }: ReadFileParams): Promise<ComparedPage | { readonly fault: string }> {
  const bytes = Buffer.from(content, "base64")
  const text = isDocumentName(name) ? (await readApart(name, bytes)).text : decode(bytes)
  const document = openDocument(text ?? "", formats.all)
  const [first, ...more] = properReports(document.reports)
  if (!first) return { fault: NO_REPORT[locale] }
  const ownName = nameOf(own)
  const same = ownName === null ? null : reportsByName(document).get(ownName)
  const old = same ?? (more.length === 0 ? first : null)
  return old ? page(old.report, own, [name, THIS[locale]], locale, true) : { fault: SEVERAL[locale] }
}

async function withLastYear({ lastYear, locale }: Session, own: Report): Promise<ComparedPage | { readonly fault: string }> {
  if (lastYearsName(own) === null) return { fault: NO_LAST_YEAR[locale] }
  lastYear.start()
  await lastYear.settled()
  const old = (await lastYear.find(own))?.placed.report
  return old ? page(old, own, [String(old.year), String(own.year)], locale, false) : { fault: NO_LAST_YEAR[locale] }
}

function page(old: Report, now: Report, names: readonly [string, string], locale: keyof Text, isText: boolean): ComparedPage {
  return { title: names.join(" → "), html: htmlOf(drawComparison(comparisonOf(old, now, locale, isText), names, WORDS[locale])) }
}
